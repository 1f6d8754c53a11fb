"""Appending, correcting and retracting, as typed and in process.

What is typed reads the log as far as it bears on the event, checks it, chains it, brings the rows
up to date, and says which answers changed. In process it is `take_in` into a log that is followed
by `bring_up`, as the command does; the others store the same event with `synchronous=FULL` too,
without checks, chain or answers. Afterwards everything has to be there.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from typing import Any, Protocol

from benchmarks import ours
from benchmarks.data import news, slug, term
from benchmarks.figures import Figure, Line, rate, seen, within
from benchmarks.machine import named
from benchmarks.peers.raw import RawWriter
from benchmarks.shop import Run, Shop, WrongAnswerError, blocks, tell, timed
from benchmarks.stopwatch import Lap

Plain = dict[str, Any]
BLOCKS = 10
LIMITS = {"append": 0.2, "correct": 2.0, "retract": 2.0}
WHOM = ("-p", slug(0), "--reason", "It was another one.")


class Writer(Protocol):
    """A store of events; each event is on disk when `append` returns."""

    name: str

    def append(self, plain: Plain) -> None:
        """Append one event."""

    def kept(self) -> list[Plain]:
        """Return the stored events."""

    def close(self) -> None:
        """Close the store."""


def measure(shop: Shop) -> Iterator[Line]:
    """Measure the commands as typed, and then appending in process beside others."""
    shape = shop.wide(shop.size.large)
    db = shop.copied(shop.database(shape))
    tell("append: as typed")
    floor = shop.in_turns(shop.empty_python()).popitem()[1]
    found = shop.in_turns({name: partial(_typed, shop, name, db) for name in LIMITS})
    for name, limit in LIMITS.items():
        yield within(f"{name}, {shape}", found[name], limit, floor)
    _check(shop, db)
    tell("append: in process")
    yield from _in_process(shop, shop.copied(shop.database(shape)), f"in process, {shape}")


def _typed(shop: Shop, name: str, db: str, number: int) -> Lap:
    """Append a new event in each round, and correct or retract an older one."""
    older = f"e{number + 1:07}" if name == "correct" else f"e{number + 31:07}"
    words = {
        "append": (
            *("--when", "2024-08-20", "--title", f"News {number}", "--authority", "official"),
            *("--source", "s01", "--set", f"{term(0)}=the news {number}", "-p", slug(0)),
        ),
        "correct": (older, "--title", f"Another title {number}", *WHOM),
        "retract": (older, "--with-dependents", *WHOM),
    }
    return shop.timeline(name, *words[name], "--db", db)


def _check(shop: Shop, db: str) -> None:
    """Check that the last event typed is the answer, and that the log is intact."""
    said = shop.json("as-of", "2024-08-20", "--term", term(0), "-p", slug(0), "--db", db)
    if not said["terms"][0]["value"].startswith("the news "):
        raise WrongAnswerError(f"append: the answer is {said['terms'][0]['value']}.")
    shown = shop.json("show", "e0000001", "-p", slug(0), "--db", db)
    if "Another title 0" not in json.dumps(shown):
        raise WrongAnswerError("correct: the title is the old one.")
    shop.timeline("verify", "--db", db)


def _in_process(shop: Shop, db: str, what: str) -> Iterator[Line]:
    events = [news(number) for number in range(shop.size.appended)]
    size = max(1, len(events) // BLOCKS)
    several = list(blocks(events, size))
    before = ours.count(db)
    with ExitStack() as stack:
        writers = [stack.enter_context(closing(one)) for one in _writers(shop)]
        append = stack.enter_context(ours.appending(db))
        runs: dict[str, Run] = {what: partial(_lap, append, several)}
        for writer in writers:
            runs[writer.name] = partial(_lap, writer.append, several)
        found = shop.in_turns(runs, size, len(several))
        for writer in writers:
            kept = writer.kept()
            if not kept or kept != events[: len(kept)]:
                raise WrongAnswerError(f"{writer.name} did not keep what it was given.")
    if ours.count(db) < before + size:
        raise WrongAnswerError("append: not every event was kept.")
    shop.timeline("verify", "--db", db)
    floor = found[RawWriter.name]
    for name, figure in found.items():
        yield _rated(name, figure, None if figure is floor else floor)


def _rated(name: str, figure: Figure, floor: Figure | None) -> Line:
    line = seen(name, figure, floor)
    return Line(name, figure, floor, ", ".join(filter(None, (rate(figure), line.found))))


def _lap(append: Callable[[Plain], object], several: Sequence[Sequence[Plain]], at: int) -> Lap:
    def all_of_them() -> None:
        for one in several[at]:
            append(one)

    return timed(all_of_them)


def _writers(shop: Shop) -> Iterator[Writer]:
    folder = shop.room("writers")
    folder.mkdir()
    yield RawWriter(folder)
    if shop.is_there(named("eventsourcing"), "eventsourcing"):
        from benchmarks.peers.aggregates import AggregateWriter

        yield AggregateWriter(folder)
