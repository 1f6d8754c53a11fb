"""Settled answers: those of a term on every day, as rows that an index keeps beside its steps.

A row holds from its day until the next one; the first is that of day 0, before the calendar begins.
It says what the rule gives with all that is recorded and public now: there is no second meaning.
Where too much is vague a row is `ASK`, and the rule is asked as if there were none.
"""

from functools import lru_cache

from events import json_scan
from events.dates import Date, parse
from events.rows import BETWEEN
from events.values import NamedTuple
from timeline.answers import Answer, Claim, Possible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from events.kinds import Position, Term
    from timeline.steps import Step

    _More = tuple[tuple[Possible, ...], tuple[Claim, ...], tuple[Position, ...], tuple[Step, ...]]

ASK = ""
"""The body of a row that leaves the answer to the rule."""


def text_of(answer: Answer) -> str:
    """Return the body of the row that says *answer*."""
    return BETWEEN.join(
        (
            answer.status,
            ",".join(answer.flags),
            answer.authority or "",
            _written(answer.since),
            "" if answer.last_confirmed is answer.since else _written(answer.last_confirmed),
            _written(answer.through),
            answer.event or "",
            "\n".join(answer.unless),
            "\n".join(answer.sources),
            _more(answer),
            # It may hold anything, so it stands last.
            "" if answer.value is None else f"={answer.value}",
        )
    )


def answer_of(term: "Term", body: str) -> Answer:
    """Return the answer of *term* that a row with this *body* says, which is not ASK."""
    status, flags, authority, since, confirmed, through, event, unless, sources, more, value = (
        body.split(BETWEEN, 10)
    )
    when = _date(since) if since else None
    return Answer(
        term,
        status,
        value[1:] if value else None,
        _date(through) if through else None,
        tuple(unless.split("\n")) if unless else (),
        tuple(flags.split(",")) if flags else (),
        authority or None,  # type: ignore[arg-type]  # its name, which is all that it is
        when,
        _date(confirmed) if confirmed else when,
        event or None,
        tuple(sources.split("\n")) if sources else (),
        *(_read(more) if more else _NO_MORE),
    )


class Side(NamedTuple):
    """What one party says in a dispute."""

    party: str
    says: str


class Ahead(NamedTuple):
    """A step that lies ahead, as much of it as is told."""

    id: str
    verb: str
    when: Date | None
    announced: Date


def _written(when: Date | None) -> str:
    return when.written if when else ""


def _more(answer: Answer) -> str:
    """Return what few answers have, as JSON."""
    if not (answer.possible or answer.claims or answer.positions or answer.pending):
        return ""
    from json import dumps

    possible = [
        [one.status, one.value, _written(one.through), list(one.unless), one.event]
        for one in answer.possible
    ]
    claims = [
        [one.status, one.value, one.authority, one.event, one.contradicts, list(one.sources)]
        for one in answer.claims
    ]
    positions = [[one.party, one.says] for one in answer.positions]
    pending = [
        [one.id, one.verb, _written(one.when), one.announced.written] for one in answer.pending
    ]
    return dumps([possible, claims, positions, pending], separators=(",", ":"))


_NO_MORE: "_More" = (), (), (), ()


def _read(more: str) -> "_More":
    possible, claims, positions, pending = json_scan.read(more)
    return (
        tuple(
            Possible(status, value, _date(through) if through else None, tuple(unless), event)
            for status, value, through, unless, event in possible
        ),
        tuple(
            Claim(status, value, authority, event, contradicts, tuple(sources))
            for status, value, authority, event, contradicts, sources in claims
        ),
        # They have as much of a position, and of a step, as is shown.
        tuple(Side(*one) for one in positions),  # type: ignore[misc]
        tuple(
            Ahead(id, verb, _date(when) if when else None, _date(announced))  # type: ignore[misc]
            for id, verb, when, announced in pending
        ),
    )


_date = lru_cache(maxsize=16384)(parse)
