"""Importing: JSON Lines into a new database, with all that is checked on the way."""

from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import data, ours
from benchmarks.contestants import Told, Writer, require_kept, told
from benchmarks.data import Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.peers import stores
from benchmarks.turns import in_turns
from benchmarks.workshop import Workshop, tell, titled

BATCH = 1000
SAID = (
    "What is raw takes events that are parsed already, and only writes them: `json.dumps`, a batch "
    "of a thousand, a commit. `timeline import` is the whole process: it reads the lines, checks "
    "every date and every reference, chains, and keeps what stands beside the log.",
    "eventsource-py and py-event-sourcing commit events of one stream together, not of several.",
)


def empty_database(shop: Workshop, shape: Shape, folder: Path) -> str:
    """Return a database of ours that has the vocabulary of *shape* and no event."""
    file = folder / "vocabulary.jsonl"
    with open(file, "w", encoding="utf-8") as stream:
        stream.writelines(data.definitions(shape))
    db = ours.empty(shop.folder, folder / "ours.db")
    shop.long_lap(ours.COMMAND, "import", "--db", db, str(file))
    return db


def measure(shop: Workshop) -> Section:
    """Measure `timeline import` beside raw batches, and its memory at two sizes."""
    section = Section("import", "Import of JSON Lines", sentences=[*SAID])
    shape = shop.many(max(BATCH * shop.size.batches, shop.size.each))
    written, events = shop.written(shape), list(told(shape))
    folder = shop.room("import")
    batches = [events[start : start + BATCH] for start in range(0, len(events), BATCH)]

    def whole(number: int) -> float:
        db = ours.empty(shop.folder, folder / f"whole{number}.db")
        lap = shop.long_lap(ours.COMMAND, "import", "--db", db, str(written.lines))
        return lap.seconds

    tell(f"import: {titled(len(events))} events")
    with stores.opened(shop, folder) as writers:
        samples: dict[str, tuple[float, ...]] = {"ours": (whole(0),)}
        ours.require_kept(str(folder / "whole0.db"), events)
        runs = {writer.name: _batches(writer, batches) for writer in writers}
        samples |= in_turns(runs, len(batches), shop.size.budget)
        samples["ours"] += tuple(whole(number) for number in range(1, shop.size.checks))
        for writer in writers:
            require_kept(writer, events[: BATCH * len(samples[writer.name])])
        notes = {writer.name: writer.note for writer in writers}
    figures = {
        name: Figure(who=name, samples=(sum(found),), count=BATCH * len(found), note=notes[name])
        for name, found in samples.items()
        if name != "ours"
    }
    mine = Figure(who="ours", samples=samples["ours"], count=written.entries)
    goal = f"import, {titled(shape.total)} events of {shape.form}"
    _compare(section, goal, mine, figures)
    if shop.size.imported:
        _memory(shop, section)
    return section


def _batches(writer: Writer, batches: Sequence[Sequence[Told]]) -> Callable[[int], float]:
    return lambda number: writer.batch(batches[number])


def _compare(section: Section, goal: str, mine: Figure, figures: dict[str, Figure]) -> None:
    raw = figures.pop(stores.RAW)
    section.lines.append(Line(goal=goal, ours=mine, beside=raw, limit=0.35, is_least=True))
    saved = figures.pop(stores.AGGREGATES, None)
    if saved is not None:
        section.lines.append(Line(goal=goal, ours=mine, beside=saved, limit=1.0, is_least=True))
    section.others += [(goal, figure) for figure in figures.values()]


def _memory(shop: Workshop, section: Section) -> None:
    """Import few and many: the memory is to be the same."""
    db = shop.room("import-memory") / "memory.db"
    peaks: list[tuple[Shape, Figure]] = []
    for total in (shop.size.totals[0], *shop.size.imported):
        for shape in (shop.many(total), shop.one(total)):
            written = shop.written(shape)
            ours.empty(shop.folder, db)
            tell(f"import: {shape.name}")
            lap = shop.long_lap(ours.COMMAND, "import", "--db", str(db), str(written.lines))
            ours.drop(db)
            peak = Figure(who="ours", samples=(float(lap.kibibytes),), is_memory=True)
            peaks.append((shape, peak))
            if total != shop.size.totals[0]:
                rate = Figure(who="ours", samples=(lap.seconds,), count=written.entries)
                goal = f"import, {titled(total)} events of {shape.form}"
                section.others.append((goal, rate))
    for at in (0, 1):
        few = peaks[at][1]
        for shape, peak in peaks[at + 2 :: 2]:
            goal = f"memory of an import, {titled(shape.total)} events of {shape.form}"
            section.lines.append(Line(goal=goal, ours=peak, beside=few, limit=1.5))
