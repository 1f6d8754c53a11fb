"""Progress: how far a long reading has come, shown on a terminal only."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import click

LONG = 1024 * 1024
"""From how many bytes on it is worth showing."""


class Watched:
    """A stream that tells how many bytes are read from it."""

    def __init__(self, stream: BinaryIO, bar: "click._termui_impl.ProgressBar[int]") -> None:
        self._stream, self._bar = stream, bar

    def readline(self, limit: int, /) -> bytes:
        """Return the next line, of at most *limit* bytes."""
        line = self._stream.readline(limit)
        self._bar.update(len(line))
        return line


@contextmanager
def watched(stream: BinaryIO, name: str) -> "Iterator[BinaryIO | Watched]":
    """Show on a terminal how much of the file *stream* has been read."""
    total = os.fstat(stream.fileno()).st_size
    if total < LONG or not sys.stderr.isatty():
        yield stream
        return
    with click.progressbar(
        length=total, label=f"Reading {name}", file=sys.stderr, update_min_steps=total // 200
    ) as bar:
        yield Watched(stream, bar)


MANY = 5_000
"""From how many entries on it is worth showing."""


@contextmanager
def counting(total: int, name: str) -> Iterator[Callable[[int], object]]:
    """Show on a terminal how many of *total* entries are done: so many more at each call."""
    if total < MANY or not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(
        length=total, label=name, file=sys.stderr, update_min_steps=total // 200
    ) as bar:
        yield bar.update
