"""The findings about one term: contradictions, gaps, stale answers, old claims and disputes."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise

from events.dates.dates import day
from events.model.vocabulary import UNDISCLOSED
from timeline.boxes.lines import Lines
from timeline.boxes.spans import Span, is_drawn, joined, span
from timeline.findings.confirmations import confirmation_findings
from timeline.findings.finding import (
    FINDING,
    REMARK,
    Finding,
    given_by,
    is_of_period,
    is_vague,
    meet,
    named,
)
from timeline.findings.parents import parents
from timeline.findings.plans import plan_findings
from timeline.findings.vague_dates import vague_dates
from timeline.record.days import FAR
from timeline.record.steps import ANSWERS, Step
from timeline.rule.answer import in_place, log_order
from timeline.rule.line import Stretch, said_on
from timeline.rule.terms import PossibleAnswer, kinds

OLD_CLAIM, OLD_DISPUTE = 365, 730
"""The number of days after which a claim or a dispute is reported as old."""


class OpenTerm:
    """The findings about the term *key* of *lines*, as seen from the day *on*.

    *stretches* has the runs of days with the same possible answers, for each term.
    """

    def __init__(
        self, lines: Lines, stretches: Mapping[str, Sequence[Stretch]], key: str, on: date
    ) -> None:
        self.lines, self.stretches = lines, stretches
        self.key, self.day, self.on = key, on, on.toordinal()
        self.parties = frozenset(lines.record.partnership.parties)
        self.steps = lines.steps.get(key, ())
        self.given = [step for step in self.steps if step.verb in ANSWERS and step.days]
        line = lines.line(key)
        self.state = line[line.index_on(self.on)].state
        drawn = (one for one in stretches[key] if is_drawn(one.first, one.last))
        self.line = [one for one in drawn if one.first <= self.on]

    def found(self, stale_after: int | None) -> Iterator[Finding]:
        """Yield the findings; an answer is stale *stale_after* days after its last statement."""
        yield from self._contradictions()
        yield from self._replaced()
        events = {one.version: one.event.id for one in self.lines.record.events}
        yield from vague_dates(self.lines.steps, self.key, self.line, self.on, events)
        yield from self._told_twice()
        yield from confirmation_findings(self.given, self.state, self.about)
        yield from plan_findings(self.steps, self._behind(), self.on, self.about)
        yield from self._gaps()
        yield from self._expired()
        if stale_after is not None:
            yield from self._stale(stale_after)
        yield from self._hanging()
        yield from self._outlives()
        yield from self._ends()
        yield from self._beside()

    def about(
        self,
        code: str,
        *steps: Step,
        level: str = FINDING,
        on: date | None = None,
        spans: tuple[Span, ...] = (),
        names: tuple[str, ...] = (),
    ) -> Finding:
        """Return the finding *code* about the term, with *steps* as evidence.

        *level*, *on*, *spans* and *names* are the fields of `Finding`.
        """
        first = steps[0].when.earliest if steps and steps[0].when else None
        return Finding(
            code=code,
            level=level,
            terms=(self.key,),
            events=named(step.event for step in steps),
            on=on or first,
            steps=steps,
            spans=spans,
            names=names,
        )

    # Answers chosen only by the order of the log, or in place of a better one

    def _contradictions(self) -> Iterator[Finding]:
        """Yield each day on which the order of the log alone chooses between two answers."""
        exact = [step for step in self.given if not is_vague(step) and step.days[0][0] <= self.on]
        by_day = sorted(exact, key=lambda step: (step.days[0][0], step.place))
        for ordinal, group in groupby(by_day, key=lambda step: step.days[0][0]):
            last, *others = reversed(list(group))
            rivals = [step for step in others if _disagree(step, last)]
            if rivals and any(last is one.outcome.given for one in self._said(ordinal)):
                yield self.about("contradiction", rivals[0], last)

    def _said(self, on: int) -> frozenset[PossibleAnswer]:
        return self.line[bisect_left(self.line, on, key=lambda one: one.last)].said

    def _replaced(self) -> Iterator[Finding]:
        """Yield the answers that replaced one of higher authority."""
        if not self.state.replaced:
            return
        # The state knows which answers may have been replaced; only the rule knows by which one.
        replaced = said_on(self.steps, self.on).replaced
        pairs = {(given, outcome.given) for given, outcome in replaced if outcome.given}
        for given, higher in sorted(pairs, key=lambda pair: (pair[0].place, pair[1].place)):
            yield self.about("replaced-higher", given, higher)

    def _told_twice(self) -> Iterator[Finding]:
        """Yield pairs in which one step may disclose a value that the other left undisclosed."""
        for hidden in (step for step in self.given if step.value == UNDISCLOSED):
            for told in (step for step in self.given if _disagree(step, hidden)):
                if told.value and told.place > hidden.place and meet(hidden.days, told.days):
                    yield self.about("same-happening", hidden, told)

    def _behind(self) -> Iterator[Step]:
        """Yield the steps that may have given the answer of the day."""
        given = (one.outcome.given for one in self.line[-1].said)
        yield from (step for step in given if step)

    # What nobody says

    def _gaps(self) -> Iterator[Finding]:
        runs = [
            (said, list(run)) for said, run in groupby(self.line, key=lambda one: kinds(one.said))
        ]
        for (gap, days), (after, following) in pairwise(runs):
            one, other = _only(gap, days[-1]), _only(after, following[0])
            if one and other and (one.outcome.status, other.status) == ("expired", "in-force"):
                steps = [step for step in (one.outcome.given, other.deciding) if step]
                out = span(days[0].first, days[-1].last)
                yield self.about("gap", *steps, on=out[0], spans=(out,))

    def _expired(self) -> Iterator[Finding]:
        one = _only(kinds(self.line[-1].said), self.line[-1])
        given = one.outcome.given if one and one.outcome.status == one.status == "expired" else None
        if one is None or given is None or self._is_over(one.through):
            return
        first = date.fromordinal(one.through + 1)
        if not is_of_period(given):
            yield self.about("expired", given, on=first)
        elif self._is_missing_next(given):
            yield self.about("expired", given, on=first, level=REMARK)

    def _is_missing_next(self, given: Step) -> bool:
        """Return whether *given* is the last of a series of periods, and the next one is over too.

        The value of a single period says nothing about another one, so nobody waits for it.
        """
        begun, last = given.days[0][0], given.through
        before = (step for step in self.given if is_of_period(step) and step.through < begun)
        return any(before) and last + (last - begun + 1) <= self.on

    def _is_over(self, last: int) -> bool:
        """Return whether what came after the day *last* was said for all: that it has ended."""
        texts = (step for step in self.steps if step.verb == "restates" and step.days)
        if any(last < step.days[-1][1] and step.days[0][0] <= self.on for step in texts):
            return True
        above = (self._now(key) for key in parents(self.key, self.lines.record.terms))
        return any(one is not None and one.status == "ended" for one in above)

    def _now(self, key: str) -> PossibleAnswer | None:
        """Return the answer of another term on the day, if it is certain."""
        said = self.stretches[key]
        one = said[bisect_left(said, self.on, key=lambda each: each.last)]
        return _only(kinds(one.said), one)

    def _stale(self, after: int) -> Iterator[Finding]:
        answer = self.lines.answer(self.key, day(self.day))
        given = answer.decided.deciding if answer.decided else None
        said = answer.confirmed or given
        confirmed = said.when.latest if said and said.when else None
        if given is None or answer.status != "in-force" or confirmed is None:
            return
        if (self.day - confirmed).days > after:
            spans = ((confirmed, self.day),)
            yield self.about("stale", given, on=confirmed, spans=spans)

    # Answers that rest on something missing

    def _hanging(self) -> Iterator[Finding]:
        """Yield the answers in force that depend on a term that is not set."""
        in_force: dict[Step | None, list[Stretch]] = {}
        for one in self.stretches[self.key]:
            for given in {each.outcome.given for each in one.said if each.status == "in-force"}:
                in_force.setdefault(given, []).append(one)
        for step in self.given:
            if step.hinge is None or step not in in_force:
                continue
            unset = [one for one in self.stretches[step.hinge] if _is_unset(one)]
            own = in_force[step]
            days = [(max(a.first, b.first), min(a.last, b.last)) for a in own for b in unset]
            without = [span(*both) for both in days if both[0] <= both[1] and is_drawn(*both)]
            if without:
                spans, names = tuple(joined(without)), (step.hinge,)
                yield self.about("while", step, on=spans[0][0], spans=spans, names=names)

    def _outlives(self) -> Iterator[Finding]:
        """Yield the answer that goes on after what seems to be its agreement, without a word.

        It was given while that was in force, names no term on which it depends and no last day, and
        nothing has been said of the term since.
        """
        one = _only(kinds(self.line[-1].said), self.line[-1])
        step = one.outcome.given if one and one.status == "in-force" else None
        if step is None or step.hinge or step.until:
            return
        said_last = max(each.days[0][0] for each in self.steps if each.days)
        for key in parents(self.key, self.lines.record.terms):
            above, (begun, over) = self._now(key), self._run(key)
            is_over = above and above.status in ("expired", "ended")
            if is_over and begun <= step.days[0][0] and said_last < over:
                spans = (span(over, self.on),)
                yield self.about("outlives", step, level=REMARK, spans=spans, names=(key,))
                return

    def _run(self, key: str) -> tuple[int, int]:
        """Return the first day of the last run, up to the day, on which a term was in force.

        With it comes the first day after that run. Without such a run, there is no day between.
        """
        begun, over = FAR, FAR
        for one in (each for each in self.stretches[key] if each.first <= self.on):
            if not all(each.status == "in-force" for each in one.said):
                continue
            begun, over = (begun if over == one.first else one.first), one.last + 1
        return begun, over

    def _ends(self) -> Iterator[Finding]:
        for step in self.given:
            if step.verb != "end":
                continue
            last = step.days[-1][1], step.place
            if not any((one.days[0][0], one.place) < last for one in self.given if one is not step):
                yield self.about("nothing-ended", step)
            alone = len(step.by) == 1 and self.parties.issuperset(step.by)
            if alone and len(self.parties) > 1 and step.days[0][0] <= self.on:
                yield self.about("one-sided", step, level=REMARK)

    # What stands beside the answer

    def _beside(self) -> Iterator[Finding]:
        for claim in in_place(self.state.claims):
            is_denied = any(one.done == "denies" for one in claim.acted)
            if self.on - claim.days[-1][1] > OLD_CLAIM and not is_denied:
                yield self.about("old-claim", claim, level=REMARK)
        for dispute in in_place(self.state.disputes):
            joint = [step for step in self.given if self._is_joint_set(step, dispute)]
            if joint:
                yield self.about("settled", dispute, joint[-1])
            elif self.on - dispute.days[-1][1] > OLD_DISPUTE:
                yield self.about("old-dispute", dispute, level=REMARK)

    def _is_joint_set(self, step: Step, dispute: Step) -> bool:
        """Return whether *step* is a `set` by all parties after the *dispute* began."""
        after = (dispute.days[-1][1], dispute.place) < (step.days[0][0], step.place)
        by_all = len(self.parties) > 1 and self.parties <= set(step.by)
        return step.verb == "set" and after and by_all and step.days[0][0] <= self.on


def _only(said: Collection[object], one: Stretch) -> PossibleAnswer | None:
    """Return the answer of a stretch if it is certain: the possibility last in log order."""
    return max(one.said, key=log_order) if len(said) == 1 else None


def _is_unset(one: Stretch) -> bool:
    return all(each.status == "not-set" for each in one.said)


def _disagree(step: Step, other: Step) -> bool:
    """Return whether the two give different answers, and neither orders itself after the other."""
    apart = step.event != other.event and step.place[0] != other.place[0]
    return apart and given_by(step) != given_by(other)
