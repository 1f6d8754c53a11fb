"""Running commands: on which engines, and what a command printed."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from click.testing import Result

BOTH = ("sqlite", "postgresql")
"""The engines, for a module that runs its tests on each."""

DRAWN = ("sqlite", pytest.param("postgresql", marks=pytest.mark.drawn))
"""The same, for tests to which a server adds little: each run draws some for the server."""

Run = Callable[..., Result]
"""Runs the command with these arguments and, if given, *input* on standard input."""


def said(result: Result) -> Any:
    """Return the JSON that a command printed, after checking that it succeeded."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def skip_without(what: str) -> NoReturn:
    """Skip a test because this machine has no *what*; it fails where `EVERYTHING` is set.

    The only place that skips: a contributor's machine may lack a server, a browser or the network,
    and CI, which sets the variable, has them all.
    """
    reason = f"this machine has no {what}, which the test drives; CI installs it and fails instead"
    pytest.skip(reason)
