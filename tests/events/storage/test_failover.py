"""A server dies while others append, and its replica goes on: no acknowledgement is taken back."""

import failovers
import pytest
from running import skip_without
from servers import NoServerError


@pytest.mark.drawn
def test_a_replica_in_step_goes_on_with_all_that_was_acknowledged() -> None:
    """Writers that name both servers go on by themselves; what they repeat is there once."""
    try:
        with failovers.pair() as (primary, replica):
            found = failovers.failed_over(primary, replica)
    except NoServerError as error:
        skip_without(f"PostgreSQL: {error}")

    assert found.count >= 2 * failovers.ENOUGH
    assert set() == found.lost
    assert [] == found.doubled
    assert [] == found.gaps
    assert [] == found.faults
