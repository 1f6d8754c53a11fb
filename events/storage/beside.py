"""A temporary file beside the one that it becomes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_WITH_DATABASES = ("", "-wal", "-shm", "-journal")
"""What SQLite appends to the name of a database for the files that go with it."""


@contextmanager
def beside(path: str) -> Iterator[str]:
    """Yield the name of a new file beside *path*, for the caller to make and to rename.

    No two commands get the same name, not even in two containers that share a folder and count
    their processes alike. What is left of the file at the end is removed.
    """
    name = os.path.join(os.path.dirname(path), f".timeline-{os.urandom(8).hex()}.part")
    try:
        yield name
    finally:
        for end in _WITH_DATABASES:
            with suppress(OSError):
                os.remove(name + end)
