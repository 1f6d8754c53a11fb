"""The commands that prove: what is written on one machine is checked on another, without a log."""

import json
import random
import re
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from poison import ledger
from referencing import Registry, Resource
from referencing.jsonschema import Schema
from running import Run
from shell import ROOT

from cli.forms import json_text
from events.log.log import open_log
from events.proof import checkpoints, merkle, signed_notes

EVENT = "2025-10-28-definitive"
COVER = "cover:2016-11-15..2026-07-29"
SCHEMAS = ROOT / "docs" / "schemas"
APPENDED = (
    *("append", "--when", "2026-12-01", "--authority", "official"),
    *("--source", "https://example.com/news", "--set", "ip-license.end=through 2035"),
)


@pytest.fixture
def key(timeline: Run, tmp_path: Path) -> tuple[Path, str]:
    """Return the file of a private key, and the public half."""
    path = tmp_path / "private.key"
    result = timeline("checkpoint", "--new-key", "example.com/log", path)
    assert 0 == result.exit_code, result.output
    return path, result.stdout.strip()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return the means to go to another machine: no database, no home, no settings."""

    def go() -> None:
        empty = tmp_path / "elsewhere"
        empty.mkdir()
        for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            monkeypatch.setenv(name, str(empty))
        monkeypatch.delenv("TIMELINE_DB", raising=False)
        monkeypatch.setenv("TIMELINE_KEY", str(empty / "none"))
        (tmp_path / "timeline.db").unlink()

    return go


def made(run: Run, path: Path, *words: object) -> Path:
    result = run("receipt", *words, "--to", path)
    assert 0 == result.exit_code, result.output
    assert "" == result.output
    return path


def kept(run: Run, path: Path, *words: object) -> Path:
    result = run("checkpoint", *words)
    assert 0 == result.exit_code, result.output
    path.write_text(result.stdout, encoding="utf-8")
    return path


def recorded(database: Path) -> list[str]:
    """Return what the log holds, entry by entry, without a proof in between."""
    with open_log(str(database)) as log:
        return [entry.id for entry in log.entries("openai-microsoft")]


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_a_checkpoint_counts_each_partnership(timeline: Run, database: Path) -> None:
    """Read by its own parser, and held against the digests of the log."""
    result = timeline("checkpoint")
    found, note = checkpoints.parse(result.stdout)
    with open_log(str(database)) as log:
        digests = [entry.digest for entry in log.entries("openai-microsoft")]
        identity = log.identity()

    assert identity == found.identity
    assert {"openai-microsoft": (len(digests), merkle.root(digests))} == {
        slug: (tree.size, tree.root) for slug, tree in found.trees.items()
    }
    assert () == note.signatures
    assert result.stdout == timeline("checkpoint").stdout


def test_that_of_one_partnership_is_its_tree(timeline: Run, database: Path) -> None:
    """Three lines: what witnesses of transparency logs follow."""
    whole, _ = checkpoints.parse(timeline("checkpoint").stdout)
    text = timeline("checkpoint", "-p", "openai-microsoft").stdout
    alone, _ = checkpoints.parse(text)

    assert 3 == len(text.splitlines())
    assert whole.trees == alone.trees
    size = len(recorded(database))
    assert text.startswith(f"partnership-timeline/{whole.identity}/openai-microsoft\n{size}\n")
    assert 4 == timeline("checkpoint", "-p", "nobody").exit_code


def test_a_checkpoint_is_signed_with_the_key_that_is_configured(
    timeline: Run, key: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an option or in the environment; the public half is what others need."""
    by_option = timeline("checkpoint", "--key", key[0]).stdout
    monkeypatch.setenv("TIMELINE_KEY", str(key[0]))
    by_environment = timeline("checkpoint").stdout
    _, note = checkpoints.parse(by_option)

    assert by_option == by_environment
    assert [signed_notes.verifier_key(key[1])] == signed_notes.verified(
        note, [signed_notes.verifier_key(key[1])]
    )


def test_the_json_of_a_checkpoint_holds_the_note(
    timeline: Run, database: Path, key: tuple[Path, str]
) -> None:
    """Which is the checkpoint itself."""
    note = timeline("checkpoint", "--key", key[0]).stdout
    form = json.loads(timeline("checkpoint", "--key", key[0], "-o", "json").stdout)

    assert note == form["note"]
    assert [{"name": "example.com/log", "key": key[1].split("+")[1]}] == form["signatures"]
    assert form["partnerships"][0]["size"] == len(recorded(database))


def test_a_private_key_is_for_its_owner(timeline: Run, key: tuple[Path, str]) -> None:
    """Nobody else may read it, and no second one is written over it."""
    before = key[0].read_bytes()
    result = timeline("checkpoint", "--new-key", "example.com/log", key[0])

    assert 0o600 == stat.S_IMODE(key[0].stat().st_mode)
    assert key[1] == str(signed_notes.signing_key(before.decode()).verifier())
    assert (1, before) == (result.exit_code, key[0].read_bytes())
    assert "a key is never written over" in result.stderr


@pytest.mark.parametrize("name", ["two words", "a+b", ""])
def test_a_key_needs_a_name(timeline: Run, tmp_path: Path, name: str) -> None:
    """One that can stand in a note."""
    result = timeline("checkpoint", "--new-key", name, tmp_path / "k")

    assert 1 == result.exit_code
    assert not (tmp_path / "k").exists()


def test_a_receipt_of_an_event_is_checked_on_another_machine(
    timeline: Run,
    database: Path,
    key: tuple[Path, str],
    tmp_path: Path,
    elsewhere: Callable[[], None],
) -> None:
    """With the receipt, the checkpoint and the public key, and nothing else."""
    held = recorded(database)
    receipt = made(timeline, tmp_path / "r.json", EVENT, "--key", key[0])
    checkpoint = kept(timeline, tmp_path / "c", "--key", key[0])
    (tmp_path / "log.key").write_text(f"{key[1]}\n", encoding="utf-8")
    elsewhere()
    words = ("receipt", "--check", receipt, "--against", checkpoint, "--key")
    told = one_line(timeline(*words, tmp_path / "log.key").stdout)

    assert 0 == timeline(*words, key[1]).exit_code
    assert told == one_line(timeline(*words, key[1]).stdout)
    place = f"entry {held.index(EVENT) + 1} of the {len(held)}"
    assert f"This receipt holds: {place} of openai-microsoft" in told
    assert "title OpenAI restructures and signs a new agreement with Microsoft" in told
    assert "set: ip-license.end; value: through 2032; through: 2032" in told
    assert "signed with the key example.com/log+" in told
    assert "leads to the checkpoint that you gave" in told
    assert "Not checked: whether a later entry corrects or retracts it." in told
    assert 1 == told.count("Not checked")
    assert [] == list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ("2026-02-27",),
        ("2021-06", "--known", "2021-06-15"),
        ("2026-02-27", "--term", "ip-license.*", "--term", "cloud.rofr"),
        ("2026-02-27", "--recorded", "2026-11-21"),
        ("yesterday",),
    ],
)
def test_a_receipt_of_an_answer_shows_what_was_answered(
    timeline: Run,
    database: Path,
    tmp_path: Path,
    elsewhere: Callable[[], None],
    words: tuple[str, ...],
) -> None:
    """The sentences are those of `as-of`, made anew from the entries; so is the JSON."""
    day, *cuts = words
    size = len(recorded(database))
    page = timeline("as-of", *words).stdout
    answer = timeline("as-of", *words, "-o", "json").stdout
    receipt = made(timeline, tmp_path / "r.json", "--as-of", day, *cuts)
    checkpoint = kept(timeline, tmp_path / "c")
    elsewhere()
    result = timeline("receipt", "--check", receipt, "--against", checkpoint)
    form = json.loads(receipt.read_text(encoding="utf-8"))

    assert 0 == result.exit_code, result.output
    assert page in result.stdout
    assert f"follows from all {size} entries of openai-microsoft" in one_line(result.stdout)
    assert answer == json_text.dump(form["as_of"]["answer"]) + "\n"
    assert size == len(form["as_of"]["entries"])


def test_what_was_not_checked_is_said(timeline: Run, tmp_path: Path) -> None:
    """A receipt that only agrees with itself is no proof, and must not look like one."""
    receipt = made(timeline, tmp_path / "r.json", EVENT)
    checkpoint = kept(timeline, tmp_path / "c")
    alone = one_line(timeline("receipt", "--check", receipt).stdout)
    against = one_line(timeline("receipt", "--check", receipt, "--against", checkpoint).stdout)

    assert "Not checked: who made it." in alone
    assert "Not checked: whether it is the log that you know." in alone
    assert "may have made up all of it" in alone
    assert "Not checked: who made it." in against
    assert "made up" not in against


def test_growth_since_a_checkpoint_is_proven(
    timeline: Run, database: Path, key: tuple[Path, str], tmp_path: Path, ticking: None
) -> None:
    """Of all partnerships in it, with an event or without."""
    assert ticking is None
    size = len(recorded(database))
    old = kept(timeline, tmp_path / "old", "--key", key[0])
    ours = kept(timeline, tmp_path / "ours", "-p", "openai-microsoft")
    assert 0 == timeline(*APPENDED, "--title", "Extended").exit_code
    for words, known in (
        (("--since", old), old),
        (("--since", ours), ours),
        ((EVENT, "--since", old), old),
        ((EVENT, "--since", old), ours),
        ((EVENT, "--since", ours, "--alone"), ours),
        (("--as-of", "2026-12-02", "--since", old), old),
    ):
        receipt = made(timeline, tmp_path / "r.json", *words, "--key", key[0])
        result = timeline("receipt", "--check", receipt, "--against", known, "--key", key[1])
        told = one_line(result.output)
        assert 0 == result.exit_code, told
        assert f"begins with the {size} entries of the older checkpoint" in told
        assert "2 came after" in told
        assert "The log only grew since the checkpoint that you gave." in told


def test_a_receipt_of_another_state_needs_the_growth(timeline: Run, tmp_path: Path) -> None:
    """The sentence says how to ask for one."""
    old = kept(timeline, tmp_path / "old")
    assert 0 == timeline(*APPENDED, "--title", "Extended").exit_code
    receipt = made(timeline, tmp_path / "r.json", EVENT)
    result = timeline("receipt", "--check", receipt, "--against", old)

    assert 3 == result.exit_code
    assert "Ask for one with `--since` that checkpoint" in result.stderr


@pytest.mark.parametrize("alone", [(), ("--alone",)])
def test_a_receipt_alone_names_nobody_else(
    timeline: Run, tmp_path: Path, alone: tuple[str, ...]
) -> None:
    """That there is another deal may be the secret."""
    (tmp_path / "secret.yaml").write_text(ledger("x").replace("acme-globex", "secret-deal"))
    assert 0 == timeline("import", tmp_path / "secret.yaml").exit_code
    words = (EVENT, "-p", "openai-microsoft", *alone)
    receipt = made(timeline, tmp_path / "r.json", *words)

    assert (not alone) == ("secret-deal" in receipt.read_text(encoding="utf-8"))
    assert 0 == timeline("receipt", "--check", receipt).exit_code


def test_any_entry_can_be_proven(timeline: Run, database: Path, tmp_path: Path) -> None:
    """Corrections, definitions, the claim of completeness: whatever has an id."""
    ids = recorded(database)
    chosen = random.Random(3).sample(ids, 12)
    for id in (ids[0], ids[-1], "article-004-oracle.c1", COVER, *chosen):
        receipt = made(timeline, tmp_path / "r.json", id)
        result = timeline("receipt", "--check", receipt)
        assert 0 == result.exit_code, result.output
        assert id in one_line(result.stdout)


def test_no_altered_byte_passes(
    timeline: Run, key: tuple[Path, str], tmp_path: Path, elsewhere: Callable[[], None]
) -> None:
    """Of the receipt, the checkpoint or the public key: each byte of the small ones in turn."""
    receipt = made(timeline, tmp_path / "r.json", EVENT, "--key", key[0])
    answer = made(timeline, tmp_path / "a.json", "--as-of", "2026-02-27", "--key", key[0])
    checkpoint = kept(timeline, tmp_path / "c", "--key", key[0])
    public = tmp_path / "log.key"
    public.write_text(key[1], encoding="utf-8")
    elsewhere()
    dice = random.Random(11)
    passed = []
    altered = 0
    for path, shown, tries in (
        (checkpoint, receipt, None),
        (public, receipt, None),
        (receipt, receipt, 400),
        (answer, answer, 60),
    ):
        data = path.read_bytes()
        words = ("receipt", "--check", shown, "--against", checkpoint, "--key", public)
        assert 0 == timeline(*words).exit_code
        places = range(len(data)) if tries is None else dice.sample(range(len(data)), tries)
        for at in places:
            other = bytes([data[at] ^ dice.randrange(1, 256)])
            path.write_bytes(data[:at] + other + data[at + 1 :])
            altered += 1
            if timeline(*words).exit_code not in (1, 3):
                passed.append((path.name, at, other))
        path.write_bytes(data)

    assert altered > 800
    assert [] == passed


def tampered(database: Path, sql: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE log SET payload = replace(payload, 'through 2032', 'through 2033')"
        f" WHERE id = '{EVENT}'",
        f"UPDATE log SET recorded = '2026-11-20T00:00:00.000000Z' WHERE id = '{EVENT}'",
        f"UPDATE log SET digest = randomblob(32) WHERE id = '{EVENT}'",
        f"UPDATE log SET digest = 'text' WHERE id = '{EVENT}'",
        f"UPDATE log SET payload = CAST(payload || ' ' AS BLOB) WHERE id = '{EVENT}'",
    ],
)
def test_a_log_that_was_altered_gives_no_receipt(
    timeline: Run, database: Path, tmp_path: Path, sql: str
) -> None:
    """Nobody is handed a proof that then fails."""
    tampered(database, sql)
    for words in ((EVENT,), ("--as-of", "2026-02-27")):
        result = timeline("receipt", *words, "--to", tmp_path / "r.json")
        assert 3 == result.exit_code, result.output
        assert "was altered in the database" in one_line(result.stderr)
        assert not (tmp_path / "r.json").exists()


def test_a_log_that_was_shortened_has_not_grown(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """Which partnership, and how many entries there were."""
    old = kept(timeline, tmp_path / "old")
    size = len(recorded(database))
    tampered(database, f"DELETE FROM log WHERE version > {size - 10}")
    result = timeline("receipt", "--since", old)

    assert 3 == result.exit_code
    assert "" == result.stdout
    assert f"counts {size} entries, the log has {size - 10}" in one_line(result.stderr)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "Name an EVENT"),
        ((EVENT, "--as-of", "2026-01-01"), 2, "write two"),
        ((EVENT, "--known", "2026-01-01"), 2, "Only --as-of takes --known"),
        ((EVENT, "--against", "x"), 2, "Only --check takes --against"),
        (("--check", "x", EVENT), 2, "leave out EVENT"),
        (("--check", "x", "--as-of", "2026-01-01", "--term", "a"), 2, "out --as-of, --term"),
        (("nobody",), 4, "There is no event 'nobody'"),
        (("2025-10-28-definitiv",), 4, "Did you mean 2025-10-28-definitive?"),
        (("--as-of", "2026-01-01", "--term", "nothing"), 4, "There is no term"),
        (("--as-of", "2026-01-01", "--recorded", "2020-01-01"), 4, "Nothing had been recorded"),
        (("--since", "nowhere"), 1, "nowhere cannot be read: No such file or directory."),
        (("--check", "nowhere"), 1, "nowhere cannot be read: No such file or directory."),
        ((EVENT, "--key", "nowhere"), 1, "nowhere cannot be read"),
        ((EVENT, "--key", "PRIVATE+KEY+a+00000000+x"), 1, "Name the file that holds"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    timeline: Run, words: tuple[str, ...], code: int, says: str
) -> None:
    """And the exit code is that of its sort."""
    result = timeline("receipt", *words)

    assert (code, "") == (result.exit_code, result.stdout)
    assert says in one_line(result.stderr)
    assert "+x" not in result.stderr


def test_files_that_are_something_else_are_a_sentence(
    timeline: Run, key: tuple[Path, str], tmp_path: Path
) -> None:
    """Taken for a receipt, a checkpoint or a key; it is named."""
    receipt = made(timeline, tmp_path / "r.json", EVENT)
    odd = tmp_path / "odd"
    for data in (b"", b"\xff", b"{}", b"nonsense\n", b"x" * 5000):
        odd.write_bytes(data)
        for words in (
            ("--check", odd),
            ("--check", receipt, "--against", odd),
            ("--check", receipt, "--key", odd),
            ("--since", odd),
            (EVENT, "--key", odd),
        ):
            result = timeline("receipt", *words)
            assert (1, "") == (result.exit_code, result.stdout)
            assert str(odd) in result.stderr
    for said in (key[0], key[1][:-1], "a+b+c"):
        assert 1 == timeline("receipt", "--check", receipt, "--key", said).exit_code


def test_a_log_may_change_its_key(timeline: Run, key: tuple[Path, str], tmp_path: Path) -> None:
    """What was kept before was signed with the old one; both are given."""
    old = kept(timeline, tmp_path / "old", "--key", key[0])
    new = timeline("checkpoint", "--new-key", "example.com/log", tmp_path / "new").stdout.strip()
    receipt = made(timeline, tmp_path / "r.json", EVENT, "--key", tmp_path / "new")
    words = ("receipt", "--check", receipt, "--against", old)

    assert 0 == timeline(*words, "--key", new, "--key", key[1]).exit_code
    for one in (new, key[1]):
        assert 3 == timeline(*words, "--key", one).exit_code
    assert 2 == timeline("receipt", EVENT, "--key", key[0], "--key", tmp_path / "new").exit_code


def test_a_title_cannot_take_hold_of_the_terminal(timeline: Run, tmp_path: Path) -> None:
    """Whoever checks a receipt shows text that a stranger wrote."""
    title = "\x1b[2J\x1b]0;owned\x07 \u202emoc.live \u200b"
    result = timeline(*APPENDED, "--title", title, "--id", "hostile")
    assert 0 == result.exit_code, result.output
    receipt = made(timeline, tmp_path / "r.json", "hostile")
    result = timeline("receipt", "--check", receipt)

    assert 0 == result.exit_code
    for harmful in "\x1b\x07\u202e\u200b":
        assert harmful not in result.stdout
    assert "\\u001b[2J" in result.stdout
    assert "\x1b" not in receipt.read_text(encoding="utf-8")
    assert "\u202e" not in receipt.read_text(encoding="utf-8")


def test_without_the_package_it_is_said_how_to_get_it(
    timeline: Run, key: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key nothing needs it."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    signed = timeline("checkpoint", "--key", key[0])
    receipt = made(timeline, tmp_path / "r.json", EVENT)

    assert 1 == signed.exit_code
    assert "pip install 'partnership-timeline[sign]'" in signed.stderr
    assert 0 == timeline("receipt", "--check", receipt).exit_code


def test_a_receipt_passes_through_a_pipe(timeline: Run) -> None:
    """Standard output on one side, `-` on the other."""
    receipt = timeline("receipt", EVENT).stdout

    assert 0 == timeline("receipt", "--check", "-", input=receipt).exit_code
    assert 3 == timeline("receipt", "--check", "-", input=receipt.replace("2032", "2033")).exit_code


def blocks(language: str) -> list[str]:
    """Return the blocks of that language on the page about proof."""
    page = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


PUBLIC = "example.com/deals+a3665837+AVDP4xbv7EK9svRhbbRjl4bzLFU9nGiHzrwdwtJCPMIh"


def checker() -> Callable[[bytes, str], dict[str, object]]:
    room: dict[str, Any] = {}
    (source,) = blocks("python")
    exec(source, room)
    found: Callable[[bytes, str], dict[str, object]] = room["proven"]
    return found


def test_the_receipt_on_the_page_is_one(timeline: Run, tmp_path: Path) -> None:
    """It was written long ago, by another edition: what is given away has to be read for ever."""
    (example,) = blocks("json")
    (tmp_path / "r.json").write_text(example, encoding="utf-8")
    result = timeline("receipt", "--check", tmp_path / "r.json", "--key", PUBLIC)

    assert f"{PUBLIC}\n" in blocks("text")
    assert 0 == result.exit_code, result.output
    assert "cover 2026-10-08" in one_line(result.stdout)
    assert {"cover": "2026-10-08", "id": "cover:2026-10-08", "v": 1} == checker()(
        example.encode(), PUBLIC
    )


def test_the_checker_on_the_page_agrees(
    timeline: Run, key: tuple[Path, str], tmp_path: Path
) -> None:
    """Written from the page alone; what it finds is what the program finds."""
    proven = checker()
    for id in (EVENT, "article-004-oracle.c1", COVER):
        data = made(timeline, tmp_path / "r.json", id, "--key", key[0]).read_bytes()
        assert id == proven(data, key[1])["id"]
        for old, new in ((b"2026", b"2027"), (b'"line": []', b'"line": ["00"]')):
            with pytest.raises((AssertionError, ValueError)):
                proven(data.replace(old, new, 1), key[1])


def schemas() -> Registry[Schema]:
    empty: Registry[Schema] = Registry()
    return empty.with_resources(
        (path.as_uri(), Resource.from_contents(json.loads(path.read_text(encoding="utf-8"))))
        for path in SCHEMAS.glob("*.schema.json")
    )


def test_receipts_are_as_their_schema_says(timeline: Run, tmp_path: Path) -> None:
    """Whoever writes a checker of his own goes by it."""
    old = kept(timeline, tmp_path / "old")
    address = (SCHEMAS / "receipt.schema.json").as_uri()
    validator = Draft202012Validator({"$ref": address}, registry=schemas())
    for words in (
        (EVENT,),
        (EVENT, "--alone"),
        ("--as-of", "2026-02-27", "--known", "2026-02-01", "--recorded", "2026-11-21"),
        ("--since", old),
    ):
        form = json.loads(timeline("receipt", *words).stdout)
        assert [] == [error.message for error in validator.iter_errors(form)]
        for one in (form, *(form[key] for key in ("entry", "as_of", "since") if key in form)):
            one["surprise"] = 1
            assert not validator.is_valid(form)
            del one["surprise"]
