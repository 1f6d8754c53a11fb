"""What events say besides their changes: that they date, confirm or deny others, or happened."""

from collections.abc import Iterator
from typing import NamedTuple

from events.dates.dates import Date
from events.model.kinds import Authority, Event, Set
from events.model.subjects import counted_from
from events.model.values import Value, value
from timeline.record.days import FAR, last_day, ordinals
from timeline.record.incremental import closed
from timeline.record.record import Record
from timeline.record.relations import Acted, Relations, acts_on
from timeline.record.sources import announced, authority_by, cited, has_party, publishers
from timeline.record.steps import Step


@value
class Deed(Value):
    """What an event has *done*: it `dates`, `calls-off`, `confirms` or `denies` another event.

    *title* is the title of the other event or, if *done* is `met`, of a condition. *by* and
    *authority* are those of the event that acts, by the sources that were out on the day on which
    it was *announced*; *party* tells whether a party is among *by*.
    """

    done: str
    title: str
    by: tuple[str, ...]
    authority: Authority
    announced: Date
    party: bool

    @property
    def rank(self) -> int:
        """The rank of the authority."""
        return self.authority.rank


SAID = {"confirms": "Confirmed", "denies": "Denied", "calls-off": "Called off"}
"""The groups, in a changelog, of deeds that are done on the day of their announcement."""


class Happening(NamedTuple):
    """What an event says by itself on the day *on*: a *deed*, or that it happened *when*."""

    group: str
    on: int
    when: Date | None
    deed: Deed | None = None


class Deeds:
    """What the events of *record* do to one another."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._needs: dict[str, set[str]] = {}
        for event in (one.event for one in record.events):
            self._needs.setdefault(event.id, set()).update(counted_from(event))
            for _, target in acts_on(event):
                self._needs.setdefault(target, set()).add(event.id)

    def to(self, step: Step, one: Acted) -> Deed:
        """Return the deed by which *one* acted on *step*."""
        if one.done == "met" and isinstance(step.change, Set) and step.change.once:
            return self._deed(one, self._record.conditions[step.change.once].title)
        return next(deed for deed in self.of(one.event) if deed.done == one.done)

    def of(self, event: str) -> Iterator[Deed]:
        """Yield the deeds by which *event* acts on other events that stand."""
        for standing in filter(None, [self._record.standing(event)]):
            for done, target in acts_on(standing.event):
                if other := self._record.standing(target):
                    yield self._deed(Acted(done, event), other.event.title)

    def _deed(self, one: Acted, title: str) -> Deed:
        record = self._record
        [standing] = filter(None, [record.standing(one.event)])
        event, public = standing.event, announced(standing, record)
        keys = cited(event.sources, record, last_day(public))
        by = event.by or publishers(keys, record)
        authority = event.authority or authority_by(by, keys, record)
        return Deed(one.done, title, by, authority, public, has_party(by, record))

    def dates(self, event: str) -> Iterator[tuple[int, Date | None, Acted | None]]:
        """Yield each day on which the date of *event* changed, that date, and the act behind it.

        The first is the day on which the event became public. The date is None if there is none,
        and the act None if the date is the event's own.
        """
        near = [one for one in map(self._record.standing, closed([event], self._needs)) if one]
        every = Relations(near, self._record)
        public = every.public(event)
        later = sorted({every.public(one.event.id) for one in near})
        for known in (public, *(day for day in later if day > public)):
            relations = Relations(near, self._record, known)
            yield known, relations.when(event), relations.fate(event)

    def happenings(self, event: Event) -> Iterator[Happening]:
        """Yield the happenings that *event* makes known by itself, besides its changes.

        If another event dated *event*, the other one makes known that *event* happened.
        """
        deeds = [*self.of(event.id)]
        dating = next((one for one in deeds if one.done == "dates"), None)
        is_plain = not (event.changes or event.met or event.restates or deeds)
        if not (is_plain or deeds or event.met or event.restates):
            return
        dates = [*self.dates(event.id)]
        yield from (
            Happening(SAID[one.done], *dates[0][:2], one) for one in deeds if one is not dating
        )
        ahead, is_told = set[Date | None](), False
        untils = [*(since - 1 for since, _, _ in dates[1:]), FAR]
        for (since, when, fate), until in zip(dates, untils, strict=True):
            begins = ordinals(when)[0][0] if when else FAR
            if fate and fate.done == "calls-off":
                continue
            if (is_plain or dating) and begins > since and when not in ahead:
                ahead.add(when)
                yield Happening("Announced", since, when, dating)
            on = max(begins, since)
            if on <= until and not is_told:
                is_told = True
                if dating:
                    yield Happening("Also happened", on, when, dating)
                if event.met or event.restates or (is_plain and not fate):
                    yield Happening("Also happened", on, when)
