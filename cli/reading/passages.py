"""Find passages of a record that have certain words: terms, values, events and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cli.reading.words import how_well
from events.dates.dates import Date
from events.model.kinds import Event, Note
from timeline.record.record import Record
from timeline.record.sources import announced, speakers_of
from timeline.record.steps import Step, steps_of

WEIGHTS = {"term": 6, "question": 5, "value": 4, "event": 4, "note": 2}
"""The kinds of passages, and how much each is worth: what is asked about comes first."""


class Passage(NamedTuple):
    """A passage of a record: its *kind*, the *term* or the *event* it is of, and its *text*.

    *rank* says how well it fits the words that were looked for.
    """

    kind: str
    term: str | None
    event: str | None
    text: str
    rank: int


def passages(record: Record, typed: Sequence[str], known: date | None) -> list[Passage]:
    """Return the passages of *record* that have the words *typed*, best first.

    Only what was public by the day *known* is searched.
    """
    every = [*_of_terms(record), *_of_steps(record, known), *_of_events(record, known)]
    found: dict[tuple[object, ...], Passage] = {}
    for kind, term, event, text, more in every:
        rank = how_well(f"{text} {more}", typed) * WEIGHTS[kind] + bool(how_well(text, typed))
        if rank > 1:
            found[kind, term, text] = Passage(kind, term, event, text, rank)
    return sorted(found.values(), key=lambda one: -one.rank)


_Text = tuple[str, str | None, str | None, str, str]
"""Kind, term, event and text of a passage, and further words by which it is found."""


def _of_terms(record: Record) -> Iterator[_Text]:
    for key, term in record.terms.items():
        if key not in record.retired:
            yield "term", key, None, term.title, f"{key} {term.topic or ''}"
            if term.asks:
                yield "question", key, None, term.asks, ""


def _of_steps(record: Record, known: date | None) -> Iterator[_Text]:
    for key, steps in steps_of(record).items():
        for step in steps:
            if _is_public(step.announced, known):
                yield from _of_step(key, step)


def _of_step(key: str, step: Step) -> Iterator[_Text]:
    if step.value:
        yield "value", key, step.event, step.value, ""
    change = step.change
    note = change.text if isinstance(change, Note) else change.note if change else None
    if note:
        yield "note", key, step.event, note, ""


def _of_events(record: Record, known: date | None) -> Iterator[_Text]:
    for standing in reversed(record.events):
        if _is_public(announced(standing, record), known):
            event = standing.event
            yield "event", None, event.id, event.title, more_of(event, record)


def more_of(event: Event, record: Record) -> str:
    """Return what *event* says beside its title: the summary, who says so, and where."""
    cited = [record.sources[key] for key in event.sources if key in record.sources]
    named: Iterable[str | None] = (
        event.id, event.summary, *speakers_of(event, record),
        *(text for one in cited for text in (one.title, one.publisher)),
    )  # fmt: skip
    return " ".join(filter(None, named))


def _is_public(announced: Date, known: date | None) -> bool:
    return known is None or (announced.latest is not None and announced.latest <= known)
