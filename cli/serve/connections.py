"""Bound the connections of a server: how many there are, and how long one may ask for nothing."""

import os
from asyncio import TimerHandle, Transport
from math import inf
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0
"""The seconds in which a request has to arrive whole, also on a connection that is kept open."""

BACKLOG = 50
"""The number of connections that are accepted at a time."""


def most() -> int:
    """Return how many connections to have at once: half of the files that may be open."""
    files = os.sysconf("SC_OPEN_MAX") if hasattr(os, "sysconf") else 400
    return min(max(files // 2, 16), 500) if files > 0 else 500


class BoundedConnection(H11Protocol):
    """A connection that is closed if no whole request arrives in time.

    If there are too many connections, the one that has waited longest for a request makes room.
    """

    waiting_since: float | None = None
    _timer: TimerHandle | None = None
    _unsent: float = inf

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, and make room if there are too many connections."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > most():
            min(self.connections, key=_since).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Read what has arrived, and wait no longer once it is a request."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next request, which may have arrived already."""
        self._wait()
        super().on_response_complete()

    def _wait(self) -> None:
        self._stop_waiting()
        self.waiting_since, self._unsent = self.loop.time(), inf
        self._timer = self.loop.call_later(PATIENCE, self._give_up)

    def _stop_waiting(self) -> None:
        self.waiting_since = None
        if self._timer is not None:
            self._timer.cancel()

    def _give_up(self) -> None:
        """Close the connection, unless the last answer is still being read, however slowly."""
        unsent = self.transport.get_write_buffer_size()
        if 0 < unsent < self._unsent:
            self._unsent = unsent
            self._timer = self.loop.call_later(PATIENCE, self._give_up)
        else:
            self.transport.abort()


def _since(connection: Any) -> float:
    """Return since when *connection* waits for a request; one that is answered comes last."""
    since: float | None = connection.waiting_since
    return inf if since is None else since
