"""A stopwatch for whole processes: how long one takes from its start to its end, and its memory.

It is a small process of its own. A program that is started takes over the highest memory use of
whoever starts it, in the kernel's account of it, so that a large one cannot measure small ones; and
a small one starts others faster. It imports little, and nothing of ours.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import NamedTuple, Self, TypedDict


class Lap(NamedTuple):
    """One run of a program: its time, the most memory it had, and its exit code.

    A code below 0 is the signal that ended it: -14 when it had taken longer than it may.
    """

    seconds: float
    kibibytes: int
    code: int


class Stopwatch:
    """The process that measures; use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "stopwatch.out"
        self._errors = folder / "stopwatch.err"
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        output: bool = True,
        limit: float = 600.0,
    ) -> Lap:
        """Run *command* to its end, at most *limit* seconds; keep its *output*, or drop it."""
        order: _Order = {
            "command": list(command),
            "environment": dict(environment),
            "output": str(self.output) if output else os.devnull,
            "errors": str(self._errors),
            "limit": limit,
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Lap(*json.loads(self._process.stdout.readline()))

    def said(self) -> str:
        """Return what the last command wrote."""
        return self.output.read_text(encoding="utf-8")

    def complained(self) -> str:
        """Return what the last command wrote beside its answer."""
        return self._errors.read_text(encoding="utf-8", errors="replace").strip()


class _Order(TypedDict):
    command: list[str]
    environment: dict[str, str]
    output: str
    errors: str
    limit: float


def _timed(order: "_Order") -> tuple[float, int, int]:
    command = order["command"]
    opened = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, order["output"], opened, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, order["errors"], opened, 0o644),
    ]
    started = time.perf_counter()
    pid = os.posix_spawnp(
        command[0], command, order["environment"], file_actions=actions, setpgroup=0
    )

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        os.killpg(pid, signal.SIGALRM)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, order["limit"])
    _, status, used = os.wait4(pid, 0)
    taken = time.perf_counter() - started
    signal.setitimer(signal.ITIMER_REAL, 0)
    return taken, used.ru_maxrss, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_timed(json.loads(line))) + "\n")
        sys.stdout.flush()
