"""Make the pages of the changelog, one for each year, and their table of contents."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from cli.changelog.words import sentence
from cli.site.events import amendment, before
from cli.site.facts import gathered
from cli.site.model import Amendment, Book, events_of
from cli.site.templating import page
from cli.site.words import (
    cite,
    counted,
    event_link,
    source_link,
    tallied,
    term_link,
    timed,
)
from events.dates.date_text import MONTHS
from timeline.views.changelog import GROUPS, Line

UP = "../"


def year_pages(book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the page of every year of *book*, and the one that lists them."""
    lines = _by_year(book)
    acts = _acts_by_year(book)
    years = sorted({*lines, *acts}, reverse=True)
    for year in years:
        values = _values(book, year, lines.get(year, []), acts.get(year, []))
        yield f"{book.slug}/changelog/{year:04}.html", page("year.html", values)
    listed = [
        {
            "year": f"{year:04}",
            "said": _counts(lines.get(year, []), acts.get(year, [])),
        }
        for year in years
    ]
    values = {"up": UP, "name": book.name, "years": listed}
    yield f"{book.slug}/changelog/index.html", page("changelog.html", values)


def _by_year(book: Book) -> dict[int, list[Line]]:
    groups = groupby(book.lines, key=lambda line: line.on.year)
    return {year: list(lines) for year, lines in groups}


def _acts_by_year(book: Book) -> dict[int, list[tuple[str, Amendment]]]:
    """Return corrections and retractions by the year in which they were recorded, newest first."""
    several = [(id, one) for id, acts in book.amendments.items() for one in acts]
    several.sort(key=lambda pair: -pair[1].kept.version)
    return gathered((int(pair[1].kept.recorded[:4]), pair) for pair in several)


def _counts(lines: Sequence[Line], acts: Sequence[object]) -> str:
    kinds = [one.group.lower() for one in sorted(lines, key=lambda o: GROUPS.index(o.group))]
    parts = [tallied(kinds)] if lines else []
    if acts:
        parts.append(counted(len(acts), "correction of the record", "corrections of the record"))
    return "; ".join(parts)


def _values(
    book: Book, year: int, lines: Sequence[Line], acts: Sequence[tuple[str, Amendment]]
) -> dict[str, Any]:
    keys = dict.fromkeys(key for line in lines for step in line.steps for key in step.sources)
    numbers = {key: number for number, key in enumerate(keys, 1)}
    named = {id for line in lines for id in (*before(line), *events_of(line))}
    named |= {id for id, _ in acts}
    terms = {line.term.key for line in lines if line.term}
    last = book.last_entries.last(events=named, terms=terms, sources=keys)
    months = groupby(lines, key=lambda line: line.on.month)
    return {
        "up": UP,
        "name": book.name,
        "year": f"{year:04}",
        "months": [
            (f"{MONTHS[month - 1]} {year:04}", [entry(book, line, numbers, UP) for line in own])
            for month, own in months
        ],
        "acts": [_act(book, id, one) for id, one in acts],
        "sources": [(n, source_link(book.record.sources[key])) for key, n in numbers.items()],
        "cite": cite(book, f"Changelog {year:04}", last),
    }


def entry(book: Book, line: Line, numbers: Mapping[str, int], up: str) -> dict[str, Any]:
    """Return *line*, a line of the changelog of *book*, for a page.

    The sources of the line are cited by their *numbers*; *up* is the path from the page up to the
    folder of the partnership.
    """
    gave = events_of(line)
    keys = dict.fromkeys(key for step in line.steps for key in step.sources)
    return {
        "on": timed(line.on),
        "ahead": line.on > book.on,
        "kind": line.group,
        "term": _about(book, line, up),
        "sentence": sentence(line, book.title_of),
        "events": [event_link(book.record, id, up) for id in gave],
        "before": [event_link(book.record, id, up) for id in before(line) if id not in gave],
        "cites": [numbers[key] for key in keys if key in numbers],
    }


def _about(book: Book, line: Line, up: str) -> Markup:
    """Return a link to the term that a line of the changelog is about, or else to its event."""
    if line.term is None:
        return event_link(book.record, line.event, up)
    return term_link(book.record, line.term.key, up)


def _act(book: Book, id: str, one: Amendment) -> dict[str, Any]:
    return amendment(one, id) | {"event": event_link(book.record, id, UP)}
