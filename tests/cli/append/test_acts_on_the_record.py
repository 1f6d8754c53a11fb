"""Acts on the record: what was wrong is put right, nothing is taken out, and all of it is shown."""

import json
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from nobody import as_nobody
from running import DRAWN, Run, said

from events.log.log import open_log

ENGINES = DRAWN

AMENDMENT = "2026-04-27-amendment"
LATER = ("--when", "2026-04-28", "--reason", "it was signed a day later")
"""A correction of the amendment that moves it by a day."""

ALL = ("--with-dependents",)
"""Others tell more about both, and are retracted with them."""

TELLER = "2026-05-11-cap-report"
NADELLA = "2026-04-29-nadella"
COVER = "cover:2016-11-15..2026-07-29"
"""What tells more about the amendment."""

pytestmark = [pytest.mark.drawn, pytest.mark.usefixtures("ticking")]


def held(log_url: str) -> tuple[int, str]:
    """Return how many entries the log holds, and its head."""
    with open_log(log_url) as log:
        head = log.head("openai-microsoft")
    return head.version, head.digest.hex()


def ids(log_url: str, last: int) -> list[str]:
    """Return the ids of the *last* entries."""
    with open_log(log_url) as log:
        return [one.id for one in log.entries("openai-microsoft")][-last:]


def now(run: Run, event: str) -> dict[str, Any]:
    """Return what the record says now of *event*."""
    found: dict[str, Any] = said(run("show", event, "-o", "json"))["as_corrected"]
    return found


def answer(run: Run, term: str, on: str, *cut: str) -> dict[str, Any]:
    [found] = said(run("as-of", on, "--term", term, *cut, "-o", "json"))["terms"]
    return dict(found)


def done(run: Run, *words: object, **given: Any) -> Any:
    return said(run(*words, "-o", "json", **given))


def given(path: Path, text: str) -> str:
    """Write a file for a command to read."""
    path.write_text(text)
    return str(path)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a program in $EDITOR that runs the Python of a file on *text*, what it is given."""
    edit = tmp_path / "edit.txt"
    program = tmp_path / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        "names = {'text': path.read_text()}\n"
        f"exec(pathlib.Path({str(edit)!r}).read_text(), names)\n"
        "path.write_text(names['text'])\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    monkeypatch.delenv("VISUAL", raising=False)
    return edit


# --- Correcting


def test_a_correction_by_flags_replaces_the_fields_given(timeline: Run, log_url: str) -> None:
    """The others stay; the answers follow."""
    before = said(timeline("show", AMENDMENT, "-o", "json"))["as_corrected"]
    told = done(timeline, "correct", AMENDMENT, *LATER, "--title", "Signed")
    after = now(timeline, AMENDMENT)

    assert before | {"when": "2026-04-28", "title": "Signed"} == after
    assert f"{AMENDMENT}.c1" == told["event"]
    assert [f"{AMENDMENT}.c1"] == ids(log_url, 1)
    assert "ended" == answer(timeline, "rev-share.microsoft-to-openai", "2026-04-28")["status"]
    assert "in-force" == answer(timeline, "rev-share.microsoft-to-openai", "2026-04-27")["status"]


def test_it_says_which_answers_changed_and_that_it_was_a_correction(timeline: Run) -> None:
    """On the day on which that shows, with the act that did it."""
    told = done(timeline, "correct", AMENDMENT, *LATER)
    text = timeline("correct", AMENDMENT, "--when", "2026-04-29", "--reason", "no, two").stdout

    assert "2026-04-27" == told["as_of"]
    assert {"corrected"} == {row["cause"] for row in told["changes"]}
    assert {(f"{AMENDMENT}.c1",)} == {tuple(row["events"]) for row in told["changes"]}
    assert 11 == len(told["changes"])
    assert "As of 2026-04-28:" in text
    assert "    - ended\n    + an undisclosed percentage of unspecified revenue, until AGI" in text


def test_all_changes_together_are_one_field(timeline: Run) -> None:
    """Giving one says that there were no others."""
    done(timeline, "correct", AMENDMENT, "--reason", "only this", "--end", "cloud.exclusivity")

    assert [{"end": "cloud.exclusivity"}] == now(timeline, AMENDMENT)["changes"]
    assert "exclusive until AGI" == answer(timeline, "ip-license.exclusivity", "2026-05")["value"]


def test_a_correction_cites_a_new_source(timeline: Run, log_url: str) -> None:
    """It is defined with it, before it."""
    done(
        timeline, "correct", AMENDMENT, "--reason", "the filing has it",
        "--source", "https://example.com/filing", "--publisher", "SEC",
    )  # fmt: skip

    assert ["define:source:sec", f"{AMENDMENT}.c1"] == ids(log_url, 2)
    assert ["sec"] == now(timeline, AMENDMENT)["sources"]


@pytest.mark.parametrize("way", ["file", "input"])
def test_a_correction_comes_from_a_file_or_from_standard_input(
    timeline: Run, tmp_path: Path, way: str
) -> None:
    """With the keys of a ledger file; the reason is typed."""
    text = "when: 2026-04-28\nsummary: It was signed later.\n"
    path = tmp_path / "correction.yaml"
    path.write_text(text)
    where = {"file": (str(path),), "input": ("-",)}[way]
    done(timeline, "correct", AMENDMENT, *where, "--reason", "so the text says", input=text)
    found = now(timeline, AMENDMENT)

    assert ("2026-04-28", "It was signed later.") == (found["when"], found["summary"])
    assert "An amended agreement opens every cloud to OpenAI" == found["title"]


WHOLE = """\
{id}when: 2026-04-28
title: Signed
authority: official
sources:
  memo: {{url: https://example.com/memo, title: Memo, published: 2026-04-29}}
changes: [{{end: cloud.exclusivity}}]
"""


@pytest.mark.parametrize("name", ["", f"id: {AMENDMENT}\n"])
def test_a_file_of_the_event_put_right_corrects_it(
    timeline: Run, log_url: str, tmp_path: Path, name: str
) -> None:
    """Its id is that of the event, if it has any; the correction gets one of its own."""
    path = given(tmp_path / "event.yaml", WHOLE.format(id=name))
    told = done(timeline, "correct", AMENDMENT, path, "--reason", "the memo has it")
    again = done(timeline, "correct", AMENDMENT, path, "--reason", "the memo has it")
    found = now(timeline, AMENDMENT)

    assert f"{AMENDMENT}.c1" == told["event"] == again["event"]
    assert (True, False) == (told["added"], again["added"])
    assert ["define:source:memo", f"{AMENDMENT}.c1"] == ids(log_url, 2)
    assert (AMENDMENT, "Signed", ["memo"]) == (found["id"], found["title"], found["sources"])


def test_the_name_of_a_correction_may_stand_in_its_file_too(timeline: Run, tmp_path: Path) -> None:
    """As --id has it."""
    path = given(tmp_path / "event.yaml", WHOLE.format(id="id: mine\n"))
    told = done(timeline, "correct", AMENDMENT, path, "--id", "mine", "--reason", "the memo has it")

    assert "mine" == told["event"]


@pytest.mark.parametrize("line", ["id: 2026-04-27-amendmen", "correct: 2025-01-21-rofr"])
def test_a_file_of_another_event_corrects_nothing(
    timeline: Run, log_url: str, tmp_path: Path, line: str
) -> None:
    """Whoever took the wrong file learns it, by line."""
    path = given(tmp_path / "event.yaml", WHOLE.format(id=f"{line}\n"))
    before = held(log_url)
    refused = timeline("correct", AMENDMENT, path, "--reason", "the memo has it")
    other = line.partition(": ")[2]

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert f"{path}:1:{line.index(':') + 3}: This is of '{other}', not of" in refused.stderr
    assert "--id names the correction" in refused.stderr
    assert before == held(log_url)


@pytest.mark.parametrize(
    "text", ["when: 2026-04-27\n", f"id: {AMENDMENT}\nauthority: official\n", None]
)
def test_a_correction_of_nothing_is_refused(
    timeline: Run, log_url: str, tmp_path: Path, text: str | None
) -> None:
    """It would stand in the register for ever and say nothing."""
    path = given(tmp_path / "event.yaml", text or "")
    words = (path,) if text else ("--when", "2026-04-27")
    before = held(log_url)
    refused = timeline("correct", AMENDMENT, *words, "--reason", "to be sure")

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert f"The record of {AMENDMENT} says so already" in refused.stderr
    assert before == held(log_url)


def test_a_correction_back_to_what_was_recorded_is_one(timeline: Run) -> None:
    """It is held against the event as it stands, not as it was recorded first."""
    done(timeline, "correct", AMENDMENT, *LATER)
    told = done(timeline, "correct", AMENDMENT, "--when", "2026-04-27", "--reason", "it was not")

    assert (f"{AMENDMENT}.c2", True) == (told["event"], told["added"])
    assert "2026-04-27" == now(timeline, AMENDMENT)["when"]


def test_a_correction_in_an_editor_keeps_only_what_was_changed(timeline: Run, editor: Path) -> None:
    """The event is shown as it stands; what was not touched is no part of the correction."""
    editor.write_text("text = text.replace('2026-04-27', '2026-04-28', 1)")
    told = done(timeline, "correct", AMENDMENT, "--edit", "--reason", "a day later")
    act = said(timeline("show", told["event"], "-o", "json"))["as_recorded"]

    assert {"correct", "id", "reason", "when"} == set(act)
    assert "2026-04-28" == now(timeline, AMENDMENT)["when"]


def test_what_was_left_out_in_the_editor_is_taken_away(timeline: Run, editor: Path) -> None:
    """Whoever strikes a line out means it."""
    editor.write_text(
        "text = '\\n'.join(line for line in text.split('\\n') if not line.startswith('announced'))"
    )
    done(timeline, "correct", AMENDMENT, "--edit", "--reason", "nobody said when")
    found = now(timeline, AMENDMENT)

    assert "announced" not in found
    assert "2026-04-27" == found["when"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("pass", "left as it was"),
        ("text = ''", ""),
        ("text += '\\n# a remark\\n'", "left as it was"),
        ("text = text.replace('title: ', '# ', 1)", "title was left out"),
        ("text = text.replace('2026-04-27', '2026-04-31', 1)", "2026-04-31"),
        ("text = text.replace('end: rev-share.microsoft-to-openai', 'end: moon')", "moon"),
    ],
)
def test_a_text_that_cannot_be_taken_writes_nothing(
    timeline: Run, log_url: str, editor: Path, edit: str, expected: str
) -> None:
    """In a sentence; giving up is always possible."""
    editor.write_text(edit)
    before = held(log_url)
    refused = timeline("correct", AMENDMENT, "--edit", "--reason", "to see")

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert expected in refused.stderr
    assert "Traceback" not in refused.stderr
    assert before == held(log_url)


def test_the_last_correction_of_a_field_wins(timeline: Run, log_url: str) -> None:
    """Each has a number of its own."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "correct", AMENDMENT, "--title", "Signed", "--reason", "clearer")
    done(timeline, "correct", AMENDMENT, "--when", "2026-04-29", "--reason", "two days")
    found = now(timeline, AMENDMENT)

    assert [f"{AMENDMENT}.c{number}" for number in (1, 2, 3)] == ids(log_url, 3)
    assert ("2026-04-29", "Signed") == (found["when"], found["title"])


def test_the_same_correction_again_adds_nothing(timeline: Run, log_url: str) -> None:
    """A script may run twice, also after others were made."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "correct", AMENDMENT, "--title", "Signed", "--reason", "clearer")
    before = held(log_url)
    again = timeline("correct", AMENDMENT, *LATER)

    assert 0 == again.exit_code
    assert f"{AMENDMENT}.c1 is in the log already; nothing was added" in " ".join(
        again.stdout.split()
    )
    assert before == held(log_url)


def test_a_correction_that_was_retracted_can_be_made_again(timeline: Run) -> None:
    """It says how."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "retract", f"{AMENDMENT}.c1", "--reason", "it was right")
    again = " ".join(timeline("correct", AMENDMENT, *LATER).stdout.split())
    done(timeline, "correct", AMENDMENT, *LATER, "--id", "after-all")

    assert "was retracted since; to say it again, give it an --id" in again
    assert "2026-04-28" == now(timeline, AMENDMENT)["when"]


# --- Retracting


def test_a_retraction_takes_the_event_and_what_rests_on_it(timeline: Run) -> None:
    """Its corrections, and the events that lean on it; all of them are named."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "correct", AMENDMENT, "--title", "Signed", "--reason", "clearer")
    done(timeline, "retract", f"{AMENDMENT}.c2", "--reason", "not clearer")
    text = " ".join(timeline("retract", AMENDMENT, "-n", *ALL, "--reason", "a hoax").stdout.split())
    told = done(timeline, "retract", AMENDMENT, *ALL, "--reason", "a hoax")

    assert [
        f"the correction {AMENDMENT}.c1",
        f"{NADELLA}, which tells more about {AMENDMENT} on ip-license.royalty",
        f"{TELLER}, which tells more about {AMENDMENT} on rev-share.cap",
    ] == told["falls"]
    assert all(f"With it falls {one}." in text for one in told["falls"])
    assert "exclusive until AGI" == answer(timeline, "ip-license.exclusivity", "2026-05")["value"]
    assert [] == answer(timeline, "rev-share.cap", "2026-06")["claims"]


def test_a_retraction_is_refused_while_others_tell_more_about_it(
    timeline: Run, log_url: str
) -> None:
    """Whoever means these to fall too says so."""
    before = held(log_url)
    refused = timeline("retract", AMENDMENT, "--reason", "a hoax")
    told = " ".join(refused.stderr.split())

    assert (1, "", before) == (refused.exit_code, refused.stdout, held(log_url))
    assert f"{TELLER} tells more about {AMENDMENT} on rev-share.cap" in told
    assert "--with-dependents" in told


def test_a_retracted_correction_brings_back_what_was_recorded(timeline: Run) -> None:
    """The event stands as if it had never been corrected."""
    before = now(timeline, AMENDMENT)
    done(timeline, "correct", AMENDMENT, *LATER)
    told = done(timeline, "retract", f"{AMENDMENT}.c1", "--reason", "it was right")

    assert before == now(timeline, AMENDMENT)
    assert f"{AMENDMENT}.c1.c1" == told["event"]
    assert 11 == len(told["changes"])


# --- Refusing


def gone(run: Run) -> None:
    """Record an event called gone, and retract it."""
    done(
        run, "append", "--id", "gone", "--when", "2026-11-01", "--title", "Gone",
        "--authority", "press", "--source", "oai-2026-04", "--note", "agi.definition=so",
    )  # fmt: skip
    done(run, "retract", "gone", "--reason", "never so")


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("correct", "2026-04-27-amendmen", *LATER), 4, f"Did you mean {AMENDMENT}?"),
        (("correct", "moon", *LATER), 4, "`timeline log` lists them"),
        (("correct", "define:term:cloud.rofr", *LATER), 4, "There is no event"),
        (("correct", "article-004-oracle.c1", *LATER), 1, "correct the event article-004-oracle"),
        (("correct", "gone", *LATER), 1, "The event gone is retracted"),
        (("correct", "gone.c1", *LATER), 1, "gone.c1 is a retraction"),
        (("correct", AMENDMENT, "--when", "2026-04-28"), 2, "--reason"),
        (("correct", AMENDMENT, "--reason", "why"), 2, "Say it by flags"),
        (("correct", AMENDMENT, "--reason", " ", "--title", "Signed"), 1, "reason"),
        (("correct", AMENDMENT, "--reason", "why", "--end", "moon"), 1, "no term moon"),
        (("correct", AMENDMENT, "--reason", "why", "--source", "moon"), 2, "neither an address"),
        (("correct", AMENDMENT, "--reason", "why", "--when", "2026-04-31"), 2, "2026-04-31"),
        (("correct", AMENDMENT, "nowhere.yaml", "--reason", "why"), 1, "cannot be read"),
        (("correct", AMENDMENT, "nowhere.yaml", *LATER), 1, "not by both"),
        (("correct", AMENDMENT, *LATER, "--id", COVER), 1, COVER),
        (("correct", AMENDMENT, *LATER, "--set", "cloud.rofr=x", "--of", f"cloud.rofr={AMENDMENT}"),
         1, "looks back only"),
        (("retract", "moon", "--reason", "why"), 4, "`timeline log` lists them"),
        (("retract", "gone", "--reason", "why"), 1, "gone is retracted already"),
        (("retract", "gone.c1", "--reason", "why"), 1, "the retraction gone.c1"),
        (("retract", "define:term:cloud.rofr", "--reason", "why"), 4, "There is no event"),
        (("retract", AMENDMENT), 2, "--reason"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_a_sentence(
    timeline: Run, log_url: str, words: tuple[str, ...], code: int, expected: str
) -> None:
    """And nothing is written."""
    if words[1].startswith("gone"):
        gone(timeline)
    before = held(log_url)
    refused = timeline(*words)

    assert (code, "") == (refused.exit_code, refused.stdout)
    assert expected in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
    assert before == held(log_url)


# --- Seeing


def test_the_record_before_the_act_stays_to_be_seen(timeline: Run) -> None:
    """Whoever relied on it can show what it said."""
    before = said(timeline("log", "-o", "json"))["events"][0]["recorded"]
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "retract", "2025-01-21-rofr", *ALL, "--reason", "to see")
    cut = ("--recorded", before)

    assert (
        "ended" == answer(timeline, "rev-share.microsoft-to-openai", "2026-04-27", *cut)["status"]
    )
    assert (
        "Microsoft has a right of first refusal on new capacity"
        == answer(timeline, "cloud.rofr", "2025-02", *cut)["value"]
    )
    assert "not-set" == answer(timeline, "cloud.rofr", "2025-02")["status"]
    assert "2025-01-21" in timeline("history", "cloud.rofr", *cut, "-o", "json").stdout


def test_an_act_is_shown_with_its_event(timeline: Run) -> None:
    """What it was, what it is, by which entry and why; what fell is shown as fallen."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "retract", f"{AMENDMENT}.c1", "--reason", "it was right")
    text = " ".join(timeline("show", AMENDMENT).stdout.split())
    acts = said(timeline("show", AMENDMENT, "-o", "json"))["acts"]

    assert f"corrected by {AMENDMENT}.c1, recorded 21 November 2026" in text
    assert "when: was 2026-04-27, is 2026-04-28" in text
    assert f"{AMENDMENT}.c1 RETRACTED by {AMENDMENT}.c1.c1, recorded 21 November 2026" in text
    assert "it was right" in text
    assert [f"{AMENDMENT}.c1", f"{AMENDMENT}.c1.c1"] == [one["id"] for one in acts]


def test_an_act_is_listed_under_its_event(timeline: Run) -> None:
    """With the reason; an event that was retracted is marked."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "retract", "2025-01-21-rofr", *ALL, "--reason", "a hoax")
    text = " ".join(timeline("log").stdout.split())
    rows = {row["event"]: row for row in said(timeline("log", "-o", "json"))["events"]}

    assert f"{AMENDMENT}.c1: corrected 2026-11-21: it was signed a day later" in text
    assert "2025-01-21-rofr.c1: retracted 2026-11-21: a hoax" in text
    assert (True, ["2025-01-21-rofr.c1"]) == tuple(
        rows["2025-01-21-rofr"][key] for key in ("retracted", "acts")
    )
    assert (False, "2026-04-28") == tuple(rows[AMENDMENT][key] for key in ("retracted", "when"))


def test_an_explanation_names_the_acts_that_bear_on_the_term(timeline: Run) -> None:
    """An event that is missing from what was weighed has to be accounted for."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "retract", "2025-01-21-rofr", *ALL, "--reason", "a hoax")
    plain = " ".join(timeline("explain", "cloud.rofr", "--all").stdout.split())
    markdown = timeline("explain", "cloud.rofr", "--all", "-o", "md").stdout
    why = said(timeline("explain", "cloud.rofr", "-o", "json"))
    other = said(timeline("explain", "governance.board-seat", "-o", "json"))
    both = said(timeline("explain", "rev-share.microsoft-to-openai", "-o", "json"))

    assert [("2025-01-21-rofr.c1", "2025-01-21-rofr", "retracted", "a hoax")] == [
        (one["id"], one["event"], one["what"], one["reason"]) for one in why["acts"]
    ]
    assert "2025-01-21-rofr" not in [one["event"] for one in why["candidates"]]
    for text in (plain, markdown):
        assert "“2025-01-21-rofr” was retracted on 21 November 2026" in text
    assert [] == other["acts"]
    assert ["corrected", "retracted"] == [one["what"] for one in both["acts"]]


def test_the_register_tells_what_was_wrong_since_when_and_what_that_changed(
    timeline: Run,
) -> None:
    """One entry an act, in the order recorded, with how the record stood before and after."""
    done(timeline, "correct", AMENDMENT, *LATER)
    done(timeline, "retract", AMENDMENT, *ALL, "--reason", "a hoax")
    first, second, nadella, teller, third = done(timeline, "corrections")["corrections"]
    text = " ".join(timeline("corrections").stdout.split())

    assert [f"{NADELLA}.c1", f"{TELLER}.c1"] == [nadella["id"], teller["id"]]
    assert ["article-004-oracle.c1", f"{AMENDMENT}.c1", f"{AMENDMENT}.c2"] == [
        one["id"] for one in (first, second, third)
    ]
    assert ("corrected", "corrected", "retracted") == (
        first["what"], second["what"], third["what"],
    )  # fmt: skip
    assert [{"field": "when", "was": "2026-04-27", "is": "2026-04-28"}] == second["fields"]
    assert "2026-11-21T00:00:00.000000Z" == second["wrong_since"] == third["wrong_since"]
    assert second["fixed"] < third["fixed"]
    assert 11 == len(second["answers"])
    assert {("2026-04-27", "2026-04-27")} == {*days_of(second)}
    assert {
        ("2026-04-28", None), ("2026-04-28", "2030-12-31"), ("2026-04-28", "2032-12-31"),
        ("2031-01-01", None), ("2033-01-01", None),
    } == {*days_of(third)}  # fmt: skip
    assert "Cloud partnership, since 28 April 2026. Before" in text
    assert "Licence exclusivity, from 28 April 2026 through 31 December 2032. Before" in text
    assert "Licence exclusivity, from 1 January 2033 on. Before" in text
    assert "We dated it 27 April 2026; it is dated 28 April 2026." in text


def days_of(erratum: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    """Return the first and the last day of each answer that *erratum* changed."""
    return [(one["from"], one["until"]) for one in erratum["answers"]]


def test_the_register_tells_every_stretch_of_days_on_which_an_answer_was_wrong(
    timeline: Run,
) -> None:
    """The last of them is that of today: the term has an answer, and it was not certain."""
    [oracle] = done(timeline, "corrections")["corrections"]
    text = " ".join(timeline("corrections").stdout.split())
    last = oracle["answers"][-1]

    assert [
        (None, "2024-06-10"), ("2024-06-11", "2025-01-20"),
        ("2025-01-21", "2025-10-27"), ("2025-10-28", None),
    ] == days_of(oracle)  # fmt: skip
    assert ("undetermined", "in-force") == (last["before"]["status"], last["after"]["status"])
    assert "Compute elsewhere, up to 10 June 2024. Before: Not certain: n" in text
    assert "Compute elsewhere, from 11 June 2024 through 20 January 2025. Before: Not" in text
    assert "Compute elsewhere, since 28 October 2025. Before: Not certain: any" in text


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "md"])
def test_the_register_comes_in_every_form(timeline: Run, form: str) -> None:
    """With the act of the bundled ledger in it."""
    found = timeline("corrections", "-o", form)

    assert 0 == found.exit_code
    assert "article-004-oracle" in found.stdout.replace("\\", "")


# --- Trying first


@pytest.mark.parametrize(
    "words",
    [
        ("correct", AMENDMENT, *LATER),
        ("correct", AMENDMENT, "--source", "https://example.com/new", "--reason", "why"),
        ("retract", AMENDMENT, *ALL, "--reason", "a hoax"),
        ("define", "audit", "--title", "Audit"),
        ("define", "condition:merger", "--title", "They merge"),
        ("redefine", "cloud.rofr", "--rename", "cloud.first"),
        ("cover", "2026-11-01"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_dry_run_says_what_the_act_then_does_and_writes_nothing(
    timeline: Run, log_url: str, words: tuple[str, ...]
) -> None:
    """Neither the act nor what is defined with it."""
    before = held(log_url)
    text = timeline(*words, "--dry-run")
    dry = done(timeline, *words, "-n")
    unchanged = held(log_url)
    wet = done(timeline, *words)

    assert "Would append" in text.stdout
    assert "Nothing was written." in text.stdout
    assert before == unchanged != held(log_url)
    assert (False, before[1]) == (dry["written"], dry["head"])
    assert (True, held(log_url)[1]) == (wet["written"], wet["head"])
    same = ("event", "added", "as_of", "changes", "falls")
    assert [dry[key] for key in same] == [wet[key] for key in same]
    assert json.dumps(dry["changes"]) == json.dumps(wet["changes"])


@pytest.mark.parametrize(
    "words",
    [
        ("correct", AMENDMENT, *LATER),
        ("retract", AMENDMENT, *ALL, "--reason", "a hoax"),
        ("redefine", "cloud.rofr", "--rename", "cloud.first"),
        ("append", "--when", "2026-11-01", "--title", "Gone", "--authority", "press",
         "--source", "oai-2026-04", "--note", "agi.definition=so"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_dry_run_needs_no_permission_to_write(
    timeline: Run, database: Path, words: tuple[str, ...]
) -> None:
    """It writes nothing; whoever may only read may try what an act would do."""
    timeline(*words, "-n")  # what it imports may be out of reach of the child
    with TemporaryDirectory() as folder:
        sealed = shutil.copy(database, folder)
        os.chmod(sealed, 0o444)
        os.chmod(folder, 0o555)

        def try_it() -> None:
            tried = timeline(*words, "-n", "--db", sealed)
            assert tried.exit_code == 0
            assert "Nothing was written." in tried.stdout

        code = as_nobody(try_it)
        os.chmod(folder, 0o755)

    assert code == 0


def test_what_only_flags_is_told(timeline: Run) -> None:
    """The answers stay; that nobody says otherwise any more is worth a line."""
    words = ("retract", "2026-02-27-article-000", "--reason", "it was of another deal")
    text = " ".join(timeline(*words, "-n").stdout.split())
    told = done(timeline, *words)

    assert (
        "No answer changes as of 2026-11-21; frontier.product is no longer claimed otherwise."
        in text
    )
    assert [] == told["changes"]
    [found] = [one for one in told["flags"] if one["term"] == "frontier.product"]
    assert {
        "term": "frontier.product",
        "gone": ["claimed-otherwise"],
        "come": [],
    }.items() <= found.items()


def test_a_flag_that_changes_with_answers_is_told_after_them(timeline: Run) -> None:
    """In a line each, under the answers."""
    words = ("correct", "2026-04-27-amendment", "-n", "--reason", "only a report, of another day")
    told = timeline(*words, "--authority", "reported", "--when", "2026-04-28")
    lines = told.stdout.splitlines()
    flagged = [line for line in lines if " is now reported" in line or "is no longer" in line]

    assert flagged
    assert all(line.startswith("  ") for line in flagged)
    assert not any("No answer changes" in line for line in lines)


# --- Defining


def test_a_term_that_was_defined_can_be_asked_about_and_set(timeline: Run) -> None:
    """It stands after the others, not set."""
    told = done(
        timeline, "define", "audit", "--title", "Audit rights", "--asks", "Who may audit?",
        "--topic", "Contract", "--notice", "60d",
    )  # fmt: skip
    rows = done(timeline, "terms")["terms"]
    unset = answer(timeline, "audit", "2026-11-20")
    done(
        timeline, "append", "--when", "2026-11-20", "--title", "Audits are agreed",
        "--authority", "official", "--source", "oai-2026-04", "--set", "audit=both may",
    )  # fmt: skip

    assert ("define:term:audit", True, []) == (told["event"], told["added"], told["changes"])
    assert {"term": "audit", "title": "Audit rights", "asks": "Who may audit?",
            "topic": "Contract"}.items() <= rows[-1].items()  # fmt: skip
    assert "not-set" == unset["status"]
    assert "both may" == answer(timeline, "audit", "2026-11-20")["value"]


def test_a_condition_that_was_defined_can_end_a_term(timeline: Run) -> None:
    """And come about."""
    event = ("--when", "2026-11-20", "--authority", "official", "--source", "oai-2026-04")
    done(timeline, "define", "condition:merger", "--title", "They merge")
    done(
        timeline, "append", *event, "--title", "So", "--set", "cloud.rofr=yes",
        "--unless", "cloud.rofr=merger",
    )  # fmt: skip
    done(timeline, "append", *event, "--title", "They do", "--met", "merger")

    assert "ended" == answer(timeline, "cloud.rofr", "2026-11-20")["status"]


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("define", "cloud.rofr", "--title", "Again"), 1, "timeline redefine"),
        (("define", "condition:agi-verified", "--title", "Again"), 1, "is defined already"),
        (("define", "audit"), 1, "title"),
        (("define", "Not A Name", "--title", "Audit"), 1, "Not A Name"),
        (("define", "moon:x", "--title", "Audit"), 1, "moon:x"),
        (("define", "audit", "--title", "Audit", "--notice", "soon"), 1, "60d"),
        (("define",), 2, "NAME"),
        (("cover", "soonish"), 2, "soonish"),
        (("cover", "2026-12-01"), 1, "not over yet"),
        (("cover", "[2026-01-01..]"), 1, "not over yet"),
        (("cover",), 2, "DATE"),
    ],
)
def test_what_cannot_be_defined_is_a_sentence(
    timeline: Run, log_url: str, words: tuple[str, ...], code: int, expected: str
) -> None:
    """And nothing is written."""
    before = held(log_url)
    refused = timeline(*words)

    assert (code, "") == (refused.exit_code, refused.stdout)
    assert expected in " ".join(refused.stderr.split())
    assert before == held(log_url)


def test_how_far_the_log_is_complete_is_said_with_every_answer(timeline: Run) -> None:
    """The last claim stands."""
    told = done(timeline, "cover", "2026-11-01")
    asked = said(timeline("as-of", "2026-11-01", "-o", "json"))

    assert ("cover:2026-11-01", True) == (told["event"], told["added"])
    assert "2026-11-01" == asked["covered_through"]
    assert False is done(timeline, "cover", "2026-11-01")["added"]


def test_since_when_the_log_is_complete_is_said_too(timeline: Run) -> None:
    """Alone, or with the day through which it is."""
    done(timeline, "cover", "2026-11-01")
    done(timeline, "cover", "--from", "2019-07-22")
    asked = said(timeline("as-of", "2026-11-01", "-o", "json"))
    refused = timeline("cover", "--from", "2026-11-20")

    assert ("2019-07-22", "2026-11-01") == (asked["covered_from"], asked["covered_through"])
    assert 1 == refused.exit_code
    assert "over before" in refused.stderr


def test_who_records_an_act_is_kept_with_it(
    timeline: Run, log_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By --as, or by the environment; nobody has to be named."""
    done(timeline, "correct", AMENDMENT, *LATER, "--as", " Ada Lovelace ")
    done(timeline, "cover", "2026-11-01")
    monkeypatch.setenv("TIMELINE_ACTOR", "Bea")
    done(timeline, "retract", f"{AMENDMENT}.c1", "--reason", "it was right")
    done(timeline, "define", "audit", "--title", "Audits", "--as", "Cy")
    refused = timeline("cover", "2026-10-01", "--as", "two\nlines")
    with open_log(log_url) as log:
        actors = [one.actor for one in log.entries("openai-microsoft")]

    assert ["Ada Lovelace", None, "Bea", "Cy"] == actors[-4:]
    assert 2 == refused.exit_code
    assert "in one line" in refused.stderr
