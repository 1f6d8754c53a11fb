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
    "Git holds the payload of each event as a blob, packed, under one commit, so that it has "
    "hardly an object more than there are events. It rehashes each; ours also checks the order, "
    "the canonical form, every field and what stands beside the log.",
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
    objects = 0
    if shop.is_there("git", "git", program("git")):
        git = blobs.repository(shop.folder / f"{shape.name}.git", _payloads(shop, shape))
        objects = blobs.objects(git)
        if not blobs.breaks(git):
            raise WrongAnswerError("git fsck does not notice an altered pack.")
        runs["git"] = lambda _: shop.lap(*blobs.fsck(git)).seconds
    found = in_turns(runs, 5, shop.size.budget)
    mine = Figure(who="ours, in process", samples=found["in process"], count=written.entries)
    whole = shop.figure("timeline verify", found["process"], written.entries)
    beside = None
    if objects:
        beside = Figure(who="git fsck --full, objects", samples=found["git"], count=objects)
    limit = 8.0 if beside else None
    section.lines.append(Line(goal=goal, ours=mine, beside=beside, limit=limit, is_least=True))
    section.lines.append(
        Line(goal=f"{goal}, the whole process", ours=whole, beside=beside, is_least=True)
    )
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
