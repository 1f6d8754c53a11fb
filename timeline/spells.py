"""Spells: the days on which an answer held, the definite and the possible apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest

from events.kinds import Term
from timeline.answers import UNDETERMINED, Answer, Possible
from timeline.history import Period, every_period
from timeline.steps import Step

Wanted = Callable[[str, str | None], bool]
"""Whether an answer of this status and value is asked about."""

_Name = tuple[str, str | None]
"""What an answer is called here: its status and value, whatever its last day."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Days, both ends included, on which the answer was (*definite*) or may have been this one.

    *begins* and *ends* name the events at the ends, None where the end is open or nobody's doing.
    """

    definite: bool
    status: str
    value: str | None
    since: date | None
    until: date | None
    begins: str | None
    ends: str | None


def spells(term: Term, steps: Sequence[Step], wanted: Wanted) -> list[Spell]:
    """Return the days on which an answer that is *wanted* held, or may have held, in order."""
    periods = every_period(term, steps)
    names = dict.fromkeys(_name(one) for period in periods for one in _forms(period.answer))
    found = [spell for name in names if wanted(*name) for spell in _spells_of(periods, name)]
    return sorted(found, key=_order)


def _order(one: Spell) -> tuple[date, bool, bool]:
    return one.since or date.min, not one.definite, one.status == UNDETERMINED


def _spells_of(periods: Sequence[Period], name: _Name) -> Iterator[Spell]:
    """Yield the spells of one answer: each all the periods in a row that say it alike."""
    pairs = zip_longest(periods, periods[1:])
    for definite, row in groupby(pairs, key=lambda pair: _is_definite(pair[0].answer, name)):
        if definite is None:
            continue
        several = list(row)
        first, (last, following) = several[0][0], several[-1]
        yield Spell(
            definite,
            *name,
            since=first.since,
            until=last.until,
            begins=_given(first.answer, name)[0].event,
            ends=_forms(following.answer)[-1].event if following else None,
        )


def _forms(answer: Answer) -> Sequence[Answer | Possible]:
    """Return *answer*, undetermined too, and all that it may be, what was said last at the end."""
    return (answer, *answer.possible)


def _name(one: Answer | Possible) -> _Name:
    return one.status, one.value


def _given(answer: Answer, name: _Name) -> list[Answer | Possible]:
    return [one for one in _forms(answer) if _name(one) == name]


def _is_definite(answer: Answer, name: _Name) -> bool | None:
    """Whether all that *answer* may be is called *name*, whatever its last day; None if nothing."""
    given = _given(answer, name)
    if not given:
        return None
    return given[0] is answer or all(_name(one) == name for one in answer.possible)
