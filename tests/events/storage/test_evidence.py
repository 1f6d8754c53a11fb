"""The bytes of an article are kept whole or not at all, and only under their own hash."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from events.storage.evidence import Evidence, UnkeptError, is_unaltered

DATA = b"<p>What was read.</p>"
SNAPSHOT = sha256(DATA).hexdigest()


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """Return the evidence in an empty folder."""
    return Evidence(str(tmp_path / "evidence"), "a.db/acme")


def files(evidence: Evidence) -> list[str]:
    """Return the names of all files of *evidence*."""
    return sorted(one.name for one in Path(evidence.folder).rglob("*") if one.is_file())


def test_what_is_kept_is_found_by_its_hash(evidence: Evidence) -> None:
    """The log has nothing but the hash; twice is once."""
    assert [SNAPSHOT] * 2 == [evidence.keep(DATA) for _ in range(2)]
    assert DATA == evidence.read(SNAPSHOT)
    assert [SNAPSHOT] == files(evidence)


def test_what_waits_is_kept_when_it_is_taken_and_not_before(evidence: Evidence) -> None:
    """Nobody cites what nobody has decided; taking it again is harmless."""
    evidence.wait(SNAPSHOT, DATA)
    assert evidence.read(SNAPSHOT) is None

    assert [True, True] == [evidence.take(SNAPSHOT) for _ in range(2)]
    assert DATA == evidence.read(SNAPSHOT)
    assert [SNAPSHOT] == files(evidence)


def test_what_is_forgotten_leaves_nothing(evidence: Evidence) -> None:
    """A rejected article is not ours to keep; one that another draft has kept stays."""
    evidence.wait(SNAPSHOT, DATA)
    evidence.forget(SNAPSHOT)
    assert not evidence.take(SNAPSHOT)
    assert [] == files(evidence)

    evidence.keep(DATA)
    evidence.forget(SNAPSHOT)
    assert DATA == evidence.read(SNAPSHOT)


def test_bytes_that_were_altered_while_they_waited_are_not_kept(evidence: Evidence) -> None:
    """Under that hash they would be a forgery."""
    evidence.wait(SNAPSHOT, b"something else")

    assert not evidence.take(SNAPSHOT)
    assert [] == files(evidence)


def test_kept_bytes_that_were_altered_are_known_and_mended(evidence: Evidence) -> None:
    """Whoever has the article again can put it back."""
    evidence.keep(DATA)
    Path(evidence.path(SNAPSHOT)).write_bytes(b"something else")
    assert not is_unaltered(evidence.read(SNAPSHOT), SNAPSHOT)

    evidence.keep(DATA)
    assert is_unaltered(evidence.read(SNAPSHOT), SNAPSHOT)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_nothing_half_written(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Half of an article under its hash would be told as altered for ever."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(UnkeptError, match="No space left on device"):
        evidence.keep(DATA)
    assert [] == files(evidence)


def test_another_database_in_the_same_folder_keeps_its_own_waiting_bytes(
    evidence: Evidence,
) -> None:
    """What one database rejects, another may still accept."""
    other = Evidence(evidence.folder, os.path.join("b.db", "acme"))
    for one in (evidence, other):
        one.wait(SNAPSHOT, DATA)
    evidence.forget(SNAPSHOT)

    assert other.take(SNAPSHOT)
