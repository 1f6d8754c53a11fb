"""The library py-event-sourcing: streams of bytes, with full sync instead of its default NORMAL."""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from py_event_sourcing import CandidateEvent, sqlite_stream_factory

from benchmarks.contestants import Told, by_partnership, folded
from benchmarks.data import slug
from benchmarks.questions import Question


class StreamStore:
    """Writes to streams and reads them; a batch is of one stream, the library takes no other."""

    name = "py-event-sourcing write"
    note = "its default is NORMAL, FULL is forced; a batch is of one stream"

    def __init__(self, folder: Path) -> None:
        self._runner, self._stack = asyncio.Runner(), AsyncExitStack()
        file = str(folder / "streams.db")
        self._open = self._runner.run(
            self._stack.enter_async_context(sqlite_stream_factory(file, polling_interval=3600))
        )
        self._streams: dict[str, Any] = {}

    async def _stream(self, name: str) -> Any:
        if name not in self._streams:
            stream = await self._stack.enter_async_context(self._open(name))
            await stream.storage_handle.write_conn.execute("PRAGMA synchronous=full")
            self._streams[name] = stream
        return self._streams[name]

    def singles(self, events: Sequence[Told]) -> list[float]:
        """Commit each by itself."""
        return self._runner.run(self._singles(events))

    async def _singles(self, events: Sequence[Told]) -> list[float]:
        return [await self._write([one]) for one in events]

    def batch(self, events: Sequence[Told]) -> float:
        """Commit those of each stream together."""
        return sum(self._runner.run(self._write(own)) for own in by_partnership(events).values())

    async def _write(self, events: Sequence[Told]) -> float:
        stream = await self._stream(events[0].slug)
        started = time.perf_counter()
        await stream.write(
            [
                CandidateEvent(
                    type="Said", data=json.dumps(one.plain, separators=(",", ":")).encode()
                )
                for one in events
            ]
        )
        return time.perf_counter() - started

    def kept(self, partnership: int) -> list[dict[str, Any]]:
        """Return what was kept of a partnership."""
        return self._runner.run(self._read(partnership))

    async def _read(self, partnership: int) -> list[dict[str, Any]]:
        stream = await self._stream(slug(partnership))
        return [json.loads(one.data) async for one in stream.read()]

    def read(self, asked: Question) -> dict[int, int]:
        """Read all events of the partnership and fold them by hand, with all three clocks."""
        return folded((data["row"] for data in self.kept(asked.partnership)), asked)

    def close(self) -> None:
        """Let go of the file."""
        self._runner.run(self._stack.aclose())
        self._runner.close()
