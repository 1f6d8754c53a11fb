"""A term and a day are told apart by what they are, whichever comes first."""

import pytest
from running import Run


@pytest.mark.parametrize("asking", ["explain", "as-of"])
@pytest.mark.parametrize("on", ["2026-02-27", "27 February 2026", "2026-02"])
def test_a_term_and_a_day_come_in_either_order(timeline: Run, asking: str, on: str) -> None:
    """Somebody who has just typed the one types the other alike."""
    first, last = timeline(asking, on, "cloud.rofr"), timeline(asking, "cloud.rofr", on)

    assert 0 == first.exit_code
    assert first.stdout == last.stdout


def test_what_is_no_date_is_named(timeline: Run) -> None:
    """And not the term beside it."""
    assert "'someday'" in timeline("explain", "cloud.rofr", "someday").stderr
    assert "'2026-13-01'" in timeline("explain", "2026-13-01", "cloud.rofr").stderr
