"""Work out once what all pages of a partnership share."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from cli.reading.session import Whole
from cli.site.answer_pool import AnswerPool
from cli.site.citations import LastEntries
from cli.site.facts import Facts, gathered
from cli.wording.titles import titles
from events.dates.dates import day
from events.model.kinds import Correct, Event, Retract, Set
from events.model.subjects import counted_from
from timeline.boxes.boxes import HEAD, Row
from timeline.boxes.items import ANSWER
from timeline.boxes.lines import Answers, Lines
from timeline.boxes.rows import all_rows
from timeline.record.incremental import closed
from timeline.record.record import Kept, said_in
from timeline.record.relations import acts_on, relations_of
from timeline.record.steps import Step, steps_of
from timeline.rule.answer import Answer
from timeline.rule.line import turns
from timeline.rule.terms import Terms
from timeline.views.changelog import Line, lines
from timeline.views.drawing import Drawing, drawing
from timeline.views.explain import Explanation, explain
from timeline.views.lanes import lanes
from timeline.views.periods import Period, history, periods
from timeline.views.versions import all_versions


class Amendment(NamedTuple):
    """A correction or retraction, and the entry that holds it."""

    kept: Kept
    act: Correct | Retract


class Book:
    """The data behind every page of the partnership *seen*; its pages open on the day *on*.

    *rows* holds every row that ever stood; without *rows*, they are worked out from the entries.
    """

    def __init__(self, seen: Whole, on: date, rows: Sequence[Row] | None = None) -> None:
        self.seen, self.on, self.record = seen, on, seen.record
        self.slug = seen.slug
        self.name = seen.record.partnership.title or seen.slug
        self.title_of = titles(seen.record)
        self.terms = [key for key in self.record.terms if key not in self.record.retired]
        self.former = [key for key in self.record.terms if key in self.record.retired]
        self.steps = steps_of(self.record)
        self.chains = Terms(self.steps)
        self._rows = rows

    @cached_property
    def events(self) -> dict[str, int]:
        """The position of each standing event in the record, by event id."""
        return {one.event.id: number for number, one in enumerate(self.record.events)}

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """Every row that ever stood, by the current name of its term and in box order.

        Rows that begin after the last day of the calendar are left out.
        """
        renamed = self.record.renamed
        rows = all_rows(self.record.acts) if self._rows is None else self._rows
        shown = sorted((row for row in rows if row.box.first <= _LAST), key=_order)
        return gathered((renamed.get(row.term, row.term), row) for row in shown)

    def values(self, key: str) -> list[str]:
        """Return every value that the term *key* was ever given, in a fixed order."""
        given = [step.value for step in self.steps.get(key, ()) if step.verb == "set"]
        items = (row.box.item for row in self.rows_of(key))
        stored = [item.value for item in items if item.kind == ANSWER]
        return [*dict.fromkeys(one for one in [*given, *stored] if one)]

    def rows_of(self, key: str) -> list[Row]:
        """Return every row that the term *key* ever had."""
        return self.rows.get(key, [])

    @cached_property
    def commits(self) -> list[list[Any]]:
        """Each instant of recording, in order, with the last version recorded then."""
        return [[last, recorded] for recorded, (_, last) in self._instants.items()]

    def commit(self, version: int) -> int:
        """Return the index in `commits` of the instant whose first version is *version*."""
        return self._commits[version]

    def commit_of(self, version: int) -> int:
        """Return the index in `commits` of the instant at which *version* was recorded."""
        return bisect_left(self.commits, version, key=lambda one: one[0])

    @cached_property
    def _commits(self) -> dict[int, int]:
        return {first: at for at, (first, _) in enumerate(self._instants.values())}

    @cached_property
    def _instants(self) -> dict[str, tuple[int, int]]:
        """The first and the last version recorded at each instant."""
        found: dict[str, tuple[int, int]] = {}
        for one in self.record.acts:
            first, _ = found.get(one.recorded, (one.version, 0))
            found[one.recorded] = first, one.version
        return found

    @cached_property
    def facts(self) -> Facts:
        """The events, sources and steps that the rows refer to."""
        return Facts(self.record, all_versions(self.record.acts), self._commits)

    @cached_property
    def pool(self) -> AnswerPool:
        """The numbered items that the rows consist of."""
        return AnswerPool(self.facts)

    @cached_property
    def answers(self) -> Answers:
        """The answers of every term, read from the rows that stand now."""
        standing = {
            key: [row.box for row in self.rows_of(key) if row.until == HEAD]
            for key in self.record.terms
        }
        return Answers(self.record, standing)

    @property
    def by_day(self) -> Lines:
        """The lines of every term, with no cut on what was known."""
        return self.answers.known(None)

    def answer(self, key: str) -> Answer:
        """Return the answer of the term *key* on the day on which the pages open."""
        return self.by_day.answer(key, day(self.on))

    @cached_property
    def drawing(self) -> Drawing:
        """The lanes of all current terms, laid out for drawing."""
        on = day(self.on)
        return drawing(lanes(self.by_day, self.terms, on), on)

    def history(self, key: str) -> list[Period]:
        """Return the history of the term *key*: its periods, in order."""
        return history(self.by_day, key)

    def period(self, key: str) -> Period:
        """Return the period of the term *key* that contains the day on which the pages open."""
        return [one for one in periods(self.by_day, key) if one.first <= self._today][-1]

    @property
    def _today(self) -> int:
        return self.on.toordinal()

    def explanation(self, key: str) -> tuple[date, Explanation]:
        """Return the explanation of the term *key* on the day on which the pages open.

        The day returned is the first since which this explanation has been the same.
        """
        since, *earlier = self._turns(key)
        why = self._explained(key, since)
        for on in earlier:
            # Explaining takes much longer than answering, and mostly the answers already differ.
            answer = self.by_day.answer(key, day(date.fromordinal(on)))
            if answer != why.answer or self._explained(key, on) != why:
                break
            since = on
        return date.fromordinal(since), why

    def _explained(self, key: str, on: int) -> Explanation:
        return explain(self.by_day, key, day(date.fromordinal(on)), every=self.steps[key])

    def _turns(self, key: str) -> list[int]:
        """Return the days on which the explanation may change, from the opening day backwards."""
        several = [self.steps.get(one, []) for one in self.chains.with_dependencies(key)]
        found = {on for own in several for on, _ in turns(step for step in own if step.days)}
        found |= {on for step in self.steps[key] for on in (step.public, step.lapses)} | {1}
        found |= {on for step in self.steps[key] for on in _run_begun(step, self._today)}
        return sorted((on for on in found if 0 < on <= self._today), reverse=True)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the changelog, newest first."""
        return lines(self.answers, None, None)

    @cached_property
    def lines_by_event(self) -> dict[str, list[Line]]:
        """The changelog lines of each event, oldest first."""
        return gathered((event, line) for line in self.lines[::-1] for event in events_of(line))

    @cached_property
    def steps_by_event(self) -> dict[str, list[tuple[str, Step]]]:
        """The steps of each event, each with the term that it concerns."""
        return gathered((s.event, (key, s)) for key, steps in self.steps.items() for s in steps)

    @cached_property
    def happened(self) -> dict[str, Kept]:
        """Every event as it was first recorded, including retracted ones, by event id."""
        return {one.act.id: one for one in self.record.acts if isinstance(one.act, Event)}

    @cached_property
    def telling(self) -> dict[str, list[Event]]:
        """The events that tell more about each event."""
        pairs = ((of, one.event) for one in self.record.events for of in _of(one.event))
        return gathered(pairs)

    def near(self, events: Iterable[str]) -> list[str]:
        """Return *events* and all others that decided, as by dating them, what became of them."""
        return closed(events, self._needs)

    @cached_property
    def _needs(self) -> dict[str, set[str]]:
        """The events that decide what became of each event, or once did, by its id."""
        record, found = self.record, dict[str, set[str]]()
        acts = {act.id: act.event for one in record.acts if isinstance(act := one.act, Correct)}
        for one in record.acts:
            said, event = said_in(one.act), acts.get(one.act.id, one.act.id)
            needs = found.setdefault(event, set())
            needs.update(
                counted_from(said), filter(None, [said.after, *(c.of for c in said.changes)])
            )
            waiting = (each.once for each in said.changes if isinstance(each, Set) and each.once)
            needs.update(filter(None, map(relations_of(record).meeting, waiting)))
            for _, target in acts_on(said):
                found.setdefault(target, set()).add(event)
        return found

    @cached_property
    def last_entries(self) -> LastEntries:
        """An index to the last entry about anything that a page names."""
        return LastEntries(self.seen.entries, self.record)

    @cached_property
    def amendments(self) -> dict[str, list[Amendment]]:
        """The corrections and retractions of each event, including those of its corrections."""
        acts = [one.act for one in self.record.acts]
        events = {act.id: act.event for act in acts if isinstance(act, Correct)}
        return gathered(
            (events.get(one.act.event, one.act.event), Amendment(one, one.act))
            for one in self.record.acts
            if isinstance(one.act, Correct | Retract)
        )


_LAST = date.max.toordinal()
"""The ordinal of the last day of the calendar; nobody can ask about a later one."""


def _run_begun(step: Step, last: int) -> Iterator[int]:
    """Yield the first day of the run, unless it is the first one, in which the day *last* is.

    The answer of each run has another last day, so it is not explained as the one before.
    """
    first = step.until.latest if step.until and step.renews else None
    number = step.renews.run(first, date.fromordinal(last)) if first and step.renews else 0
    if first and step.renews and number:
        yield step.renews.times(number - 1).after(first).toordinal() + 1


def _order(row: Row) -> tuple[int, int, int, str, str, int, int]:
    box = row.box
    return box.first, box.since, row.since, box.item.kind, box.item.body, box.last, box.until


def events_of(line: Line) -> list[str]:
    """Return the ids of the events behind *line*, a line of the changelog, each once."""
    return list(dict.fromkeys([*(step.event for step in line.steps), line.event]))


def _of(event: Event) -> Iterable[str]:
    return dict.fromkeys(change.of for change in event.changes if change.of)
