"""A preview shows claims, assertions that would break, likely duplicates, and what depends."""

from pathlib import Path

import pytest
from running import Run, said

LEDGER = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
covered_through: 2026-03-31
terms:
  fee: {title: Fee, asks: What is paid?, topic: Money}
  licence: {title: Licence, asks: Is there one?, topic: IP}
  scope: {title: Scope, asks: What does it cover?, topic: IP}
sources:
  own: {url: https://example.com/own, title: First, publisher: Acme, published: 2024-02-29}
events:
  - id: signed
    when: 2024-02-29
    title: The agreement is signed
    by: [Acme, Globex]
    sources: [own]
    changes:
      - {set: fee, value: five a year}
      - {set: licence, value: exclusive}
      - {set: scope, value: all of it, while: licence}
  - id: later
    when: 30d after signed
    title: The first payment
    by: [Acme, Globex]
    sources: [own]
    changes: [{note: fee, text: paid}]
assertions:
  - {on: 2025-01-01, term: fee, value: five a year}
  - {on: 2025-01-01, known: 2024-03-01, term: fee, value: five a year}
  - {on: 2025-01-01, term: licence, value: exclusive}
  - {on: 2025-01-01, term: licence, value: what never was}
"""
SAYS = ("--authority", "official", "--by", "Acme", "--source", "own")


@pytest.fixture
def deal(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands on a small deal, with assertions of which one fails already."""
    path = tmp_path / "deal.yaml"
    path.write_text(LEDGER)
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "deal.db"))
    assert 0 == command("init").exit_code
    assert 0 == command("import", path).exit_code
    return command


def test_an_assertion_that_breaks_is_told_before_and_after(deal: Run) -> None:
    """With what was expected; one that held by what was known then still holds."""
    words = ("append", "--when", "2024-06-01", "--announced", "2026-01-01", "--title", "Cheaper",
             *SAYS, "--set", "fee=four a year")  # fmt: skip
    tried, done = deal(*words, "-n"), deal(*words)

    assert 0 == tried.exit_code == done.exit_code
    assert tried.stderr == done.stderr
    told = " ".join(tried.stderr.split())
    assert (
        "This breaks an assertion. On 2025-01-01 fee should be 'five a year', but it is in-force "
        "'four a year' [2024-06-01-cheaper]."
    ) in told
    assert 1 == told.count("This breaks an assertion")
    assert "a check kept with the ledger; breaking one does not stop the append." in told


def test_an_assertion_that_failed_before_is_no_news(deal: Run) -> None:
    """`check` tells it."""
    words = ("append", "--when", "2024-06-01", "--title", "Over", *SAYS, "--end", "licence")
    told = said(deal(*words, "-n", "-o", "json"))

    assert ["licence"] == [one["term"] for one in told["broken"]]
    assert "should be 'exclusive', but it is ended" in told["broken"][0]["says"]


def test_a_claim_is_shown_beside_the_answer_that_stays(deal: Run) -> None:
    """On a dry run too, where nothing else would tell what it says."""
    words = ("append", "--when", "2025-02-01", "--title", "An article", "--authority", "press",
             "--by", "A Newspaper", "--source", "https://example.com/a", "--claim",
             "fee=nine a year", "-n")  # fmt: skip
    told, in_json = deal(*words), said(deal(*words, "-o", "json"))

    assert "claimed otherwise by A Newspaper: nine a year" in " ".join(told.stdout.split())
    assert in_json["claims"] == [
        {"term": "fee", "value": "nine a year", "by": ["A Newspaper"], "authority": "press",
         "differs": True}
    ]  # fmt: skip


def test_what_depends_on_a_changed_term_is_shown_with_it(deal: Run) -> None:
    """Its answer ends too."""
    words = ("append", "--when", "2024-06-01", "--title", "Over", *SAYS, "--end", "licence", "-n")

    assert {"licence", "scope"} == {
        one["term"] for one in said(deal(*words, "-o", "json"))["changes"]
    }


def test_what_depends_on_a_corrected_event_is_named(deal: Run) -> None:
    """It moves along."""
    words = ("correct", "signed", "--when", "2024-02-28", "--reason", "a day early", "-n")

    assert ["later, which counts a day from signed"] == said(deal(*words, "-o", "json"))["rests"]
    assert "On it depends later, which counts a day from signed." in deal(*words).stdout


@pytest.mark.parametrize(
    ("title", "alike"),
    [("Agreement is signed", ["signed"]), ("The parties celebrate", [])],
)
def test_a_likely_duplicate_is_named(deal: Run, title: str, alike: list[str]) -> None:
    """The same happening, told by another source, is a confirmation."""
    words = ("append", "--when", "2024-02-29", "--title", title, *SAYS, "--set", "fee=five a year")

    assert alike == said(deal(*words, "-n", "-o", "json"))["alike"]


def test_a_dry_run_says_after_what_it_would_come_and_an_append_where_it_is(deal: Run) -> None:
    """The old head is not the head of what was appended."""
    words = ("append", "--when", "2024-06-01", "--title", "Over", *SAYS, "--end", "licence")
    before = said(deal("log", "-o", "json"))["head"][:12]
    tried, done = deal(*words, "-n"), deal(*words)
    after = said(deal("log", "-o", "json"))["head"][:12]

    assert f"with the head {before}" in " ".join(tried.stdout.split())
    assert f"head {after}" in " ".join(done.stdout.split())
    assert before != after


def test_what_flags_lack_is_told_of_flags(deal: Run) -> None:
    """Whoever types flags has never seen the keys of a ledger file."""
    bare = deal("append", "--when", "2024-06-01", "--set", "fee=four a year")

    assert "Give at least one --source, the address where it was said." in bare.stderr
    assert "Give --title: say in one line what happened." in bare.stderr
    assert "key" not in bare.stderr


def test_a_title_leads_to_the_key(deal: Run) -> None:
    """The title is what the answers show."""
    told = deal("append", "--when", "2024-06-01", "--title", "Cheaper", *SAYS, "--set", "Fee=four")

    assert 2 == told.exit_code
    assert "'Fee' is the title of a term; write its key, fee." in told.stderr


def previewed(deal: Run, *flags: str) -> tuple[str, str]:
    """Return what a dry run says of an event of June 2024: the preview, and the warnings."""
    words = ("append", "-n", "--when", "2024-06-01", "--title", "New", "--source", "own", *flags)
    told = deal(*words)
    assert 0 == told.exit_code
    return " ".join(told.stdout.split()), " ".join(told.stderr.split())


def test_the_limits_of_a_new_answer_are_previewed(deal: Run) -> None:
    """A last day within the value alone ends nothing."""
    new = ("--by", "Acme", "--set", "fee=through 2035")
    bare, _ = previewed(deal, *new)
    full, _ = previewed(deal, *new, "--through", "fee=2035", "--renews", "fee=1y", "--while",
                        "fee=licence")  # fmt: skip

    assert "+ through 2035; without a last day" in bare
    assert (
        "+ through 2035; through 2035, and then renews for 1 year at a time, while licence is in "
        "force"
    ) in full


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (("--by", "Globexx", "--authority", "official", "--set", "fee=six"),
         "names 'Globexx'; the party is called 'Globex'."),
        (("--by", "Reuters", "--authority", "official", "--set", "fee=six"),
         "Official is what a party says, and Reuters is none of them (Acme, Globex)"),
        (("--by", "Acme", "--when", "2199-01-01", "--set", "fee=six"),
         "It is dated 1 January 2199"),
        (("--by", "Acme", "--when", "2024-02-01", "--reaffirm", "fee"),
         "fee is not set then, so nothing is there to be reaffirmed"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_told_before_it_is_appended(
    deal: Run, flags: tuple[str, ...], sentence: str
) -> None:
    """`check` would tell some of it, once it is too late."""
    _, warned = previewed(deal, *flags)

    assert sentence in warned


def test_nothing_looks_wrong_in_what_is_right(deal: Run) -> None:
    """A party speaks, on a day of that year, of an answer in force."""
    assert "" == previewed(deal, "--by", "Acme", "--reaffirm", "fee")[1]
    assert "" == previewed(deal, "--by", "Reuters", "--authority", "press", "--claim", "fee=x")[1]
    words = ("correct", "signed", "--title", "It is signed", "--reason", "clearer", "-n")
    assert [] == said(deal(*words, "-o", "json"))["remarks"]
