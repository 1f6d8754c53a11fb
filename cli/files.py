"""Read and write whole files; `-` means the standard streams."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from io import StringIO
from typing import BinaryIO

from cli.terminal import deliver
from events.errors import InputError
from events.ledger.limits import FILE_LIMIT
from events.storage.beside import beside


def read_bytes(name: str, longest: int = FILE_LIMIT) -> bytes:
    """Return the bytes of the file *name*, or of standard input for `-`.

    No more than one byte beyond the *longest* that it may be is read.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read(longest + 1)
        with open(name, "rb") as stream:
            return stream.read(longest + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no name of a file"
        raise InputError(f"{name} cannot be read: {reason}.") from None


TEXT_LIMIT = 1024 * 1024
"""The most bytes of an opening or a template of the user's own."""


def read_text(name: str, longest: int = TEXT_LIMIT) -> str:
    """Return the text of the file *name*, or of standard input for `-`.

    Raises InputError if it has more than *longest* bytes, or is not UTF-8.
    """
    data = read_bytes(name, longest)
    if len(data) > longest:
        raise InputError(f"{name} is longer than {longest:,} bytes; it is something else.")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8 text.") from None


def written(texts: Iterable[str], name: str | None) -> None:
    """Write *texts*, in UTF-8, to the file *name*, which appears complete or not at all.

    If *name* is None or `-`, the texts go to standard output. What is no plain file, such as a
    device or a pipe, is written into; a link stays one, and the file that it leads to is replaced.
    """
    file = _named(name)
    if file is None:
        for text in texts:
            deliver(text, nl=False)
        return
    with _put(file) as stream:
        for text in texts:
            stream.write(text.encode())


def written_bytes(data: bytes, name: str | None) -> None:
    """Write the bytes *data* to the file *name*, as `written` writes texts."""
    file = _named(name)
    if file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with _put(file) as stream:
        stream.write(data)


@contextmanager
def diverted(name: str | None) -> Iterator[None]:
    """Write what is printed meanwhile to the file *name*, as `written` does, if it is one."""
    if _named(name) is None:
        yield
        return
    with redirect_stdout(StringIO()) as printed:
        yield
    written([printed.getvalue()], name)


def _named(name: str | None) -> str | None:
    """Return *name*, or None if it is that of standard output, as `-` and /dev/stdout are."""
    if name is None or name == "-":
        return None
    with suppress(OSError, ValueError):
        if os.path.samestat(os.stat(name), os.fstat(sys.stdout.fileno())):
            return None
    return name


@contextmanager
def _put(name: str) -> Iterator[BinaryIO]:
    """Yield a stream; what is written to it becomes the file *name* once it is complete."""
    try:
        there = _there(name)
        if there is not None and not stat.S_ISREG(there.st_mode):
            with open(name, "wb") as stream:
                yield stream
            return
        with _beside(os.path.realpath(name), there) as stream:
            yield stream
    except OSError as error:
        raise InputError(f"{name} cannot be written: {error.strerror}.") from None


def _there(name: str) -> os.stat_result | None:
    try:
        return os.stat(name)
    except FileNotFoundError:
        return None


@contextmanager
def _beside(path: str, there: os.stat_result | None) -> Iterator[BinaryIO]:
    """Yield a temporary file that replaces the one at *path*, and takes the mode of that *there*.

    Of two commands the one that ends last wins whole.
    """
    with beside(path) as name:
        with open(name, "xb") as stream:
            yield stream
        if there is not None:
            os.chmod(name, stat.S_IMODE(there.st_mode))
        os.replace(name, path)
