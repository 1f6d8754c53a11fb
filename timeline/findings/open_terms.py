"""The findings about one term: contradictions, gaps, stale answers, old claims and disputes."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise

from events.dates.dates import day
from events.model.vocabulary import UNDISCLOSED
from timeline.boxes.lines import Lines
from timeline.boxes.spans import Span, is_drawn, joined, span
from timeline.findings.finding import FINDING, REMARK, Finding, is_vague, meet, named
from timeline.findings.vague_dates import vague_dates
from timeline.record.steps import ANSWERS, Step
from timeline.rule.answer import in_place, log_order
from timeline.rule.line import Stretch, said_on
from timeline.rule.terms import Possibility, kinds

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
        yield from vague_dates(self.lines.steps, self.key, self.line, self.on)
        yield from self._told_twice()
        yield from self._come_about()
        yield from self._gaps()
        yield from self._expired()
        if stale_after is not None:
            yield from self._stale(stale_after)
        yield from self._hanging()
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

    def _said(self, on: int) -> frozenset[Possibility]:
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

    def _come_about(self) -> Iterator[Finding]:
        """Yield the plans, announced without a day or for days now over, that came true later."""
        given = sorted(self.given, key=lambda step: (step.days[-1][1], step.place))
        for plan in self.steps:
            came = _coming(plan, given) if plan.verb in ANSWERS and plan.public <= self.on else None
            if came and came.days[-1][1] <= self.on:
                since, _ = span(came.days[0][0], came.days[-1][1])
                yield self.about("come-about", plan, came, on=since)

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
        if one and one.outcome.status == one.status == "expired" and one.outcome.given:
            first = date.fromordinal(one.through + 1)
            yield self.about("expired", one.outcome.given, on=first)

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
            if self.on - claim.days[-1][1] > OLD_CLAIM:
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


def _only(said: Collection[object], one: Stretch) -> Possibility | None:
    """Return the answer of a stretch if it is certain: the possibility last in log order."""
    return max(one.said, key=log_order) if len(said) == 1 else None


def _is_unset(one: Stretch) -> bool:
    return all(each.status == "not-set" for each in one.said)


def _disagree(step: Step, other: Step) -> bool:
    """Return whether the two give different answers, and neither orders itself after the other."""
    apart = step.event != other.event and step.place[0] != other.place[0]
    return apart and _claimed(step) != _claimed(other)


def _claimed(step: Step) -> tuple[object, ...]:
    return step.verb, step.value, step.through, step.unless, step.hinge


def _coming(plan: Step, given: Iterable[Step]) -> Step | None:
    """Return the one of *given*, sorted by last day, that carries out what *plan* announced."""
    if not plan.days:
        came = (step for step in given if step.days[-1][1] >= plan.public)
        return next((s for s in came if (s.verb, s.value) == (plan.verb, plan.value)), None)
    if not is_vague(plan) or plan.public > plan.days[0][0]:
        return None
    later = next((step for step in given if step.days[0][0] > plan.days[-1][1]), None)
    return later if later and _claimed(later) == _claimed(plan) else None
