"""Git: a blob for each event, in folders of a thousand, one commit; and `git fsck --full` of it."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import program


def repository(folder: Path, payloads: Sequence[bytes]) -> Path:
    """Make the repository in *folder*, packed, unless it is there."""
    if (folder / "HEAD").exists():
        return folder
    subprocess.run(
        ["git", "init", "-q", "--bare", "-b", "log", str(folder)], check=True, env=environment()
    )
    stream = bytearray()
    for number, payload in enumerate(payloads, start=1):
        stream += b"blob\nmark :%d\ndata %d\n%b\n" % (number, len(payload), payload)
    stream += b"commit refs/heads/log\ncommitter A <a@example.org> 0 +0000\ndata 3\nall\n"
    for number in range(1, len(payloads) + 1):
        stream += b"M 100644 :%d %04d/%07d\n" % (number, number // 1000, number)
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"],
        input=bytes(stream),
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
