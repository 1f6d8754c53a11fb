"""The history of a term: every answer it has had, from its first day to its last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from events.dates import Date, day
from events.kinds import Term
from timeline.answers import NOT_SET, Answer
from timeline.as_of import answer_on, turning_days
from timeline.steps import FAR, Step


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a term had one answer, both ends included; None is an open end.

    *known_from* is when the event that gave it was announced; *beside* are the steps that fell in
    these days without changing the answer.
    """

    answer: Answer
    since: date | None
    until: date | None
    known_from: Date | None = None
    beside: tuple[Step, ...] = ()


def history_of(term: Term, steps: Sequence[Step]) -> list[Period]:
    """Return the answers of *term* in order of days, without the days before anything was set."""
    periods = [one for one in every_period(term, steps) if one.answer.status != NOT_SET]
    return [
        replace(
            period,
            known_from=_known_from(period.answer, steps),
            beside=tuple(_beside(period, steps)),
        )
        for period in periods
    ]


def every_period(term: Term, steps: Sequence[Step]) -> list[Period]:
    """Return what the answer of *term* was on any day, from the unset beginning to the open end."""
    turns = turning_days(steps)
    periods: list[Period] = []
    for turn in turns:
        begins = date.fromordinal(turn)
        answer = answer_on(term, steps, day(begins))
        if not periods:
            periods.append(Period(answer, None, None))
        elif periods[-1].answer.same != answer.same:
            periods[-1] = replace(periods[-1], until=begins - timedelta(1))
            periods.append(Period(answer, begins, None))
    return periods


def _known_from(answer: Answer, steps: Sequence[Step]) -> Date | None:
    gives = (step for step in steps if step.event.id == answer.event)
    return next((step.announced for step in gives if step.answers or step.verb == "met"), None)


def _beside(period: Period, steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps that begin to be possible in *period* and are not its answer."""
    first = period.since.toordinal() if period.since else -FAR
    last = period.until.toordinal() if period.until else FAR
    gave = {period.answer.event, *(one.event for one in period.answer.possible)}
    for step in steps:
        if step.answers and step.event.id in gave:
            continue
        if step.days and first <= step.days[0][0] <= last:
            yield step
