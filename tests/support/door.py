"""The door: the command as a process runs it, for click's runner of tests."""

from typing import Any

import click

from cli.main import main


class Door(click.Command):
    """What answers a plain question itself, and leaves the rest to click."""

    def main(self, *args: Any, **named: Any) -> Any:
        """Run a command line."""
        return main(*args, **named)


DOOR = Door("timeline")
