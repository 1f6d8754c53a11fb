"""The command when: on which days an answer held, definitely or possibly, and what began it."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from running import Run, said

from cli.commands.answers import OF_A_DAY
from cli.wording.dates import day_in_words

STAKE = "equity.microsoft-stake"


def spells(run: Run, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = said(run("when", *words, "-o", "json"))
    return found


def words(day: str) -> str:
    return day_in_words(date.fromisoformat(day))


def days(rows: list[dict[str, Any]]) -> list[tuple[str, str | None, str | None]]:
    return [(row["value"] or row["status"], row["since"], row["until"]) for row in rows]


def test_without_a_value_every_answer_is_told(timeline: Run) -> None:
    """In order of days, both ends included, with the event at each end."""
    found = spells(timeline, "ip-license.end")

    assert [
        ("undisclosed", "2020-09-22", "2025-01-20"),
        ("through 2030", "2025-01-21", "2025-10-27"),
        ("through 2032", "2025-10-28", "2032-12-31"),
        ("through 2032", "2033-01-01", None),
    ] == days(found["definite"])
    assert ["in-force"] * 3 + ["expired"] == [row["status"] for row in found["definite"]]
    assert [] == found["possible"]
    assert [
        ("2020-gpt3-licence", "2025-01-21-rofr"),
        ("2025-01-21-rofr", "2025-10-28-definitive"),
    ] == [(row["begins"], row["ends"]) for row in found["definite"][:2]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("through 2030", ["2025-01-21"]),
        ("THROUGH 2030", ["2025-01-21"]),
        ("*2030*", ["2025-01-21"]),
        ("through 203?", ["2025-01-21", "2025-10-28", "2033-01-01"]),
        ("*", ["2020-09-22", "2025-01-21", "2025-10-28", "2033-01-01"]),
        ("2030", []),
    ],
)
def test_a_value_may_be_a_pattern_in_any_case(
    timeline: Run, value: str, expected: list[str]
) -> None:
    """Nobody remembers it to the letter."""
    found = spells(timeline, "ip-license.end", value)

    assert expected == [row["since"] for row in found["definite"]]


def test_a_value_and_a_status_narrow_each_other(timeline: Run) -> None:
    """The value of an expired answer is the one that it had."""
    found = spells(timeline, "ip-license.end", "through 2032", "--status", "in-force")

    assert [("through 2032", "2025-10-28", "2032-12-31")] == days(found["definite"])


def test_the_days_on_which_nobody_can_tell_can_be_asked_for(timeline: Run) -> None:
    """The stake fell on some day of a quarter that no filing tells."""
    found = spells(timeline, STAKE, "--status", "undetermined")
    possible = spells(timeline, STAKE, "about 2*")

    assert [("undetermined", "2026-04-01", "2026-06-29")] == days(found["definite"])
    assert [
        ("about 27% on an as-converted, diluted basis", "2025-10-28", "2026-03-31"),
        ("about 25% on an as-converted basis", "2026-06-30", None),
    ] == days(possible["definite"])
    assert [
        ("about 27% on an as-converted, diluted basis", "2026-04-01", "2026-06-29"),
        ("about 25% on an as-converted basis", "2026-04-01", "2026-06-29"),
    ] == days(possible["possible"])


@pytest.mark.parametrize("status", OF_A_DAY)
def test_every_status_can_be_asked_for(timeline: Run, status: str) -> None:
    """Also that a term is not set; the others are left out."""
    found = spells(timeline, "cloud.rofr", "--status", status)

    assert {status} >= {row["status"] for row in [*found["definite"], *found["possible"]]}
    assert (status in ("in-force", "ended", "not-set")) == bool(found["definite"])


def test_what_was_not_known_did_not_hold(timeline: Run) -> None:
    """The clocks are cut as in every other question."""
    known = days(spells(timeline, STAKE, "--known", "2026-07-01")["definite"])
    nothing = timeline("when", STAKE, "--recorded", "2026-11-20")

    assert ("about 27% on an as-converted, diluted basis", "2025-10-28", None) == known[-1]
    assert 4 == nothing.exit_code


def test_the_forms_say_the_same(timeline: Run) -> None:
    """For a person, a program, a spreadsheet and a page."""
    found = spells(timeline, STAKE)
    lines = timeline("when", STAKE, "-o", "ndjson").stdout.splitlines()
    sheet = list(csv.DictReader(io.StringIO(timeline("when", STAKE, "-o", "csv").stdout)))
    page = timeline("when", STAKE, "-o", "md").stdout
    text = timeline("when", STAKE).stdout
    rows = [json.loads(line) for line in lines]
    events = said(timeline("log", "-o", "json"))["events"]
    titles = {one["event"]: one["title"] for one in events}

    assert len(found["definite"]) + len(found["possible"]) == len(rows) == len(sheet)
    assert days(found["definite"]) == days([row for row in rows if row["certainty"] == "definite"])
    assert [row["since"] for row in rows] == [row["since"] or None for row in sheet]
    for row in rows:
        assert str(row["since"]) in page
        first, last = ((row[end] and words(row[end])) for end in ("since", "until"))
        through = f" through {last}" if last else ""
        perhaps = ", perhaps" if row["certainty"] == "possible" else ""
        assert f"From {first}{through}{perhaps}\n" in text
        for end in filter(None, (row["begins"], row["ends"])):
            assert f"“{titles[end]}”" in " ".join(text.split())
    assert ("2016-11-15", "2026-07-29") == (found["covered_from"], found["covered_through"])
    assert all(len(line) <= 80 for line in text.splitlines())
    assert (
        "With all that is known now. "
        "The record is complete from 15 November 2016 through 29 July 2026."
    ) in " ".join(text.split())
    assert said(timeline("log", "-o", "json"))["head"] == found["head"]


def test_a_term_by_a_pattern_and_one_that_is_not_there(timeline: Run) -> None:
    """A pattern may name one term only; a slip is told."""
    one = spells(timeline, "equity.*stake")
    several = timeline("when", "equity.*")
    none = timeline("when", "cloud.rofl")

    assert STAKE == one["term"]
    assert (2, 4) == (several.exit_code, none.exit_code)
    assert "equity.microsoft-stake, equity.profit-share. Name one." in several.stderr
    assert "Did you mean cloud.rofr?" in none.stderr


def test_an_answer_that_never_held_is_a_sentence(timeline: Run) -> None:
    """And no error: that was the question."""
    found = timeline("when", "cloud.rofr", "nonsense")

    assert 0 == found.exit_code
    assert "On no day" in found.stdout


def test_a_status_that_there_is_not_is_a_usage_error(timeline: Run) -> None:
    """With those that there are."""
    found = timeline("when", "cloud.rofr", "--status", "gone")

    assert 2 == found.exit_code
    assert "undetermined" in found.stderr
