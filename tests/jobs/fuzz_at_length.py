"""A long run of the fuzz tests: `.ci/job fuzz_at_length --inputs 1000000 --seed 1`.

Each worker may take 512 MB. It ends with 1 when a reader raised what it must not or took more
than a second of the processor, or when fewer inputs than promised got past the first check;
`--again TARGET:SEED` shows one input and what becomes of it.
"""

import argparse
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from types import FrameType

import coverage

ROOT = Path(__file__).parents[2]
READERS = (
    *("events/dates/*", "events/ledger/*", "events/payload/*", "cli/typed_*"),
    *("cli/append/event_input", "cli/append/flags", "cli/append/definitions"),
)
"""The modules that read what is fuzzed."""

FOUND = {name: sorted(ROOT.glob(f"{name}.py")) for name in READERS}
if gone := [name for name, files in FOUND.items() if not files]:
    raise SystemExit(f"There is no module {' and no '.join(gone)} any more: mend READERS.")
FILES = [str(file.relative_to(ROOT)) for files in FOUND.values() for file in files]
WITHIN = [str(ROOT / name) for name in FILES]

PARTS = {
    "ledger": 2.0,
    "event": 1.0,
    "lines": 11.0,
    "payload": 15.0,
    "dates": 35.6,
    "phrases": 20.0,
    "flags": 15.0,
    "big": 0.4,
}
"""How many of a hundred inputs each target gets."""

MEMORY = 512 * 1024 * 1024
SECONDS = 1.0
PATIENCE, WALL = 20, 300
"""Seconds of the processor after which an input is given up, and of the wall clock after which
the worker is: that long only what waits takes, however loaded the machine is."""
LEAST = 0.2
"""The share of all inputs that has to get past the first check."""
CHUNK, TRACED = 250, 10
"""Inputs a task, and of how many tasks one is traced; what is traced is slower and is not timed."""

Lines = dict[str, set[int]]


@dataclass
class Found:
    """What came of some inputs of a target."""

    target: str
    came: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_seed: str = ""
    peak: int = 0
    failures: list[str] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)

    def add(self, other: "Found") -> None:
        """Take in what came of others."""
        self.came += other.came
        self.failures += other.failures
        self.peak = max(self.peak, other.peak)
        if other.slowest > self.slowest:
            self.slowest, self.slowest_seed = other.slowest, other.slowest_seed


class _TooLongError(BaseException):
    """Raise in the middle of an input that takes far too long."""


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def _limited() -> None:
    """Be a worker: little memory, and a clock that rings."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGVTALRM, _too_long)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (click echoes what is renamed)


Task = tuple[str, int, int, int]
"""A target, the seed of the run, the first input and the number of the task."""


def work(task: Task) -> Found:
    """Run the inputs of a task."""
    target, seed, first, number = task
    found = Found(target)
    if number % TRACED == 1:
        _run_traced(found, seed, first)
    else:
        _run(found, seed, first, timed=True)
    found.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return found


def _run_traced(found: Found, seed: int, first: int) -> None:
    tracer = coverage.Coverage(data_file=None, include=WITHIN)
    tracer.start()
    try:
        _run(found, seed, first, timed=False)
    finally:
        tracer.stop()
    found.lines = _lines(tracer)


def _lines(tracer: coverage.Coverage) -> Lines:
    data = tracer.get_data()
    return {name: set(data.lines(name) or ()) for name in data.measured_files()}


def _run(found: Found, seed: int, first: int, *, timed: bool) -> None:
    import fuzzing

    one = fuzzing.TARGETS[found.target]
    for number in range(first, first + CHUNK):
        name = f"{seed}-{number}"
        given = one.make(Random(name))
        signal.setitimer(signal.ITIMER_REAL, WALL)
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        try:
            found.came[one.hold(given)] += 1
        except (Exception, _TooLongError) as error:
            found.came[fuzzing.REFUSED] += 1
            found.failures.append(f"{found.target}:{name}: {_told(error)}")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
        if timed and fuzzing.TOOK[0] > found.slowest:
            found.slowest, found.slowest_seed = fuzzing.TOOK[0], name


def _told(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return f"{type(error).__name__} at {where}: {str(error)[:160]!r}"


def tasks(inputs: int, seed: int, only: Sequence[str]) -> Iterator[Task]:
    """Yield the tasks of a run, the slow targets first."""
    number = 0
    for target in sorted(only or PARTS, key=lambda name: (name != "big", PARTS[name])):
        share = inputs * PARTS[target] / sum(PARTS[name] for name in only or PARTS)
        for first in range(0, max(round(share), 1), CHUNK):
            yield target, seed, first, number
            number += 1


def main() -> int:
    """Run, report, and say by the exit code whether the promise was kept."""
    asked = _asked()
    traced = coverage.Coverage(data_file=None, include=WITHIN)
    traced.start()
    import fuzzing

    fuzzing.warm()
    traced.stop()
    if asked.again:
        return _again(asked.again)
    lines, totals, begun = _lines(traced), {name: Found(name) for name in PARTS}, time.time()
    for found in _done(asked):
        totals[found.target].add(found)
        for name, several in found.lines.items():
            lines.setdefault(name, set()).update(several)
    return _report(list(totals.values()), lines, time.time() - begun, asked)


def _done(asked: argparse.Namespace) -> Iterator[Found]:
    """Yield what came of each task; a worker that dies takes those that it had with it."""
    every = tasks(asked.inputs, asked.seed, asked.only)
    while several := list(islice(every, 200)):
        with _pool(asked.processes) as pool:
            waiting = {pool.submit(work, task): task for task in several}
            for future in as_completed(waiting):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield Found(waiting[future][0], failures=[f"a worker died: {waiting[future]}"])


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("fork"), initializer=_limited)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--only", action="append", choices=list(PARTS), default=[])
    parser.add_argument("--again", metavar="TARGET:SEED")
    return parser.parse_args()


def _again(named: str) -> int:
    import fuzzing

    target, _, seed = named.partition(":")
    print(repr(fuzzing.TARGETS[target].make(Random(seed))))
    print(("refused", "parsed", "accepted")[fuzzing.run(target, seed)])
    print(f"{fuzzing.TOOK[0]:.3f} s")
    return 0


def _report(
    totals: Sequence[Found], lines: Lines, seconds: float, asked: argparse.Namespace
) -> int:
    print(f"{'target':9}{'inputs':>9}{'past the first check':>22}{'accepted':>10}{'slowest':>10}")
    whole = Found("all")
    for one in totals:
        if one.came or one.failures:
            print(_row(one))
        whole.add(one)
    print(_row(whole))
    print(f"{seconds:.0f} s with {asked.processes} processes, seed {asked.seed}")
    print(f"{whole.peak / 2**20:.0f} MB at most in a process, of 512")
    _report_lines(lines)
    for failure in whole.failures[:50]:
        print(f"FAILED {failure}")
    print(f"{len(whole.failures)} failures")
    too_few = whole.came.total() * (1 - LEAST) < whole.came[0]
    return int(bool(whole.failures) or whole.slowest > SECONDS or too_few)


def _row(one: Found) -> str:
    count, refused, accepted = one.came.total(), one.came[0], one.came[2]
    of = count or 1
    return (
        f"{one.target:9}{count:>9}{(count - refused) / of:>22.1%}"
        f"{accepted / of:>10.1%}{one.slowest:>8.3f} s  {one.slowest_seed}".rstrip()
    )


def _report_lines(lines: Lines) -> None:
    """Say how many lines of the readers were run, of those tasks that were traced."""
    ran, of, told = 0, 0, []
    measure = coverage.Coverage(data_file=None)
    for path, name in zip(WITHIN, FILES, strict=True):
        _, statements, _, _, _ = measure.analysis2(path)
        hit = len(lines.get(path, set()) & set(statements))
        ran, of = ran + hit, of + len(statements)
        told += [f"{name} {hit / len(statements):.0%}"] if statements else []
    print(f"lines run: {ran} of {of} ({ran / of:.1%}): {', '.join(told)}")


if __name__ == "__main__":
    sys.exit(main())
