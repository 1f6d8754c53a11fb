"""What reads a whole history: a list, a check, a month's changelog, and how they grow.

One partnership with 20 terms. The exponent is that of the CPU time from the first size to the
second, what it takes to start Python left out. The end of a changelog has to be the answers of its
last day.
"""

from collections.abc import Iterator
from math import log
from operator import itemgetter
from typing import Any

from benchmarks import reading
from benchmarks.data import Shape
from benchmarks.figures import Figure, Line, judged, seconds, within
from benchmarks.shop import Run, Shop, WrongAnswerError, tell

NAMES = ("log", "check", "diff", "next", "corrections", "changelog of a month")
WHOLE = "changelog of all"
START = "partnerships"
NOISE = 0.01
"""The least CPU time counted, in seconds; anything below may be noise."""


def measure(shop: Shop) -> Iterator[Line]:
    """Measure every command at two sizes, and the longest changelog at one."""
    small, large = (shop.one(total) for total in shop.size.growing)
    _check(shop, small)
    runs = {START: _run(shop, small, START)}
    for shape in (small, large):
        for name in (*NAMES, WHOLE) if shape is small else NAMES:
            runs[f"{name}, {shape}"] = _run(shop, shape, name)
    tell(f"growing: {len(runs)} processes in turns")
    found = shop.in_turns(runs)
    floor = found[START]
    for name in NAMES:
        yield _grown(found[f"{name}, {small}"], found[f"{name}, {large}"], floor, small, large)
    name = f"{WHOLE}, {small}"
    yield within(name, found[name], 1.0, floor)


def _run(shop: Shop, shape: Shape, name: str) -> Run:
    return shop.asks(*reading.of(shape).commands()[name], "--db", shop.database(shape))


def _grown(few: Figure, many: Figure, floor: Figure, small: Shape, large: Shape) -> Line:
    work = max(many.cpu - floor.cpu, NOISE) / max(few.cpu - floor.cpu, NOISE)
    exponent = log(work) / log(large.total / small.total)
    is_met = few.wall <= 0.5 and exponent <= 1.1 and not many.is_broken_off
    found = f"{seconds(few.wall)}, exponent {exponent:.2f}"
    return judged(few.who, few, found, "≤ 500 ms, ≤ 1.1", is_met, floor)


def _check(shop: Shop, shape: Shape) -> None:
    """Check that the last change of each term in a changelog is its answer afterwards.

    What is learned of the past may be over, or else is the answer still.
    """
    db, period = shop.database(shape), reading.of(shape).all
    last = period.partition("..")[2]
    said = shop.json("changelog", period, "--db", db)
    found: dict[str, set[tuple[str, object]]] = {}
    for line in sorted(_lines(said), key=itemgetter("on")):
        after = line["after"]
        if line["group"] == "Learned about the past":
            may = {(status, after["value"]) for status in (after["status"], "expired")}
            found.setdefault(line["term"], set()).update(may)
        elif after is not None:
            found[line["term"]] = {(after["status"], after["value"])}
    terms = shop.json("as-of", last, "--known", last, "--db", db)["terms"]
    answers = {one["term"]: (one["status"], one["value"]) for one in terms}
    if not found or any(answers[term] not in may for term, may in found.items()):
        raise WrongAnswerError("the changelog does not end in the answers of its last day.")


def _lines(said: Any) -> Iterator[dict[str, Any]]:
    for section in said["sections"]:
        for group in section["groups"]:
            yield from group["lines"]
