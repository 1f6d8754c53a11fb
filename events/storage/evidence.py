"""The bytes of articles, kept beside the database under their SHA-256, one file each."""

import os
from contextlib import suppress
from hashlib import sha256

from events.errors import StorageError
from events.storage.beside import beside

WAITING = "waiting"
"""The folder with the bytes of open drafts; no entry cites them, so they may be lost."""


class UnkeptError(StorageError):
    """Raised when bytes cannot be kept; the sentence says what to do instead."""

    def __init__(self, folder: str, error: OSError) -> None:
        super().__init__(
            f"The bytes of the article cannot be kept in {folder}: {error.strerror}. Make room "
            "there, or name another folder in TIMELINE_EVIDENCE."
        )


class Evidence:
    """The bytes kept in *folder*; *owner* keeps apart what waits for databases that share it."""

    def __init__(self, folder: str, owner: str) -> None:
        self.folder = folder
        self._waiting = os.path.join(folder, WAITING, owner)

    def path(self, snapshot: str) -> str:
        """Return the name of the file that has, or would have, the bytes of this *snapshot*."""
        return os.path.join(self.folder, snapshot[:2], snapshot)

    def read(self, snapshot: str) -> bytes | None:
        """Return the bytes kept as *snapshot*, altered or not, or None if there are none."""
        return _read(self.path(snapshot))

    def keep(self, data: bytes) -> str:
        """Keep *data* for good, and return its snapshot. Raises UnkeptError."""
        snapshot = sha256(data).hexdigest()
        if self.read(snapshot) != data:
            _write(self.path(snapshot), data, self.folder)
        return snapshot

    def wait(self, snapshot: str, data: bytes) -> None:
        """Hold *data* until its draft is decided; if that fails, `take` returns False then."""
        path = os.path.join(self._waiting, snapshot)
        with suppress(OSError):
            os.makedirs(self._waiting, exist_ok=True)
            with beside(path) as name:
                with open(name, "xb") as stream:
                    stream.write(data)
                os.replace(name, path)

    def take(self, snapshot: str) -> bool:
        """Keep the waiting bytes of *snapshot* for good; return whether they are there, unaltered.

        Doing it again is harmless. Raises UnkeptError.
        """
        data = _read(os.path.join(self._waiting, snapshot))
        if data is not None and is_unaltered(data, snapshot):
            self.keep(data)
        self.forget(snapshot)
        return is_unaltered(self.read(snapshot), snapshot)

    def forget(self, snapshot: str) -> None:
        """Throw away what waits as *snapshot*; what is kept stays."""
        with suppress(OSError):
            os.remove(os.path.join(self._waiting, snapshot))


def is_unaltered(data: bytes | None, snapshot: str) -> bool:
    """Return whether *data* are the bytes of *snapshot*."""
    return data is not None and sha256(data).hexdigest() == snapshot


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}.") from None


def _write(path: str, data: bytes, folder: str) -> None:
    """Write *data* to *path*, whole or not at all, so that it outlives a loss of power."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with beside(path) as name:
            with open(name, "xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, path)
        for parent in (os.path.dirname(path), folder, os.path.dirname(folder)):
            _settled(parent)
    except OSError as error:
        raise UnkeptError(folder, error) from None


def _settled(folder: str) -> None:
    """Flush the directory *folder* to disk, where the system can do that."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
