"""The command matrix: the terms of all partnerships on a day, in a line for each or under each."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from running import DRAWN, Run, said
from second_ledger import SECOND

from cli import terminal
from cli.render import matrix

ENGINES = DRAWN
THIRD = """\
partnership: zeta
terms:
  ip-license.end: {title: Until when}
  fee: {title: Fee}
sources:
  letter: {title: Letter, published: 2024-01-05}
events:
  - id: until
    when: 2024-01-01
    title: An end is agreed, and told later
    authority: reported
    sources: [letter]
    changes:
      - {set: ip-license.end, value: "through 2040, or, where the parties agree, longer"}
"""


@pytest.fixture
def three(timeline: Run) -> Run:
    """Run the command on a database of three partnerships."""
    for text in (SECOND, THIRD):
        told = timeline("import", "-", input=text)
        assert 0 == told.exit_code, told.stderr
    return timeline


def held(run: Run, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = said(run("matrix", *words, "-o", "json"))
    return found


@pytest.mark.parametrize("on", ["2019", "2020-05-20", "2021-06-15", "2024-01-03", "2026-02-27"])
@pytest.mark.parametrize("cut", [(), ("--known", "2024-01-04"), ("--recorded", "2026-11-21")])
def test_each_partnership_is_answered_as_by_as_of(
    three: Run, on: str, cut: tuple[str, ...]
) -> None:
    """Head and coverage too."""
    for one in held(three, on, *cut)["partnerships"]:
        alone = said(three("as-of", on, *cut, "-p", one["partnership"], "-o", "json"))

        assert alone["terms"] == one["terms"]
        assert (alone["head"], alone["covered_through"]) == (one["head"], one["covered_through"])
        assert [] == one["no_such_term"]


def test_of_one_term_there_is_a_line_for_each_partnership(three: Run) -> None:
    """A long value is wrapped in its column; a term that is not there is another than none."""
    told = three("matrix", "2026-02-27", "--term", "ip-license.end").stdout

    assert told.partition("\n\n")[2] == (
        "Partnership       Answer                              Since         Flags\n"
        "acme-globex       no such term\n"
        "openai-microsoft  through 2032                        2025-10-28    CLAIMED\n"
        "                                                                    OTHERWISE\n"
        "zeta              through 2040, or, where the         2024-01-01    REPORTED\n"
        "                  parties agree, longer\n"
    )


def test_it_says_the_clocks_the_counts_and_what_is_complete(three: Run) -> None:
    """As every answer does."""
    told = three("matrix", "2026-02-27", "--term", "ip-license.end", "--known", "2023").stdout
    counts = held(three, "2026-02-27", "--term", "ip-license.end")["counts"]

    assert told.partition("\n\n")[0] == (
        "ip-license.end\n"
        "As of 2026-02-27, as known on 2023-01-01, the first day of 2023.\n"
        "3 partnerships: 1 in force, 1 not set, 1 no such term.\n"
        "Complete through that day: 1 of 3 logs."
    )
    assert {"partnerships": 3, "in_force": 2, "no_such_term": 1} == {
        name: count for name, count in counts.items() if count
    }


def test_what_was_not_public_is_told_from_what_is_not_set(three: Run) -> None:
    """Only of a term that is asked for by its name, as by as-of."""
    told = three("matrix", "2024-01-03", "--term", "ip-license.end", "--known", "2024-01-04").stdout
    unset = three(
        "matrix", "2023-01-03", "--term", "ip-license.end", "--known", "2024-01-04"
    ).stdout

    assert "zeta              not yet announced" in told
    assert "zeta              not set" in unset


LIKE = """\
partnership: a-maker-of-coffee-and-its-distributor
terms: {contract.duration: {title: Duration, like: agreement.end}}
"""
OWN = "partnership: globex-initech\nterms: {agreement.end: {title: End}}\n"


def test_terms_meet_by_the_question_that_they_are_like(timeline: Run) -> None:
    """Each partnership has its own word for it; a long name is broken between words."""
    for text in (LIKE, OWN):
        assert 0 == timeline("import", "-", input=text).exit_code
    told = timeline("matrix", "2026-02-27", "--term", "agreement.end").stdout
    rows = held(timeline, "2026-02-27", "--term", "agreement.*")["partnerships"]

    assert told.startswith("agreement.end\n")
    assert told.partition("\n\n")[2] == (
        "Partnership               Answer                      Since         Flags\n"
        "a-maker-of-coffee-and-    not set\n"
        "its-distributor\n"
        "  contract.duration\n"
        "globex-initech            not set\n"
        "openai-microsoft          no such term\n"
    )
    assert [["contract.duration"], ["agreement.end"], []] == [
        [one["term"] for one in row["terms"]] for row in rows
    ]
    assert "Did you mean agreement.end?" in timeline("matrix", "--term", "agreement.ends").stderr


def test_several_terms_stand_under_their_partnerships(three: Run) -> None:
    """With the head of each log; what is not set, and what is not there, at the end."""
    told = three("matrix", "2026-02-27", "--term", "ip-license.end", "--term", "fee").stdout
    heads = {one["partnership"]: one["head"] for one in held(three)["partnerships"]}

    assert told.partition("\n\n")[2] == (
        "acme-globex: Acme and Globex\n"
        f"  complete to no stated day; head {heads['acme-globex'][:12]}\n"
        "  fee                            $5\n"
        "                                 in force since some day of 2020-05\n"
        "                                 [2020-05-fee]; official\n"
        "                                 PENDING\n"
        "  no such term: ip-license.end\n"
        "\n"
        "openai-microsoft: OpenAI and Microsoft\n"
        f"  complete from 2016-11-15 through 2026-07-29; head {heads['openai-microsoft'][:12]}\n"
        "  ip-license.end                 through 2032\n"
        "                                 in force since 2025-10-28\n"
        "                                 [2025-10-28-definitive]; through 2032; official\n"
        "                                 CLAIMED OTHERWISE\n"
        "  no such term: fee\n"
        "\n"
        "zeta\n"
        f"  complete to no stated day; head {heads['zeta'][:12]}\n"
        "  ip-license.end                 through 2040, or, where the parties agree,\n"
        "                                 longer\n"
        "                                 in force since 2024-01-01 [until]; reported\n"
        "                                 REPORTED\n"
        "  not set: fee\n"
    )


def test_an_undetermined_answer_lists_what_is_possible(three: Run) -> None:
    """In its cell."""
    told = three("matrix", "2020-05-20", "--term", "fee").stdout

    assert (
        "acme-globex       undetermined; one of:                             PENDING\n"
        "                  - not set\n"
        "                  - $5 [2020-05-fee]\n"
        "openai-microsoft  no such term\n"
        "zeta              not set\n"
    ) in told


@pytest.mark.parametrize("columns", ["40", "63", "64", "80", "200"])
def test_it_fits_the_window(three: Run, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a narrow one the terms of one partnership stand under its name."""
    for room in (terminal, matrix):
        monkeypatch.setattr(room, "width", lambda: int(columns))
    for on in ("2020-05-20", "2026-02-27"):
        lines = three("matrix", on, "--term", "ip-license.end").stdout.splitlines()

        assert [] == [line for line in lines[4:] if len(line) > int(columns)]
        assert any(line.startswith("Partnership ") for line in lines) == (int(columns) >= 64)


def test_csv_and_json_lines_have_a_row_for_each_answer_and_each_missing_term(three: Run) -> None:
    """So that a sheet tells a term that is not there from one that is not set."""
    words = ("matrix", "2026-02-27", "--term", "fee", "--term", "ip-license.e*")
    rows = list(csv.DictReader(io.StringIO(three(*words, "-o", "csv").stdout)))
    lines = [json.loads(line) for line in three(*words, "-o", "ndjson").stdout.splitlines()]
    expected = [
        ("acme-globex", "fee", "in-force"),
        ("acme-globex", "ip-license.e*", "no-such-term"),
        ("openai-microsoft", "ip-license.exclusivity", "in-force"),
        ("openai-microsoft", "ip-license.end", "in-force"),
        ("openai-microsoft", "fee", "no-such-term"),
        ("zeta", "ip-license.end", "in-force"),
        ("zeta", "fee", "not-set"),
    ]

    for found in (rows, lines):
        named = [(row["partnership"], row["term"], row["status"]) for row in found]
        assert sorted(expected) == sorted(named)
    assert all(line.keys() == lines[0].keys() for line in lines)
    whole = held(three, *words[1:])["partnerships"]
    assert {one["partnership"]: one["head"] for one in whole} == {
        row["partnership"]: row["head"] for row in rows
    }


def test_markdown_has_a_row_for_each_answer(three: Run) -> None:
    """Under one heading."""
    told = three("matrix", "2026-02-27", "--term", "fee", "-o", "md").stdout.splitlines()

    assert told[0] == "# fee: Fee"
    assert told[-3:] == [
        "| acme-globex | fee | $5 | in force since some day of 2020-05 \\[2020-05-fee\\]; official "
        "| pending |",
        "| openai-microsoft | fee | no such term |  |  |",
        "| zeta | fee | not set |  |  |",
    ]


def test_a_term_that_no_partnership_has_is_an_error(three: Run) -> None:
    """It is told which may have been meant."""
    told = three("matrix", "--term", "fees")

    assert 4 == told.exit_code
    assert "Error: There is no term 'fees'. Did you mean fee?\n" == told.stderr


def test_a_partnership_of_which_nothing_was_recorded_yet_is_left_out(three: Run) -> None:
    """And where that holds of all, it is said."""
    slugs = [one["partnership"] for one in held(three, "--recorded", "2026-11-21")["partnerships"]]
    told = three("matrix", "--recorded", "2000-01-01")

    assert ["openai-microsoft"] == [slug for slug in slugs if slug == "openai-microsoft"]
    assert 4 == told.exit_code
    assert "Nothing had been recorded by 2000-01-01" in told.stderr


def test_an_empty_log_says_how_to_begin(command: Run, tmp_path: Path) -> None:
    """As the other commands do."""
    command("init", "--db", tmp_path / "empty.db")

    told = command("matrix", "--db", tmp_path / "empty.db")

    assert 4 == told.exit_code
    assert "The log is empty." in told.stderr
