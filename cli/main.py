"""The command `timeline`: the door. A plain question is answered there, the rest goes to click."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any


def main(args: Sequence[str] | None = None, **how: Any) -> Any:
    """Run the command line *args*, which are those of the process where none are given."""
    if args is None:
        # Nothing that a command makes in bulk is cyclic: run the collector less often.
        gc.set_threshold(100_000)
    words = sys.argv[1:] if args is None else list(args)
    if words[:1] == ["as-of"] and not how.keys() - {"prog_name"} and not _is_completing():
        from cli.quick import understood

        asked = understood(words[1:])
        if asked is not None:
            return _answered(asked, is_whole_process=args is None)
    from cli.commands import main as by_click

    return by_click.main(args, **how)


def _is_completing() -> bool:
    """Whether a shell asks what could be typed next."""
    return any(name[:1] == "_" and name.endswith("_COMPLETE") for name in os.environ)


def _answered(asked: dict[str, Any], *, is_whole_process: bool) -> Any:
    """Answer what is *asked*; a process that then ends need not look for garbage, nor free it."""
    if is_whole_process:
        gc.disable()
    from cli.terms_shown import show_terms
    from cli.troubles import told

    done = told(lambda: show_terms(**asked))
    if is_whole_process:
        gc.freeze()
    return done
