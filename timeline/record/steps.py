"""Steps: what the events of a record do to each term, with the days each may fall on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from events.model.dates import Date, day
from events.model.kinds import (
    Authority,
    Change,
    Claim,
    Dispute,
    Event,
    Position,
    Set,
    Source,
    verb,
)
from timeline.record.record import Record, Standing

FAR = 10_000_000
"""An ordinal beyond every calendar day: how far an end reaches that nobody has stated."""

_EVER = -2 * FAR
"""How far back an open start reaches: beyond the first day of every line.

So several such steps may have come one after another by that day, as by any other.
"""

Days = tuple[tuple[int, int], ...]
"""Possible days as ordinals: disjoint spans in order, both ends inclusive."""

Place = tuple[int, ...]
"""The order of steps within a day, compared number by number."""

Moment = tuple[int, int]
"""Names one pick of a day, which its steps share.

It is the version of an event, and -1 or the index of a change that has a date of its own.
"""

ANSWERS = frozenset({"set", "end"})
SILENT = frozenset({"use", "note", "met"})
"""The verbs that nobody waits for, though they lie ahead."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """One change of a term, or a condition met, with all that its event lends it.

    *verb* is what it does, as ledger files name it, or `met`. *event*, which was recorded as
    *version*, and *index* name it; the indexes of conditions are negative. Steps of one *moment*
    fall on the same day, whichever of *days* that is; a date that is marked approximate has more of
    them than its text says (`events.model.dates`). *public* is the last day of *announced*.
    *through* is the last day of what it says, *until* the date as written. *default* names which of
    *by* and *authority* nobody stated: they are worked out from *sources*.
    """

    verb: str
    event: str
    version: int
    index: int
    place: Place
    moment: Moment
    days: Days
    when: Date | None
    announced: Date
    public: int
    authority: Authority
    rank: int
    by: tuple[str, ...]
    sources: tuple[str, ...]
    default: frozenset[str] = frozenset()
    value: str | None = None
    until: Date | None = None
    through: int = FAR
    unless: frozenset[str] = frozenset()
    hinge: str | None = None
    condition: str | None = None
    adds: bool = False
    positions: tuple[Position, ...] = ()
    change: Change | None = None

    @property
    def fields(self) -> tuple[object, ...]:
        """All that it says, to compare it with a step of another record."""
        return tuple([getattr(self, name) for name in Step.__slots__])

    def pending(self, on: int) -> bool:
        """Whether by the day *on* it was announced while it lay ahead, or had no day."""
        ahead = not self.days or self.days[0][0] > on
        return ahead and self.public <= on and self.verb not in SILENT


def steps_of(record: Record, *, known: date | None = None) -> dict[str, list[Step]]:
    """Return the steps of every term in order of place: those public by the end of *known*.

    A condition met is a step of each term that names it. What was public cites only what was
    published by then, and is said by whoever that shows it to be (docs/meaning.md §6).
    """
    own, mets = own_steps(record.events, record)
    steps = {term: own.pop(term, []) for term in record.terms} | own
    if known is not None:
        by = known.toordinal()
        steps = {term: _public(own, by, record) for term, own in steps.items()}
        mets = _public(mets, by, record)
    return {term: with_mets(own, mets) for term, own in steps.items()}


def known_forms(step: Step, record: Record) -> tuple[tuple[int, Step], ...]:
    """Return *step*, of the uncut *record*, as views known by different days have it.

    Each is of a day, an ordinal, and of those that follow up to the next: the first of the day on
    which it became public, a later one of the day on which a source showed that others say so too,
    or with another authority. `FAR` is the day of sources that no view but the uncut may cite. All
    have the sources of the *step*, of which a view cites what was published by then.
    """
    later = {day for key in step.sources if (day := _citable(key, record)) > step.public}
    if not step.default or not later:
        return ((step.public, step),)
    found: list[tuple[int, Step]] = []
    for known in (step.public, *sorted(later)):
        one = _altered(step, **_trust(step, _cited(step, known, record), record))
        if not found or (found[-1][1].by, found[-1][1].authority) != (one.by, one.authority):
            found.append((known, one))
    return tuple(found)


def own_steps(
    events: Sequence[Standing], record: Record
) -> tuple[dict[str, list[Step]], list[Step]]:
    """Return the steps of every term that changes in *events* make, and all conditions met.

    Only the vocabulary of *record* counts. *events* include those that they say more about and
    those that they come after.
    """
    steps: dict[str, list[Step]] = {}
    places = _places(events)
    told = {one.event.id: one for one in events}
    mets: list[Step] = []
    for standing in events:
        mets.extend(_mets(standing, places, record))
        for index, change in enumerate(standing.event.changes):
            if change.of and change.of not in told:
                continue  # What is told of a retracted event falls with it.
            term = record.renamed.get(change.term, change.term)
            steps.setdefault(term, []).append(_step(standing, index, told, places, record))
    return steps, mets


def with_mets(own: Iterable[Step], mets: Iterable[Step]) -> list[Step]:
    """Return the steps of a term in order of place, with those of *mets* that it names."""
    steps = list(own)
    named = {condition for step in steps for condition in step.unless}
    steps += [met for met in mets if met.condition in named]
    return sorted(steps, key=lambda step: step.place)


def ordinals(when: Date) -> Days:
    """Return the possible days of *when* as ordinals; an open end reaches `FAR`."""
    return tuple(
        (first.toordinal() if first else -FAR, last.toordinal() if last else FAR)
        for first, last in when.spans
    )


def _possible(when: Date) -> Days:
    return tuple((first if first > -FAR else _EVER, last) for first, last in ordinals(when))


def announced(standing: Standing, record: Record) -> Date:
    """Return when an event was announced, or what stands in for that (docs/meaning.md §1)."""
    event = standing.event
    return event.announced or _announced(event.sources, event.when, standing, record)


def authority_of(event: Event, record: Record) -> Authority:
    """Return the authority of *event*, or what follows from who says so (docs/meaning.md §3)."""
    return event.authority or _authority(event.by, event.sources, record)


def speakers_of(event: Event, record: Record) -> tuple[str, ...]:
    """Return who says what *event* says: its `by`, or else the publishers of its sources."""
    return event.by or _publishers(event.sources, record)


def is_later(source: Source, known: int) -> bool:
    """Say whether a view known by the day *known*, an ordinal, leaves *source* out.

    It does until the latest day on which it can have been published; one that says only since when
    counts from that day on (docs/meaning.md §6).
    """
    return _published(source) > known


def _published(source: Source) -> int:
    """Return the day from which on *source* may be cited, an ordinal, `FAR` if on no day.

    One without a date came with the statement.
    """
    if source.published is None:
        return -FAR
    latest = source.published.latest or source.published.earliest
    return latest.toordinal() if latest else FAR


def _citable(key: str, record: Record) -> int:
    return _published(record.sources[key]) if key in record.sources else -FAR


def _public(steps: Iterable[Step], known: int, record: Record) -> list[Step]:
    return [_as_known(step, known, record) for step in steps if step.public <= known]


def _as_known(step: Step, known: int, record: Record) -> Step:
    cited = _cited(step, known, record)
    if cited == step.sources:
        return step
    return _altered(step, sources=cited, **_trust(step, cited, record))


def _cited(step: Step, known: int, record: Record) -> tuple[str, ...]:
    return tuple(key for key in step.sources if _citable(key, record) <= known)


def _trust(step: Step, cited: Iterable[str], record: Record) -> dict[str, Any]:
    """Return who says so and with what authority, where *cited* are all its sources."""
    by = _publishers(cited, record) if "by" in step.default else step.by
    authority = step.authority
    if "authority" in step.default:
        authority = _authority(by, cited, record)
    return {"by": by, "authority": authority, "rank": authority.rank}


def _altered(step: Step, **fields: Any) -> Step:
    """Return *step* with other *fields*, or itself where it has them already."""
    if all(getattr(step, name) == value for name, value in fields.items()):
        return step
    return Step(**{name: getattr(step, name) for name in Step.__slots__} | fields)


def _places(events: Iterable[Standing]) -> dict[str, Place]:
    """Return the place of each event: after another where it says so, else in log order.

    The numbers after the place of an event are -1 for its own steps, 0 for what is told of it and
    1 for what comes after it: (12, 1, 15, -1, 0) is the first change of event 15, which comes after
    event 12.
    """
    versions = {one.event.id: one.version for one in events}
    after = {one.event.id: one.event.after for one in events}
    places: dict[str, Place] = {}
    for event in versions:
        chain: list[str] = []
        earlier: str | None = event
        while earlier in versions and earlier not in places and earlier not in chain:
            chain.append(earlier)
            earlier = after[earlier]
        for one in reversed(chain):
            lead = (*places[earlier], 1) if earlier in places else ()
            places[one], earlier = (*lead, versions[one]), one
    return places


def _mets(standing: Standing, places: Mapping[str, Place], record: Record) -> Iterator[Step]:
    """Yield the conditions that an event says are met, which stand before its changes."""
    event = standing.event
    if not event.met:
        return
    said = _lent(None, event, event.when, standing, record)
    for index, condition in enumerate(event.met, -len(event.met)):
        place = (*places[event.id], -1, index)
        moment = standing.version, -1
        yield Step(verb="met", index=index, place=place, moment=moment, condition=condition, **said)


def _step(
    standing: Standing,
    index: int,
    events: Mapping[str, Standing],
    places: Mapping[str, Place],
    record: Record,
) -> Step:
    """Return a change as a step.

    What is told *of* another event has the day, the place and the moment of that one. Who says so,
    with what authority and since when, is of its own; where nobody says since when, and no source
    does, that follows from the day, and so from the other event.
    """
    change = standing.event.changes[index]
    told = events[change.of] if change.of else standing
    during = change.during if isinstance(change, Set | Claim) else None
    until = during or (change.through if isinstance(change, Set | Claim) else None)
    apart = during is not None or change.when is not None
    when = _first_day(during) or change.when or told.event.when
    order = (0, standing.version, index) if change.of else (-1, index)
    return Step(
        verb=verb(change),
        index=index,
        place=(*places[told.event.id], *order),
        moment=(standing.version, index) if apart else (told.version, -1),
        value=change.value if isinstance(change, Set | Claim) else None,
        until=until,
        through=_last(until),
        unless=frozenset(change.unless) if isinstance(change, Set) else frozenset(),
        hinge=_hinge(change, record),
        adds=isinstance(change, Claim) and change.adds,
        positions=change.positions if isinstance(change, Dispute) else (),
        change=change,
        **_lent(change, standing.event, when, standing, record),
    )


def _lent(
    change: Change | None, event: Event, when: Date | None, standing: Standing, record: Record
) -> dict[str, Any]:
    """Return when and by whom it was said: by the *change*, else its event, else by default."""
    own = change or event
    sources, by = own.sources or event.sources, own.by or event.by
    stated = own.authority or event.authority
    authority = stated or _authority(by, sources, record)
    announced = own.announced or event.announced
    announced = announced or _announced(sources, when, standing, record)
    return {
        "event": event.id, "version": standing.version, "when": when,
        "days": _possible(when) if when else (), "announced": announced, "public": _last(announced),
        "authority": authority, "rank": authority.rank, "sources": sources,
        "by": by or _publishers(sources, record),
        "default": frozenset(
            name for name, said in (("by", by), ("authority", stated)) if not said
        ),
    }  # fmt: skip


def _hinge(change: Change, record: Record) -> str | None:
    named = change.hinge if isinstance(change, Set) else None
    return record.renamed.get(named, named) if named else None


def _first_day(during: Date | None) -> Date | None:
    """Return the first day of *during*, marked as the whole is."""
    if during is None or during.earliest is None:
        return None
    first = day(during.earliest)
    return Date(first.edtf, first.written, first.spans, during.doubtful, during.approximate)


def _last(when: Date | None) -> int:
    return when.latest.toordinal() if when and when.latest else FAR


def _authority(by: tuple[str, ...], sources: Iterable[str], record: Record) -> Authority:
    """Believe the parties' own text; what has no basis is reported (docs/meaning.md §9 m)."""
    parties, publishers = set(record.partnership.parties), _publishers(sources, record)
    own = parties.issuperset(by or publishers) and not parties.isdisjoint(publishers)
    return Authority.OFFICIAL if own else Authority.REPORTED


def _publishers(sources: Iterable[str], record: Record) -> tuple[str, ...]:
    found = (record.sources[key].publisher for key in sources if key in record.sources)
    return tuple(dict.fromkeys(name for name in found if name))


def _announced(
    sources: Iterable[str], when: Date | None, standing: Standing, record: Record
) -> Date:
    """Return the date of the source that was published first, of those with a latest day.

    Else the effective day, if it was over when this was recorded, else the day of recording.
    """
    published = [record.sources[key].published for key in sources if key in record.sources]
    dated = [one for one in published if one and one.latest]
    if dated:
        return min(dated, key=lambda one: one.latest or date.max)
    recorded = datetime.fromisoformat(standing.recorded).date()
    if when is None or when.latest is None or when.latest > recorded:
        return day(recorded)
    return when
