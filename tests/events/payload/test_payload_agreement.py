"""The fast reader accepts exactly what the explaining one finds no fault with, as the same act."""

from random import Random

import payload_acts as made
import pytest

from events.model.problems import Problem
from events.payload import codec, explain, fast

BATCHES = range(20)
"""Each batch is so many seeds of its own."""

SIZE = 250


def seeds(batch: int) -> range:
    return range(batch * SIZE, (batch + 1) * SIZE)


def assert_agreed(plain: object, *, id_needed: bool) -> bool:
    """Fail where the readers do not agree about *plain*; return whether they accept it."""
    problems: list[Problem] = []
    explained = explain.read(plain, problems, id_needed=id_needed)
    found = fast.act_of(plain, id_needed=id_needed)

    assert (found is None) == bool(problems), (plain, problems)
    assert found == explained
    assert repr(found) == repr(explained)
    if found is not None and explained is not None:
        assert vars(found) == vars(explained)
    return found is not None


@pytest.mark.parametrize("batch", BATCHES)
def test_both_readers_read_an_act_that_was_written(batch: int) -> None:
    """Of all kinds, with all keys."""
    for seed in seeds(batch):
        act = made.act(Random(seed))
        plain = codec.plain(act)

        assert act == fast.act_of(plain)
        assert assert_agreed(plain, id_needed=True)


@pytest.mark.parametrize("batch", BATCHES)
def test_the_readers_agree_about_mappings_that_went_bad(batch: int) -> None:
    """With keys taken out, put in, renamed and copied, and with values of other types."""
    accepted = 0
    for seed in seeds(batch):
        rng = Random(seed)
        plain = made.worsened(rng, codec.plain(made.act(rng)))
        accepted += assert_agreed(plain, id_needed=rng.random() < 0.8)

    assert 0 < accepted < SIZE * 0.8


@pytest.mark.parametrize("odd", made.ODD, ids=repr)
def test_the_readers_agree_about_every_odd_value_of_every_key(odd: object) -> None:
    """Of an act of each kind, one key at a time, in changes and positions too."""
    for seed in range(30):
        plain = codec.plain(made.act(Random(seed)))
        for mapping in made.mappings(plain):
            for key in list(mapping):
                kept, mapping[key] = mapping[key], odd
                assert_agreed(plain, id_needed=True)
                mapping[key] = kept


@pytest.mark.parametrize("odd", made.ODD, ids=repr)
def test_the_readers_agree_about_what_is_no_mapping(odd: object) -> None:
    """An entry of a file can be anything."""
    assert_agreed(odd, id_needed=True)


def test_a_value_made_at_once_has_all_its_fields() -> None:
    """As those have that a constructor made: one is the other for whoever looks."""
    for seed in range(SIZE):
        act = made.act(Random(seed))
        found = fast.act_of(codec.plain(act))

        assert vars(act) == vars(found)
        assert hash(act) == hash(found)
