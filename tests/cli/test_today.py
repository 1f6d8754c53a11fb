"""Today is the day where the user is; an instant of recording is UTC everywhere."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from running import Run, said

from cli.typed_values import day_typed, today
from events.log import log

EARLY, LATE = datetime(2026, 11, 22, 2, tzinfo=UTC), datetime(2026, 11, 22, 22, tzinfo=UTC)


@pytest.fixture
def there(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Go to a time zone at an instant, of which the last part is the day that it is there."""
    zone, instant, day = request.param
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        patch.setattr(log, "clock", lambda: instant)
        yield day
    time.tzset()


ELSEWHERE = pytest.mark.parametrize(
    "there",
    [
        ("America/Los_Angeles", EARLY, "2026-11-21"), ("Pacific/Pago_Pago", EARLY, "2026-11-21"),
        ("Europe/London", EARLY, "2026-11-22"), ("Asia/Tokyo", LATE, "2026-11-23"),
        ("Pacific/Kiritimati", LATE, "2026-11-23"), ("UTC", LATE, "2026-11-22"),
    ],
    indirect=True,
)  # fmt: skip


@ELSEWHERE
def test_today_is_the_day_of_the_user(there: str) -> None:
    """Half of the world has another day than Greenwich for half of the day."""
    assert today().isoformat() == there
    assert day_typed("today").edtf == there


def test_a_zone_more_than_a_day_away_is_refused(
    monkeypatch: pytest.MonkeyPatch, timeline: Run
) -> None:
    """The operating system takes it, and Python's dates do not."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "AAA-99:99:99")
        time.tzset()
        refused = timeline("as-of", "today")
    time.tzset()

    assert refused.exit_code == 1
    assert "set TZ to another" in refused.stderr


@ELSEWHERE
def test_a_question_without_a_date_is_about_that_day(timeline: Run, there: str) -> None:
    """As is one about today, by the light door and by click."""
    assert said(timeline("as-of", "-o", "json"))["as_of"] == there
    assert said(timeline("as-of", "today", "-o", "json"))["as_of"] == there
    assert said(timeline("explain", "cloud.rofr", "today", "-o", "json"))["as_of"] == there
    assert there in timeline("as-of", "-o", "table").stdout


@ELSEWHERE
def test_what_happened_today_happened_on_that_day(timeline: Run, there: str) -> None:
    """It is recorded at an instant of UTC all the same."""
    words = ("--when", "today", "--title", "Signed", "--id", "signed", "--set", "cloud.rofr=x")
    source = ("--authority", "official", "--source", "https://example.com/a")
    timeline("append", *words, *source)
    event = said(timeline("show", "signed", "-o", "json"))

    assert event["as_recorded"]["when"] == there
    assert event["recorded"].startswith(log.clock().strftime("%Y-%m-%dT%H"))


@ELSEWHERE
def test_the_log_may_be_complete_through_that_day(timeline: Run, there: str) -> None:
    """And not beyond it."""
    after = f"{there[:8]}{int(there[8:]) + 1}"

    assert timeline("cover", after).exit_code == 1
    assert timeline("cover", "today").exit_code == 0
