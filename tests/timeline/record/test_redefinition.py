"""Redefinition: terms are renamed, split and merged, and no answer is lost or changed by it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from redefinitions import define, event, rename, value, values
from running import Run, said
from servers import NOW
from ways import differences

from events.dates.dates import parse
from events.dates.durations import Duration
from events.log import log as log_room
from events.log.log import open_log
from events.model.kinds import (
    Act,
    Correct,
    Correction,
    Define,
    Redefine,
    Retract,
    Source,
    Term,
)
from timeline.record.record import Kept, record_of
from timeline.views.diff import Difference, Point

STAMPS = [f"2026-11-21T{hour:02}:00:00.000000Z" for hour in range(24)]
BEFORE = STAMPS[0]
"""By then the vocabulary and the first event were recorded, and nothing was redefined."""


def log(*later: Act) -> list[Kept]:
    """Keep three terms and an event, and after them, an hour each, the acts *later*."""
    head: list[Act] = [
        Define(id="define:source:s", thing=Source(key="s", url="https://example.com")),
        *(define(key) for key in ("seat", "fee", "cap")),
        event("deal", "2026-01-05", seat="one", fee="10 %", cap="none"),
    ]
    acts: list[tuple[str, Act]] = [(BEFORE, act) for act in head]
    acts += zip(STAMPS[1:], later, strict=False)
    return [Kept(number, *one) for number, one in enumerate(acts, 1)]


def rows(kept: Sequence[Kept], since: str = BEFORE, on: str = "2026-06-01") -> list[Difference]:
    """Return how the answers now differ from those recorded by *since*."""
    return list(differences(kept, Point(parse(on), recorded=since), Point(parse(on))))


def test_a_term_that_is_renamed_keeps_its_answer_and_its_place() -> None:
    """It is the same question in another word."""
    kept = log(*rename("fee", "charge"))

    assert [("seat", "one"), ("charge", "10 %"), ("cap", "none")] == list(values(kept).items())
    assert {"fee": "charge"} == record_of(kept).renamed


def test_a_chain_of_names_leads_to_the_last() -> None:
    """Whoever knew any of them finds it."""
    record = record_of(log(*rename("fee", "charge"), *rename("charge", "toll")))

    assert {"fee": "toll", "charge": "toll"} == record.renamed
    assert ["seat", "toll", "cap"] == list(record.terms)


def test_a_term_may_be_called_by_its_old_name_again() -> None:
    """The name in between leads to it, and nothing leads in a circle."""
    kept = log(*rename("fee", "charge"), *rename("charge", "toll"), rename("toll", "fee")[1])

    assert {"charge": "fee", "toll": "fee"} == record_of(kept).renamed
    assert [("seat", "one"), ("fee", "10 %"), ("cap", "none")] == list(values(kept).items())


@pytest.mark.parametrize(
    "acts",
    [
        rename("fee", "charge"),
        (*rename("fee", "charge"), *rename("charge", "toll")),
        (*rename("fee", "charge"), rename("charge", "fee")[1]),
        (*rename("fee", "charge"), *rename("seat", "chair"), *rename("cap", "limit")),
        (Redefine(id="r", thing=Term(key="fee", title="The fee", notice=Duration(days=30))),),
        (define("a"), Redefine(id="r", thing=Term(key="fee", title="Fee"), merged="a")),
        (
            *(define("a"), define("b")),
            Redefine(id="r", thing=Term(key="fee", title="Fee"), split=("a", "b")),
        ),
    ],
    ids=["rename", "chain", "back", "three", "reword", "merge", "split"],
)
def test_a_redefinition_is_no_difference(acts: Sequence[Act]) -> None:
    """The world did not change by it, nor what is known, nor what the log holds of either."""
    kept = log(*acts)

    for one in range(len(acts) + 1):
        assert [] == rows(kept, STAMPS[one])
        assert [] == rows(kept[: 5 + one])


def test_what_is_recorded_under_either_name_counts() -> None:
    """A file that nobody has rewritten yet is no other deal."""
    renaming = rename("fee", "charge")
    by_old = log(*renaming, event("raise", "2026-02-01", fee="20 %"))
    by_new = log(*renaming, event("raise", "2026-02-01", charge="20 %"))
    expected = {"seat": "one", "charge": "20 %", "cap": "none"}

    assert expected == values(by_old) == values(by_new)
    for kept in (by_old, by_new):
        assert [("charge", "logged", "10 %", "20 %")] == [
            (one.after.term.key, one.cause, value(one.before), value(one.after))
            for one in rows(kept)
        ]


@pytest.mark.parametrize(
    "act",
    [
        Correct(
            id="c",
            event="deal",
            fields=Correction(given=frozenset({"when"}), when=parse("2026-07-01")),
            reason="It was later.",
        ),
        Retract(id="c", event="deal", reason="A hoax."),
    ],
)
def test_a_correction_of_what_was_recorded_under_the_old_name_is_the_cause(act: Act) -> None:
    """It is told by the act that put the record right, not by an event."""
    kept = log(*rename("fee", "charge"), act)

    assert [("seat", ("c",)), ("charge", ("c",)), ("cap", ("c",))] == [
        (one.after.term.key, one.events) for one in rows(kept)
    ]
    assert {"corrected"} == {one.cause for one in rows(kept)}


def test_a_point_before_the_renaming_has_the_answer_under_the_name_of_now() -> None:
    """Otherwise one term would seem to go and another to come."""
    kept = log(*rename("fee", "charge"), event("raise", "2026-02-01", charge="20 %"))
    [row] = differences(kept, Point(parse("2026-01-06"), recorded=BEFORE), Point(parse("2026-06")))

    assert ("charge", "charge") == (row.before.term.key, row.after.term.key)
    assert ("10 %", "20 %") == (value(row.before), value(row.after))


def test_terms_that_others_take_the_place_of_keep_their_answers() -> None:
    """They are found by their names, and say what came instead."""
    split = Redefine(id="r", thing=Term(key="fee", title="Fee"), split=("a", "b"))
    merged = Redefine(id="m", thing=Term(key="cap", title="Cap"), merged="a")
    kept = log(define("a"), define("b"), split, merged, event("new", "2026-02-01", a="1", b="2"))
    record = record_of(kept)

    assert {"fee": ("a", "b"), "cap": ("a",)} == {
        key: act.into for key, act in record.retired.items()
    }
    assert {"seat": "one", "fee": "10 %", "cap": "none", "a": "1", "b": "2"} == values(kept)


# --- By the command

LEDGER = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
terms:
  seat: {title: Seat}
  fee: {title: Fee, asks: What is paid?, topic: Money, notice: 60d}
  cap: {title: Cap, topic: Money}
sources:
  letter: {url: https://example.com/letter, title: Letter, published: 2020-05-04}
events:
  - id: first
    when: 2020-05-04
    title: A fee is agreed
    authority: official
    sources: [letter]
    changes: [{set: fee, value: $5, through: 2030}, {set: seat, value: one}]
"""


@pytest.fixture
def acme(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a small log, whose clock goes on an hour each time it is read."""
    path, hours = tmp_path / "acme.db", count()
    monkeypatch.setattr(log_room, "clock", lambda: NOW - timedelta(days=9, hours=-next(hours)))
    command("init", "--db", path)
    assert command("import", "-", "--db", path, input=LEDGER).exit_code == 0
    monkeypatch.setenv("TIMELINE_DB", str(path))
    return command


def done(run: Run, *words: str) -> None:
    result = run(*words)
    assert result.exit_code == 0, result.output


def head(run: Run) -> tuple[str, int]:
    [row] = said(run("partnerships", "-o", "json"))["partnerships"]
    return row["head"], row["version"]


def names(run: Run) -> list[str]:
    return [row["term"] for row in said(run("terms", "-o", "json"))["terms"]]


def answers(run: Run, term: str) -> list[tuple[str, str]]:
    found = said(run("as-of", "2026-01-01", "--term", term, "-o", "json"))["terms"]
    return [(one["term"], one["value"]) for one in found]


def test_answers_are_found_by_the_old_name(acme: Run) -> None:
    """In every command that takes a term, with a word on what it is called now."""
    done(acme, "redefine", "fee", "--rename", "charge")
    done(acme, "redefine", "charge", "--rename", "toll")
    history = acme("history", "fee")
    explained = acme("explain", "charge")

    assert ["seat", "toll", "cap"] == names(acme)
    assert [("toll", "$5")] == answers(acme, "fee") == answers(acme, "ch*")
    assert "fee is now called toll." in history.stderr
    assert "$5" in history.stdout
    assert "charge is now called toll." in explained.stderr
    assert "$5" in acme("when", "fee").stdout
    for name in ("fee", "charge", "toll"):
        assert "first" in acme("log", "--term", name).stdout


def test_before_the_renaming_the_record_had_the_old_name_only(acme: Run) -> None:
    """A view by recorded shows the words of its time."""
    done(acme, "redefine", "fee", "--rename", "charge")
    before = said(acme("log", "-o", "json"))["events"][0]["recorded"]
    then = ("--recorded", before)
    [answer] = said(acme("as-of", "2026-01-01", "--term", "fee", *then, "-o", "json"))["terms"]

    assert ("fee", "$5") == (answer["term"], answer["value"])
    assert [("charge", "$5")] == answers(acme, "fee")
    assert 4 == acme("history", "charge", *then).exit_code
    assert [] == said(acme("diff", f"2026@@{before}", "2026", "-o", "json"))["changes"]


def test_names_may_change_back_and_forth(acme: Run) -> None:
    """What was called so before may be called so once more; each time is an act of its own."""
    versions = []
    for old, new in [("fee", "charge"), ("charge", "fee")] * 3:
        done(acme, "redefine", old, "--rename", new)
        versions.append(head(acme)[1])

        assert ["seat", new, "cap"] == names(acme)
        assert [(new, "$5")] == answers(acme, old)
    assert sorted(set(versions)) == versions


def test_words_may_change_back_and_forth(acme: Run) -> None:
    """The last one stands; the same as stands adds nothing."""
    for title in ("A", "B", "A", "B"):
        done(acme, "redefine", "fee", "--title", title)
        before = head(acme)
        done(acme, "redefine", "fee", "--title", title)
        [row] = said(acme("terms", "--term", "fee", "-o", "json"))["terms"]

        assert title == row["title"]
        assert before == head(acme)


def test_a_term_that_was_split_or_merged_is_asked_about_by_name_only(acme: Run) -> None:
    """It is no longer one of the terms; its answers are as they were."""
    for name in ("charge", "toll"):
        done(acme, "define", name, "--title", name.title())
    done(acme, "redefine", "fee", "--split", "charge", "--split", "toll")
    done(acme, "redefine", "seat", "--merge", "cap")
    history = acme("history", "fee")

    assert ["cap", "charge", "toll"] == names(acme)
    assert [("fee", "$5")] == answers(acme, "fee")
    assert [("seat", "one")] == answers(acme, "seat")
    assert "fee was replaced by charge, toll; these are the answers it had." in history.stderr


def test_a_term_that_was_replaced_stays_so_when_it_is_worded_anew(acme: Run) -> None:
    """A better title does not bring it back."""
    done(acme, "redefine", "seat", "--merge", "cap")
    done(acme, "redefine", "seat", "--title", "The seat")

    assert ["fee", "cap"] == names(acme)


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("fee", "--merge", "moon"), 1, "There is no term moon"),
        (("fee", "--split", "moon", "--split", "cap"), 1, "There is no term moon"),
        (("fee", "--split", "cap"), 1, "two terms or more"),
        (("fee", "--split", "fee", "--split", "cap"), 1, "cannot take its own place"),
        (("fee", "--merge", "fee"), 1, "cannot take its own place"),
        (("fee", "--rename", "cap"), 1, "There is a term cap already"),
        (("fee", "--rename", "fee"), 1, "fee has that name already"),
        (("fee", "--rename", "Not A Name"), 1, "Not A Name"),
        (("moon", "--title", "Moon"), 4, "There is no term 'moon'"),
        (("old", "--title", "Old"), 4, "old is now called new"),
        (("fee", "--rename", "old"), 1, "'old' was the name of 'new'"),
        (("fee",), 1, "Say what changes"),
        (("fee", "--notice", "two months"), 1, "60d"),
        (("fee", "--notice", "-5d"), 1, "60d"),
        (("fee", "--rename", "a", "--merge", "cap"), 1, ""),
    ],
)
def test_what_cannot_be_redefined_is_a_sentence(
    acme: Run, words: tuple[str, ...], code: int, expected: str
) -> None:
    """And nothing is written, the new name neither."""
    done(acme, "define", "old", "--title", "Old")
    done(acme, "redefine", "old", "--rename", "new")
    before = head(acme)
    refused = acme("redefine", *words)

    assert (code, "") == (refused.exit_code, refused.stdout)
    assert expected in refused.stderr
    assert before == head(acme)


@pytest.mark.parametrize(
    "words", [("define", "A B", "--title", "x"), ("redefine", "fee", "--rename", "A B")]
)
def test_a_bad_name_is_complained_of_once(acme: Run, words: tuple[str, ...]) -> None:
    """By the flag that gave it, and no flag that the command does not have."""
    refused = acme(*words)

    assert 1 == refused.stderr.count("'A B' cannot be the name of a term")
    assert ("--rename: " in refused.stderr) is ("--rename" in words)
    assert "--define" not in refused.stderr


REDEFINED = (
    LEDGER
    + """\
  - redefine: fee
    title: Fee
    renamed: charge
"""
)


def test_a_file_that_renames_to_what_is_nowhere_defined_is_refused(
    command: Run, tmp_path: Path
) -> None:
    """The sentence names the line."""
    path = tmp_path / "acme.yaml"
    path.write_text(REDEFINED)
    command("init", "--db", tmp_path / "new.db")
    refused = command("import", path, "--db", tmp_path / "new.db")

    assert 1 == refused.exit_code
    assert "charge" in refused.stderr
    assert f"{path}:{len(REDEFINED.splitlines())}:" in refused.stderr


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_redefinitions_survive_the_round_trip(acme: Run, tmp_path: Path, form: str) -> None:
    """The copy has the same head, and the same word on every name."""
    done(acme, "redefine", "fee", "--rename", "charge", "--notice", "90d")
    done(acme, "redefine", "charge", "--rename", "fee")
    done(acme, "redefine", "fee", "--rename", "charge")
    for name in ("a", "b"):
        done(acme, "define", name, "--title", name, "--notice", "30d")
    done(acme, "redefine", "cap", "--split", "a", "--split", "b")
    done(acme, "redefine", "seat", "--merge", "a")
    for on in ("2026-10-01", "2026-11-01", "2026-10-01"):
        done(acme, "cover", on)
    copy, file = tmp_path / "copy.db", tmp_path / f"acme.{form}"
    done(acme, "export", str(file), "-o", form)
    done(acme, "init", "--db", str(copy))
    done(acme, "import", str(file), "--db", str(copy))
    records = []
    for path in (tmp_path / "acme.db", copy):
        with open_log(str(path)) as found:
            entries = found.entries("acme-globex")
        kept = [Kept(one.version, one.recorded, one.act()) for one in entries]
        records.append((entries[-1].digest, record_of(kept)))

    assert records[0] == records[1]
    assert "2026-10-01" == str(records[1][1].covered[1])
    assert {"fee": "charge"} == records[1][1].renamed
    assert ["cap", "seat"] == list(records[1][1].retired)
    assert [("charge", "90d"), ("a", "30d"), ("b", "30d")] == notices(records[1][1].terms)


def notices(terms: Any) -> list[tuple[str, str]]:
    return [(key, str(term.notice)) for key, term in terms.items() if term.notice is not None]


def test_a_claim_of_completeness_can_be_taken_back_and_made_again(acme: Run) -> None:
    """The last one stands; the same as stands adds nothing."""
    for on in ("2026-10-01", "2026-09-01", "2026-10-01"):
        done(acme, "cover", on)
        before = head(acme)
        done(acme, "cover", on)
        [row] = said(acme("partnerships", "-o", "json"))["partnerships"]

        assert on == row["covered_through"]
        assert before == head(acme)


def test_a_notice_period_is_kept_as_it_was_written(acme: Run) -> None:
    """In days, and said again with the terms of the file."""
    before, exported = head(acme), acme("export").stdout
    again = acme("import", "-", input=exported)

    assert "notice: 60d" in exported
    assert (0, before) == (again.exit_code, head(acme))
