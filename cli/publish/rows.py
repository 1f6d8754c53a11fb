"""The rows of a sheet: states of terms, events, or stored answers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from cli.forms.json_text import conditions, once, text_of, written
from cli.reading.partnership import chosen_in
from cli.reading.session import Asked, View
from cli.wording.answers import change
from cli.wording.deeds import acted_on
from events.dates.dates import Date
from events.errors import StorageError
from events.log.log import Head, Log
from events.model.amounts import amount_text, leading
from events.model.kinds import Authority, Set
from timeline.answers.table import ANSWERS, Table, answers_now
from timeline.boxes.spans import Span
from timeline.boxes.stretches import stretches
from timeline.record.record import Record, Standing
from timeline.record.relations import Acted, Relations, relations_of
from timeline.record.sources import announced, cited
from timeline.record.steps import Step, steps_of

STATES = (
    *("partnership", "term", "title", "topic", "status", "value", "amount", "unit", "certain"),
    *("first_possible", "first_certain", "last_certain", "last_possible", "through", "renews"),
    *("unless", "while", "event", "authority", "by", "flags", "sources"),
)
EVENTS = (
    *("partnership", "event", "title", "summary", "when", "first_possible", "last_possible"),
    *("announced", "authority", "by", "acted", "term", "verb", "value", "amount", "unit"),
    *("through", "renews", "notice", "unless", "once", "while", "says", "of", "sources"),
    *("version", "recorded"),
)
DAYS = {"first_possible", "first_certain", "last_certain", "last_possible"}
"""Columns with a calendar day, or None if no day is stated or that end is open."""
SPANS = {"effective_from", "effective_to", "known_from", "known_to"}
"""Columns with a calendar day; an open end is the first or the last day of the calendar."""
LISTS = {"unless", "by", "acted", "flags", "sources"}


def states(seen: Asked) -> Iterator[dict[str, Any]]:
    """Yield a row for each stretch of days on which a term of *seen* may have had one answer."""
    for key in seen.terms:
        term = seen.record.terms[key]
        for held in stretches(seen.lines, key):
            one, step = held.one, held.one.deciding
            none: Span = None, None
            yield {
                "partnership": seen.slug,
                "term": key,
                "title": term.title,
                "topic": term.topic,
                "status": one.status,
                "value": one.value,
                "amount": amount_text(one.value, term.unit),
                "unit": term.unit,
                "certain": held.certain is not None,
                "first_possible": held.possible[0],
                "first_certain": (held.certain or none)[0],
                "last_certain": (held.certain or none)[1],
                "last_possible": held.possible[1],
                "through": text_of(one.until),
                "renews": written(one.renews),
                "unless": conditions(one),
                "while": one.outcome.given.hinge if one.outcome.given else None,
                "event": step.event if step else None,
                "authority": one.authority,
                "by": list(step.by) if step else [],
                "flags": list(held.flags),
                "sources": _named(seen.record, step.sources if step else ()),
            }


def answers(log: Log, partnership: str | None) -> Iterator[dict[str, Any]]:
    """Yield the current answers of *partnership* in *log* (default: of all), by day and known day.

    Raises StorageError if the rows of a partnership lag behind its log.
    """
    heads = [log.head(chosen_in(log, partnership))] if partnership else log.partnerships()
    require_current(log, heads)
    for row in answers_now(log.database, partnership):
        cells = dict(zip(ANSWERS, row, strict=True))
        last = cells["through"] and str(cells["through"])
        days = {name: date.fromisoformat(str(cells[name])) for name in SPANS}
        # SQLite rounds the numbers of the view.
        amount = leading(cells["value"] or "")
        yield cells | days | {"through": last, "amount": amount and amount.text}


def require_current(log: Log, heads: Iterable[Head]) -> None:
    """Raise StorageError if the stored answers of one of *heads* lag behind its *log*."""
    late = [one.slug for one in heads if Table(log.database, one.slug).reached() < one.version]
    if late:
        raise StorageError(
            f"The stored answers of {late[0]} lag behind its log; run `timeline rebuild`."
        )


def events(seen: View, terms: Sequence[str], known: date | None) -> Iterator[dict[str, Any]]:
    """Yield a row for each change and condition in an event, or one row if it has neither.

    The events are those of *seen* that are about *terms*, public by the day *known*.
    """
    record, relations = seen.record, relations_of(seen.record, known)
    whole = list(terms) == [term for term in record.terms if term not in record.retired]
    found: dict[str, list[tuple[str, Step]]] = {}
    for key, own in steps_of(record, known=known).items():
        for step in own:
            if step.verb != "met" and (whole or key in terms):
                found.setdefault(step.event, []).append((key, step))
    for standing in record.events:
        event, said = standing.event, found.get(standing.event.id, [])
        if whole and (known is None or _is_public(standing, record, known)):
            for condition in event.met:
                yield _event_cells(seen, standing, relations) | {"verb": "met", "says": condition}
            if not (event.changes or event.met or said):
                yield _event_cells(seen, standing, relations)
        for key, step in sorted(said, key=lambda one: one[1].index):
            yield _event_cells(seen, standing, relations) | _step_cells(seen, key, step)


def _is_public(standing: Standing, record: Record, known: date) -> bool:
    latest = announced(standing, record).latest
    return latest is not None and latest <= known


def _event_cells(seen: View, standing: Standing, relations: Relations) -> dict[str, Any]:
    """Return the cells of an event itself, with the sources that were published by then."""
    event, record = standing.event, seen.record
    return {
        "partnership": seen.slug,
        "event": event.id,
        "title": event.title,
        "summary": event.summary,
        **_dated(relations.when(event.id), announced(standing, record)),
        **_speakers(relations.authority(event.id), event.by),
        "acted": _acted(acted_on(event.id, relations)),
        "term": None,
        "verb": None,
        "value": None,
        "amount": None,
        "unit": None,
        "through": None,
        "renews": None,
        "notice": None,
        "unless": [],
        "once": None,
        "while": None,
        "says": None,
        "of": None,
        "sources": _named(record, cited(event.sources, record, relations.known)),
        "version": standing.version,
        "recorded": standing.recorded,
    }


def _step_cells(seen: View, key: str, step: Step) -> dict[str, Any]:
    """Return the cells for what a step says of the term *key*."""
    unit = seen.record.terms[key].unit
    return {
        **_dated(step.when, step.announced),
        **_speakers(step.authority, step.by),
        "acted": _acted(step.acted),
        "term": key,
        "verb": step.verb,
        "value": step.value,
        "amount": amount_text(step.value, unit),
        "unit": unit,
        "through": text_of(step.until),
        "renews": written(step.renews),
        "notice": written(step.notice),
        "once": once(step),
        "unless": list(step.change.unless) if isinstance(step.change, Set) else [],
        "while": step.hinge,
        "says": change(step),
        "of": step.change.of if step.change else None,
        "sources": _named(seen.record, step.sources),
    }


def _dated(when: Date | None, public: Date) -> dict[str, Any]:
    return {
        "when": text_of(when),
        "first_possible": when.earliest if when else None,
        "last_possible": when.latest if when else None,
        "announced": public.edtf,
    }


def _acted(several: Iterable[Acted]) -> list[str]:
    """Return what other events did to one: `dates:closing`."""
    return [f"{one.done}:{one.event}" for one in several]


def _speakers(authority: Authority, by: Iterable[str]) -> dict[str, Any]:
    return {"authority": authority.value, "by": list(by)}


def _named(record: Record, keys: Iterable[str]) -> list[str]:
    sources = (record.sources[key] for key in keys)
    return [one.url or one.title or one.key for one in sources]
