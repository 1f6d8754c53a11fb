"""The library eventsource-py: domain events in streams, by its defaults (WAL, FULL)."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eventsource import (
    DomainEvent,
    ExpectedVersion,
    SQLiteEventStore,
    StreamId,
    register_event,
)

from benchmarks.contestants import Told, by_partnership, folded, stream_of
from benchmarks.questions import Question


@register_event
class Said(DomainEvent):
    """An event of a partnership."""

    event_type: str = "Said"
    aggregate_type: str = "Partnership"
    data: dict[str, Any]


class DomainEventStore:
    """Appends to streams and reads them; a batch is of one stream, the library takes no other."""

    name = "eventsource-py append"
    note = "a batch is of one stream"

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._store = SQLiteEventStore(str(folder / "domain_events.db"))
        self._runner.run(self._synchronous())

    async def _synchronous(self) -> None:
        connection = await self._store._conn()
        async with connection.execute("PRAGMA synchronous") as cursor:
            assert (await cursor.fetchone())[0] == 2

    def singles(self, events: Sequence[Told]) -> list[float]:
        """Commit each by itself."""
        return self._runner.run(self._singles(events))

    async def _singles(self, events: Sequence[Told]) -> list[float]:
        return [await self._append([one]) for one in events]

    def batch(self, events: Sequence[Told]) -> float:
        """Commit those of each stream together."""
        return sum(self._runner.run(self._append(own)) for own in by_partnership(events).values())

    async def _append(self, events: Sequence[Told]) -> float:
        started = time.perf_counter()
        stream = events[0].stream
        said = [
            Said(aggregate_id=stream, aggregate_version=one.version, data=one.plain)
            for one in events
        ]
        place = StreamId(aggregate_id=stream, category="Partnership")
        await self._store.append(place, said, ExpectedVersion.any_())
        return time.perf_counter() - started

    def kept(self, partnership: int) -> list[dict[str, Any]]:
        """Return what was kept of a partnership."""
        return self._runner.run(self._read(partnership))

    async def _read(self, partnership: int) -> list[dict[str, Any]]:
        place = StreamId(aggregate_id=stream_of(partnership), category="Partnership")
        return [one.event.data async for one in self._store.read_stream(place)]

    def read(self, asked: Question) -> dict[int, int]:
        """Read all events of the partnership and fold them by hand, with all three clocks."""
        return folded((data["row"] for data in self.kept(asked.partnership)), asked)

    def close(self) -> None:
        """Let go of the file."""
        self._runner.run(self._store.close())
        self._runner.close()
