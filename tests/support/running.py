"""Running commands: on which engines, and what one has printed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

BOTH = ("sqlite", "postgresql")
"""The engines, for a module that runs on each."""

DRAWN = ("sqlite", pytest.param("postgresql", marks=pytest.mark.drawn))
"""The same, where a server shows little that a file does not: every run draws some of the tests."""

Run = Callable[..., Result]
"""Run the command with these arguments, and perhaps with *input* to read."""


def said(result: Result) -> Any:
    """Return the JSON that a command has printed, once it has succeeded."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
