"""Word what a chart says in any format: answers, days, and what happened."""

from collections.abc import Iterable, Iterator
from datetime import date

from cli.fast.spoken import plainly
from cli.wording.answers import STATUS, claim, flagged, replaced, whole
from timeline.rule.answer import Answer
from timeline.rule.terms import PossibleAnswer
from timeline.views.lanes import Edge, Lane, Mark, Name

MARKS = {
    "set": "an answer is set",
    "end": "an answer is ended",
    "claim": "claimed",
    "met": "a condition is met",
    "restates": "a text is restated without it",
    "reaffirm": "reaffirmed",
    "leave-unsaid": "left unsaid",
    "dispute": "a dispute begins",
    "settle": "a dispute is settled",
    "use": "made use of",
    "note": "noted",
}
"""The meaning of each kind of mark."""

SHOWN_FLAGS = ("reported", "claimed", "claimed-otherwise", "replaced-higher", "disputed")
"""The flags shown with the answer of the chosen day."""


def called(name: Name) -> str:
    """Return the answer *name* in few words: its value or, if it is over or missing, its status."""
    status, value = name
    return value if value and status != "expired" else STATUS[status]


def either(edge: Edge) -> str:
    """Describe the possible answers on the days of *edge*."""
    return " or ".join(map(called, edge.names))


def answered(answer: Answer) -> str:
    """Return the *answer* of the chosen day in words; if it varied, each answer in turn."""
    if answer.periods:
        return f"varied: {', then '.join(map(answered, answer.periods))}"
    if answer.decided is None:
        names = dict.fromkeys(map(_name, answer.possible))
        return f"undetermined: {' or '.join(map(called, names))}"
    if answer.status == "expired":
        return f"expired (was: {answer.decided.value})"
    return called(_name(answer.decided))


def _name(one: PossibleAnswer) -> Name:
    return one.status, one.value


def flags(answer: Answer, *left_out: str) -> list[str]:
    """Return in words the flags shown with *answer*, except those *left_out*."""
    return [flagged([one]) for one in answer.flags if one in SHOWN_FLAGS and one not in left_out]


def beside(lanes: Iterable[Lane]) -> list[str]:
    """Return what does not fit beside *lanes*: notes on the answers of the chosen day.

    They say how an answer varied, which answer it replaced, and who claims what.
    """
    return [f"{lane.term.key}: {said}" for lane in lanes for said in _beside(lane.answer)]


def _beside(answer: Answer) -> Iterator[str]:
    if answer.periods:
        yield whole(answer)
    yield from map(replaced, answer.replaced)
    yield from map(claim, answer.claims)


def days(since: date | None, until: date | None) -> str:
    """Return the days from *since* through *until* in words; None is an open end."""
    if since == until and since:
        return since.isoformat()
    first = f"from {since} " if since else ""
    return f"{first}through {until}" if until else f"{first}on".strip()


def turned(mark: Mark) -> str:
    """Name the event of *mark*, with its day, for the axis of a drawing."""
    when = plainly(mark.when)
    return f"{when[:1].upper()}{when[1:]}: {mark.title}"


def happened(mark: Mark) -> str:
    """Describe the meaning of *mark*, and when it happened."""
    said = f": {mark.said}" if mark.said else ""
    return f"{mark.when}, {mark.title} [{mark.event}]. {MARKS[mark.kind].capitalize()}{said}"
