"""Hearing: what a command prints is kept for the one who asked, however many ask at once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from contextvars import ContextVar
from io import StringIO
from typing import Any, NamedTuple, TextIO, cast


class Heard(NamedTuple):
    """What a command has *said* on stdout, and *told* on stderr."""

    said: StringIO
    told: StringIO


_HEARD: ContextVar[Heard | None] = ContextVar("heard", default=None)


@contextmanager
def hearing() -> Iterator[None]:
    """Stand between the commands and the streams of the process, so that `heard` can listen."""
    said, told = (cast(TextIO, Ear(one, side)) for side, one in enumerate((sys.stdout, sys.stderr)))
    with redirect_stdout(said), redirect_stderr(told):
        yield


@contextmanager
def heard() -> Iterator[Heard]:
    """Keep what this thread prints; for use in `hearing`."""
    kept = Heard(StringIO(), StringIO())
    before = _HEARD.set(kept)
    try:
        yield kept
    finally:
        _HEARD.reset(before)


class Ear:
    """A stream as it is, but for those who are listened to."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, stream: TextIO, side: int) -> None:
        self._stream, self._side = stream, side

    def write(self, text: str) -> int:
        """Write to who listens, or else to the stream."""
        kept = _HEARD.get()
        return (self._stream if kept is None else kept[self._side]).write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
