"""Show on a terminal the progress of a long job."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import click

from cli.terminal import is_obeying

LONG = 1024 * 1024
"""The smallest file, in bytes, that gets a progress bar."""


class Watched:
    """A stream that advances a progress bar while being read."""

    def __init__(self, stream: BinaryIO, bar: "click._termui_impl.ProgressBar[int]") -> None:
        self._stream, self._bar = stream, bar

    def readline(self, limit: int, /) -> bytes:
        """Return the next line, of at most *limit* bytes, and advance the bar."""
        line = self._stream.readline(limit)
        self._bar.update(len(line))
        return line


@contextmanager
def watched(stream: BinaryIO, name: str) -> "Iterator[BinaryIO | Watched]":
    """Yield *stream*, which for a large file on a terminal also advances a progress bar.

    The bar is labelled with *name*.
    """
    total = os.fstat(stream.fileno()).st_size
    if total < LONG or not is_obeying(err=True):
        yield stream
        return
    with click.progressbar(
        length=total, label=f"Reading {name}", file=sys.stderr, update_min_steps=total // 200
    ) as bar:
        yield Watched(stream, bar)


MANY = 5_000
"""The smallest number of entries that gets a progress bar."""


@contextmanager
def counting(total: int, name: str) -> Iterator[Callable[[int], object]]:
    """Yield a function to be called with the number of entries just finished.

    On a terminal, the function advances a bar labelled *name*, unless *total* is small.
    """
    if total < MANY or not is_obeying(err=True):
        yield lambda _: None
        return
    with click.progressbar(
        length=total, label=name, file=sys.stderr, update_min_steps=total // 200
    ) as bar:
        yield bar.update
