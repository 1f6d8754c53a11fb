"""Ours: every way in which the benchmarks use the project; no other module here imports it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

from benchmarks.data import slug
from benchmarks.machine import ROOT
from benchmarks.questions import Question
from benchmarks.reference import Answer
from cli.reading.session import asked_in
from cli.reading.snapshot import snapshot_of
from events.dates.dates import day
from events.dates.instants import recorded_by
from events.log.importer import Offer, take_in
from events.log.log import open_log
from events.payload import codec
from timeline.answers.update import bring_up
from timeline.rule.answer import UNDETERMINED
from timeline.rule.answer import Answer as Answered
from timeline.rule.terms import PossibleAnswer

Told = dict[str, frozenset[Answer]]
"""The possible answers of each term: exactly one if it is certain."""

_IN_TREE = (
    f"import sys; sys.path[0] = {str(ROOT)!r}; sys.argv[0] = 'timeline'; "
    "from cli.main import main; sys.exit(main())"
)


class TroubleError(Exception):
    """Raised if a command of ours fails, since there is then nothing to measure."""


@cache
def command() -> list[str]:
    """Return the command line for `timeline`: the installed program, if it is from this tree."""
    where = "import cli; print(cli.__file__)"
    found = subprocess.run(
        [sys.executable, "-I", "-c", where], capture_output=True, text=True, check=False
    ).stdout.strip()
    if found == str(ROOT / "cli" / "__init__.py"):
        return [str(Path(sys.executable).with_name("timeline"))]
    return [sys.executable, "-c", _IN_TREE]


def environment() -> dict[str, str]:
    """Return an environment that caches byte code and reads none of the user's settings."""
    left_out = ("TIMELINE_", "XDG_", "PYTHON", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"COLUMNS": "80"}


def run(*words: str) -> None:
    """Run the command without measuring it."""
    done = subprocess.run(
        [*command(), *words], capture_output=True, text=True, env=environment(), check=False
    )
    if done.returncode:
        raise TroubleError(f"timeline {' '.join(words)}: {done.stderr.strip()}")


def empty(folder: Path, db: Path) -> str:
    """Make *db* an empty database by copying one in *folder*, which is made once."""
    first = folder / f"empty.{code()}.db"
    if not first.exists():
        beside = Path(f"{first}.part")
        _drop(beside)
        run("init", "--db", str(beside))
        os.replace(beside, first)
    copyfile(first, db)
    return str(db)


def database(folder: Path, name: str, lines: Path) -> str:
    """Return the database in *folder* that holds *lines*, making it if necessary."""
    file = folder / f"{name}.{code()}.db"
    if not file.exists():
        for older in folder.glob(f"{name}.????????.db"):
            _drop(older)
        beside = Path(f"{file}.part")
        _drop(beside)
        run("import", "--db", empty(folder, beside), str(lines))
        os.replace(beside, file)
    return str(file)


@cache
def code() -> str:
    """Return a digest of the code that decides what is stored, so that a change makes new data."""
    found = sha256()
    for package in ("events", "migrations", "timeline"):
        for file in sorted((ROOT / package).rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()[:8]


def _drop(db: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{db}{end}").unlink(missing_ok=True)


@contextmanager
def asking(db: str) -> Iterator[Callable[[Question], Sequence[Answered]]]:
    """Yield a function that answers a question in process, as `timeline as-of` does."""
    with open_log(db) as log:

        def ask(asked: Question) -> Sequence[Answered]:
            on = day(date.fromordinal(asked.on))
            seen = asked_in(
                log, slug(asked.partnership), lambda record: [*record.terms],
                known=None if asked.known is None else day(date.fromordinal(asked.known)),
                recorded=None if asked.recorded is None else instant(asked.recorded),
                is_list=True, on=on,
            )  # fmt: skip
            return snapshot_of(seen, on).answers

        yield ask


def instant(ordinal: int) -> str:
    """Return the last instant of a day, at which *recorded* is cut."""
    return recorded_by(date.fromordinal(ordinal).isoformat())


def told(found: Sequence[Answered]) -> Told:
    """Return the possible answers in a result of `asking`."""
    return {
        one.term.key: frozenset(
            _possible(each) for each in ([one.decided] if one.decided else one.possible)
        )
        for one in found
    }


def _possible(one: PossibleAnswer) -> Answer:
    return one.status, one.value, date.fromordinal(one.through).isoformat() if one.until else None


def told_json(found: dict[str, Any]) -> Told:
    """Return the possible answers in the JSON of `timeline as-of`."""
    return {
        one["term"]: frozenset(
            (each["status"], each["value"], each["through"])
            for each in (one["possible"] if one["status"] == UNDETERMINED else [one])
        )
        for one in found["terms"]
    }


@contextmanager
def appending(db: str) -> Iterator[Callable[[dict[str, Any]], object]]:
    """Yield a function that appends an event to the first partnership, as `timeline append` does.

    Each append has a transaction of its own and includes every check and the update of the rows.
    """
    with open_log(db, writing=True, follow=bring_up) as log:
        yield lambda plain: take_in(log, slug(0), [Offer(codec.decode_plain(plain), "benchmark")])


def count(db: str) -> int:
    """Return the total number of entries."""
    with open_log(db) as log:
        return sum(head.version for head in log.partnerships())


def altered(db: str, sql: str) -> None:
    """Alter the file *db* with *sql*, as an attacker would."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql)
        for _, guard in guards:
            connection.execute(guard)
