"""Dates in words: no more exact than they are, and in no notation."""

import pytest

from cli.wording.dates import plainly, spoken
from events.dates.dates import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-27", "on 27 February 2026"),
        ("2025-10", "at some point in October 2025"),
        ("2019", "at some point in 2019"),
        ("2025-Q3", "at some point in the third quarter of 2025"),
        ("2025-10?", "at some point in October 2025, as the source says with doubt"),
        ("2025-06~", "about June 2025 (between 1 May and 31 July 2025)"),
        ("[2024-06,2025-06]", "on one day of these: June 2024, or June 2025"),
        ("[..2026-06-08]", "on or before 8 June 2026"),
        ("[2026-02-27..]", "on or after 27 February 2026"),
        ("[2018-09-01..2018-10-03]", "on some date between 1 September and 3 October 2018"),
        ("[2018-12-30..2019-01-03]", "on some date between 30 December 2018 and 3 January 2019"),
        ("[2018-10-01..2018-10-03]", "on some date between 1 and 3 October 2018"),
        ("[2018-10-02..2018-10-03]", "on 2 or 3 October 2018"),
        ("[2018-12-31..2019-01-01]", "on 31 December 2018 or 1 January 2019"),
        ("XXXX-06", "in June of an unknown year"),
        ("XXXX-06-11", "on 11 June of an unknown year"),
    ],
)
def test_a_date_is_said_as_it_is_known(text: str, expected: str) -> None:
    """Nothing is invented: no day from a month, no year from the name of one."""
    assert spoken(parse(text)) == expected


def test_a_date_with_an_open_end_begins_a_line() -> None:
    """Not with "or after", which continues a sentence that nobody began."""
    assert "on or after 27 February 2026" == plainly(parse("[2026-02-27..]"))
    assert "27 February 2026" == plainly(parse("2026-02-27"))


def test_no_date_is_said_to_be_none() -> None:
    """What is announced without a day has none."""
    assert spoken(None) == "on a day that is not known"
