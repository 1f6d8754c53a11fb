"""The fold of one world: where every date is a day there is one world, and it says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from histories import AFTER, BEFORE, history, rendered

from events.dates import Date, day
from events.model.kinds import Act, Change, Correct, Dispute, Event, Set
from timeline.as_of import answer_on
from timeline.fold import Fold, fold, latest_world
from timeline.merged import Kept, Record, record_of
from timeline.outcomes import Outcome
from timeline.steps import Step
from timeline.telling import steps_of
from timeline.worlds import Worlds

HISTORIES = 600
CHUNK = 150
HORIZON = range(BEFORE.toordinal(), AFTER.toordinal() + 1)


def exact(when: Date | None) -> Date | None:
    """Return some one day of *when*: its earliest, or its latest where that is open."""
    if when is None:
        return None
    found = when.earliest or when.latest
    return day(found) if found else None


def with_exact_days(act: Act) -> Act:
    """Return *act* with every effective date of it made a day, and the last days to match."""
    if isinstance(act, Event):
        return replace(act, when=exact(act.when), changes=tuple(map(_exact_change, act.changes)))
    if isinstance(act, Correct):
        said = replace(
            act.fields,
            when=exact(act.fields.when),
            changes=tuple(map(_exact_change, act.fields.changes)),
        )
        return replace(act, fields=said)
    return act


def _exact_change(change: Change) -> Change:
    if isinstance(change, Set):
        return replace(change, when=exact(change.when), through=exact(change.through))
    return replace(change, when=exact(change.when))


def worlds(first: int) -> Iterator[tuple[str, Sequence[Step]]]:
    """Yield the steps of each term of some random histories with exact days only."""
    for seed in range(first, first + CHUNK):
        kept = [(version, at, with_exact_days(act)) for version, at, act in history(seed)]
        for key, steps in steps_of(record_of([Kept(*entry) for entry in kept])).items():
            yield f"seed {seed}, {key}\n{rendered(kept)}", steps


def folded(steps: Sequence[Step], on: int) -> Fold:
    """Return the fold of the one world there is."""
    return fold(latest_world(steps, on), on)


def owed(outcome: Outcome) -> tuple[object, ...]:
    """Return the answer and the steps that it is owed to."""
    return outcome.answer, outcome.given, outcome.ended


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_where_every_date_is_a_day_the_worlds_say_what_the_fold_says(first: int) -> None:
    """Two ways to the same answer: one folds, the other never does."""
    for told, steps in worlds(first):
        assert all(a == b for step in steps for a, b in step.days), told
        for on in HORIZON:
            outcomes = {owed(one) for one, _ in Worlds(steps, on).outcomes}

            assert outcomes == {owed(folded(steps, on).outcome)}, f"{on}: {told}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_where_every_date_is_a_day_flags_and_claims_are_those_of_the_fold(first: int) -> None:
    """Disputes, silences and claims are of that world too."""
    for told, steps in worlds(first):
        for on in HORIZON:
            one, found = folded(steps, on), Worlds(steps, on)
            [(outcome, scene), *_] = found.outcomes
            last = {step for step in one.claims if step.through >= on}

            assert bool(one.dispute) == any(found.disputes(outcome, scene)), f"{on}: {told}"
            assert bool(one.carried) == any(found.silences(outcome, scene)), f"{on}: {told}"
            assert last == set(found.claims(outcome, scene)), f"{on}: {told}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_fold_in_two_halves_is_the_fold(first: int) -> None:
    """The future does not change the past."""
    for told, steps in worlds(first):
        world = sorted(latest_world(steps, HORIZON[-1]), key=lambda pair: (pair[0], pair[1].place))
        for half in range(len(world) + 1):
            state = fold(world[:half], world[half - 1][0] if half else 0)
            for at, step in world[half:]:
                state.apply(step, at)
            state.pass_time(HORIZON[-1])
            whole = fold(world, HORIZON[-1])

            assert owed(state.outcome) == owed(whole.outcome), told
            assert state.claims == whole.claims, told
            assert [one.what for one in state.effects] == [one.what for one in whole.effects], told


def test_every_step_has_one_effect(record: Record) -> None:
    """What an explanation tells is what the fold did."""
    on = date(2026, 11, 21).toordinal()
    for steps in steps_of(record).values():
        world = list(latest_world(steps, on))

        assert {step for _, step in world} == {one.step for one in fold(world, on).effects}
        assert len(world) == len(fold(world, on).effects)


def test_the_fold_of_the_ledger_gives_its_certain_answers(record: Record) -> None:
    """Where a term is certain, the latest world agrees with all others."""
    for on in (date(2020, 1, 1), date(2026, 2, 27), date(2026, 10, 8), date(2031, 6, 1)):
        for key, steps in steps_of(record).items():
            answer = answer_on(record.terms[key], steps, day(on))
            outcome = folded(steps, on.toordinal()).outcome
            if answer.status != "undetermined":
                assert (answer.status, answer.value) == (outcome.status, outcome.value), (key, on)


def test_the_latest_world_leaves_out_what_cannot_have_happened(record: Record) -> None:
    """A step that may have happened is put as late as it can be."""
    steps = steps_of(record)["investment.commitment"]
    on = date(2021, 6, 15).toordinal()
    world = {step.event.id: at for at, step in latest_world(steps, on)}

    assert world == {
        "2019-investment": date(2019, 7, 22).toordinal(),
        "2021-second-round": on,
    }


def test_a_dispute_about_nothing_stands(record: Record) -> None:
    """A dispute may stand on a term that is not set."""
    [dispute] = [
        step for step in steps_of(record)["first-party.hosting"] if isinstance(step.change, Dispute)
    ]
    state = fold([(dispute.days[0][0], dispute)], dispute.days[0][0])

    assert state.outcome.status == "not-set"
    assert state.dispute is dispute
