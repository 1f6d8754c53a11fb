"""Words find terms, questions, values, events and notes; and they cut the log."""

from pathlib import Path
from typing import Any

import pytest
from running import Run, said

LEDGER = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
terms:
  api.hosting: {title: Where the interface runs, asks: "Must it run on Azure?", topic: Cloud}
  fee: {title: Fee, asks: What is paid for the licence?, topic: Money}
sources:
  own: {url: https://example.com/own, title: Joint text, publisher: Acme, published: 2024-02-29}
  late: {url: https://example.com/late, title: A Leak, publisher: Gazette, published: 2025-06-01}
events:
  - id: signed
    when: 2024-02-29
    title: The agreement is signed
    summary: With a banquet.
    by: [Acme, Globex]
    sources: [own]
    changes:
      - {set: fee, value: five a year}
      - {set: api.hosting, value: for stateless calls only}
  - id: leak
    when: 2024-05
    title: A stateless secret comes out
    authority: press
    sources: [late]
    changes: [{claim: fee, value: nine a year, note: confuses the banquet with dinner}]
"""


@pytest.fixture
def deal(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands on a small deal."""
    path = tmp_path / "deal.yaml"
    path.write_text(LEDGER)
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "deal.db"))
    assert 0 == command("init").exit_code
    assert 0 == command("import", path).exit_code
    return command


def found(deal: Run, *words: str) -> list[tuple[Any, ...]]:
    """Return what a search finds: kind, and term or event."""
    rows = said(deal("search", *words, "-o", "json"))["found"]
    return [(row["kind"], row["term"] or row["event"]) for row in rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("interface", [("term", "api.hosting")]),
        ("azure", [("question", "api.hosting")]),
        ("stateless", [("value", "api.hosting"), ("event", "leak")]),
        ("banquet", [("event", "signed"), ("note", "fee")]),
        ("gazette", [("event", "leak")]),
        ("licen paid", [("question", "fee")]),
        ("fee", [("term", "fee")]),
        ("STATELESS Calls", [("value", "api.hosting")]),
        ("statelessness call", [("value", "api.hosting")]),
        ("hosting stateless", [("value", "api.hosting")]),
    ],
)
def test_words_find_whatever_has_them_all(
    deal: Run, words: str, expected: list[tuple[str, str]]
) -> None:
    """What is asked about comes first, and whole words before beginnings."""
    assert expected == found(deal, *words.split())


@pytest.mark.parametrize("words", ["interface", "azure", "stateless", "banquet", "gazette"])
def test_each_passage_has_a_command_that_shows_it(deal: Run, words: str) -> None:
    """It can be copied as it is."""
    for row in said(deal("search", words, "-o", "json"))["found"]:
        shown = deal(*row["command"].split()[1:])

        assert 0 == shown.exit_code
        assert row["command"] in deal("search", words).stdout
        assert row["text"].lower() in " ".join(shown.stdout.split()).lower()


def test_nothing_is_found_that_was_not_known(deal: Run) -> None:
    """A view of the past does not show what was not public."""
    assert [("value", "api.hosting")] == found(deal, "stateless", "--known", "2025-01-01")
    assert [] == found(deal, "nine", "--known", "2025-01-01")
    assert [("claim", "fee")] == found(deal, "nine")


def test_what_nothing_has_leads_on(deal: Run) -> None:
    """To a word that is close, or to the list."""
    close, far = deal("search", "statless"), deal("search", "zzz")

    assert (4, 4) == (close.exit_code, far.exit_code)
    assert "Did you mean stateless?" in close.stderr
    assert "`timeline terms` lists what can be asked." in far.stderr


def test_what_has_some_of_the_words_is_shown_where_nothing_has_all(deal: Run) -> None:
    """The rarer word counts for more, and no odd word is suggested."""
    told = deal("search", "fee", "azure", "zzz")

    assert 0 == told.exit_code
    assert "Nothing has all of these words" in told.stderr
    assert "Did you mean" not in told.stderr
    assert [("question", "api.hosting"), ("term", "fee")] == found(deal, "fee", "azure", "zzz")[:2]


def test_a_claim_says_whose_it_is_and_a_value_when_it_held(deal: Run) -> None:
    """Neither is taken for the answer of today."""
    deal("append", "--when", "2025-01-01", "--title", "Over", "--by", "Acme", "--source", "own",
         "--set", "fee=six a year")  # fmt: skip
    claim, value = deal("search", "nine"), deal("search", "five")

    assert "Fee: claimed by Gazette, May 2024; not the answer" in claim.stdout
    assert "value of Fee: not today's answer, from 29 February 2024 through 31" in value.stdout
    assert "  timeline history fee" in value.stdout.splitlines()
    today = deal("search", "six").stdout
    assert "value of Fee: today's answer, from 1 January 2025 on" in today
    assert "  timeline as-of fee" in today.splitlines()


def test_percent_is_found_however_it_is_written(deal: Run) -> None:
    """A sign, or a word."""
    deal("append", "--when", "2025-01-01", "--title", "Over", "--by", "Acme", "--source", "own",
         "--set", "fee=27% of it")  # fmt: skip

    assert [("value", "fee")] == found(deal, "27", "percent") == found(deal, "27%")


def test_the_best_are_shown_and_the_rest_counted(deal: Run) -> None:
    """Nobody reads a hundred."""
    told = deal("search", "stateless", "-n", "1").stdout

    assert "for stateless calls only" in told
    assert "secret" not in told
    assert "1 more" in told


def test_all_partnerships_are_searched(deal: Run, tmp_path: Path) -> None:
    """Each passage says in which it is, and its command too."""
    path = tmp_path / "other.yaml"
    path.write_text(LEDGER.replace("acme-globex", "other"))
    assert 0 == deal("import", path).exit_code
    told = deal("search", "azure").stdout

    assert "timeline as-of api.hosting -p acme-globex" in told
    assert "timeline as-of api.hosting -p other" in told
    assert "-p" not in deal("search", "azure", "-p", "other").stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ["leak", "signed"]),
        ("secret", ["leak"]),
        ("joint", ["signed"]),
        ("signed zzz", []),
        ("--since 2024-03-01", ["leak"]),
        ("--since 2024-05-20", ["leak"]),
        ("--until 2024-04-30", ["signed"]),
        ("--since 2024-06", []),
        ("--since 2025 --by announced", ["leak"]),
        ("--until 2020 --by recorded", []),
        ("-n 1", ["leak"]),
        ("-n 1 --reverse", ["signed"]),
        ("secret --known 2025-01-01", []),
    ],
)
def test_the_log_is_cut_by_words_and_days(deal: Run, words: str, expected: list[str]) -> None:
    """An event of some day in a month is listed if it may be within."""
    rows = said(deal("log", *words.split(), "-o", "json"))["events"]

    assert expected == [row["event"] for row in rows]


def test_the_log_has_its_corrections(deal: Run) -> None:
    """The same as the command of that name."""
    deal("correct", "signed", "--when", "2024-02-28", "--reason", "a day early")
    told = said(deal("log", "--corrections", "-o", "json"))

    assert told["corrections"]
    assert told == said(deal("corrections", "-o", "json"))
    assert 2 == deal("log", "word", "--corrections").exit_code
