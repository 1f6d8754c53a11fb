"""The page of a partnership: its terms on a day, as a table, as a drawing and as data."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from cli.site_data import Data
from cli.site_pages import embedded, page
from cli.site_words import counts, row
from timeline.answers import Answer


def partnership(data: Data) -> Iterator[tuple[str, bytes]]:
    """Yield the page of one partnership and those below it."""
    yield f"{data.seen.slug}/index.html", page("partnership.html", _values(data))


def _values(data: Data) -> dict[str, Any]:
    answers = data.shown()
    return {
        "slug": data.seen.slug,
        "name": data.name,
        "parties": data.record.partnership.parties,
        "head": data.seen.head,
        "covered": data.record.covered,
        "on": data.on.isoformat(),
        "summary": counts(answers),
        "topics": [
            (topic or "Other", [_row(data, answer) for answer in group])
            for topic, group in groupby(answers, key=lambda one: one.term.topic)
        ],
        "data": embedded(data.whole()),
    }


def _row(data: Data, answer: Answer) -> dict[str, Any]:
    term = answer.term
    return {"term": term, "href": f"terms/{term.key}.html", **row(answer, data.record)}
