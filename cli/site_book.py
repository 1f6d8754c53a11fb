"""The book: all that the pages of a partnership are made of, each thing worked out once."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from cli.opening import View
from cli.site_pool import Pool
from cli.site_touched import Touched
from events.dates import day
from events.model.kinds import Correct, Event, Retract, sources_of
from timeline.answers import Answer
from timeline.as_of import turning_days
from timeline.changelog import GROUPS, Line, lines_of
from timeline.drawing import Drawing, Lane, drawing, lane_with
from timeline.explanation import Explanation, explained
from timeline.film import Film, Projector, films, shown_on
from timeline.history import Period, periods_of, told
from timeline.merged import Kept
from timeline.steps import Step
from timeline.telling import steps_of

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Mending(NamedTuple):
    """An *act* that puts right what the record says of an event, and as what it is *kept*."""

    kept: Kept
    act: Correct | Retract


class Book:
    """What is known of the partnership *seen*; its pages open on the day *on*."""

    def __init__(self, seen: View, on: date) -> None:
        self.seen, self.on, self.record = seen, on, seen.record
        self.slug = seen.slug
        self.name = seen.record.partnership.title or seen.slug
        self.terms = [key for key in self.record.terms if key not in self.record.retired]
        self.former = [key for key in self.record.terms if key in self.record.retired]
        self.steps = steps_of(self.record)
        self.pool = Pool(self.record, self.events, self.sources)

    @cached_property
    def events(self) -> dict[str, int]:
        """The numbers of the events that stand."""
        return {one.event.id: number for number, one in enumerate(self.record.events)}

    @cached_property
    def sources(self) -> dict[str, int]:
        """The numbers of the sources that some event cites."""
        cited = {key for one in self.record.events for key in sources_of(one.event)}
        found = (key for key in self.record.sources if key in cited)
        return {key: number for number, key in enumerate(found)}

    @cached_property
    def films(self) -> dict[str, Film[int]]:
        """The film of each term, of the numbers that its answers have in the pool."""
        return films(self.record, self.terms, self.pool.number)

    @cached_property
    def _former(self) -> tuple[dict[str, Film[int]], list[Answer]]:
        """The films of terms that others have taken the place of, of answers no script shows."""
        pool = Pool(self.record, self.events, self.sources)
        return films(self.record, self.former, pool.number), pool.answers

    def _film(self, key: str) -> tuple[Film[int], list[Answer]]:
        if key in self.films:
            return self.films[key], self.pool.answers
        former, answers = self._former
        return former[key], answers

    def rows(self, key: str) -> list[tuple[date, Answer]]:
        """Return what a term answers from each day on, with all that is known."""
        film, answers = self._film(key)
        term = self.record.terms[key]
        return [
            (date.fromordinal(row.first or 1), answers[row.shown]._replace(term=term))
            for row in film.now
        ]

    def answer(self, key: str) -> Answer:
        """Return what a term answers on the day on which pages open."""
        film, answers = self._film(key)
        shown = answers[shown_on(film.now, self.on.toordinal())]
        return shown._replace(term=self.record.terms[key])

    @cached_property
    def drawing(self) -> Drawing:
        """What is drawn."""
        return drawing([self._lane(key) for key in self.terms], day(self.on))

    def _lane(self, key: str) -> Lane:
        term = self.record.terms[key]
        return lane_with(term, self.steps[key], self.rows(key), self.answer(key))

    def history(self, key: str) -> list[Period]:
        """Return every answer that a term has had."""
        return told(periods_of(self.rows(key)), self.steps[key])

    def period(self, key: str) -> Period:
        """Return on which days the answer is that of the day on which pages open."""
        periods = periods_of(self.rows(key))
        return [one for one in periods if one.since is None or one.since <= self.on][-1]

    def explanation(self, key: str) -> tuple[date, Explanation]:
        """Explain the answer of the day on which pages open, and since when it is explained so."""
        steps, term = self.steps[key], self.record.terms[key]
        turns = [turn for turn in turning_days(steps) if turn <= self.on.toordinal()]
        since = date.fromordinal(turns.pop())
        why = explained(term, steps, steps, day(since))
        while turns:
            earlier = date.fromordinal(turns.pop())
            if explained(term, steps, steps, day(earlier)) != why:
                break
            since = earlier
        return since, why

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the changelog, newest first."""
        order = {key: number for number, key in enumerate(self.record.terms)}
        found = [line for key in self.record.terms for line in self._lines(key)]
        return sorted(
            found, key=lambda o: (-o.on.toordinal(), GROUPS.index(o.group), order[o.term.key])
        )

    def _lines(self, key: str) -> Iterable[Line]:
        film, answers = self._film(key)
        shown, term = Projector(film).shown, self.record.terms[key]

        def answered(on: int, known: int) -> Answer:
            return answers[shown(on, known)]

        return lines_of(term, self.steps[key], None, None, answered)

    @cached_property
    def lines_by_event(self) -> dict[str, list[Line]]:
        """The lines that each event gave, oldest first."""
        return _gathered((step.id, line) for line in self.lines[::-1] for step in line.steps)

    @cached_property
    def steps_by_event(self) -> dict[str, list[tuple[str, Step]]]:
        """What each event does to which term."""
        return _gathered((s.id, (key, s)) for key, steps in self.steps.items() for s in steps)

    @cached_property
    def happened(self) -> dict[str, Kept]:
        """Every event as it was first recorded, those that were retracted too."""
        return {one.act.id: one for one in self.record.acts if isinstance(one.act, Event)}

    @cached_property
    def telling(self) -> dict[str, list[Event]]:
        """The events that tell more about an event."""
        pairs = ((of, one.event) for one in self.record.events for of in _of(one.event))
        return _gathered(pairs)

    @cached_property
    def touched(self) -> Touched:
        """The last entry about whatever a page names."""
        return Touched(self.seen.entries, self.record)

    @cached_property
    def mended(self) -> dict[str, list[Mending]]:
        """The corrections and retractions of each event, and those of its corrections."""
        acts = [one.act for one in self.record.acts]
        events = {act.id: act.event for act in acts if isinstance(act, Correct)}
        return _gathered(
            (events.get(one.act.event, one.act.event), Mending(one, one.act))
            for one in self.record.acts
            if isinstance(one.act, Correct | Retract)
        )


def _of(event: Event) -> Iterable[str]:
    return dict.fromkeys(change.of for change in event.changes if change.of)


def _gathered(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    """Return what goes with each key, in order, nothing twice in a row."""
    found: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        several = found.setdefault(key, [])
        if not several or several[-1] is not value:
            several.append(value)
    return found
