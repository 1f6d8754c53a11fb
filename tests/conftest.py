"""What the tests of the command share: the bundled log, a stopped clock and a home of their own."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.bundled import bundled, load_bundled
from cli.main import main
from events import log
from migrations.run import upgrade
from timeline.record import Kept, Record, record_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The instant at which the clock stands still."""

Run = Callable[..., Result]
"""Run the command with these arguments, and perhaps with *input* to read."""


def said(result: Result) -> Any:
    """Return the JSON that a command has printed, once it has succeeded."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="session")
def bundled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one database with the bundled ledger, for the tests to copy."""
    path = tmp_path_factory.mktemp("bundled") / "timeline.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "clock", lambda: NOW)
        upgrade(str(path))
        load_bundled(str(path))
    return path


@pytest.fixture(scope="session")
def record() -> Record:
    """Return the record of the bundled ledger, with nothing between it and the file."""
    items = enumerate(bundled().items, 1)
    return record_of(Kept(version, item.recorded or "", item.act) for version, item in items)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home folder with nothing in it, where the clock stands still."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("TIMELINE_DB", raising=False)
    monkeypatch.setattr(log, "clock", lambda: NOW)
    return folder


@pytest.fixture
def command(home: Path) -> Run:
    """Run the command where no database is named."""
    assert home.is_dir()

    def run(*args: object, **given: Any) -> Result:
        texts = [str(one) for one in args]
        return CliRunner().invoke(main, texts, catch_exceptions=False, **given)

    return run


@pytest.fixture
def database(bundled_database: Path, tmp_path: Path) -> Path:
    """Return a database of one's own that holds the bundled ledger."""
    return Path(shutil.copy(bundled_database, tmp_path / "timeline.db"))


@pytest.fixture
def timeline(command: Run, database: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a database of its own that holds the bundled ledger."""
    monkeypatch.setenv("TIMELINE_DB", str(database))
    return command


@pytest.fixture
def ticking(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock go on by a second each time it is read."""
    assert home.is_dir()
    seconds = count()
    monkeypatch.setattr(log, "clock", lambda: NOW + timedelta(seconds=next(seconds)))
