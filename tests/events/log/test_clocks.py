"""Clocks: one that cannot be believed stamps nothing, unless somebody says that it is right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from log_entries import event, ids
from running import BOTH
from servers import Make

from events.dates.instants import parse_instant
from events.errors import InputError
from events.log import log
from events.log.clocks import believing
from events.log.log import open_log
from events.model.kinds import Act

ENGINES = BOTH
Stop = Callable[[datetime], None]


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Stop:
    """Return the means to stop the clock at an instant."""
    return lambda instant: monkeypatch.setattr(log, "clock", lambda: instant)


def put(path: str, *acts: Act, recorded: list[str | None] | None = None) -> list[str]:
    """Append *acts*; return what was told meanwhile."""
    told: list[str] = []
    with open_log(path, writing=True, tell=told.append) as opened:
        opened.append("us", acts, recorded=recorded)
    return told


def here() -> datetime:
    """Return what the clock of this machine says."""
    return datetime.now(UTC)


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=400), timedelta(days=26_000)])
def test_a_clock_far_ahead_of_the_databases_stamps_nothing(
    path: str, stopped: Stop, ahead: timedelta
) -> None:
    """One command under a fast clock would have all later entries recorded then."""
    put(path, event("one"))
    stopped(here() + ahead)
    with pytest.raises(InputError, match=r"that of the database .* --clock-ahead"):
        put(path, event("two"))

    assert ids(path) == ["one"]


def test_a_clock_a_zone_ahead_is_believed(path: str, stopped: Stop) -> None:
    """Two machines are never of one mind, and some are set to the time on the wall."""
    stopped(here() + timedelta(hours=14))

    assert [] == put(path, event("one"))


def test_a_clock_far_ahead_of_the_last_entry_stamps_nothing(path: str) -> None:
    """Where the clock of the database is the wrong one itself, the log still tells."""
    put(path, event("one"), recorded=["2001-01-01T00:00Z"])
    with pytest.raises(InputError, match="last entry of us was recorded at 2001-01-01T"):
        put(path, event("two"))


def test_a_partnership_without_news_for_years_goes_on(path: str) -> None:
    """A contract of ten years may well have none."""
    before = (here() - timedelta(days=3000)).isoformat()
    put(path, event("one"), recorded=[before])

    assert [] == put(path, event("two"))


def test_who_says_that_the_clock_is_right_is_believed(path: str, stopped: Stop) -> None:
    """Then all later ones are recorded at that instant, and each of them tells."""
    stopped(datetime(2099, 1, 1, tzinfo=UTC))
    with believing():
        put(path, event("one"))
    stopped(here())
    told = put(path, event("two"))

    assert "The last entry of us was recorded at 2099-01-01T" in told[0]
    with open_log(path) as opened:
        assert 2 == len([one for one in opened.entries("us") if one.recorded[:4] == "2099"])
        assert told[0].split(" (")[0] in next(opened.ahead())


def test_a_restore_takes_over_what_it_is_told_to(path: str) -> None:
    """A log that was stamped by a fast clock can be moved all the same."""
    later = [(here() + timedelta(days=days)).isoformat() for days in (2, 9999)]
    with pytest.raises(InputError, match=r"in the future .* --clock-ahead"):
        put(path, event("one"), event("two"), recorded=[*later])
    with believing():
        put(path, event("one"), event("two"), recorded=[*later])
    with open_log(path) as opened:
        assert [*map(parse_instant, later)] == [one.recorded for one in opened.entries("us")]


def test_the_clock_of_the_database_is_read_as_entries_are_stamped(path: str) -> None:
    """Instants are compared as texts everywhere."""
    with open_log(path) as opened:
        now = opened.database.now()

    assert parse_instant(now) == now
    assert abs(datetime.fromisoformat(now[:26] + "+00:00") - here()) < timedelta(minutes=1)


def test_nothing_is_recorded_on_the_last_day_of_the_calendar(path: str) -> None:
    """What has no other date was announced when it was recorded; that day stands for never."""
    with believing(), pytest.raises(InputError, match="last day of the calendar, like one"):
        put(path, event("one"), recorded=["9999-12-31T00:00:00Z"])

    assert [] == ids(path)
