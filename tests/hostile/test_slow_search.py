"""The job `tests/jobs/slow_inputs.py`, which searches for slow inputs, would find them."""

from collections.abc import Sequence
from itertools import islice
from random import Random

import pytest
import slow_search as search


@pytest.mark.parametrize("fault", search.PLANTED)
def test_a_planted_quadratic_fault_is_found(fault: str) -> None:
    """Within a few hundred small inputs, which is seconds; the job has an hour."""
    tried = islice(search.searched(search.PLANTED[fault], Random("1")), 300)

    worst = max(tried, key=lambda one: one.steps / one.size)

    assert worst.size > search.SIZE * 0.9
    assert worst.steps > 3 * worst.size / search.SMALL * _small(fault, worst.recipe)


def _small(fault: str, recipe: search.Recipe) -> int:
    """Return what the same recipe takes when it is small."""
    lines = search.made(recipe, search.SMALL)
    return search.steps(lambda: search.PLANTED[fault](lines))


def test_work_in_proportion_to_the_size_is_not_reported() -> None:
    """Else every recipe would be grown, and the search would be slow itself."""

    def split(lines: Sequence[str]) -> None:
        for one in lines:
            one.split()

    tried = islice(search.searched(split, Random("1")), 100)

    assert all(one.size <= search.SMALL for one in tried)


def test_what_never_ends_is_stopped() -> None:
    """By the steps it takes, whatever it is doing."""

    def endless() -> None:
        while True:
            "x".strip()

    assert 1_001 == search.steps(endless, most=1_000)


def test_a_refusal_is_an_answer() -> None:
    """What is refused in time is not slow."""
    assert search.steps(lambda: search.TARGETS["answers of an import"](["{"])) < 10_000
