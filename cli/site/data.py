"""Write the data of a partnership's page: all stored answers, so that the script needs no rule."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from cli.charts.axis import knots, ticks
from cli.charts.legend import NOTES, SAMPLES
from cli.charts.levels import levels
from cli.charts.marks import SIGN_OF, SIGNS
from cli.charts.words import MARKS
from cli.fast.sentences import headline
from cli.site.facts import EPOCH, Form, day_number, without_nothing
from cli.site.model import Book
from cli.site.output import file_path
from cli.site.words import in_sentences
from cli.wording.answers import readable
from cli.wording.dates import bare
from events.dates.dates import Date
from events.model.kinds import Cover, Term
from timeline.answers.table import FIRST, LAST
from timeline.boxes.boxes import HEAD, Row
from timeline.record.days import FAR
from timeline.rule.answer import NOT_COVERED, Answer, answer_in


def data(book: Book) -> Form:
    """Return the data for the script of the page of *book*, as docs/site.md describes it."""
    since, through = book.record.covered
    facts = book.facts
    return {
        "edition": 4,
        "partnership": book.slug,
        "name": book.name,
        "head": book.seen.head,
        "covered_from": since.edtf if since else None,
        "covered_through": through.edtf if through else None,
        "on": book.on.isoformat(),
        "first": book.drawing.first.isoformat(),
        "last": book.drawing.last.isoformat(),
        "axis": _axis(book),
        "words": _WORDS,
        "recorded": book.commits,
        "terms": [_term(book, key) for key in book.terms],
        "rows": [[_row(book, row) for row in book.rows_of(key)] for key in book.terms],
        "covered": [_covered(book, key) for key in book.terms],
        **_told(book),
        "steps_of": [facts.steps_on(key) for key in book.terms],
        "items": book.pool.items,
        "steps": facts.steps,
        "events": facts.events,
        "sources": facts.sources,
        "conditions": {key: one.title for key, one in book.record.conditions.items()},
        "dates": _in_words(_vague(facts.dates), bare),
        "throughs": _in_words(facts.dates, readable),
        "ends": {edtf: day_number(one.latest) for edtf, one in sorted(_vague(facts.dates).items())},
    }


def _told(book: Book) -> Form:
    """Return the answers of each term in sentences, with all that is known now.

    Each begins with its first day and has the numbers of its `texts`. An answer that has been
    renewed is told otherwise, as its last day depends on the day asked about.
    """
    texts: dict[str, int] = {}
    found: list[list[list[int | None]]] = []
    for key in book.terms:
        term, own = book.record.terms[key], list[list[int | None]]()
        for first, last, state in book.by_day.line(key):
            said = in_sentences(book, answer_in(term, state, first, last))
            numbers = [texts.setdefault(one, len(texts)) for one in said]
            if not own or own[-1][1:] != numbers:
                own.append([first - EPOCH if first > FIRST else None, *numbers])
        found.append(own)
    return {"told": found, "texts": list(texts), "uncovered": headline(_UNCOVERED)}


_UNCOVERED = Answer(
    term=Term(key="any", title="Any"), status=NOT_COVERED, first=FIRST, last=LAST, flags=()
)
"""The answer of any term on a day before the log begins."""


def _axis(book: Book) -> Form:
    """Return the axis of the drawing, the days that it may label, and the events named on it."""
    drawn = book.drawing
    return {
        "knots": [[day - EPOCH, share] for day, share in knots(drawn)],
        "ticks": [
            [day_number(one.day), one.label, one.rank, not one.label.isdigit()]
            for one in ticks(drawn.first, drawn.last)
        ],
        "named": [book.facts.event_number(mark.event) for mark in drawn.turning_points()],
    }


_WORDS = {
    "kinds": MARKS,
    "signs": SIGNS,
    "sign_of": SIGN_OF,
    "legend": {name: said for name, (said, *_) in SAMPLES.items()},
    "notes": list(NOTES.values()),
}
"""The words of the drawing."""


def _term(book: Book, key: str) -> Form:
    term = book.record.terms[key]
    return without_nothing(
        {
            "id": key,
            "title": term.title,
            "topic": term.topic,
            "asks": term.asks,
            "href": file_path(f"terms/{key}.html"),
            "levels": {
                value: [round(float(level.share), 4), level.words]
                for value, level in levels(term.unit, book.values(key)).items()
            }
            or None,
        }
    )


def _covered(book: Book, key: str) -> list[list[int]]:
    """Return the instants from which the log claimed to go back to some day about *key*, and it."""
    record, found = book.record, list[list[int]]()
    covers = [one for one in record.acts if isinstance(one.act, Cover)]
    for number, one in enumerate(covers, 1):
        said = replace(record, covers=tuple(record.covers[:number])).covered_from(key)
        since = day_number(said.earliest) if said else None
        if since is not None and (not found or found[-1][1] != since):
            found.append([book.commit_of(one.version), since])
    return found


def _row(book: Book, row: Row) -> list[int | None]:
    """Return a row as a list: item, days, known days, commits; trailing defaults are left out."""
    (item, first, last, since, until), begun, over = row.box, row.since, row.until
    cells = [
        book.pool.number(item),
        first - EPOCH if first > FIRST else None,
        last - EPOCH if last < LAST else None,
        since - EPOCH if since > FIRST else None,
        until - EPOCH if until < LAST or until == FAR - 1 else None,
        book.commit(begun),
        book.commit(over) if over != HEAD else None,
    ]
    while cells[-1] is None or (len(cells) == 6 and cells[-1] == 0):
        cells.pop()
    return cells


def _vague(dates: Mapping[str, Date]) -> dict[str, Date]:
    """Return those *dates* that are not plain days, which the script puts in words by itself."""
    return {edtf: one for edtf, one in dates.items() if edtf != str(one.earliest)}


def _in_words(dates: Mapping[str, Date], said: Callable[[Date], str]) -> dict[str, str]:
    return {edtf: said(one) for edtf, one in sorted(dates.items()) if said(one) != edtf}
