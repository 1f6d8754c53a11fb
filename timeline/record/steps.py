"""Steps: what the events of a record do to each term, with the possible days of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from events.dates.dates import Date, day
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
"""An ordinal beyond every calendar day: the end of a span with no stated end."""

_EVER = -2 * FAR
"""The ordinal of an open start, before the first day of every line.

It leaves room for several such steps to have come one after another by that first day.
"""

Days = tuple[tuple[int, int], ...]
"""Possible days as ordinals: disjoint spans in order, both ends inclusive."""

Place = tuple[int, ...]
"""The order of steps within a day, compared number by number."""

Moment = tuple[int, int]
"""The key of one choice of a day, shared by the steps that fall on it.

It is the version of an event, followed by -1 or by the index of a change with its own date.
"""

ANSWERS = frozenset({"set", "end"})
SILENT = frozenset({"use", "note", "met"})
"""The verbs that are never pending, even if their days lie ahead."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """One change of a term, or one condition met, with everything it takes from its event.

    *verb* is the verb used in ledger files, or `met`. *event*, which was recorded as *version*, and
    *index* identify the step; conditions met have negative indexes. Steps of one *moment* fall on
    the same day, whichever of *days* that is; a date marked approximate has more days than its text
    says (`events.dates.dates`). *public* is the last day of *announced*. *through* is the last day
    of the statement, and *until* is that date as written. *default* names the fields among *by* and
    *authority* that were not stated: they are derived from *sources*.
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
        """All fields, for comparison with a step of another record."""
        return tuple([getattr(self, name) for name in Step.__slots__])

    def pending(self, on: int) -> bool:
        """Return whether the step was announced by the day *on* but still ahead, or undated."""
        ahead = not self.days or self.days[0][0] > on
        return ahead and self.public <= on and self.verb not in SILENT


def steps_of(record: Record, *, known: date | None = None) -> dict[str, list[Step]]:
    """Return the steps of every term sorted by place: those public by the end of *known*.

    A condition met becomes a step of each term that names it. With *known*, a step cites only
    sources published by then, and its speakers are derived from those (docs/meaning.md §6).
    """
    own, mets = own_steps(record.events, record)
    steps = {term: own.pop(term, []) for term in record.terms} | own
    if known is not None:
        by = known.toordinal()
        steps = {term: _public(own, by, record) for term, own in steps.items()}
        mets = _public(mets, by, record)
    return {term: with_mets(own, mets) for term, own in steps.items()}


def known_forms(step: Step, record: Record) -> tuple[tuple[int, Step], ...]:
    """Return the forms *step* has in views known by different days; *record* must be uncut.

    Each form comes with the ordinal day from which it applies, up to the day of the next form. The
    first applies from the day the step became public; later ones from the day on which a source
    added a speaker or changed the authority. `FAR` is the day of sources that only an uncut view
    may cite. All forms have the sources of *step*; a view cites those published by then.
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
    """Return the steps that changes in *events* make, by term, and the steps of conditions met.

    Only the vocabulary of *record* is used. *events* must include the events that they tell more
    about or come after.
    """
    steps: dict[str, list[Step]] = {}
    places = _places(events)
    told = {one.event.id: one for one in events}
    mets: list[Step] = []
    for standing in events:
        mets.extend(_mets(standing, places, record))
        for index, change in enumerate(standing.event.changes):
            if change.of and change.of not in told:
                continue  # Whatever was told of a retracted event falls with it.
            term = record.renamed.get(change.term, change.term)
            steps.setdefault(term, []).append(_step(standing, index, told, places, record))
    return steps, mets


def with_mets(own: Iterable[Step], mets: Iterable[Step]) -> list[Step]:
    """Return the steps of a term sorted by place, with those of *mets* whose condition it names."""
    steps = list(own)
    named = {condition for step in steps for condition in step.unless}
    steps += [met for met in mets if met.condition in named]
    return sorted(steps, key=lambda step: step.place)


def ordinals(when: Date) -> Days:
    """Return the possible days of *when* as ordinals; an open end becomes `FAR` or `-FAR`."""
    return tuple(
        (first.toordinal() if first else -FAR, last.toordinal() if last else FAR)
        for first, last in when.spans
    )


def _possible(when: Date) -> Days:
    return tuple((first if first > -FAR else _EVER, last) for first, last in ordinals(when))


def announced(standing: Standing, record: Record) -> Date:
    """Return the announcement date of an event, or what stands in for it (docs/meaning.md §1)."""
    event = standing.event
    return event.announced or _announced(event.sources, event.when, standing, record)


def authority_of(event: Event, record: Record) -> Authority:
    """Return the authority of *event*, stated or derived from its speakers (docs/meaning.md §3)."""
    return event.authority or _authority(event.by, event.sources, record)


def speakers_of(event: Event, record: Record) -> tuple[str, ...]:
    """Return the speakers of *event*: its `by`, or else the publishers of its sources."""
    return event.by or _publishers(event.sources, record)


def is_later(source: Source, known: int) -> bool:
    """Return whether a view known by the day *known*, an ordinal, leaves *source* out.

    It does until the latest day on which the source can have been published. A publication date
    with an open end counts from its first day (docs/meaning.md §6).
    """
    return _published(source) > known


def _published(source: Source) -> int:
    """Return the ordinal day from which *source* may be cited, or `FAR` if on no day.

    A source without a date is taken to have come with the statement.
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
    """Return the speakers, authority and rank of *step* if *cited* are all its sources."""
    by = _publishers(cited, record) if "by" in step.default else step.by
    authority = step.authority
    if "authority" in step.default:
        authority = _authority(by, cited, record)
    return {"by": by, "authority": authority, "rank": authority.rank}


def _altered(step: Step, **fields: Any) -> Step:
    """Return *step* with other *fields*, or *step* itself if it has them already."""
    if all(getattr(step, name) == value for name, value in fields.items()):
        return step
    return Step(**{name: getattr(step, name) for name in Step.__slots__} | fields)


def _places(events: Iterable[Standing]) -> dict[str, Place]:
    """Return the place of each event: after the event it names in `after`, or else in log order.

    After the place of an event, -1 marks its own steps, 0 what is told of it and 1 what comes after
    it: (12, 1, 15, -1, 0) is the first change of event 15, which comes after event 12.
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
    """Yield a step for each condition that an event says was met; they precede its changes."""
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

    A change *of* another event has the day, place and moment of that event. Its speakers, authority
    and announcement are its own; if neither the change nor a source dates the announcement, it is
    derived from the day, and so from the other event.
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
    """Return the fields a step takes from its *change*, or else its event, or else by default."""
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
    """Return the first day of *during*, with the same doubtful and approximate marks."""
    if during is None or during.earliest is None:
        return None
    first = day(during.earliest)
    return Date(first.edtf, first.written, first.spans, during.doubtful, during.approximate)


def _last(when: Date | None) -> int:
    return when.latest.toordinal() if when and when.latest else FAR


def _authority(by: tuple[str, ...], sources: Iterable[str], record: Record) -> Authority:
    """Return `official` for the parties' own text, or else `reported` (docs/meaning.md §9 m)."""
    parties, publishers = set(record.partnership.parties), _publishers(sources, record)
    own = parties.issuperset(by or publishers) and not parties.isdisjoint(publishers)
    return Authority.OFFICIAL if own else Authority.REPORTED


def _publishers(sources: Iterable[str], record: Record) -> tuple[str, ...]:
    found = (record.sources[key].publisher for key in sources if key in record.sources)
    return tuple(dict.fromkeys(name for name in found if name))


def _announced(
    sources: Iterable[str], when: Date | None, standing: Standing, record: Record
) -> Date:
    """Return the earliest publication date of *sources*, among those with a latest day.

    Without one, return the effective day if it was over at the time of recording, or else the day
    of recording.
    """
    published = [record.sources[key].published for key in sources if key in record.sources]
    dated = [one for one in published if one and one.latest]
    if dated:
        return min(dated, key=lambda one: one.latest or date.max)
    recorded = datetime.fromisoformat(standing.recorded).date()
    if when is None or when.latest is None or when.latest > recorded:
        return day(recorded)
    return when
