"""A private shell: commands run in an empty home with the clock stopped."""

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from cli.main import main as run_process
from cli.registry import main
from events.log import log

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[3]


class _AsTyped(click.Command):
    """The command as a process runs it, fast path first, for click's test runner."""

    def main(self, *args: Any, **named: Any) -> Any:
        """Run a command line."""
        return run_process(*args, **named)


AS_TYPED = _AsTyped("timeline")

Shell = Callable[[str], Result]


@contextmanager
def shell(home: Path) -> Iterator[Shell]:
    """Yield a function that runs a line such as `timeline terms` in *home*."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("TIMELINE_", "XDG_"))]:
            patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        patch.setenv("COLUMNS", "80")
        patch.chdir(home)
        patch.setattr(log, "clock", lambda: NOON)
        yield _run


def _run(line: str) -> Result:
    program, *words = shlex.split(line)
    if program != "timeline":
        raise ValueError(f"Only timeline can be run here: {line}")
    return CliRunner().invoke(AS_TYPED, words, prog_name="timeline", catch_exceptions=False)


def command_named(name: str) -> click.Command:
    """Return the command called *name*."""
    with click.Context(main) as ctx:
        command = main.get_command(ctx, name)
    assert command is not None
    return command
