"""Read the line of a term, and its answer on a day, from its boxes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import overload

from events.dates.dates import Date
from timeline.boxes.boxes import Box, Item
from timeline.boxes.items import Find, Part, answers_in, part_of, state_of
from timeline.record.days import FAR
from timeline.record.record import Record
from timeline.record.steps import Step, StepsInView
from timeline.rule.answer import Answer, answer_in, answer_of, around, as_covered
from timeline.rule.line import Stretch
from timeline.rule.state import Phase
from timeline.rule.terms import PossibleAnswer

Choose = Callable[[Record], Sequence[str]]
"""A function that chooses terms from a record, which has at least the vocabulary."""


class Answers:
    """The answers of several terms at one version, as known by any day, read from *boxes*.

    *record* has the vocabulary and the events that the boxes refer to, and need not have others.
    """

    def __init__(self, record: Record, boxes: Mapping[str, Sequence[Box]]) -> None:
        self.record, self.terms, self._boxes = record, [*boxes], boxes
        self._lines: dict[date | None, Lines] = {}

    @property
    def boxes(self) -> Mapping[str, Sequence[Box]]:
        """The boxes of each term."""
        return self._boxes

    def known(self, by: date | None) -> Lines:
        """Return the lines of the terms as known by the end of the day *by*, or uncut if None."""
        if by not in self._lines:
            self._lines[by] = self._known(by)
        return self._lines[by]

    def _known(self, by: date | None) -> Lines:
        return Lines(self.record, self.boxes, by)


class Lines:
    """The lines of several terms, as known by the end of the day *known*, or uncut if None.

    The lines are read from *boxes*. *record* has at least the events that the boxes refer to.
    """

    def __init__(
        self, record: Record, boxes: Mapping[str, Sequence[Box]], known: date | None
    ) -> None:
        self.record = record
        self._view = StepsInView(record, known)
        self._boxes, self._on = boxes, known.toordinal() if known else FAR
        self._lines: dict[str, Line] = {}
        self._said: dict[Item, frozenset[PossibleAnswer]] = {}

    @property
    def steps(self) -> dict[str, list[Step]]:
        """The steps of each term, sorted by place."""
        return self._view.by_term

    def line(self, term: str) -> Line:
        """Return the line of *term*."""
        if term not in self._lines:
            self._lines[term] = self._line(term)
        return self._lines[term]

    def _line(self, term: str) -> Line:
        boxes = self._boxes.get(term, ())
        return Line([box for box in boxes if box.since <= self._on <= box.until], self._view.find)

    def answer(self, term: str, on: Date) -> Answer:
        """Return the answer of *term* on the date *on*, which may span several days."""
        return as_covered(self._answer(term, on), self.record.covered_from(term), on)

    def _answer(self, term: str, on: Date) -> Answer:
        line = self.line(term)
        if on.is_day and on.earliest:
            at = line.index_on(on.earliest.toordinal())
            asked, near = on.earliest.toordinal(), around(line, at)
            return answer_in(self.record.terms[term], line[at].state, *near, asked=asked)
        return answer_of(self.record.terms[term], line, on)

    def said(self, box: Box) -> frozenset[PossibleAnswer]:
        """Return the possible answers in *box*."""
        if box.item not in self._said:
            self._said[box.item] = answers_in(box.item, self._view.find)
        return self._said[box.item]

    def stretches(self, boxes: Iterable[Box]) -> list[Stretch]:
        """Return the stretches of the possible answers in *boxes*, sorted by day."""
        return stretches(boxes, self.said)


def stretches(
    boxes: Iterable[Box], said: Callable[[Box], frozenset[PossibleAnswer]]
) -> list[Stretch]:
    """Return the stretches of the possible answers in *boxes*, sorted by day.

    *said* returns the possible answers in one box.
    """
    return sorted((Stretch(one.first, one.last, said(one)) for one in boxes), key=_first)


_first = attrgetter("first")


class Line(Sequence[Phase]):
    """The phases that *boxes* make, all of one term at one point on the other clocks.

    The line covers the days that the boxes cover: all of them, or those around a day asked about.
    *find* returns the steps to which the boxes refer.

    A phase is read from its boxes on first access, because most questions are about one day.
    """

    def __init__(self, boxes: Sequence[Box], find: Find) -> None:
        self._firsts = sorted({turn for box in boxes for turn in (box.first, box.last + 1)})
        self._boxes, self._find = boxes, find
        self._read: dict[int, Phase] = {}
        self._parts: dict[int, Part] = {}

    @classmethod
    def of(cls, phases: Iterable[Phase]) -> Line:
        """Return the line of *phases*, which must cover all days."""
        line = cls((), _nowhere)
        line._read = dict(enumerate(phases))
        line._firsts = [*(one.first for one in line._read.values()), FAR + 1]
        return line

    def __len__(self) -> int:
        return len(self._firsts) - 1

    @overload
    def __getitem__(self, at: int) -> Phase: ...
    @overload
    def __getitem__(self, at: slice) -> list[Phase]: ...
    def __getitem__(self, at: int | slice) -> Phase | list[Phase]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        if number not in self._read:
            first, following = self._firsts[number : number + 2]
            boxes = (at for at, box in enumerate(self._boxes) if box.first <= first <= box.last)
            self._read[number] = Phase(first, following - 1, state_of(map(self._part, boxes)))
        return self._read[number]

    def _part(self, number: int) -> Part:
        # A dispute or a plan stands in every phase until it is settled, so it is read once.
        if number not in self._parts:
            self._parts[number] = part_of(self._boxes[number].item, self._find)
        return self._parts[number]

    def index_on(self, day: int) -> int:
        """Return the index of the phase that contains *day*."""
        return bisect_right(self._firsts, day) - 1


def _nowhere(version: int, index: int) -> Step:
    raise LookupError(version, index)
