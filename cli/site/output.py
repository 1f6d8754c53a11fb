"""Bring the folder of a site up to date without touching other people's files."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from zlib import compress, decompress

from cli.files import written_bytes
from events.errors import InputError

if sys.platform != "win32":
    import fcntl

MANIFEST = "manifest.json"
_MAKER = "partnership-timeline site"


def file_path(path: str) -> str:
    """Return *path* with names that Windows allows for files: `terms/con~.html`, not `con.html`.

    No name in a log has a tilde, and all of them are in small letters of ASCII, so no two names
    share a file, whatever a system makes of case and of normal forms.
    """
    return "/".join(map(_file_name, path.split("/")))


def _file_name(name: str) -> str:
    first, dot, rest = name.partition(".")
    return f"{first}~{dot}{rest}" if first in _DEVICES else name


_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Names that Windows keeps for devices, whatever follows after a dot."""


@dataclass(frozen=True)
class Put:
    """The number of files of a site, and of those that this run wrote and removed."""

    files: int
    written: int
    removed: int


def put(folder: str, pages: Iterable[tuple[str, bytes]]) -> Put:
    """Write *pages* and a manifest of them to *folder*, leaving unchanged files alone.

    Pages in the old manifest that are no longer made are removed; any other file stays. Raises
    ForeignFolderError if *folder* has files in it but is not a site of ours.
    """
    _manifest(folder)
    made, digests = dict[str, bytes](), dict[str, str]()
    for name, data in pages:
        path = file_path(name)
        # The manifest names every page and is written first, so all pages are made beforehand.
        made[path], digests[path] = compress(data, 1), sha256(data).hexdigest()
    with _alone(folder):
        return _put(folder, made, digests)


@contextmanager
def _alone(folder: str) -> Iterator[None]:
    """Make *folder* if need be, and wait until no other command writes a site to it.

    Windows cannot lock a folder.
    """
    _make(folder)
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # Some network folders cannot be locked.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _put(folder: str, made: Mapping[str, bytes], digests: dict[str, str]) -> Put:
    before = _manifest(folder)
    for parent in sorted({path.rpartition("/")[0] for path in (*made, *before)}):
        _require_inside(folder, parent)
    # If the run is interrupted, the manifest still names every page in the folder as ours.
    _write(folder, MANIFEST, _listed(digests if digests == before else {**before, **digests}))
    written = sum([_write(folder, path, decompress(data)) for path, data in made.items()])
    removed = sum([_remove(folder, path) for path in before if path not in made])
    _write(folder, MANIFEST, _listed(digests))
    return Put(len(made), written, removed)


def _manifest(folder: str) -> dict[str, str]:
    """Return the files of ours in *folder*, with their digests.

    Raises ForeignFolderError if the folder has files but no manifest of ours.
    """
    try:
        there = sorted(os.listdir(folder))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"{folder} is no folder for a site: {error.strerror}.") from None
    if not there:
        return {}
    files = _files(os.path.join(folder, MANIFEST))
    if files is None:
        raise ForeignFolderError(folder, there[0])
    return files


class ForeignFolderError(InputError):
    """Raised when *folder* is not a site of ours but has files in it, such as *found*."""

    def __init__(self, folder: str, found: str) -> None:
        self.folder, self.found = folder, found
        super().__init__(
            f"{folder} is no site that was made here, and has files in it, such as {found}. "
            "Name a new folder, or an empty one."
        )


def _files(path: str) -> dict[str, str] | None:
    """Return the files listed in the manifest at *path*, or None if it is missing or not ours."""
    try:
        with open(path, encoding="utf-8") as stream:
            read = json.load(stream)
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or read.get("made_by") != _MAKER:
        return None
    files = read.get("files")
    if not isinstance(files, dict) or not all(map(_is_ours, files, files.values())):
        return None
    return files


def _is_ours(path: str, digest: object) -> bool:
    """Return whether a manifest may list *path*: it does not lead out of the folder."""
    parts = path.split("/")
    named = all(part and part.strip(".") and not set(part) & set("\\:\0") for part in parts)
    return named and isinstance(digest, str)


def _listed(files: Mapping[str, str]) -> bytes:
    text = json.dumps(
        {"made_by": _MAKER, "edition": 1, "files": dict(sorted(files.items()))}, indent=1
    )
    return f"{text}\n".encode()


def _write(folder: str, path: str, data: bytes) -> bool:
    """Write *data* to a file unless it holds it already; return whether it was written."""
    name = os.path.join(folder, *path.split("/"))
    with suppress(OSError), open(name, "rb") as stream:
        if stream.read() == data:
            return False
    _make(os.path.dirname(name))
    written_bytes(data, name)
    return True


def _make(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made: {error.strerror}.") from None


def _remove(folder: str, path: str) -> bool:
    """Remove a file and the folders it leaves empty; return whether the file existed."""
    name = os.path.join(folder, *path.split("/"))
    try:
        os.remove(name)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise InputError(f"{name} cannot be removed: {error.strerror}.") from None
    for parent in _parents(path):
        with suppress(OSError):
            os.rmdir(os.path.join(folder, parent))
    return True


def _parents(path: str) -> list[str]:
    """Return the folders of a path, innermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:size]) for size in range(len(parts), 0, -1)]


def _require_inside(folder: str, parent: str) -> None:
    """Raise InputError if a link makes the subfolder *parent* lead out of *folder*."""
    name = os.path.join(folder, *filter(None, parent.split("/")))
    root, real = os.path.realpath(folder), os.path.realpath(name)
    if real != root and not real.startswith(os.path.join(root, "")):
        raise InputError(f"{name} leads out of {folder}; remove the link.")
