"""Git: a commit for each event, chained as our log is, or all events as blobs of one commit.

A commit holds the payload of its event as its only file, and so is three objects: blob, tree and
commit. Of blobs alone `git fsck` checks each, and no order.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.machine import program


def chained(folder: Path, payloads: Sequence[bytes]) -> Path:
    """Make a repository in *folder* with a commit for each payload."""
    return _imported(folder, (_commit(number, one) for number, one in enumerate(payloads)))


def together(folder: Path, payloads: Sequence[bytes]) -> Path:
    """Make a repository in *folder* with one commit of all payloads, a thousand in a folder."""
    return _imported(folder, _all(payloads))


def _commit(number: int, payload: bytes) -> bytes:
    return (
        b"commit refs/heads/log\ncommitter A <a@example.org> %d +0000\ndata 5\nevent\n"
        b"M 100644 inline event\ndata %d\n%b\n" % (number, len(payload), payload)
    )


def _all(payloads: Sequence[bytes]) -> Iterator[bytes]:
    for number, payload in enumerate(payloads, start=1):
        yield b"blob\nmark :%d\ndata %d\n%b\n" % (number, len(payload), payload)
    yield b"commit refs/heads/log\ncommitter A <a@example.org> 0 +0000\ndata 3\nall\n"
    for number in range(1, len(payloads) + 1):
        yield b"M 100644 :%d %04d/%07d\n" % (number, number // 1000, number)


def _imported(folder: Path, stream: Iterable[bytes]) -> Path:
    """Make the repository that *stream* describes, in one pack, unless it is there."""
    if (folder / "HEAD").exists():
        return folder
    words = ["git", "init", "-q", "--bare", "-b", "log", str(folder)]
    subprocess.run(words, check=True, env=environment())
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"],
        input=b"".join(stream),
        check=True,
        env=environment(),
    )
    return folder


def fsck(folder: Path) -> list[str]:
    """Return the command that verifies it."""
    return [program("git") or "git", "-C", str(folder), "fsck", "--full", "--no-progress"]


def environment() -> dict[str, str]:
    """Return an environment in which nobody's settings matter."""
    here = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return dict(os.environ) | here


def objects(folder: Path) -> int:
    """Return how many objects there are: blobs, trees and the commit."""
    done = subprocess.run(
        ["git", "-C", str(folder), "count-objects", "-v"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    said = dict(line.split(": ") for line in done.stdout.splitlines())
    return int(said["count"]) + int(said["in-pack"])


def breaks(folder: Path) -> bool:
    """Tell whether fsck notices a pack with a bit turned over, in a copy of the repository."""
    copy = folder.with_name(f"{folder.name}-broken")
    subprocess.run(["cp", "-r", str(folder), str(copy)], check=True)
    for pack in (copy / "objects" / "pack").glob("*.pack"):
        pack.chmod(0o644)
        with open(pack, "r+b") as stream:
            stream.seek(pack.stat().st_size // 2)
            byte = stream.read(1)
            stream.seek(-1, os.SEEK_CUR)
            stream.write(bytes([byte[0] ^ 1]))
    done = subprocess.run(fsck(copy), capture_output=True, env=environment(), check=False)
    subprocess.run(["rm", "-rf", str(copy)], check=True)
    return done.returncode != 0
