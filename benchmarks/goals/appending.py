"""Appending: one event a commit, on the disk when it returns."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from shutil import copyfile

from benchmarks import ours
from benchmarks.contestants import Told, Writer, require_kept, told, told_of
from benchmarks.data import Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.goals.importing import empty_database
from benchmarks.peers import stores
from benchmarks.workshop import Workshop, tell, titled

BLOCKS = 15
"""How many turns everybody has at most; long ones, so that each pays for what is put off."""

SAID = (
    "Ours is `take_in`, which the command uses too: the event is read and checked, every reference "
    "of it is looked up, it is chained, and what stands beside the log is kept in the same "
    "transaction. The others only store it: no chain, no checks, no projection.",
)
Commit = Callable[[int, int], list[float]]


def measure(shop: Workshop) -> Section:
    """Measure an append of ours beside those of others, into a new store and into a full one."""
    section = Section("append", "Durable append, one event a commit", sentences=[*SAID])
    shape = Shape(partnerships=20, events=-(-shop.size.singles // 20), seed=shop.seed)
    full = shop.many(shop.size.most)
    events, later = list(told(shape)), _later(full, shop.size.singles)
    folder = shop.room("append")
    db, copy = empty_database(shop, shape, folder), folder / "full.db"
    copyfile(shop.database(full), copy)
    block = max(1, shop.size.singles // BLOCKS)
    with ExitStack() as stack:
        writers = stack.enter_context(stores.opened(shop, folder))
        commits: dict[str, Commit] = {
            "new": _ours(stack.enter_context(ours.appending(db)), events),
            "full": _ours(stack.enter_context(ours.appending(str(copy))), later),
        }
        for writer in writers:
            commits[writer.name] = _theirs(writer, events)
        tell("append: one event after the other, in turns")
        found = _in_blocks(commits, min(len(events), len(later)) // block, block, shop.size.budget)
        done = len(found["new"]) * block
        for writer in writers:
            require_kept(writer, events[:done])
        notes = {writer.name: writer.note for writer in writers}
    ours.require_kept(db, events[:done])
    _compare(section, found, notes, block, full)
    return section


def _ours(append: Callable[[str, dict[str, object]], None], events: Sequence[Told]) -> Commit:
    def commit(start: int, end: int) -> list[float]:
        return [_timed(append, one) for one in events[start:end]]

    return commit


def _theirs(writer: Writer, events: Sequence[Told]) -> Commit:
    return lambda start, end: writer.singles(events[start:end])


def _timed(append: Callable[[str, dict[str, object]], None], one: Told) -> float:
    started = time.perf_counter()
    append(one.slug, one.plain)
    return time.perf_counter() - started


def _in_blocks(
    commits: dict[str, Commit], blocks: int, block: int, budget: float
) -> dict[str, list[list[float]]]:
    """Let everyone commit a block of events in turn; as far as the budget goes."""
    found: dict[str, list[list[float]]] = {name: [] for name in commits}
    names = list(commits)
    started = time.perf_counter()
    for number in range(blocks):
        at = number % len(names)
        for name in names[at:] + names[:at]:
            found[name].append(commits[name](number * block, (number + 1) * block))
        if time.perf_counter() - started > budget * len(names):
            break
    return found


def _compare(
    section: Section,
    found: dict[str, list[list[float]]],
    notes: dict[str, str],
    block: int,
    full: Shape,
) -> None:
    """Compare all but the first block, in which everybody warms up."""
    figures = {
        name: Figure(
            who=name if name in notes else "ours",
            samples=tuple(sum(one) for one in blocks[min(1, len(blocks) - 1) :]),
            count=block,
            note=notes.get(name, ""),
        )
        for name, blocks in found.items()
    }
    singles = {name: [one for block in blocks for one in block] for name, blocks in found.items()}
    raw, saved = figures.pop(stores.RAW), figures.pop(stores.AGGREGATES, None)
    goals = {"new": "append", "full": f"append to {titled(full.total)} events of {full.form}"}
    for key, goal in goals.items():
        mine = figures.pop(key)
        section.lines.append(Line(goal=goal, ours=mine, beside=raw, limit=0.85, is_least=True))
        if saved is not None:
            section.lines.append(Line(goal=goal, ours=mine, beside=saved, limit=1.5, is_least=True))
    section.others += [("append", figure) for figure in figures.values()]
    for name, samples in singles.items():
        latency = Figure(who=name if name in notes else "ours", samples=tuple(samples))
        section.others.append((f"one commit: {goals.get(name, 'append')}", latency))


def _later(shape: Shape, count: int) -> list[Told]:
    """Return about *count* events that may follow those of *shape*, of its partnerships in turn."""
    each = 1 + max(5, -(-count // shape.partnerships))
    later = replace(shape, events=shape.events + each, seed=shape.seed + 1)
    chosen = -(-count // each)
    found = [
        [one for one in told_of(later, partnership) if one.version > shape.events]
        for partnership in range(min(chosen, shape.partnerships))
    ]
    return [
        one._replace(plain=_alone(one.plain))
        for turn in zip(*found, strict=True)
        for one in turn
        if "correct" not in one.plain
    ]


def _alone(plain: dict[str, object]) -> dict[str, object]:
    """Return an event that refers to no other."""
    changes = plain["changes"]
    assert isinstance(changes, list)
    alone = [{key: value for key, value in one.items() if key != "of"} for one in changes]
    return plain | {"changes": alone}
