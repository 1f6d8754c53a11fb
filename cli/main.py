"""Run the command `timeline`: a plain question at the fast door, everything else through click."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

from cli.errors import exit_on_error
from cli.terminal import echo


def main(args: Sequence[str] | None = None, **how: object) -> object:
    """Run the command line *args*, by default that of the process."""
    if args is None:
        # Nothing that a command makes in bulk is cyclic: run the collector less often.
        gc.set_threshold(100_000)
    words = sys.argv[1:] if args is None else list(args)
    name = str(how.get("prog_name") or os.path.basename(sys.argv[0]))
    is_plain = not how.keys() - {"prog_name"} and not _is_completing()
    work = _plain(name, words) if is_plain else None
    if work is not None:
        return exit_on_error(work)
    from cli.registry import main as by_click

    return by_click.main(args, **how)


def _is_completing() -> bool:
    """Whether a shell asks what could be typed next."""
    return any(name[:1] == "_" and name.endswith("_COMPLETE") for name in os.environ)


def _plain(name: str, words: list[str]) -> Callable[[], object] | None:
    """Return what answers *words* to a program of this *name*; None if click has to."""
    if words[:1] == ["as-of"]:
        return _as_of(words[1:])
    if words[:1] not in (["--help"], ["-h"], ["--version"]):
        return None
    from cli.fast.help import page

    text = page(name, words)
    return partial(echo, text) if text else None


def _as_of(words: list[str]) -> Callable[[], object] | None:
    """Return what shows the terms that *words* ask about; None if click has to read them."""
    from cli.fast.arguments import understood

    asked = understood(words)
    if asked is None:
        return None

    def show() -> None:
        from cli.fast.door import answer

        text = answer(asked)
        if text is not None:
            echo(text)
            return
        from cli.commands.as_of import show_terms

        show_terms(**vars(asked))

    return show
