"""Verifying: every stored value rehashed, beside git."""

import time

from benchmarks import ours
from benchmarks.contestants import WrongAnswerError
from benchmarks.data import Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.machine import program
from benchmarks.peers import blobs
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, tell, titled

SAID = (
    "Git holds each event as a commit with the payload as its only file: its log is chained as "
    "ours is, and an event is three objects. `git fsck --full` rehashes each; ours also checks the "
    "canonical form, every field, and what stands beside the log. The goal is of events. The same "
    "payloads as blobs of one commit are checked sooner, but for no order.",
)


def measure(shop: Workshop) -> Section:
    """Measure verification in process and as a process beside `git fsck --full`."""
    section = Section("verify", "Verification, every value rehashed", sentences=[*SAID])
    shape = shop.many(shop.size.verified)
    db, written = shop.database(shape), shop.written(shape)
    tell(f"verify: {shape.name}")
    if not ours.notices(db, shop.room("verify")):
        raise WrongAnswerError("verify does not notice an altered entry.")

    def in_process(_: int) -> float:
        with ours.reading(db) as log:
            started = time.perf_counter()
            if ours.verified(log) != written.entries:
                raise WrongAnswerError("verify has not seen every entry.")
            return time.perf_counter() - started

    runs = {
        "in process": in_process,
        "process": lambda _: _whole(shop, shape, db),
    }
    goal = f"verify, {titled(shape.total)} events of {shape.form}"
    if shop.is_there("git", "git", program("git")):
        payloads = _payloads(shop, shape)
        log = blobs.chained(shop.folder / f"{shape.name}.commits.git", payloads)
        bare = blobs.together(shop.folder / f"{shape.name}.blobs.git", payloads)
        if not blobs.breaks(log) or not blobs.breaks(bare):
            raise WrongAnswerError("git fsck does not notice an altered pack.")
        runs["commits"] = lambda _: shop.lap(*blobs.fsck(log)).seconds
        runs["blobs"] = lambda _: shop.lap(*blobs.fsck(bare)).seconds
    found = in_turns(runs, 5, shop.size.budget)
    mine = Figure(who="ours, in process", samples=found["in process"], count=written.entries)
    whole = shop.figure("timeline verify", found["process"], written.entries)
    if "commits" not in found:
        section.lines += [Line(goal=goal, ours=mine), Line(goal=goal, ours=whole)]
        return section
    commits = shop.figure("git fsck --full, events", found["commits"], written.entries)
    section.lines += [
        Line(goal=goal, ours=mine, beside=commits, limit=8.0, is_least=True),
        Line(goal=goal, ours=whole, beside=commits),
    ]
    section.others += [
        (goal, shop.figure("the same, objects", found["commits"], blobs.objects(log))),
        (goal, shop.figure("as blobs of one commit, objects", found["blobs"], blobs.objects(bare))),
    ]
    return section


def _whole(shop: Workshop, shape: Shape, db: str) -> float:
    command = [ours.COMMAND, "verify", "--db", db]
    lap = shop.watch.run(command, shop.state(shape), limit=shop.size.patience)
    if lap.code not in (0, -14):
        raise ours.TroubleError(f"verify: {shop.watch.said()}")
    return lap.seconds


def _payloads(shop: Workshop, shape: Shape) -> list[bytes]:
    """Return every payload as it is stored."""
    with open(shop.written(shape).lines, encoding="utf-8") as stream:
        return [_payload(line) for line in stream]


def _payload(line: str) -> bytes:
    return line[line.index('"entry":') + 8 : -2].encode()
