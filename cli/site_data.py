"""The data of a partnership's page: every answer on every day, for a script that knows no rule."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cli import json_form
from cli.addresses import linked
from cli.answers_shown import named
from cli.site_book import Book
from cli.site_pool import without_nothing
from cli.wording import dated, readable
from events.dates import Date
from timeline.record.record import Standing
from timeline.record.steps import FAR, Step, announced, authority_of
from timeline.views.bitemporal import Rectangle
from timeline.views.lanes import Mark

EPOCH = date(1970, 1, 1).toordinal()
"""What is taken from an ordinal to count the days from 1970 on, as scripts do."""


def data(book: Book) -> dict[str, Any]:
    """Return what the script of the page is given (docs/site.md)."""
    planes = book.planes.values()
    cuts = sorted({one.since for plane in planes for one in plane} - {-FAR, FAR})
    places = {cut: place for place, cut in enumerate([-FAR, *cuts, FAR])}
    lanes = zip(book.terms, book.drawing.lanes, strict=True)
    since, through = book.record.covered
    return {
        "edition": 2,
        "partnership": book.slug,
        "name": book.name,
        "head": book.seen.head,
        "covered_from": since.edtf if since else None,
        "covered_through": through.edtf if through else None,
        "on": book.on.isoformat(),
        "first": book.drawing.first.isoformat(),
        "last": book.drawing.last.isoformat(),
        "terms": [_term(book, key) for key in book.terms],
        "sources": [_source(book, key) for key in book.sources],
        "events": [_event(book, one) for one in book.record.events],
        "marks": [list(_marks(book, key, lane.marks)) for key, lane in lanes],
        "answers": book.pool.forms,
        "texts": list(book.pool.texts),
        "cuts": [cut - EPOCH for cut in cuts],
        "planes": [[_rectangle(one, places) for one in plane] for plane in planes],
        "conditions": {key: one.title for key, one in book.record.conditions.items()},
        "dates": _in_words(book.pool.dates, dated),
        "throughs": _in_words(book.pool.dates, readable),
    }


def _term(book: Book, key: str) -> dict[str, Any]:
    term = book.record.terms[key]
    return without_nothing(
        {
            "id": key,
            "title": term.title,
            "topic": term.topic,
            "asks": term.asks,
            "href": f"terms/{key}.html",
        }
    )


def _source(book: Book, key: str) -> dict[str, Any]:
    source = book.record.sources[key]
    book.pool.noted(source.published)
    form = json_form.source(source)
    return without_nothing({**form, "url": linked(source.url), "said": named(source)})


def _event(book: Book, one: Standing) -> dict[str, Any]:
    """Return an event; what was announced on the day itself is not dated twice."""
    event, told = one.event, announced(one, book.record)
    book.pool.noted(event.when, told)
    public = {"announced": told.edtf, "public": _number_of(told.latest)}
    return without_nothing(
        {
            "id": event.id,
            "title": event.title,
            **_days(event.when),
            **(public if told != event.when else {}),
            "authority": authority_of(event, book.record),
            "by": list(event.by),
            "sources": [book.sources[key] for key in event.sources],
        }
    )


def _marks(book: Book, key: str, marks: Iterable[Mark]) -> Iterator[dict[str, Any]]:
    """Yield the marks of a lane; what they have in common with their event is not said."""
    public = _public(book.steps[key])
    for mark in marks:
        book.pool.noted(mark.when)
        number = book.events[mark.event]
        standing = book.record.events[number]
        when = _days(mark.when) if mark.when != standing.event.when else {}
        said = book.pool.text(mark.said)
        made = without_nothing({"event": number, "kind": mark.kind, "said": said, **when})
        known = public[mark.event, mark.kind, mark.when]
        if known != _number_of(announced(standing, book.record).latest):
            made["public"] = known
        yield made


def _number_of(one: date | None) -> int | None:
    return one.toordinal() - EPOCH if one else None


def _days(when: Date | None) -> dict[str, Any]:
    """Return a date, and its first and last day where it is not a day by itself."""
    if when is None:
        return {}
    if when.earliest and when.edtf == when.earliest.isoformat():
        return {"when": when.edtf}
    return {"when": when.edtf, "first": _number_of(when.earliest), "last": _number_of(when.latest)}


def _public(steps: Sequence[Step]) -> dict[tuple[str, str, Date | None], int | None]:
    """Return on which day what an event does was first surely public, None being never."""
    found: dict[tuple[str, str, Date | None], int | None] = {}
    for step in steps:
        name, public = (step.event, step.verb, step.when), _number_of(step.announced.latest)
        days = [one for one in (found.get(name), public) if one is not None]
        found[name] = min(days, default=None)
    return found


def _rectangle(one: Rectangle[int], places: Mapping[int, int]) -> list[int | None]:
    """Return its first and last day, the places of its first and last cut, and its answer."""
    first = None if one.first == -FAR else one.first - EPOCH
    last = None if one.last == FAR else one.last - EPOCH
    until = places[FAR] if one.until == FAR else places[one.until + 1] - 1
    return [first, last, places[one.since], until, one.shown]


def _in_words(dates: Mapping[str, Date], said: Callable[[Date], str]) -> dict[str, str]:
    return {edtf: said(one) for edtf, one in sorted(dates.items()) if said(one) != edtf}
