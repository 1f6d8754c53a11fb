"""Capture what a command prints for the thread that asked, however many ask at once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from contextvars import ContextVar
from io import StringIO
from typing import Any, NamedTuple, TextIO, cast


class Captured(NamedTuple):
    """What a command has printed to stdout and to stderr."""

    out: StringIO
    err: StringIO


_CAPTURED: ContextVar[Captured | None] = ContextVar("captured", default=None)


@contextmanager
def capturing() -> Iterator[None]:
    """Put streams in place of those of the process that `captured` can divert, thread by thread."""
    out, err = (cast(TextIO, _Stream(one, at)) for at, one in enumerate((sys.stdout, sys.stderr)))
    with redirect_stdout(out), redirect_stderr(err):
        yield


@contextmanager
def captured() -> Iterator[Captured]:
    """Capture what this thread prints; for use in `capturing`."""
    kept = Captured(StringIO(), StringIO())
    before = _CAPTURED.set(kept)
    try:
        yield kept
    finally:
        _CAPTURED.reset(before)


class _Stream:
    """The *stream* itself, but for threads whose output is captured."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, stream: TextIO, at: int) -> None:
        self._stream, self._at = stream, at

    def write(self, text: str) -> int:
        """Write to what captures this thread, or else to the stream."""
        kept = _CAPTURED.get()
        return (self._stream if kept is None else kept[self._at]).write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
