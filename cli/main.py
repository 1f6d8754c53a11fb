"""Run the command `timeline`: simple questions by `cli.fast`, everything else through click."""

import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

from cli.errors import exit_on_error
from cli.reading.altered import unaltered
from cli.streams import prepare
from cli.terminal import echo


def main(args: Sequence[str] | None = None, **how: object) -> object:
    """Run the command line *args* (default: the arguments of the process).

    *how* is passed on to click.
    """
    if args is None:
        prepare()
        # Objects that commands make in bulk have no cycles, so the collector may run less often.
        gc.set_threshold(100_000)
        atexit.register(gc.freeze)  # Nor does Python look for cycles once more as it ends.
    words = sys.argv[1:] if args is None else list(args)
    name = str(how.get("prog_name") or os.path.basename(sys.argv[0]))
    is_completing = _is_completing()
    if is_completing:
        import cli.shells  # noqa: F401 (it teaches click its shells)
    is_plain = not how.keys() - {"prog_name"} and not is_completing
    work = _plain(name, words) if is_plain else None
    if work is not None:
        return exit_on_error(work)
    from cli.registry import main as by_click

    return by_click(args, **how)


def _is_completing() -> bool:
    """Return whether a shell is asking for completions."""
    return any(name[:1] == "_" and name.endswith("_COMPLETE") for name in os.environ)


def _plain(name: str, words: list[str]) -> Callable[[], object] | None:
    """Return a function that runs *words* without click, or None if only click can.

    Help texts call the program *name*.
    """
    if words[:1] == ["as-of"]:
        return _as_of(words[1:])
    if words[:1] not in (["--help"], ["-h"], ["--version"]):
        return None
    from cli.fast.help import page

    text = page(name, words)
    return partial(echo, text) if text else None


def _as_of(words: list[str]) -> Callable[[], object] | None:
    """Return a function that shows the terms asked for, or None if click has to parse *words*."""
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

        with unaltered(asked.db):
            show_terms(**vars(asked))

    return show
