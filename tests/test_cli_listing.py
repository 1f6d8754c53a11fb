"""The commands that list: events by each clock, one entry whole, terms and partnerships."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Run, said

from timeline.record import Record

SECOND = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
terms:
  fee: {title: Fee, asks: What is paid?, topic: Money}
sources:
  letter: {url: https://example.com/letter, title: Letter, published: 2020-05-04}
events:
  - id: 2020-05-fee
    when: 2020-05
    title: A fee is agreed
    authority: official
    sources: [letter]
    changes: [{set: fee, value: $5}]
  - id: wish
    title: A fee that is only wished for
    authority: press
    sources: [letter]
    changes: [{set: fee, value: $6}]
"""

PARTLY = """\
partnership: acme-globex
title: Acme and Globex
terms: {fee: {title: Fee}}
sources:
  letter: {title: Letter, published: 2020-05-04}
events:
  - {id: bare, when: 2020-01-05, title: Of no term, authority: press, sources: [letter]}
  - id: mixed
    when: 2020-01-06
    title: One thing was told later
    authority: press
    sources: [letter]
    changes:
      - {set: fee, value: $5}
      - {note: fee, text: A detail., announced: 2022}
  - id: early
    when: 2020-01-07
    announced: 2023
    title: One thing was told earlier
    authority: press
    sources: [letter]
    changes:
      - {set: fee, value: $6, announced: 2020-06}
      - {note: fee, text: A detail.}
"""


@pytest.fixture
def several(timeline: Run, tmp_path: Path) -> Run:
    """Put a second partnership into the log."""
    path = tmp_path / "acme.yaml"
    path.write_text(SECOND)
    assert timeline("import", path).exit_code == 0
    return timeline


def listed(timeline: Run, *options: str) -> list[str]:
    """Return the ids that `log` lists, in its order."""
    return [row["event"] for row in said(timeline("log", *options, "-o", "json"))]


def test_the_log_lists_every_event_newest_first(timeline: Run, record: Record) -> None:
    """As git does: what is new is what one looks for."""
    rows = said(timeline("log", "-o", "json"))
    exact = [row["when"] for row in rows if row["when"] and len(row["when"]) == 10]

    assert {row["event"] for row in rows} == {one.event.id for one in record.events}
    assert exact == sorted(exact, reverse=True)
    assert rows[-1]["event"] == "2016-azure-primary"


def test_reverse_lists_the_oldest_first(timeline: Run) -> None:
    """It is the same list, turned."""
    for by in ("effective", "announced", "recorded"):
        assert listed(timeline, "--by", by, "--reverse") == listed(timeline, "--by", by)[::-1]


def test_each_clock_gives_an_order_of_its_own(timeline: Run) -> None:
    """What took effect in 2021 was announced in 2023."""
    effective = listed(timeline, "--reverse")
    announced = listed(timeline, "--by", "announced", "--reverse")
    rows = said(timeline("log", "--by", "recorded", "--reverse", "-o", "json"))
    versions = [row["version"] for row in rows]

    for order, expected in ((effective, True), (announced, False)):
        before = order.index("2021-second-round") < order.index("2023-01-10-semafor-terms")

        assert before is expected
    assert versions == sorted(versions)


def test_the_log_of_a_term_lists_what_touches_it(timeline: Run) -> None:
    """Also by a pattern."""
    assert set(listed(timeline, "--term", "governance.*")) == {
        "2023-observer-seat",
        "2024-observer-exit",
    }


def test_the_log_as_known_lists_what_was_public(timeline: Run) -> None:
    """The round of 2021 was not; it came out on 2023-01-23."""
    assert listed(timeline, "--known", "2019-12-31") == ["2019-investment", "2016-azure-primary"]
    assert "2021-second-round" not in listed(timeline, "--known", "2023-01-22")
    assert "2021-second-round" in listed(timeline, "--known", "2023-01-23")


def test_an_event_is_listed_as_soon_as_some_of_it_was_public(timeline: Run, tmp_path: Path) -> None:
    """As-of shows what it had said by then, so the log has to list it."""
    path = tmp_path / "acme.yaml"
    path.write_text(PARTLY)
    timeline("import", path)
    rows = said(timeline("log", "-p", "acme-globex", "--reverse", "-o", "json"))
    known = listed(timeline, "-p", "acme-globex", "--known", "2020-12-31")

    assert {row["event"]: row["announced"] for row in rows} == {
        "bare": "2020-05-04",
        "early": "2023",
        "mixed": "2020-05-04",
    }
    assert set(known) == {"bare", "early", "mixed"}


def test_a_log_without_a_match_says_so(timeline: Run) -> None:
    """It is no empty table."""
    told = timeline("log", "--known", "2010").stdout

    assert "No event" in told
    assert json.loads(timeline("log", "--known", "2010", "-o", "json").stdout) == []


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "md"])
def test_the_log_names_every_event_in_every_form(timeline: Run, record: Record, form: str) -> None:
    """The forms differ in looks only."""
    told = timeline("log", "-o", form).stdout.replace("\\", "")

    assert [one.event.id for one in record.events if one.event.id not in told] == []


def test_the_log_says_when_each_was_announced_and_recorded(timeline: Run) -> None:
    """Three clocks, and the place in the log."""
    [row] = [
        one for one in said(timeline("log", "-o", "json")) if one["event"] == "2021-second-round"
    ]

    assert (row["when"], row["announced"]) == ("2021", "2023-01-23")
    assert row["recorded"] == "2026-11-21T00:00:00.000000Z"
    assert row["terms"] == ["investment.commitment"]
    assert row["retracted"] is False


def test_csv_of_the_log_has_a_row_an_event(timeline: Run, record: Record) -> None:
    """Also where a title holds a comma."""
    rows = list(csv.DictReader(io.StringIO(timeline("log", "-o", "csv").stdout)))

    assert {row["event"] for row in rows} == {one.event.id for one in record.events}


def test_an_event_is_shown_whole(timeline: Run) -> None:
    """What it says, its sources and its entry."""
    shown = said(timeline("show", "2025-10-28-definitive", "-o", "json"))
    told = timeline("show", "2025-10-28-definitive").stdout

    assert shown["id"] == "2025-10-28-definitive"
    assert shown["as_recorded"] == shown["as_corrected"]
    assert shown["acts"] == []
    assert list(shown["sources"]) == ["oai-2025-10", "ms-2025-10", "10q-q1fy26"]
    assert shown["digest"] in told
    assert "exclusive until AGI" in told
    assert "agi-verified" in told


@pytest.mark.parametrize("form", ["table", "md"])
@pytest.mark.parametrize(
    "name",
    ["article-004-oracle", "article-004-oracle.c1", "define:term:cloud.rofr",
     "define:source:10k-fy23", "define:partnership", "2025-08-gptoss"],
)  # fmt: skip
def test_every_sort_of_entry_can_be_shown(timeline: Run, name: str, form: str) -> None:
    """Vocabulary and corrections are entries like any other."""
    found = timeline("show", name, "-o", form)

    assert found.exit_code == 0
    assert name in found.stdout.replace("\\", "")


def test_a_correction_is_shown_with_its_reason(timeline: Run) -> None:
    """Whoever wonders about the record reads why it changed."""
    shown = said(timeline("show", "article-004-oracle.c1", "-o", "json"))
    told = " ".join(timeline("show", "article-004-oracle.c1").stdout.split())

    assert shown["as_recorded"]["correct"] == "article-004-oracle"
    assert shown["as_recorded"]["reason"] in told
    assert shown["recorded"] == "2026-11-21T06:00:00.000000Z"


def test_a_vocabulary_entry_is_shown_as_it_was_defined(timeline: Run) -> None:
    """The question that a term answers is part of the record."""
    shown = said(timeline("show", "define:term:cloud.rofr", "-o", "json"))

    assert shown["as_recorded"]["asks"].startswith("Has Microsoft a right of first refusal")
    assert shown["as_corrected"] is None


def test_an_unknown_event_is_told_with_what_was_perhaps_meant(timeline: Run) -> None:
    """Exit code 4 is for what is not there."""
    found = timeline("show", "2025-10-28-definitve")

    assert found.exit_code == 4
    assert found.stderr == (
        "Error: There is no event '2025-10-28-definitve'. Did you mean 2025-10-28-definitive?\n"
    )


def test_every_term_is_listed_with_its_question(timeline: Run, record: Record) -> None:
    """That is what there is to ask about."""
    rows = said(timeline("terms", "-o", "json"))
    told = timeline("terms").stdout

    assert [row["term"] for row in rows] == list(record.terms)
    assert all(row["asks"] and row["topic"] for row in rows)
    assert [term for term in record.terms if term not in told] == []
    assert "Intellectual property" in told.splitlines()


def test_the_terms_listed_can_be_chosen(timeline: Run) -> None:
    """By a pattern, as everywhere."""
    rows = said(timeline("terms", "--term", "agi.*", "-o", "json"))

    assert [row["term"] for row in rows] == [
        "agi.definition",
        "agi.declaration-process",
        "agi.contract-consequence",
    ]


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "md"])
def test_the_partnerships_are_listed_in_every_form(several: Run, form: str) -> None:
    """Each with its head."""
    told = several("partnerships", "-o", form).stdout.replace("\\", "")

    assert "acme-globex" in told
    assert "openai-microsoft" in told


def test_a_partnership_is_listed_with_its_size(several: Run, record: Record) -> None:
    """How many terms, events and entries; through when it claims to be complete."""
    acme, openai = said(several("partnerships", "-o", "json"))

    assert (acme["partnership"], acme["title"]) == ("acme-globex", "Acme and Globex")
    assert (acme["terms"], acme["events"], acme["covered_through"]) == (1, 2, None)
    assert (openai["terms"], openai["events"]) == (len(record.terms), len(record.events))
    assert openai["version"] == len(record.acts)


@pytest.mark.parametrize(
    "asked",
    [
        ("as-of",), ("history", "fee"), ("explain", "fee"), ("log",), ("terms",),
        ("show", "2020-05-fee"), ("diff", "2020", "2021"), ("changelog",), ("export",),
        ("append", "--title", "A", "--source", "https://example.com", "--authority", "press"),
    ],
)  # fmt: skip
def test_with_several_partnerships_a_missing_one_lists_them(
    several: Run, asked: tuple[str, ...]
) -> None:
    """Nothing is guessed."""
    found = several(*asked)

    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr == (
        "Error: Say which partnership with -p SLUG. There are: acme-globex, openai-microsoft.\n"
    )


def test_one_of_several_partnerships_can_be_asked(several: Run) -> None:
    """Each with its own head and terms."""
    [answer] = said(several("as-of", "2020-06-01", "-p", "acme-globex", "-o", "json"))["terms"]

    assert (answer["term"], answer["value"], answer["since"]) == ("fee", "$5", "2020-05")


def test_an_event_without_a_date_is_listed_as_pending(several: Run) -> None:
    """It was announced, and is never in force."""
    [answer] = said(several("as-of", "2020-06-01", "-p", "acme-globex", "-o", "json"))["terms"]
    told = several("as-of", "2020-06-01", "-p", "acme-globex").stdout

    assert answer["flags"] == ["pending"]
    assert [one["event"] for one in answer["pending"]] == ["wish"]
    assert "wish" in told
    assert "PENDING" in told
    assert "undated" in several("log", "-p", "acme-globex").stdout


def test_a_log_that_is_complete_through_no_stated_day_says_so(several: Run) -> None:
    """Nothing is claimed that nobody claimed."""
    found = several("as-of", "-p", "acme-globex")

    assert found.exit_code == 0
    assert "no stated day" in " ".join(found.stdout.split())
