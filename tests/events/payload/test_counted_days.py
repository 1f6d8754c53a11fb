"""Days counted from an event: where they may stand, and what somebody is told who miscounts."""

from typing import Any

import pytest

from events.dates.dates import parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned, reckoned
from events.model.kinds import Event, Set
from events.payload import codec

BASE: dict[str, Any] = {"id": "e", "title": "Signed", "authority": "official", "sources": ["s"]}
CHANGE: dict[str, Any] = {"set": "t", "value": "x"}
ALLOWED = "60d after closing", "4m after closing", "5y after closing"


def act_of(plain: object) -> Event:
    act = codec.read(plain, [])
    assert isinstance(act, Event)
    return act


def said_of(plain: object) -> str:
    problems: list[codec.Problem] = []

    assert codec.read(plain, problems) is None
    [problem] = problems
    return str(problem)


@pytest.mark.parametrize("text", [*ALLOWED, "10y from closing", "1d from closing"])
def test_a_counted_day_is_written_as_it_is_read(text: str) -> None:
    """It is kept as its author wrote it and moves with the day of its event."""
    found = reckoned(text)

    assert found is not None
    assert text == str(found)


@pytest.mark.parametrize("text", ALLOWED)
def test_days_are_counted_in_three_places(text: str) -> None:
    """The day of an event, that of a change, and a last day."""
    act = act_of({**BASE, "when": text, "changes": [{**CHANGE, "when": text, "through": text}]})
    [change] = act.changes

    assert isinstance(change, Set)
    assert (act.when, change.when, change.through) == (reckoned(text),) * 3
    assert {"when": text, "through": text}.items() <= codec.plain(act)["changes"][0].items()  # type: ignore[index]


def test_a_time_from_an_event_is_its_last_day() -> None:
    """Ten years from an event are over the day before its tenth anniversary."""
    [change] = act_of({**BASE, "changes": [{**CHANGE, "through": "10y from closing"}]}).changes

    assert isinstance(change, Set)
    assert change.through == Reckoned(Duration(120), "closing", is_last=True)
    said = "A day counted with 'from' is a last one; write '10y after closing'."
    assert said_of({**BASE, "when": "10y from closing"}) == f"when: {said}"
    assert said in said_of({**BASE, "changes": [{**CHANGE, "when": "10y from closing"}]})


def test_a_change_may_count_from_its_own_event() -> None:
    """The event itself may not: its day would be counted from its day."""
    own = {**CHANGE, "when": "60d after e", "through": "2y from e"}

    assert [own] == codec.plain(act_of({**BASE, "when": "2025", "changes": [own]}))["changes"]
    circle = "when: The day of an event is not counted from itself; write the day."
    assert circle == said_of({**BASE, "when": "60d after e"})
    assert circle == said_of({"correct": "e", "id": "x", "reason": "r", "when": "60d after e"})


def test_a_counted_last_day_may_lie_anywhere() -> None:
    """It moves with its event, so no order can be promised when it is written."""
    plain = {**BASE, "when": "2025", "changes": [{**CHANGE, "through": "1d after old"}]}

    assert plain == codec.plain(act_of(plain))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("60 days after closing", "Write '60d after closing', not '60 days after closing'."),
        ("2 Weeks after closing", "Write '14d after closing'"),
        ("10 years since closing", "Write '10y after closing'"),
        ("60d  after closing", "Write '60d after closing'"),
        ("060d after closing", "Write '60d after closing'"),
        ("60d before closing", "No day is counted back from an event; write the day, or count on"),
        ("3 quarters after closing", "Count in days, months or years, such as 60d, 4m or 1y, not"),
        ("0d after closing", "Count in days, months or years"),
        ("100000d after closing", "Count in days, months or years"),
        ("60d after Closing", "'Closing' cannot be the name of an event"),
        ("60d after the closing", "'the closing' cannot be the name of an event"),
        ("60d after none", "it stands for no event at all"),
    ],
)
@pytest.mark.parametrize("key", ["when", "through"])
def test_who_miscounts_is_told_how_to_count(key: str, text: str, advice: str) -> None:
    """With the length and the event already written down, where they can be read."""
    said = said_of({**BASE, "changes": [{**CHANGE, key: text}]})

    assert said.startswith(f"changes[0].{key}: ")
    assert advice in said


@pytest.mark.parametrize("plain", [
    {**BASE, "announced": "60d after closing"},
    {**BASE, "changes": [{**CHANGE, "announced": "60d after closing"}]},
    {**BASE, "changes": [{**CHANGE, "during": "60d after closing"}]},
    {"cover": "60d after closing", "id": "x"},
    {"assert": "t", "on": "60d after closing", "value": "x", "id": "x"},
    {"define": "source:s", "title": "x", "published": "60d after closing", "id": "x"},
])  # fmt: skip
def test_other_days_are_not_counted(plain: object) -> None:
    """When something was said, published or looked at is a day of its own."""
    assert "is never counted from an event; write the day in place of" in said_of(plain)


def test_a_long_text_is_no_counted_day() -> None:
    """A pattern that tries every way to divide it would take minutes."""
    assert "cannot be read as a date" in said_of({**BASE, "when": f"1{' after' * 40_000}"})


def test_what_is_no_counted_day_is_read_as_a_date() -> None:
    """Nothing else changes."""
    assert act_of({**BASE, "when": "2025-10"}).when == parse("2025-10")
    assert "cannot be read as a date" in said_of({**BASE, "when": "after closing"})
