"""Steps: what the events of a record do to each term, with the possible days of each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from events.dates.dates import Date, day
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    Authority,
    Change,
    Claim,
    Dispute,
    End,
    Event,
    Position,
    Set,
    When,
    verb,
)
from events.model.subjects import counted_from
from events.model.values import by_identity
from timeline.record.days import FAR, Counts, Days, last_day, moved
from timeline.record.record import Record, Standing
from timeline.record.relations import (
    OWN,
    TOLD,
    Acted,
    Moment,
    Place,
    Relations,
    Timing,
    acts_on,
    relations_by,
    relations_of,
)
from timeline.record.sources import (
    announced_by,
    authority_by,
    citable,
    cited,
    has_party,
    publishers,
)

ANSWERS = frozenset({"set", "end"})
ENDING = frozenset({"met", "restates"})
"""The verbs that end an answer without giving one."""

DECIDING = ANSWERS | ENDING
"""The verbs that determine the answer."""

NEVER_PENDING = frozenset({"use", "note", *ENDING})
"""The verbs of steps that are never pending, even if their days lie ahead."""


class Lasting(NamedTuple):
    """A last day: it is counted, as *counts* say, from the day of *base* that *moment* picks."""

    moment: Moment
    base: Days
    counts: Counts


@by_identity
class Step:
    """One change of a term, or what may end its answer, with all that it takes from its event.

    *verb* is the verb used in ledger files, or `met` for a condition met, or `restates` for a text
    that leaves the term out. *event*, which was recorded as *version*, and *index* identify the
    step; `met` and `restates` have negative indexes. Steps of one *moment* share a day, one of
    *base*, and each counts its own day from there by its *counts*; *days* are the possible results.
    A date marked approximate has more days than its text says (`events.dates.dates`). *public* is
    the last day of *announced*, and *lapses* the day on which the step was called off. *through* is
    the last day of the statement, or the latest possible one if a *lasting* counts it from some
    moment; *until* is the last day as written, or as counted. A statement that *renews* has no last
    day, and *until* is the last day of its first run. *default* names the fields among *by* and
    *authority* that were not stated: they are derived from *sources*. *party* tells whether a party
    is among *by*, and *acted* what other events did to *event*.
    """

    __slots__: ClassVar[tuple[str, ...]]

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
    party: bool = False
    base: Days = ()
    counts: Counts = ()
    lapses: int = FAR + 1
    default: frozenset[str] = frozenset()
    acted: tuple[Acted, ...] = ()
    value: str | None = None
    until: Date | None = None
    through: int = FAR
    lasting: Lasting | None = None
    renews: Duration | None = None
    notice: Duration | None = None
    unless: frozenset[str] = frozenset()
    hinge: str | None = None
    condition: str | None = None
    globs: tuple[str, ...] = ()
    spared: frozenset[str] = frozenset()
    adds: bool = False
    positions: tuple[Position, ...] = ()
    change: Change | None = None

    @property
    def picks(self) -> Days:
        """The days from which the moment of the step picks one."""
        return self.base if self.counts else self.days

    def on(self, pick: int) -> int:
        """Return the day of the step if its moment picks the day *pick*."""
        return moved(pick, self.counts) if self.counts else pick

    @property
    def fields(self) -> tuple[object, ...]:
        """All fields, for comparison with a step of another record."""
        return tuple([getattr(self, name) for name in Step.__slots__])

    def pending(self, on: int) -> bool:
        """Return whether the step was announced by the day *on* but still ahead, or undated."""
        ahead = not self.days or self.days[0][0] > on
        return ahead and self.public <= on < self.lapses and self.verb not in NEVER_PENDING

    def ends(self, term: str, names: Iterable[str] = ()) -> bool:
        """Return whether this restated text ends *term*, which is also known by *names*."""
        every = (term, *names)
        return self.spared.isdisjoint(every) and any(
            fnmatchcase(name, glob) for glob in self.globs for name in every
        )


def ties(steps: Iterable[Step]) -> dict[tuple[Moment, Days], set[Counts]]:
    """Return the counts of *steps* for each moment that may pick one of several days.

    A key is a moment with the days it may pick; counts say how a day is counted from the day
    picked.
    """
    found: dict[tuple[Moment, Days], set[Counts]] = {}
    for step in steps:
        if step.days and step.days[0][0] < step.days[-1][1]:
            found.setdefault((step.moment, step.picks), set()).add(step.counts)
        if step.lasting:
            moment, base, counts = step.lasting
            found.setdefault((moment, base), set()).add(counts)
    return found


def matching(globs: Iterable[str], record: Record) -> set[str]:
    """Return the terms of *record* that one of *globs* matches, by a current or a former name."""
    names = [*((term, term) for term in record.terms), *record.renamed.items()]
    return {term for glob in globs for name, term in names if fnmatchcase(name, glob)}


def steps_of(record: Record, *, known: date | None = None) -> dict[str, list[Step]]:
    """Return the steps of every term of *record*, as `StepsInView` has them."""
    return StepsInView(record, known).by_term


class StepsInView:
    """The steps of *record*, those of an event made when somebody first asks for them.

    Only steps public by the end of the day *known* are included. With *known*, a step cites only
    sources published by then, and its speakers are derived from those (docs/meaning.md §6).
    """

    def __init__(self, record: Record, known: date | None = None) -> None:
        self._record, self._relations = record, relations_of(record, known)
        self._is_cut = known is not None
        self._made: dict[int, _Own] = {}

    def find(self, version: int, index: int) -> Step:
        """Return the step with this *index* of the event recorded as *version*."""
        own, ending = self._of(self._record.recorded_as(version))
        return next(one for one in chain(*own.values(), ending) if one.index == index)

    @cached_property
    def by_term(self) -> dict[str, list[Step]]:
        """The steps of every term, sorted by place.

        A condition met becomes a step of each term that names it, and a restated text of each term
        that it matches.
        """
        steps: dict[str, list[Step]] = {term: [] for term in self._record.terms}
        every: list[Step] = []
        for own, ending in map(self._of, self._record.events):
            for term, several in own.items():
                steps.setdefault(term, []).extend(several)
            every += ending
        return {term: with_ending(term, own, every, self._record) for term, own in steps.items()}

    def _of(self, one: Standing) -> "_Own":
        if one.version not in self._made:
            own, ending = own_steps([one], self._relations)
            if self._is_cut:
                own = {term: self._public(steps) for term, steps in own.items()}
                ending = self._public(ending)
            self._made[one.version] = own, ending
        return self._made[one.version]

    def _public(self, steps: Iterable[Step]) -> list[Step]:
        known = self._relations.known
        return [
            _altered(step, sources=cited(step.sources, self._record, known))
            for step in steps
            if step.public <= known
        ]


_Own = tuple[dict[str, list[Step]], list[Step]]
"""The steps of an event by term, and those that only end answers."""


def forms_by_day(
    step: Step, record: Record, later: Sequence[int] | None = None
) -> tuple[tuple[int, Step], ...]:
    """Return the forms that *step* has in views known by different days.

    *record* must be uncut; without the events on which *step* depends, only what it takes from
    sources can differ. *later* are the days on which it may turn (default: `turning`).

    Each form comes with the ordinal day from which it applies, up to the day of the next form. The
    first applies from the day the step became public; later ones from the day on which a source
    added a speaker or changed the authority, or another event acted on it. `FAR` is the day of
    sources that only an uncut view may cite. All forms have all their sources; a view cites those
    published by then.
    """
    later = turning(step, record, record.events) if later is None else later
    if not later:
        return ((step.public, step),)
    found: list[tuple[int, Step]] = []
    for known in (step.public, *later):
        one = _form(step, record, known)
        if not (found and _is_same(found[-1][1], one)):
            found.append((known, one))
    return tuple(found)


def turning(step: Step, record: Record, events: Sequence[Standing]) -> list[int]:
    """Return the days on which *step* may turn into another form, after it became public.

    *events* are those of *record* on which it depends.
    """
    days = {citable(key, record) for key in step.sources} if step.default else set[int]()
    if any(is_relative(one.event) for one in events):
        relations = relations_of(record)
        days |= {relations.public(one.event.id) for one in events}
        # A stated authority is the same whatever may be cited.
        derived = (one.event for one in events if not one.event.authority)
        days |= {citable(key, record) for event in derived for key in event.sources}
    return sorted(day for day in days if day > step.public)


def is_relative(event: Event) -> bool:
    """Return whether *event* acts on others, or the day of one of its steps depends on another."""
    waits = (one.once for one in event.changes if isinstance(one, Set))
    return any(True for _ in (*acts_on(event), *counted_from(event))) or any(waits)


def _form(step: Step, record: Record, known: int) -> Step:
    """Return *step* as a view known by the day *known* has it, citing all its sources."""
    standing = record.standing(step.event)
    if standing is None:
        keys = cited(step.sources, record, known)
        return _altered(step, **_trust(step.by, step.authority, step.default, keys, record))
    relations = relations_by(record, known)
    if step.index < 0:
        [one] = (one for one in _ending(standing, relations) if one.index == step.index)
    else:
        one = _step(standing, step.index, relations)
    return step if one.fields == step.fields else one


def _is_same(one: Step, other: Step) -> bool:
    return one is other or all(
        getattr(one, name) == getattr(other, name) for name in Step.__slots__ if name != "sources"
    )


def own_steps(
    events: Iterable[Standing], relations: Relations
) -> tuple[dict[str, list[Step]], list[Step]]:
    """Return the steps that changes in *events* make, by term, and those that only end answers.

    *relations* must have *events* and all that they depend on.
    """
    steps: dict[str, list[Step]] = {}
    ending: list[Step] = []
    renamed = relations.record.renamed
    for standing in events:
        ending.extend(_ending(standing, relations))
        for index, change in enumerate(standing.event.changes):
            if change.of and change.of not in relations.events:
                continue  # Whatever was told of a retracted event goes with it.
            term = renamed.get(change.term, change.term)
            steps.setdefault(term, []).append(_step(standing, index, relations))
    return steps, ending


def with_ending(
    term: str, own: Iterable[Step], ending: Iterable[Step], record: Record
) -> list[Step]:
    """Return the steps *own* of *term*, and those of *ending* that may end it, by place.

    *record* has the current and former names of the term.
    """
    steps = list(own)
    named = {condition for step in steps for condition in step.unless}
    names = [old for old, new in record.renamed.items() if new == term] if ending else ()
    steps += [one for one in ending if one.condition in named or one.ends(term, names)]
    return sorted(steps, key=lambda step: step.place)


def _altered(step: Step, **fields: Any) -> Step:
    """Return *step* with other *fields*, or *step* itself if it has them already."""
    if all(getattr(step, name) == value for name, value in fields.items()):
        return step
    return Step(**{name: getattr(step, name) for name in Step.__slots__} | fields)


def _ending(standing: Standing, relations: Relations) -> Iterator[Step]:
    """Yield a step for each condition that an event says was met, and one for what it restates.

    They precede the changes of the event.
    """
    event = standing.event
    if not event.met and not event.restates:
        return
    said, place = _lent(None, standing, event.when, relations), relations.place(event.id)
    # What was called off or denied counts for nothing, and did before that became known.
    denied = relations.denying(event.id, said["rank"])
    is_void = denied or relations.is_off(event.id)
    timing = Timing((standing.version, -1)) if is_void else relations.timing(event.id)
    if denied:
        said["acted"] = (*said["acted"], Acted("denies", denied))
    said |= _timed(timing)
    for index, condition in enumerate(event.met, -len(event.met)):
        own = (*place, OWN, index - 1)
        yield Step(verb="met", index=index, place=own, condition=condition, **said)
    if event.restates:
        yield Step(
            verb="restates", index=-len(event.met) - 1, place=(*place, OWN, -1),
            globs=event.restates, spared=frozenset(one.term for one in event.changes), **said,
        )  # fmt: skip


def _step(standing: Standing, index: int, relations: Relations) -> Step:
    """Return a change as a step.

    A change *of* another event has the day, place and moment of that event. Its speakers, authority
    and announcement are its own; if neither the change nor a source dates the announcement, it is
    derived from the day, and so from the other event.
    """
    change, record = standing.event.changes[index], relations.record
    during = change.during if isinstance(change, Set | Claim) else None
    told = relations.events[change.of] if change.of else standing
    when = _first_day(during) or change.when or told.event.when
    said = _lent(change, standing, when, relations)
    timing, place = _timing(standing, index, relations)
    step = {
        **said, **_timed(timing), **_last(change, relations), **_conditions(change, record),
        "index": index, "place": place, "verb": verb(change), "change": change,
        "lapses": _lapse(change, standing, relations),
        "value": change.value if isinstance(change, Set | Claim) else None,
        "adds": isinstance(change, Claim) and change.adds,
        "positions": change.positions if isinstance(change, Dispute) else (),
    }  # fmt: skip
    denied = _denied(change, standing, said["rank"], relations)
    return Step(**step | _as_claim(change, step, denied) if denied else step)


def _conditions(change: Change, record: Record) -> dict[str, Any]:
    if not isinstance(change, Set):
        return {}
    hinge = record.renamed.get(change.hinge, change.hinge) if change.hinge else None
    return {"notice": change.notice, "unless": frozenset(change.unless), "hinge": hinge}


def _as_claim(change: Change, step: dict[str, Any], denied: str) -> dict[str, Any]:
    """Return the fields of *step* that a denial of its *change* alters.

    A `set` or `end` becomes a claim. *denied* is the event that denies it.
    """
    acted = {"acted": (*step["acted"], Acted("denies", denied))}
    if not isinstance(change, Set | End):
        return acted
    renewing = {"through": last_day(step["until"])} if step["renews"] else {}
    plain = {"verb": "claim", "unless": frozenset[str](), "hinge": None, "renews": None,
             "notice": None}  # fmt: skip
    return {**acted, **plain, **renewing}


def _denied(change: Change, standing: Standing, rank: int, relations: Relations) -> str | None:
    """Return the event that denies *change*, or None.

    It denies the event that makes the change or, if none denies that, the event it is told *of*.
    """
    own = relations.denying(standing.event.id, rank)
    return own or (relations.denying(change.of, rank) if change.of else None)


def _timing(standing: Standing, index: int, relations: Relations) -> tuple[Timing, Place]:
    """Return when a change happens, and its place within the day."""
    change, event = standing.event.changes[index], standing.event.id
    at = relations.place(change.of or event)
    place = (*at, TOLD, standing.version, index) if change.of else (*at, OWN, index)
    apart = Timing((standing.version, index))
    if relations.is_off(event) or (change.of and relations.is_off(change.of)):
        return apart, place
    if isinstance(change, Set) and change.once:
        met = relations.meeting(change.once)
        if met is None:
            return apart, place
        return relations.timing(met), (*relations.place(met), TOLD, standing.version, index)
    during = change.during if isinstance(change, Set | Claim) else None
    when = _first_day(during) or change.when
    if isinstance(when, Reckoned) or (when and not relations.fate(event)):
        return relations.on(when, apart.moment), place
    return relations.timing(change.of or event), place


def _timed(timing: Timing) -> dict[str, Any]:
    return {"moment": timing.moment, "base": timing.base, "counts": timing.counts,
            "days": timing.days, "when": timing.date}  # fmt: skip


def _lapse(change: Change, standing: Standing, relations: Relations) -> int:
    """Return the day on which a change was called off; if it never was, one after all others."""
    fates = [relations.fate(one) for one in (standing.event.id, change.of) if one]
    off = [relations.public(fate.event) for fate in fates if fate and fate.done == "calls-off"]
    return min(off, default=FAR + 1)


def _last(change: Change, relations: Relations) -> dict[str, Any]:
    """Return the fields of a step that say when the statement in *change* ends."""
    if not isinstance(change, Set | Claim):
        return {"until": None, "through": FAR, "lasting": None, "renews": None}
    through = change.during or change.through
    renews, lasting = change.renews if isinstance(change, Set) else None, None
    if isinstance(through, Reckoned):
        timing = relations.on(through, (0, 0))
        days, through = timing.days, timing.date
        if days and days[0][0] < days[-1][1] and not renews:
            lasting = Lasting(timing.moment, timing.base, timing.counts)
    if last_day(through) == FAR:
        renews = None  # What has no last day has nothing to renew.
    last = FAR if renews else last_day(through)
    return {"until": through, "through": last, "lasting": lasting, "renews": renews}


def _lent(
    change: Change | None, standing: Standing, when: When | None, relations: Relations
) -> dict[str, Any]:
    """Return the fields a step takes from its *change*, or else its event, or else by default."""
    event, record, own = standing.event, relations.record, change or standing.event
    sources, by = own.sources or event.sources, own.by or event.by
    stated = own.authority or event.authority
    announced = own.announced or event.announced
    announced = announced or announced_by(sources, when, standing, record)
    default = frozenset(name for name, said in (("by", by), ("authority", stated)) if not said)
    keys = cited(sources, record, relations.known) if default else sources
    trust = _trust(by, stated, default, keys, record)
    confirming = relations.confirming(event.id)
    if confirming:
        sources = tuple(dict.fromkeys((*sources, *relations.lent(event.id))))
    for higher in map(relations.authority, confirming):
        if higher.rank > trust["rank"]:
            trust |= {"authority": higher, "rank": higher.rank}
    return {
        "event": event.id, "version": standing.version, "announced": announced,
        "public": last_day(announced), "sources": sources, "default": default,
        "acted": _acted(event, change, confirming, relations), **trust,
    }  # fmt: skip


def _acted(
    event: Event, change: Change | None, confirming: Iterable[str], relations: Relations
) -> tuple[Acted, ...]:
    """Return what confirmed, dated or called off a step, or met the condition it waited for."""
    found = [Acted("confirms", one) for one in confirming]
    fates = [relations.fate(one) for one in (event.id, change.of if change else None) if one]
    found += [fate for fate in fates if fate]
    if isinstance(change, Set) and change.once and (met := relations.meeting(change.once)):
        found.append(Acted("met", met))
    return tuple(dict.fromkeys(found))


def _trust(
    by: tuple[str, ...],
    authority: Authority | None,
    default: frozenset[str],
    keys: Iterable[str],
    record: Record,
) -> dict[str, Any]:
    """Return the speakers, authority and rank of a step if *keys* are all the sources it cites."""
    by = publishers(keys, record) if "by" in default else by
    if authority is None or "authority" in default:
        authority = authority_by(by, keys, record)
    party = has_party(by, record)
    return {"by": by, "authority": authority, "rank": authority.rank, "party": party}


def _first_day(during: Date | None) -> Date | None:
    """Return the first day of *during*, with the same doubtful and approximate marks."""
    if during is None or during.earliest is None:
        return None
    first = day(during.earliest)
    return Date(first.edtf, first.written, first.spans, during.doubtful, during.approximate)
