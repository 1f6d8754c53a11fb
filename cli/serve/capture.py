"""Capture what a command prints, separately for each thread that runs one."""

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
    """Replace stdout and stderr by streams that `captured` can divert for each thread."""
    out, err = (cast(TextIO, _Stream(one, at)) for at, one in enumerate((sys.stdout, sys.stderr)))
    with redirect_stdout(out), redirect_stderr(err):
        yield


@contextmanager
def captured() -> Iterator[Captured]:
    """Capture what this thread prints; to be used inside `capturing`."""
    kept = Captured(StringIO(), StringIO())
    before = _CAPTURED.set(kept)
    try:
        yield kept
    finally:
        _CAPTURED.reset(before)


class _Stream:
    """A proxy of *stream* that diverts the output of threads inside `captured`."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, stream: TextIO, at: int) -> None:
        self._stream, self._at = stream, at

    def write(self, text: str) -> int:
        """Write to the capture of this thread or, if there is none, to the stream."""
        kept = _CAPTURED.get()
        return (self._stream if kept is None else kept[self._at]).write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
