"""Spells: the days on which an answer held, the definite and the possible apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.kinds import Term
from timeline.answers import UNDETERMINED, Answer, Possible
from timeline.history import every_period
from timeline.steps import Step

Wanted = Callable[[str, str | None], bool]
"""Whether an answer of this status and value is asked about."""


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
    found: list[Spell] = []
    for spell in _each(term, steps, wanted):
        last = found[-1] if found else None
        if last and _same(last, spell) and last.until and spell.since:
            found[-1] = replace(last, until=spell.until, ends=spell.ends)
        else:
            found.append(spell)
    return sorted(found, key=lambda one: (one.since or date.min, not one.definite))


def _same(one: Spell, other: Spell) -> bool:
    """Whether *other* goes on where *one* was over."""
    joined = one.until is not None and other.since is not None
    return (
        joined
        and (one.definite, one.status, one.value) == (other.definite, other.status, other.value)
        and (other.since or date.max).toordinal() == (one.until or date.min).toordinal() + 1
    )


def _each(term: Term, steps: Sequence[Step], wanted: Wanted) -> Iterator[Spell]:
    periods = every_period(term, steps)
    after: list[Answer | None] = [*(one.answer for one in periods[1:]), None]
    answers = dict.fromkeys(
        (one.status, one.value) for period in periods for one in _answers(period.answer)
    )
    undetermined = wanted(UNDETERMINED, None)
    for status, value in [*answers, *([(UNDETERMINED, None)] if undetermined else [])]:
        if not wanted(status, value):
            continue
        for period, following in zip(periods, after, strict=True):
            given = _given(period.answer, status, value)
            if given is None:
                continue
            yield Spell(
                definite=_is_certain(period.answer, status, value),
                status=status,
                value=value,
                since=period.since,
                until=period.until,
                begins=given.event,
                ends=_event(following) if following else None,
            )


def _answers(answer: Answer) -> Sequence[Answer | Possible]:
    return answer.possible if answer.status == UNDETERMINED else (answer,)


def _given(answer: Answer, status: str, value: str | None) -> Answer | Possible | None:
    """Return what of *answer* is of this status and value."""
    if status == UNDETERMINED:
        return answer if answer.status == UNDETERMINED else None
    return next((o for o in _answers(answer) if (o.status, o.value) == (status, value)), None)


def _is_certain(answer: Answer, status: str, value: str | None) -> bool:
    """Whether all that *answer* may be is of this status and value, whatever its last day."""
    if status == UNDETERMINED:
        return True
    return all((one.status, one.value) == (status, value) for one in _answers(answer))


def _event(answer: Answer) -> str | None:
    return next((one.event for one in reversed(_answers(answer)) if one.event), None)
