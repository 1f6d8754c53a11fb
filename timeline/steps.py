"""The steps of a term: its changes in the form in which the as-of rule folds them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from events.dates import Date, day
from events.kinds import (
    Authority,
    Change,
    End,
    Event,
    Reaffirm,
    Set,
    Source,
    verb,
)
from timeline.record import Record, Standing
from timeline.windows import Windows

FAR = 10_000_000
"""An ordinal beyond every calendar day: how far an end reaches that nobody has stated."""


@dataclass(frozen=True, slots=True)
class Met:
    """A named condition came about."""

    condition: str


Days = tuple[tuple[int, int], ...]
"""Possible days as ordinals: disjoint, sorted, both ends inclusive."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One change of one term, or a condition met, with all that its event lends it.

    *place* orders the steps of one day: the happening, the telling of it, the index therein.
    Steps with the same *moment* happened on the same day, whichever that was.
    """

    change: Change | Met
    standing: Standing
    place: tuple[int, int, int]
    moment: tuple[int, int]
    when: Date | None
    announced: Date
    authority: Authority
    sources: tuple[str, ...]
    rank: int = field(init=False)
    days: Days = field(init=False)
    through: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rank", self.authority.rank)
        object.__setattr__(self, "days", ordinals(self.when) if self.when else ())
        object.__setattr__(self, "through", _last_day(self.change))

    @property
    def event(self) -> Event:
        """The event that says so, as the record has it."""
        return self.standing.event

    @property
    def verb(self) -> str:
        """What it does, as ledger files name it."""
        return "met" if isinstance(self.change, Met) else verb(self.change)

    @property
    def answers(self) -> bool:
        """Whether it gives an answer: a *set* or an *end*."""
        return isinstance(self.change, Set | End)

    @property
    def unless(self) -> tuple[str, ...]:
        """The conditions that would end it early."""
        return self.change.unless if isinstance(self.change, Set) else ()

    def meets(self, other: "Step") -> bool:
        """Whether it says that a condition came about that ends *other* early."""
        return isinstance(self.change, Met) and self.change.condition in other.unless

    def reaffirms(self) -> bool:
        """Whether it restates the answer."""
        return isinstance(self.change, Reaffirm)

    def pending(self, on: int) -> bool:
        """Whether on that day it was announced while it lay ahead, or had no day at all."""
        ahead = not self.days or self.days[0][0] > on
        return ahead and self.announced_by(on)

    def announced_by(self, day: int) -> bool:
        """Whether it was certainly public by the end of *day*."""
        latest = self.announced.latest
        return latest is not None and latest.toordinal() <= day


class Steps(tuple[Step, ...]):
    """The steps of one term in log order."""

    @cached_property
    def windows(self) -> Windows:
        """Which of them can matter on a day."""
        return Windows(self)


def ordinals(when: Date) -> Days:
    """Return the possible days of *when* as ordinals; an open end reaches `FAR`."""
    return tuple(
        (first.toordinal() if first else -FAR, last.toordinal() if last else FAR)
        for first, last in when.spans
    )


def _last_day(change: Change | Met) -> int:
    through = change.through if isinstance(change, Set) else None
    latest = through.latest if through else None
    return latest.toordinal() if latest else FAR


def steps_of(record: Record, *, known: date | None = None) -> dict[str, Steps]:
    """Return the steps of every term in log order: those public by the end of *known*.

    A condition that was met is a step of each term that has ever named it. Steps that were public
    cite only what was published by then.
    """
    steps: dict[str, list[Step]] = {term: [] for term in record.terms}
    places = {one.event.id: one for one in record.events}
    mets: list[Step] = []
    for standing in record.events:
        mets.extend(_mets(standing, record))
        for index, change in enumerate(standing.event.changes):
            step = _step(standing, index, change, places, record)
            steps.setdefault(record.renamed.get(change.term, change.term), []).append(step)
    ordered = {
        term: Steps(sorted([*own, *_ending(own, mets)], key=lambda step: step.place))
        for term, own in steps.items()
    }
    if known is None:
        return ordered
    return {term: Steps(_public(own, known, record)) for term, own in ordered.items()}


def _public(steps: Iterable[Step], known: date, record: Record) -> Iterator[Step]:
    """Yield what was public by *known*, citing nothing that was published later."""
    for step in steps:
        if step.announced_by(known.toordinal()):
            cited = (
                key for key in step.sources if not _published_after(known, record.sources[key])
            )
            yield replace(step, sources=tuple(cited))


def _published_after(known: date, source: Source) -> bool:
    """Whether it may have been published later; one without any date came with the statement."""
    if source.published is None:
        return False
    latest = source.published.latest or source.published.earliest
    return latest is None or latest > known


def _ending(steps: list[Step], mets: list[Step]) -> Iterator[Step]:
    return (met for met in mets if any(met.meets(step) for step in steps))


def _mets(standing: Standing, record: Record) -> Iterator[Step]:
    """Yield the conditions met; they precede the changes of the event that says so."""
    event, count = standing.event, len(standing.event.met)
    for index, condition in enumerate(event.met):
        yield Step(
            change=Met(condition),
            standing=standing,
            place=(standing.place, standing.place, index - count),
            moment=(standing.place, -1),
            when=event.when,
            announced=announced_of(standing, record),
            authority=event.authority,
            sources=event.sources,
        )


def _step(
    standing: Standing, index: int, change: Change, events: dict[str, Standing], record: Record
) -> Step:
    event = standing.event
    told = events[change.of] if change.of else standing
    when = change.when or told.event.when
    sources = change.sources or event.sources
    return Step(
        change=change,
        standing=standing,
        place=(told.place, standing.place, index),
        moment=(standing.place, index) if change.when else (told.place, -1),
        when=when,
        announced=_announced(change.announced or event.announced, sources, when, standing, record),
        authority=change.authority or event.authority,
        sources=sources,
    )


def announced_of(standing: Standing, record: Record) -> Date:
    """Return when an event became public; a change of it may have done so on a day of its own."""
    event = standing.event
    return _announced(event.announced, event.sources, event.when, standing, record)


def _announced(
    given: Date | None,
    sources: tuple[str, ...],
    when: Date | None,
    standing: Standing,
    record: Record,
) -> Date:
    """Fall back to the first published source, then to the effective day, then to *recorded*."""
    if given is not None:
        return given
    published = _first_published(record.sources[key] for key in sources if key in record.sources)
    if published is not None:
        return published
    recorded = datetime.fromisoformat(standing.recorded).date()
    if when is None or when.latest is None or when.latest > recorded:
        return day(recorded)
    return when


def _first_published(sources: Iterable[Source]) -> Date | None:
    dated = [one.published for one in sources if one.published and one.published.latest]
    return min(dated, key=lambda one: one.latest or date.max, default=None)
