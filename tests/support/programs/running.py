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


_BESIDE = {
    "claim": "claims", "dispute": "disputes", "plan": "pending", "replaced": "replaced",
    "confirmation": "confirmed", "unchanged": "said_unchanged",
}  # fmt: skip
"""The key of `as-of` for what stands beside an answer."""

_PLAIN = ("term", "title", "status", "value", "amount", "unit", "authority", "event")


def as_in_parquet(told: dict[str, Any]) -> dict[str, Any]:
    """Return of what `as-of --all` *told* as much as a portfolio tells."""

    def trimmed(answer: dict[str, Any]) -> dict[str, Any]:
        beside = [kind for kind, key in _BESIDE.items() if answer[key]]
        return {key: answer[key] for key in _PLAIN} | {"beside": sorted(beside)}

    of_all = [one | {"terms": [*map(trimmed, one["terms"])]} for one in told["partnerships"]]
    return told | {"partnerships": of_all}


def beside_known(told: dict[str, Any]) -> dict[str, Any]:
    """Return what a portfolio *told*, without what stands beside answers that `as-of` hides."""

    def trimmed(answer: dict[str, Any]) -> dict[str, Any]:
        return answer | {"beside": sorted(kind for kind in answer["beside"] if kind in _BESIDE)}

    of_all = [one | {"terms": [*map(trimmed, one["terms"])]} for one in told["partnerships"]]
    return told | {"partnerships": of_all}


def skip_without(what: str) -> NoReturn:
    """Skip a test because this machine has no *what*; it fails where `EVERYTHING` is set.

    The only place that skips: a contributor's machine may lack a server, a browser or the network,
    and CI, which sets the variable, has them all.
    """
    missing = f"this machine has no {what}, which the test drives"
    pytest.skip(reason=missing)  # Only a contributor's machine may lack it: CI fails instead.
