"""Appending one event: every flag, every way in, and every reason to refuse."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from running import DRAWN, Run, said

from events.log.log import open_log
from events.model.kinds import VERBS

ENGINES = DRAWN

BY_FLAGS = (
    "--when", "2026-12-01", "--title", "Licence extended", "--authority", "official",
    "--source", "https://example.com/a",
)  # fmt: skip
EXTENDED = (*BY_FLAGS, "--set", "ip-license.end=through 2035")
IN_A_FILE = """\
when: 2026-11-20
title: The board meets
authority: press
sources:
  minutes: {url: "https://example.com/minutes", title: Minutes, published: 2026-11-21}
changes:
  - {set: governance.board-seat, value: an observer again}
"""
HANGING = ["ip-license.scope", "ip-license.exclusivity"]
"""What ends with the licence, and so no longer ends in 2033 when that has no last day."""

VERB_VALUES = {"set": "=a value", "claim": "=a value", "note": "=worth knowing"}


def held(log_url: str) -> tuple[int, str]:
    """Return how many entries the log holds, and its head."""
    with open_log(log_url) as log:
        head = log.head("openai-microsoft")
    return head.version, head.digest.hex()


def recorded(timeline: Run, event: str) -> dict[str, Any]:
    """Return what the log keeps of *event*."""
    kept: dict[str, Any] = said(timeline("show", event, "-o", "json"))["as_recorded"]
    return kept


def test_an_appended_event_is_visible_at_once(timeline: Run) -> None:
    """In as-of, history and log; there is nothing to rebuild."""
    told = timeline("append", *EXTENDED, "--through", "ip-license.end=2035")
    asked = ("as-of", "2026-12-01", "--term", "ip-license.end", "-o", "json")
    [answer] = said(timeline(*asked))["terms"]
    history = said(timeline("history", "ip-license.end", "-o", "json"))

    assert told.exit_code == 0
    assert answer["value"] == "through 2035"
    assert (answer["through"], answer["since"]) == ("2035", "2026-12-01")
    assert answer["event"] == "2026-12-01-licence-extended"
    assert [source["url"] for source in answer["sources"]] == ["https://example.com/a"]
    assert [one["event"] for one in history["periods"]][-2:] == ["2026-12-01-licence-extended"] * 2
    assert history["periods"][-1]["status"] == "expired"
    assert (
        said(timeline("log", "-o", "json"))["events"][0]["event"] == "2026-12-01-licence-extended"
    )


def test_it_prints_the_event_the_head_and_what_changed(timeline: Run, log_url: str) -> None:
    """Whoever appends sees at once what it did."""
    told = timeline("append", *EXTENDED)
    _, head = held(log_url)

    assert "2026-12-01-licence-extended" in told.stdout
    assert head[:12] in told.stdout
    assert "through 2032" in told.stdout
    assert "through 2035" in told.stdout
    assert told.stderr.startswith(
        "This breaks an assertion. On 2031-06-01 ip-license.end should be"
    )


def test_the_same_event_again_adds_nothing(timeline: Run, log_url: str) -> None:
    """A script may run twice."""
    timeline("append", *EXTENDED)
    before = held(log_url)
    again = timeline("append", *EXTENDED)

    assert again.exit_code == 0
    assert "nothing was added" in " ".join(again.stdout.split())
    assert held(log_url) == before


def test_another_event_under_the_same_id_is_refused(timeline: Run, log_url: str) -> None:
    """It names the event, and the way to change it."""
    timeline("append", *EXTENDED)
    before = held(log_url)
    refused = timeline("append", *BY_FLAGS, "--set", "ip-license.end=through 2036")

    assert refused.exit_code == 1
    assert "2026-12-01-licence-extended is already in the log" in refused.stderr
    assert "timeline correct 2026-12-01-licence-extended" in refused.stderr
    assert held(log_url) == before


def test_the_default_id_is_the_date_and_the_title(timeline: Run) -> None:
    """It can be guessed, and typed."""
    given = {"2026-12-01": "2026-12-01", "October 2025": "2025-10", "2025-Q3": "2025-35"}
    for when, day in given.items():
        told = timeline(
            "append", "--when", when, "--title", "A Note: “so”?", "--authority", "press",
            "--source", "https://example.com/a", "--note", "agi.definition=so", "-o", "json",
        )  # fmt: skip

        assert said(told)["event"] == f"{day}-a-note-so"


def test_an_id_can_be_given(timeline: Run) -> None:
    """The default is a default."""
    told = timeline("append", *EXTENDED, "--id", "extension", "-o", "json")

    assert said(told)["event"] == "extension"
    assert recorded(timeline, "extension")["title"] == "Licence extended"


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "dispute"])
def test_every_verb_has_a_flag(timeline: Run, verb: str) -> None:
    """The verbs of the vocabulary are the flags."""
    value = VERB_VALUES.get(verb, "=as a note")
    told = timeline("append", *BY_FLAGS, f"--{verb}", f"ip-license.end{value}", "-o", "json")
    [change] = recorded(timeline, said(told)["event"])["changes"]

    assert change[verb] == "ip-license.end"
    assert value[1:] in change.values()


def test_a_dispute_takes_its_positions(timeline: Run) -> None:
    """Who says what, each side once."""
    told = timeline(
        "append", *BY_FLAGS, "--dispute", "ip-license.end",
        "--position", "ip-license.end=Microsoft: it runs on",
        "--position", "ip-license.end=OpenAI: it ends: soon",
    )  # fmt: skip
    asked = ("as-of", "2026-12-01", "--term", "ip-license.end", "-o", "json")
    [answer] = said(timeline(*asked))["terms"]

    assert told.exit_code == 0
    assert answer["flags"] == ["disputed"]
    assert answer["disputes"][0]["positions"] == [
        {"party": "Microsoft", "says": "it runs on"},
        {"party": "OpenAI", "says": "it ends: soon"},
    ]


def test_changes_keep_the_order_in_which_they_were_typed(timeline: Run) -> None:
    """Of two changes of one term on one day the later stands."""
    told = timeline(
        "append", *BY_FLAGS, "--end", "ip-license.end", "--note", "agi.definition=first",
        "--set", "ip-license.end=again", "--note", "agi.definition=second", "-o", "json",
    )  # fmt: skip
    changes = recorded(timeline, said(told)["event"])["changes"]
    asked = ("as-of", "2026-12-01", "--term", "ip-license.end", "-o", "json")
    [answer] = said(timeline(*asked))["terms"]

    assert [next(iter(change)) for change in changes] == ["end", "note", "set", "note"]
    assert answer["value"] == "again"


def test_a_set_takes_its_last_day_its_conditions_and_on_what_it_hangs(timeline: Run) -> None:
    """What is structure in the ledger can be typed."""
    told = timeline(
        "append", *EXTENDED, "--through", "ip-license.end=2035",
        "--unless", "ip-license.end=agi-verified", "--unless", "ip-license.end=agi-reached",
        "--while", "ip-license.end=collaboration", "--announced", "2026-12-02",
        "--summary", "At last.", "-o", "json",
    )  # fmt: skip
    kept = recorded(timeline, said(told)["event"])

    assert kept["announced"] == "2026-12-02"
    assert kept["summary"] == "At last."
    assert kept["changes"] == [
        {
            "set": "ip-license.end",
            "value": "through 2035",
            "through": "2035",
            "unless": ["agi-verified", "agi-reached"],
            "while": "collaboration",
        }
    ]


def test_a_change_may_tell_more_about_an_earlier_event(timeline: Run) -> None:
    """It falls on the day of that one."""
    told = timeline(
        "append", "--title", "The percentage is told", "--authority", "official",
        "--source", "https://example.com/a", "--published", "2026-11-20",
        "--when", "2026-11-20", "--set", "rev-share.openai-to-microsoft=20 %",
        "--of", "rev-share.openai-to-microsoft=2026-04-27-amendment",
    )  # fmt: skip
    asked = ("as-of", "2026-05-01", "--term", "rev-share.openai-to-microsoft", "-o", "json")
    [now], [then] = (said(timeline(*asked, *cut))["terms"] for cut in ((), ("--known", "2026-06")))

    assert told.exit_code == 0
    assert (now["value"], now["since"]) == ("20 %", "2026-04-27")
    assert then["value"].startswith("an undisclosed percentage of OpenAI's revenue")
    assert then["since"] == "2026-04-27"


def test_a_condition_can_be_met(timeline: Run) -> None:
    """It ends what named it."""
    told = timeline("append", *BY_FLAGS, "--met", "agi-verified", "-o", "json")
    asked = ("as-of", "2026-12-01", "--term", "ip-license.research-ip", "-o", "json")
    [answer] = said(timeline(*asked))["terms"]

    assert "ip-license.research-ip" in [row["term"] for row in said(told)["changes"]]
    assert (answer["status"], answer["event"]) == ("ended", "2026-12-01-licence-extended")


def test_an_event_without_a_date_is_pending(timeline: Run) -> None:
    """Leaving --when out says that no day is known."""
    told = timeline(
        "append", "--title", "A new licence", "--authority", "official",
        "--source", "https://example.com/a", "--published", "2026-11-20",
        "--set", "ip-license.end=through 2040",
    )  # fmt: skip
    [answer] = said(timeline("as-of", "--term", "ip-license.end", "-o", "json"))["terms"]

    assert told.exit_code == 0
    assert answer["value"] == "through 2032"
    assert "pending" in answer["flags"]
    assert answer["pending"][0]["event"] == "undated-a-new-licence"


def test_a_source_is_described_by_its_flags(timeline: Run) -> None:
    """They belong to the sources in the order typed."""
    told = timeline(
        "append", *BY_FLAGS, "--source-title", "Our news", "--publisher", "OpenAI",
        "--published", "1 December 2026", "--locator", "third paragraph",
        "--source", "https://example.com/b", "--source-title", "Theirs",
        "--note", "agi.definition=so", "-o", "json",
    )  # fmt: skip
    shown = said(timeline("show", said(told)["event"], "-o", "json"))["sources"]

    assert list(shown.values()) == [
        {
            "url": "https://example.com/a",
            "title": "Our news",
            "publisher": "OpenAI",
            "published": "2026-12-01",
            "locator": "third paragraph",
            "snapshot": None,
            "at": None,
        },
        {
            "url": "https://example.com/b",
            "title": "Theirs",
            "publisher": None,
            "published": None,
            "locator": None,
            "snapshot": None,
            "at": None,
        },
    ]
    assert list(shown) == ["openai-2026-12-01", "example-com"]


@pytest.mark.parametrize(
    "known", ["oai-2026-04", "https://openai.com/index/next-phase-of-microsoft-partnership/"]
)
def test_a_source_that_the_log_has_is_not_defined_again(
    timeline: Run, log_url: str, known: str
) -> None:
    """By its key, or by its address."""
    before, _ = held(log_url)
    told = timeline(
        "append", "--when", "2026-12-01", "--title", "Again", "--authority", "press",
        "--source", known, "--note", "agi.definition=so", "-o", "json",
    )  # fmt: skip
    after, _ = held(log_url)

    assert after == before + 1
    assert recorded(timeline, said(told)["event"])["sources"] == ["oai-2026-04"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("--set", "ip-license.ende=x"), "There is no term ip-license.ende"),
        (("--end", "moon"), "There is no term moon"),
        (("--set", "ip-license.end"), "TERM=VALUE"),
        (("--note", "ip-license.end"), "TERM=TEXT"),
        (("--set", "ip-license.end="), ""),
        (("--through", "ip-license.end=2030"), "--through ip-license.end needs a --set"),
        (("--end", "cloud.rofr", "--adds", "cloud.rofr"), "--adds cloud.rofr needs a --claim"),
        (("--claim", "ip-license.end"), "TERM=VALUE"),
        (("--set", "ip-license.end=x", "--while", "ip-license.end=moon"), "term moon"),
        (("--set", "ip-license.end=x", "--while", "ip-license.end=ip-license.end"), "itself"),
        (("--end", "cloud.rofr", "--while", "cloud.rofr=agi.definition"), "needs a --set"),
        (("--set", "ip-license.end=x", "--during", "ip-license.end=2027",
          "--through", "ip-license.end=2028"), "leave 'through' out"),
        *((("--note", "agi.definition=a", flag, "moon"), "no event moon")
          for flag in ("--after", "--dates", "--calls-off", "--confirms", "--denies")),
        (("--id", "e", "--denies", "e"), "--denies: An event cannot deny itself"),
        (("--calls-off", "2026-04-27-amendment"), "may have happened"),
        (("--when", "60 days after moon"), "--when: Write '60d after moon'"),
        (("--when", "60d after moon"), "no event moon"),
        (("--restates", "moon.*"), "no term moon.*"),
        (("--restates", "Moon"), "--restates: 'Moon' matches no term"),
        (("--set", "ip-license.end=x", "--once", "ip-license.end=moon"), "condition moon"),
        (("--set", "ip-license.end=x", "--renews", "ip-license.end=1y"), "give 'through'"),
        (("--set", "ip-license.end=x", "--notice", "ip-license.end=soon"), "not 'soon'"),
        (("--set", "ip-license.end=x", "--through", "ip-license.end=1y before moon"),
         "No day is counted back"),
        *((("--end", "cloud.rofr", flag, "cloud.rofr=1y"), "needs a --set")
          for flag in ("--once", "--renews", "--notice")),
        (("--set", "ip-license.end=x", "--through", "ip-license.end"), "--through takes TERM="),
        (("--set", "ip-license.end=x", "--through", "ip-license.end=soonish"), "soonish"),
        (("--set", "ip-license.end=x", "--through", "ip-license.end=2020"), "2020"),
        (("--set", "ip-license.end=x", "--unless", "ip-license.end=moon"), "condition moon"),
        (("--set", "ip-license.end=x", "--of", "ip-license.end=moon"), "no event moon"),
        (("--met", "moon"), "condition moon"),
        (("--dispute", "ip-license.end", "--position", "ip-license.end=no colon"), "PARTY: SAYS"),
        (("--position", "ip-license.end=A: b"), "--position ip-license.end needs a --dispute"),
        (("--note", "agi.definition=a", "--source-title", "A", "--source-title", "B"),
         "--source-title describes a --source"),
        (("--note", "agi.definition=a", "--source", "not-an-address"), "neither an address"),
        (("--note", "agi.definition=a", "--id", "Not An Id"), "Not An Id"),
        (("--note", "agi.definition=a", "--id", "define:term:x"), "define:term:x"),
        (("--note", "agi.definition=a", "--locator", "one two three four five six seven eight 9"),
         "eight"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_flags_is_told_in_a_sentence(
    timeline: Run, log_url: str, typed: tuple[str, ...], expected: str
) -> None:
    """And nothing is written."""
    before = held(log_url)
    refused = timeline("append", *BY_FLAGS, *typed)

    assert refused.exit_code in (1, 2)
    assert refused.stdout == ""
    assert expected in refused.stderr
    assert "Traceback" not in refused.stderr
    assert held(log_url) == before


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [("--title", "title"), ("--authority", "auth"), ("--source", "source")],
)
def test_what_an_event_needs_is_told(
    timeline: Run, log_url: str, left_out: str, expected: str
) -> None:
    """An event without a source is hearsay."""
    before = held(log_url)
    at = BY_FLAGS.index(left_out)
    refused = timeline("append", *BY_FLAGS[:at], *BY_FLAGS[at + 2 :], "--note", "agi.definition=a")

    assert refused.exit_code == 1
    assert expected in refused.stderr
    assert held(log_url) == before


@pytest.mark.parametrize(
    "typed",
    [("--when", "2026-13"), ("--authority", "hearsay"), ("--announced", "2023-02-29"),
     ("--published", "soonish"), ("--sett", "x"), ()],
)  # fmt: skip
def test_what_cannot_be_read_is_a_usage_error(
    timeline: Run, log_url: str, typed: tuple[str, ...]
) -> None:
    """Exit code 2, before the log is looked at."""
    before = held(log_url)
    refused = timeline("append", *typed)

    assert refused.exit_code == 2
    assert held(log_url) == before


def test_all_that_is_wrong_is_told_at_once(timeline: Run) -> None:
    """One run, one list."""
    refused = timeline("append", *BY_FLAGS, "--end", "moon", "--set", "sun=x", "--met", "stars")

    assert all(word in refused.stderr for word in ("moon", "sun", "stars"))


def test_an_event_comes_from_a_file(timeline: Run, tmp_path: Path) -> None:
    """As it stands in a ledger file; its sources may be defined in it."""
    path = tmp_path / "event.yaml"
    path.write_text(IN_A_FILE.replace("when:", "id: board\nwhen:"))
    told = said(timeline("append", path, "-o", "json"))
    [answer] = said(timeline("as-of", "--term", "governance.board-seat", "-o", "json"))["terms"]

    assert told["event"] == "board"
    assert answer["claims"] == []
    assert (answer["value"], answer["event"]) == ("an observer again", "board")
    assert timeline("append", path).exit_code == 0


def test_an_event_in_a_file_gets_the_default_id_too(timeline: Run, tmp_path: Path) -> None:
    """The date and the title name it, wherever it was written."""
    path = tmp_path / "event.yaml"
    path.write_text(IN_A_FILE)

    assert said(timeline("append", path, "-o", "json"))["event"] == "2026-11-20-the-board-meets"


def test_an_event_comes_from_standard_input(timeline: Run) -> None:
    """YAML, or the same as JSON."""
    told = timeline("append", "-", "-o", "json", input=IN_A_FILE.replace("when", "id: a\nwhen"))
    event = {
        "id": "b", "when": "2026-11-20", "title": "T", "authority": "press",
        "sources": ["oai-2026-04"], "changes": [{"note": "agi.definition", "text": "so"}],
    }  # fmt: skip
    as_json = timeline("append", "-", "-o", "json", input=json.dumps(event))

    assert said(told)["event"] == "a"
    assert said(as_json)["event"] == "b"


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("{set:", "{sett:", "sett"),
        ("governance.board-seat", "governance.observer", "governance.observer"),
        ("when: 2026-11-20", "when: 2026-11-31", "2026-11-31"),
        ("authority: press", "authority: hearsay", "hearsay"),
        ("authority: press\n", "", "authority"),
        ("title: The board meets\n", "", "title"),
        ("changes:", "chnges:", "chnges"),
        ("when:", "when: 2020\nwhen:", "when"),
        ("press", "\tpress: [", ""),
    ],
)
def test_a_bad_file_is_refused_with_line_and_column(
    timeline: Run, log_url: str, tmp_path: Path, was: str, becomes: str, expected: str
) -> None:
    """An editor can jump there; nothing is written."""
    path = tmp_path / "event.yaml"
    path.write_text(f"id: board\n{IN_A_FILE.replace(was, becomes, 1)}")
    before = held(log_url)
    refused = timeline("append", path)

    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert f"{path}:" in refused.stderr
    assert all(part.isdigit() for part in refused.stderr.split(f"{path}:")[1].split(":")[:2])
    assert expected in refused.stderr
    assert held(log_url) == before


def test_a_file_without_a_source_is_refused(timeline: Run, log_url: str, tmp_path: Path) -> None:
    """Every change needs one."""
    path = tmp_path / "event.yaml"
    lines = [line for line in IN_A_FILE.splitlines() if not line.strip().startswith("minutes")]
    path.write_text("\n".join(["id: board", *lines]).replace("sources:", "sources: []"))
    before = held(log_url)
    refused = timeline("append", path)

    assert refused.exit_code == 1
    assert "source" in refused.stderr
    assert held(log_url) == before


@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_a_file_that_cannot_be_read_is_told(timeline: Run, tmp_path: Path, name: str) -> None:
    """In a sentence."""
    refused = timeline("append", tmp_path / name)

    assert refused.exit_code == 1
    assert "cannot be read" in refused.stderr


def test_flags_and_a_file_do_not_mix(timeline: Run, tmp_path: Path) -> None:
    """It would not be plain which of them counts."""
    path = tmp_path / "event.yaml"
    path.write_text(IN_A_FILE)

    assert timeline("append", path, "--title", "Another").exit_code in (1, 2)
    assert timeline("append", path, "--edit").exit_code in (1, 2)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a program in $EDITOR that writes the text of a file into the one it is given."""
    text = tmp_path / "typed.yaml"
    program = tmp_path / "editor.py"
    program.write_text(
        f"import pathlib, sys\npathlib.Path(sys.argv[-1]).write_text("
        f"pathlib.Path({str(text)!r}).read_text())\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    monkeypatch.delenv("VISUAL", raising=False)
    return text


def test_an_event_can_be_written_in_an_editor(timeline: Run, editor: Path) -> None:
    """As git does with messages."""
    editor.write_text(f"id: board\n{IN_A_FILE}")
    told = timeline("append", "--edit", "-o", "json")

    assert said(told)["event"] == "board"
    assert recorded(timeline, "board")["title"] == "The board meets"


def test_a_text_that_was_left_empty_appends_nothing(
    timeline: Run, log_url: str, editor: Path
) -> None:
    """Giving up is always possible."""
    editor.write_text("")
    before = held(log_url)
    refused = timeline("append", "--edit")

    assert refused.exit_code == 1
    assert "left as it was" in refused.stderr
    assert held(log_url) == before


def test_a_bad_text_from_the_editor_is_told_by_line(
    timeline: Run, log_url: str, editor: Path
) -> None:
    """Where nobody can be asked to try again it is refused."""
    editor.write_text(f"id: board\n{IN_A_FILE.replace('press', 'hearsay')}")
    before = held(log_url)
    refused = timeline("append", "--edit")

    assert refused.exit_code == 1
    assert "hearsay" in refused.stderr
    assert held(log_url) == before


def test_a_dry_run_shows_the_state_it_would_cause_and_writes_nothing(
    timeline: Run, log_url: str
) -> None:
    """Neither the event nor its sources."""
    before = held(log_url)
    told = timeline("append", "--dry-run", *EXTENDED)
    in_json = said(timeline("append", "-n", *EXTENDED, "-o", "json"))
    change, *hanging = in_json["changes"]

    assert told.exit_code == 0
    assert "through 2035" in told.stdout
    assert HANGING == [one["term"] for one in hanging]
    assert "Nothing was written" in told.stdout
    assert in_json["written"] is False
    assert change["before"]["value"] == "through 2032"
    assert change["after"]["value"] == "through 2035"
    assert held(log_url) == before


def test_a_dry_run_says_what_the_append_then_does(timeline: Run) -> None:
    """Otherwise it would be of no use."""
    dry = said(timeline("append", "-n", *EXTENDED, "--end", "products.azure-first", "-o", "json"))
    wet = said(timeline("append", *EXTENDED, "--end", "products.azure-first", "-o", "json"))

    assert dry["changes"] == wet["changes"]
    assert [row["term"] for row in wet["changes"]] == [
        "ip-license.end",
        "products.azure-first",
        *HANGING,
    ]
    assert (dry["event"], dry["added"]) == (wet["event"], wet["added"])


def test_a_dry_run_refuses_what_an_append_refuses(timeline: Run) -> None:
    """With the same sentence."""
    dry = timeline("append", "-n", *BY_FLAGS, "--end", "moon")
    wet = timeline("append", *BY_FLAGS, "--end", "moon")

    assert (dry.exit_code, dry.stderr) == (wet.exit_code, wet.stderr)


@pytest.mark.parametrize("more", [(), ("-n",)])
def test_what_is_too_much_for_an_entry_is_told_as_that(
    timeline: Run, log_url: str, more: tuple[str, ...]
) -> None:
    """Nobody else appended; and a dry run knows it too."""
    before = held(log_url)
    told = timeline("append", *more, *BY_FLAGS, "--note", f"agi.definition={'x' * 300_000}")

    assert told.exit_code == 1
    assert told.stderr.startswith("Error: The entry takes 300")
    assert told.stderr.endswith(" bytes, at most 262144 are kept; shorten it.\n")
    assert held(log_url) == before


def test_json_says_what_was_added(timeline: Run, log_url: str) -> None:
    """A program can go on from there."""
    first = said(timeline("append", *EXTENDED, "-o", "json"))
    again = said(timeline("append", *EXTENDED, "-o", "json"))
    _, head = held(log_url)

    assert (first["added"], first["written"], first["head"]) == (True, True, head)
    assert (again["added"], again["written"], again["head"]) == (False, False, head)
    assert {"term", "cause", "before", "after", "events"} <= set(first["changes"][0])


def test_what_leaves_the_answer_as_it_is_says_so(timeline: Run) -> None:
    """A press claim beside an official answer is appended, and told to be another."""
    told = timeline(
        "append", "--when", "2026-11-01", "--title", "A stale story", "--authority", "press",
        "--source", "https://example.com/a", "--claim", "ip-license.end=through 2030",
    )  # fmt: skip
    text = " ".join(told.stdout.split())

    assert told.exit_code == 0
    assert told.stderr == ""
    # The scope and the exclusivity hang on that term.
    assert "; ip-license.end, ip-license.scope and ip-license.exclusivity are now claimed" in text


def test_a_set_in_the_place_of_a_higher_answer_is_warned_of(timeline: Run) -> None:
    """It is the answer all the same; a claim would not be."""
    words = (
        "append", "-n", "--when", "2026-11-01", "--title", "A stale story", "--authority", "press",
        "--source", "https://example.com/a", "--set", "ip-license.end=through 2030",
    )  # fmt: skip
    told, in_json = timeline(*words), timeline(*words, "-o", "json")
    warned = " ".join(told.stderr.split())
    change, *hanging = said(in_json)["changes"]
    [replaced] = said(in_json)["replaced"]

    assert "ip-license.end: this set (press) takes the place of an answer of higher rank" in warned
    assert "through 2032" in warned
    assert "use claim" in warned
    assert "through 2030" == change["after"]["value"]
    assert HANGING == [one["term"] for one in hanging]
    assert ("ip-license.end", "through 2032", "official") == tuple(
        replaced[key] for key in ("term", "value", "authority")
    )


def test_a_claim_has_its_speakers_and_its_days(timeline: Run) -> None:
    """It stands beside the answer, told with who says so."""
    done = said(
        timeline(
            "append", "--when", "2026-11-01", "--title", "Reuters has it", "--authority", "press",
            "--by", "Reuters", "--by", "A source", "--source", "https://example.com/a",
            "--claim", "ip-license.end=through 2030", "--through", "ip-license.end=2030",
            "--claim-ended", "products.azure-first", "--adds", "products.azure-first",
            "--after", "2026-04-27-amendment", "-o", "json",
        )
    )  # fmt: skip
    asked = ("as-of", "2026-11-02", "--term", "ip-license.end", "-o", "json")
    [answer] = said(timeline(*asked))["terms"]
    [claim] = [one for one in answer["claims"] if one["event"] == done["event"]]

    assert answer["value"] == "through 2032"
    assert (["Reuters", "A source"], "2030", True) == tuple(
        claim[key] for key in ("by", "through", "differs")
    )


def test_a_value_may_hold_during_some_days(timeline: Run) -> None:
    """Its event may have no day at all."""
    timeline("define", "fee", "--title", "The fee")
    told = timeline(
        "append", "--title", "A year's figure", "--authority", "press", "--announced", "2026-02-01",
        "--source", "https://example.com/a", "--set", "fee=19 %", "--during", "fee=2023",
        "--id", "figure", "-o", "json",
    )  # fmt: skip
    [change] = said(told)["changes"]

    assert ("figure", "expired") == (said(told)["event"], change["after"]["status"])
    for on, status in (("2022-12-31", "not-set"), ("2023-12-31", "in-force"), ("2024", "expired")):
        [answer] = said(timeline("as-of", on, "--term", "fee", "-o", "json"))["terms"]

        assert answer["status"] == status


def test_an_authority_left_out_follows_from_the_parties(timeline: Run) -> None:
    """Of anybody else it has to be said."""
    source = ("--source", "https://example.com/b", "--published", "2026-11-01")
    words = ("append", "--when", "2026-11-01", "--title", "So", "--note", "agi.definition=so")
    own = timeline(*words, *source, "--publisher", "OpenAI")
    elsewhere = ("--source", "https://example.com/c", "--publisher", "Reuters")
    other = timeline(*words, *elsewhere, "--id", "other")

    assert own.exit_code == 0
    assert other.exit_code == 1
    assert "'Reuters' is none of the parties. Say official" in " ".join(other.stderr.split())


def test_what_hangs_on_a_term_is_told_with_it(timeline: Run) -> None:
    """It ends with it, on the day on which that does."""
    timeline("define", "audit", "--title", "Audits")
    timeline(
        "append", *BY_FLAGS, "--id", "audits", "--set", "audit=both may",
        "--while", "audit=ip-license.end",
    )  # fmt: skip
    told = said(
        timeline(
            "append", "-n", "--when", "2027-01-01", "--title", "Over", "--authority", "official",
            "--source", "https://example.com/b", "--end", "ip-license.end", "-o", "json",
        )
    )  # fmt: skip

    assert {"ip-license.end", "ip-license.scope", "ip-license.exclusivity", "audit"} == {
        one["term"] for one in told["changes"]
    }
    assert {"ended"} == {one["after"]["status"] for one in told["changes"]}
    assert {"2027-01-01"} == {one["as_of"] for one in told["changes"]}


def test_a_writer_into_a_database_that_is_not_there_makes_none(
    command: Run, tmp_path: Path
) -> None:
    """A slip in the name must not start a new log."""
    path = tmp_path / "nowhere.db"
    refused = command("append", *EXTENDED, "--db", path)

    assert refused.exit_code == 4
    assert "timeline init" in refused.stderr
    assert not path.exists()
