"""The command `timeline`: the door. A plain question is answered there, the rest goes to click."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def main(args: "Sequence[str] | None" = None, **how: "Any") -> "Any":
    """Run the command line *args*, which are those of the process where none are given."""
    if args is None and _is_brief(sys.argv[1:]):
        return _hurried(how)
    return _answered(args, how)


def _answered(args: "Sequence[str] | None", how: "dict[str, Any]") -> "Any":
    """Answer a plain question, or let click understand what it is."""
    words = sys.argv[1:] if args is None else list(args)
    if words[:1] == ["as-of"] and not how.keys() - {"prog_name"} and not _is_completing():
        from cli.quick import understood

        asked = understood(words[1:])
        if asked is not None:
            from cli.terms_shown import show_terms
            from cli.troubles import told

            return told(lambda: show_terms(**asked))
    from cli.commands import main

    return main.main(args, **how)


def _is_completing() -> bool:
    """Whether a shell asks what could be typed next."""
    return any(name[:1] == "_" and name.endswith("_COMPLETE") for name in os.environ)


def _is_brief(words: "list[str]") -> bool:
    """Whether it is a question, a help text or a completion: read, said and done."""
    return words[:1] in _READ_ONCE or words[-1:] in (["--help"], ["-h"]) or _is_completing()


_READ_ONCE = (["as-of"], ["changelog"], ["feed"])


def _hurried(how: "dict[str, Any]") -> None:
    """Answer, look for no garbage, tear nothing down, and end: that saves a tenth of the time.

    What was said is flushed and the database closed. Whoever waits for the end of the process is
    waited for.
    """
    import atexit
    import gc

    gc.disable()
    try:
        code = _answered(None, how)
    except SystemExit as ended:
        code = ended.code
    is_awaited = atexit._ncallbacks() or sys.gettrace() or sys.getprofile()
    if not is_awaited and (code is None or isinstance(code, int)):
        os._exit(code or 0)
    sys.exit(code)
