"""The memory of every reading command: its peak, the whole process."""

from collections.abc import Iterator

from benchmarks import reading
from benchmarks.figures import Line, judged
from benchmarks.shop import Shop, tell

MEGABYTES = 60


def measure(shop: Shop) -> Iterator[Line]:
    """Measure a log of one partnership, and a log of many with the same number of events."""
    floor = shop.once("python -c 'import click'", shop.python("-c", "import click"))
    for shape in (shop.wide(shop.size.large), shop.many(shop.size.large)):
        tell(f"memory: {shape}")
        db = shop.database(shape)
        for name, words in [*reading.of(shape).commands().items()][: shop.size.breadth]:
            lap = shop.timeline(*words, "--db", db)
            figure = shop.once(name, lap)
            found = f"{figure.megabytes:.0f} MB beside {floor.megabytes:.0f} MB"
            is_met = figure.megabytes <= MEGABYTES
            yield judged(f"{name}, {shape}", figure, found, f"≤ {MEGABYTES} MB", is_met, floor)
