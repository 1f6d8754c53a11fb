"""Definitions and redefinitions made by hand."""

from collections.abc import Sequence

from events.dates.dates import parse
from events.model.kinds import (
    Authority,
    Define,
    Event,
    Redefine,
    Set,
    Term,
)
from timeline.record.record import Kept, record_of
from timeline.record.steps import steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.terms import Terms


def define(key: str) -> Define:
    return Define(id=f"define:term:{key}", thing=Term(key=key, title=key.title()))


def rename(old: str, new: str) -> tuple[Define, Redefine]:
    """Return the acts that rename a term."""
    name = f"rename-{old}-{new}"
    return define(new), Redefine(id=name, thing=Term(key=old, title=old.title()), renamed=new)


def event(name: str, when: str, **values: str) -> Event:
    return Event(
        id=name,
        title=name,
        authority=Authority.OFFICIAL,
        sources=("s",),
        when=parse(when),
        changes=tuple(Set(term=term, value=value) for term, value in values.items()),
    )


def values(kept: Sequence[Kept], on: str = "2026-06-01") -> dict[str, str | None]:
    record = record_of(kept)
    terms = Terms(steps_of(record))
    found = (answer_on(terms, term, parse(on)) for term in record.terms.values())
    return {one.term.key: value(one) for one in found}


def value(one: Answer) -> str | None:
    return one.decided.value if one.decided else None
