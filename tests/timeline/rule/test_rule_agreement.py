"""The closed form answers as the enumeration of worlds does, on random histories."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
import rule_oracle as oracle
from depth import HISTORIES
from rule_histories import describe, history, question
from rule_logs import OFFICIAL, event, log, one
from rule_steps import PARTS

from events.dates.dates import Date, day, parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import Authority, Change, Claim, End, Event, LeaveUnsaid, Reaffirm, Set
from events.model.vocabulary import UNDISCLOSED
from timeline.record.record import Kept, record_of
from timeline.record.steps import Step, steps_of
from timeline.rule.answer import VARIED, Answer, answer_on, as_covered
from timeline.rule.closed_form import ClosedForm
from timeline.rule.line import said_by, turns
from timeline.rule.said import Outcome
from timeline.rule.state import phases, state_on
from timeline.rule.terms import PossibleAnswer, Terms

BATCHES = 6
UNCOVERED = {"not-covered": "not-set"}
"""How a term that is not covered is told by its own steps."""


def told(
    kept: list[oracle.Kept], on: Date, known: date | None, recorded: str | None
) -> tuple[Terms, dict[str, Answer]]:
    """Answer every term by the rule."""
    by = f"{recorded}T23:59:59Z" if recorded and len(recorded) == 10 else recorded
    record = record_of((Kept(*one) for one in kept), by=by)
    terms = Terms(steps_of(record, known=known))
    answers = {key: answer_on(terms, term, on) for key, term in record.terms.items()}
    return terms, {
        key: as_covered(answer, record.covered_from(key), on) for key, answer in answers.items()
    }


def ref(step: Step) -> oracle.Ref:
    """Name a step as the oracle does."""
    return step.event, step.index


def refs(steps: frozenset[Step] | tuple[Step, ...]) -> frozenset[oracle.Ref]:
    return frozenset(map(ref, steps))


def outcome(one: Outcome) -> oracle.Outcome:
    given, ended = one.given, one.ended
    return oracle.Outcome(one.status, ref(given) if given else None, ref(ended) if ended else None)


def combined(one: PossibleAnswer, on: date) -> tuple[object, ...]:
    """Say of a possible answer what the oracle does."""
    until = one.on(on.toordinal()).until if one.renews else one.until
    last = until.latest if until else None
    return one.status, one.value, last, one.unless, one.authority and one.authority.rank


def trusted(steps: list[oracle.Step]) -> set[tuple[object, ...]]:
    """Say of each step who says so, with what authority, and what is cited for it.

    A condition that no term names is no step, and one that was met on no day does nothing.
    """
    named = {condition for step in steps for condition in step.unless}
    return {
        (step.ref, step.speakers, step.authority, step.sources)
        for step in steps
        if (step.condition is None or step.condition in named) and (step.ref[1] >= 0 or step.when)
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_closed_form_answers_as_the_enumeration_of_worlds_does(batch: int) -> None:
    """Every part of an answer is compared, on the three clocks, on several histories."""
    for seed in range(batch, HISTORIES, BATCHES):
        random = Random(seed)
        kept = history(random)
        _assert_agreed(seed, kept, *question(random, kept))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_it_does_where_last_days_are_counted_from_uncertain_days(batch: int) -> None:
    """Few events that are all about one term, most of them vague: histories seldom have so many."""
    for seed in range(batch, HISTORIES, BATCHES):
        random = Random(seed)
        _assert_agreed(seed, _counted(random), date(2026, 1, random.randint(6, 20)), None, None)


def _counted(random: Random) -> list[oracle.Kept]:
    """Return a log in which events count last days from one another."""

    def through() -> Reckoned | None:
        if len(events) == 0 or random.random() < 0.4:
            return None
        return Reckoned(Duration(days=random.randint(1, 6)), random.choice(events).id)

    def change() -> Change:
        value = random.choice(("1", UNDISCLOSED))
        match random.choice(("set", "set", "set", "claim", "claim", "reaffirm", "end", "unsaid")):
            case "set":
                return Set(term="t", value=value, through=through())
            case "claim":
                by = (random.choice(("acme", "bolt")),)
                return Claim(term="t", value=value, through=through(), by=by)
            case "reaffirm":
                return Reaffirm(term="t")
            case "end":
                return End(term="t")
            case _:
                return LeaveUnsaid(term="t")

    events: list[Event] = []
    for number in range(random.randint(3, 4)):
        first = random.randint(2, 9)
        when = f"[2026-01-{first:02}..2026-01-{first + random.choice((0, 2, 4, 6)):02}]"
        authority = random.choice((OFFICIAL, OFFICIAL, Authority.PRESS))
        changes = [change() for _ in range(random.choice((0, 1, 2, 2)))]
        events.append(event(f"e{number}", when, *changes, authority=authority))
    return log(*events)


def _assert_agreed(
    seed: int, kept: list[oracle.Kept], on: date, known: date | None, recorded: str | None
) -> None:
    """Assert that the rule answers of each term what the oracle does."""
    expected = oracle.told(kept, on=on, known=known, recorded=recorded)
    terms, answers = told(kept, day(on), known, recorded)
    about = f"seed {seed}, {on}, known {known}, recorded {recorded}\n{describe(kept)}"

    assert expected.keys() == answers.keys(), about
    assert trusted(oracle.steps_of(kept, known, recorded)) == {
        (ref(step), frozenset(step.by), step.authority, step.sources)
        for key in answers
        for step in terms.steps[key]
        if step.index >= 0 or step.days
    }, about
    for key, answer in answers.items():
        said, one = terms.said(key, on.toordinal()), expected[key]
        whole = ClosedForm(terms.steps[key], on.toordinal())
        about_term = f"{key}: {about}"
        for part in PARTS:
            assert getattr(whole, part) == getattr(said, part), about_term
        assert one.outcomes == frozenset(map(outcome, said.outcomes)), about_term
        assert (
            one.claims == refs(said.claims) == refs(tuple(claim.step for claim in answer.claims))
        ), about_term
        assert one.disputes == refs(said.disputes), about_term
        assert one.silences == refs(said.silences), about_term
        assert one.surely == refs(said.surely), about_term
        restated = {(outcome(o), ref(s), s.rank - o.rank) for o, s in said.restated}
        assert one.confirmed == {(o, s) for o, s, above in restated if above == 0}, about_term
        assert one.unchanged == {(o, s) for o, s, above in restated if above > 0}, about_term
        replaced = {(ref(step), outcome(higher)) for step, higher in said.replaced}
        assert one.replaced == replaced, about_term
        assert one.pending == refs(answer.pending), about_term
        found = {combined(each, on) for each in terms.answers(key, on.toordinal())}
        assert {
            (UNCOVERED.get(each[0], each[0]), *each[1:4], each[4] and each[4].rank)
            for each in one.combined
        } == found, about_term
        assert one.status == answer.status, about_term
        assert one.flags == set(answer.flags), about_term


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_question_about_several_days_is_told_in_stretches(batch: int) -> None:
    """What is told of them is what the oracle finds by asking about each."""
    for seed in range(batch, HISTORIES // 10, BATCHES):
        random = Random(seed)
        kept = history(random)
        on, known, recorded = question(random, kept)
        last = on + timedelta(random.randrange(1, 9))
        expected = oracle.told_of_period(kept, first=on, last=last, known=known, recorded=recorded)
        _, answers = told(kept, parse(f"[{on}..{last}]"), known, recorded)
        about = f"seed {seed}, {on}..{last}, known {known}, recorded {recorded}\n{describe(kept)}"
        for key, answer in answers.items():
            one = expected[key]
            assert one.status == answer.status, f"{key}: {about}"
            assert one.flags == set(answer.flags), f"{key}: {about}"
            assert one.claims == refs(tuple(claim.step for claim in answer.claims)), about
            assert one.disputes == refs(answer.disputes), about
            assert one.pending == refs(answer.pending), about
            periods = answer.periods if answer.status == VARIED else (answer,)
            assert [(stretch.status, _set(stretch.answers)) for stretch in one.stretches] == [
                (period.status, _answers(period)) for period in periods
            ], about
            if answer.status == VARIED:
                assert [(s.first, s.last) for s in one.stretches] == [
                    (date.fromordinal(p.first), date.fromordinal(p.last)) for p in periods
                ], about


def test_on_the_first_day_of_a_line_open_starts_may_have_come_in_any_order() -> None:
    """The set, which has the later place, may have come a day before the silence."""
    record = record_of(
        Kept(*each)
        for each in log(
            event("e1", "[..2026-01-08]", LeaveUnsaid(term="t")), event("e2", "XXXX-01", one("1"))
        )
    )
    terms = Terms(steps_of(record))

    assert {frozenset(terms.steps["t"][:1])} == {one.state.silences for one in phases(terms, "t")}


def _set(answers: Iterable[tuple[str, str | None]]) -> frozenset[tuple[str, str | None]]:
    return frozenset((UNCOVERED.get(status, status), value) for status, value in answers)


def _answers(answer: Answer) -> frozenset[tuple[str, str | None]]:
    decided = (answer.decided,) if answer.decided else answer.possible
    return frozenset((one.status, one.value) for one in decided)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_line_says_of_each_day_what_the_rule_says_of_it(batch: int) -> None:
    """Asking on turning days only misses none, of any part, also where terms hang on others."""
    first = date(2025, 12, 25).toordinal()
    for seed in range(batch, HISTORIES // 5, BATCHES):
        record = record_of(Kept(*one) for one in history(Random(seed)))
        terms = Terms(steps_of(record))
        for key, steps in terms.steps.items():
            dated = [step for step in steps if step.days]
            for (turn, near), (following, _) in pairwise([*turns(dated), (first + 60, [])]):
                for on in range(max(first, turn), min(first + 60, following)):
                    whole, some = ClosedForm(steps, on), said_by(near, turn)
                    for part in PARTS:
                        assert getattr(whole, part) == getattr(some, part), (seed, key, on, part)
            for phase in phases(terms, key):
                for on in range(max(first, phase.first), min(first + 60, phase.last) + 1):
                    assert state_on(terms, key, on) == phase.state, (seed, key, on)
