"""Make the page of an event: what it says, what came of it, and how it was corrected."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from cli.changelog.words import sentence
from cli.render.errata import short
from cli.site.facts import gathered
from cli.site.model import Amendment, Book
from cli.site.templating import page
from cli.site.words import (
    cite,
    event_link,
    instant,
    limits,
    source_links,
    term_link,
    timed,
)
from cli.wording.answers import change, joined
from cli.wording.dates import bare, spoken
from cli.wording.deeds import counted, deeds, is_word
from events.dates.dates import Date
from events.model.kinds import Claim, Correct, Dispute, Event, Retract, Set, sources_of
from events.payload import codec
from timeline.record.record import Kept, Standing, record_of
from timeline.record.relations import Relations, acts_on, relations_of
from timeline.record.sources import announced, authority_of
from timeline.record.steps import Step
from timeline.views.changelog import Line
from timeline.views.drawing import CHANGING

UP = "../"

AUTHORITIES = {
    "official": "the parties’ own text",
    "filing": "a register, sworn",
    "press": "the press, retelling something official",
    "reported": "an unconfirmed report",
}
"""The basis of each authority, in words."""


def event_pages(book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the page of every event of *book*, including retracted ones."""
    for one in book.record.acts:
        act = one.act
        if isinstance(act, Event):
            yield f"{book.slug}/events/{act.id}.html", page("event.html", _values(book, one, act))


def _values(book: Book, kept: Kept, first: Event) -> dict[str, Any]:
    id, number = first.id, book.events.get(first.id)
    acts = book.amendments.get(id, [])
    roots = [*_targets(book, first, acts), kept]
    standing = _last_form(roots, acts, id) if number is None else book.record.events[number]
    event = standing.event
    terms = {key for key, _ in book.steps_by_event.get(id, [])}
    entry = book.last_entries.last(
        events=_named(book, id), terms=terms, sources=sources_of(event), conditions=event.met
    )
    return {
        "up": UP,
        "name": book.name,
        "event": event,
        "facts": list(_facts(book, standing)),
        "retracted": next((one.act.reason for one in acts if _ends(one, id)), None),
        "met": [book.record.conditions[key].title for key in event.met],
        "changes": list(_changes(book, id)) if number is not None else [],
        "acts": list(_acts(roots, acts, id)),
        "sources": source_links(book.record, sources_of(event)),
        "cite": cite(book, event.title, entry),
    }


def _named(book: Book, id: str) -> list[str]:
    """Return the event *id*, those that decide its day, and those that it acts on."""
    standing = book.record.standing(id)
    targets = [target for _, target in acts_on(standing.event)] if standing else []
    return [*book.near([id]), *targets]


def _ends(one: Amendment, id: str) -> bool:
    return isinstance(one.act, Retract) and one.act.event == id


def _targets(book: Book, event: Event, acts: list[Amendment]) -> list[Kept]:
    """Return the events about which *event* tells more, or did before a correction."""
    fields = [one.act.fields for one in acts if isinstance(one.act, Correct)]
    changes = [*event.changes, *(change for said in fields for change in said.changes)]
    return [book.happened[id] for id in dict.fromkeys(change.of for change in changes) if id]


def _last_form(roots: list[Kept], acts: list[Amendment], id: str) -> Standing:
    """Return an event as it stood before it was retracted."""
    before = [one.kept for one in acts if not _ends(one, id)]
    standing = record_of([*roots, *before]).standing(id)
    assert standing is not None
    return standing


def _facts(book: Book, standing: Standing) -> Iterator[tuple[str, list[Any]]]:
    event, relations = standing.event, relations_of(book.record)
    public, authority = announced(standing, book.record), authority_of(event, book.record)
    if event.id in relations.events:
        yield from _place(book, event, relations)
        authority = relations.authority(event.id)
    elif isinstance(event.when, Date):
        yield _happened(book, event.id), [timed(event.when, spoken(event.when))]
    yield "Announced", [timed(public, spoken(public))]
    if event.by:
        yield "Said by", [joined(event.by)]
    own = authority_of(event, book.record)
    before = f"; {own} until it was confirmed" if own != authority else ""
    yield "Authority", [f"{authority}: {AUTHORITIES[authority]}{before}"]
    yield "Recorded", [instant(standing.recorded), f"as entry {standing.version}"]
    yield "Id", [event.id]
    of = dict.fromkeys(change.of for change in event.changes if change.of)
    if of:
        yield "Tells more about", [event_link(book.record, id, UP) for id in of]
    more = book.telling.get(event.id, [])
    if more:
        yield "More is told by", [event_link(book.record, one.id, UP) for one in more]


def _happened(book: Book, id: str) -> str:
    """Return what the day of the event *id* is called: a claim never takes effect."""
    verbs = {step.verb for _, step in book.steps_by_event.get(id, [])}
    return "Took effect" if verbs & {*CHANGING} else "Day"


def _place(book: Book, event: Event, relations: Relations) -> Iterator[tuple[str, list[Any]]]:
    """Yield when an event took effect, and what it did to others or they to it."""
    when, counting = relations.when(event.id), counted(event.when, relations)
    if not is_word(event.id, relations):
        said = [timed(when, spoken(when)) or spoken(None), *filter(None, [counting])]
        yield _happened(book, event.id), said
    for label, other in deeds(event.id, relations):
        yield label.capitalize(), [event_link(relations.record, other, UP)]


def _changes(book: Book, id: str) -> Iterator[dict[str, Any]]:
    """Yield what an event says of each term, and the changelog lines that came of it."""
    lines = book.lines_by_event.get(id, [])
    for key, several in gathered(book.steps_by_event.get(id, [])).items():
        own = [line for line in lines if line.term and line.term.key == key]
        event = book.record.events[book.events[id]].event
        said = [_said(book, event, step) for step in several if step.verb != "met"]
        if said or own:
            yield {
                "term": term_link(book.record, key, UP),
                "said": said,
                "lines": [_line(book, line, id) for line in own],
            }


def _said(book: Book, event: Event, step: Step) -> dict[str, Any]:
    own = [f"said by {joined(step.change.by)}"] if step.change and step.change.by else []
    if step.when is not None and step.when != relations_of(book.record).when(event.id):
        own.append(f"effective {bare(step.when)}")
    if step.change and step.change.announced not in (None, event.announced):
        own.append(f"announced {bare(step.announced)}")
    if step.authority != authority_of(event, book.record):
        own.append(f"{step.authority}: {AUTHORITIES[step.authority]}")
    note = step.change.note if isinstance(step.change, Set | Claim | Dispute) else None
    return {"says": change(step) + limits(step, book.title_of), "note": note, "own": "; ".join(own)}


def _line(book: Book, line: Line, id: str) -> dict[str, Any]:
    return {
        "kind": line.group,
        "on": timed(line.on),
        "sentence": sentence(line, book.title_of),
        "before": [event_link(book.record, one, UP) for one in before(line) if one != id],
    }


def before(line: Line) -> list[str]:
    """Return the events that decided the answer before *line*, each once."""
    if line.before is None or line.before == line.after:
        return []
    several = [line.before.decided, *line.before.possible]
    steps = (one.deciding for one in several if one)
    return list(dict.fromkeys(step.event for step in steps if step))


def _acts(roots: list[Kept], acts: list[Amendment], id: str) -> Iterator[dict[str, Any]]:
    """Yield each correction and retraction, oldest first, with the fields before and after it."""
    if not acts:
        return
    kept = [one.kept for one in acts]
    forms = [record_of([*roots, *kept[:count]]).standing(id) for count in range(len(acts) + 1)]
    for one, (was, now) in zip(acts, pairwise(forms), strict=True):
        differing = _fields(was.event, now.event) if was and now else []
        yield amendment(one, id) | {
            "id": one.act.id,
            "version": one.kept.version,
            "fields": [(name, short(was), short(now)) for name, was, now in differing],
        }


def amendment(one: Amendment, id: str) -> dict[str, Any]:
    """Return the form of *one*, an amendment to the record of the event *id*, with its reason."""
    return {
        "what": "corrected" if isinstance(one.act, Correct) else "retracted",
        "of": one.act.event if one.act.event != id else None,
        "reason": one.act.reason,
        "recorded": one.kept.recorded,
    }


def _fields(was: Event, now: Event) -> list[tuple[str, object, object]]:
    """Return each field that differs, with its value before and after."""
    before, after = codec.plain(was), codec.plain(now)
    names = [name for name in after | before if before.get(name) != after.get(name)]
    return [(name, before.get(name), after.get(name)) for name in names]
