"""The differences between two points, and the clock that caused each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from events.dates.dates import Date
from events.dates.reckoned import Reckoned
from events.model.kinds import Act, Correct, Define, Event, Redefine, Retract, Set, Term
from events.model.subjects import counted_from
from events.model.values import Value, value
from timeline.boxes.boxes import Box
from timeline.boxes.items import answers_among
from timeline.boxes.lines import Answers
from timeline.boxes.replay import UNSET
from timeline.record import relations
from timeline.record.days import FAR, ordinals
from timeline.record.incremental import closed
from timeline.record.record import Kept, Record, record_of, said_in
from timeline.record.sources import public_acts
from timeline.record.steps import Step, steps_of
from timeline.rule.answer import Answer, answer_in, answer_of, answer_on, as_covered
from timeline.rule.state import state_on
from timeline.rule.terms import PossibleAnswer, Terms, kinds
from timeline.views.answer_changes import (
    AnswerChange,
    answer_changes,
    bare,
    behind,
    earlier_names,
    goes_on,
)

CAUSES = ("corrected", "remodelled", "logged", "learned", "world")


@value
class Point(Value):
    """A point on the three clocks: the effective day, what was known, and what was recorded."""

    on: Date
    known: date | None = None
    recorded: str | None = None


@value
class Difference(Value):
    """The answers of one term before and after, why they differ, and the *events* behind it.

    *days*, if given, are the first and the last day, as ordinals, that the difference is about:
    they are over at both points, and their answers were learned only later. *clarified* means that
    the events only say more about something already known.
    """

    cause: str
    before: Answer
    after: Answer
    events: tuple[str, ...]
    days: tuple[int, int] | None = None
    clarified: bool = False


Read = Callable[[str | None, date | None, Date | None], Answers]
"""A function that returns the answers recorded by an instant and known by a day.

Its third argument is a date or None; if there is a date, the answers may only be asked about on it.
The same arguments give the same object. If two instants differ, the records read at both have
everything ever said of the terms.
"""


def differences(read: Read, start: Point, end: Point) -> Iterator[Difference]:
    """Yield the rows that lead from the answers at *start* to those at *end*.

    *read* returns the answers at a point. The clocks are moved one at a time: first *recorded*,
    then *known*, then *as of*. A term whose answer changes with several of them has several rows,
    in that order (docs/meaning.md §7).
    """
    is_known = start.known == end.known
    begin, finish = (start.on, end.on) if is_known else (None, None)
    before, after = (read(point.recorded, start.known, begin) for point in (start, end))
    names = max(before, after, key=_reached).record.renamed
    first = _View(before, names, start.on, start.known)
    recorded = _View(after, names, start.on, start.known)
    known = recorded
    if not is_known:
        known = _View(read(end.recorded, end.known, None), names, start.on, end.known)
    last = _View(read(end.recorded, end.known, finish), names, end.on, end.known)
    for term in dict.fromkeys(names.get(key, key) for key in (*before.terms, *after.terms)):
        yield from _recorded(term, first, recorded)
        if not is_known:
            yield from _learned(term, recorded, known, min(first.days[0][0], last.days[0][0]))
        yield from _row("world", term, known, last)


def _reached(answers: Answers) -> int:
    acts = answers.record.acts
    return acts[-1].version if acts else 0


class _View:
    """The answers at one point; *names* maps former names of terms to those at the later one."""

    def __init__(
        self, answers: Answers, names: Mapping[str, str], on: Date, known: date | None
    ) -> None:
        self.answers, self.names, self.on, self.known = answers, names, on, known
        self.record, self.lines = answers.record, answers.known(known)
        self.days = ordinals(on)
        self._own = earlier_names(self.record, self.lines.steps, names)

    def term(self, key: str) -> Term:
        """Return a term by its later name; a term not defined yet gets its key as its title."""
        own = self._own.get(key)
        return replace(self.record.terms[own], key=key) if own else Term(key=key, title=key)

    def answer(self, key: str) -> Answer:
        """Return the answer of a term; a term not defined yet is not set."""
        own = self._own.get(key)
        if own is None:
            return answer_in(self.term(key), _UNSET, -FAR, FAR)
        line, (first, *_, last) = self.lines.line(own), (*self.days[0], *self.days[-1])
        near = line[line.index_on(first) : line.index_on(last) + 1]
        told = answer_of(self.record.terms[own], near, self.on)
        return _named(as_covered(told, self.record.covered_from(own), self.on), self.term(key))

    def same(self, key: str) -> object:
        """Return a value that is equal for equal answers of the term, as `same` does."""
        own = self._own.get(key)
        if own and self.days[0][0] == self.days[-1][1]:
            line = self.lines.line(own)
            return kinds(line[line.index_on(self.days[0][0])].state.answers)
        return same(self.answer(key))

    def boxes(self, key: str) -> set[Box]:
        """Return the boxes of the answers of a term, as known at this point."""
        on = self.known.toordinal() if self.known else FAR
        return {*answers_among(self.answers.boxes.get(self._own.get(key, key), [UNSET]), on)}

    def counts_runs(self, key: str) -> bool:
        """Return whether some answer of a term renews after a last day counted from an event.

        Then the same box may say something else where that event has got another day.
        """
        steps = self.lines.steps.get(self._own.get(key, key), ())
        return any(
            isinstance(step.change, Set) and step.change.renews
            and isinstance(step.change.through, Reckoned) for step in steps
        )  # fmt: skip


_UNSET = state_on(Terms({}), "", 0)


def _named(one: Answer, term: Term) -> Answer:
    return replace(one, term=term, periods=tuple(_named(each, term) for each in one.periods))


def same(one: Answer) -> object:
    """Return a value that *one* shares with every answer that is the same (docs/meaning.md §4)."""
    if one.periods:
        return tuple((each.first, each.last, same(each)) for each in one.periods)
    return kinds(map(_first_run, [one.decided] if one.decided else one.possible))


def _first_run(one: PossibleAnswer) -> PossibleAnswer:
    """Return *one* with the last day of its first run if it renews: no run is another answer."""
    given = one.outcome.given
    return one._replace(until=given.until) if one.renews and given else one


def _row(cause: str, term: str, before: _View, after: _View) -> Iterator[Difference]:
    if before.same(term) != after.same(term):
        was, now = before.answer(term), after.answer(term)
        steps = behind(_possible(was), _possible(now))
        yield Difference(
            cause,
            was,
            now,
            tuple(events_of(steps, _undone(_possible(was), after))),
            clarified=cause == "learned" and is_clarified(steps),
        )


def _possible(one: Answer) -> list[PossibleAnswer]:
    """Return everything that may hold on one of the days of an answer."""
    own = [one.decided] if one.decided else [*one.possible]
    return own + [each for period in one.periods for each in _possible(period)]


def events_of(steps: Iterable[Step], undone: Iterable[Step] = ()) -> dict[str, None]:
    """Return the events of *steps* and of *undone*, without duplicates.

    Events that gave the *steps* their day, or denied those *undone*, are included.
    """
    found = [(step.event, *_done(step, "dates", "met")) for step in steps]
    found += [(step.event, *_done(step, "denies")) for step in undone]
    return dict.fromkeys(event for several in found for event in several)


def _done(step: Step, *deeds: str) -> Iterator[str]:
    yield from (one.event for one in step.acted if one.done in deeds)


def _undone(was: Iterable[PossibleAnswer], after: _View) -> Iterator[Step]:
    """Yield the steps that gave an answer until then, and are denied in the view *after*."""
    given = {(one.deciding.version, one.deciding.index) for one in was if one.deciding}
    for own in after.lines.steps.values():
        for step in own:
            if (step.version, step.index) in given and any(_done(step, "denies")):
                yield step


def is_clarified(steps: Sequence[Step]) -> bool:
    """Return whether *steps* only say more about something already known to have happened."""
    changes = [step.change for step in steps]
    return bool(changes) and all(isinstance(one, Set) and one.of for one in changes)


def _learned(term: str, before: _View, after: _View, since: int) -> Iterator[Difference]:
    """Yield what became public between the two points, including about days before *since*."""
    was, now = before.boxes(term), after.boxes(term)
    if not before.counts_runs(term):
        was, now = was - now, now - was
    closed, opened = before.lines.stretches(was), after.lines.stretches(now)
    found = answer_changes(closed, opened, since)
    lasting = found.pop() if found and found[-1].last == since else None
    while lasting and found and _lasts(found[-1], lasting):
        lasting = found.pop()
    for one in found:
        steps = behind(one.was, one.now)
        yield Difference(
            "learned",
            bare(before.term(term), one.was, one.first, one.last),
            bare(after.term(term), one.now, one.first, one.last),
            tuple(events_of(steps, _undone(one.was, after))),
            days=(one.first, one.last),
            clarified=is_clarified(steps),
        )
    yield from _row("learned", term, before, after)


def _lasts(one: AnswerChange, lasting: AnswerChange) -> bool:
    return goes_on(one, lasting) or goes_on(one.back, lasting.back)


def _recorded(term: str, before: _View, after: _View) -> Iterator[Difference]:
    """Yield the difference that the *recorded* clock makes, whichever point is the earlier."""
    if before.answers is after.answers or before.same(term) == after.same(term):
        return
    earlier, later = sorted((before, after), key=lambda view: _reached(view.answers))
    reached = _reached(earlier.answers)
    between = [one for one in later.record.acts if one.version > reached]
    cause, acts = _cause(term, between, later)
    [row] = _row(cause, term, before, after)
    yield replace(row, events=tuple(acts)) if acts else row


def _cause(term: str, between: Sequence[Kept], later: _View) -> tuple[str, list[str]]:
    """Return the cause of the change made by the acts *between*, and the acts to blame for it.

    Corrections and retractions are the cause if the later answer would differ without them.
    Otherwise the vocabulary is, if it alone turns the earlier answer into the later one. The acts
    returned are those without which the answer would differ, or all of them if none alone makes a
    difference. If neither is the cause, no acts are returned.
    """
    goal, held = later.same(term), _bearing_acts(later.record.acts, term, later.names)

    def same_without(acts: Iterable[Kept]) -> object:
        dropped = {one.version for one in acts}
        record = record_of(one for one in held if one.version not in dropped)
        steps = steps_of(record, known=later.known)
        own = earlier_names(record, steps, later.names).get(term, term)
        return same(answer_on(Terms(steps), Term(key=own, title=""), later.on))

    def decisive(acts: Iterable[Kept]) -> list[str]:
        several = list(acts)
        alone = [one for one in several if same_without([one]) != goal]
        return [one.act.id for one in alone or several]

    if same_without(one for one in between if isinstance(one.act, Correct | Retract)) != goal:
        return "corrected", decisive(acts_about(later.record, term, between, later.known))
    if same_without(one for one in between if not isinstance(one.act, Define | Redefine)) == goal:
        return "remodelled", decisive(one for one in between if isinstance(one.act, Redefine))
    return "logged", []


def acts_about(
    record: Record, term: str, between: Iterable[Kept], known: date | None
) -> Iterator[Kept]:
    """Yield the corrections and retractions in *between* that bear on *term*.

    Such an act is about an event of *record* on which the answer of *term*, a current name, may
    depend. If *known* is given, the event was public by that day.
    """
    acts = [one.act for one in record.acts]
    events, corrected = _bearing(acts, term, record.renamed), _corrected(acts)
    if known:
        events &= public_acts(record, known.toordinal())
    for one in between:
        if isinstance(one.act, Correct | Retract) and _event_of(one.act, corrected) in events:
            yield one


def _bearing_acts(kept: Sequence[Kept], term: str, names: Mapping[str, str]) -> list[Kept]:
    """Return the vocabulary, and the acts about events on which the answer of *term* may depend."""
    acts = [one.act for one in kept]
    events, corrected = _bearing(acts, term, names), _corrected(acts)
    return [
        one
        for one in kept
        if not isinstance(one.act, Event | Correct | Retract)
        or _event_of(one.act, corrected) in events
    ]


def _corrected(acts: Iterable[Act]) -> dict[str, str]:
    return {act.id: act.event for act in acts if isinstance(act, Correct)}


def _event_of(act: Event | Correct | Retract, corrected: Mapping[str, str]) -> str:
    """Return the event that *act* tells or is about, even if it retracts a correction."""
    return act.id if isinstance(act, Event) else corrected.get(act.event, act.event)


def _bearing(acts: Sequence[Act], term: str, names: Mapping[str, str]) -> set[str]:
    """Return the events on which the answer of *term* may depend, in any version they have had.

    As recorded or as corrected, these are the events that change the term or one it depends on, or
    restate its text; the events that such a change tells more about; the events that meet a
    condition named there; the events that any of these come after or count a day from; and the
    events that do something to any of these.
    """
    said = [(_event_of(act, {}), said_in(act)) for act in acts if isinstance(act, Event | Correct)]
    found: set[str] = set()
    terms = [term]
    for key in terms:
        own = {key, *(old for old, new in names.items() if new == key)}
        changes = [(event, one) for event, form in said for one in form.changes if one.term in own]
        sets = [change for _, change in changes if isinstance(change, Set)]
        conditions = {name for change in sets for name in (*change.unless, change.once) if name}
        found |= {event for event, _ in changes}
        found |= {change.of for _, change in changes if change.of}
        found |= {event for event, form in said if conditions.intersection(form.met)}
        found |= {
            event for event, form in said
            if any(fnmatchcase(name, glob) for glob in form.restates for name in own)
        }  # fmt: skip
        hinges = (names.get(one.hinge, one.hinge) for one in sets if one.hinge)
        terms += [hinge for hinge in dict.fromkeys(hinges) if hinge not in terms]
    needed = dict[str, list[str]]()
    for event, form in said:
        needed.setdefault(event, []).extend(
            [*([form.after] if form.after else []), *counted_from(form)]
        )
        for _, target in relations.acts_on(form):
            needed.setdefault(target, []).append(event)
    return {*closed(found, needed)}
