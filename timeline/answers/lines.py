"""Lines: what the rows of terms say, as known by the end of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from events.dates import Date
from timeline.answers.boxes import Box
from timeline.answers.items import Find, state_of
from timeline.record.record import Record
from timeline.record.steps import FAR, Step, steps_of
from timeline.rule.answer import Answer, answer_of
from timeline.rule.state import Phase

Choose = Callable[[Record], Sequence[str]]
"""Chooses terms from a record that has the vocabulary."""


class Answers:
    """The answers of several terms at one version, as known by any day.

    *record* has the vocabulary and the events behind the boxes, and may have no other.
    """

    def __init__(self, record: Record, boxes: Mapping[str, Sequence[Box]]) -> None:
        self.record, self.boxes = record, boxes
        self._lines: dict[date | None, Lines] = {}

    def known(self, by: date | None) -> Lines:
        """Return the lines of the terms as known by the end of a day, or with all that is known."""
        if by not in self._lines:
            self._lines[by] = Lines(self.record, self.boxes, by)
        return self._lines[by]


class Lines:
    """The lines of several terms, as known by the end of one day."""

    def __init__(
        self, record: Record, boxes: Mapping[str, Sequence[Box]], known: date | None
    ) -> None:
        self.record = record
        self.steps = steps_of(record, known=known)
        every = (step for own in self.steps.values() for step in own)
        self._named = {(step.version, step.index): step for step in every}
        self._boxes, self._on = boxes, known.toordinal() if known else FAR
        self._lines: dict[str, list[Phase]] = {}

    def line(self, term: str) -> list[Phase]:
        """Return the phases of *term*, which have all days there are."""
        if term not in self._lines:
            boxes = self._boxes.get(term, ())
            known = [box for box in boxes if box.since <= self._on <= box.until]
            self._lines[term] = list(_phases(known, self._find))
        return self._lines[term]

    def answer(self, term: str, on: Date) -> Answer:
        """Return the answer of *term* on *on*, which may name several days."""
        return answer_of(self.record.terms[term], self.line(term), on)

    def _find(self, version: int, index: int) -> Step:
        return self._named[version, index]


def _phases(boxes: Sequence[Box], find: Find) -> Iterator[Phase]:
    """Yield the phases that *boxes* make, all of which are of one point of the other clocks."""
    turns = {turn for box in boxes for turn in (box.first, box.last + 1) if turn <= FAR}
    for first, following in pairwise([*sorted(turns), FAR + 1]):
        items = (box.item for box in boxes if box.first <= first <= box.last)
        yield Phase(first, following - 1, state_of(items, find))
