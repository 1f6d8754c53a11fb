"""Tests of the temporary files that become a database, a backup or a checkpoint."""

import os
from pathlib import Path

import pytest

from events.storage.beside import beside


def test_two_commands_never_share_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even with one number: each container counts its processes from 1."""
    monkeypatch.setattr(os, "getpid", lambda: 1)
    with beside(str(tmp_path / "log.db")) as one, beside(str(tmp_path / "log.db")) as other:
        assert one != other
        assert [tmp_path, tmp_path] == [Path(one).parent, Path(other).parent]


def test_nothing_of_it_is_left_behind(tmp_path: Path) -> None:
    """SQLite puts files beside its own, and a command that fails renames nothing."""
    with beside(str(tmp_path / "log.db")) as name:
        for end in ("", "-wal", "-shm"):
            Path(name + end).touch()

    assert [] == os.listdir(tmp_path)


def test_what_was_renamed_stays(tmp_path: Path) -> None:
    """It is the file, by then."""
    with beside(str(tmp_path / "log.db")) as name:
        Path(name).write_text("whole", encoding="utf-8")
        os.replace(name, tmp_path / "log.db")

    assert ["log.db"] == os.listdir(tmp_path)
