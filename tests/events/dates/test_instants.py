"""Instants have one written form, in which the order of texts is the order of time."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dates.instants import InstantError, parse_instant, recorded_by


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-21T00:00:00Z", "2026-11-21T00:00:00.000000Z"),
        ("2026-11-21T00:00Z", "2026-11-21T00:00:00.000000Z"),
        ("2026-11-21T09:30:15.5Z", "2026-11-21T09:30:15.500000Z"),
        ("2026-11-21T09:30:15.123456Z", "2026-11-21T09:30:15.123456Z"),
        ("2026-11-21T09:30:15.123456000Z", "2026-11-21T09:30:15.123456Z"),
        ("2026-11-21t09:30:15z", "2026-11-21T09:30:15.000000Z"),
        ("2026-11-21T09:30:15+00:00", "2026-11-21T09:30:15.000000Z"),
    ],
)
def test_an_instant_has_one_form(text: str, instant: str) -> None:
    """The digest covers the text, so two texts of one instant must not differ."""
    assert instant == parse_instant(text)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_texts_are_ordered_as_instants_are(one: datetime, other: datetime) -> None:
    """The log compares texts, in SQL and elsewhere."""
    texts = [parse_instant(instant.isoformat()) for instant in (one, other)]

    assert (one < other) == (texts[0] < texts[1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026-11-21",
        "2026-11-21 00:00:00Z",
        "2026-11-21T00:00:00",
        "2026-11-21T00:00:00+02:00",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:59:60Z",
        "2026-02-29T00:00Z",
        "0000-01-01T00:00Z",
        "2026-11-21T00:00:00.1234567Z",
        "2026-11-21T00Z",
        "２026-11-21T00:00Z",
        "2026-11-21T00:00Z\n",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    """An offset, or a digit more than is kept, would be lost in silence."""
    with pytest.raises(InstantError, match="write it in UTC"):
        parse_instant(text)


def test_recorded_by_a_day_is_by_its_end() -> None:
    """A person who names a day means all of it."""
    assert recorded_by("2026-11-21") == "2026-11-21T23:59:59.999999Z"
    assert recorded_by("2026-11-21T09:30Z") == "2026-11-21T09:30:00.000000Z"


@pytest.mark.parametrize("text", ["2026-02-29", "2026-11", "2026-11-21x"])
def test_recorded_by_what_is_no_day_is_refused(text: str) -> None:
    """The end of a month is not what an instant is compared with by accident."""
    with pytest.raises(InstantError):
        recorded_by(text)
