"""A finding: something in the record that somebody should settle, and its evidence."""

from collections.abc import Iterable
from datetime import date

from events.model.kinds import Assert, Set
from events.model.values import Value, kind
from timeline.boxes.spans import Span
from timeline.record.days import Days
from timeline.record.relations import Moment
from timeline.record.steps import Step
from timeline.rule.answer import Answer

FINDING, REMARK = "finding", "remark"
CODES = (
    "assertion", "contradiction", "replaced-higher", "overlap", "undetermined", "same-happening",
    "same-answer", "come-about", "overdue", "met-before", "gap", "expired", "stale", "while",
    "outlives", "left-behind", "nothing-ended", "one-sided", "settled", "old-dispute", "old-claim",
    "unconfirmed", "weak-denial", "late-source", "no-source", "mirror", "coverage", "party",
    "duplicate", "unreachable", "crowded",
)  # fmt: skip
"""The codes of all findings, in the order in which they are reported."""


@kind
class Finding(Value):
    """Something to settle, and its evidence; *on* is the first day it concerns.

    If *level* is `remark`, nothing need be done. *steps* are the statements concerned, in the order
    in which they are reported, and *spans* the days affected. *names* has whatever else is named: a
    condition, a party as written and as meant, a term on which another depends, a source and its
    host, two days; or two numbers, how many rows and how many changes a term has. For vague dates,
    *names* has the event from which each of *steps* has its date. A failed assertion has the
    *expected* answer and the actual *answer*.
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


def given_by(step: Step) -> tuple[object, ...]:
    """Return the fields that identify the answer that *step* gives."""
    lasts = (str(step.renews), step.until) if step.renews else step.through
    return step.verb, step.value, lasts, step.unless, step.hinge


def moment_of(step: Step) -> Moment:
    """Return the moment that leaves open the day of *step* or, if none does, its last day."""
    return step.lasting.moment if step.lasting and not is_vague(step) else step.moment


def is_dated_apart(step: Step) -> bool:
    """Return whether *step* has a date of its own instead of the date of its event."""
    return moment_of(step)[1] >= 0


def is_vague(step: Step) -> bool:
    """Return whether *step* may have happened on more than one day."""
    return bool(step.days) and step.days[0][0] != step.days[-1][1]


def is_of_period(step: Step) -> bool:
    """Return whether *step* gives a value for a period, which is over with it by nature."""
    return isinstance(step.change, Set) and step.change.during is not None


def meet(days: Days, others: Days) -> bool:
    """Return whether *days* and *others* have a day in common."""
    return any(a <= d and c <= b for a, b in days for c, d in others)


def named(events: Iterable[str | None]) -> tuple[str, ...]:
    """Return those of *events* that are not None, without duplicates."""
    return tuple(dict.fromkeys(event for event in events if event is not None))
