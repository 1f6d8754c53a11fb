"""The command `timeline`: a plain question is answered at the fast door, the rest goes to click."""

import gc
import os
import sys
from collections.abc import Sequence


def main(args: Sequence[str] | None = None, **how: object) -> object:
    """Run the command line *args*, which are those of the process where none are given."""
    if args is None:
        # Nothing that a command makes in bulk is cyclic: run the collector less often.
        gc.set_threshold(100_000)
    words = sys.argv[1:] if args is None else list(args)
    if words[:1] == ["as-of"] and not how.keys() - {"prog_name"} and not _is_completing():
        from cli.quick import understood

        asked = understood(words[1:])
        if asked is not None:
            from cli.fast.door import answered

            return answered(asked)
    from cli.commands import main as by_click

    return by_click.main(args, **how)


def _is_completing() -> bool:
    """Whether a shell asks what could be typed next."""
    return any(name[:1] == "_" and name.endswith("_COMPLETE") for name in os.environ)
