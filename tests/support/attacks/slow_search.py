"""A search for inputs that take many steps, for their size.

An input is a *recipe*: a few pieces of ledger, repeated until it has the size asked for. The search
alters the recipe that costs most for its size, and grows the best of them to the size of an input.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from random import Random
from types import FrameType
from typing import Any, NamedTuple

from events.errors import TimelineError
from events.ledger import jsonl
from timeline.answers.bounds import bounded
from timeline.boxes.rows import all_rows
from timeline.record.record import Kept

SMALL, SIZE = 4_000, 64 * 1024
"""The bytes of an input while the search looks for a recipe, and of one that is grown."""

MOST = 40_000_000
"""The calls that an input of SIZE may take: some ten seconds."""

PATIENCE = 2
"""How many times in a row nothing worse is found before the worst recipe is grown."""

Run = Callable[[Sequence[str]], None]
"""What is searched for slow inputs: it takes in the lines of one."""

Plain = dict[str, Any]
Recipe = tuple[Plain, ...]
"""Events without id: the input repeats them, numbered and one day later each time."""

HEAD: Sequence[Plain] = (
    {"define": "partnership", "id": "define:partnership", "parties": ["A", "B"], "title": "P"},
    {"define": "source:s", "id": "define:source:s", "title": "S", "url": "https://example.org"},
    {"define": "condition:x", "id": "define:condition:x", "title": "X"},
    *({"define": f"term:{t}", "id": f"define:term:{t}", "title": t} for t in ("t", "u")),
)


class TooManyError(BaseException):
    """Raised in the middle of an input that takes more calls than any may."""


class Tried(NamedTuple):
    """The *steps* that an input made of *recipe* with *size* bytes took."""

    steps: int
    size: int
    recipe: Recipe

    @property
    def told(self) -> str:
        """The figures and the recipe in a line."""
        return f"{self.steps:,} calls for {self.size:,} bytes of {json.dumps(self.recipe)}"


def steps(work: Callable[[], object], most: int = MOST) -> int:
    """Return how many functions *work* calls; it is stopped soon after *most* of them."""
    count = 0

    def called(_frame: FrameType, what: str, _given: object) -> None:
        nonlocal count
        if what in ("call", "c_call"):
            count += 1
            if count > most:
                sys.setprofile(None)
                raise TooManyError

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    except (TimelineError, TooManyError):
        pass  # A refusal is an answer too.
    finally:
        sys.setprofile(before)
    return count


def searched(run: Run, rng: Random) -> Iterator[Tried]:
    """Yield what each input that is tried takes of *run*, for ever."""
    while True:
        worst, idle = _tried(run, _recipe(rng), SMALL), 0
        yield worst
        while idle < PATIENCE * len(worst.recipe) + 3:
            now = _tried(run, _altered(rng, worst.recipe), SMALL)
            yield now
            worst, idle = (now, 0) if now.steps > worst.steps * 1.05 else (worst, idle + 1)
        if _tried(run, worst.recipe, 2 * SMALL).steps > 2.5 * worst.steps:
            yield _tried(run, worst.recipe, SIZE)


def _tried(run: Run, recipe: Recipe, size: int) -> Tried:
    lines = made(recipe, size)
    return Tried(steps(lambda: run(lines)), sum(map(len, lines)), recipe)


def made(recipe: Recipe, size: int) -> list[str]:
    """Return the lines of an input of at most *size* bytes that repeats *recipe*."""
    lines = [_line(act) for act in HEAD]
    left, number = size - sum(map(len, lines)), 0
    while True:
        text = json.dumps(recipe[number % len(recipe)])
        line = _line({"id": f"e{number}", **json.loads(text.replace("@", f"e{number}"))}, number)
        left -= len(line)
        if left < 0:
            return lines
        lines.append(line)
        number += 1


def _line(act: Plain, number: int = 0) -> str:
    said = dict(act)
    if isinstance(days := said.get("when"), list):
        said["when"] = f"[{_day(days[0], number)}..{_day(days[1], number)}]"
    return json.dumps({"partnership": "p", "entry": {**said, "v": 1}}) + "\n"


def _day(day: int, number: int) -> str:
    month, day = divmod(day + number, 28)
    return f"{2000 + month // 12}-{month % 12 + 1:02}-{day + 1:02}"


def _recipe(rng: Random) -> Recipe:
    return tuple(_event(rng) for _ in range(rng.randrange(1, 4)))


def _altered(rng: Random, recipe: Recipe) -> Recipe:
    several = list(recipe)
    match rng.randrange(4):
        case 0 if len(several) < 6:
            several.insert(rng.randrange(len(several) + 1), _event(rng))
        case 1 if len(several) > 1:
            del several[rng.randrange(len(several))]
        case _:
            at = rng.randrange(len(several))
            fresh = _event(rng)
            several[at] = {**several[at], **{k: fresh[k] for k in fresh if rng.random() < 0.4}}
    return tuple(several)


def _event(rng: Random) -> Plain:
    first = rng.randrange(300)
    said: Plain = {
        "title": "E",
        "authority": rng.choice(("official", "filing", "press", "reported")),
        "sources": ["s"],
        "when": rng.choice(("2005", "2005-03", [first, first + rng.choice((0, 9, 90, 900))])),
        "changes": [_change(rng) for _ in range(rng.randrange(1, 3))],
    }
    return said | ({"met": ["x"]} if rng.random() < 0.2 else {})


def _change(rng: Random) -> Plain:
    verb = rng.choice(("set", "set", "set", "claim", "reaffirm", "end", "leave-unsaid", "dispute"))
    said: Plain = {verb: rng.choice(("t", "t", "u"))}
    if verb in ("set", "claim"):
        said["value"] = "@" if rng.random() < 0.8 else "v"
        if rng.random() < 0.4:
            said["through"] = rng.choice(("2006", "20d after @", "2m after @"))
    if verb == "set" and rng.random() < 0.3:
        said |= rng.choice(({"unless": ["x"]}, {"while": "u"} if said[verb] == "t" else {}))
    if rng.random() < 0.2:
        said["when"] = rng.choice(("20d after @", "2m after @"))
    return said


def _entries(lines: Sequence[str]) -> list[Kept]:
    read = jsonl.read_lines(BytesIO("".join(lines).encode()), "x.jsonl")
    return [Kept(at, "2026-11-21T12:00:00.000000Z", one.act) for at, one in enumerate(read, 1)]


def _project(lines: Sequence[str]) -> None:
    """Work out all answers, as an import does."""
    entries = _entries(lines)
    with bounded(len(entries)):
        for _ in all_rows(entries):
            pass


def _project_apart(lines: Sequence[str]) -> None:
    """Work out all answers after each entry, as appends do one by one."""
    entries = _entries(lines)
    with bounded(len(entries)):
        for _ in all_rows(entries, apart=True):
            pass


def _planted_pairs(lines: Sequence[str]) -> None:
    """Compare each event that restates something with each other one."""
    several = [one for one in lines if '"reaffirm"' in one]
    for one in several:
        for other in several:
            one.startswith(other)


def _planted_scan(lines: Sequence[str]) -> None:
    """Look for each event among all that came before it, if its days are counted."""
    seen: list[str] = []
    for line in lines:
        if "20d after" in line:
            for other in seen:
                other.find("x")
        seen.append(line)


TARGETS: Mapping[str, Run] = {
    "answers of an import": _project,
    "answers of appends": _project_apart,
}

PLANTED: Mapping[str, Run] = {
    "each pair of restatements": _planted_pairs,
    "each earlier event": _planted_scan,
}
