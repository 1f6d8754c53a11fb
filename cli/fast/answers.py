"""Assemble the answers of one day from their stored rows, without applying the rule."""

from __future__ import annotations

from types import SimpleNamespace

from cli.fast.log import AsideError
from cli.fast.record import FAR, last
from cli.fast.words import UNDETERMINED
from events.dates.dates import parse
from events.model.vocabulary import UNDISCLOSED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from cli.fast.record import Steps

    Rows = list[tuple[str, str | None, Any]]

RANKS = {"official": 3, "filing": 3, "press": 2, "reported": 1}
"""The rank of each authority: the higher, the more it is trusted."""


def versions_of(rows: Rows) -> Iterator[int]:
    """Yield the versions of the events that *rows* refer to."""
    for kind, _, body in rows:
        match kind:
            case "answer":
                named = [ref for one in body for ref in one[3:6]]
            case "replaced":
                named = body[1:]
            case "above":
                named = []
            case _:
                named = [body]
        yield from (ref[0] for ref in named if ref)


def answer_of(term: Any, rows: Rows, steps: Steps) -> Any:
    """Return the answer of *term*, put together from its *rows* of one day.

    The rows refer to *steps*.
    """
    found: dict[str, list[tuple[str | None, Any]]] = {}
    for kind, authority, body in rows:
        found.setdefault(kind, []).append((authority, body))

    def those(kind: str) -> list[Any]:
        return [_step(authority, body, steps) for authority, body in found.get(kind, ())]

    [(_, bodies)] = found["answer"]
    answers = sorted((_possible(body, steps) for body in bodies), key=_order)
    if any(one.renews and one.last < steps.on for one in answers):
        raise AsideError  # The day lies in a later run.
    possible = list({one.same: one for one in answers}.values())
    decided = possible[-1] if len(possible) == 1 else None
    if decided and decided.authority in ("press", "reported") and _hinge(decided):
        raise AsideError  # Whose word is only reported, the rows do not say.
    claims = [_claimed(step, possible) for step in _in_place(those("claim"))]
    return SimpleNamespace(
        term=term,
        status=decided.status if decided else UNDETERMINED,
        flags=list(_flags(found, answers, claims)),
        decided=decided,
        possible=() if decided else possible,
        confirmed=_alone(those("confirmation")),
        surely=any(body[2] for _, body in found.get("confirmation", ())),
        unchanged=_alone(those("unchanged")),
        replaced=sorted((_replaced(*one, steps) for one in found.get("replaced", ())), key=_order),
        claims=claims,
        disputes=_in_place(those("dispute")),
        pending=_in_place(those("plan")),
    )


def _hinge(one: Any) -> str | None:
    return one.outcome.given.hinge if one.outcome.given else None


def _step(authority: str | None, body: list[Any], steps: Steps) -> Any:
    return _trusted(authority, steps.find(body[0], body[1]), steps)


def _trusted(authority: str | None, step: Any, steps: Steps) -> Any:
    step.authority, step.by = authority, step.speakers()
    step.party = not steps.parties.isdisjoint(step.by)
    return step


def _alone(found: list[Any]) -> Any:
    if len(found) > 1:
        raise AsideError
    return found[0] if found else None


def _in_place(found: list[Any]) -> list[Any]:
    """Sort steps by place. Raises AsideError if the order depends on an `after`."""
    if len(found) > 1 and any(step.is_after for step in found):
        raise AsideError
    return sorted(found, key=lambda step: step.place)


def _claimed(step: Any, possible: Iterable[Any]) -> Any:
    return SimpleNamespace(step=step, differs=_differs(step, possible))


def _differs(claim: Any, answers: Iterable[Any]) -> bool:
    status = "ended" if claim.value is None else "in-force"
    return not claim.adds and any(
        (status, claim.value) != (one.status, one.value)
        or (claim.until is not None and claim.through != one.last)
        for one in answers
        if one.status != "not-set" and one.value != UNDISCLOSED
    )


def _possible(body: list[Any], steps: Steps) -> Any:
    status, authority, own, given, ended, deciding, lent = body
    return _possibility(status, authority, (own, given, ended), deciding, lent, steps)


def _replaced(authority: str | None, body: list[Any], steps: Steps) -> Any:
    status, given, ended = body
    return _possibility(status, authority, (status, given, ended), ended or given, None, steps)


def _possibility(
    status: str,
    authority: str | None,
    outcome: tuple[str, Any, Any],
    deciding: list[int] | None,
    lent: str | None,
    steps: Steps,
) -> Any:
    own, *named = outcome
    given, ended = (steps.find(*each) if each else None for each in named)
    value, until, unless = None, None, frozenset[str]()
    if given and status != "ended":
        value, until, unless = given.value, parse(lent) if lent else given.until, given.unless
    first, renews = last(until), given.renews if given and status == "in-force" else None
    through = FAR if renews else first
    behind = [each for each in (deciding, named[0]) if each]
    decided = None
    if deciding:
        step = given if deciding == named[0] else steps.find(*deciding)
        decided = _trusted(authority, step, steps)
    return SimpleNamespace(
        status=status,
        value=value,
        until=until,
        unless=unless,
        authority=authority,
        deciding=decided,
        outcome=SimpleNamespace(status=own, given=given, ended=ended),
        same=(status, value, through, unless, renews and (renews, first)),
        last=first,
        renews=renews,
        through=through,
        order=(behind, status, through, RANKS[authority] if authority else 0),
    )


def _order(one: Any) -> Any:
    return one.order


def _flags(found: dict[str, Any], answers: list[Any], claims: list[Any]) -> Iterator[str]:
    dates = [date for one in answers for date in _dates(one) if date]
    statuses = {one.status for one in answers}
    shown = {
        "reported": any(one.authority in ("press", "reported") for one in answers),
        "claimed": claims and "not-set" in statuses,
        "claimed-otherwise": any(one.differs for one in claims),
        "replaced-higher": "replaced" in found,
        "disputed": "dispute" in found,
        "carried": "silence" in found and "in-force" in statuses,
        "pending": "plan" in found,
        "doubtful": any(date.doubtful for date in dates),
        "approximate": any(date.approximate for date in dates),
    }
    above = [body for _, body in found.get("above", ())]
    return (flag for flag in shown if shown[flag] or flag in above)


def _dates(one: Any) -> Iterator[Any]:
    yield from (step.when for step in (one.outcome.given, one.outcome.ended) if step)
    yield one.until
