"""Programs struck at random instants while they write, and what the log holds afterwards.

They are killed (kill -9), or their server is restarted. `tests/jobs/faults_at_random.py` strikes
hundreds of times; the suite strikes a few times.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from servers import QUICK, Server
from writers import PARALLEL

from cli.main import main
from events.dates.dates import parse
from events.errors import TimelineError
from events.log.log import Log, open_log
from events.model.kinds import Act, Authority, Define, Event, Set, Source, Term
from events.payload import codec
from events.proof.verification import verify
from events.storage.database import EDITION
from events.storage.engines import revision
from migrations.run import upgrade
from timeline.answers import consistency
from timeline.answers.update import bring_up

MANY = 2000
"""The number of events in an import, and in a log that is backed up or restored."""

WORDS = (
    Define(id="source:a", thing=Source(key="a-source", url="https://a.example")),
    Define(id="term:fee", thing=Term(key="fee", title="Fee")),
)
"""The vocabulary that the events of a log refer to."""

ONE = {"acme": MANY + len(WORDS)}
TWO = {**ONE, "beta": MANY // 4 + len(WORDS)}

HASTY = QUICK | {"synchronous_commit": "off", "wal_writer_delay": "10s"}
"""Settings of a server that acknowledges long before it writes, unless told otherwise."""


@dataclass(frozen=True)
class Workshop:
    """A folder with what the scenes need: databases to copy, and files to import."""

    folder: Path
    server: Server | None = None
    spans: dict[str, float] = field(default_factory=dict)
    """The most seconds that a program runs before it is struck, by case."""

    @classmethod
    def made(cls, folder: Path, server: Server | None = None) -> "Workshop":
        """Make a workshop in *folder*, and on *server* if there is one."""
        made = cls(folder, server)
        for place in ("a file", "a server") if server else ("a file",):
            upgrade(made.database(place, "nothing", name="migrated"))
            _fill(made.database(place, "migrated", name="filled"))
        _write_files(folder)
        return made

    def database(
        self, place: str, holding: str, *, name: str = "work", folder: Path | None = None
    ) -> str:
        """Return a new database: with *nothing*, *migrated* or *filled*, as *holding* says.

        On a server, *folder* may place it outside the server's own folder; the next one drops that.
        """
        if place == "a file":
            for file in self.folder.glob(f"{name}.db*"):
                file.unlink()
            path, template = self.folder / f"{name}.db", self.folder / f"{holding}.db"
            return str(shutil.copy(template, path) if template.exists() else path)
        assert self.server is not None
        template_name = "template0" if holding == "nothing" else holding
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute("DROP TABLESPACE IF EXISTS elsewhere")
            if folder is not None:
                self._give(folder)
                connection.execute(f"CREATE TABLESPACE elsewhere LOCATION '{folder}'".encode())
            space = "pg_default" if folder is None else "elsewhere"
            sql = f"CREATE DATABASE {name} TEMPLATE {template_name} TABLESPACE {space}"
            connection.execute(sql.encode())
        return self.server.url.replace("/postgres?", f"/{name}?")

    def _give(self, folder: Path) -> None:
        assert self.server is not None
        if self.server.program.user is not None:
            os.chown(folder, self.server.program.user, -1)


def to_write(url: str) -> Log:
    """Open the log for writing."""
    return open_log(url, writing=True, follow=bring_up)


def _fill(url: str) -> None:
    with to_write(url) as log:
        log.append("acme", _acts(MANY))


def _acts(events: int) -> list[Act]:
    return [*WORDS, *map(_event, range(events))]


def _event(number: int) -> Event:
    return Event(
        id=f"e{number}",
        title="E",
        authority=Authority.PRESS,
        sources=("a-source",),
        when=parse(_day(number)),
        changes=(Set(term="fee", value=f"{number % 7}%"),),
    )


def _day(number: int) -> str:
    return f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"


def _write_files(folder: Path) -> None:
    with open(folder / "many.jsonl", "w", encoding="utf-8") as stream:
        for slug, entries in TWO.items():
            for act in _acts(entries - len(WORDS)):
                entry = codec.encode(act).decode()
                stream.write(f'{{"partnership": "{slug}", "entry": {entry}}}\n')
    events = "".join(
        f"  - {{id: e{number}, title: E, when: {_day(number)}, authority: press,"
        " sources: [a-source],"
        f" changes: [{{set: fee, value: {number % 7}%}}]}}\n"
        for number in range(MANY // 10)
    )
    words = "sources: {a-source: {url: https://a.example}}\nterms: {fee: {title: Fee}}\n"
    (folder / "ledger.yaml").write_text(f"partnership: acme\n{words}events:\n{events}")


# Ways to strike

Strike = Callable[[BaseProcess, Workshop], None]


def kill(process: BaseProcess, _workshop: Workshop) -> None:
    """Kill *process* at once."""
    process.kill()


def stop(_process: BaseProcess, workshop: Workshop) -> None:
    """Restart the server as its administrator would, without waiting for clients."""
    _restart(workshop, signal.SIGINT)


def crash(_process: BaseProcess, workshop: Workshop) -> None:
    """Make the server end as if it had been killed, and recover."""
    _restart(workshop, signal.SIGQUIT)


def _restart(workshop: Workshop, how: signal.Signals) -> None:
    assert workshop.server is not None
    running = workshop.server.data / "postmaster.pid"
    os.kill(int(running.read_text().split()[0]), how)
    while running.exists():
        time.sleep(0.01)
    workshop.server.start()


@dataclass(frozen=True)
class Case:
    """A case: what the program does, where its log is, and how it is struck."""

    scene: str
    place: str
    strike: Strike

    def __str__(self) -> str:
        return f"{self.scene}, {self.place}, {self.strike.__name__}"


@dataclass(frozen=True)
class Told:
    """The lines a program printed before it was struck or ended, and its complaint, if any."""

    lines: tuple[str, ...]
    complaint: str
    in_flight: bool


def struck(
    workshop: Workshop, case: Case, dice: Random, work: Callable[..., None], *args: object
) -> Told:
    """Run *work* in a process, and strike at a random instant before it is likely to be done.

    The time that a case takes is learned: its first run is not struck; after a run that finished
    before the strike the next one gets less time, and otherwise more.
    """
    reader, writer = PARALLEL.Pipe(duplex=False)
    process = PARALLEL.Process(target=_begin, args=(writer, work, *args))
    process.start()
    writer.close()
    with reader, open(reader.fileno(), encoding="utf-8", closefd=False) as stream:
        assert "ready\n" == stream.readline()
        begun = time.perf_counter()
        if str(case) in workshop.spans or work is append_on_and_on:
            time.sleep(dice.random() * workshop.spans.setdefault(str(case), 0.3))
            case.strike(process, workshop)
        # A line that was cut short does not count as printed.
        said = [line.rstrip("\n") for line in stream if line.endswith("\n")]
        spent = time.perf_counter() - begun
    process.join()
    complaints = [line for line in said if line.startswith("Error: ")]
    assert complaints == said[len(said) - len(complaints) :], said
    assert process.exitcode in ({0, 1} if len(complaints) == 1 else {0, -9}), said
    assert case.strike is not kill or not complaints, said
    told = tuple(said[: len(said) - len(complaints)])
    in_flight = process.exitcode != 0 and (work is append_on_and_on or not told)
    if work is not append_on_and_on:
        span = workshop.spans.setdefault(str(case), spent)
        workshop.spans[str(case)] = span * (1.05 if in_flight else 0.9)
    return Told(told, "".join(complaints), in_flight)


def _begin(writer: Connection, work: Callable[..., None], *args: object) -> None:
    for stream in (1, 2):
        os.dup2(writer.fileno(), stream)
    print("ready", flush=True)
    work(*args)


# Scenes that are struck


def append_on_and_on(url: str) -> None:
    """Append entries one after another, and print each once it is acknowledged."""
    try:
        with to_write(url) as log:
            for number in count():
                log.append("acme", [_event(number)])
                print(f"e{number}", flush=True)
    except TimelineError as error:
        raise SystemExit(f"Error: {error}") from None


def command(*words: str) -> None:
    """Run `timeline` with these *words*."""
    main(words)


@dataclass(frozen=True)
class Struck:
    """What came of a strike: *lost* holds what was acknowledged but is missing."""

    told: Told
    lost: tuple[str, ...]
    found: str


def present(url: str) -> dict[str, list[str]]:
    """Verify the log, and return its ids by partnership."""
    with open_log(url) as log:
        assert () == verify(log).faults
        heads = log.partnerships()
        return {head.slug: [entry.id for entry in log.entries(head.slug)] for head in heads}


def counts(url: str) -> dict[str, int]:
    """Verify the log and its stored answers, and return the number of entries by partnership.

    The next append must continue where the log ends. Derived data must have been kept with the log,
    or lost with it.
    """
    there = {slug: len(ids) for slug, ids in present(url).items()}
    with to_write(url) as log:
        assert [] == list(consistency.verify(log))
        (entry,) = log.append("acme", [_event(MANY)])
    assert entry.version == there.get("acme", 0) + 1
    return there


def _appends(workshop: Workshop, case: Case, dice: Random) -> Struck:
    url = workshop.database(case.place, "migrated")
    told = struck(workshop, case, dice, append_on_and_on, url)
    there = present(url).get("acme", [])
    assert len(there) - len(told.lines) <= 1
    assert counts(url) == ({"acme": len(there)} if there else {})
    return Struck(told, tuple(one for one in told.lines if one not in there), "as told")


APPEND = (
    *("append", "--title", "E", "--authority", "press", "--source", "https://example.com/a"),
    *("--when", "2026-01-01", "--id", "one", "--set", "fee=12%"),
)


def _one(workshop: Workshop, case: Case, dice: Random) -> Struck:
    url = workshop.database(case.place, "migrated")
    with to_write(url) as log:
        log.append("acme", WORDS)
    told = struck(workshop, case, dice, command, *APPEND, "--db", url)
    there = counts(url)
    return _whole_or_absent(told, there, {"acme": len(WORDS)}, {"acme": len(WORDS) + 2})


def _lines(workshop: Workshop, case: Case, dice: Random) -> Struck:
    return _import(workshop, case, dice, "many.jsonl", TWO)


def _ledger(workshop: Workshop, case: Case, dice: Random) -> Struck:
    return _import(workshop, case, dice, "ledger.yaml", {"acme": MANY // 10 + len(WORDS)})


def _import(
    workshop: Workshop, case: Case, dice: Random, name: str, whole: dict[str, int]
) -> Struck:
    url = workshop.database(case.place, "migrated")
    told = struck(workshop, case, dice, command, "import", str(workshop.folder / name), "--db", url)
    return _whole_or_absent(told, counts(url), {}, whole)


def _whole_or_absent(told: Told, there: Any, absent: Any, whole: Any) -> Struck:
    assert there in (absent, whole), there
    is_whole = there == whole
    lost = () if is_whole or not told.lines else (told.lines[0],)
    return Struck(told, lost, "whole" if is_whole else "absent")


def _beginning(workshop: Workshop, case: Case, dice: Random) -> Struck:
    url = workshop.database(case.place, "nothing")
    told = struck(workshop, case, dice, command, "init", "--db", url)
    found = revision(url)
    upgrade(url)
    assert counts(url) == {}
    return _whole_or_absent(told, found, None, EDITION)


def _backup(workshop: Workshop, case: Case, dice: Random) -> Struck:
    url = workshop.database(case.place, "filled")
    copy = Path(workshop.database(case.place, "nothing", name="copy"))
    told = struck(workshop, case, dice, command, "backup", str(copy), "--db", url)
    return _whole_or_absent(told, counts(str(copy)) if copy.exists() else {}, {}, ONE)


def _restore(workshop: Workshop, case: Case, dice: Random) -> Struck:
    copy = workshop.database(case.place, "filled", name="copy")
    url = workshop.database(case.place, "migrated")
    with to_write(url) as log:
        log.append("beta", WORDS)
    told = struck(workshop, case, dice, command, "restore", "--force", copy, "--db", url)
    return _whole_or_absent(told, counts(url), {"beta": len(WORDS)}, ONE)


SCENES: dict[str, Callable[[Workshop, Case, Random], Struck]] = {
    "appends in a loop": _appends,
    "timeline append": _one,
    "import of JSON Lines": _lines,
    "import of a ledger": _ledger,
    "migration from nothing": _beginning,
    "backup": _backup,
    "restore": _restore,
}
FILES = [Case(scene, "a file", kill) for scene in SCENES]
SERVERS = [Case(scene, "a server", kill) for scene in list(SCENES)[:5]]
RESTARTS = [Case(scene, "a server", how) for scene in list(SCENES)[:4] for how in (stop, crash)]


def strike(workshop: Workshop, case: Case, dice: Random) -> Struck:
    """Play the scene of *case*, and strike it once."""
    return SCENES[case.scene](workshop, case, dice)
