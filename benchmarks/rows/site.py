"""The site: its bytes, its time, its memory.

One partnership. A page for each event, and the answers of the day in the page of the partnership.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Line, judged, within
from benchmarks.shop import Shop, WrongAnswerError, tell

KILOBYTES, SECONDS, MEGABYTES = 8, 15, 150


def measure(shop: Shop) -> Iterator[Line]:
    """Measure writing one site into an empty folder."""
    shape = shop.one(shop.size.site)
    db, folder = shop.database(shape), shop.room("site")
    tell(f"site: {shape}")
    figure = shop.once("site", shop.timeline("site", str(folder), "--db", db))
    each = _bytes(folder) / shape.total / 1000
    pages = sum(1 for _ in folder.rglob("*.html"))
    if not figure.is_broken_off and pages < shape.total * 0.9:
        raise WrongAnswerError(f"site: {pages} pages for {shape.total} events.")
    what = f"site, {shape}"
    yield within(f"{what}: time", figure, SECONDS)
    goal, found = f"≤ {KILOBYTES} KB an event", f"{each:.1f} KB an event"
    yield judged(f"{what}: size", figure, found, goal, each <= KILOBYTES)
    is_small = figure.megabytes <= MEGABYTES
    found = f"{figure.megabytes:.0f} MB"
    yield judged(f"{what}: memory", figure, found, f"≤ {MEGABYTES} MB", is_small)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
