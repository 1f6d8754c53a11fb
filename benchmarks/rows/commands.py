"""Every other reading command, the whole process.

Of the bundled ledger, and of one partnership among others. Those that fill in a template may take
twice as long.
"""

from collections.abc import Iterator
from functools import partial

from benchmarks import ours, reading
from benchmarks.figures import Line, at_most_times
from benchmarks.reading import CHECKED, TEMPLATED
from benchmarks.shop import PASS, Shop, tell
from benchmarks.stopwatch import Lap


def measure(shop: Shop) -> Iterator[Line]:
    """Measure each beside an empty Python."""
    bundled = str(shop.room("bundled.db"))
    ours.run("init", "--bundled", "--db", bundled)
    many = shop.many(shop.size.plain)
    asked = {"bundled ledger": (bundled, reading.BUNDLED)}
    asked[str(many)] = (shop.database(many), reading.of(many))
    runs = shop.empty_python()
    if shop.is_there(len(ours.command()) == 1, "partnership-timeline (for --version)"):
        runs["--version"] = lambda _: shop.timeline("--version")
    for what, (db, one) in asked.items():
        for name, words in [*one.commands().items()][: shop.size.breadth]:
            if name not in ("as-of", "changelog of all"):
                runs[f"{name}, {what}"] = partial(_run, shop, name, (*words, "--db", db))
    tell(f"commands: {len(runs)} processes in turns")
    found = shop.in_turns(runs)
    floor = found.pop(PASS)
    for name, figure in found.items():
        yield at_most_times(name, figure, floor, _limit(name))


def _run(shop: Shop, name: str, words: tuple[str, ...], _: int) -> Lap:
    lap = shop.timeline(*words, may=CHECKED.get(name, (0,)))
    if not shop.watch.said():
        raise ours.TroubleError(f"{' '.join(words)} says nothing.")
    return lap


def _limit(name: str) -> float:
    return 4 if name == "--version" else 12 if name.startswith(TEMPLATED) else 6
