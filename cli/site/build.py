"""Make every page of a site, as a path and the bytes of its file."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from cli.fast.page import complete
from cli.reading.session import Whole, opened
from cli.render.answers import counts
from cli.site.events import event_pages
from cli.site.glossary import glossary_page
from cli.site.model import Book
from cli.site.output import file_path
from cli.site.partnership import chart_picture, partnership_page
from cli.site.templating import STYLE, page, style
from cli.site.terms import term_pages
from cli.site.words import counted, timed
from cli.site.years import year_pages
from events.errors import InputError
from timeline.answers.table import Table
from timeline.boxes.boxes import HEAD, Row

Rows = Callable[[Whole], Sequence[Row] | None]
"""A function that returns a partnership's stored rows, or None if they are missing or stale."""


def stored_rows(db: str | None, seen: Whole) -> list[Row] | None:
    """Return every row that ever stood in the partnership *seen*, or None if *db* lags behind."""
    version = seen.last.version
    with opened(db) as log:
        table = Table(log.database, seen.slug)
        if table.reached() < version:
            return None
        rows = [row for row in table.ever() if row.since <= version]
    return [row if row.until <= version else row._replace(until=HEAD) for row in rows]


def pages(
    seen: Sequence[Whole], *, on: date | None = None, rows: Rows = lambda _: None
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of every page about the partnerships *seen*, and the style sheet.

    Pages open on the day *on* or, without it, on the last day that their partnership's log covers.
    Rows that *rows* does not return are worked out from the entries. Raises
    InputError if a slug is the name of a file of the site.
    """
    cards = []
    yield style()
    for one in seen:
        if one.slug in _OURS:
            raise InputError(f"A partnership called {one.slug} can have no page: the site has one.")
        book = Book(one, on or opening_day(one), rows(one))
        cards.append(_card(book))
        yield partnership_page(book)
        yield chart_picture(book)
        yield glossary_page(book)
        yield from term_pages(book)
        yield from event_pages(book)
        yield from year_pages(book)
    yield _overview(cards)


def overview(
    seen: Sequence[Whole], *, rows: Rows = lambda _: None, after: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the overview of the partnerships *seen* and the style sheet, but no other page.

    *rows* returns the stored rows of a partnership, or None if they are missing or stale. With
    *after*, the slug of the last one, the overview leads on to those that follow it.
    """
    yield style()
    yield _overview([_card(Book(one, opening_day(one), rows(one))) for one in seen], after)


OVERVIEW = ("index.html", STYLE)
"""The files that `overview` makes."""


def _overview(cards: Sequence[dict[str, Any]], after: str | None = None) -> tuple[str, bytes]:
    return "index.html", page("index.html", {"cards": cards, "after": after})


_OURS = ("index.html", "manifest.json", STYLE)
"""The files beside the folders of partnerships, whose names no partnership may have."""


def opening_day(seen: Whole) -> date:
    """Return the last day that the log of *seen* covers, or else that of its last entry."""
    _, through = seen.record.covered
    latest = through.latest if through else None
    return latest or date.fromisoformat(seen.last.recorded[:10])


def _card(book: Book) -> dict[str, Any]:
    """Return what the overview shows of a partnership."""
    last = book.seen.last
    return {
        "href": file_path(f"{book.slug}/index.html"),
        "name": book.name,
        "slug": book.slug,
        "parties": book.record.partnership.parties,
        "terms": counted(len(book.terms), "term"),
        "events": counted(len(book.record.events), "event"),
        "on": timed(book.on),
        "summary": counts([book.answer(key) for key in book.terms]),
        "covered": complete(book.record.covered),
        "head": book.seen.head,
        "version": last.version,
        "recorded": last.recorded,
    }
