"""Find passages of a record that have certain words: terms, values, events and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import log
from typing import Literal, NamedTuple

from cli.reading.words import how_well, words_of
from events.model.kinds import Event, Note
from timeline.record.days import FAR
from timeline.record.record import Record
from timeline.record.sources import cited, public_since, speakers_of
from timeline.record.steps import Step, steps_of

WEIGHTS = {"term": 6, "question": 5, "value": 4, "event": 4, "claim": 3, "note": 2}
"""The kinds of passages, and how much each is worth: what is asked about comes first."""


Has = Literal["all", "some"]
"""Whether a passage has to have all of the words, or only some of them."""


class Passage(NamedTuple):
    """A passage of a record: its *kind*, the *term* or the *event* it is of, and its *text*.

    *more* has further words by which it is found, *heading* those of the term it is of. *step* is
    what said a value or a claim. *rank* says how well it fits the words that were looked for.
    """

    kind: str
    term: str | None
    event: str | None
    text: str
    more: str = ""
    heading: str = ""
    step: Step | None = None
    rank: float = 0


def passages(
    record: Record, typed: Sequence[str], known: date | None, has: Has = "all"
) -> list[Passage]:
    """Return the passages of *record* that have the words *typed*, all or some, best first.

    Only what was public by the day *known* is searched.
    """
    every = [*_of_terms(record), *_of_steps(record, known), *_of_events(record, known)]
    ranked = _with_all(every, typed) if has == "all" else _with_some(every, typed)
    found = {(one.kind, one.term, one.text): one for one in ranked}
    return sorted(found.values(), key=lambda one: -one.rank)


def _with_all(every: Sequence[Passage], typed: Sequence[str]) -> Iterator[Passage]:
    """Yield those of *every* passage that have each word: the word itself is worth more.

    Some of the words may be those of the term that a passage is of, or of a party.
    """
    for one in every:
        fits = how_well(f"{one.text} {one.more}", typed)
        with_heading = any(fits) and all(how_well(f"{one.text} {one.heading}", typed))
        if all(fits) or with_heading:
            whole = fits.count(2) + len(typed) * (" ".join(typed) in _plain(one))
            rank = (1 + whole) * WEIGHTS[one.kind] + all(how_well(one.text, typed))
            yield one._replace(rank=rank)


def _plain(one: Passage) -> str:
    return " ".join(words_of(f"{one.text} {one.more}"))


def _with_some(every: Sequence[Passage], typed: Sequence[str]) -> Iterator[Passage]:
    """Yield those of *every* passage that have a word: the fewer have it, the more it is worth."""
    fits = [how_well(f"{one.text} {one.more} {one.heading}", typed) for one in every]
    counts = [sum(map(bool, column)) for column in zip(*fits, strict=True)]
    worth = [log(1 + len(every) / max(count, 1)) for count in counts]
    for one, fit in zip(every, fits, strict=True):
        if any(fit):
            rank = sum(each * (8 + has) for each, has in zip(worth, fit, strict=True) if has)
            yield one._replace(rank=rank + WEIGHTS[one.kind] / 8)


def _of_terms(record: Record) -> Iterator[Passage]:
    for key, term in record.terms.items():
        if key not in record.retired:
            yield Passage("term", key, None, term.title, more=f"{key} {term.topic or ''}")
            if term.asks:
                heading = _heading(key, record)
                yield Passage("question", key, None, term.asks, heading=heading)


def _heading(key: str, record: Record) -> str:
    return f"{key} {record.terms[key].title} {' '.join(record.partnership.parties)}"


def _of_steps(record: Record, known: date | None) -> Iterator[Passage]:
    for key, steps in steps_of(record, known=known).items():
        for step in steps:
            yield from _of_step(key, step, _heading(key, record))


def _of_step(key: str, step: Step, heading: str) -> Iterator[Passage]:
    if step.value:
        kind = "claim" if step.verb == "claim" else "value"
        yield Passage(kind, key, step.event, step.value, heading=heading, step=step)
    change = step.change
    note = change.text if isinstance(change, Note) else change.note if change else None
    if note:
        yield Passage("note", key, step.event, note, heading=heading)


def _of_events(record: Record, known: date | None) -> Iterator[Passage]:
    by = known.toordinal() if known else FAR
    for standing in reversed(record.events):
        if public_since(standing, record) <= by:
            event = standing.event
            more = more_of(event, record, by)
            yield Passage("event", None, event.id, event.title, more=more)


def more_of(event: Event, record: Record, known: int = FAR) -> str:
    """Return what *event* says beside its title: the summary, who says so, and where.

    Only the sources that a view known by the day *known*, an ordinal, may cite are named.
    """
    keys = cited(event.sources, record, known)
    sources = [record.sources[key] for key in keys if key in record.sources]
    named: Iterable[str | None] = (
        event.id, event.summary, *speakers_of(event, record, known),
        *(text for one in sources for text in (one.title, one.publisher)),
    )  # fmt: skip
    return " ".join(filter(None, named))
