"""The command `timeline`: the door, through which the commands are reached."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def main(args: "Sequence[str] | None" = None, **how: "Any") -> "Any":
    """Run the command line *args*, which are those of the process where none are given."""
    from cli.commands import main

    return main.main(args, **how)
