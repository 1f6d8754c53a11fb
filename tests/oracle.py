"""The fold of §5 over every combination of days, written as plainly as the page says it.

It imports nothing of what it judges, enumerates, and is slow; use it on small histories only.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from math import prod

from events.dates import Date
from events.model.kinds import (
    EVENT_FIELDS,
    Act,
    Authority,
    Change,
    Correct,
    Define,
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Note,
    Reaffirm,
    Redefine,
    Retract,
    Set,
    Settle,
    Source,
    Term,
    Use,
)
from events.words import UNDISCLOSED

Kept = tuple[int, str, Act]
"""The version, the recorded instant (of fixed width, so that texts sort) and the act."""

Possible = tuple[str, str | None, date | None, frozenset[str]]
"""An answer: its status, value, last day and conditions."""

Claimed = tuple[str, str | None, Authority, str, bool]
"""A claim: its status, value, authority, event, and whether it contradicts."""

Given = tuple[Authority, str, tuple[str, ...]]
"""Who said it, since when (as written) and in which sources."""

World = dict[str, date | None]
"""A day for every pick; None is any day after the one asked about."""

NOT_SET: Possible = ("not-set", None, None, frozenset())
ENDED: Possible = ("ended", None, None, frozenset())


@dataclass(frozen=True)
class Answer:
    """What the possible worlds say of a term; a flag or a claim of some world is kept.

    *answers* are the possible answers with the events that gave each. For an answer and an event
    that gave it, *confirmed* are the dates of what reaffirmed it for certain by the day, and
    *given* is what was said of where it came from.
    """

    answers: dict[Possible, frozenset[str]]
    flags: frozenset[str]
    claims: frozenset[Claimed]
    confirmed: dict[tuple[Possible, str], frozenset[Date]]
    given: dict[tuple[Possible, str], frozenset[Given]]

    def last_confirmed(self, possible: Possible, event: str) -> frozenset[str]:
        """The dates, as written, that may be called the last confirmation of an answer.

        Several have the same last day, or *event* gave the answer in more than one change.
        """
        dates = self.confirmed[possible, event]
        last = max((one.latest for one in dates if one.latest is not None), default=None)
        if last is None:
            return frozenset(since for _, since, _ in self.given[possible, event])
        return frozenset(str(one) for one in dates if one.latest == last)


@dataclass(frozen=True)
class Met:
    """An event said that *condition* is met."""

    condition: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One change, or one condition met, with everything it takes from its event.

    *place* orders steps of one day. *pick* names the choice of a day it hangs on.
    *public* is the last day of its announced date.
    """

    act: Change | Met
    event: str
    place: tuple[int, int, int]
    pick: str
    when: Date | None
    authority: Authority
    sources: tuple[str, ...]
    public: date | None

    @property
    def possible(self) -> Possible:
        """The answer that it gives."""
        if isinstance(self.act, Set):
            through = self.act.through.latest if self.act.through else None
            return "in-force", self.act.value, through, frozenset(self.act.unless)
        return ENDED


def answers(
    kept: Sequence[Kept], *, on: date, known: date | None = None, recorded: str | None = None
) -> dict[str, Answer]:
    """Answer every term on the day *on*, as known on *known*, as recorded by *recorded*."""
    entries = recorded_by(kept, recorded)
    published = published_of(entries)
    steps = [
        replace(step, sources=tuple(s for s in step.sources if not _later(published[s], known)))
        for step in steps_of(entries)
        if is_known(step, known)
    ]
    return {term: _answer(concerning(term, steps), on) for term in terms_of(entries)}


def _later(published: Date | None, known: date | None) -> bool:
    """Say whether a source was published only after *known*."""
    if known is None or published is None:
        return False
    last = published.latest or published.earliest
    return last is None or last > known


def answers_for_question(
    kept: Sequence[Kept], *, on: Date, known: date | None = None, recorded: str | None = None
) -> dict[str, Answer]:
    """Answer every term on some day of *on*: what any of its days may give."""
    horizon = _horizon(steps_of(recorded_by(kept, recorded)), _bounds(on))
    days = [day for day in each_day(*horizon) if any(_within(day, span) for span in on.spans)]
    daily = [answers(kept, on=day, known=known, recorded=recorded) for day in days]
    return {term: _union([answer[term] for answer in daily]) for term in daily[0]}


# --- The record: §3, and the cut by *recorded*


def recorded_by(kept: Sequence[Kept], instant: str | None) -> list[Kept]:
    """Leave out what was recorded after *instant*."""
    return [entry for entry in kept if instant is None or entry[1] <= instant]


def terms_of(kept: Sequence[Kept]) -> list[str]:
    """Name the terms of the vocabulary, in the order in which they were defined."""
    return [
        act.thing.key
        for _, _, act in kept
        if isinstance(act, Define) and isinstance(act.thing, Term)
    ]


def published_of(kept: Sequence[Kept]) -> dict[str, Date | None]:
    """Tell when each source was published, as last defined."""
    return {
        act.thing.key: act.thing.published
        for _, _, act in kept
        if isinstance(act, Define | Redefine) and isinstance(act.thing, Source)
    }


def events_of(kept: Sequence[Kept]) -> list[tuple[int, str, Event]]:
    """Return the events that stand, corrected, each in its own place."""
    retracted = {act.event for _, _, act in kept if isinstance(act, Retract)}
    events = [
        (version, recorded, act)
        for version, recorded, act in kept
        if isinstance(act, Event) and act.id not in retracted
    ]
    corrections = [
        act for _, _, act in kept if isinstance(act, Correct) and act.id not in retracted
    ]
    return [
        (version, recorded, _corrected(event, [c for c in corrections if c.event == event.id]))
        for version, recorded, event in events
    ]


def _corrected(event: Event, corrections: Sequence[Correct]) -> Event:
    for correction in corrections:
        for name in EVENT_FIELDS:
            if name in correction.fields.given:
                event = replace(event, **{name: getattr(correction.fields, name)})
    return event


def steps_of(kept: Sequence[Kept]) -> list[Step]:
    """Return what the events do, each step with what it takes from its event."""
    events = {event.id: (version, event) for version, _, event in events_of(kept)}
    published = published_of(kept)
    steps = []
    for version, recorded, event in events_of(kept):
        logged = date.fromisoformat(recorded[:10])
        acts: list[Change | Met] = [*map(Met, event.met), *event.changes]
        for index, act in enumerate(acts):
            place, pick, when = (version, 0, index), event.id, event.when
            authority, sources, announced = event.authority, event.sources, event.announced
            if not isinstance(act, Met):
                authority = act.authority or authority
                sources = act.sources or sources
                announced = act.announced or announced
                if act.of is not None:
                    if act.of not in events:
                        continue
                    earlier, happening = events[act.of]
                    place = (earlier, version, index)
                    pick, when = happening.id, happening.when
                elif act.when is not None:
                    pick, when = f"{event.id}, change {index}", act.when
            public: date | None = _first_public(sources, published, when, logged)
            if announced is not None:
                public = announced.latest
            steps.append(
                Step(
                    act=act, event=event.id, place=place, pick=pick, when=when,
                    authority=authority, sources=sources, public=public,
                )
            )  # fmt: skip
    return steps


def _first_public(
    sources: tuple[str, ...], published: dict[str, Date | None], when: Date | None, logged: date
) -> date:
    dates = [published[source] for source in sources]
    said = [one.latest for one in dates if one is not None and one.latest is not None]
    if said:
        return min(said)
    if when is None or when.latest is None or when.latest > logged:
        return logged
    return when.latest


def is_known(step: Step, known: date | None) -> bool:
    """Say whether *step* was public by *known* for certain."""
    return known is None or (step.public is not None and step.public <= known)


def concerning(term: str, steps: Sequence[Step]) -> list[Step]:
    """Return the changes of *term*, and the conditions met that may end an answer of it."""
    changes = [step for step in steps if not isinstance(step.act, Met) and step.act.term == term]
    unless = {name for step in changes if isinstance(step.act, Set) for name in step.act.unless}
    return [
        step
        for step in steps
        if step in changes or (isinstance(step.act, Met) and step.act.condition in unless)
    ]


# --- The possible worlds: §4


def worlds(steps: Sequence[Step], on: date) -> Iterator[World]:
    """Pick a day for every event, and for every change that has a day of its own."""
    choices = _choices(steps, on)
    for days in product(*choices.values()):
        yield dict(zip(choices, days, strict=True))


def count_worlds(steps: Sequence[Step], on: date) -> int:
    """Count the worlds without visiting them."""
    return prod(len(days) for days in _choices(steps, on).values())


def _choices(steps: Sequence[Step], on: date) -> dict[str, list[date | None]]:
    dates = {step.pick: step.when for step in steps if step.when is not None}
    first, _ = _horizon(steps, [on])
    return {pick: _days(when, first, on) for pick, when in dates.items()}


def _days(when: Date, first: date, on: date) -> list[date | None]:
    days: list[date | None] = [
        day for day in each_day(first, on) if any(_within(day, span) for span in when.spans)
    ]
    not_yet = any(end is None or end > on for _, end in when.spans)
    return [*days, None] if not_yet else days


def _within(day: date, span: tuple[date | None, date | None]) -> bool:
    start, end = span
    return (start is None or start <= day) and (end is None or day <= end)


def each_day(first: date, last: date) -> Iterator[date]:
    """Yield the days from *first* to *last*, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(number)


def _horizon(steps: Sequence[Step], days: Sequence[date]) -> tuple[date, date]:
    """Return days so far before and after all that are named that others change nothing.

    What has no first day has happened on some day before the others, in any order: there is one
    for each step.
    """
    dates = [step.when for step in steps]
    dates += [step.act.through for step in steps if isinstance(step.act, Set)]
    named = [bound for one in dates if one is not None for bound in _bounds(one)]
    named += [step.public for step in steps if step.public is not None]
    named = [*named, *days] or [date(2000, 1, 1)]
    return min(named) - timedelta(len(steps)), max(named) + timedelta(1)


def _bounds(when: Date) -> list[date]:
    return [bound for span in when.spans for bound in span if bound is not None]


# --- Who is believed: §5


@dataclass
class _Standing:
    """The answer of one world so far, and what stands beside it."""

    possible: Possible = NOT_SET
    step: Step | None = None
    authority: Authority = Authority.REPORTED
    confirmed: list[Date] = field(default_factory=list)
    claims: list[Step] = field(default_factory=list)
    disputed: bool = False
    carried: bool = False

    @property
    def in_force(self) -> bool:
        return self.possible[0] == "in-force"

    @property
    def stands(self) -> bool:
        return self.possible[0] in ("in-force", "ended")

    def expire(self, day: date) -> None:
        """Let an answer whose last day is before *day* expire."""
        _, value, through, unless = self.possible
        if self.in_force and through is not None and through < day:
            self.possible = ("expired", value, through, unless)
            self.disputed = self.carried = False

    def become(self, possible: Possible, step: Step, authority: Authority) -> None:
        self.possible, self.step, self.authority = possible, step, authority
        self.confirmed = []
        self.disputed = self.carried = False

    def claim(self, step: Step) -> None:
        rank = step.authority.rank
        self.claims = [claim for claim in self.claims if claim.authority.rank > rank] + [step]

    def take(self, step: Step) -> None:
        rank, needed = step.authority.rank, self.authority.rank
        match step.act:
            case Met(condition=condition):
                if self.in_force and condition in self.possible[3]:
                    if rank >= needed:
                        weaker = step.authority if rank == needed else self.authority
                        self.become(ENDED, step, weaker)
                    else:
                        self.claim(step)
            case Reaffirm():
                if self.possible != NOT_SET and rank >= needed:
                    self.claims = [claim for claim in self.claims if claim.authority.rank > rank]
                    self.carried = False
                    if step.when is not None:
                        self.confirmed.append(step.when)
            case Set() | End():
                if self.stands and needed > rank:
                    self.claim(step)
                else:
                    self.become(step.possible, step, step.authority)
                    self.claims = []
            case LeaveUnsaid():
                if self.stands:
                    self.carried = True
            case Dispute():
                self.disputed = True
            case Settle():
                self.disputed = False
            case Use() | Note():
                pass


def fold(steps: Sequence[Step], world: World, on: date) -> _Standing:
    """Return what stands on the day *on* in *world*."""
    happened = [
        (day, step.place, step)
        for step in steps
        if step.when is not None and (day := world[step.pick]) is not None
    ]
    standing = _Standing()
    for day, _, step in sorted(happened, key=lambda one: one[:2]):
        standing.expire(day)
        standing.take(step)
    standing.expire(on)
    return standing


# --- What all worlds say


def _answer(steps: Sequence[Step], on: date) -> Answer:
    seen = _union([_seen(fold(steps, world, on), on) for world in worlds(steps, on)])
    pending = {"pending"} if any(_is_pending(step, on) for step in steps) else set()
    return replace(seen, flags=seen.flags | pending)


def _union(answers: Sequence[Answer]) -> Answer:
    possible: dict[Possible, set[str]] = defaultdict(set)
    confirmed: dict[tuple[Possible, str], set[Date]] = defaultdict(set)
    given: dict[tuple[Possible, str], set[Given]] = defaultdict(set)
    for answer in answers:
        for key, events in answer.answers.items():
            possible[key] |= events
        for pair, dates in answer.confirmed.items():
            confirmed[pair] |= dates
        for pair, origins in answer.given.items():
            given[pair] |= origins
    return Answer(
        {key: frozenset(events) for key, events in possible.items()},
        frozenset(flag for answer in answers for flag in answer.flags),
        frozenset(claim for answer in answers for claim in answer.claims),
        {pair: frozenset(dates) for pair, dates in confirmed.items()},
        {pair: frozenset(origins) for pair, origins in given.items()},
    )


def _seen(standing: _Standing, on: date) -> Answer:
    """Tell what one world shows on the day *on*."""
    possible, step = standing.possible, standing.step
    claims = frozenset(
        (*claim.possible[:2], claim.authority, claim.event, _contradicts(claim, possible))
        for claim in standing.claims
        if not _is_over(claim, on)
    )
    flags = {
        "contested": any(contradicts for *_, contradicts in claims),
        "disputed": standing.disputed,
        "carried": standing.carried,
    }
    if step is None or step.when is None:
        return Answer({possible: frozenset()}, _shown(flags), claims, {}, {})
    through = step.act.through if isinstance(step.act, Set) else None
    dates = [step.when, through] if through else [step.when]
    flags["reported"] = standing.authority.rank < Authority.OFFICIAL.rank
    flags["doubtful"] = any(one.doubtful for one in dates)
    flags["approximate"] = any(one.approximate for one in dates)
    confirmed = [one for one in standing.confirmed if one.latest is not None and one.latest <= on]
    given = (standing.authority, str(step.when), step.sources)
    return Answer(
        {possible: frozenset({step.event})},
        _shown(flags),
        claims,
        {(possible, step.event): frozenset(confirmed)},
        {(possible, step.event): frozenset({given})},
    )


def _shown(flags: dict[str, bool]) -> frozenset[str]:
    return frozenset(flag for flag, holds in flags.items() if holds)


def _is_over(claim: Step, on: date) -> bool:
    through = claim.possible[2]
    return through is not None and through < on


def _contradicts(claim: Step, standing: Possible) -> bool:
    adds = isinstance(claim.act, Set) and claim.act.adds
    return claim.possible != standing and standing[1] != UNDISCLOSED and not adds


def _is_pending(step: Step, on: date) -> bool:
    if isinstance(step.act, Met | Use | Note):
        return False
    lies_ahead = step.when is None or (step.when.earliest is not None and step.when.earliest > on)
    return lies_ahead and is_known(step, on)
