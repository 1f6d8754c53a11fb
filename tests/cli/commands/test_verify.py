"""`timeline verify`: what a log was is remembered outside of it, so that going back is noticed."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alterations import rechain, unguarded
from click.testing import Result
from nobody import as_nobody, folders_of
from running import Run, said

from cli.proofs.verified_heads import Memory
from events.log.log import open_log
from events.model.kinds import Act, Authority, Event
from events.payload import codec
from events.proof.checkpoints import Checkpoint, tree_over
from migrations.run import upgrade
from timeline.answers.update import bring_up

pytestmark = pytest.mark.drawn

APPENDED = (
    *("append", "--when", "2026-12-01", "--authority", "official", "--title"),
    *("Extended", "--source", "https://example.com/a", "--set", "ip-license.end=through 2035"),
)
FIRST = "It was not verified here before; it is remembered from now on."
AGAIN = "The log continues the one that was verified here last."


def appended(run: Run) -> None:
    assert 0 == run(*APPENDED).exit_code


def copied(database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(database, tmp_path / "backup.db"))


def departed(result: Result) -> str:
    """Return what is said of a log that is whole and no continuation, on one line."""
    text = " ".join(result.stdout.split())
    assert 3 == result.exit_code, result.output
    assert "it is not a continuation" in text
    return text


def state(home: Path) -> Path:
    return home / "state" / "partnership-timeline" / "verified"


# The answer


def test_a_whole_log_is_told_in_a_few_lines(timeline: Run) -> None:
    """Most of the time that is all there is to say."""
    first, again = timeline("verify"), timeline("verify")

    assert (0, 0) == (first.exit_code, again.exit_code)
    assert "nothing was altered, lost or" in first.stdout
    assert FIRST in first.stdout
    assert AGAIN in again.stdout
    assert "" == first.stderr == again.stderr


def test_a_log_that_grew_continues_the_one_before(timeline: Run) -> None:
    """It is what logs do."""
    timeline("verify")
    appended(timeline)

    assert AGAIN in timeline("verify").stdout


def test_an_empty_log_is_verified(command: Run, tmp_path: Path) -> None:
    """There is something to remember of it: its identity."""
    command("init", "--db", tmp_path / "empty.db")

    result = command("verify", "--db", tmp_path / "empty.db")
    assert 0 == result.exit_code
    assert "Verified 0 entries of 0 partnerships" in result.stdout


def test_an_altered_entry_is_named_and_the_code_is_3(timeline: Run, database: Path) -> None:
    """Whoever runs it every night needs no reader."""
    with unguarded(database) as connection:
        connection.execute("UPDATE log SET id = 'x' WHERE version = 7")
    result = timeline("verify")

    assert 3 == result.exit_code
    text = " ".join(result.stdout.split())
    assert text.startswith("openai-microsoft, entry 7: it stands under the id 'x', and says")
    assert text.endswith("The log fails. Restore a backup, or an export, from before that.")


def test_json_names_the_entry_too(timeline: Run, database: Path) -> None:
    """A program wants the version as a number."""
    with unguarded(database) as connection:
        connection.execute("UPDATE log SET id = 'x' WHERE version = 7")
    result = timeline("verify", "-o", "json")
    told = json.loads(result.stdout)

    assert 3 == result.exit_code
    assert told["whole"] is False
    assert [("openai-microsoft", 7)] == [
        (one["partnership"], one["version"]) for one in told["faults"]
    ]
    assert told["remembered"] is None


def test_what_fails_is_not_remembered(timeline: Run, database: Path, home: Path) -> None:
    """The next verification would compare with it."""
    timeline("verify")
    before = {file.name: file.read_bytes() for file in state(home).iterdir()}
    with unguarded(database) as connection:
        connection.execute("UPDATE log SET id = 'x' WHERE version = 7")
    timeline("verify", "--accept")

    assert before == {file.name: file.read_bytes() for file in state(home).iterdir()}


def test_what_is_wrong_beside_the_log_is_mended_by_rebuild(timeline: Run, database: Path) -> None:
    """It says so, and it is so."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM subjects WHERE version % 3 = 0")
    failed = timeline("verify")

    assert 3 == failed.exit_code
    assert "The log itself is whole. Run `timeline rebuild`." in failed.stdout
    assert 0 == timeline("rebuild").exit_code
    assert 0 == timeline("verify").exit_code


def test_a_rebuild_says_how_much_was_made_anew(timeline: Run, database: Path) -> None:
    """Of the whole log: so that one that took in too little shows."""
    told = timeline("rebuild").stdout
    with closing(sqlite3.connect(database)) as connection:
        subjects = connection.execute(
            "SELECT count(*) FROM (SELECT DISTINCT partnership, version FROM subjects)"
        ).fetchone()[0]
        entries = connection.execute("SELECT count(*) FROM log").fetchone()[0]
        rows = connection.execute("SELECT count(*) FROM answers").fetchone()[0]

    assert subjects > 300
    assert rows > 200
    assert told == (
        f"Rebuilt what stands beside the log in {database}: the subjects of {subjects} of "
        f"{entries} entries, and {rows} rows of answers.\n"
    )


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("UPDATE answers SET value = 'x' WHERE term = 'cloud.rofr'", "answers of cloud.rofr are"),
        ("DELETE FROM answers", "and {others} more terms are not those that a replay gives"),
        ("DELETE FROM reached", "its answers are stored up to version 0, and not {entries}"),
        ("UPDATE reached SET edition = 0", "its stored answers are of another edition (0, here 1)"),
    ],
)
def test_answers_that_are_off_are_made_anew(
    timeline: Run, database: Path, order: str, said: str
) -> None:
    """They are the log's, and it is whole; until then all but altered ones are told rightly."""
    with closing(sqlite3.connect(database)) as connection, connection:
        [entries] = connection.execute("SELECT count(*) FROM log").fetchone()
        [terms] = connection.execute("SELECT count(DISTINCT term) FROM answers").fetchone()
        connection.execute(order)
    failed = timeline("verify")
    said = said.format(entries=entries, others=terms - 3)

    assert 3 == failed.exit_code
    assert failed.stdout.startswith("openai-microsoft: ")
    assert said in " ".join(failed.stdout.split())
    assert "The log itself is whole. Run `timeline rebuild`." in failed.stdout
    assert 0 == timeline("rebuild").exit_code
    assert 0 == timeline("verify").exit_code


def test_answers_kept_by_nobody_are_told_all_the_same(timeline: Run, database: Path) -> None:
    """Where they lag, they are worked out."""
    words = ("as-of", "2026-02-27", "--known", "2026-03-01", "-o", "json")
    before = timeline(*words).stdout
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executescript("UPDATE answers SET value = 'x'; DELETE FROM reached")

    assert before == timeline(*words).stdout


def test_nothing_is_rebuilt_from_a_log_that_fails(timeline: Run, database: Path) -> None:
    """What stands beside it is the only other witness there is."""
    with closing(sqlite3.connect(database)) as connection:
        before = connection.execute("SELECT * FROM subjects").fetchall()
    with unguarded(database) as connection:
        connection.execute("UPDATE log SET id = 'x' WHERE version = 7")
    result = timeline("rebuild")

    assert 3 == result.exit_code
    assert "openai-microsoft, entry 7: it stands under the id 'x'" in result.stderr
    with closing(sqlite3.connect(database)) as connection:
        assert before == connection.execute("SELECT * FROM subjects").fetchall()


# The memory


def test_a_shortened_log_is_noticed(timeline: Run, database: Path) -> None:
    """Nothing in the file says that there has been more."""
    timeline("verify")
    with unguarded(database) as connection:
        last = connection.execute("SELECT max(version) FROM log").fetchone()[0]
        for table in ("log", "subjects"):
            connection.execute(f"DELETE FROM {table} WHERE version = ?", [last])

    text = departed(timeline("verify"))
    assert f"was shortened: the checkpoint counts {last} entries, the log has {last - 1}" in text


def test_a_log_rolled_back_to_a_backup_is_noticed(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """The backup is whole, and of the same log; what came after it is gone."""
    backup = copied(database, tmp_path)
    appended(timeline)
    timeline("verify")
    shutil.copy(backup, database)

    assert "was shortened" in departed(timeline("verify"))


def test_a_log_rolled_back_and_grown_again_is_noticed(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """It may be longer by now than it ever was."""
    backup = copied(database, tmp_path)
    appended(timeline)
    timeline("verify")
    shutil.copy(backup, database)
    for number in range(3):
        timeline(*APPENDED, "--id", f"another-{number}")

    assert "was rewritten" in departed(timeline("verify"))


def test_a_partnership_gone_is_noticed(timeline: Run, database: Path) -> None:
    """With the last entries there is no gap."""
    act = Event(id="e", title="E", authority=Authority.PRESS, sources=("a",))
    with open_log(str(database), writing=True, follow=bring_up) as log:
        log.append("zebra", [act])
    timeline("verify")
    with unguarded(database) as connection:
        connection.execute("DELETE FROM log WHERE partnership = 'zebra'")

    assert "('zebra', 1, 'cites:a'), which is not in it" in timeline("verify").stdout
    timeline("rebuild")
    text = departed(timeline("verify"))
    assert "zebra was shortened: the checkpoint counts 1 entry, the log has 0." in text


def test_a_log_rewritten_with_its_chain_is_noticed(timeline: Run, database: Path) -> None:
    """Whoever has the file can make every digest anew; the checkpoint was elsewhere."""
    timeline("verify")
    with unguarded(database) as connection:
        version, payload = connection.execute(
            "SELECT version, payload FROM log WHERE instr(payload, CAST('\"changes\"' AS BLOB))"
        ).fetchone()
        other = payload.replace(b'"title":"', b'"title":"Not ')
        assert other != payload
        rechain(connection, "openai-microsoft", {version: other})

    assert "openai-microsoft was rewritten" in departed(timeline("verify"))


def test_another_log_at_the_same_place_is_noticed(timeline: Run, database: Path) -> None:
    """It has nothing to continue, being another; but its place was taken."""
    before = said(timeline("verify", "-o", "json"))["log"]
    for rest in ("", "-wal", "-shm"):
        Path(f"{database}{rest}").unlink(missing_ok=True)
    assert 0 == timeline("init", "--bundled").exit_code

    text = departed(timeline("verify"))
    assert f"Another log, {before}, stood at" in text


def test_an_identity_altered_is_noticed_as_another_log(timeline: Run, database: Path) -> None:
    """So that nobody gets around the memory by that."""
    timeline("verify")
    with unguarded(database) as connection:
        connection.execute("UPDATE identity SET log = '0123456789abcdef0123456789abcdef'")

    assert "Another log" in departed(timeline("verify"))


def test_the_same_log_is_known_at_another_place(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """Its own identity tells, wherever it was moved."""
    backup = copied(database, tmp_path)
    appended(timeline)
    timeline("verify")

    assert "was shortened" in departed(timeline("verify", "--db", backup))


def test_a_departure_is_told_until_it_is_accepted(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """A warning that is gone after one look is easily missed."""
    backup = copied(database, tmp_path)
    appended(timeline)
    timeline("verify")
    shutil.copy(backup, database)

    assert 3 == timeline("verify").exit_code
    assert 3 == timeline("verify").exit_code
    accepted = timeline("verify", "--accept")
    assert 0 == accepted.exit_code
    assert "It is remembered as it is now." in accepted.stdout
    assert AGAIN in timeline("verify").stdout


def test_two_logs_are_remembered_apart(timeline: Run, database: Path, tmp_path: Path) -> None:
    """Each by its own identity."""
    other = tmp_path / "other.db"
    timeline("init", "--db", other)

    assert FIRST in timeline("verify").stdout
    assert FIRST in timeline("verify", "--db", other).stdout
    assert AGAIN in timeline("verify", "--db", f"sqlite:///{database}").stdout


# Where nothing can be remembered


def test_without_a_place_for_memory_it_still_answers(timeline: Run, home: Path) -> None:
    """It says on stderr what that means."""
    (home / "state").write_text("a file where the folder would be")
    result = timeline("verify")

    assert 0 == result.exit_code
    assert "nothing was altered, lost or" in result.stdout
    assert FIRST not in result.stdout
    assert "So the log was not compared with what it was before." in result.stderr
    assert "could not be remembered" in result.stderr
    assert "Traceback" not in result.output


def test_without_rights_on_the_folder_it_still_answers(
    timeline: Run, home: Path, tmp_path: Path, database: Path
) -> None:
    """A log is verified by somebody else too, who has no home here."""
    timeline("verify")  # It loads what it needs from where nobody may read.
    shutil.rmtree(home / "state")
    (home / "state").mkdir(mode=0o555)
    for place in (*folders_of(tmp_path), database):
        place.chmod(0o777)

    def verify() -> None:
        result = timeline("verify")
        assert 0 == result.exit_code, result.output
        assert "could not be remembered" in result.stderr

    assert 0 == as_nobody(verify)


@pytest.mark.parametrize("text", ["", "nonsense\n", "\x00", "partnership-timeline/x\n1\nAA==\n"])
def test_a_memory_that_is_damaged_is_no_clean_bill(timeline: Run, home: Path, text: str) -> None:
    """Else one would only have to spoil it."""
    timeline("verify")
    (file,) = state(home).glob("*.checkpoint")
    file.write_text(text)

    result = timeline("verify")
    assert "holds no checkpoint any more" in departed(result)
    assert text == file.read_text()
    assert 0 == timeline("verify", "--accept").exit_code
    assert AGAIN in timeline("verify").stdout


def test_what_is_remembered_is_written_whole_or_not_at_all(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A verification may be interrupted as well."""
    memory = Memory("0" * 32, "/somewhere/log.db")
    old = Checkpoint("0" * 32, {"us": tree_over([b"a"])})
    memory.keep(old)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Exception, match="No space left on device"):
        memory.keep(Checkpoint("0" * 32, {"us": tree_over([b"a", b"b"])}))

    assert old == memory.last()
    assert [] == list(state(home).glob("*.part"))


# A checkpoint that somebody else kept


@pytest.fixture
def kept(timeline: Run, tmp_path: Path) -> Callable[..., Path]:
    """Return the means to put what `timeline checkpoint` prints in a file."""

    def keep(*words: object) -> Path:
        path = tmp_path / "kept.txt"
        result = timeline("checkpoint", *words)
        assert 0 == result.exit_code, result.output
        path.write_text(result.stdout)
        return path

    return keep


def test_the_log_continues_a_checkpoint_that_was_kept(
    timeline: Run, kept: Callable[..., Path]
) -> None:
    """On another machine there is no memory of it, but there is the checkpoint."""
    path = kept()
    appended(timeline)
    result = timeline("verify", "--since", path)

    assert 0 == result.exit_code
    assert "It continues the checkpoint in" in result.stdout


def test_a_checkpoint_of_one_partnership_is_enough(
    timeline: Run, kept: Callable[..., Path], database: Path
) -> None:
    """The others are not for everyone to see."""
    path = kept("-p", "openai-microsoft")

    assert 0 == timeline("verify", "--since", path).exit_code
    with unguarded(database) as connection:
        for table in ("log", "subjects"):
            connection.execute(f"DELETE FROM {table} WHERE version > 200")
    assert "was shortened" in departed(timeline("verify", "--since", path))


def test_a_signed_checkpoint_is_checked_with_its_key(
    timeline: Run, kept: Callable[..., Path], tmp_path: Path
) -> None:
    """What somebody may have altered on the way is no witness."""
    public = timeline("checkpoint", "--new-key", "example.com/log", tmp_path / "key").stdout.strip()
    other = timeline("checkpoint", "--new-key", "example.com/log", tmp_path / "key2").stdout.strip()
    path = kept("--key", tmp_path / "key")

    assert 0 == timeline("verify", "--since", path, "--key", public).exit_code
    assert 0 == timeline("verify", "--since", path).exit_code
    wrong = timeline("verify", "--since", path, "--key", other)
    assert 3 == wrong.exit_code
    assert "was not signed with the key" in wrong.stderr
    unsigned = timeline("verify", "--since", kept(), "--key", public)
    assert 3 == unsigned.exit_code
    assert unsigned.stderr.startswith("Error: ")


def test_a_checkpoint_of_another_log_is_refused_by_name(
    timeline: Run, kept: Callable[..., Path], tmp_path: Path
) -> None:
    """The two identities are said."""
    other = tmp_path / "other.db"
    timeline("init", "--bundled", "--db", other)
    path = kept("--db", other)

    text = departed(timeline("verify", "--since", path))
    assert "The checkpoint is of another log" in text
    assert FIRST in timeline("verify").stdout


@pytest.mark.parametrize("text", ["", "x", "a\nb\nc\n", "\x00\xff", "partnership-timeline/1\n0\n"])
def test_what_is_no_checkpoint_is_a_sentence(timeline: Run, tmp_path: Path, text: str) -> None:
    """And nothing is remembered of such a verification."""
    path = tmp_path / "kept.txt"
    path.write_text(text)
    result = timeline("verify", "--since", path)

    assert 1 == result.exit_code
    assert result.stderr.startswith(f"Error: {path}: ")


def test_a_checkpoint_that_is_not_there_is_a_sentence(timeline: Run) -> None:
    """A typing error."""
    result = timeline("verify", "--since", "nowhere.txt")

    assert (1, "Error: nowhere.txt cannot be read: No such file or directory.\n") == (
        result.exit_code,
        result.stderr,
    )


def test_accepting_does_not_silence_a_checkpoint_that_was_kept(
    timeline: Run, kept: Callable[..., Path], database: Path, tmp_path: Path
) -> None:
    """It is somebody else's, and asked about."""
    backup = copied(database, tmp_path)
    appended(timeline)
    path = kept()
    shutil.copy(backup, database)

    assert 3 == timeline("verify", "--accept", "--since", path).exit_code


# How much it takes


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """A log of a hundred thousand entries is verified where one of ten is."""
    import tracemalloc

    from events.proof.verification import verify

    def peak(count: int) -> int:
        path = str(tmp_path / f"{count}.db")
        upgrade(path)
        with open_log(path, writing=True) as log, log.together(["us"]):
            writer = log.writer("us")
            for number in range(count):
                act: Act = Event(
                    id=f"e{number}", title="E", authority=Authority.PRESS, sources=("a",)
                )
                writer.add(act, codec.encode(act))
            writer.flush()
        with open_log(path) as log:
            verify(log)
            tracemalloc.start()
            try:
                assert count == verify(log).entries
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    assert peak(6000) < peak(2000) + 50_000
