"""Moving logs: into being, in from files, out to files, and back to the same head."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import DRAWN, Run, said
from second_ledger import filled
from servers import Make

from cli.reading.bundled import NAMES
from events.ledger.reader import DATA
from events.log.log import open_log

ENGINES = DRAWN

SMALL = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
covered_through: 2026-06-30
terms:
  fee: {title: Fee, asks: What is paid?, topic: Money}
sources:
  letter: {url: https://example.com/letter, title: Letter, published: 2020-05-04}
events:
  - id: first
    when: 2020-05
    title: A fee is agreed
    authority: official
    sources: [letter]
    changes: [{set: fee, value: $5}]
"""
SECOND_EVENT = """\
  - id: second
    when: 2021-01-01
    title: The fee is raised
    authority: official
    sources: [letter]
    changes: [{set: fee, value: $6}]
"""
ON_THE_RECORD = """\
  - correct: first
    when: 2020-05-04
    reason: The letter gives the day.
  - redefine: fee
    title: The fee
    asks: What is paid a year?
    topic: Money
"""

File = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """Write a text into a file."""

    def write(text: str, name: str = "acme.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def empty(command: Run, new: Make, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a database with nothing in it."""
    monkeypatch.setenv("TIMELINE_DB", new("migrated"))
    return command


def heads(run: Run) -> dict[str, tuple[str, int]]:
    """Return the head and the version of each partnership."""
    return {
        row["partnership"]: (row["head"], row["version"])
        for row in said(run("partnerships", "-o", "json"))["partnerships"]
    }


def stored(url: str) -> list[tuple[str, int, str, bytes]]:
    """Return what of the small partnership the database holds."""
    with open_log(url) as log:
        entries = log.entries("acme-globex")
    return [(one.id, one.version, one.recorded, one.digest) for one in entries]


def test_an_empty_name_is_not_the_default_database(command: Run) -> None:
    """A variable of the shell was not set: that may not touch the user's own log."""
    told = command("init", "--db", "")

    assert (told.exit_code, "has to be a file" in told.stderr) == (1, True)


def test_init_makes_a_database_and_says_so(command: Run, new: Make) -> None:
    """Empty, unless the bundled ledger is asked for."""
    path = new("empty")
    made = command("init", "--db", path)
    again = command("init", "--db", path)

    assert made.stdout == f"Made {path}.\n"
    assert again.exit_code == 0
    assert "already" in again.stdout
    assert said(command("partnerships", "--db", path, "-o", "json"))["partnerships"] == []


def test_an_empty_log_says_what_to_do(empty: Run) -> None:
    """It is no empty table."""
    found = empty("as-of")

    assert found.exit_code == 4
    assert "timeline import" in found.stderr
    assert "timeline init --bundled" in found.stderr


def test_the_bundled_ledgers_are_taken_in_once(command: Run, new: Make) -> None:
    """All of them, and the second time there is nothing new, and it says so."""
    path = new("empty")
    first = command("init", "--db", path, "--bundled")
    found = said(command("partnerships", "--db", path, "-o", "json"))["partnerships"]
    second = command("init", "--db", path, "--bundled")

    assert {one["partnership"] for one in found} == set(NAMES)
    for one in found:
        assert f"ledger {one['partnership']}; head {one['head'][:12]}" in first.stdout
    assert "nothing new" in second.stdout
    assert said(command("partnerships", "--db", path, "-o", "json"))["partnerships"] == found


def test_an_older_edition_gains_what_is_new_and_says_so(empty: Run, file: File) -> None:
    """What is there already stays as it is; the rest follows it, recorded now."""
    whole = (DATA / "openai-microsoft.yaml").read_text(encoding="utf-8")
    last = whole.index("  - id: 2026-06-30-stake-25")
    older = file(whole[:last], "older.yaml")
    assert empty("import", older).exit_code == 0
    before = heads(empty)["openai-microsoft"]
    gained = empty("init", "--bundled")
    [row] = [
        one
        for one in said(empty("log", "-o", "json", "-p", "openai-microsoft"))["events"]
        if one["event"] == "2026-06-30-stake-25"
    ]

    assert gained.exit_code == 0
    assert "new entries of the bundled ledger openai-microsoft" in gained.stdout
    assert heads(empty)["openai-microsoft"][1] > before[1]
    assert row["recorded"] == "2026-11-21T12:00:00.000000Z"
    assert "nothing new" in empty("init", "--bundled").stdout


def test_the_same_file_again_adds_nothing(empty: Run, file: File) -> None:
    """Import is idempotent."""
    path = file(SMALL)
    first = empty("import", path)
    before = heads(empty)
    second = empty("import", path)

    assert "acme-globex: added 5 entries" in first.stdout
    assert "acme-globex: added 0 entries" in second.stdout
    assert heads(empty) == before


def test_a_file_with_one_more_event_adds_one(empty: Run, file: File) -> None:
    """A ledger grows in git, and the log follows."""
    empty("import", file(SMALL))
    before = heads(empty)["acme-globex"][1]
    told = empty("import", file(SMALL + SECOND_EVENT))
    [answer] = said(empty("as-of", "2021-06-01", "-o", "json"))["terms"]

    assert "added 1 entry" in told.stdout
    assert heads(empty)["acme-globex"][1] == before + 1
    assert answer["value"] == "$6"


def test_a_file_that_says_more_adds_what_it_says(empty: Run, file: File) -> None:
    """Acts on the record, a new title and a longer cover are entries of their own."""
    empty("import", file(SMALL))
    changed = SMALL.replace("title: Acme and Globex", "title: Acme & Globex").replace(
        "2026-06-30", "2026-07-31"
    )
    empty("import", file(changed + SECOND_EVENT + ON_THE_RECORD))
    [row] = said(empty("partnerships", "-o", "json"))["partnerships"]
    [term] = said(empty("terms", "-o", "json"))["terms"]
    [first] = [one for one in said(empty("log", "-o", "json"))["events"] if one["event"] == "first"]

    assert (row["title"], row["covered_through"]) == ("Acme & Globex", "2026-07-31")
    assert (term["title"], term["asks"]) == ("The fee", "What is paid a year?")
    assert (first["when"], first["acts"]) == ("2020-05-04", ["first.c1"])


def test_a_changed_event_is_refused_and_both_are_named(empty: Run, file: File) -> None:
    """What is recorded is corrected, not overwritten."""
    empty("import", file(SMALL))
    before = heads(empty)
    refused = empty("import", file(SMALL.replace("when: 2020-05", "when: 2020-06")))

    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert "The event first is already in the log" in refused.stderr
    assert "'2020-05' there, '2020-06' here" in refused.stderr
    assert "timeline correct first" in refused.stderr
    assert "acme.yaml:10:5" in refused.stderr
    assert heads(empty) == before


THIRD_EVENT = SECOND_EVENT.replace("second", "third").replace("$6", "$7").replace("2021", "2022")


@pytest.mark.parametrize("flags", [(), ("--dry-run",)], ids=["done", "tried"])
def test_an_event_that_the_file_leaves_out_is_named(
    empty: Run, file: File, flags: tuple[str, ...]
) -> None:
    """Whoever deleted it there may think that it is gone."""
    empty("import", file(SMALL + SECOND_EVENT + THIRD_EVENT))
    told = empty("import", *flags, file(SMALL + THIRD_EVENT)).stdout
    [answer] = said(empty("as-of", "2021-06-01", "-o", "json"))["terms"]

    assert "acme-globex: the file leaves out 1 event of the log: second. What is" in told
    assert "taken back with `timeline retract EVENT --reason WHY`." in " ".join(told.split())
    assert answer["value"] == "$6"


def test_many_events_that_a_file_leaves_out_are_counted(empty: Run, file: File) -> None:
    """A screen full of names tells no more than a few."""
    several = [SECOND_EVENT.replace("second", f"event-{number}") for number in range(8)]
    empty("import", file(SMALL + "".join(several)))
    told = empty("import", file(SMALL)).stdout

    assert "leaves out 8 events of the log: event-0, event-1, event-2" in told
    assert "event-4, 3 more. " in told


def test_files_that_need_not_have_an_event_are_not_told_of_it(empty: Run, file: File) -> None:
    """News alone, several files that are imported together, and what was retracted."""
    small, news = file(SMALL), "partnership: acme-globex\nevents:\n" + SECOND_EVENT
    empty("import", small)
    alone = empty("import", file(news, "news.yaml")).stdout
    both = empty("import", small, file(news, "news.yaml")).stdout
    taken_back = "  - {retract: second, reason: It was never said.}\n"
    without = empty("import", file(SMALL + taken_back)).stdout

    for told in (alone, both, without):
        assert "acme-globex: added" in told
        assert "leaves out" not in told
    assert "leaves out" not in empty("import", small).stdout


def test_all_complaints_come_in_one_run_and_nothing_is_written(empty: Run, file: File) -> None:
    """With file, line and column, in the order of the file."""
    bad = SMALL.replace("authority: official", "authority: hearsay")
    bad = bad.replace("when: 2020-05", "when: 2020-13").replace("set: fee", "set: fees")
    path = file(bad + "colour: red\n")
    refused = empty("import", path)
    lines = refused.stderr.removeprefix("Error: ").splitlines()
    places = [line.removeprefix(f"{path}:").split(":")[:2] for line in lines]

    assert refused.exit_code == 1
    assert all(line.startswith(f"{path}:") for line in lines)
    assert [(int(line), int(column)) for line, column in places] == sorted(
        (int(line), int(column)) for line, column in places
    )
    for word in ("hearsay", "2020-13", "fees", "colour"):
        assert word in refused.stderr, word
    assert heads(empty) == {}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("title: Acme and Globex", "title: Acme and Globex\ntitle: Twice"),
        ("covered_through: 2026-06-30", "covered_through: [..2026-06-30]"),
        ("sources: [letter]", "sources: [latter]"),
        ("partnership: acme-globex", "partnership: Acme Globex"),
        ("partnership: acme-globex\n", ""),
        ("events:", "events: &e"),
        ("changes: [{set: fee, value: $5}]", "changes: [{set: fee}]"),
        ("changes: [{set: fee, value: $5}]", "changes: [{sett: fee, value: $5}]"),
        ("changes: [{set: fee, value: $5}]", "changes: [{set: fee, value: $5, of: second}]"),
        ("when: 2020-05", "when: 2020-05\n\ttitle: tab"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_column(
    empty: Run, file: File, was: str, becomes: str
) -> None:
    """A sentence, no traceback, and nothing is written."""
    path = file(SMALL.replace(was, becomes))
    refused = empty("import", path)
    place = refused.stderr.removeprefix(f"Error: {path}:").split(":")

    assert refused.exit_code == 1
    assert place[0].isdigit()
    assert place[1].isdigit()
    assert heads(empty) == {}


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"", b"[]", b"just text", b"a: &a [*a]\n", b"\x00", b"{" * 5000]
)
def test_what_is_no_ledger_is_refused_in_a_sentence(
    empty: Run, tmp_path: Path, data: bytes
) -> None:
    """Whatever the bytes are."""
    path = tmp_path / "bad.yaml"
    path.write_bytes(data)
    refused = empty("import", path)

    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: ")
    assert heads(empty) == {}


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_an_export_gives_an_empty_database_the_same_head(
    timeline: Run, new: Make, tmp_path: Path, form: str
) -> None:
    """Lossless: recorded instants, order and payloads are those of the log."""
    path = tmp_path / f"out.{form}"
    other = new("migrated")
    assert timeline("export", path, "-o", form).exit_code == 0
    told = timeline("import", path, "--db", other)

    assert told.exit_code == 0
    assert "a restore" in told.stdout
    assert (
        said(timeline("partnerships", "--db", other, "-o", "json"))["partnerships"]
        == said(timeline("partnerships", "-o", "json"))["partnerships"]
    )


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_a_log_with_everything_in_it_comes_back_the_same(
    empty: Run, file: File, new: Make, tmp_path: Path, form: str
) -> None:
    """Events appended later, corrections and new vocabulary, in whatever order they came."""
    empty("import", file(SMALL))
    empty("import", file(SMALL + SECOND_EVENT + ON_THE_RECORD))
    empty(
        "append", "--when", "2022", "--title", "The fee: “=cmd”, #1", "--authority", "press",
        "--source", "https://example.com/a?b=c#d", "--set", "fee=no", "--note", "fee=~",
        "--unless", "fee=gone",
    )  # fmt: skip
    assert empty(
        "append", "--when", "2022", "--title", "The fee: “=cmd”, #1", "--authority", "press",
        "--source", "https://example.com/a?b=c#d", "--set", "fee=no", "--note", "fee=~",
    ).exit_code == 0  # fmt: skip
    before = heads(empty)
    out, other = tmp_path / f"out.{form}", new("migrated")
    assert empty("export", out, "-o", form).exit_code == 0
    told = empty("import", out, "--db", other)
    [row] = said(empty("partnerships", "--db", other, "-o", "json"))["partnerships"]

    assert told.exit_code == 0
    assert (row["head"], row["version"]) == before["acme-globex"]
    assert stored(other) == stored(os.environ["TIMELINE_DB"])


def test_an_export_goes_to_standard_output_and_back(timeline: Run, new: Make) -> None:
    """`-` reads either form."""
    for form in ("yaml", "jsonl"):
        text = timeline("export", "-o", form).stdout
        other = new("migrated")

        assert timeline("import", "-", "--db", other, input=text).exit_code == 0
        assert (
            said(timeline("partnerships", "--db", other, "-o", "json"))["partnerships"]
            == said(timeline("partnerships", "-o", "json"))["partnerships"]
        )


def test_an_export_into_a_log_that_has_it_adds_nothing(timeline: Run, tmp_path: Path) -> None:
    """What carries an instant of its own is still the same act."""
    path = tmp_path / "out.jsonl"
    timeline("export", path, "-o", "jsonl")
    told = timeline("import", path)

    assert told.exit_code == 0
    assert "added 0 entries" in told.stdout


def test_an_export_that_cannot_be_written_leaves_nothing(timeline: Run, tmp_path: Path) -> None:
    """A file is there whole, or not at all."""
    refused = timeline("export", tmp_path / "nowhere" / "out.yaml")

    assert refused.exit_code == 1
    assert "cannot be written" in refused.stderr


def tampered(text: str, at: int, change: Callable[[dict[str, Any]], None]) -> str:
    """Return JSON Lines with one of them changed."""
    lines = text.splitlines()
    line = json.loads(lines[at])
    change(line)
    lines[at] = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return "\n".join(lines) + "\n"


def test_a_line_that_was_altered_is_refused_with_its_own_exit_code(
    empty: Run, file: File, new: Make
) -> None:
    """3 is for a log that fails verification; nothing of it is taken in."""
    empty("import", file(SMALL + SECOND_EVENT))
    text = empty("export", "-o", "jsonl").stdout
    other = new("migrated")

    def altered(line: dict[str, Any]) -> None:
        line["entry"]["title"] = "Another title"

    def moved(line: dict[str, Any]) -> None:
        line["recorded"] = "2026-11-21T11:00:00.000000Z"

    lines = text.splitlines()
    for bad in (
        tampered(text, -1, altered),
        tampered(text, 0, moved),
        "\n".join([*lines[:3], *lines[4:]]) + "\n",
    ):
        refused = empty("import", file(bad, "bad.jsonl"), "--db", other)

        assert refused.exit_code == 3
        assert "digest" in refused.stderr
        assert "Nothing was written" in refused.stderr
        assert said(empty("partnerships", "--db", other, "-o", "json"))["partnerships"] == []


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"partnership":"a","entry":{}}', '{"entry":{"id":"x"}}', "null", "\x00"]
)
def test_a_line_that_is_no_entry_is_refused_by_line(empty: Run, file: File, text: str) -> None:
    """As with ledger files."""
    refused = empty("import", file(f"\n{text}\n", "bad.jsonl"))

    assert refused.exit_code == 1
    assert "bad.jsonl:2:1" in refused.stderr
    assert heads(empty) == {}


def test_several_files_are_taken_in_together_or_not_at_all(empty: Run, file: File) -> None:
    """One bad file keeps the good ones out."""
    good = file(SMALL)
    other = file(SMALL.replace("acme-globex", "acme-initech"), "other.yaml")
    bad = file(SMALL.replace("acme-globex", "acme-hooli").replace("set: fee", "set: f"), "b.yaml")
    worse = file(SMALL.replace("acme-globex", "acme-umbrella").replace("2020-05", "2020-13"), "w")
    refused = empty("import", good, bad, other, worse)

    assert refused.exit_code == 1
    assert "b.yaml:15:21: No term 'f'" in refused.stderr
    assert "w:11:11: '2020-13'" in refused.stderr
    assert heads(empty) == {}
    assert empty("import", good, other).exit_code == 0
    assert set(heads(empty)) == {"acme-globex", "acme-initech"}


def test_a_clash_in_the_second_file_keeps_the_first_out(empty: Run, file: File) -> None:
    """Also where the trouble is with the log and not with the file."""
    empty("import", file(SMALL))
    before = heads(empty)
    other = file(SMALL.replace("acme-globex", "acme-initech"), "other.yaml")
    clashing = file(SMALL.replace("when: 2020-05", "when: 2020-06"), "clash.yaml")
    refused = empty("import", other, clashing)

    assert refused.exit_code == 1
    assert heads(empty) == before


def test_one_partnership_may_be_spread_over_files(empty: Run, file: File) -> None:
    """They are read in the order given."""
    more = "\n".join(
        [
            "partnership: acme-globex", "events:", "  - id: third", "    when: 2022",
            "    title: T", "    authority: press", "    sources: [letter]",
            "    changes: [{set: fee, value: $7}]",
        ]
    )  # fmt: skip
    told = empty("import", file(SMALL), file(more, "more.yaml"))

    assert told.exit_code == 0, told.stderr
    assert heads(empty)["acme-globex"][1] == 6


def test_a_dry_run_of_an_import_writes_nothing(empty: Run, file: File) -> None:
    """It says what would be added, and refuses what an import refuses."""
    told = empty("import", "-n", file(SMALL))
    refused = empty("import", "--dry-run", file(SMALL.replace("set: fee", "set: f"), "b.yaml"))

    assert told.exit_code == 0
    assert "would add 5 entries" in told.stdout
    assert refused.exit_code == 1
    assert heads(empty) == {}


def test_a_ledger_comes_from_standard_input(empty: Run) -> None:
    """YAML, or the same as JSON."""
    told = empty("import", "-", input=SMALL)
    in_json = {
        "partnership": "acme-hooli", "title": "Acme and Hooli",
        "terms": {"fee": {"title": "Fee"}}, "sources": {"a": {"title": "A"}},
        "events": [
            {"id": "x", "when": "2020", "title": "X", "authority": "press", "sources": ["a"],
             "changes": [{"set": "fee", "value": "$1"}]}
        ],
    }  # fmt: skip
    as_json = empty("import", "-", input=json.dumps(in_json))

    assert told.exit_code == 0
    assert as_json.exit_code == 0, as_json.stderr
    assert set(heads(empty)) == {"acme-globex", "acme-hooli"}


def test_a_file_that_is_not_there_is_told(empty: Run, tmp_path: Path) -> None:
    """In a sentence, for each form."""
    for name in ("nowhere.yaml", "nowhere.jsonl", ""):
        refused = empty("import", tmp_path / name)

        assert refused.exit_code == 1
        assert "cannot be read" in refused.stderr


def test_new_writes_a_ledger_that_can_be_imported(
    empty: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One starts from something that works, once it is filled in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "acme-globex.yaml"
    told = empty("new", "acme-globex")
    path.write_text(filled(path.read_text("utf-8")), "utf-8")
    imported = empty("import", "acme-globex.yaml")
    [answer, fee] = said(empty("as-of", "2026-03-01", "-o", "json"))["terms"]

    assert (
        told.stdout
        == "Wrote acme-globex.yaml. Fill it in, then: timeline import acme-globex.yaml\n"
    )
    assert imported.exit_code == 0
    assert answer["value"] == "exclusive"
    assert (fee["value"], fee["while"]) == ("5 million a year", "license.exclusivity")


def test_new_writes_a_ledger_that_is_refused_until_it_is_filled_in(empty: Run) -> None:
    """A log cannot forget what was only an example; each empty place is named."""
    text = empty("new", "acme-globex", "-").stdout
    empties = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.partition("#")[0].strip() in {"url:", "title:", "publisher:", "published:"}
    ]
    refused = empty("import", "-", input=text)
    lines = refused.stderr.removeprefix("Error: ").splitlines()

    assert refused.exit_code == 1
    assert len(empties) == 4
    assert [int(line.split(":")[1]) for line in lines] == empties
    assert all("empty" in line for line in lines)
    assert heads(empty) == {}


def test_new_overwrites_nothing(empty: Run, tmp_path: Path) -> None:
    """What was filled in is not lost."""
    path = tmp_path / "mine.yaml"
    path.write_text("mine")
    refused = empty("new", "acme-globex", path)

    assert refused.exit_code == 1
    assert "is there already" in refused.stderr
    assert path.read_text() == "mine"


def test_new_writes_to_standard_output(empty: Run) -> None:
    """And that can be piped on."""
    text = empty("new", "acme-globex", "-").stdout

    assert text.startswith("#")
    assert empty("new", "acme-globex", "--to", "-").stdout == text
    assert empty("import", "-", input=filled(text)).exit_code == 0


def test_new_writes_to_the_file_that_is_named(empty: Run, tmp_path: Path) -> None:
    """By an option as well as by a word."""
    path = tmp_path / "mine.yaml"
    told = empty("new", "acme-globex", "--to", path)

    assert told.exit_code == 0
    assert path.read_text("utf-8") == empty("new", "acme-globex", "-").stdout


@pytest.mark.parametrize("slug", ["Acme", "a b", "", "../x", "é"])
def test_a_bad_slug_is_told(empty: Run, slug: str) -> None:
    """A partnership is named in small letters."""
    refused = empty("new", slug, "-")

    assert refused.exit_code in (1, 2)
    assert refused.stdout == ""
    assert refused.stderr


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    ("wrong", "code"), [({"digest": "0" * 64}, 3), ({"recorded": "2099-01-01T00:00:00Z"}, 1)]
)
def test_what_only_the_chain_refuses_keeps_every_partnership_out(
    empty: Run, file: File, dry: tuple[str, ...], wrong: dict[str, str], code: int
) -> None:
    """A digest and an instant are looked at late; by then the first file must not be in."""
    entry = {"define": "partnership", "id": "define:partnership", "title": "P"}
    dated = {"recorded": "2026-01-01T00:00:00Z"}
    good = json.dumps({"partnership": "good", "entry": entry, **dated})
    bad = json.dumps({"partnership": "bad", "entry": entry, **dated, **wrong})
    refused = empty("import", file(good, "good.jsonl"), file(bad, "bad.jsonl"), *dry)

    assert code == refused.exit_code, refused.output
    assert {} == heads(empty)
