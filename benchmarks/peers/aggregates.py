"""The library eventsourcing: an aggregate for each partnership, by its defaults (WAL, FULL)."""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks.contestants import Told, by_partnership, folded, stream_of
from benchmarks.questions import Question

State = dict[str, tuple[int, int, int]]
"""Day, verb and value of each term; its key is a text, since a snapshot is JSON."""


class Partnership(Aggregate):
    """A partnership whose terms are the latest rows by day."""

    def __init__(self, stream: UUID) -> None:
        self.stream = stream
        self.terms: State = {}

    @staticmethod
    def create_id(stream: UUID) -> UUID:
        """Return the id: that of the stream."""
        return stream

    @event("Said")
    def say(self, data: dict[str, Any]) -> None:
        """Take one event."""
        row = data.get("row")
        if row is None or row[1] == 2:
            return
        term, verb, day, *_, value = row
        found = self.terms.get(str(term))
        if found is None or day >= found[0]:
            self.terms[str(term)] = (day, verb, value)


class Plain(Application):
    """An application without snapshots."""


class Snapshotting(Application):
    """An application that takes a snapshot of every hundredth version."""

    snapshotting_intervals = {Partnership: 100}  # noqa: RUF012 (as the library has it)


def _environment(file: Path) -> dict[str, str]:
    return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(file)}


class AggregateWriter:
    """Triggers events of aggregates that it keeps in memory, and saves these."""

    name = "eventsourcing Application.save"
    note = ""

    def __init__(self, folder: Path) -> None:
        self._app = Plain(_environment(folder / "aggregates.db"))
        self._known: dict[int, Partnership] = {}

    def _of(self, partnership: int) -> Partnership:
        if partnership not in self._known:
            self._known[partnership] = Partnership(stream_of(partnership))
        return self._known[partnership]

    def singles(self, events: Sequence[Told]) -> list[float]:
        """Commit each by itself."""
        for partnership in by_partnership(events):
            if partnership not in self._known:
                self._app.save(self._of(partnership))
        return [self.batch([one]) for one in events]

    def batch(self, events: Sequence[Told]) -> float:
        """Commit them together."""
        started = time.perf_counter()
        touched = {one.partnership: self._of(one.partnership) for one in events}
        for one in events:
            touched[one.partnership].say(data=one.plain)
        self._app.save(*touched.values())
        return time.perf_counter() - started

    def kept(self, partnership: int) -> list[dict[str, Any]]:
        """Return what was kept of a partnership."""
        return list(_said(self._app, partnership))

    def rebuilt(self) -> None:
        """Load every aggregate from its events."""
        for partnership in self._known:
            self._app.repository.get(stream_of(partnership))

    def close(self) -> None:
        """Let go of the file."""
        self._app.close()


def _said(app: Application, partnership: int) -> Iterator[dict[str, Any]]:
    for one in app.events.get(stream_of(partnership)):
        if hasattr(one, "data"):
            yield one.data


class AggregateReader:
    """Reads aggregates from a file."""

    def __init__(self, file: Path) -> None:
        self._plain, self._snapshotting = (
            Plain(_environment(file)),
            Snapshotting(_environment(file)),
        )

    def at_version(self, partnership: int, version: int) -> dict[int, int]:
        """Return the terms at a version; the library cuts by nothing else."""
        return _terms(self._plain, partnership, version)

    def at_version_from_snapshot(self, partnership: int, version: int) -> dict[int, int]:
        """Return the same from the last snapshot before."""
        return _terms(self._snapshotting, partnership, version)

    def read(self, asked: Question) -> dict[int, int]:
        """Read all events of the partnership and fold them by hand, with all three clocks."""
        return folded((data["row"] for data in _said(self._plain, asked.partnership)), asked)

    def close(self) -> None:
        """Let go of the file."""
        self._plain.close()
        self._snapshotting.close()


def _terms(app: Application, partnership: int, version: int) -> dict[int, int]:
    # The first version is that in which the aggregate begins.
    found: Partnership = app.repository.get(stream_of(partnership), version=version + 1)
    terms = sorted((int(term), verb, value) for term, (_, verb, value) in found.terms.items())
    return {term: value for term, verb, value in terms if not verb}


def database(file: Path, events: Sequence[Told], batch: int = 100) -> Path:
    """Make the *file* with all *events* and a snapshot of every hundredth version."""
    if file.exists():
        return file
    beside = file.with_suffix(".part")
    for end in ("", "-wal", "-shm"):
        Path(f"{beside}{end}").unlink(missing_ok=True)
    app = Snapshotting(_environment(beside))
    known: dict[int, Partnership] = {}
    touched: dict[int, Partnership] = {}
    for number, one in enumerate(events, start=1):
        if one.partnership not in known:
            known[one.partnership] = Partnership(stream_of(one.partnership))
        touched[one.partnership] = known[one.partnership]
        known[one.partnership].say(data=one.plain)
        if number % batch == 0:
            app.save(*touched.values())
            touched = {}
    app.save(*touched.values())
    app.close()
    os.replace(beside, file)
    return file
