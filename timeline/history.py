"""The history of a term: every answer it has had, from its first day to its last."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter

from events.dates import Date
from events.kinds import Term
from timeline.answers import NOT_SET, Answer
from timeline.steps import FAR, Step
from timeline.walk import answers


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
    return told(every_period(term, steps), steps)


def told(periods: Iterable[Period], steps: Sequence[Step]) -> list[Period]:
    """Return the *periods* on which something was set, with what *steps* say beside the answers."""
    news, begun = _news(steps), _Begun(steps)
    return [
        replace(
            period,
            known_from=news.get(period.answer.event),
            beside=tuple(_beside(period, begun)),
        )
        for period in periods
        if period.answer.status != NOT_SET
    ]


def every_period(term: Term, steps: Sequence[Step]) -> list[Period]:
    """Return what the answer of *term* was on any day, from the unset beginning to the open end."""
    return periods_of((first or date.min, answer) for first, answer in answers(term, steps))


def periods_of(found: Iterable[tuple[date, Answer]]) -> list[Period]:
    """Return the periods of the answers *found*, each with the first day on which it is that."""
    periods: list[Period] = []
    for begins, answer in found:
        if not periods:
            periods.append(Period(answer, None, None))
        elif periods[-1].answer.same != answer.same:
            periods[-1] = replace(periods[-1], until=begins - timedelta(1))
            periods.append(Period(answer, begins, None))
    return periods


def _news(steps: Sequence[Step]) -> dict[str | None, Date]:
    """Return, by event, when the first step of it that gives an answer was announced."""
    giving = [step for step in steps if step.answers or step.verb == "met"]
    return {step.event.id: step.announced for step in reversed(giving)}


class _Begun:
    """The *steps* with a day, in the order in which they begin to be possible."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = sorted((step for step in steps if step.days), key=_first)

    def between(self, first: int, last: int) -> list[Step]:
        """Return the steps that begin to be possible on these days, in log order."""
        start = bisect_left(self._steps, first, key=_first)
        end = bisect_right(self._steps, last, key=_first)
        return sorted(self._steps[start:end], key=attrgetter("place"))


def _first(step: Step) -> int:
    return step.days[0][0]


def _beside(period: Period, begun: _Begun) -> Iterator[Step]:
    """Yield the steps that begin to be possible in *period* and are not its answer."""
    first = period.since.toordinal() if period.since else -FAR
    last = period.until.toordinal() if period.until else FAR
    gave = {period.answer.event, *(one.event for one in period.answer.possible)}
    return (
        step for step in begun.between(first, last) if not (step.answers and step.event.id in gave)
    )
