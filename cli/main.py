"""The command `timeline`: the door. A plain question is answered there, the rest goes to click."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def main(args: "Sequence[str] | None" = None, **how: "Any") -> "Any":
    """Run the command line *args*, which are those of the process where none are given."""
    words = sys.argv[1:] if args is None else list(args)
    if words[:1] == ["as-of"] and not how.keys() - {"prog_name"}:
        if args is None:
            _hurry()
        from cli.quick import understood

        asked = understood(words[1:])
        if asked is not None:
            from cli.terms_shown import show_terms
            from cli.troubles import told

            told(lambda: show_terms(**asked))
            return _leave() if args is None else None
    from cli.commands import main

    return main.main(args, **how)


def _hurry() -> None:
    """Let no garbage be looked for: the process ends before there is any."""
    import gc

    gc.disable()


def _leave() -> None:
    """End the process at once, unless somebody waits for its end.

    The answer is written and the database closed, so there is nothing to be torn down, which takes
    Python a tenth of all the time.
    """
    import atexit
    import os

    if not (atexit._ncallbacks() or sys.gettrace() or sys.getprofile()):
        os._exit(0)
