"""The database is made and brought up to date by migrations alone, wherever the program runs."""

import ast
import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from writers import PARALLEL

from events.errors import MigrationNeededError, StorageError
from events.storage import database, engines
from events.storage.tables import LogRow
from migrations import run
from migrations.engine import engine_for

ROOT = Path(run.__file__).parent.parent
REVISIONS = sorted((ROOT / "migrations" / "versions").glob("m*.py"))


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return the path of a migrated database."""
    path = str(tmp_path / "log.db")
    run.upgrade(path)
    return path


@contextmanager
def engine(path: str) -> Iterator[sa.Engine]:
    made = engine_for(path)
    try:
        yield made
    finally:
        made.dispose()


TABLES = ("log", "subjects", "identity", "answers", "reached", "inbox", "watches")


def config_of(made: sa.Engine, folder: Path = ROOT / "migrations") -> Config:
    config = Config(stdout=io.StringIO(), attributes={"engine": made, "models": LogRow.metadata})
    config.set_main_option("script_location", str(folder))
    return config


def names(path: str, kind: str) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type=?", [kind])
        }


# Where it leads


def test_head_is_the_newest_revision_and_the_one_the_log_reads() -> None:
    """A reading command compares it without Alembic and without this folder."""
    assert run.HEAD == database.EDITION
    assert REVISIONS[-1].name[:4] == run.HEAD


def test_the_migrations_make_what_the_models_say(path: str) -> None:
    """`create_all` in the tests and Alembic in production would drift apart."""
    with engine(path) as made:
        command.check(config_of(made))


def test_the_constraints_are_those_of_the_models_too(path: str, tmp_path: Path) -> None:
    """`alembic check` does not look at them."""
    other = str(tmp_path / "models.db")
    with engine(other) as made:
        LogRow.metadata.create_all(made)
        by_models = _constraints(made)
    with engine(path) as made:
        by_migrations = _constraints(made)

    assert by_models == by_migrations
    assert len(by_models) == 11


def _constraints(made: sa.Engine) -> set[str]:
    found = sa.inspect(made)
    return {
        str(found.get_pk_constraint("log")["constrained_columns"]),
        *(f"{one['name']}: {one['column_names']}" for one in found.get_unique_constraints("log")),
        *(f"{one['name']}: {one['sqltext']}" for one in found.get_check_constraints("log")),
    }


def test_the_triggers_are_there(path: str) -> None:
    """Batch mode on SQLite drops them without a word."""
    expected = {
        *("log_refuses_update", "log_refuses_delete", "log_refuses_replace"),
        *("identity_refuses_update", "identity_refuses_delete", "identity_refuses_another"),
    }

    assert expected == names(path, "trigger")


def test_the_database_is_in_wal_mode(path: str) -> None:
    """Readers and a writer do not wait for each other."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# How it gets there


def test_upgrading_twice_is_fine(path: str) -> None:
    """`timeline init` may be run at any time."""
    before = Path(path).read_bytes()
    run.upgrade(path)

    assert before == Path(path).read_bytes()
    assert os.listdir(Path(path).parent) == ["log.db"]


def test_the_folder_is_made_too(tmp_path: Path) -> None:
    """The user data folder does not exist on the first day."""
    url = f"sqlite:///{tmp_path}/new/folder/log.db"
    run.upgrade(url)

    assert engines.revision(url) == run.HEAD


def test_nothing_is_current_where_there_is_nothing(tmp_path: Path) -> None:
    """Asking makes no file."""
    assert engines.revision(str(tmp_path / "log.db")) is None
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """`mktemp` makes one."""
    path = tmp_path / "log.db"
    path.touch()
    run.upgrade(str(path))

    assert engines.revision(str(path)) == run.HEAD


def test_many_may_begin_at_once(tmp_path: Path) -> None:
    """Two terminals, both on their first command."""
    path = str(tmp_path / "log.db")
    starters = [PARALLEL.Process(target=run.upgrade, args=(path,)) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()

    assert [starter.exitcode for starter in starters] == [0] * 4
    assert engines.revision(path) == run.HEAD


def test_a_migration_that_fails_half_way_leaves_nothing(path: str, tmp_path: Path) -> None:
    """SQLite can take back a CREATE TABLE, if it is asked to."""
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder)
    (folder / "versions" / "m006_bad.py").write_text(
        "from alembic import op\n"
        "revision, down_revision = 'm006', 'm005'\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (a)')\n"
        "    op.execute('CREATE TABLE log (a)')\n"
    )
    with engine(path) as made, pytest.raises(sa.exc.OperationalError):
        command.upgrade(config_of(made, folder), "head")

    assert {*TABLES, "alembic_version"} == names(path, "table")
    assert {"answers_now", "terms", "sources", "events"} == names(path, "view")
    assert engines.revision(path) == "m005"


def test_the_log_is_never_dropped(path: str) -> None:
    """A downgrade would be the one way to lose it."""
    with engine(path) as made, pytest.raises(CommandError, match="never dropped"):
        command.downgrade(config_of(made), "base")

    assert "log" in names(path, "table")


def test_it_works_from_anywhere_and_prints_nothing(tmp_path: Path) -> None:
    """From a wheel there is no pyproject.toml; and stdout is for answers."""
    package = tmp_path / "100% installed"
    for name in ("events", "migrations"):
        shutil.copytree(ROOT / name, package / name)
    code = (
        "from events.storage import engines; from migrations import run;"
        "run.upgrade('log.db'); print(engines.revision('log.db'))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("m005\n", "")


def test_asking_for_the_revision_loads_nothing_heavy() -> None:
    """It is on the way to every answer."""
    code = (
        "import sys, events.log.log, migrations.run;"
        "print({'alembic', 'sqlalchemy', 'sqlmodel', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"


# What it refuses


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """A wrong --db must not put a log among somebody's bookmarks."""
    path = str(tmp_path / "bookmarks.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    with pytest.raises(StorageError, match="of another program"):
        run.upgrade(path)

    assert {"bookmarks"} == names(path, "table")


def test_a_newer_database_is_left_alone(path: str) -> None:
    """There is no way back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'm999'")
    with pytest.raises(MigrationNeededError, match="upgrade the program"):
        run.upgrade(path)


@pytest.mark.parametrize("name", ["", "folder", "text", "text/log.db"])
def test_what_cannot_become_a_database_is_a_sentence(tmp_path: Path, name: str) -> None:
    """No error of SQLAlchemy, SQLite or the system leaks."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("hello\n" * 999)
    with pytest.raises(StorageError):
        run.upgrade(str(tmp_path / name) if name else "")


def test_a_locked_database_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was empty a moment ago, and somebody else is at work."""
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    path = str(tmp_path / "log.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=wal")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use by another program"):
            run.upgrade(path)


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda path: path.stem)
def test_a_revision_imports_nothing_of_ours(revision: Path) -> None:
    """It has to mean the same for ever."""
    imported = {
        name for node in ast.walk(ast.parse(revision.read_text())) for name in _imported(node)
    }

    assert imported <= {"sqlalchemy", "alembic"}


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import():
            return [alias.name.partition(".")[0] for alias in node.names]
        case ast.ImportFrom():
            return [(node.module or ".").partition(".")[0]]
        case _:
            return []
