"""The page of a partnership: its terms on a day, as a table, as a drawing and as data."""

from itertools import groupby
from typing import Any

from cli.answers_shown import counts
from cli.site_book import Book
from cli.site_data import data
from cli.site_lanes import lanes
from cli.site_pages import embedded, page
from cli.site_words import counted, days, event_link, row, term_link, timed, value
from cli.site_years import entry
from cli.wording import STATUS, said
from timeline.answers import Answer
from timeline.history import Period


def partnership_page(book: Book) -> tuple[str, bytes]:
    """Return the page of a partnership, which has all of it on any day in it."""
    return f"{book.slug}/index.html", page("partnership.html", _values(book))


def _values(book: Book) -> dict[str, Any]:
    answers = [book.answer(key) for key in book.terms]
    years = sorted({line.on.year for line in book.lines}, reverse=True)
    lately = [line for line in book.lines if line.on <= book.on][:LATELY]
    return {
        "up": "",
        "slug": book.slug,
        "name": book.name,
        "head": book.seen.head,
        "version": book.seen.entries[-1].version,
        "recorded": book.seen.entries[-1].recorded,
        "covered": timed(book.record.covered) if book.record.covered else None,
        "on": timed(book.on),
        "summary": counts(answers),
        "topics": [
            (topic or "Other", [row(book, answer) for answer in group])
            for topic, group in groupby(answers, key=_topic)
        ],
        "lanes": lanes(book),
        "histories": [_history(book, key) for key in book.terms],
        "former": [term_link(book.record, key) for key in book.former],
        "lately": [entry(book, line, {}, "") for line in lately],
        "years": [f"{year:04}" for year in years],
        "all_lines": counted(len(book.lines), "line"),
        "data": embedded(data(book)),
    }


LATELY = 40
"""How many lines of the changelog stand on the page itself; the pages of the years have all."""


def _topic(answer: Answer) -> str | None:
    return answer.term.topic


def _history(book: Book, key: str) -> dict[str, Any]:
    periods = book.history(key)
    return {
        "term": term_link(book.record, key),
        "said": counted(len(periods), "answer"),
        "periods": [_period(book, one) for one in periods],
    }


def _period(book: Book, one: Period) -> dict[str, Any]:
    answer = one.answer
    several = " or ".join(said(each) for each in answer.possible)
    return {
        "days": days(one.since, one.until),
        "says": f"undetermined: {several}" if several else value(answer) or STATUS[answer.status],
        "expired": answer.status == "expired",
        "event": event_link(book.record, answer.event) if answer.event else None,
    }
