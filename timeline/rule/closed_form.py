"""The closed form: what may hold for one term at the end of a day (docs/meaning.md §4).

No worlds are enumerated. Each question asks whether something holds in at least one world, except
`surely`, which asks about every world. They all have one shape: can these few steps occur in this
order, while every event that must have happened has a day on which it does no harm? docs/rule.md
proves that the days tried here suffice.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from events.model.vocabulary import UNDISCLOSED
from timeline.record.days import FAR, Counts, last_by, last_pick, moved, near_picks
from timeline.record.relations import Moment, Place
from timeline.record.steps import ANSWERS, DECIDING, Step, ties
from timeline.rule.budget import spend
from timeline.rule.said import NOT_SET, Outcome, confirms, ends, gives_again, same_speaker

Point = tuple[int, Place]
"""A day and a place within it, by which the steps of a world are ordered."""

Points = Sequence[Point]
"""The points of the links, in order."""

Harm = Callable[[Step, Point, Points], bool]
"""A function that tells whether a step at a point does harm to links at other points."""

Pins = dict[Moment, int]
"""The day chosen for the moment of each link."""

Limits = Sequence[tuple[int, int]]
"""Pairs (link, rank): no answer ranked above *rank* may come after that link."""

_LAST_ANSWER: Limits = ((0, 0),)
_FREE: Pins = {}


class Link(NamedTuple):
    """A step that must come after the previous link, on the day *by* at the latest."""

    step: Step
    by: int = FAR


class ClosedForm:
    """What may hold for the *steps* of one term at the end of the day *on*, an ordinal.

    Its attributes are those of `Said`.
    """

    def __init__(self, steps: Iterable[Step], on: int) -> None:
        self._on = on
        self._moments: dict[Moment, list[Step]] = {}
        self._by_verb: dict[str, list[Step]] = {}
        for step in steps:
            if step.days and step.days[0][0] <= on:
                self._moments.setdefault(step.moment, []).append(step)
                self._by_verb.setdefault(step.verb, []).append(step)
        near = [step for own in self._moments.values() for step in own]
        self._near = near
        spend(10 + len(near), near)
        self._picks = {step.moment: step.picks for step in near}
        self._picks |= {one.lasting.moment: one.lasting.base for one in near if one.lasting}
        self._ties = _ties(near)
        self._strict = _ties([step for step in near if step.verb in DECIDING])
        self._must = {step.moment for step in near if step.days[-1][1] <= on}
        self._answers = [*self._of("set"), *self._of("end")]
        self._firsts: dict[int, list[tuple[Point, Moment]]] = {}
        self._aboves: dict[int, list[Step]] = {}
        self._kept: dict[Step, list[tuple[int, Pins]]] = {}
        self._tied: dict[Moment, set[int]] = {}

    # What the answer may be

    @cached_property
    def outcomes(self) -> frozenset[Outcome]:
        return frozenset(self._outcomes())

    def _outcomes(self) -> Iterator[Outcome]:
        if not self._first_answers(0):
            yield NOT_SET
        for given in self._answers:
            yield from self._given_by(given)

    def _given_by(self, given: Step) -> Iterator[Outcome]:
        lasts = self._lasts(given, freely=True)
        statuses = {self._status(given, until): None for until, _ in lasts}
        standing = [Outcome(status, given) for status in statuses]
        ended = (Outcome("ended", given, ender) for ender in self._enders(given))
        return (one for one in (*standing, *ended) if self._may_be(one))

    def _status(self, given: Step, until: int) -> str:
        """Return the status of the answer of *given* on its own, if *until* is its last day."""
        if given.verb == "end":
            return "ended"
        return "expired" if until < self._on else "in-force"

    def _lasts(self, step: Step, *, freely: bool = False) -> list[tuple[int, Pins]]:
        """Return the last days that matter of *step*, each with the pick that it is counted from.

        There is one last day unless it is counted from a moment that may pick one of several. The
        latest come first. If the answer stands *freely*, nothing has to come after it.
        """
        if step.lasting is None:
            return [(step.through, {})]
        moment, base, counts = step.lasting
        if freely and not self._enders(step) and self._moments.get(moment) in (None, [step]):
            # The later the better, if the step still comes by then: the latest pick that expires,
            # and the latest of all.
            spend(2, self._near)
            expired = near_picks(base, counts, (self._on - 1,))
            return _picked(moment, counts, expired | near_picks(base, step.counts, (self._on,)))
        if step not in self._kept:
            picks = self._tied_picks(moment)
            spend(1 + len(picks) // 3, self._near)
            self._kept[step] = _picked(moment, counts, picks)
        return self._kept[step]

    def _tied_picks(self, moment: Moment) -> set[int]:
        """Return the picks of a moment from which days are counted that may matter."""
        if moment not in self._tied:
            several, picks = self._ties[moment], self._picks[moment]
            spend(len(self._marks) * len(several) // 3, self._near)
            near = (near_picks(picks, counts, self._marks) for counts in several)
            self._tied[moment] = set().union(*near)
        return self._tied[moment]

    @cached_property
    def _marks(self) -> set[int]:
        """The days about which the order of two happenings can turn."""
        steps = self._near
        ends = {self._on, *(step.through for step in steps if not step.lasting)}
        ends |= {day for step in steps for span in step.days for day in span}
        ends |= {day - 1 for day in ends}
        for moment, several in self._ties.items():
            spend(len(ends) * len(several) // 3, self._near)
            picks = {p for one in several for p in near_picks(self._picks[moment], one, ends)}
            ends |= {moved(pick, counts) for counts in several for pick in picks}
        return ends

    def _may_be(self, outcome: Outcome, *later: Step, early: Step | None = None) -> bool:
        """Return whether *outcome* may have come about, followed by *later*.

        If *early* is given, it must have come before the outcome: coming after it counts as harm.
        """
        status, given, ender = outcome
        return given is None or any(
            self._may_last(given, ender, until, pins, later, early)
            for until, pins in self._lasts(given, freely=not later)
            if ender or status == self._status(given, until)
        )

    def _may_last(
        self,
        given: Step,
        ender: Step | None,
        last: int,
        pins: Pins,
        later: Sequence[Step],
        early: Step | None,
    ) -> bool:
        """Return the same as `_may_be` if *pins* make *last* the last day of the answer."""
        enders, until = self._enders(given), (last + 1, ())

        def harm(step: Step, at: Point, points: Points) -> bool:
            if step is early:
                return at > points[1 if ender else 0]
            end = points[1] if ender else until
            return step is not ender and step in enders and points[0] < at < end

        ending = [Link(ender, last)] if ender else []
        links = [Link(given), *ending, *map(Link, later)]
        return self._can(links, harm, [*enders, early] if early else enders, pins=pins)

    # What may stand beside it

    @cached_property
    def restated(self) -> frozenset[tuple[Outcome, Step]]:
        return frozenset(self._restated())

    def _restated(self) -> Iterator[tuple[Outcome, Step]]:
        for step in self._of("reaffirm"):
            for outcome in self.outcomes:
                if outcome.given and self._may_be(outcome, step):
                    yield outcome, step

    @cached_property
    def surely(self) -> frozenset[Step]:
        return frozenset(filter(self._is_sure, {step for _, step in self.restated}))

    def _is_sure(self, restatement: Step) -> bool:
        """Return whether *restatement* confirms the answer in every world."""
        return restatement.days[-1][1] <= self._on and all(
            confirms(outcome, restatement) and not self._may_be(outcome, early=restatement)
            for outcome in self.outcomes
        )

    @cached_property
    def silences(self) -> frozenset[Step]:
        return frozenset(filter(self._is_carrying, self._of("leave-unsaid")))

    def _is_carrying(self, silence: Step) -> bool:
        lasting = (one for one in self._of("set") if one.through >= self._on)
        return any(
            self._carries(given, silence, pins)
            for given in lasting
            for until, pins in self._lasts(given)
            if until >= self._on
        )

    def _carries(self, given: Step, silence: Step, pins: Pins) -> bool:
        enders = self._enders(given)
        removers = {one for one in self._of("leave-unsaid") if one is not silence}
        removers |= {one for one in self._of("reaffirm") if one.rank >= given.rank}

        def harm(step: Step, at: Point, points: Points) -> bool:
            return (step in enders and at > points[0]) or (step in removers and at > points[1])

        return self._can([Link(given), Link(silence)], harm, [*enders, *removers], pins=pins)

    @cached_property
    def claims(self) -> frozenset[Step]:
        return frozenset(filter(self._stands, self._of("claim")))

    def _stands(self, claim: Step) -> bool:
        """Return whether *claim* may still stand; beside an undisclosed value it is a detail."""
        again = [one for one in self._of("claim") if one is not claim and same_speaker(one, claim)]
        refuted = [one for one in self._of("reaffirm") if one.rank >= claim.rank and not claim.adds]
        undisclosed = (one for one in self._of("set") if one.value == UNDISCLOSED)
        several = [[claim], *([given, claim] for given in undisclosed)]
        return any(
            self._is_left(steps, again if len(steps) > 1 else [*again, *refuted], pins=pins)
            for until, pins in self._lasts(claim)
            if until >= self._on
            for steps in several
        )

    @cached_property
    def disputes(self) -> frozenset[Step]:
        settled = self._of("settle")
        return frozenset(one for one in self._of("dispute") if self._is_left([one], settled, ()))

    def _is_left(
        self,
        steps: Iterable[Step],
        removers: Collection[Step],
        limits: Limits = _LAST_ANSWER,
        pins: Pins = _FREE,
    ) -> bool:
        """Return whether the last of *steps* may have none of *removers* after it."""

        def harm(step: Step, at: Point, points: Points) -> bool:
            return step in removers and at > points[-1]

        return self._can([*map(Link, steps)], harm, removers, limits, pins)

    @cached_property
    def replaced(self) -> frozenset[tuple[Step, Outcome]]:
        return frozenset(self._replaced())

    def _replaced(self) -> Iterator[tuple[Step, Outcome]]:
        for given in {outcome.given for outcome in self.outcomes if outcome.given}:
            for higher in self._above(given.rank):
                yield from ((given, one) for one in self._in_place_of(higher, given))

    def _above(self, rank: int) -> list[Step]:
        """Return those answers above *rank* that may have come last among them."""
        if rank not in self._aboves:
            several = {name for name, own in self._moments.items() if len(own) > 1}
            own = (step for step in self._answers if step.rank > rank)
            latest = ((step, self._latest(step, min(self._on, step.through))) for step in own)
            self._aboves[rank] = [
                step for step, at in latest if self._come_before(at, rank, {step.moment, *several})
            ]
        return self._aboves[rank]

    def _in_place_of(self, higher: Step, given: Step) -> Iterator[Outcome]:
        """Yield what higher ranks may have made of *higher* by the time *given* replaced it."""
        enders = [ender for ender in self._enders(higher) if ender.rank > given.rank]
        for ender in (None, *enders):
            one = Outcome("ended" if ender or higher.verb == "end" else "in-force", higher, ender)
            if not gives_again(given, one) and self._gives_way(higher, ender, enders, given):
                yield one

    def _gives_way(
        self, higher: Step, ender: Step | None, enders: Collection[Step], given: Step
    ) -> bool:
        """Return whether *given* may replace *higher* after *ender*, if any, has ended it."""

        def harm(step: Step, at: Point, points: Points) -> bool:
            return step is not ender and step in enders and points[0] < at < points[1]

        last_answers = (2 if ender else 1, 0), (0, given.rank)
        for until, pins in self._lasts(higher):
            ends = [Link(ender, until), Link(given)] if ender else [Link(given, until)]
            if self._can([Link(higher), *ends], harm, enders, last_answers, pins):
                return True
        return False

    # Whether links can come in their order while nothing else does harm

    def _can(
        self,
        links: Sequence[Link],
        harm: Harm,
        spoilers: Collection[Step],
        limits: Limits = _LAST_ANSWER,
        pins: Pins = _FREE,
    ) -> bool:
        """Return whether *links* can come in this order without any step doing *harm*.

        Answers can always do harm; of the other steps, only *spoilers* can. The moments in *pins*
        pick those days.
        """
        spend(1, self._near)
        spoiling = {step.moment for step in spoilers} & self._must if spoilers else set()
        deciding = all(step.verb in DECIDING for step in (*spoilers, *(s for s, _ in links)))
        ties = self._strict if deciding else self._ties
        spoiling |= ties.keys() & self._must
        apart = spoiling.union(pins, (step.moment for step, _ in links))
        latest = self._latest_points(links)
        if not latest or not all(self._come_before(latest[at], rank, apart) for at, rank in limits):
            return False  # However late the links come, some answer comes later still.
        alone = all(len(self._moments[step.moment]) == 1 for step, _ in links)
        if alone and not spoiling and not pins:
            return True
        turns = self._marks if ties else set(self._turns(links, spoiling))
        return any(
            self._fits(links, way, spoiling, harm, limits)
            for way in self._ways(links, turns, ties, pins, (self._on + 1, ()))
        )

    def _latest_points(self, links: Sequence[Link]) -> Points:
        """Return the points of *links* if each is as late as the next allows, or () if none fit.

        No world has any link later than this. If each link is alone in its moment and only answers
        can do harm, no other arrangement is better (docs/rule.md).
        """
        points: list[Point] = []
        before: Point = (self._on + 1, ())
        for step, by in reversed(links):
            bound = min(by, before[0] if step.place < before[1] else before[0] - 1)
            before = self._latest(step, bound)
            if before[0] < step.days[0][0]:
                return ()
            points.append(before)
        return points[::-1]

    def _latest(self, step: Step, bound: int) -> Point:
        """Return the last point of *step* by the day *bound*, or one before its first day."""
        pick = last_pick(step.picks, step.counts, bound)
        return step.days[0][0] - 1 if pick is None else step.on(pick), step.place

    def _turns(self, links: Sequence[Link], spoiling: Collection[Moment]) -> Iterator[int]:
        """Yield the days by which a link may have to come although it could come later.

        There are none if every link is alone in its moment and only answers can do harm: later is
        then always better.
        """
        if spoiling or any(len(self._moments[step.moment]) > 1 for step, _ in links):
            shared = [step.days for moment in spoiling for step in self._moments[moment]]
            ends = [by for _, by in links]
            ends += [end for days in (*shared, *(s.days for s, _ in links)) for _, end in days]
            yield from (end - less for end in ends for less in (0, 1))
            yield from (days[0][0] for days in shared)

    def _ways(
        self,
        links: Sequence[Link],
        turns: Collection[int],
        ties: Collection[Moment],
        pins: Pins,
        before: Point,
    ) -> Iterator[Pins]:
        """Yield ways to place *links* in order before the point *before*, from the last one on.

        Each link is as late as the next one allows. All but the first are also tried at the latest
        day by each of *turns*, and one or two days before the next link; the first is also tried on
        the day before the next, if another step shares its moment. Moments in *ties*, from which
        days are counted, are tried on every pick that may matter.
        """
        if not links:
            yield pins
            return
        *rest, (step, by) = links
        bound = min(by, before[0] if step.place < before[1] else before[0] - 1)
        if step.moment in pins:
            choices = {pins[step.moment]}
        else:
            others = {*turns, before[0] - 1, before[0] - 2} if turns and rest else set()
            if len(self._moments[step.moment]) > 1:
                others.add(before[0] - 1)
            choices = self._choices(step, {bound, *(day for day in others if day < bound)})
            if step.moment in ties and (rest or len(self._moments[step.moment]) > 1):
                choices |= self._tied_picks(step.moment)
        for pick in sorted(choices, reverse=True):
            if step.on(pick) <= bound:
                at = step.on(pick), step.place
                yield from self._ways(rest, turns, ties, {**pins, step.moment: pick}, at)

    def _choices(self, step: Step, tops: Iterable[int]) -> set[int]:
        """Return the last picks that bring *step* by each of the days *tops*."""
        several = (last_pick(step.picks, step.counts, top) for top in tops)
        return {pick for pick in several if pick is not None}

    def _fits(
        self, links: Sequence[Link], pins: Pins, spoiling: set[Moment], harm: Harm, limits: Limits
    ) -> bool:
        """Return whether every moment that must have come has a day on which it does no harm."""
        spend(1 + len(spoiling), self._near)
        points = [(step.on(pins[step.moment]), step.place) for step, _ in links]
        apart = spoiling | pins.keys()
        days = (*self._last_days(links[0].step, pins), self._on, *(day for day, _ in points))
        marks = {day + later for day in days for later in (0, 1)}

        def is_calm(moment: Moment, pick: int) -> bool:
            for step in self._moments.get(moment, ()):
                at = step.on(pick), step.place
                if at[0] > self._on:
                    continue
                if step.verb in ANSWERS:
                    if any(at > points[link] and step.rank > rank for link, rank in limits):
                        return False
                elif harm(step, at, points):
                    return False
            return True

        return (
            all(self._come_before(points[link], rank, apart) for link, rank in limits)
            and all(is_calm(moment, pick) for moment, pick in pins.items())
            and all(
                any(is_calm(moment, pick) for pick in self._days(moment, marks))
                for moment in spoiling - pins.keys()
            )
        )

    def _last_days(self, step: Step, pins: Pins) -> Iterator[int]:
        """Yield the last day of *step*, unless *pins* leave it open: then nothing turns on it."""
        if step.lasting is None:
            yield step.through
        elif step.lasting.moment in pins:
            yield moved(pins[step.lasting.moment], step.lasting.counts)

    def _come_before(self, point: Point, rank: int, apart: Collection[Moment]) -> bool:
        """Return whether all answers above *rank* that must have happened may precede *point*.

        Answers of the moments in *apart* are ignored, since those are checked separately.
        """
        for first, moment in self._first_answers(rank):
            if first < point:
                return True
            if moment not in apart:
                return False
        return True

    def _first_answers(self, rank: int) -> list[tuple[Point, Moment]]:
        """Return the earliest point by which each moment that must have come has its answers.

        Only answers above *rank* count. The list is sorted latest first, so a search for answers
        that cannot precede a point can stop at the first one that can.
        """
        if rank not in self._firsts:
            found: dict[Moment, Point] = {}
            for step in self._answers:
                if step.days[-1][1] <= self._on and step.rank > rank:
                    at = step.days[0][0], step.place
                    found[step.moment] = max(at, found.get(step.moment, at))
            self._firsts[rank] = sorted(((at, name) for name, at in found.items()), reverse=True)
        return self._firsts[rank]

    def _days(self, moment: Moment, marks: Collection[int]) -> set[int]:
        """Return the picks of *moment* that may matter if its steps turn about *marks*."""
        picks = self._picks[moment]
        if moment in self._ties:
            return {p for one in self._ties[moment] for p in near_picks(picks, one, marks)}
        return {mark for mark in marks if last_by(picks, mark) == mark} | {day for day, _ in picks}

    def _enders(self, given: Step) -> list[Step]:
        """Return the conditions met and restated texts that may end the answer *given*."""
        return [one for one in (*self._of("met"), *self._of("restates")) if ends(one, given)]

    def _of(self, verb: str) -> list[Step]:
        return self._by_verb.get(verb, [])


def _picked(moment: Moment, counts: Counts, picks: Iterable[int]) -> list[tuple[int, Pins]]:
    return [(moved(pick, counts), {moment: pick}) for pick in sorted(picks, reverse=True)]


def _ties(steps: Iterable[Step]) -> dict[Moment, set[Counts]]:
    """Return how *steps* are counted from each moment with several picks, if any of them are."""
    return {moment: counts for (moment, _), counts in ties(steps).items() if any(counts)}
