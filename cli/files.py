"""Read and write whole files; `-` means the standard streams."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from events.errors import InputError
from events.ledger.yaml_tree import FILE_LIMIT


def read_bytes(name: str) -> bytes:
    """Return the bytes of the file *name*, or of standard input for `-`.

    No more than FILE_LIMIT + 1 bytes are read.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read(FILE_LIMIT + 1)
        with open(name, "rb") as stream:
            return stream.read(FILE_LIMIT + 1)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from None


def written(texts: Iterator[str], name: str | None) -> None:
    """Write *texts* to the file *name*, which appears complete or not at all.

    If *name* is None or `-`, the texts go to standard output.
    """
    if name is None or name == "-":
        for text in texts:
            click.echo(text, nl=False)
        return
    with _put(name) as beside, open(beside, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(texts)


def written_bytes(data: bytes, name: str | None) -> None:
    """Write the bytes *data* to the file *name*, as `written` writes texts."""
    if name is None or name == "-":
        sys.stdout.buffer.write(data)
        return
    with _put(name) as beside, open(beside, "wb") as stream:
        stream.write(data)


@contextmanager
def _put(name: str) -> Iterator[str]:
    """Yield the name of a temporary file that replaces *name* once it is complete."""
    beside = f"{name}.part"
    try:
        yield beside
        os.replace(beside, name)
    except OSError as error:
        raise InputError(f"{name} cannot be written: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            os.remove(beside)
