"""Make the page of a partnership: its terms on a day, drawn, listed and as data."""

from itertools import groupby
from typing import Any

from cli.charts.svg import svg
from cli.fast.page import complete
from cli.render.answers import counts
from cli.site.data import data
from cli.site.model import Book
from cli.site.output import file_path
from cli.site.templating import embedded, page
from cli.site.terms import period_value
from cli.site.words import counted, days, event_link, link, row, term_link, timed
from cli.site.years import entry
from cli.wording.answers import STATUS, said
from cli.wording.dates import day_in_words
from timeline.rule.answer import Answer
from timeline.views.periods import Period

PICTURE = "chart.svg"
"""The file of the drawing, beside the page of a partnership."""


def chart_picture(book: Book) -> tuple[str, bytes]:
    """Return the path and the bytes of the drawing of *book* as a picture, to be sent as it is."""
    on = f"As of {day_in_words(book.on)}, with all that is known now."
    said = f"{on} {complete(book.record.covered)}"
    return f"{book.slug}/{PICTURE}", svg(book.drawing, book.name, said).encode()


def partnership_page(book: Book) -> tuple[str, bytes]:
    """Return the path and the bytes of the page of *book*, with the answers on any day as data."""
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
        "version": book.seen.last.version,
        "recorded": book.seen.last.recorded,
        "later": _later(book),
        "on": timed(book.on),
        "summary": counts(answers),
        "topics": [
            (topic or "Other", [row(book, answer) for answer in group])
            for topic, group in groupby(answers, key=_topic)
        ],
        "drawn": bool(book.drawing.topics()),
        "first": timed(book.drawing.first),
        "last": timed(book.drawing.last),
        "histories": [_history(book, key) for key in book.terms],
        "former": [term_link(book.record, key) for key in book.former],
        "lately": [entry(book, line, {}, "") for line in lately],
        "years": [f"{year:04}" for year in years],
        "all_lines": counted(len(book.lines), "line"),
        "data": embedded(data(book)),
    }


def _later(book: Book) -> str:
    """Say how complete the record is, and on which day the page opens."""
    _, through = book.record.covered
    if through is None or through.latest is None:
        return "The record does not say through which day it is complete: news may be missing."
    said = f"{complete(book.record.covered).rstrip('.')}; later news may be missing."
    return f"{said} This page opens on that last day." if through.latest == book.on else said


LATELY = 40
"""The number of changelog lines on the page itself; the pages of the years have all of them."""


def _topic(answer: Answer) -> str | None:
    return answer.term.topic


def _history(book: Book, key: str) -> dict[str, Any]:
    periods, title = book.history(key), book.record.terms[key].title
    return {
        "title": title,
        "said": counted(len(periods), "answer"),
        "more": link(f"{title}: history, explanation and sources", file_path(f"terms/{key}.html")),
        "periods": [_period(book, one) for one in periods],
    }


def _period(book: Book, one: Period) -> dict[str, Any]:
    several = " or ".join(said(each) for each in one.possible)
    deciding = one.decided.deciding if one.decided else None
    held = period_value(one) or STATUS[one.status]
    return {
        "days": days(one.first, one.last),
        "says": held if one.decided else f"undetermined: {several}",
        "expired": one.status == "expired",
        "event": event_link(book.record, deciding.event) if deciding else None,
    }
