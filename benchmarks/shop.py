"""The shop: the data, the databases and the stopwatch that all rows share."""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any

from benchmarks import data, ours
from benchmarks.data import Said, Shape
from benchmarks.figures import BROKEN_OFF, Figure
from benchmarks.kinds import TYPICAL, Kind
from benchmarks.ours import Told
from benchmarks.questions import Question
from benchmarks.reference import beliefs
from benchmarks.sizes import Size
from benchmarks.stopwatch import Lap, Stopwatch

Run = Callable[[int], Lap]
"""Measures once, given the number of the round."""

PASS = "python -c pass"
EACH = 1_000
"""The number of events of each partnership, if there are many partnerships."""


class WrongAnswerError(Exception):
    """Raised if a contestant answers wrongly, since its time would mean nothing."""


class Shop:
    """The place where rows are measured, by *watch*, on the data of *seed*.

    Reusable files are kept in *folder*, and temporary ones in *rooms*.
    """

    def __init__(self, size: Size, seed: int, folder: Path, rooms: Path, watch: Stopwatch) -> None:
        self.size, self.seed, self.folder, self.watch = size, seed, folder, watch
        self._rooms, self._numbers = rooms, count()
        self.missing: list[str] = []

    def many(self, total: int) -> Shape:
        """Return typical data of many partnerships."""
        each = min(EACH, total // 2)
        return Shape(partnerships=total // each, events=each, seed=self.seed)

    def one(self, total: int, kind: Kind = TYPICAL, terms: int = 20) -> Shape:
        """Return data of one partnership."""
        return Shape(kind=kind, partnerships=1, terms=terms, events=total, seed=self.seed)

    def wide(self, total: int) -> Shape:
        """Return typical data of one partnership, with one term for every 50 events."""
        return self.one(total, terms=max(1, total // 50))

    def lines(self, shape: Shape) -> Path:
        """Return the file with the lines of *shape*."""
        return data.write(shape, self.folder)

    def database(self, shape: Shape) -> str:
        """Return our database of *shape*, made by `import` if it does not exist."""
        lines = self.lines(shape)
        return ours.database(self.folder, lines.stem, lines)

    def room(self, name: str) -> Path:
        """Return a path at which nothing exists yet."""
        return self._rooms / f"{next(self._numbers)}.{name}"

    def copied(self, db: str) -> str:
        """Return a writable copy of the file *db*."""
        copy = self.room("db")
        copyfile(db, copy)
        return str(copy)

    def timeline(self, *words: str, may: Sequence[int] = (0,)) -> Lap:
        """Run the command as typed; its exit code must be one of *may*."""
        may = (0, 1) if words[0] == "check" else may  # 1 means that it found something.
        return self._lap([*ours.command(), *words], may)

    def asks(self, *words: str) -> Run:
        """Return a run of the command with the same arguments in every round."""
        return lambda _: self.timeline(*words)

    def process(self, *words: str) -> Lap:
        """Run another program."""
        return self._lap(words, (0,))

    def python(self, *words: str) -> Lap:
        """Run this Python."""
        return self.process(sys.executable, *words)

    def _lap(self, words: Sequence[str], may: Sequence[int]) -> Lap:
        # What is remembered of one copy of a log must not be held against another copy.
        state = {"XDG_STATE_HOME": str(self.room("state"))}
        lap = self.watch.run(words, ours.environment() | state, self.size.patience)
        if lap.code not in (*may, BROKEN_OFF):
            raise ours.TroubleError(f"{' '.join(words)[:300]}: {self.watch.complained()[-500:]}")
        return lap

    def json(self, *words: str) -> Any:
        """Return the JSON that the command prints."""
        self.timeline(*words, "-o", "json")
        return json.loads(self.watch.said())

    def empty_python(self) -> dict[str, Run]:
        """Return the floor of every process: an empty Python."""
        return {PASS: lambda _: self.python("-c", "pass")}

    def in_turns(
        self, runs: Mapping[str, Run], count: int = 1, rounds: int | None = None
    ) -> dict[str, Figure]:
        """Give each of *runs* a turn in every round, so that noise affects all alike.

        Each lap covers *count* events or questions. A run that has used up its budget is skipped.
        The first of several laps is not counted, because it reads everything from disk for the
        first time.
        """
        found: dict[str, list[Lap]] = {name: [] for name in runs}
        for number in range(rounds or self.size.rounds):
            at = number % len(runs)
            for name in [*runs][at:] + [*runs][:at]:
                if sum(lap.wall for lap in found[name]) < self.size.budget:
                    found[name].append(runs[name](number))
        return {name: Figure(name, tuple(laps[1:] or laps), count) for name, laps in found.items()}

    def once(self, who: str, lap: Lap, count: int = 1) -> Figure:
        """Return a figure that was measured once."""
        return Figure(who, (lap,), count)

    def is_there(self, what: object, who: str) -> bool:
        """Return whether a contestant is installed, noting a missing one for the row."""
        if not what and who not in self.missing:
            self.missing.append(who)
        return bool(what)

    def require_right(self, shape: Shape, asked: Question, told: Told, who: str) -> None:
        """Raise WrongAnswerError unless *told* agrees with the reference."""
        for number, belief in enumerate(beliefs(shape, self._history(shape, asked), asked)):
            found = told.get(data.term(number), frozenset())
            if not belief.agrees(found):
                raise WrongAnswerError(
                    f"{who}, {shape}, {asked}: term {number} is said to be {sorted(found, key=str)}"
                    f", and found to be {sorted(belief.possible, key=str)}."
                )

    def _history(self, shape: Shape, asked: Question) -> list[Said]:
        return [*data.history(shape, asked.partnership)]


def timed(run: Callable[[], object]) -> Lap:
    """Measure something in process; existing objects are kept out of garbage collection."""
    gc.collect()
    gc.freeze()
    cpu, wall = time.process_time(), time.perf_counter()
    run()
    lap = Lap(time.process_time() - cpu, time.perf_counter() - wall)
    gc.unfreeze()
    return lap


def blocks(found: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Yield *found* in blocks of one *size*."""
    for start in range(0, len(found) - size + 1, size):
        yield found[start : start + size]


def tell(sentence: str) -> None:
    """Report progress to the user."""
    if os.environ.get("BENCHMARKS_QUIET") is None:
        print(f"  {sentence}", file=sys.stderr, flush=True)
