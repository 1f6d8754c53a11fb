"""Find the things that an older calendar may still have, though they will not come."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, takewhile

from cli.fast.sentences import quoted
from cli.wording.outlook import DOES
from events.dates.dates import Date
from events.model.kinds import Change, Event, Set, Term, When, verb
from events.model.values import Value, value
from timeline.record.incremental import GrowingRecord, closed
from timeline.record.record import Record, Standing, standing
from timeline.record.relations import acts_on, relations_of
from timeline.record.sources import public_since
from timeline.record.steps import matching
from timeline.views.upcoming import NO_NEWS, Coming


@value
class Name(Value):
    """The name of a calendar entry, which stays the same when the day of the entry moves.

    *number* tells apart what the *event* says of the *term*; *run* numbers the runs of a renewal.
    """

    kind: str
    term: str
    event: str
    number: str = "1"
    run: int | None = None


@value
class Withdrawn(Value):
    """An entry for the day *on*, to take out of calendars; *says* is what the entry was about."""

    name: Name
    term: Term
    on: date
    title: str
    says: str


def name_of(one: Coming, record: Record) -> Name:
    """Return the name of the calendar entry for *one*, a thing to come, given *record*."""
    found = record.standing(one.step.event)
    if one.step.index >= 0 and found:
        number = _number(found.event, one.step.index)
    else:
        number = one.step.condition or one.step.verb
    return Name(one.kind, one.term.key, one.step.event, number, one.run)


def _number(event: Event, index: int) -> str:
    term = event.changes[index].term
    return str(sum(one.term == term for one in event.changes[: index + 1]))


def withdrawn(
    record: Record,
    coming: Iterable[Coming],
    keys: Iterable[str],
    after: date,
    *,
    known: date | None,
    within: int | None,
) -> list[Withdrawn]:
    """Return the entries that calendars may have after the day *after*, but that will not come.

    *coming* are the things that will come. There is an entry for everything that a version of an
    event in *record*, public by *known*, has said of the terms *keys*; retracted events count too.
    An answer that renewed has entries for the next two runs, and for all runs *within* so many
    days. *record* must have all acts.
    """
    there = {replace(name_of(one, record), run=None) for one in coming}
    found: dict[Name, Withdrawn] = {}
    for one in _Expected(record, {*keys}, after, known, within or 0).every():
        if replace(one.name, run=None) not in there:
            found.setdefault(one.name, one)
    return sorted(found.values(), key=lambda one: (one.on, str(one.name)))


class _Expected:
    """What could have been expected after the day *after* by any version of the events."""

    def __init__(
        self, record: Record, keys: set[str], after: date, known: date | None, within: int
    ) -> None:
        self.record, self.keys, self.after = record, keys, after
        self.far = after.toordinal() + within
        self.relations = relations_of(record, known)
        by = known.toordinal() if known else date.max.toordinal()
        self.versions = [v for v in _versions(record) if public_since(v, record) <= by]
        self.given = _given(v.event for v in self.versions)
        self.lasts: dict[str, set[date]] = {}
        self.hinges: dict[str, set[str]] = {}
        self.unless: dict[str, set[str]] = {}
        for change in (one for v in self.versions for one in v.event.changes):
            if isinstance(change, Set):
                last = self._last(change)
                self.lasts.setdefault(self._key(change.term), set()).update([last] if last else [])
                hinge = [self._key(change.hinge)] if change.hinge else []
                self.hinges.setdefault(self._key(change.term), set()).update(hinge)
                for condition in change.unless:
                    self.unless.setdefault(condition, set()).add(self._key(change.term))

    def _key(self, term: str) -> str:
        return self.record.renamed.get(term, term)

    def _date(self, when: When | None) -> Date | None:
        return self.relations.on(when, (0, 0)).date

    def _last(self, change: Set) -> date | None:
        last = change.during or self._date(change.through)
        return last.latest if last else None

    def every(self) -> Iterator[Withdrawn]:
        """Yield the expected entries, the last version of each event first."""
        for version in reversed(self.versions):
            yield from self._endings(version.event)
            for index, change in enumerate(version.event.changes):
                key = self._key(change.term)
                term = self.record.terms.get(key)
                if key in self.keys and term:
                    name = Name("", key, version.event.id, _number(version.event, index))
                    for kind, on, run in self._days(version.event, change, term):
                        own = replace(name, kind=kind, run=run)
                        yield Withdrawn(own, term, on, version.event.title, _says(change))

    def _endings(self, event: Event) -> Iterator[Withdrawn]:
        """Yield the conditions met, and the texts restated, that could end something ahead."""
        when = self._date(event.when)
        ends = [(one, DOES["end"], self.unless.get(one, set())) for one in event.met]
        if event.restates:
            ends.append(("restates", DOES["restates"], matching(event.restates, self.record)))
        on = when.earliest if when else None
        if on is None or on <= self.after:
            return
        for number, says, terms in ends:
            for key in sorted(terms & self.keys & self.record.terms.keys()):
                name = Name("announced", key, event.id, number)
                yield Withdrawn(name, self.record.terms[key], on, event.title, says)

    def _days(
        self, event: Event, change: Change, term: Term
    ) -> Iterator[tuple[str, date, int | None]]:
        """Yield each day on which something could be expected of *change*, its kind and run."""
        whens = [self._date(change.when or event.when), *self.given.get(event.id, ())]
        if isinstance(change, Set) and change.once:
            whens += self.given.get(_met(change.once), ())
        first = [one.earliest for one in whens if one and one.earliest]
        if verb(change) not in NO_NEWS:
            yield from (("announced", on, None) for on in first if on > self.after)
        if isinstance(change, Set):
            for last, run in self._ends(change):
                notice = change.notice or term.notice
                given = notice.before(last) if notice else None
                yield "renewal" if run else "expiry", last + timedelta(1), run
                if given and given >= self.after:
                    yield "notice", given, run

    def _ends(self, change: Set) -> Iterator[tuple[date, int | None]]:
        """Yield the last days ahead of an answer, or of the runs of one that renews."""
        last = self._last(change)
        if last and change.renews:
            first = change.renews.run(last, self.after)
            ends = ((change.renews.times(run).after(last), run + 1) for run in count(first))
            for number, (end, run) in enumerate(takewhile(lambda one: one[0] < date.max, ends)):
                if number >= 2 and end.toordinal() >= self.far:
                    break
                yield end, run
        elif last and self.after <= last < date.max:
            yield last, None
        above = closed([self._key(change.hinge)], self.hinges) if change.hinge else []
        days = sorted({day for key in above for day in self.lasts.get(key, ())})
        yield from ((day, None) for day in days if self.after <= day < date.max)


def _versions(record: Record) -> Iterator[Standing]:
    """Yield every version that the events have had, each as it was recorded or corrected."""
    growth = GrowingRecord(record.acts)
    for event in (one.act.id for one in record.acts if isinstance(one.act, Event)):
        about = growth.about(event)
        seen: list[Standing] = []
        for number in range(1, len(about) + 1):
            seen += [one for one in standing(about[:number]) if one not in seen]
        yield from seen


def _given(events: Iterable[Event]) -> Mapping[str, set[Date]]:
    """Return the days that *events* have given to plans, or on which they met conditions."""
    found: dict[str, set[Date]] = {}
    for event in events:
        plans = [target for done, target in acts_on(event) if done == "dates"]
        when = event.when if isinstance(event.when, Date) else None
        for name in (*plans, *map(_met, event.met)) if when else ():
            found.setdefault(name, set()).update([when] if when else [])
    return found


def _met(condition: str) -> str:
    return f"met {condition}"


def _says(change: Change) -> str:
    value = getattr(change, "value", None)
    return quoted(value) if value else DOES[verb(change)]
