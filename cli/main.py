"""The command `timeline`: what is plain is answered at the fast door, the rest goes to click."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial


def main(args: Sequence[str] | None = None, **how: object) -> object:
    """Run the command line *args*, which are those of the process where none are given."""
    if args is None:
        # Nothing that a command makes in bulk is cyclic: run the collector less often.
        gc.set_threshold(100_000)
    words = sys.argv[1:] if args is None else list(args)
    name = str(how.get("prog_name") or os.path.basename(sys.argv[0]))
    is_plain = not how.keys() - {"prog_name"} and not _is_completing()
    work = _plain(name, words) if is_plain else None
    if work is not None:
        from cli.errors import told

        return told(work)
    from cli.registry import main as by_click

    return by_click.main(args, **how)


def _is_completing() -> bool:
    """Whether a shell asks what could be typed next."""
    return any(name[:1] == "_" and name.endswith("_COMPLETE") for name in os.environ)


def _plain(name: str, words: list[str]) -> Callable[[], object] | None:
    """Return what answers *words* to a program of this *name*; None where that is click's to do."""
    if words[:1] == ["as-of"]:
        from cli.fast.arguments import understood

        asked = understood(words[1:])
        if asked is None:
            return None
        from cli.fast.door import answer

        return partial(answer, asked)
    from cli.fast.help import told
    from cli.terminal import echo

    text = told(name, words) if words[:1] in (["--help"], ["-h"], ["--version"]) else None
    return partial(echo, text) if text else None
