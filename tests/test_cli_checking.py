"""What is to be settled, as it is printed, and commands that do settle it."""

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, said
from described import complaints

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
    assert "Nothing to settle. 9 remarks kept back; --strict shows them." in result.stdout
    assert ["undetermined"] * 8 + ["unreachable"] == codes(timeline, "--strict")


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
    assert "expired        fee expired after 2026-06-30 [deal]; what came then is not" in text
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


def test_nothing_to_settle_has_no_rows(run: Any) -> None:
    """And is no failure in any form."""
    there = run(OVER)

    assert "" == there("check", "-o", "ndjson").stdout
    assert 1 == len(there("check", "-o", "csv").stdout.splitlines())
    assert [] == said(there("check", "-o", "json"))["findings"]
