"""Ours: every door of the project through which it is measured; no other room here imports it."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

from benchmarks.contestants import Told as Kept
from benchmarks.contestants import by_partnership
from benchmarks.data import slug, term
from benchmarks.machine import ROOT
from benchmarks.questions import Question
from benchmarks.reference import Answer
from cli.opening import asked_in
from cli.portfolio import Asked
from cli.portfolio import portfolio as of_all
from cli.portrait import portrayed
from events.dates import Date, day
from events.instants import recorded_by
from events.intake import Offer, take_in
from events.log import Log, open_log
from events.payload import codec
from events.verification import verify
from timeline.rule.answer import UNDETERMINED
from timeline.rule.answer import Answer as Answered
from timeline.rule.terms import Possibility

COMMAND = str(Path(sys.executable).with_name("timeline"))
"""The installed command."""

Told = dict[str, frozenset[Answer]]
"""Of each term which answers are possible: one where it is certain."""


class TroubleError(Exception):
    """Raise where a command of ours fails: there is nothing to measure then."""


def run(*words: str) -> str:
    """Run the command and return what it writes."""
    done = subprocess.run(
        [COMMAND, *words], capture_output=True, text=True, env=environment(), check=False
    )
    if done.returncode:
        said = done.stderr.strip() or f"exit code {done.returncode}"
        raise TroubleError(f"timeline {' '.join(words)}: {said}")
    return done.stdout


def environment() -> dict[str, str]:
    """Return an environment in which byte code is cached and nothing of the user's is read."""
    left_out = ("TIMELINE_", "XDG_", "PYTHON", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"COLUMNS": "80"}


def make(db: str) -> None:
    """Make an empty database."""
    run("init", "--db", db)


def empty(folder: Path, db: Path) -> str:
    """Make the file *db* an empty database: a copy of one in *folder*, which is made once."""
    first = folder / f"empty.{code()}.db"
    if not first.exists():
        beside = f"{first}.part"
        drop(Path(beside))
        make(beside)
        os.replace(beside, first)
    copyfile(first, db)
    return str(db)


def database(folder: Path, name: str, lines: Path) -> str:
    """Return the database in *folder* that holds *lines*, made if it is not there."""
    file = folder / f"{name}.{code()}.db"
    if not file.exists():
        for older in folder.glob(f"{name}.????????.db"):
            drop(older)
        beside = Path(f"{file}.part")
        drop(beside)
        run("import", "--db", empty(folder, beside), str(lines))
        os.replace(beside, file)
    return str(file)


@cache
def code() -> str:
    """Return the digest of the code that decides what is stored: another one stores it anew."""
    found = sha256()
    for package in ("events", "migrations", "timeline"):
        for file in sorted((ROOT / package).rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()[:8]


def drop(db: Path) -> None:
    """Remove a file with what stands beside it."""
    for end in ("", "-wal", "-shm"):
        Path(f"{db}{end}").unlink(missing_ok=True)


Ask = Callable[[Question], object]


@contextmanager
def asking(db: str) -> Iterator[Ask]:
    """Give what answers a question in process, in whatever form is quickest to give.

    THE door for as-of in process: change it here, and `told` with it, when there is another.
    """

    with open_log(db) as log:

        def ask(asked: Question) -> object:
            known, recorded = _known(asked.known), _instant(asked.recorded)
            on, whom = day(_date(asked.on)), slug(asked.partnership)
            seen = asked_in(
                log, whom, lambda record: [*record.terms], known=known, recorded=recorded,
                is_list=True,
            )  # fmt: skip
            return portrayed(seen, on).answers

        yield ask


def told(found: object) -> Told:
    """Return what an answer of `asking` says."""
    assert isinstance(found, Sequence)
    return {one.term.key: _said(one) for one in found}


def words_of(asked: Question) -> list[str]:
    """Return what is typed to ask a question."""
    words = ["as-of", _date(asked.on).isoformat(), "-p", slug(asked.partnership)]
    if asked.known is not None:
        words += ["--known", _date(asked.known).isoformat()]
    if asked.recorded is not None:
        words += ["--recorded", _date(asked.recorded).isoformat()]
    return words


def told_json(found: object) -> Told:
    """Return what the JSON of `timeline as-of` says."""
    assert isinstance(found, dict)
    return {one["term"]: _said_json(one) for one in found["terms"]}


def believed(terms: int, beliefs: Iterable[frozenset[Answer]]) -> Told:
    """Return what was found elsewhere, under the names of the terms."""
    return {term(number): one for number, one in zip(range(terms), beliefs, strict=True)}


def _said(one: Answered) -> frozenset[Answer]:
    return frozenset(map(_possible, [one.decided] if one.decided else one.possible))


def _possible(one: Possibility) -> Answer:
    last = date.fromordinal(one.through).isoformat() if one.until else None
    return one.status, one.value, last


def _said_json(one: dict[str, object]) -> frozenset[Answer]:
    """As `_said`, of JSON."""
    if one["status"] == UNDETERMINED:
        possible = one["possible"]
        assert isinstance(possible, list)
        return frozenset((each["status"], each["value"], each["through"]) for each in possible)
    status, value, through = one["status"], one["value"], one["through"]
    assert isinstance(status, str)
    assert isinstance(value, str | None)
    assert isinstance(through, str | None)
    return frozenset([(status, value, through)])


def _date(ordinal: int) -> date:
    return date.fromordinal(ordinal)


def _known(ordinal: int | None) -> Date | None:
    return None if ordinal is None else day(_date(ordinal))


def _instant(ordinal: int | None) -> str | None:
    return None if ordinal is None else recorded_by(_date(ordinal).isoformat())


@contextmanager
def appending(db: str) -> Iterator[Callable[[str, dict[str, object]], None]]:
    """Give what appends one event in a transaction of its own, with all that is checked then."""
    with open_log(db, writing=True) as log:

        def append(partnership: str, plain: dict[str, object]) -> None:
            act = codec.decode_plain(plain)
            take_in(log, partnership, [Offer(act=act, file="benchmark")])

        yield append


def count(db: str) -> int:
    """Return how many entries there are in all."""
    with open_log(db) as log:
        return sum(head.version for head in log.partnerships())


def require_kept(db: str, events: Sequence[Kept]) -> None:
    """Raise TroubleError unless the log holds *events*, and nothing else but definitions."""
    with open_log(db) as log:
        for partnership, own in by_partnership(events).items():
            plain = [json.loads(entry.payload) for entry in log.stream(slug(partnership))]
            if [one for one in plain if "define" not in one] != [one.plain for one in own]:
                raise TroubleError(f"{slug(partnership)} was not kept as it was.")


def notices(db: str, folder: Path) -> bool:
    """Tell whether verification notices one altered entry, in a copy of the file *db*."""
    copy = folder / "altered.db"
    copyfile(db, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as altered:
        (guard,) = altered.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'log_refuses_update'"
        ).fetchone()
        altered.execute("DROP TRIGGER log_refuses_update")
        altered.execute(
            "UPDATE log SET payload = CAST(replace(CAST(payload AS TEXT), ',', ' ,') AS BLOB)"
            " WHERE position = (SELECT max(position) - 5 FROM log)"
        )
        altered.execute(guard)
    with open_log(str(copy)) as log:
        return bool(verify(log).faults)


def mends(db: str, folder: Path) -> bool:
    """Tell whether a rebuild makes anew what was removed beside the log, in a copy of *db*."""
    copy = folder / "emptied.db"
    copyfile(db, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as emptied:
        emptied.execute("DELETE FROM subjects")
    with open_log(str(copy)) as log:
        was_noticed = bool(verify(log).faults)
    rebuilt(str(copy))
    with open_log(str(copy)) as log:
        return was_noticed and not verify(log).faults


def verified(log: Log) -> int:
    """Rehash every value; return how many entries there were, all of them right."""
    found = verify(log)
    if found.faults:
        raise TroubleError(f"verify: {found.faults[0].sentence}")
    return found.entries


def rebuilt(db: str) -> None:
    """Make anew what is stored beside the log."""
    with open_log(db, writing=True) as log:
        log.rebuild()


def portfolio(db: str, on: int) -> object:
    """Ask for all terms of all partnerships on a day.

    THE door for the portfolio: change it here, and `told_of_all` with it.
    """
    return of_all(db, Asked(day(_date(on)), None, None, ()))


def told_of_all(found: object) -> dict[str, Told]:
    """Return what an answer of `portfolio` says of each partnership, by its name."""
    assert isinstance(found, Sequence)
    return {one.portrait.view.slug: told(one.portrait.answers) for one in found}


def changed_last(said: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    """Return the answer that each term has after its last change in the JSON of a changelog."""
    found: dict[str, tuple[str, str, str | None]] = {}
    for section in said["sections"]:
        for line in (line for group in section["groups"] for line in group["lines"]):
            after, term = line["after"], line["term"]
            if after is not None and line["on"] >= found.get(term, ("",))[0]:
                found[term] = (line["on"], after["status"], after["value"])
    return {term: (status, value) for term, (_, status, value) in found.items()}


@contextmanager
def reading(db: str) -> Iterator[Log]:
    """Give the log, open."""
    with open_log(db) as log:
        yield log
