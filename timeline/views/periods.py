"""The history of a term: each answer it has had, with the days on which it held."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from events.dates.dates import Date
from events.model.values import Value, kind
from timeline.boxes.lines import Lines
from timeline.record.steps import Step
from timeline.rule.answer import UNDETERMINED, distinct
from timeline.rule.terms import PossibleAnswer

Name = tuple[str, str | None]
"""The name of an answer here: its status and value, whatever its last day."""

Wanted = Callable[[str, str | None], bool]
"""A function that tells whether an answer with this status and value is wanted."""


@kind
class Period(Value):
    """The days, ordinals from *first* through *last*, on which a term had the same answer.

    *possible* lists the possible answers in log order; a certain answer is the only one. *beside*
    are the steps that decided nothing and whose first possible day falls in the period.
    """

    first: int
    last: int
    possible: tuple[PossibleAnswer, ...]
    beside: tuple[Step, ...] = ()

    @property
    def decided(self) -> PossibleAnswer | None:
        """The answer, or None if it is undetermined."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def status(self) -> str:
        """The status of the answer."""
        return self.decided.status if self.decided else UNDETERMINED

    @property
    def known_from(self) -> Date | None:
        """The day on which the deciding step was announced."""
        deciding = self.decided.deciding if self.decided else None
        return deciding.announced if deciding else None


def history(lines: Lines, term: str) -> list[Period]:
    """Return the periods in *lines* on which *term* was or may have been set."""
    return [one for one in periods(lines, term) if one.status != "not-set"]


def periods(lines: Lines, term: str) -> list[Period]:
    """Return the periods of *term* in *lines* over the whole calendar, in order.

    Neighbouring phases with the same answers form one period, described by the steps of the first
    phase.
    """
    rows = groupby(lines.line(term), key=lambda one: one.state.same)
    several = [list(row) for _, row in rows]
    lasts = [row[-1].last for row in several]
    decided = {step for row in several for one in row[0].state.answers for step in _behind(one)}
    beside: dict[int, list[Step]] = {}
    for step in lines.steps.get(term, ()):
        if step.days and step not in decided:
            beside.setdefault(bisect_left(lasts, step.days[0][0]), []).append(step)
    return [
        Period(
            first=row[0].first,
            last=row[-1].last,
            possible=distinct(row[0].state.answers),
            beside=tuple(beside.get(number, ())),
        )
        for number, row in enumerate(several)
    ]


def _behind(one: PossibleAnswer) -> Iterator[Step]:
    yield from (step for step in (one.deciding, one.outcome.given) if step)


@kind
class Spell(Value):
    """The days, both inclusive, on which the answer was (*definite*) or may have been this one.

    *begins* and *ends* name the events at the two ends, or are None if the end is open or no event
    caused it.
    """

    definite: bool
    status: str
    value: str | None
    first: int
    last: int
    begins: str | None
    ends: str | None


def spells(lines: Lines, term: str, wanted: Wanted) -> list[Spell]:
    """Return the days in *lines* on which *term* had, or may have had, a *wanted* answer.

    The spells are in order.
    """
    own = periods(lines, term)
    names = dict.fromkeys(name for period in own for name in _names(period))
    found = [spell for name in names if wanted(*name) for spell in _spells_of(own, name)]
    return sorted(found, key=lambda one: (one.first, not one.definite, one.status == UNDETERMINED))


def _spells_of(own: Sequence[Period], name: Name) -> Iterator[Spell]:
    """Yield the spells of one answer: runs of periods in which it is equally definite."""
    pairs = zip_longest(own, own[1:])
    for definite, row in groupby(pairs, key=lambda pair: _is_definite(pair[0], name)):
        if definite is None:
            continue
        several = list(row)
        begins, (ends, following) = several[0][0], several[-1]
        status, value = name
        yield Spell(
            definite=definite,
            status=status,
            value=value,
            first=begins.first,
            last=ends.last,
            begins=_event(one for one in begins.possible if _name(one) == name),
            ends=_event(reversed(following.possible)) if following else None,
        )


def _event(several: Iterable[PossibleAnswer]) -> str | None:
    """Return the event that decided the first of *several*, or None."""
    first = next(iter(several), None)
    return first.deciding.event if first and first.deciding else None


def _name(one: PossibleAnswer) -> Name:
    return one.status, one.value


def _names(period: Period) -> list[Name]:
    undetermined: list[Name] = [] if period.decided else [(UNDETERMINED, None)]
    return [*undetermined, *map(_name, period.possible)]


def _is_definite(period: Period, name: Name) -> bool | None:
    """Return whether the answer is certainly called *name*, or None if it cannot be."""
    names = _names(period)
    if name not in names:
        return None
    return name[0] == UNDETERMINED or all(_name(one) == name for one in period.possible)
