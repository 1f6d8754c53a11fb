"""The closed form: what may be the case of one term at the end of a day (docs/meaning.md §4).

No world is tried. Every question has one shape: can these few steps come in this order, while each
happening that must have come about has a day on which it does no harm? docs/rule.md proves that the
days tried here are enough.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from events.words import UNDISCLOSED
from timeline.record.steps import ANSWERS, Days, Moment, Place, Step
from timeline.rule.said import NOT_SET, Outcome, Said, confirms, ends, same_speaker

Position = tuple[int, Place]
"""A day and the place on it."""

Chain = Sequence[Position]
"""The positions of the steps in question, in their order."""

Harm = Callable[[Step, Position, Chain], bool]
"""Whether a step at a position would contradict what is asked of the chain."""

Pins = dict[Moment, int]
"""The days to which the moments of the chain are pinned."""

Bars = Sequence[tuple[int, int]]
"""Pairs (link, rank): no answer of a rank above *rank* may come after that link of the chain."""

_LAST_ANSWER: Bars = ((0, 0),)
_RANKS = (0, 1, 2)


class Possible:
    """The steps of one term that may have happened by the day *on*, an ordinal."""

    def __init__(self, steps: Iterable[Step], on: int) -> None:
        self._on = on
        self._moments: dict[Moment, list[Step]] = {}
        self._by_verb: dict[str, list[Step]] = {}
        for step in steps:
            if step.days and step.days[0][0] <= on:
                self._moments.setdefault(step.moment, []).append(step)
                self._by_verb.setdefault(step.verb, []).append(step)
        self._must = {name for name, own in self._moments.items() if own[0].days[-1][1] <= on}
        self._answers = [*self._of("set"), *self._of("end")]
        self._firsts = [self._first_answers(rank) for rank in _RANKS]

    def said(self) -> Said:
        """Return all of it."""
        outcomes = frozenset(self._outcomes())
        restated = frozenset(self._restated(outcomes))
        return Said(
            outcomes=outcomes,
            claims=frozenset(self._claims()),
            disputes=frozenset(self._disputes()),
            silences=frozenset(self._silences()),
            restated=restated,
            surely=frozenset(self._surely(outcomes, {step for _, step in restated})),
            replaced=frozenset(self._replaced({one.given for one in outcomes if one.given})),
        )

    # What the answer may be

    def _outcomes(self) -> Iterator[Outcome]:
        if not self._firsts[0]:
            yield NOT_SET
        for given in self._answers:
            status = "ended" if given.verb == "end" else "in-force"
            standing = Outcome("expired" if given.through < self._on else status, given)
            ended = (Outcome("ended", given, met) for met in self._mets(given))
            yield from (one for one in (standing, *ended) if self._may_be(one))

    def _may_be(self, outcome: Outcome, *later: Step, early: Step | None = None) -> bool:
        """Whether *outcome* may have come about, with *later* after it and *early* before it."""
        _, given, met = outcome
        if given is None:
            return True
        mets = self._mets(given)
        until = given.through

        def harm(step: Step, at: Position, chain: Chain) -> bool:
            if step is early:
                return at > chain[1 if met else 0]
            if step is met:
                return at[0] > until
            return step in mets and chain[0] < at < (chain[1] if met else (until + 1, ()))

        links = [given, met, *later] if met else [given, *later]
        return self._can(links, harm, [*mets, early] if early else mets)

    # What may stand beside it

    def _restated(self, outcomes: Iterable[Outcome]) -> Iterator[tuple[Outcome, Step]]:
        for step in self._of("reaffirm"):
            for outcome in outcomes:
                if outcome.given and self._may_be(outcome, step):
                    yield outcome, step

    def _surely(self, outcomes: Iterable[Outcome], restated: Iterable[Step]) -> Iterator[Step]:
        for step in restated:
            if step.moment in self._must and all(
                confirms(outcome, step) and not self._may_be(outcome, early=step)
                for outcome in outcomes
            ):
                yield step

    def _silences(self) -> Iterator[Step]:
        lasting = [one for one in self._of("set") if one.through >= self._on]
        for silence in self._of("leave-unsaid"):
            if any(self._carries(given, silence) for given in lasting):
                yield silence

    def _carries(self, given: Step, silence: Step) -> bool:
        mets = self._mets(given)
        fellers = {one for one in self._of("leave-unsaid") if one is not silence}
        fellers |= {one for one in self._of("reaffirm") if one.rank >= given.rank}

        def harm(step: Step, at: Position, chain: Chain) -> bool:
            return (step in mets and at > chain[0]) or (step in fellers and at > chain[1])

        return self._can([given, silence], harm, [*mets, *fellers])

    def _claims(self) -> Iterator[Step]:
        undisclosed = [step for step in self._of("set") if step.value == UNDISCLOSED]
        for claim in self._of("claim"):
            again = [one for one in self._of("claim") if _speaks_again(one, claim)]
            refuted = [one for one in self._of("reaffirm") if _refutes(one, claim)]
            if claim.through >= self._on and (
                self._is_left([claim], [*again, *refuted])
                or any(self._is_left([given, claim], again) for given in undisclosed)
            ):
                yield claim

    def _disputes(self) -> Iterator[Step]:
        for dispute in self._of("dispute"):
            if self._is_left([dispute], self._of("settle"), bars=()):
                yield dispute

    def _is_left(
        self, links: Sequence[Step], fellers: Collection[Step], bars: Bars = _LAST_ANSWER
    ) -> bool:
        """Whether the last of *links* may have none of *fellers* after it."""

        def harm(step: Step, at: Position, chain: Chain) -> bool:
            return step in fellers and at > chain[-1]

        return self._can(links, harm, fellers, bars)

    def _replaced(self, answers: Iterable[Step]) -> Iterator[tuple[Step, Outcome]]:
        for given in answers:
            for higher in self._answers:
                if higher.rank > given.rank:
                    yield from ((given, one) for one in self._in_place_of(higher, given))

    def _in_place_of(self, higher: Step, given: Step) -> Iterator[Outcome]:
        """Yield what those above *given* in rank had made of *higher* when *given* replaced it."""
        mets = [met for met in self._mets(higher) if met.rank > given.rank]
        for ended in (None, *mets):

            def harm(step: Step, at: Position, chain: Chain, ended: Step | None = ended) -> bool:
                if step is (ended or given):
                    return at[0] > higher.through
                return step in mets and chain[0] < at < chain[1]

            links = [higher, ended, given] if ended else [higher, given]
            if self._can(links, harm, mets, ((len(links) - 1, 0), (0, given.rank))):
                status = "ended" if ended or higher.verb == "end" else "in-force"
                yield Outcome(status, higher, ended)

    # Whether steps can come in an order while all others do no harm

    def _can(
        self,
        links: Sequence[Step],
        harm: Harm,
        spoilers: Collection[Step],
        bars: Bars = _LAST_ANSWER,
    ) -> bool:
        """Whether *links* can come in this order, and no step then does *harm*.

        Of all but answers only *spoilers* can.
        """
        turns = {links[0].through, *_turns(links), *_turns(spoilers)} if len(links) > 1 else set()
        mixed = {step.moment for step in spoilers} & self._must
        return any(
            self._fits(links, pins, mixed, harm, bars)
            for pins in self._ways(links, turns, {}, (self._on + 1, ()))
        )

    def _ways(
        self, links: Sequence[Step], turns: Collection[int], pins: Pins, before: Position
    ) -> Iterator[Pins]:
        """Yield days for *links* to come in this order before a position, the last placed first.

        Each is as late as the next lets it be, or on an earlier day than that; all but the first
        also as late as one of *turns* lets them be.
        """
        if not links:
            yield pins
            return
        *rest, step = links
        bound = before[0] if step.place < before[1] else before[0] - 1
        if step.moment in pins:
            choices = {pins[step.moment]} if pins[step.moment] <= bound else set()
        else:
            tops = {bound, before[0] - 1, *(turn for turn in turns if rest and turn < bound)}
            choices = {day for top in tops if (day := last_by(step.days, top)) is not None}
        for day in sorted(choices, reverse=True):
            yield from self._ways(rest, turns, {**pins, step.moment: day}, (day, step.place))

    def _fits(
        self, links: Sequence[Step], pins: Pins, mixed: set[Moment], harm: Harm, bars: Bars
    ) -> bool:
        """Whether every moment that must have come about has a day on which it does no harm."""
        chain = [(pins[step.moment], step.place) for step in links]
        apart = mixed | pins.keys()
        marks = {day + later for day in (links[0].through, *pins.values()) for later in (0, 1)}

        def is_calm(moment: Moment, day: int) -> bool:
            return not any(
                harm(step, (day, step.place), chain)
                or (
                    step.verb in ANSWERS
                    and any(
                        (day, step.place) > chain[link] and step.rank > rank for link, rank in bars
                    )
                )
                for step in self._moments[moment]
            )

        return (
            all(self._come_before(chain[link], rank, apart) for link, rank in bars)
            and all(is_calm(moment, day) for moment, day in pins.items())
            and all(
                any(is_calm(moment, day) for day in self._days(moment, marks))
                for moment in mixed - pins.keys()
            )
        )

    def _come_before(self, position: Position, rank: int, apart: Collection[Moment]) -> bool:
        """Whether all answers above *rank* that must have come about may come before *position*.

        Those in moments that are looked at *apart* are left out.
        """
        for first, moment in self._firsts[rank]:
            if first < position:
                return True
            if moment not in apart:
                return False
        return True

    def _days(self, moment: Moment, marks: Iterable[int]) -> set[int]:
        """Return possible days of *moment*: those of *marks* and the first of every span."""
        days = self._moments[moment][0].days
        return {mark for mark in marks if last_by(days, mark) == mark} | {day for day, _ in days}

    def _first_answers(self, rank: int) -> list[tuple[Position, Moment]]:
        """Return the earliest positions of answers above *rank* that must have come, last first."""
        found: dict[Moment, Position] = {}
        for step in self._answers:
            if step.moment in self._must and step.rank > rank:
                at = step.days[0][0], step.place
                found[step.moment] = max(at, found.get(step.moment, at))
        return sorted(((at, moment) for moment, at in found.items()), reverse=True)

    def _mets(self, given: Step) -> list[Step]:
        return [met for met in self._of("met") if ends(met, given)]

    def _of(self, verb: str) -> list[Step]:
        return self._by_verb.get(verb, [])


def _refutes(restatement: Step, claim: Step) -> bool:
    return restatement.rank >= claim.rank and not claim.adds


def _speaks_again(step: Step, claim: Step) -> bool:
    return step is not claim and same_speaker(step, claim)


def _turns(steps: Iterable[Step]) -> Iterator[int]:
    """Yield the ends of their possible days, and the days before."""
    return (end - less for step in steps for _, end in step.days for less in (0, 1))


def last_by(days: Days, bound: int) -> int | None:
    """Return the last of *days* that is not after *bound*, None where there is none."""
    return max((min(last, bound) for first, last in days if first <= bound), default=None)
