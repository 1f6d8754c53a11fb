"""Write a partnership's events as JSON-LD in the vocabulary of schema.org."""

from collections.abc import Iterator
from typing import Any

from cli.forms import json_text
from cli.publish.addresses import linked, name_of
from cli.reading.session import Whole
from events.dates.dates import Date
from events.model.kinds import Correct, Event, Retract, Source, Term, sources_of
from timeline.record.record import Record, Standing
from timeline.record.relations import Relations, acts_on, relations_of

CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "Date"} for name in ("startDate", "endDate", "datePublished")},
    **{name: {"@type": "DateTime"} for name in ("dateCreated", "dateModified")},
    "url": {"@type": "@id"},
}
"""The whole JSON-LD context, so that no reader has to fetch one."""


def linked_data(seen: Whole) -> str:
    """Return the events of *seen* as text that begins no tag, so that a page can embed it.

    An event has `startDate` and `endDate` if its date is a certain day. The record of the event is
    a separate CreativeWork, with the date as EDTF (`temporalCoverage`) and the instants of
    recording.
    """
    graph = {"@context": CONTEXT, "@graph": list(_graph(seen))}
    text = json_text.dump(graph)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n"


def _graph(seen: Whole) -> Iterator[dict[str, Any]]:
    record = seen.record
    yield _whole(seen)
    for party in record.partnership.parties:
        yield {"@id": _party(seen, party), "@type": "Organization", "name": party}
    for term in record.terms.values():
        yield _term(seen, term)
    for source in record.sources.values():
        yield _source(seen, source)
    amended, relations = _amended(record), relations_of(record)
    for standing in record.events:
        yield _event(seen, standing.event, relations)
        yield _account(seen, standing, relations, amended.get(standing.event.id))


def _id(seen: Whole, name: str) -> str:
    return name_of(seen.slug, name)


def _party(seen: Whole, party: str) -> str:
    return _id(seen, f"party/{party}")


def _refer(*ids: str) -> list[dict[str, str]]:
    return [{"@id": one} for one in ids]


def _without_none(**members: Any) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value not in (None, [])}


def _whole(seen: Whole) -> dict[str, Any]:
    record = seen.record
    parties = [_party(seen, one) for one in record.partnership.parties]
    return {
        "@id": _id(seen, "partnership"),
        "@type": "Dataset",
        **_without_none(
            name=record.partnership.title or seen.slug,
            identifier=seen.slug,
            version=seen.head,
            about=_refer(*parties),
            temporalCoverage=_covered(*record.covered),
            dateCreated=seen.entries[0].recorded,
            dateModified=seen.last.recorded,
        ),
    }


def _term(seen: Whole, term: Term) -> dict[str, Any]:
    return {
        "@id": _id(seen, f"term/{term.key}"),
        "@type": "DefinedTerm",
        **_without_none(name=term.title, termCode=term.key, description=term.asks),
    }


def _source(seen: Whole, source: Source) -> dict[str, Any]:
    when = source.published
    publisher = {"@type": "Organization", "name": source.publisher} if source.publisher else None
    return {
        "@id": _id(seen, f"source/{source.key}"),
        "@type": "CreativeWork",
        **_without_none(
            name=source.title,
            url=linked(source.url),
            publisher=publisher,
            datePublished=_stated(when),
        ),
    }


def _covered(since: Date | None, through: Date | None) -> str | None:
    """Return the days for which the log claims to be complete as an EDTF interval, or None."""
    if since is None and through is None:
        return None
    return f"{since or '..'}/{through or '..'}"


def _speakers(seen: Whole, event: Event) -> list[dict[str, str]]:
    """Return who says so, with parties referred to by their ids in the graph."""
    parties = seen.record.partnership.parties
    return [
        {"@id": _party(seen, name)} if name in parties else {"@type": "Organization", "name": name}
        for name in event.by
    ]


def _stated(when: Date | None) -> str | None:
    return when.edtf if when and when.is_day and not (when.doubtful or when.approximate) else None


def _event(seen: Whole, event: Event, relations: Relations) -> dict[str, Any]:
    terms = dict.fromkeys(seen.record.renamed.get(one.term, one.term) for one in event.changes)
    day = _stated(relations.when(event.id))
    return {
        "@id": _id(seen, f"event/{event.id}"),
        "@type": "Event",
        **_without_none(
            name=event.title,
            identifier=event.id,
            description=event.summary,
            startDate=day,
            endDate=day,
            eventStatus=_CANCELLED if relations.is_off(event.id) else None,
            about=_refer(*(_id(seen, f"term/{term}") for term in terms)),
            subjectOf=_refer(_id(seen, f"account/{event.id}")),
        ),
    }


_CANCELLED = {"@id": "https://schema.org/EventCancelled"}


def _account(
    seen: Whole, standing: Standing, relations: Relations, amended: str | None
) -> dict[str, Any]:
    event, when = standing.event, relations.when(standing.event.id)
    cited = [_id(seen, f"source/{key}") for key in dict.fromkeys(sources_of(event))]
    return {
        "@id": _id(seen, f"account/{event.id}"),
        "@type": "CreativeWork",
        **_without_none(
            about=_refer(_id(seen, f"event/{event.id}")),
            isPartOf=_refer(_id(seen, "partnership")),
            temporalCoverage=json_text.text_of(when),
            dateCreated=standing.recorded,
            dateModified=amended or standing.recorded,
            citation=_refer(*cited),
            mentions=_refer(*(_id(seen, f"event/{target}") for _, target in acts_on(event))),
            creditText=relations.authority(event.id).value,
            author=_speakers(seen, event),
        ),
    }


def _amended(record: Record) -> dict[str, str]:
    """Return the instant at which each event, or a correction of it, was last amended."""
    events: dict[str, str] = {}
    found: dict[str, str] = {}
    for one in record.acts:
        if isinstance(one.act, Correct | Retract):
            event = events.get(one.act.event, one.act.event)
            events[one.act.id] = event
            found[event] = one.recorded
    return found
