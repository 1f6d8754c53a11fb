"""A changelog of some terms, or of what is under some headings; and where it is written."""

from pathlib import Path
from typing import Any

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
      - {set: licence, value: exclusive, through: 2030}
  - id: over
    when: 2024-06-01
    title: The fee is waived
    by: [Acme, Globex]
    sources: [own]
    changes: [{end: fee}]
"""
OF_THE_FEE = {("Added", "fee"), ("Announced", "fee"), ("Ended", "fee")}


@pytest.fixture
def deal(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands on a small deal, of which an event was corrected."""
    path = tmp_path / "deal.yaml"
    path.write_text(LEDGER)
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "deal.db"))
    assert 0 == command("init").exit_code
    assert 0 == command("import", path).exit_code
    assert 0 == command("correct", "over", "--when", "2024-06-02", "--reason", "a day").exit_code
    return command


def lines(made: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the groups and terms of which a changelog tells."""
    groups = (group for section in made["sections"] for group in section["groups"])
    return {(group["name"], line["term"]) for group in groups for line in group["lines"]}


@pytest.mark.parametrize(
    ("options", "told", "coming", "corrections"),
    [
        ((), {*OF_THE_FEE, ("Added", "licence")}, 1, 1),
        (("--term", "fee"), OF_THE_FEE, 0, 1),
        (("--term", "Licence"), {("Added", "licence")}, 1, 0),
        (("--only", "ended"), {("Ended", "fee")}, 0, 0),
        (("--only", "Ended", "--only", "coming up"), {("Ended", "fee")}, 1, 0),
        (("--only", "corrections"), set(), 0, 1),
        (("--only", "added", "--term", "licence"), {("Added", "licence")}, 0, 0),
    ],
)
def test_a_changelog_tells_of_what_is_asked_for(
    deal: Run, options: tuple[str, ...], told: set[tuple[str, str]], coming: int, corrections: int
) -> None:
    """And cites nothing else."""
    made = said(deal("changelog", "2024..2026", *options, "-o", "json"))

    assert told == lines(made)
    assert (coming, corrections) == (len(made["upcoming"]), len(made["corrections"]))
    assert bool(told) == bool(made["sources"])


def test_what_was_left_out_is_not_said_not_to_have_happened(deal: Run) -> None:
    """The reader of a cut would take it for the whole."""
    assert "Nothing happened" not in deal("changelog", "2024", "--only", "renewed").stdout


def test_a_heading_that_is_misspelt_is_recognised(deal: Run) -> None:
    """And one that is like none leads to the list."""
    close, far = (deal("changelog", "2024", "--only", one) for one in ("endd", "zzz"))

    assert (2, 2) == (close.exit_code, far.exit_code)
    assert "There is no group 'endd'. Did you mean ended?" in close.stderr
    assert "coming-up" in far.stderr


def test_a_cut_that_was_issued_is_checked_as_the_cut_it_is(deal: Run, tmp_path: Path) -> None:
    """The log notes the command with what was left out, and who issued it."""
    path = tmp_path / "fee.md"
    cut = ("--term", "fee", "--only", "ended", "--issue", "fee", "--as", "Ann", "--to", path)

    assert "" == deal("changelog", "2024..2026", *cut).stdout
    assert 0 == deal("changelog", "--check", path).exit_code
    assert "Ann" in deal("show", "issue:fee", "-o", "json").stdout


def test_a_period_in_two_words_is_shown_in_one(deal: Run) -> None:
    """Two days are what `diff` takes; here the two dots have to be learned."""
    told = deal("changelog", "2024-01-01", "2024-05-31")

    assert 2 == told.exit_code
    assert "write 2024-01-01..2024-05-31." in told.stderr
