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
        from cli.quick import understood

        asked = understood(words[1:])
        if asked is not None:
            from cli.terms_shown import show_terms
            from cli.troubles import told

            return told(lambda: show_terms(**asked))
    from cli.commands import main

    return main.main(args, **how)
