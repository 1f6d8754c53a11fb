"""The value of a term is told on its last day only where that loses something."""

import pytest

from cli.wording.telling import tells
from events.dates.dates import parse


@pytest.mark.parametrize(
    "value", [None, "undisclosed", "none", "Yes", "no longer", "non-exclusive", "through 2032"]
)
def test_what_the_date_or_the_term_says_is_not_told_again(value: str | None) -> None:
    """The end of what is not there means nothing."""
    assert not tells(value, parse("2032-12-31"))


@pytest.mark.parametrize(
    "value", ["10 %", "$5", "日本", "no; on Azure alone", "until AGI, or 2032"]
)
def test_any_other_value_is(value: str) -> None:
    """Until then it is what holds."""
    assert tells(value, parse("2032-12-31"))
