"""What an assertion expects of an answer, and what the answer says instead."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from events.model.kinds import Assert, ExpectedClaim, ExpectedPlan
from timeline.record.steps import Step
from timeline.rule.answer import Answer


class Missed(NamedTuple):
    """A field of an assertion that an answer does not bear out, and both sides of it."""

    field: str
    expected: object
    found: object


def cut(one: Assert) -> date | None:
    """Return the day of the *known* cut at which *one* is asked, or None if there is no cut."""
    return one.known.earliest if one.known else None


def missed(one: Assert, answer: Answer) -> Iterator[Missed]:
    """Yield each field of *one* that *answer* does not bear out.

    A value that is expected without a status is expected in force.
    """
    status = one.status or ("in-force" if one.value is not None else None)
    for field, found_in in _FOUND.items():
        expected = status if field == "status" else getattr(one, field)
        found = found_in(answer)
        if expected is not None and not _is_met(expected, found):
            yield Missed(field, expected, found)


def _is_met(expected: object, found: object) -> bool:
    """Return whether *found* is as *expected*: claims and plans in order, names in any order."""
    match expected, found:
        case ((ExpectedClaim() | ExpectedPlan()), _):
            given = vars(expected).items()
            return all(one is None or _is_met(one, getattr(found, name)) for name, one in given)
        case (ExpectedClaim() | ExpectedPlan(), *_), tuple():
            return len(expected) == len(found) and all(map(_is_met, expected, found))
        case tuple(), tuple():
            return set(expected) == set(found)
        case _:
            return expected == found


def _deciding(answer: Answer) -> Step | None:
    return answer.decided.deciding if answer.decided else None


def _given(answer: Answer) -> Step | None:
    return answer.decided.outcome.given if answer.decided else None


def _last_confirmed(answer: Answer) -> object:
    step = answer.confirmed or _deciding(answer)
    return step.when if step else None


def _speakers(answer: Answer) -> tuple[str, ...]:
    step = _deciding(answer)
    return step.by if step else ()


def _claims(answer: Answer) -> tuple[ExpectedClaim, ...]:
    return tuple(
        ExpectedClaim(
            value=step.value,
            status="ended" if step.value is None else "in-force",
            by=step.by,
            authority=step.authority,
            since=step.when,
            through=step.until,
        )
        for step in (one.step for one in answer.claims)
    )


def _plans(answer: Answer) -> tuple[ExpectedPlan, ...]:
    return tuple(
        ExpectedPlan(
            verb=step.verb,
            value=step.value,
            when=step.when,
            once=getattr(step.change, "once", None),
        )
        for step in answer.pending
    )


_FOUND: Mapping[str, Callable[[Answer], object]] = {
    "status": lambda one: one.status,
    "value": lambda one: one.decided.value if one.decided else None,
    "authority": lambda one: one.decided.authority if one.decided else None,
    "by": _speakers,
    "since": lambda one: step.when if (step := _deciding(one)) else None,
    "through": lambda one: one.decided.until if one.decided else None,
    "unless": lambda one: tuple(one.decided.unless) if one.decided else (),
    "hinge": lambda one: step.hinge if (step := _given(one)) else None,
    "last_confirmed": _last_confirmed,
    "confirmed": lambda one: one.confirmed.event if one.confirmed else None,
    "carried": lambda one: one.silences[-1].event if one.silences else None,
    "flags": lambda one: one.flags,
    "claims": _claims,
    "pending": _plans,
}
