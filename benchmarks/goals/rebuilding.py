"""Rebuilding: what stands beside the log made anew, from the log alone."""

import time

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError, told
from benchmarks.figures import Figure, Line, Section
from benchmarks.machine import has_package
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, tell, titled

SAID = (
    "`timeline rebuild` first verifies the log, and commits what it has made; the other loads "
    "every aggregate into memory, from a store of the same events, and keeps nothing.",
)


def measure(shop: Workshop) -> Section:
    """Measure the rebuild, as a process and in process, beside loading every aggregate."""
    section = Section("rebuild", "Rebuild of what stands beside the log", sentences=[*SAID])
    shape = shop.many(shop.size.rebuilt)
    db = shop.database(shape)
    if not ours.mends(db, shop.room("mended")):
        raise WrongAnswerError("rebuild does not make anew what was removed.")
    entries = shop.written(shape).entries

    def in_process(_: int) -> float:
        started = time.perf_counter()
        ours.rebuilt(db)
        return time.perf_counter() - started

    runs = {
        "in process": in_process,
        "process": lambda _: shop.lap(ours.COMMAND, "rebuild", "--db", db).seconds,
    }
    goal = f"rebuild, {titled(shape.total)} events of {shape.form}"
    tell(goal)
    if shop.is_there("eventsourcing", "eventsourcing", has_package("eventsourcing")):
        from benchmarks.peers.aggregates import AggregateWriter

        writer = AggregateWriter(shop.room("rebuild"))
        events = list(told(shape))
        for start in range(0, len(events), 1000):
            writer.batch(events[start : start + 1000])

        def loaded(_: int) -> float:
            started = time.perf_counter()
            writer.rebuilt()
            return time.perf_counter() - started

        runs["loaded"] = loaded
    found = in_turns(runs, 5, shop.size.budget)
    mine = Figure(who="ours", samples=found["in process"], count=entries)
    whole = shop.figure("timeline rebuild, with its verification", found["process"], entries)
    if "loaded" in found:
        writer.close()
        name = "eventsourcing repository.get of all"
        loading = Figure(who=name, samples=found["loaded"], count=shape.total)
        section.lines.append(Line(goal=goal, ours=mine, beside=loading, limit=2.0, is_least=True))
    else:
        section.lines.append(Line(goal=goal, ours=mine))
    section.others.append((goal, whole))
    return section
