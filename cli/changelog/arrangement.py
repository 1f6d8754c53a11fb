"""Which lines a changelog has, and what its sections are about."""

from collections.abc import Iterable

from cli.suggestions import did_you_mean
from events.errors import UsageError
from events.model.values import Value, kind
from timeline.views.changelog import GROUPS, Line


@kind
class Arrangement(Value):
    """How the lines are arranged.

    *by* is the clock that says which lines are in the period, and *per* what a section is about: a
    day, an event or a term. Only *terms* are told of, and *only* these groups; without any, all.
    """

    by: str = "effective"
    per: str = "day"
    terms: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    def has_group(self, group: str) -> bool:
        """Return whether the lines of *group* are wanted."""
        return not self.only or group in self.only

    def has_term(self, term: str | None) -> bool:
        """Return whether what is said of *term* is wanted."""
        return not self.terms or term in self.terms

    def takes(self, line: Line) -> bool:
        """Return whether *line* is wanted."""
        return self.has_group(line.group) and self.has_term(line.term.key if line.term else None)


CORRECTIONS, COMING = "Corrections", "Coming up"
"""The groups of what is told after the sections."""


def groups(typed: Iterable[str]) -> frozenset[str]:
    """Return the groups *typed*, whatever their case: `also-happened` is *Also happened*.

    Raises UsageError if there is no such group.
    """
    there = {one.replace(" ", "-").lower(): one for one in (*GROUPS, CORRECTIONS, COMING)}
    named = [one.replace(" ", "-").lower() for one in typed]
    for one in named:
        if one not in there:
            meant = did_you_mean(one, there) or f"There are: {', '.join(there)}."
            raise UsageError(f"There is no group '{one}'. {meant}")
    return frozenset(there[one] for one in named)
