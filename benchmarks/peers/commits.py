"""Git: one commit per entry, with its payload as the only file, chained as our log is."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import copytree, which

_ENV = dict(os.environ) | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

is_there = which("git") is not None


def chained(folder: Path, payloads: Iterable[bytes]) -> Path:
    """Make a repository in *folder* with a commit for each payload."""
    _git("init", "-q", "--bare", "-b", "log", str(folder))
    stream = b"".join(_commits(payloads))
    _git("-C", str(folder), "fast-import", "--quiet", stream=stream)
    return folder


def _commits(payloads: Iterable[bytes]) -> Iterator[bytes]:
    for number, payload in enumerate(payloads):
        yield (
            b"commit refs/heads/log\ncommitter A <a@example.org> %d +0000\ndata 5\nevent\n"
            b"M 100644 inline event\ndata %d\n%b\n" % (number, len(payload), payload)
        )


def _git(*words: str, stream: bytes | None = None) -> None:
    subprocess.run(["git", *words], input=stream, check=True, env=_ENV)


def fsck(folder: Path) -> list[str]:
    """Return the command that verifies the repository."""
    return ["git", "-C", str(folder), "fsck", "--full", "--no-progress"]


def breaks(folder: Path, copy: Path) -> bool:
    """Return whether fsck notices a flipped bit in a pack, in a *copy* of the repository."""
    copytree(folder, copy)
    for pack in (copy / "objects" / "pack").glob("*.pack"):
        pack.chmod(0o644)
        data = bytearray(pack.read_bytes())
        data[len(data) // 2] ^= 1
        pack.write_bytes(data)
    return subprocess.run(fsck(copy), capture_output=True, env=_ENV, check=False).returncode != 0
