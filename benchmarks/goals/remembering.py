"""Memory: the most that each reading command has, at the largest size."""

from benchmarks import ours
from benchmarks.data import Shape, slug, term
from benchmarks.figures import Figure, Line, Section
from benchmarks.goals.cold import CLICK
from benchmarks.workshop import Workshop, python, tell, titled

SAID = "A command that was broken off as it took too long had the memory it had by then."
MEGABYTE = 1024.0


def measure(shop: Workshop) -> Section:
    """Measure the peak of every reading command, and how long it takes by the way."""
    section = Section("memory", "Memory of the reading commands", sentences=[SAID])
    shapes = (shop.many(shop.size.most), shop.one(shop.size.alone))
    little = _peak(shop, shapes[0], CLICK, python("-c", "import click, sqlite3"))[0]
    for shape in shapes[: len(shop.size.totals)]:
        db = shop.database(shape)
        what = f"{titled(shape.total)} events of {shape.form}"
        for name, words in commands(shape).items():
            tell(f"memory: {name}, {shape.name}")
            peak, time = _peak(shop, shape, "ours", [ours.COMMAND, *words, "--db", db])
            goal = f"memory of {name}, {what}"
            if name.partition(" ")[0] in ("as-of", "history", "show", "log"):
                section.lines.append(Line(goal=goal, ours=peak, beside=little, limit=2.0))
            else:
                limit = 120 * MEGABYTE
                section.lines.append(Line(goal=goal, ours=peak, limit=limit, of="median"))
            section.others.append((f"time of {name}, {what}", time))
    return section


def _peak(shop: Workshop, shape: Shape, who: str, command: list[str]) -> tuple[Figure, Figure]:
    lap = shop.watch.run(command, shop.state(shape), output=False, limit=shop.size.patience)
    # `check` tells by 1 that it has found something.
    if lap.code not in (0, 1, -14):
        raise ours.TroubleError(f"{' '.join(command)}: {shop.watch.complained()}")
    peak, is_broken = float(lap.kibibytes), lap.code == -14
    memory = Figure(who=who, samples=(peak,), is_memory=True, is_broken=is_broken)
    name = f"timeline {command[1]}"
    return memory, Figure(who=name, samples=(lap.seconds,), is_broken=is_broken)


def commands(shape: Shape) -> dict[str, list[str]]:
    """Return the words of every reading command, by what a row calls it."""
    whom = ["-p", slug(shape.partnerships // 2)]
    day, earlier, name = "2015-06-01", "2014-06-01", term(3)
    event = f"e{shape.events // 2:07}"
    return {
        "as-of": ["as-of", day, *whom],
        "as-of with three clocks": ["as-of", day, "--known", day, "--recorded", day, *whom],
        "history": ["history", name, *whom],
        "show": ["show", event, *whom],
        "log": ["log", *whom],
        "explain": ["explain", name, day, *whom],
        "when": ["when", name, *whom],
        "diff": ["diff", earlier, day, *whom],
        "changelog of a month": ["changelog", "2015-05-01..2015-05-31", *whom],
        "next": ["next", *whom],
        "corrections": ["corrections", *whom],
        "terms": ["terms", *whom],
        "partnerships": ["partnerships"],
        "check": ["check", *whom],
        "export": ["export", "-o", "jsonl", *whom],
        "verify": ["verify"],
        "checkpoint": ["checkpoint"],
    }
