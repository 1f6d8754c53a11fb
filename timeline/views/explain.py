"""Explain an answer: which statements were weighed, and what became of each."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from events.dates.dates import Date
from events.model.values import Value, kind
from events.model.vocabulary import UNDISCLOSED
from timeline.boxes.lines import Lines
from timeline.record.days import FAR, last_by, ordinals
from timeline.record.steps import ANSWERS, DECIDING, ENDING, Step
from timeline.rule.answer import Answer, distinct
from timeline.rule.closed_form import ClosedForm
from timeline.rule.line import said_on
from timeline.rule.said import Outcome, Said, confirms, same_speaker
from timeline.rule.state import Phase
from timeline.rule.terms import PossibleAnswer

EFFECTS = (
    "answer", "alike", "possible", "expired", "hung", "ended-early", "ended-it", "ended-earlier",
    "nothing-to-end", "ended-by-text", "text-ended-it", "text-ended-earlier", "text-ended-nothing",
    "replaced", "replaced-higher", "answered-in-room", "claim", "claim-differs", "claim-over",
    "claim-again", "claim-refuted", "claim-fallen", "reaffirmed", "perhaps-reaffirmed", "unchanged",
    "moved-nothing", "reaffirmed-earlier", "nothing-to-reaffirm", "left-unsaid",
    "no-longer-carried", "silence-over", "nothing-to-leave-unsaid", "disputed", "dispute-settled",
    "settled", "nothing-to-settle", "used", "noted",
)  # fmt: skip
"""Everything that can become of a statement."""


@kind
class Candidate(Value):
    """A statement about the term, what became of it (*effect*) and *by* which other statement.

    *perhaps* means that it need not have happened by the day asked about.
    """

    step: Step
    effect: str
    by: Step | None = None
    perhaps: bool = False


@kind
class Explanation(Value):
    """The answer, every statement that bears on it sorted by day, and announced changes *ahead*.

    *void* are the statements that count for nothing: they were called off, denied or have no day.
    *unknown* is the number of statements that were not public by the day of the cut.
    """

    answer: Answer
    candidates: tuple[Candidate, ...]
    ahead: tuple[Step, ...]
    void: tuple[Step, ...]
    unknown: int


def explain(lines: Lines, term: str, on: Date, *, every: Iterable[Step] = ()) -> Explanation:
    """Return the explanation of the answer of *term* on the date *on*.

    *lines* has the statements that were public; the others among *every* statement about the term
    are counted only. The effect of a statement is the one on the last day that *on* includes.
    Candidates are sorted by the last day on which they can have happened.
    """
    last = min(ordinals(on)[-1][1], FAR - 1)
    answer, steps = lines.answer(term, on), lines.steps[term]
    fates = _Fates(lines, answer, last)
    weighed = [(day, step) for step in steps if (day := _came(step, last)) is not None]
    weighed.sort(key=lambda one: (one[0], one[1].place))
    left = [step for step in steps if _came(step, last) is None]
    public = {(step.version, step.index) for step in steps}
    return Explanation(
        answer=answer,
        candidates=tuple(fates.of(step) for _, step in weighed),
        ahead=tuple(step for step in left if not _is_void(step, last)),
        void=tuple(step for step in left if _is_void(step, last)),
        unknown=len({(step.version, step.index) for step in every} - public),
    )


def _came(step: Step, last: int) -> int | None:
    """Return the latest day through *last* on which *step* may have happened, or None."""
    return last_by(step.days, last) if step.days else None


def _is_void(step: Step, last: int) -> bool:
    """Return whether *step*, which has not come by the day *last*, never will."""
    return not step.days and (step.lapses <= last or step.verb in ENDING)


_Fate = tuple[str, Step | None]
_ENDING_SILENCE = DECIDING | {"reaffirm", "leave-unsaid"}


class _Fates:
    """What became of the steps of a term by the end of the day *on*, an ordinal."""

    def __init__(self, lines: Lines, answer: Answer, on: int) -> None:
        self._line, self._on = lines.line(answer.term.key), on
        self._steps = lines.steps[answer.term.key]
        # A state does not pair each restated or replaced answer with its step.
        self._said = self._said_by(on)
        self._possible = distinct(self._answers_on(on))
        self._claims = {one.step: one.differs for one in answer.claims}
        self._disputes, self._silences = set(answer.disputes), set(answer.silences)
        self._come = [step for step in self._steps if step.days and step.days[0][0] <= on]

    def _said_by(self, day: int) -> Said | ClosedForm:
        return said_on(self._steps, min(day, self._on))

    def _answers_on(self, day: int) -> frozenset[PossibleAnswer]:
        return self._line[self._line.index_on(min(day, self._on))].state.answers

    @cached_property
    def _outcomes(self) -> list[tuple[Phase, list[Outcome]]]:
        """The outcomes of the term's own steps, phase by phase."""
        return [(one, [each.outcome for each in one.state.answers]) for one in self._line]

    @cached_property
    def _given(self) -> dict[Step, list[tuple[Phase, list[Outcome]]]]:
        """The outcomes of each `set` and `end`, by phase in which it may have been the answer."""
        found: dict[Step, list[tuple[Phase, list[Outcome]]]] = {}
        for phase, outcomes in self._outcomes:
            for step in {one.given for one in outcomes if one.given}:
                own = [one for one in outcomes if one.given is step]
                found.setdefault(step, []).append((phase, own))
        return found

    def of(self, step: Step) -> Candidate:
        """Return *step* with what became of it."""
        effect, by = self._fate(step)
        return Candidate(step=step, effect=effect, by=by, perhaps=step.days[-1][1] > self._on)

    def _fate(self, step: Step) -> _Fate:
        match step.verb:
            case "set" | "end":
                return self._of_answer(step)
            case "met" | "restates":
                return self._of_ender(step)
            case "claim":
                return self._of_claim(step)
            case "reaffirm":
                return self._of_restatement(step)
            case "leave-unsaid":
                return self._of_silence(step)
            case "dispute":
                return self._of_dispute(step)
            case "settle":
                disputes = (one for one in self._come if one.verb == "dispute")
                before = any(_may_follow(step, one) for one in disputes)
                return "settled" if before else "nothing-to-settle", None
            case verb:
                return {"use": "used", "note": "noted"}[verb], None

    def _of_answer(self, step: Step) -> _Fate:
        """Return whether *step* is the answer or may be it, or how it stopped being the answer."""
        own = [one for one in self._said.outcomes if one.given is step]
        enders = [one.ended for one in own if one.ended]
        if not own:
            return self._replaced(step)
        if len(enders) == len(own):
            return _early(enders)
        if len(self._possible) > 1:
            return "possible", None
        [answer] = self._possible
        if answer.outcome.given is not step:
            return "alike", answer.deciding
        if answer.status != answer.outcome.status:
            return "hung", answer.deciding
        return "expired" if answer.status == "expired" else "answer", None

    def _replaced(self, step: Step) -> _Fate:
        """Return how *step* ceased to be the answer, judged by the last days on which it was."""
        then, after = self._last_given(step), self._given_after(step)
        if then and all(one.ended for one in then):
            return _early(one.ended for one in then)
        if then and all(one.status == "expired" for one in then):
            return "answered-in-room", after
        higher = {one.given for _, one in self._said.replaced}
        return "replaced-higher" if step in higher else "replaced", after

    def _last_given(self, step: Step) -> list[Outcome]:
        """Return the outcomes of *step* on the last days on which it may have been the answer."""
        own = [own for phase, own in self._given.get(step, ()) if phase.first <= self._on]
        return own[-1] if own else []

    def _given_after(self, step: Step) -> Step | None:
        """Return the step that gave the answer once *step* could no longer be it."""
        phases = self._given.get(step)
        day = phases[-1][0].last + 1 if phases else step.days[-1][1]
        given = (one.outcome.given for one in self._answers_on(day))
        return _first_after(step, (one for one in given if one))

    def _of_ender(self, step: Step) -> _Fate:
        """Return whether *step*, a condition met or a restated text, ended an answer, and which."""
        own = [one.given for one in self._said.outcomes if one.ended is step]
        is_text = step.verb == "restates"
        if own and len(self._possible) > 1:
            return "possible", _oldest(own)
        if own:
            return "text-ended-it" if is_text else "ended-it", _oldest(own)
        ended = _oldest(
            one.given for _, outcomes in self._outcomes for one in outcomes if one.ended is step
        )
        if ended:
            return "text-ended-earlier" if is_text else "ended-earlier", ended
        return "text-ended-nothing" if is_text else "nothing-to-end", None

    def _of_claim(self, step: Step) -> _Fate:
        if step in self._claims:
            return "claim-differs" if self._claims[step] else "claim", None
        if step.through < self._on:
            return "claim-over", None
        removers = {other: why for other in self._come if (why := self._removes(other, step))}
        by = _first_after(step, removers)
        return removers[by] if by else "claim-fallen", by

    def _removes(self, other: Step, claim: Step) -> str | None:
        """Return how *other*, coming after *claim*, would displace it, or None if it would not."""
        if other.verb in ANSWERS:
            return "claim-fallen"
        if other.verb == "claim" and other is not claim and same_speaker(other, claim):
            return "claim-again"
        refutes = other.verb == "reaffirm" and other.rank >= claim.rank and not claim.adds
        return "claim-refuted" if refutes and not self._is_beside_undisclosed(other) else None

    def _is_beside_undisclosed(self, restatement: Step) -> bool:
        given = [one.outcome.given for one in self._answers_on(restatement.days[-1][1])]
        return all(one is not None and one.value == UNDISCLOSED for one in given)

    def _of_restatement(self, step: Step) -> _Fate:
        restated = [outcome for outcome, one in self._said.restated if one is step]
        confirmed = _oldest(one.given for one in restated if confirms(one, step))
        if confirmed:
            sure = step in self._said.surely
            return "reaffirmed" if sure else "perhaps-reaffirmed", confirmed
        if restated:
            is_higher = any(step.rank > one.rank for one in restated)
            given = _oldest(one.given for one in restated)
            return "unchanged" if is_higher else "moved-nothing", given
        then = self._said_by(step.days[-1][1]).restated
        earlier = _oldest(outcome.given for outcome, one in then if one is step)
        return "reaffirmed-earlier" if earlier else "nothing-to-reaffirm", earlier

    def _of_silence(self, step: Step) -> _Fate:
        if step in self._silences:
            given = next((one.outcome.given for one in self._possible), None)
            return "left-unsaid", given
        if step not in self._said_by(step.days[-1][1]).silences:
            return "nothing-to-leave-unsaid", None
        ends = (one for one in self._come if one.verb in _ENDING_SILENCE and one is not step)
        by = _first_after(step, ends)
        return "no-longer-carried" if by else "silence-over", by

    def _of_dispute(self, step: Step) -> _Fate:
        if step in self._disputes:
            return "disputed", None
        return "dispute-settled", _first_after(
            step, (one for one in self._come if one.verb == "settle")
        )


def _early(enders: Iterable[Step | None]) -> _Fate:
    """Return how an answer ended early, and the first of *enders*, which ended it."""
    by = _oldest(enders)
    return "ended-by-text" if by and by.verb == "restates" else "ended-early", by


def _oldest(steps: Iterable[Step | None]) -> Step | None:
    """Return the step recorded first, or None if there is none."""
    there = (step for step in steps if step)
    return min(there, key=lambda step: (step.version, step.index), default=None)


def _first_after(step: Step, several: Iterable[Step]) -> Step | None:
    """Return the first of *several* that surely follows *step*, or else the first that may."""
    after = [one for one in several if _may_follow(one, step)]
    return min(after, key=lambda one: (not _must_follow(one, step), _first(one)), default=None)


def _may_follow(later: Step, earlier: Step) -> bool:
    if later.moment == earlier.moment:
        return any(_in_order(earlier, later))
    return _latest(later) > _first(earlier)


def _must_follow(later: Step, earlier: Step) -> bool:
    if later.moment == earlier.moment:
        return all(_in_order(earlier, later))
    return _first(later) > _latest(earlier)


def _in_order(earlier: Step, later: Step) -> Iterator[bool]:
    """Yield whether *later* comes after *earlier* on the first and last picks of their moment."""
    for pick in (day for span in earlier.picks for day in span):
        yield (later.on(pick), later.place) > (earlier.on(pick), earlier.place)


def _first(step: Step) -> tuple[int, tuple[int, ...]]:
    return step.days[0][0], step.place


def _latest(step: Step) -> tuple[int, tuple[int, ...]]:
    return step.days[-1][1], step.place
