"""The rule of docs/meaning.md by the simplest means: try every world, and fold each.

Nothing here is fast. It is written from that page alone and reads as the page does, so that the
fast implementation can be compared with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product

from rule_record import (
    MET,
    RESTATES,
    Kept,
    Pick,
    Record,
    Ref,
    Step,
    marks_of,
    record_of,
    steps_of,
)

from events.model.kinds import Authority, Claim

__all__ = ["MET", "RESTATES", "Kept", "Record", "Ref", "Step", "record_of", "steps_of"]

Answer = tuple[str, str | None, date | None, frozenset[str]]
"""An answer: status, value, last day and conditions (§4, *Same answer*)."""

Runs = tuple[date | None, str]
"""The last day of the first run of an answer that renews, and the length of the others."""

A_DAY = timedelta(days=1)
UNDISCLOSED = "undisclosed"
NOT_SET, NOT_COVERED = "not-set", "not-covered"


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
    runs: frozenset[Runs]
    """The runs of those answers that renew."""
    flags: frozenset[str]

    @property
    def answers(self) -> frozenset[Answer]:
        """Return every possible answer, after `while` (§4, *Same answer*)."""
        return frozenset(each[:4] for each in self.combined)

    @property
    def status(self) -> str:
        """Return the status: *undetermined* unless all worlds agree (§4)."""
        if len(self.answers) > 1 or len(self.runs) > 1:
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


# --- The worlds: §4 ------------------------------------------------------------------------------


def steps_of_term(steps: Sequence[Step], term: str) -> list[Step]:
    """Return the steps that the fold of *term* uses; a `met` belongs to every term (§4)."""
    named = {condition for step in steps if step.term == term for condition in step.unless}
    return [
        step
        for step in steps
        if (step.term == term and step.verb not in ("use", "note")) or step.condition in named
    ]


def picks_of(steps: Sequence[Step], on: date) -> dict[Pick, list[date]]:
    """Return the days that each happening may fall on.

    All days after *on* count as one later day. A date with an open end is tried on every day of a
    window that begins so many days before all other days of the term that what has such a date, or
    is counted from it, may precede everything else in any order.
    """
    days = [day for step in steps for day in (step.day, step.last_day) if day]
    dates = {day.pick: day.possible for day in days}
    is_open = [each for each in dates.values() if each.earliest is None or each.latest is None]
    ends = {end for each in dates.values() for span in each.spans for end in span}
    begin = min(each for each in {*ends, *(step.last for step in steps), on} if each)
    reach = max((day.at(begin) - begin for day in days), default=0 * A_DAY)
    begin -= (len(is_open) + 1) * A_DAY + reach
    window = [begin + n * A_DAY for n in range((on - begin).days + 1)]
    picks: dict[Pick, list[date]] = {}
    for pick, when in dates.items():
        picks[pick] = [each for each in window if when.includes(each)]
        if when.latest is None or when.latest > on:
            picks[pick].append(on + A_DAY)
    return picks


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
        order = sorted((_in_world(step, picked) for step in steps), key=_moment)
        yield fold([(at, step) for at, step in order if at <= on], on)


def _in_world(step: Step, picked: dict[Pick, date]) -> tuple[date, Step]:
    """Return the day of a step in a world, and the step with the last day it has there."""
    assert step.day
    at = step.day.at(picked[step.day.pick])
    if step.last_day:
        step = replace(step, until=step.last_day.at(picked[step.last_day.pick]))
    return at, step


def _moment(taken: tuple[date, Step]) -> tuple[date, int]:
    at, step = taken
    return at, step.place


# --- The fold: §5 --------------------------------------------------------------------------------


@dataclass
class World:
    """The state of one world so far in the fold, up to the day *on*."""

    taken: list[tuple[date, Step]]
    on: date
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
        """Mark an answer in force as expired if its last day is over; one that renews has none."""
        until = self.given.until if self.given and not self.given.renews else None
        if self.status == "in-force" and until is not None and until < on:
            self.status = "expired"


def fold(taken: list[tuple[date, Step]], on: date) -> World:
    """Fold the steps of one world, which are in order and fall on or before *on* (§5)."""
    world = World(taken, on)
    for at, step in taken:
        world.expire(at)
        _take(world, step)
    world.expire(on)
    world.claims = [
        (step, detail) for step, detail in world.claims if not (step.until and step.until < on)
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
        case "restates":
            if world.status == "in-force":
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
        if step.rank > c.rank and step.verb in ("set", "end", MET, RESTATES)
    ]
    at = world.taken[index][0]
    alone = fold(higher, at)
    if alone.status not in ("in-force", "ended"):
        return None
    answer: Answer = ("in-force", c.value, c.run_at(at), c.unless)
    if c.verb == "end":
        answer = ("ended", None, None, frozenset())
    before = own_answer(alone)
    same = (before.status, before.value, before.last, before.conditions) == answer
    if before.runs or (c.verb == "set" and runs_of(c)):
        same = (before.value, before.conditions, before.runs) == (c.value, c.unless, runs_of(c))
    return None if same else alone.outcome


# --- While: §5 -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Combination:
    """A possible answer after `while`, with its authority and the marks of its last day.

    *first* is the last day of the first run of an answer that renews, of any other its last day.
    """

    status: str
    value: str | None = None
    last: date | None = None
    conditions: frozenset[str] = frozenset()
    authority: Authority | None = None
    marks: frozenset[str] = frozenset()
    first: date | None = None
    runs: Runs | None = None


def runs_of(given: Step) -> Runs | None:
    """Return the runs of an answer in force (§4, *Same answer*)."""
    return (given.last, str(given.renews)) if given.renews and given.last else None


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
    return Combination(
        world.status,
        given.value,
        given.run_at(world.on),
        given.unless,
        authority,
        given.marks,
        given.last,
        runs_of(given) if world.status == "in-force" else None,
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
                other.marks,
                other.last,
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
    record, steps = record_of(kept, recorded), steps_of(kept, known, recorded)
    done: dict[tuple[str, date], _Term] = {}
    tells = {term: _tell(steps, term, on, known, done).told for term in record.terms}
    return {term: _covered(tell, record.since(term), on) for term, tell in tells.items()}


def _covered(tell: Told, since: date | None, on: date) -> Told:
    """Return what is told where a term that is not set may not be covered yet (§4, *Statuses*)."""
    if since is None or since <= on:
        return tell
    combined = frozenset(
        (NOT_COVERED if each[0] == NOT_SET else each[0], *each[1:]) for each in tell.combined
    )
    return replace(tell, combined=combined)


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
            then = _own_end(world.given, on)
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
            runs=frozenset(each.runs for each in combinations if each.runs),
            flags=frozenset(flags),
        ),
        frozenset(combinations),
    )
    return done[term, on]


def _own_end(given: Step, on: date) -> date:
    """Return the day on which the answer looks at the term it hangs on (§5, *While*; §9 r)."""
    return on if given.renews else min(on, given.last or on)


def _is_pending(step: Step, on: date, known: date | None) -> bool:
    """Return whether a step is announced and still to come (§4, under the flags)."""
    if step.verb in (MET, RESTATES, "use", "note"):
        return False
    if step.called_off and step.called_off <= on:
        return False
    ahead = step.when is None or (step.when.earliest is not None and step.when.earliest > on)
    by = min(on, known) if known else on
    return ahead and step.announced is not None and step.announced <= by


def _flags(world: World, answers: set[Combination]) -> set[str]:
    """Return the flags of a world with these *answers*, except `replaced-higher` (§4)."""
    flags: set[str] = set()
    if any(each.authority and each.authority.rank < Authority.FILING.rank for each in answers):
        flags.add("reported")
    if world.disputes:
        flags.add("disputed")
    if any(each.status == "in-force" and each.first != each.last for each in answers):
        flags.add("renewed")
    dates = [step.when for step in (world.given, world.ended) if step]
    return flags.union(*map(marks_of, dates), *(each.marks for each in answers))


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
    return claim.last is not None and claim.last != answer.first


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
