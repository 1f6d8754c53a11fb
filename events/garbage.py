"""Garbage: how often Python looks for values that only hold each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rarely_sought() -> Iterator[None]:
    """Let Python look a hundred times less often, where many values come and go in no circles."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
