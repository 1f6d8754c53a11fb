"""What is to be settled, as it is printed, and commands that do settle it."""

import csv
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from described import complaints
from running import Run, said
from shell import ROOT

from timeline.findings.finding import CODES

HEAD = """
partnership: acme-globex
title: Acme and Globex
terms:
  fee: {title: Fee}
  audit: {title: Audit}
conditions:
  ipo: {title: Acme is listed}
sources:
  press: {url: "https://example.com/a", title: The deal, published: 2026-01-05}
events:
  - id: deal
    when: 2026-01-05
    title: The deal
    authority: official
    sources: [press]
    changes:
      - {set: fee, value: 10 %, through: 2026-06}
      - {set: audit, value: yearly, unless: [ipo]}
"""
RAISE = """
  - id: raise
    when: 2026-11
    title: Audits become more frequent
    authority: official
    sources: [press]
    changes:
      - {set: audit, value: "monthly\\u202e", unless: [ipo]}
"""
OVER = """
  - {id: over, when: 2026-07-01, title: Over, authority: official, sources: [press],
     changes: [{end: fee}]}
"""
AGAIN = """
  - {id: again, when: 2026-01-05, title: "The deal!", authority: press, sources: [press],
     changes: [{reaffirm: audit}]}
"""
EXPECTED = """
assertions:
  - {on: 2026-03-01, term: audit, value: weekly}
"""


@pytest.fixture
def run(command: Run, tmp_path: Path) -> Any:
    """Return the means to run a command on a database that holds a ledger of these parts."""

    def with_ledger(*parts: str) -> Run:
        path, db = tmp_path / "acme-globex.yaml", str(tmp_path / "acme.db")
        path.write_text(HEAD + "".join(parts), encoding="utf-8")
        command("init", "--db", db)
        result = command("import", path, "--db", db)
        assert 0 == result.exit_code, result.output

        def there(*args: object, **given: Any) -> Any:
            return command(*args, "--db", db, **given)

        return there

    return with_ledger


def findings(run: Run, *words: str) -> list[dict[str, Any]]:
    result = run("check", *words, "-o", "json")
    found: list[dict[str, Any]] = json.loads(result.stdout)["findings"]

    assert bool(found) == result.exit_code
    return found


def codes(run: Run, *words: str) -> list[str]:
    return [one["code"] for one in findings(run, *words)]


def test_the_bundled_ledger_leaves_nothing_to_settle(timeline: Run) -> None:
    """What its sources leave vague is told to whoever is strict."""
    result = timeline("check")

    assert 0 == result.exit_code, result.output
    remarks = findings(timeline, "--strict")
    kept_back = f"Nothing to settle. {len(remarks)} remarks kept back; --strict shows them."
    assert kept_back in result.stdout
    assert {"remark"} == {one["level"] for one in remarks}


def test_a_finding_is_an_exit_code(run: Any) -> None:
    """A build that depends on a sound record stops there."""
    result = run(OVER)("check")

    assert 0 == result.exit_code, result.output
    assert "Nothing to settle." in result.stdout
    assert 1 == run(OVER, RAISE)("check").exit_code


def test_a_finding_is_shown_with_the_command_that_settles_it(run: Any) -> None:
    """In lines that fit the screen and can be copied together."""
    text = run()("check").stdout
    command = text.partition("  timeline ")[2].replace("\\\n", "")

    assert "To settle: 1 finding." in text
    assert "“Fee” expired after 30 June 2026 (“The deal”); what came then is not said." in text
    assert ["append", "--when", "2026-07-01"] == shlex.split(command)[:3]
    assert [] == [line for line in text.splitlines() if len(line) > 80]


@pytest.mark.parametrize(
    ("parts", "filled"),
    [
        ((), {"TITLE": "It lapsed", "URL": "https://example.com/b"}),
        ((OVER, RAISE), {"DATE": "2026-11-02", "WHY": "a later notice gives the day"}),
        ((OVER, AGAIN), {}),
    ],
    ids=["expired", "undetermined", "duplicate"],
)
def test_the_command_settles_it(run: Any, parts: tuple[str, ...], filled: dict[str, str]) -> None:
    """Once the words in capitals are filled in, nothing is left."""
    there = run(*parts)
    [found] = findings(there)
    words = [filled.get(word, word) for word in shlex.split(found["command"])[1:]]
    done = there(*words)

    assert 0 == done.exit_code, done.output
    assert [] == codes(there)


def test_a_day_is_chosen(run: Any) -> None:
    """What had not expired then was sound then."""
    there = run(RAISE)

    assert [] == codes(there, "2026-06-30")
    assert ["expired"] == codes(there, "2026-10-31")
    assert ["undetermined", "expired"] == codes(there, "2026-11-10")


def test_terms_are_chosen(run: Any) -> None:
    """Who answers for one term asks about that one."""
    there = run(RAISE)

    assert ["undetermined"] == codes(there, "--term", "audit")
    assert ["expired"] == codes(there, "--term", "f*")
    assert 4 == there("check", "--term", "nope").exit_code


def test_an_assertion_that_fails_is_found_with_the_way_to_see_why(run: Any) -> None:
    """The explanation tells whether the event or the expectation is wrong."""
    there = run(OVER, EXPECTED)
    [found] = findings(there)

    assert (
        "On 2026-03-01 audit should be 'weekly', but it is in-force 'yearly' [deal]."
        == (found["says"])
    )
    assert "timeline explain audit 2026-03-01" == found["command"]
    assert 0 == there(*shlex.split(found["command"])[1:]).exit_code


def test_what_is_stale_is_asked_about_on_demand(run: Any) -> None:
    """Weeks or days; a year without a word is for whoever asks to judge."""
    there = run(OVER)

    assert [] == codes(there, "--stale-after", "46w")
    assert ["stale"] == codes(there, "--stale-after", "30d")
    assert 2 == there("check", "--stale-after", "1y").exit_code


def test_a_record_is_checked_as_it_stood(run: Any) -> None:
    """What was put right since was wrong then."""
    there = run(OVER, RAISE)
    before = said(there("partnerships", "-o", "json"))["partnerships"][0]["head"]
    fixed = ("correct", "raise", "--when", "2026-11-02", "--reason", "a notice")
    assert 0 == there(*fixed).exit_code

    assert [] == codes(there)
    assert before != said(there("check", "-o", "json"))["head"]
    assert 4 == there("check", "--recorded", "2026-11-20").exit_code


def test_the_partnership_that_was_named_is_in_the_command(run: Any) -> None:
    """In a log of several it would be refused without."""
    [found] = findings(run(), "-p", "acme-globex")

    assert found["command"].endswith(" -p acme-globex")


@pytest.mark.parametrize("form", ["table", "md", "csv", "json", "ndjson"])
def test_no_form_lets_a_harmful_character_through(run: Any, form: str) -> None:
    """A value that an assertion quotes may come from anywhere."""
    expected = EXPECTED.replace("2026-03-01", "2026-12-01")
    text = run(OVER, RAISE, expected)("check", "2026-12-01", "-o", form).stdout

    assert "\u202e" not in text
    assert "\\u202e" in text


def test_every_form_tells_the_same(run: Any) -> None:
    """A sheet and a stream for programs, a page for people."""
    there = run(RAISE)
    sheet = csv.DictReader(io.StringIO(there("check", "-o", "csv").stdout))
    lines = [json.loads(line) for line in there("check", "-o", "ndjson").stdout.splitlines()]
    page = there("check", "-o", "md").stdout

    assert ["undetermined", "expired"] == [row["code"] for row in sheet]
    assert ["undetermined", "expired"] == [one["code"] for one in lines]
    assert {"acme-globex"} == {one["partnership"] for one in lines}
    assert "| undetermined | finding |" in page


def test_findings_are_as_the_schema_says(run: Any) -> None:
    """The bundled ledger has none, so that only the frame would be held against it."""
    found = json.loads(run(RAISE, AGAIN, EXPECTED)("check", "--strict", "-o", "json").stdout)

    assert 4 == len(found["findings"])
    assert [] == complaints("check", found)


def test_the_schema_has_every_code() -> None:
    """What it lacks is refused by whoever holds an answer against it."""
    path = ROOT / "docs" / "schemas" / "check.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))

    assert [*CODES] == schema["$defs"]["finding"]["properties"]["code"]["enum"]


DEALS = """
partnership: real-deals
title: Real deals
parties: [Renault, Nissan]
terms:
  stake: {title: Stake}
  held: {title: Held}
  rate: {title: Rate}
  isa.end: {title: Agreement}
  isa.defence: {title: Defence}
  right: {title: Right}
sources:
  letter: {title: A letter}
  wire: {url: "https://example.com/w", publisher: Reuters, published: 2021-06-02}
  report: {url: "https://example.com/q", publisher: SEC, published: 2011-02-01}
events:
  - {id: first, when: 2019-01-01, title: Held, authority: official, sources: [letter],
     changes: [{set: stake, value: 43%}]}
  - {id: plan, announced: 2020-01-01, title: A plan, authority: official, sources: [letter],
     changes: [{set: stake, value: 15%}]}
  - {id: sold, when: 2021-01-01, title: The sale, authority: official, sources: [letter],
     changes: [{set: stake, value: 15%}]}
  - {id: agency, when: 2021-06-01, title: More is sold, authority: press, sources: [wire],
     changes: [{set: stake, value: 10%}]}
  - {id: march, when: 2002-03, title: In March, authority: official, sources: [letter],
     changes: [{set: held, value: 44%}]}
  - {id: april, when: 2010-04, title: In April, authority: official, sources: [letter],
     changes: [{set: held, value: 43%}]}
  - {id: secret, when: 2016, title: A rate, authority: official, sources: [letter],
     changes: [{set: rate, value: undisclosed}]}
  - {id: court, when: "[2016..2023-11-13]", title: In court, authority: filing, sources: [letter],
     changes: [{set: rate, value: 36%}]}
  - {id: isa, when: 2020-01-01, title: The agreement, authority: official, sources: [letter],
     changes: [{set: isa.end, value: ten years, through: 2029-12-31}]}
  - {id: guard, when: 2019-06-01, title: A defence, authority: official, sources: [letter],
     changes: [{set: isa.defence, value: each other, while: isa.end}]}
  - {id: suit, when: 2010-05-01, title: A suit, authority: filing, by: [SEC], sources: [report],
     changes: [{dispute: right, positions: [{party: Renualt, says: No}]}]}
  - {id: over, when: 2012-05-01, title: Over, authority: official, by: [Nissan], sources: [letter],
     changes: [{end: right}]}
  - {id: column, when: 2024-05-01, title: A column, authority: press, by: [Le Monde],
     sources: [wire], changes: [{claim: held, value: 50%}]}
"""


@pytest.fixture
def deals(command: Run, tmp_path: Path) -> Run:
    """Run the command on a database of what real deals have left open."""
    path, db = tmp_path / "real-deals.yaml", str(tmp_path / "deals.db")
    path.write_text(DEALS, encoding="utf-8")
    command("init", "--db", db)
    result = command("import", path, "--db", db)
    assert 0 == result.exit_code, result.output
    return lambda *args, **given: command(*args, "--db", db, **given)


def test_what_real_deals_leave_open_is_found(deals: Run) -> None:
    """Each in a sentence that fits the screen, with a command that exists."""
    found = findings(deals, "--strict")
    text = deals("check", "--strict").stdout

    assert [
        ("replaced-higher", "stake"),
        ("overlap", "rate"),
        ("undetermined", "held"),
        ("undetermined", "held"),
        ("same-happening", "rate"),
        ("come-about", "stake"),
        ("while", "isa.defence"),
        ("nothing-ended", "right"),
        ("one-sided", "right"),
        ("old-dispute", "right"),
        ("old-claim", "held"),
        ("late-source", "right"),
        ("party", "right"),
    ] == [(one["code"], one["terms"][0]) for one in found]
    assert [] == complaints("check", said_anyway(deals, "check", "--strict", "-o", "json"))
    assert [] == [line for line in text.splitlines() if len(line) > 80]


def test_people_are_told_in_titles_and_words(deals: Run) -> None:
    """Keys and dates as a ledger has them stand in the commands alone, and in the JSON."""
    lines = deals("check", "--strict").stdout.splitlines()
    found = findings(deals, "--strict")
    sentences = " ".join(line for line in lines if not line.startswith("  "))
    keys = {one for row in found for one in (*row["terms"], *row["events"])}

    assert [] == [key for key in keys if "." in key and key in sentences]
    assert None is re.search("[0-9]{4}-[0-9]{2}|\\[|in-force", sentences)
    assert len(found) == len([line for line in lines if line.startswith("  timeline ")])


PLANS = """
  - {id: plan, announced: 2026-02-01, title: A plan, authority: official, sources: [press],
     changes: [{set: audit, value: monthly}]}
  - {id: done, when: 2026-03-01, title: Done, authority: official, sources: [press],
     changes: [{set: audit, value: monthly}]}
"""
OVERDUE = """
  - {id: late, announced: 2026-02-01, when: "[2026-03-01..2026-04-30]", title: A plan,
     authority: official, sources: [press], changes: [{set: audit, value: monthly}]}
"""
TWICE = """
  - {id: wire, when: 2026-03-01, title: By wire, authority: press, by: [Reuters], sources: [press],
     changes: [{set: audit, value: monthly}]}
  - {id: party, when: 2026-03-01, title: By hand, authority: official, by: [Acme], sources: [press],
     changes: [{set: audit, value: monthly}]}
"""


@pytest.mark.parametrize(
    ("parts", "code"),
    [(PLANS, "come-about"), (OVERDUE, "overdue"), (TWICE, "same-answer")],
    ids=lambda part: part if part.islower() else "",
)
def test_the_command_for_a_plan_or_a_confirmation_settles_it(
    run: Any, parts: str, code: str
) -> None:
    """Its words in capitals filled in."""
    there = run(OVER, parts)
    [found] = [one for one in findings(there, "--strict") if one["code"] == code]
    filled = {"DATE": "2026-05-01", "WHY": "read again", "TITLE": "Closed", "URL": "press"}
    words = [filled.get(word, word) for word in shlex.split(found["command"])[1:]]
    done = there(*words)

    assert 0 == done.exit_code, done.output
    assert code not in codes(there, "--strict")


def said_anyway(run: Run, *words: str) -> Any:
    """Return the JSON of a command that has found something."""
    return json.loads(run(*words).stdout)


def test_nothing_to_settle_has_no_rows(run: Any) -> None:
    """And is no failure in any form."""
    there = run(OVER)

    assert "" == there("check", "-o", "ndjson").stdout
    assert 1 == len(there("check", "-o", "csv").stdout.splitlines())
    assert [] == said(there("check", "-o", "json"))["findings"]
