"""The workshop: the data, the databases and the stopwatch that all measurements share."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import data, ours
from benchmarks.contestants import Missing, WrongAnswerError
from benchmarks.data import Numbers, Said, Shape, Written
from benchmarks.figures import Figure
from benchmarks.questions import Question
from benchmarks.reference import beliefs
from benchmarks.sizes import Size
from benchmarks.stopwatch import Lap, Stopwatch


class Workshop:
    """Where measurements are made, by *watch*, of the data of *seed*.

    What can be used again is in *folder*, what cannot in *rooms*.
    """

    def __init__(self, size: Size, seed: int, folder: Path, rooms: Path, watch: Stopwatch) -> None:
        self.size, self.seed, self.folder, self.watch = size, seed, folder, watch
        self._rooms = rooms
        self.missing: list[Missing] = []
        self._numbers: dict[str, Numbers] = {}
        self._histories: dict[tuple[str, int], list[Said]] = {}

    def many(self, total: int) -> Shape:
        """Return typical data of many partnerships."""
        return self.size.many(total, seed=self.seed)

    def one(self, total: int) -> Shape:
        """Return typical data of one partnership."""
        return self.size.one(total, seed=self.seed)

    def written(self, shape: Shape) -> Written:
        """Return the files of *shape*, written if they are not there."""
        return data.write(shape, self.folder)

    def database(self, shape: Shape) -> str:
        """Return our database of *shape*."""
        tell(f"{shape.name}: our database")
        return ours.database(self.folder, shape.name, self.written(shape).lines)

    def numbers(self, shape: Shape) -> Numbers:
        """Return the numbers of *shape*; only the last ones are kept in memory."""
        if shape.name not in self._numbers:
            self._numbers = {shape.name: Numbers.read(self.written(shape).numbers)}
        return self._numbers[shape.name]

    def history(self, shape: Shape, partnership: int) -> list[Said]:
        """Return what is said of a partnership; only the last ones are kept in memory."""
        key = shape.name, partnership
        if key not in self._histories:
            if len(self._histories) > 20 or shape.events > 100_000:
                self._histories.clear()
            self._histories[key] = list(data.history(shape, partnership))
        return self._histories[key]

    def room(self, name: str) -> Path:
        """Return an empty folder."""
        folder = self._rooms / name
        folder.mkdir()
        return folder

    def script(self, name: str, text: str) -> str:
        """Keep a program in a file."""
        file = self._rooms / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    def lap(self, *words: str) -> Lap:
        """Run a command, in the environment of ours; one that takes too long is broken off."""
        return self._lap(words, self.size.patience, (0, -14))

    def long_lap(self, *words: str) -> Lap:
        """Run a command that may take its time, but has to come to its end."""
        return self._lap(words, 7200, (0,))

    def _lap(self, words: Sequence[str], limit: float, codes: Sequence[int]) -> Lap:
        lap = self.watch.run(words, ours.environment(), limit=limit)
        if lap.code not in codes:
            raise WrongAnswerError(f"{' '.join(words)[:200]}: {self.watch.complained()[:500]}")
        return lap

    def figure(self, who: str, samples: tuple[float, ...], count: int = 0) -> Figure:
        """Return what was measured of a process, which may have been broken off."""
        is_broken = any(sample >= self.size.patience for sample in samples)
        return Figure(who=who, samples=samples, count=count, is_broken=is_broken)

    def state(self, shape: Shape) -> dict[str, str]:
        """Return an environment in which one database is verified, and no other was before it.

        Those made here are copies of one that was empty, and would be taken for one another.
        """
        return ours.environment() | {"XDG_STATE_HOME": str(self._rooms / f"{shape.name}.state")}

    def is_there(self, who: str, what: str, found: object) -> bool:
        """Tell whether a contestant can take part; keep in mind who cannot."""
        if not found:
            missing = Missing(who, what)
            if missing not in self.missing:
                self.missing.append(missing)
        return bool(found)

    def require_right(self, shape: Shape, asked: Question, told: ours.Told, who: str) -> None:
        """Raise WrongAnswerError unless *told* agrees with what is found the long way."""
        said = self.history(shape, asked.partnership)
        for number, belief in enumerate(beliefs(shape, said, asked)):
            found = told.get(data.term(number), frozenset())
            if not belief.agrees(found):
                raise WrongAnswerError(
                    f"{who}, {shape.name}, {asked}: term {number} is said to be {_sorted(found)}, "
                    f"and found to be {_sorted(belief.possible)}."
                )

    def require_json(self, shape: Shape, asked: Question, said: str) -> None:
        """Raise WrongAnswerError unless the JSON of `as-of` agrees likewise."""
        told = ours.told_json(json.loads(said))
        history = self.history(shape, asked.partnership)
        for number, belief in enumerate(beliefs(shape, history, asked)):
            found = told[data.term(number)]
            agrees = belief.agrees(found) if len(found) == 1 else _covers(found, belief.possible)
            if not agrees:
                raise WrongAnswerError(f"timeline as-of -o json, {shape.name}, {asked}: {number}")


def _covers(found: frozenset[tuple[str, str | None, str | None]], possible: object) -> bool:
    """Compare without last days, which the JSON of an undetermined answer does not say."""
    assert isinstance(possible, frozenset)
    return {one[:2] for one in possible} <= {one[:2] for one in found}


def _sorted(answers: object) -> str:
    assert isinstance(answers, frozenset)
    return " or ".join(sorted(" ".join(filter(None, one)) for one in answers)) or "nothing"


def python(*words: str) -> list[str]:
    """Return a command of this Python."""
    return [sys.executable, *words]


def tell(sentence: str) -> None:
    """Tell whoever waits what is being done."""
    if os.environ.get("BENCHMARKS_QUIET") is None:
        print(f"  {sentence}", file=sys.stderr, flush=True)


def titled(number: int) -> str:
    """Return a number of events as one says it: 10³, 20 000."""
    digits = len(str(number)) - 1
    if number == 10**digits and digits >= 3:
        return "10" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(one)] for one in str(digits))
    return f"{number:,}"
