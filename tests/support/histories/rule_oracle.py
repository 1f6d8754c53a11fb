"""The rule of docs/meaning.md by the simplest means: try every world, and fold each.

Nothing here is fast. It is written from that page alone and reads as the page does, so that the
fast implementation can be compared with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from events.dates.dates import Date, day
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Claim,
    Correct,
    Define,
    Event,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    verb,
)

Kept = tuple[int, str, Act]
"""An entry: version, instant of recording ("2026-01-05T00:00:00Z"), act."""

Ref = tuple[str, int]
"""A step by its event and index; the i-th of n conditions met has the index i - n."""

Answer = tuple[str, str | None, date | None, frozenset[str]]
"""An answer: status, value, last day and conditions (§4, *Same answer*)."""

A_DAY = timedelta(days=1)
UNDISCLOSED = "undisclosed"
MET = "met"


# --- What is told --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """The answer of one world before `while`: the steps that gave and ended it."""

    status: str
    given: Ref | None = None
    ended: Ref | None = None


@dataclass(frozen=True)
class Told:
    """What is told of one term on one day, gathered over all worlds of the term."""

    outcomes: frozenset[Outcome]
    claims: frozenset[Ref]
    disputes: frozenset[Ref]
    silences: frozenset[Ref]
    confirmed: frozenset[tuple[Outcome, Ref]]
    surely: frozenset[Ref]
    unchanged: frozenset[tuple[Outcome, Ref]]
    replaced: frozenset[tuple[Ref, Outcome]]
    pending: frozenset[Ref]
    combined: frozenset[tuple[str, str | None, date | None, frozenset[str], Authority | None]]
    flags: frozenset[str]

    @property
    def answers(self) -> frozenset[Answer]:
        """Return every possible answer, after `while` (§4, *Same answer*)."""
        return frozenset(each[:4] for each in self.combined)

    @property
    def status(self) -> str:
        """Return the status: *undetermined* unless all worlds agree (§4)."""
        if len(self.answers) > 1:
            return "undetermined"
        [(status, _, _, _)] = self.answers
        return status


@dataclass(frozen=True)
class Stretch:
    """A run of days in a question with one status and the same possible statuses and values."""

    first: date
    last: date
    status: str
    answers: frozenset[tuple[str, str | None]]


@dataclass(frozen=True)
class Period:
    """What is told of one term if the question names several days (§4)."""

    status: str
    stretches: tuple[Stretch, ...]
    flags: frozenset[str]
    claims: frozenset[Ref]
    disputes: frozenset[Ref]
    pending: frozenset[Ref]


# --- The record: §3 *Acts on the record*, §6 *recorded* ------------------------------------------


@dataclass(frozen=True)
class Logged:
    """An event as the record has it, with its position in the log."""

    version: int
    recorded: date
    event: Event


@dataclass(frozen=True)
class Record:
    """What the log held: the events that stand, as corrected, and the vocabulary."""

    events: tuple[Logged, ...]
    parties: frozenset[str]
    sources: Mapping[str, Source]
    terms: tuple[str, ...]
    renamed: Mapping[str, str]

    def name(self, term: str) -> str:
        """Return the current name of a term."""
        while term in self.renamed:
            term = self.renamed[term]
        return term


def record_of(kept: Iterable[Kept], recorded: str | None) -> Record:
    """Return the record by *recorded*: corrections merged, retracted acts dropped (§3, §6)."""
    entries = sorted(each for each in _cut(kept, recorded))
    acts = [act for _, _, act in entries]
    retracted = {act.event for act in acts if isinstance(act, Retract)}
    corrections = [act for act in acts if isinstance(act, Correct) and act.id not in retracted]
    events = [
        Logged(version, date.fromisoformat(instant[:10]), _corrected(act, corrections))
        for version, instant, act in entries
        if isinstance(act, Event) and act.id not in retracted
    ]
    parties: frozenset[str] = frozenset()
    sources: dict[str, Source] = {}
    terms: dict[str, Term] = {}
    renamed: dict[str, str] = {}
    for act in acts:
        if isinstance(act, Define | Redefine):
            match act.thing:
                case Partnership():
                    parties = frozenset(act.thing.parties)
                case Source():
                    sources[act.thing.key] = act.thing
                case Term():
                    terms[act.thing.key] = act.thing
                case _:
                    pass
        if isinstance(act, Redefine) and isinstance(act.thing, Term) and act.renamed:
            renamed[act.thing.key] = act.renamed
    standing = tuple(key for key in terms if key not in renamed)
    return Record(tuple(events), parties, sources, standing, renamed)


def _cut(kept: Iterable[Kept], recorded: str | None) -> Iterator[tuple[int, str, Act]]:
    """Yield the entries recorded by then; a day means its end in UTC (§6)."""
    if recorded is not None and len(recorded) == len("2026-01-05"):
        recorded += "T23:59:59Z"
    for version, instant, act in kept:
        if recorded is None or instant <= recorded:
            yield version, instant, act


def _corrected(event: Event, corrections: Sequence[Correct]) -> Event:
    """Return *event* with the corrected fields replaced whole; the last correction wins (§3)."""
    for correction in corrections:
        if correction.event == event.id:
            given = {name: getattr(correction.fields, name) for name in correction.fields.given}
            event = replace(event, **given)
    return event


# --- The steps: §3 *What a change may carry*, §4 *Steps* and *Place* -----------------------------


@dataclass(frozen=True)
class Step:
    """A change, or a condition met, with everything it inherits from its event."""

    ref: Ref
    verb: str
    term: str | None
    change: Change | None
    condition: str | None
    when: Date | None
    pick: tuple[str, int | None]
    place: int
    announced: date | None
    authority: Authority
    speakers: frozenset[str]
    sources: tuple[str, ...]
    through: Date | None
    hinge: str | None

    @cached_property
    def rank(self) -> int:
        """Return the rank of its authority (§5)."""
        return self.authority.rank

    @cached_property
    def last(self) -> date | None:
        """Return its last day: the latest day of `through` (§2)."""
        return self.through.latest if self.through else None

    @cached_property
    def value(self) -> str | None:
        """Return the value it sets or claims."""
        return self.change.value if isinstance(self.change, Set | Claim) else None

    @cached_property
    def unless(self) -> frozenset[str]:
        """Return the conditions that end it early."""
        return frozenset(self.change.unless) if isinstance(self.change, Set) else frozenset()


def steps_of(
    kept: Iterable[Kept], known: date | None = None, recorded: str | None = None
) -> list[Step]:
    """Return the steps that a question uses, in order of *place* (§4, §6).

    *known* keeps the steps whose announcement has a latest day by then. A step told of an event
    keeps the place of that event even if the event itself is cut off.
    """
    steps = _placed(record_of(kept, recorded), known)
    return [step for step in steps if known is None or _public(step, known)]


def _public(step: Step, by: date) -> bool:
    return step.announced is not None and step.announced <= by


def _placed(record: Record, known: date | None) -> list[Step]:
    """Return the steps in order: met, changes, what is told of the event, what comes after (§4)."""
    ids = {logged.event.id for logged in record.events}
    placed: list[Step] = []

    def put(logged: Logged) -> None:
        event = logged.event
        for index in range(-len(event.met), 0):
            placed.append(_met(record, known, logged, index, len(placed)))
        for index, change in enumerate(event.changes):
            if change.of is None:
                placed.append(_change(record, known, logged, index, event, len(placed)))
        for teller in record.events:
            for index, change in enumerate(teller.event.changes):
                if change.of == event.id:
                    placed.append(_change(record, known, teller, index, event, len(placed)))
        for follower in record.events:
            if follower.event.after == event.id:
                put(follower)

    for logged in record.events:
        if logged.event.after not in ids:
            put(logged)
    return placed


def _met(record: Record, known: date | None, logged: Logged, index: int, place: int) -> Step:
    event = logged.event
    cited = _cited(record, event.sources, known)
    return Step(
        ref=(event.id, index),
        verb=MET,
        term=None,
        change=None,
        condition=event.met[index],
        when=event.when,
        pick=(event.id, None),
        place=place,
        announced=_announced(record, event.announced, event.sources, event.when, logged.recorded),
        authority=event.authority or _authority(record, event.by, cited),
        speakers=_speakers(record, event.by, cited),
        sources=cited,
        through=None,
        hinge=None,
    )


def _change(
    record: Record, known: date | None, logged: Logged, index: int, happening: Event, place: int
) -> Step:
    """Return the step of a change, which inherits what it leaves out from its event (§3).

    *happening* is the event on whose day it falls: its own, or the one it is told `of`.
    """
    event = logged.event
    change = event.changes[index]
    own, through = change.when, None
    if isinstance(change, Set | Claim):
        through = change.through
        if change.during:
            own, through = _end_of(change.during, 0), _end_of(change.during, 1)
    when = own or happening.when
    by, sources = change.by or event.by, change.sources or event.sources
    cited = _cited(record, sources, known)
    stated = change.announced or event.announced
    hinge = change.hinge if isinstance(change, Set) else None
    return Step(
        ref=(event.id, index),
        verb=verb(change),
        term=record.name(change.term),
        change=change,
        condition=None,
        when=when,
        pick=(event.id, index) if own else (happening.id, None),
        place=place,
        announced=_announced(record, stated, sources, when, logged.recorded),
        authority=change.authority or event.authority or _authority(record, by, cited),
        speakers=_speakers(record, by, cited),
        sources=cited,
        through=through,
        hinge=record.name(hinge) if hinge else None,
    )


def _end_of(during: Date, end: int) -> Date:
    """Return the first or last day of *during*, marked like the whole date (§3)."""
    exact = (during.earliest, during.latest)[end]
    assert exact is not None
    one = day(exact)
    return Date(one.edtf, one.written, one.spans, during.doubtful, during.approximate)


def _announced(
    record: Record, stated: Date | None, sources: Sequence[str], when: Date | None, recorded: date
) -> date | None:
    """Return the latest day of the announcement (§1, under the table)."""
    if stated is not None:
        return stated.latest
    published = [record.sources[key].published for key in sources if key in record.sources]
    dated = [each.latest for each in published if each is not None and each.latest is not None]
    if dated:
        return min(dated)
    if when is None or when.latest is None or when.latest > recorded:
        return recorded
    return when.latest


def _cited(record: Record, sources: Sequence[str], known: date | None) -> tuple[str, ...]:
    """Return *sources* without those that may have been published after *known* (§6)."""
    cited = []
    for key in sources:
        published = record.sources[key].published if key in record.sources else None
        by = (published.latest or published.earliest) if published else None
        if known is None or published is None or (by is not None and by <= known):
            cited.append(key)
    return tuple(cited)


def _publishers(record: Record, sources: Sequence[str]) -> frozenset[str]:
    known = (record.sources[key].publisher for key in sources if key in record.sources)
    return frozenset(publisher for publisher in known if publisher)


def _speakers(record: Record, by: Sequence[str], sources: Sequence[str]) -> frozenset[str]:
    """Return the speakers: those named or else the publishers of the sources (§5)."""
    return frozenset(by) or _publishers(record, sources)


def _authority(record: Record, by: Sequence[str], sources: Sequence[str]) -> Authority:
    """Return the authority that follows, or *reported* if nothing supports another (§3, §9 m)."""
    by_parties = _speakers(record, by, sources) <= record.parties
    from_a_party = bool(_publishers(record, sources) & record.parties)
    return Authority.OFFICIAL if by_parties and from_a_party else Authority.REPORTED


# --- The worlds: §4 ------------------------------------------------------------------------------


def steps_of_term(steps: Sequence[Step], term: str) -> list[Step]:
    """Return the steps that the fold of *term* uses; a `met` belongs to every term (§4)."""
    named = {condition for step in steps if step.term == term for condition in step.unless}
    return [
        step
        for step in steps
        if (step.term == term and step.verb not in ("use", "note")) or step.condition in named
    ]


def picks_of(steps: Sequence[Step], on: date) -> dict[tuple[str, int | None], list[date]]:
    """Return the days that each happening may fall on.

    All days after *on* count as one later day. A date with an open end is tried on every day of a
    window that begins as many days before all other days of the term as there are such dates, so
    that they may precede everything else in any order.
    """
    dates = {step.pick: step.when for step in steps if step.when}
    is_open = [each for each in dates.values() if each.earliest is None or each.latest is None]
    ends = {end for each in dates.values() for span in each.spans for end in span}
    lasts = {step.last for step in steps}
    begin = min(each for each in ends | lasts | {on} if each) - (len(is_open) + 1) * A_DAY
    window = [begin + n * A_DAY for n in range((on - begin).days + 1)]
    days: dict[tuple[str, int | None], list[date]] = {}
    for pick, when in dates.items():
        possible = [each for each in window if when.includes(each)]
        if when.latest is None or when.latest > on:
            possible.append(on + A_DAY)
        days[pick] = possible
    return days


def counting(steps: Sequence[Step], on: date) -> list[Step]:
    """Return the steps that have a possible day up to *on* (§4)."""
    return [step for step in steps if step.when and step.when.last_by(on)]


def count_worlds(steps: Sequence[Step], on: date) -> int:
    """Return the number of worlds of a term, given its steps."""
    number = 1
    for days in picks_of(counting(steps, on), on).values():
        number *= len(days)
    return number


def worlds_of(steps: Sequence[Step], on: date) -> Iterator["World"]:
    """Yield the fold of every world of a term, given its steps (§4)."""
    steps = counting(steps, on)
    picks = picks_of(steps, on)
    for days in product(*picks.values()):
        picked = dict(zip(picks, days, strict=True))
        order = sorted(((picked[step.pick], step.place, step) for step in steps), key=_moment)
        yield fold([(at, step) for at, _, step in order if at <= on], on)


def _moment(placed: tuple[date, int, Step]) -> tuple[date, int]:
    return placed[:2]


# --- The fold: §5 --------------------------------------------------------------------------------


@dataclass
class World:
    """The state of one world so far in the fold."""

    taken: list[tuple[date, Step]]
    status: str = "not-set"
    given: Step | None = None
    ended: Step | None = None
    claims: list[tuple[Step, bool]] = field(default_factory=list)
    """Each claim with whether it is a detail."""
    disputes: list[Step] = field(default_factory=list)
    restated: list[Step] = field(default_factory=list)
    carried: Step | None = None
    felled: list[Step] = field(default_factory=list)
    spared: list[Step] = field(default_factory=list)
    """Claims that a restatement refuted, and details that it did not; used to count cases."""

    @property
    def rank(self) -> int:
        """Return the rank of the answer, or 0 if nothing is set (§5)."""
        return min((step.rank for step in (self.given, self.ended) if step), default=0)

    @property
    def outcome(self) -> Outcome:
        """Return the answer as the steps that gave and ended it."""
        return Outcome(
            self.status,
            self.given.ref if self.given else None,
            self.ended.ref if self.ended else None,
        )

    def expire(self, on: date) -> None:
        """Mark an answer in force as expired if its last day is over."""
        last = self.given.last if self.given else None
        if self.status == "in-force" and last is not None and last < on:
            self.status = "expired"


def fold(taken: list[tuple[date, Step]], on: date) -> World:
    """Fold the steps of one world, which are in order and fall on or before *on* (§5)."""
    world = World(taken)
    for at, step in taken:
        world.expire(at)
        _take(world, step)
    world.expire(on)
    world.claims = [
        (step, detail) for step, detail in world.claims if not (step.last and step.last < on)
    ]
    if world.status != "in-force":
        world.carried = None
    return world


def _take(world: World, step: Step) -> None:
    match step.verb:
        case "set" | "end":
            world.status = "in-force" if step.verb == "set" else "ended"
            world.given, world.ended = step, None
            world.claims, world.restated, world.carried = [], [], None
        case "met":
            if world.status == "in-force" and world.given and step.condition in world.given.unless:
                world.status, world.ended, world.restated = "ended", step, []
        case "claim":
            assert isinstance(step.change, Claim)
            others = [
                each for each in world.claims if not step.speakers or not _same(each[0], step)
            ]
            beside = world.given.value if world.given else None
            world.claims = [*others, (step, step.change.adds or beside == UNDISCLOSED)]
        case "reaffirm":
            reached = [each for each in world.claims if each[0].rank <= step.rank]
            world.felled += [claim for claim, detail in reached if not detail]
            world.spared += [claim for claim, detail in reached if detail]
            world.claims = [each for each in world.claims if each[0].rank > step.rank or each[1]]
            if world.status != "not-set":
                world.restated.append(step)
            if step.rank >= world.rank:
                world.carried = None
        case "leave-unsaid":
            world.carried = step
        case "dispute":
            world.disputes.append(step)
        case "settle":
            world.disputes = []
        case _:
            pass


def _same(one: Step, other: Step) -> bool:
    """Return whether two claims have the same speakers (§5)."""
    return one.speakers == other.speakers


def replaced(world: World) -> Outcome | None:
    """Return the standing answer of higher rank that the current answer replaced, if any (§5)."""
    if world.given is None:
        return None
    c = world.given
    [index] = [n for n, (_, step) in enumerate(world.taken) if step is c]
    higher = [
        (at, step)
        for at, step in world.taken[:index]
        if step.rank > c.rank and step.verb in ("set", "end", MET)
    ]
    alone = fold(higher, world.taken[index][0])
    if alone.status not in ("in-force", "ended"):
        return None
    answer: Answer = ("in-force", c.value, c.last, c.unless)
    if c.verb == "end":
        answer = ("ended", None, None, frozenset())
    before = own_answer(alone)
    same = (before.status, before.value, before.last, before.conditions) == answer
    return None if same else alone.outcome


# --- While: §5 -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Combination:
    """A possible answer after `while`, with its authority and the marks of its last day."""

    status: str
    value: str | None = None
    last: date | None = None
    conditions: frozenset[str] = frozenset()
    authority: Authority | None = None
    doubtful: bool = False
    approximate: bool = False


def weaker(one: Authority, other: Authority) -> Authority:
    """Return the weaker authority, or *one* if they are of equal rank."""
    return other if other.rank < one.rank else one


def own_answer(world: World) -> Combination:
    """Return the answer of a world before `while` (§4, *Same answer*; §5, *Rank*)."""
    if world.given is None:
        return Combination(world.status)
    given, authority = world.given, world.given.authority
    if world.ended:
        authority = weaker(authority, world.ended.authority)
    if world.status == "ended":
        return Combination(world.status, authority=authority)
    marks = given.through
    return Combination(
        world.status,
        given.value,
        given.last,
        given.unless,
        authority,
        marks.doubtful if marks else False,
        marks.approximate if marks else False,
    )


def combine(own: Combination, other: Combination) -> Combination:
    """Combine an answer with a possible answer of the term it hangs on (§5, *While*).

    If the other answer has expired, the result has expired too, on the last day of the other.
    """
    if other.status == "not-set":
        return own
    assert own.authority
    assert other.authority
    authority = weaker(own.authority, other.authority)
    match other.status:
        case "in-force":
            return replace(own, authority=authority)
        case "ended":
            return Combination("ended", authority=authority)
        case _:
            return Combination(
                "expired",
                own.value,
                other.last,
                own.conditions,
                authority,
                other.doubtful,
                other.approximate,
            )


# --- One term on one day -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Term:
    told: Told
    combinations: frozenset[Combination]


def told(
    kept: Iterable[Kept],
    *,
    on: date,
    known: date | None = None,
    recorded: str | None = None,
) -> dict[str, Told]:
    """Return what is told of every term that stands on a day (§4, §5, §6)."""
    kept = list(kept)
    steps = steps_of(kept, known, recorded)
    done: dict[tuple[str, date], _Term] = {}
    terms = record_of(kept, recorded).terms
    return {term: _tell(steps, term, on, known, done).told for term in terms}


def _tell(
    steps: Sequence[Step],
    term: str,
    on: date,
    known: date | None,
    done: dict[tuple[str, date], _Term],
) -> _Term:
    if (term, on) in done:
        return done[term, on]
    own = steps_of_term(steps, term)
    flags: set[str] = set()
    combinations: set[Combination] = set()
    over: set[tuple[Ref, Outcome]] = set()
    worlds = list(worlds_of(own, on))
    for world in worlds:
        answers = {own_answer(world)}
        if world.given and world.given.hinge and world.status != "ended":
            then = min(on, world.given.last or on)
            parent = _tell(steps, world.given.hinge, then, known, done)
            answers = {combine(own_answer(world), each) for each in parent.combinations}
            statuses = {each.status for each in parent.combinations} - {"not-set"}
            if statuses - ({"in-force"} if world.status == "expired" else set()):
                now = _tell(steps, world.given.hinge, on, known, done)
                flags |= now.told.flags & {"disputed", "claimed-otherwise"}
        combinations |= answers
        higher = replaced(world)
        if higher and world.given:
            over.add((world.given.ref, higher))
        flags |= _flags(world, answers) | ({"replaced-higher"} if higher else set())
    said = [claim for world in worlds for claim, _ in world.claims]
    flags |= _flags_between(said, combinations, carried=any(world.carried for world in worlds))
    pending = frozenset(step.ref for step in own if _is_pending(step, on, known))
    if pending:
        flags.add("pending")
    confirming = [{s.ref for s in w.restated if s.rank == w.rank} for w in worlds]
    done[term, on] = _Term(
        Told(
            outcomes=frozenset(w.outcome for w in worlds),
            claims=frozenset(claim.ref for w in worlds for claim, _ in w.claims),
            disputes=frozenset(step.ref for w in worlds for step in w.disputes),
            silences=frozenset(w.carried.ref for w in worlds if w.carried),
            confirmed=frozenset(
                (w.outcome, ref) for w, refs in zip(worlds, confirming, strict=True) for ref in refs
            ),
            surely=frozenset(set.intersection(*confirming)),
            unchanged=frozenset(
                (w.outcome, s.ref) for w in worlds for s in w.restated if s.rank > w.rank
            ),
            replaced=frozenset(over),
            pending=pending,
            combined=frozenset(
                (each.status, each.value, each.last, each.conditions, each.authority)
                for each in combinations
            ),
            flags=frozenset(flags),
        ),
        frozenset(combinations),
    )
    return done[term, on]


def _is_pending(step: Step, on: date, known: date | None) -> bool:
    """Return whether a step is announced and still to come (§4, under the flags)."""
    if step.verb in (MET, "use", "note"):
        return False
    ahead = step.when is None or (step.when.earliest is not None and step.when.earliest > on)
    return ahead and _public(step, min(on, known) if known else on)


def _flags(world: World, answers: set[Combination]) -> set[str]:
    """Return the flags of a world with these *answers*, except `replaced-higher` (§4)."""
    flags: set[str] = set()
    if any(each.authority and each.authority.rank < Authority.FILING.rank for each in answers):
        flags.add("reported")
    if world.disputes:
        flags.add("disputed")
    for mark in ("doubtful", "approximate"):
        dates = [step.when for step in (world.given, world.ended) if step and step.when]
        if any(getattr(each, mark) for each in (*dates, *answers)):
            flags.add(mark)
    return flags


def _flags_between(
    claims: Iterable[Step], answers: Iterable[Combination], *, carried: bool
) -> set[str]:
    """Return the flags that compare possible answers, whichever world each comes from (§9 o)."""
    answers = list(answers)
    flags: set[str] = set()
    if carried and any(each.status == "in-force" for each in answers):
        flags.add("carried")
    for claim in claims:
        if any(each.status == "not-set" for each in answers):
            flags.add("claimed")
        if any(differs(claim, each) for each in answers):
            flags.add("claimed-otherwise")
    return flags


def differs(claim: Step, answer: Combination) -> bool:
    """Return whether a claim differs from an answer (§4, under the flags)."""
    adds = isinstance(claim.change, Claim) and claim.change.adds
    if adds or answer.status == "not-set" or answer.value == UNDISCLOSED:
        return False
    status = "ended" if claim.value is None else "in-force"
    if status != answer.status or claim.value != answer.value:
        return True
    return claim.last is not None and claim.last != answer.last


# --- Several days: §4 ----------------------------------------------------------------------------


def told_of_period(
    kept: Iterable[Kept],
    *,
    first: date,
    last: date,
    known: date | None = None,
    recorded: str | None = None,
) -> dict[str, Period]:
    """Return what is told of every standing term from *first* through *last* (§4)."""
    kept = list(kept)
    days = [first + n * A_DAY for n in range((last - first).days + 1)]
    each_day = [told(kept, on=on, known=known, recorded=recorded) for on in days]
    return {
        term: _period([(on, tells[term]) for on, tells in zip(days, each_day, strict=True)])
        for term in each_day[0]
    }


def _period(days: Sequence[tuple[date, Told]]) -> Period:
    stretches: list[Stretch] = []
    for on, tells in days:
        pairs = frozenset((status, value) for status, value, _, _ in tells.answers)
        current = Stretch(on, on, tells.status, pairs)
        if stretches and replace(stretches[-1], first=on, last=on) == current:
            stretches[-1] = replace(stretches[-1], last=on)
        else:
            stretches.append(current)
    return Period(
        status="varied" if len(stretches) > 1 else stretches[0].status,
        stretches=tuple(stretches),
        flags=frozenset().union(*(tells.flags for _, tells in days)),
        claims=frozenset().union(*(tells.claims for _, tells in days)),
        disputes=frozenset().union(*(tells.disputes for _, tells in days)),
        pending=frozenset().union(*(tells.pending for _, tells in days)),
    )
