"""The random histories have every verb, key and hard case of docs/meaning.md, and often."""

from collections import Counter
from itertools import combinations
from random import Random

from depth import HISTORIES
from rule_histories import (
    EVERY_CASE,
    EVERY_KEY,
    EVERY_NEW_KEY,
    EVERY_VERB,
    MOST_WORLDS,
    cases,
    describe,
    history,
    new_keys,
    question,
)
from rule_oracle import count_worlds, record_of, steps_of, steps_of_term, told

from events.log.admission import admit

SHARE = 0.05
SEEDS = max(HISTORIES, 300)
"""Of fewer, what is common cannot be told from what is rare."""


def test_every_verb_key_and_hard_case_is_common() -> None:
    counted: Counter[str] = Counter()
    for seed in range(SEEDS):
        random = Random(seed)
        kept = history(random)
        on, known, _ = question(random, kept)
        counted.update(cases(kept, on, known))
    every = EVERY_VERB | EVERY_KEY | EVERY_CASE
    rare = {name: counted[name] for name in every if counted[name] < SHARE * SEEDS}
    assert not rare


def test_every_two_of_the_new_keys_meet() -> None:
    met: set[tuple[str, str]] = set()
    for seed in range(SEEDS):
        met.update(combinations(sorted(new_keys(history(Random(seed)))), 2))

    assert not {*combinations(sorted(EVERY_NEW_KEY), 2)} - met


def test_a_third_of_the_questions_are_undetermined_and_no_more_than_half() -> None:
    """With fewer, no world would matter; with more, every answer would be the same shrug."""
    answers: Counter[bool] = Counter()
    for seed in range(SEEDS):
        random = Random(seed)
        kept = history(random)
        on, known, _ = question(random, kept)
        statuses = {one.status for one in told(kept, on=on, known=known).values()}
        answers["undetermined" in statuses] += 1

    assert SEEDS / 3 <= answers[True] <= SEEDS / 2


def test_the_log_refuses_nothing_that_events_do_to_others() -> None:
    """The rule has an answer also where one is over too soon, or has no authority."""
    for seed in range(SEEDS):
        admission = admit([], [act for _, _, act in history(Random(seed))])
        refused = [
            said
            for _, said in admission.problems
            if "would run through" not in said and "gives no authority" not in said
        ]
        assert not refused, seed


def test_a_seed_gives_one_history() -> None:
    assert history(Random(7)) == history(Random(7))


def test_a_history_is_in_order_and_its_worlds_can_be_tried() -> None:
    for seed in range(50):
        random = Random(seed)
        kept = history(random)
        on, _, _ = question(random, kept)
        assert [version for version, _, _ in kept] == list(range(1, len(kept) + 1))
        assert [instant for _, instant, _ in kept] == sorted(instant for _, instant, _ in kept)
        steps = steps_of(kept)
        for term in record_of(kept, None).terms:
            assert count_worlds(steps_of_term(steps, term), on) <= MOST_WORLDS


def test_a_description_has_every_act() -> None:
    kept = history(Random(3))
    text = describe(kept)
    assert all(f"{version} {instant[:10]} " in text for version, instant, _ in kept)
