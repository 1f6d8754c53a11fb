"""A stopwatch for whole processes: CPU time, wall time and peak memory from start to end.

It is a small process of its own. The kernel lets a child inherit the peak memory of the process
that starts it, so a large process cannot measure small ones; a small one also starts others faster.
It imports little, and nothing of ours.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NamedTuple, Self


class Lap(NamedTuple):
    """One run: CPU time including children, wall time, peak memory in KiB, and exit code.

    A negative code is the signal that ended the run: -14 if it exceeded its time limit.
    """

    cpu: float
    wall: float
    kib: int = 0
    code: int = 0


class Stopwatch:
    """The process that measures; use it in a `with` statement."""

    def __init__(self, folder: Path) -> None:
        self._output, self._errors = folder / "stopwatch.out", folder / "stopwatch.err"
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(
        self, command: Sequence[str], environment: Mapping[str, str], limit: float = 7200
    ) -> Lap:
        """Run *command* to its end, or for at most *limit* seconds."""
        order = [command, dict(environment), str(self._output), str(self._errors), limit]
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Lap(*json.loads(self._process.stdout.readline()))

    def said(self) -> str:
        """Return the standard output of the last command."""
        return self._output.read_text(encoding="utf-8")

    def complained(self) -> str:
        """Return the standard error of the last command."""
        return self._errors.read_text(encoding="utf-8", errors="replace").strip()


def _lap(
    command: list[str], environment: dict[str, str], output: str, errors: str, limit: float
) -> Lap:
    opened = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, opened, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, errors, opened, 0o644),
    ]
    started = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, environment, file_actions=actions, setpgroup=0)

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        os.killpg(pid, signal.SIGALRM)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    signal.setitimer(signal.ITIMER_REAL, 0)
    cpu = used.ru_utime + used.ru_stime
    return Lap(cpu, wall, used.ru_maxrss, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_lap(*json.loads(line))) + "\n")
        sys.stdout.flush()
