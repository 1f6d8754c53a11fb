"""Make the glossary of a partnership: what each term asks, and what the words of the pages mean."""

from itertools import groupby
from typing import Any

from cli.site.model import Book
from cli.site.templating import page
from cli.site.words import term_link
from cli.wording.dates import length
from events.model.kinds import Term


def glossary_page(book: Book) -> tuple[str, bytes]:
    """Return the path and the bytes of the glossary of *book*."""
    terms = [book.record.terms[key] for key in book.terms]
    values = {
        "up": "",
        "name": book.name,
        "topics": [
            (topic or "Other", [_entry(book, one) for one in several])
            for topic, several in groupby(terms, key=lambda one: one.topic)
        ],
        "conditions": [one.title for one in book.record.conditions.values()],
    }
    return f"{book.slug}/glossary.html", page("glossary.html", values)


def _entry(book: Book, term: Term) -> dict[str, Any]:
    former = [old for old, new in book.record.renamed.items() if new == term.key]
    notes = [f"Its values are in {term.unit}."] if term.unit else []
    if term.notice:
        notes.append(f"Notice has to be given {length(term.notice)} before its last day.")
    if term.like:
        notes.append(f"Other partnerships have the same question: {term.like}.")
    if former:
        notes.append(f"It was called {', '.join(former)} before.")
    return {
        "term": term_link(book.record, term.key),
        "key": term.key,
        "asks": term.asks,
        "notes": " ".join(notes),
    }
