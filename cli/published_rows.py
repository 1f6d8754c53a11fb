"""The rows of a timeline for other programs: its states, and what its events say of each term."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cli.json_form import text_of
from cli.opening import View
from cli.wording import change
from events.dates import Date
from events.model.kinds import Event, Set
from timeline.merged import Record
from timeline.steps import Step
from timeline.stretches import stretches
from timeline.telling import mets, own_steps, published_after, steps_of

STATES = (
    *("partnership", "term", "title", "topic", "status", "value", "certain", "first_possible"),
    *("first_certain", "last_certain", "last_possible", "through", "unless", "event"),
    *("authority", "flags", "sources"),
)
EVENTS = (
    *("partnership", "event", "title", "summary", "when", "first_possible", "last_possible"),
    *("announced", "authority", "term", "verb", "value", "through", "unless", "says", "of"),
    *("sources", "version", "recorded"),
)
DAYS = {"first_possible", "first_certain", "last_certain", "last_possible"}
"""What is a calendar day; None where it is open, or where there is none."""
LISTS = {"unless", "flags", "sources"}


def states(seen: View, terms: Sequence[str], known: date | None) -> Iterator[dict[str, Any]]:
    """Yield a row for all days in a row on which a term had, or may have had, one answer."""
    steps = steps_of(seen.record, known=known)
    for key in terms:
        for one in stretches(seen.record.terms[key], steps[key]):
            yield {
                "partnership": seen.slug,
                "term": key,
                "title": one.term.title,
                "topic": one.term.topic,
                "status": one.status,
                "value": one.value,
                "certain": one.certain,
                "first_possible": one.first_possible,
                "first_certain": one.first_certain,
                "last_certain": one.last_certain,
                "last_possible": one.last_possible,
                "through": text_of(one.through),
                "unless": list(one.unless),
                "event": one.event,
                "authority": str(one.authority) if one.authority else None,
                "flags": list(one.flags),
                "sources": _named(seen.record, one.sources),
            }


def events(seen: View, terms: Sequence[str], known: date | None) -> Iterator[dict[str, Any]]:
    """Yield a row for everything that an event says, and one for an event that says nothing."""
    record = seen.record
    found: dict[str, list[tuple[str | None, Step]]] = {}
    for met in mets(record):
        found.setdefault(met.id, []).append((None, met))
    for term, step in own_steps(record):
        found.setdefault(step.id, []).append((term, step))
    whole = list(terms) == [term for term in record.terms if term not in record.retired]
    for standing in record.events:
        own = found.get(standing.event.id, [])
        for key, step in own:
            public = known is None or step.announced_by(known.toordinal())
            if public and (whole or key in terms):
                yield _row(seen, step.event, key, step, known)
        if not own and whole and (known is None or _public(standing.event, known)):
            yield _row(seen, standing.event, None, None, known)


def _public(event: Event, known: date) -> bool:
    when = event.announced or event.when
    return when is not None and when.latest is not None and when.latest <= known


def _row(
    seen: View, event: Event, term: str | None, step: Step | None, known: date | None
) -> dict[str, Any]:
    standing = seen.record.standing(event.id)
    assert standing is not None
    when: Date | None = step.when if step else event.when
    announced = step.announced if step else event.announced
    said = step.change if step and isinstance(step.change, Set) else None
    return {
        "partnership": seen.slug,
        "event": event.id,
        "title": event.title,
        "summary": event.summary,
        "when": text_of(when),
        "first_possible": when.earliest if when else None,
        "last_possible": when.latest if when else None,
        "announced": text_of(announced),
        "authority": str(step.authority if step else event.authority),
        "term": term,
        "verb": step.verb if step else None,
        "value": step.value if step else None,
        "through": text_of(said.through) if said else None,
        "unless": list(said.unless) if said else [],
        "says": (step.condition if step.verb == "met" else change(step)) if step else None,
        "of": getattr(step.change, "of", None) if step else None,
        "sources": _named(seen.record, _by(seen.record, step, event, known)),
        "version": standing.place,
        "recorded": standing.recorded,
    }


def _by(record: Record, step: Step | None, event: Event, known: date | None) -> list[str]:
    """Return the sources of what was said, but those that were published only after *known*."""
    keys = step.sources if step else event.sources
    return [key for key in keys if known is None or not published_after(known, record.sources[key])]


def _named(record: Record, keys: Sequence[str]) -> list[str]:
    sources = (record.sources[key] for key in keys)
    return [one.url or one.title or one.key for one in sources]
