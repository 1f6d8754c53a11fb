"""The random histories have every verb, key and hard case of docs/meaning.md, and often."""

from collections import Counter
from random import Random

from depth import HISTORIES
from rule_histories import (
    EVERY_CASE,
    EVERY_KEY,
    EVERY_VERB,
    MOST_WORLDS,
    cases,
    describe,
    history,
    question,
)
from rule_oracle import count_worlds, record_of, steps_of, steps_of_term

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
