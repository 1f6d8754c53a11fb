"""A name leads to one term: none is given a name under which something else was said."""

from pathlib import Path

import pytest
from redefinitions import define, event, rename
from running import Run

from events.log.admission import admit
from events.log.log import open_log
from events.model.kinds import Act, Correct, Correction, Define, Redefine, Set, Source, Term

HEAD: list[Act] = [
    Define(id="define:source:s", thing=Source(key="s", url="https://example.com")),
    *(define(key) for key in ("fee", "charge", "toll", "cap")),
    event("deal", "2026-01-05", fee="10 %", cap="none"),
]
OWN = "'charge' is a term with answers of its own; to make one of both, merge 'fee' into it instead"


def to(old: str, new: str) -> Redefine:
    """Return the act by which a term gets a name that is defined before."""
    return rename(old, new)[1]


@pytest.mark.parametrize(
    ("acts", "sentence"),
    [
        ([event("other", "2026-02-01", charge="5"), to("fee", "charge")], OWN),
        (
            [
                Correct(
                    id="deal.c1",
                    event="deal",
                    fields=Correction(
                        given=frozenset({"changes"}), changes=(Set(term="charge", value="5"),)
                    ),
                    reason="misread",
                ),
                to("fee", "charge"),
            ],
            OWN,
        ),
        (
            [
                Redefine(id="m", thing=Term(key="cap", title="Cap"), merged="charge"),
                to("fee", "charge"),
            ],
            OWN,
        ),
        ([to("fee", "charge"), to("cap", "fee")], "'fee' was the name of 'charge'"),
        ([to("fee", "charge"), to("fee", "toll")], "'fee' is now called 'charge'; rename that"),
        ([to("fee", "fee")], "'fee' is called so already"),
    ],
    ids=["events", "correction", "merged", "old name", "renamed", "own"],
)
def test_a_name_that_is_taken_is_refused(acts: list[Act], sentence: str) -> None:
    """The answers under it would be those of two terms."""
    [(_, said)] = admit(HEAD, acts).problems

    assert sentence in said


def test_a_name_of_its_own_is_free() -> None:
    """A term may go back to what it was called, whatever was said under either name."""
    there: list[Act] = [
        to("fee", "charge"),
        event("raise", "2026-02-01", charge="20 %"),
        to("charge", "fee"),
        Redefine(id="again", thing=Term(key="fee", title="Fee"), renamed="charge"),
    ]

    assert () == admit(HEAD, there).problems


LEDGER = """\
partnership: acme-globex
title: Acme and Globex
terms:
  fee: {title: Fee}
  charge: {title: Charge}
  cap: {title: Cap}
sources:
  letter: {url: https://example.com/letter, published: 2020-05-04}
events:
  - id: first
    when: 2020-05-04
    title: A fee is agreed
    authority: official
    sources: [letter]
    changes: [{set: fee, value: $5}]
"""
ANOTHER = """\
  - id: second
    when: 2020-06-04
    title: A charge is agreed
    authority: official
    sources: [letter]
    changes: [{set: charge, value: $6}]
"""
RENAMED = """\
  - redefine: fee
    title: Fee
    renamed: charge
"""


@pytest.fixture
def imported(command: Run, tmp_path: Path) -> Run:
    """Import a text into a database of one's own."""
    path = tmp_path / "acme.db"
    assert command("init", "--db", path).exit_code == 0
    return lambda text: command("import", "-", "--db", path, input=text)


@pytest.mark.parametrize("before", ["", LEDGER + ANOTHER], ids=["at once", "in the log"])
def test_a_file_that_renames_onto_another_term_is_refused_by_line(
    imported: Run, tmp_path: Path, before: str
) -> None:
    """Whether the answers of the other are in the file or in the log; nothing is written."""
    if before:
        assert imported(before).exit_code == 0
    text = LEDGER + ANOTHER + RENAMED
    refused = imported(text)
    with open_log(str(tmp_path / "acme.db")) as log:
        version = log.head("acme-globex").version

    assert 1 == refused.exit_code
    assert f"<stdin>:{len(text.splitlines())}:14: {OWN}" in refused.stderr
    assert (7 if before else 0) == version


def test_a_file_that_gives_away_an_old_name_is_refused_by_line(imported: Run) -> None:
    """Whoever knew the term by it would find another."""
    text = LEDGER + RENAMED + RENAMED.replace("fee", "cap").replace("charge", "fee")
    refused = imported(text)

    assert 1 == refused.exit_code
    assert f":{len(text.splitlines())}:14: 'fee' was the name of 'charge'" in refused.stderr


def test_a_file_with_a_renaming_can_be_imported_again(imported: Run) -> None:
    """Also once something was said under the new name, and with something new in it."""
    text = LEDGER + RENAMED + ANOTHER
    first, again = imported(text), imported(text)
    more = imported(text + ANOTHER.replace("second", "third").replace("$6", "$7"))

    assert (0, 0, 0) == (first.exit_code, again.exit_code, more.exit_code)
    assert "added 0 entries" in again.stdout
    assert "added 1 entry" in more.stdout
