"""Draw the rooms and the imports between them as an SVG picture, each import pointing down."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import fmean

import rooms
from rooms import Graph

WIDTH, ROW = 900, 66
BOX, TALL, LANE, GAP = 96, 30, 10, 12
SWEEPS = 12

Node = str | tuple[str, str, int]
"""A room, or the place at which an arrow passes a row: its two ends, and the row."""

STYLE = """\
text { font: 13px system-ui, sans-serif; text-anchor: middle; fill: #16202c; }
rect { fill: #eaf2fc; stroke: #7d8896; }
rect.timeline { fill: #cfe2fa; }
rect.events, rect.migrations { fill: #a6c9f4; }
path { fill: none; stroke: #7d8896; marker-end: url(#tip); }
marker path { fill: #7d8896; stroke: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf5; }
  rect { fill: #16243a; }
  rect.timeline { fill: #1d3a66; }
  rect.events, rect.migrations { fill: #25508f; }
}
"""


def picture() -> str:
    """Return the drawing of the rooms as they are."""
    graph = rooms.drawn()
    rows = _rows(graph)
    places = _placed(rows)
    tall = ROW * len(rows)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" role="img">',
            "<title>The rooms of the program, and which imports which</title>",
            f"<style>\n{STYLE}</style>",
            '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>',
            *(_arrow(chain, places) for chain in _chains(graph)),
            *(_box(one, *places[one]) for row in rows for one in row if isinstance(one, str)),
            "</svg>\n",
        ]
    )


def _level(graph: Graph) -> dict[str, int]:
    """Return the row of each room: one that imports is above all that it imports."""
    found: dict[str, int] = {}

    def height(room: str) -> int:
        if room not in found:
            found[room] = 1 + max(map(height, sorted(graph[room])), default=-1)
        return found[room]

    most = max(map(height, graph))
    return {room: most - found[room] for room in graph}


def _chains(graph: Graph) -> list[list[Node]]:
    """Return for each arrow the nodes that it passes, with a place in each row between its ends."""
    level = _level(graph)
    return [
        [start, *((start, end, row) for row in range(level[start] + 1, level[end])), end]
        for start, end in rooms.arrows(graph)
    ]


def _rows(graph: Graph) -> list[list[Node]]:
    """Return the nodes of each row, in an order in which few arrows cross."""
    level, chains = _level(graph), _chains(graph)
    rows: list[list[Node]] = [[] for _ in range(max(level.values()) + 1)]
    for room in sorted(graph):
        rows[level[room]].append(room)
    for chain in chains:
        for number, one in enumerate(chain[1:-1], level[str(chain[0])] + 1):
            rows[number].append(one)
    beside: dict[Node, list[Node]] = {}
    for one, other in (pair for chain in chains for pair in pairwise(chain)):
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            places = _placed(rows)
            row.sort(key=lambda one: fmean(places[each][0] for each in beside.get(one, [one])))
    return rows


def _placed(rows: Sequence[Sequence[Node]]) -> dict[Node, tuple[float, float]]:
    """Return the middle of each node: those of a row side by side, around the middle."""
    found: dict[Node, tuple[float, float]] = {}
    for number, row in enumerate(rows):
        wide = [BOX if isinstance(one, str) else LANE for one in row]
        x = (WIDTH - sum(wide) - GAP * (len(wide) - 1)) / 2
        for one, width in zip(row, wide, strict=True):
            found[one] = round(x + width / 2, 1), ROW * number + ROW / 2
            x += width + GAP
    return found


def _arrow(chain: Sequence[Node], places: dict[Node, tuple[float, float]]) -> str:
    return f'<path d="{" ".join(_curves([places[one] for one in chain]))}"/>'


def _curves(points: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Yield the line through *points*, from below the first to above the last."""
    half = TALL / 2
    yield f"M{points[0][0]:g} {points[0][1] + half:g}"
    for at, ((x, y), (to, below)) in enumerate(pairwise(points)):
        begin, end = y + half, below - half
        yield f"C{x:g} {begin + 16:g} {to:g} {end - 16:g} {to:g} {end:g}"
        if at < len(points) - 2:
            yield f"V{below + half:g}"


def _box(room: str, x: float, y: float) -> str:
    package, _, name = room.partition(".")
    left, top = x - BOX / 2, y - TALL / 2
    return (
        f'<rect class="{package}" x="{left:g}" y="{top:g}" width="{BOX}" height="{TALL}" rx="6"/>'
        f'<text x="{x:g}" y="{y + 4.5:g}">{name or package}</text>'
    )
