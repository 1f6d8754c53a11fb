"""Explanations: every statement is weighed once, and the winner is the answer."""

from collections.abc import Iterator, Sequence
from random import Random

import pytest
from histories import days_asked, history, rendered

from events.dates import Date, day, parse
from timeline.answers import UNDETERMINED
from timeline.explanation import Candidate, Explanation, explain
from timeline.fold import fold, latest_world
from timeline.merged import Kept, Record, record_of
from timeline.steps import Step
from timeline.telling import steps_of

HISTORIES = 400
CHUNK = 100


def explained(seed: int) -> Iterator[tuple[str, Sequence[Step], Date, Explanation]]:
    """Yield explanations of the history made from *seed*, on days and as known by other days."""
    kept = history(seed)
    record = record_of([Kept(*entry) for entry in kept])
    random = Random(seed)
    for on in days_asked(random, 3):
        known = random.choice((None, *days_asked(random, 1)))
        for key, steps in steps_of(record).items():
            why = explain(record, key, day(on), known)
            yield (
                f"seed {seed}, {key} on {on} as known {known}\n{rendered(kept)}",
                steps,
                day(on),
                why,
            )


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_step_is_in_one_of_three_lists(first: int) -> None:
    """It was weighed, it lies ahead, or it was not public; nothing is lost or counts twice."""
    for seed in range(first, first + CHUNK):
        for told, steps, _, why in explained(seed):
            listed = [*(one.step for one in why.candidates), *why.ahead, *why.unknown]

            assert sorted(step.place for step in steps) == sorted(step.place for step in listed), (
                told
            )


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_candidate_marked_as_the_answer_gave_it(first: int) -> None:
    """Otherwise the explanation would explain something else."""
    for seed in range(first, first + CHUNK):
        for told, _, _, why in explained(seed):
            marked = [one for one in why.candidates if one.effect == "answer"]
            events = {one.step.event.id for one in marked}
            if why.answer.status == UNDETERMINED or why.answer.event is None:
                assert events == set(), told
            else:
                assert why.answer.event in events, told
                assert {value_of(one) for one in marked} <= {why.answer.value, None}, told


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_candidates_that_may_be_the_answer_are_its_possible_events(first: int) -> None:
    """Each possible answer has its statement, as far as it may have happened by the last day."""
    for seed in range(first, first + CHUNK):
        for told, _, _, why in explained(seed):
            marked = [one for one in why.candidates if one.effect == "possible"]
            possible = why.answer.possible

            assert {one.step.event.id for one in marked} >= {one.event for one in possible} - {
                None
            }, told
            assert {value_of(one) for one in marked} <= {one.value for one in possible}, told


def value_of(candidate: Candidate) -> str | None:
    """Return the value that a candidate sets, if it sets one."""
    return getattr(candidate.step.change, "value", None)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_candidates_come_in_order_of_days(first: int) -> None:
    """It reads as a story; what is undated comes where it can be latest."""
    for seed in range(first, first + CHUNK):
        for told, steps, on, why in explained(seed):
            last = on.earliest.toordinal() if on.earliest else 0
            placed = {step.place: (at, step.place) for at, step in latest_world(steps, last)}
            order = [placed[one.step.place] for one in why.candidates]

            assert order == sorted(order), told


def test_a_claim_of_the_event_that_gave_the_answer_is_no_answer(record: Record) -> None:
    """The round of 2021 is official; the reported amount, of the same event, stands beside it."""
    why = explain(record, "investment.commitment", parse("2022-06-30"))
    fates = [
        (value_of(one), one.effect, one.by and one.by.event.id)
        for one in why.candidates
        if one.step.event.id == "2021-second-round"
    ]

    assert fates == [
        ("$1B and a 2021 round of undisclosed size", "answer", None),
        ("$2B more, $3B in total", "claim", "2021-second-round"),
    ]


def test_who_lost_and_to_whom_is_told(record: Record) -> None:
    """Replaced, outranked, restated: each has its sentence and its opponent."""
    why = explain(record, "rev-share.openai-to-microsoft", parse("2026-05-15"))
    fates = [
        (one.step.event.id, one.effect, one.by.event.id if one.by else None)
        for one in why.candidates
    ]

    assert fates == [
        ("2025-01-21-rofr", "replaced", "2025-10-28-definitive"),
        ("2025-05-06-revshare-report", "claim-fallen", "2025-01-21-rofr"),
        ("2025-07-30-10k", "reaffirmed", "2025-01-21-rofr"),
        ("2025-11-revshare-leak", "claim-fallen", "2025-01-21-rofr"),
        ("2025-10-28-definitive", "replaced", "2026-04-27-amendment"),
        ("2026-02-27-joint-statement", "reaffirmed", "2025-10-28-definitive"),
        ("2026-04-27-amendment", "answer", None),
        ("2026-05-11-cap-report", "claim", "2026-04-27-amendment"),
    ]


def test_the_effects_of_a_fold_name_every_step_once(record: Record) -> None:
    """What an explanation tells is what the fold did."""
    for steps in steps_of(record).values():
        world = list(latest_world(steps, parse("2026-11-21").spans[0][0].toordinal()))  # type: ignore[union-attr]
        folded = fold(world, 740_000)

        assert sorted(id(step) for _, step in world) == sorted(
            id(one.step) for one in folded.effects
        )


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_what_is_claimed_is_explained_as_a_claim(first: int) -> None:
    """Whoever reads *contested* above must find below who contests it."""
    for seed in range(first, first + CHUNK):
        for told, _, _, why in explained(seed):
            claimed = {one.step.event.id for one in why.candidates if one.effect == "claim"}
            gave = {why.answer.event, *(one.event for one in why.answer.possible)}

            assert {claim.event for claim in why.answer.claims} <= claimed | gave, told
