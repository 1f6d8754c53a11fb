"""Every other reading command, the whole process.

Of the bundled ledger, and of one partnership among others. Those that fill in a template may take
twice as long.
"""

from collections.abc import Iterator

from benchmarks import ours, reading
from benchmarks.figures import Line, at_most_times
from benchmarks.reading import TEMPLATED
from benchmarks.shop import PASS, Shop, tell


def measure(shop: Shop) -> Iterator[Line]:
    """Measure each command beside an empty Python."""
    bundled = str(shop.room("bundled.db"))
    ours.run("init", "--bundled", "--db", bundled)
    many = shop.many(shop.size.plain)
    asked = {"bundled ledger": (bundled, reading.BUNDLED)}
    asked[str(many)] = (shop.database(many), reading.of(many))
    runs = shop.empty_python()
    if shop.is_there(len(ours.command()) == 1, "partnership-timeline (for --version)"):
        runs["--version"] = shop.asks("--version")
    for what, (db, one) in asked.items():
        for name, words in [*one.commands().items()][: shop.size.breadth]:
            if name not in ("as-of", "changelog of all"):
                runs[f"{name}, {what}"] = shop.asks(*words, "--db", db)
    tell(f"commands: {len(runs)} processes in turns")
    found = shop.in_turns(runs)
    floor = found.pop(PASS)
    for name, figure in found.items():
        yield at_most_times(name, figure, floor, _limit(name))


def _limit(name: str) -> float:
    return 4 if name == "--version" else 12 if name.startswith(TEMPLATED) else 6
