"""A finding: something in the record that somebody should settle, and its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.model.kinds import Assert
from timeline.boxes.spans import Span
from timeline.record.steps import Days, Step
from timeline.rule.answer import Answer

FINDING, REMARK = "finding", "remark"
CODES = (
    "assertion", "contradiction", "replaced-higher", "overlap", "undetermined", "same-happening",
    "come-about", "gap", "expired", "stale", "while", "nothing-ended", "one-sided", "settled",
    "old-dispute", "old-claim", "late-source", "no-source", "party", "duplicate", "unreachable",
    "crowded",
)  # fmt: skip
"""What can be found, in the order in which it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to settle, and what it rests on; *on* is the first day that it concerns.

    A *remark* asks for nothing by itself. *steps* are the statements it is about, in the order in
    which they are told, *spans* the days on which something is the matter, *names* what is not the
    term: a condition, a party as it is written and as it is meant, a term on which another hangs;
    how many rows of answers a term has, and how many changes.
    A failed assertion has what was *expected* and the *answer* there is.
    """

    code: str
    level: str = FINDING
    terms: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    on: date | None = None
    steps: tuple[Step, ...] = ()
    spans: tuple[Span, ...] = ()
    names: tuple[str, ...] = ()
    expected: Assert | None = None
    answer: Answer | None = None


def dated_by(step: Step) -> str:
    """Name the event that has the date of *step*."""
    return (step.change.of if step.change else None) or step.event


def is_dated_apart(step: Step) -> bool:
    """Say whether *step* has a day of its own, and not that of an event."""
    return step.moment[1] >= 0


def is_vague(step: Step) -> bool:
    """Say whether *step* may have come on several days."""
    return step.days[0][0] != step.days[-1][1]


def meet(days: Days, others: Days) -> bool:
    """Say whether a day is among both."""
    return any(a <= d and c <= b for a, b in days for c, d in others)


def named(events: Iterable[str | None]) -> tuple[str, ...]:
    """Return the events that are named, each once."""
    return tuple(dict.fromkeys(event for event in events if event is not None))
