"""The lanes of a page as they stand there without a script: bars, soft edges, hatches and marks."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

from markupsafe import Markup

from cli.chart_axis import ticks
from cli.chart_markup import element, words
from cli.chart_words import answered, called, either
from cli.site_book import Book
from timeline.drawing import SHADES, Bar, Edge, Lane, Shade

_BAR, _MARK = 22, 36
"""How high a bar is, and how far below the top of its lane a mark stands."""


def lanes(book: Book) -> dict[str, Any]:
    """Return what is drawn of each topic."""
    drawn = _Strip(book)
    return {
        "topics": [
            (topic or "Other", [drawn.lane(one) for one in several])
            for topic, several in book.drawing.topics()
        ],
        "scale": drawn.scale(),
        "first": book.drawing.first,
        "last": book.drawing.last,
    }


class _Strip:
    """Days laid out from left to right, in parts of whatever room there is."""

    def __init__(self, book: Book) -> None:
        self._drawn, self._on = book.drawing, book.on
        self._first = book.drawing.first.toordinal()
        self._size = book.drawing.last.toordinal() + 1 - self._first

    def _begin(self, day: date | None) -> float:
        return self._at(day.toordinal()) if day else -4.0

    def _end(self, day: date | None) -> float:
        return self._at(day.toordinal() + 1) if day else 104.0

    def _at(self, ordinal: int) -> float:
        return round(min(max((ordinal - self._first) / self._size * 100, -4), 104), 2)

    def scale(self) -> Markup:
        """Return the names of years, or of what else there is room for, above the lanes."""
        several = ticks(self._drawn.first, self._drawn.last, 16)
        return Markup("".join(self._tick(self._begin(tick.day), tick.label) for tick in several))

    def _tick(self, x: float, label: str) -> str:
        line = element("line", x1=_part(x), x2=_part(x), y1=4, y2=26, class_="grid")
        return line + element("text", words(label), x=_part(x), dx=4, y=16, class_="year")

    def lane(self, lane: Lane) -> dict[str, Any]:
        """Return the strip of a term, and its answer."""
        answer = lane.answer
        return {
            "term": lane.term,
            "status": answer.status,
            "answer": answered(answer),
            "flags": [flag for flag in answer.flags if flag in SHADES],
            "strip": Markup("".join(self._strip(lane))),
        }

    def _strip(self, lane: Lane) -> Iterator[str]:
        tints = cycle("ab")
        for bar in lane.bars:
            yield from self._bar(bar, tints)
        for edge in lane.edges:
            yield self._edge(edge)
        for shade in lane.shades:
            yield from self._shade(shade)
        pieces: tuple[Bar | Edge, ...] = (*lane.bars, *lane.edges)
        yield from map(self._label, pieces)
        yield element("g", *self._marks(lane), class_="mark")
        now = _part(self._begin(self._on))
        yield element("line", x1=now, x2=now, y1=0, y2=46, class_="now")

    def _marks(self, lane: Lane) -> Iterator[str]:
        """Yield one mark of a kind where several would cover each other."""
        seen = set()
        for one in lane.marks:
            begin, end = self._begin(one.first), self._end(one.last)
            x = (begin + end) / 2 if one.first and one.last else end if one.last else begin
            place = one.kind, round(x, 1)
            if place not in seen:
                seen.add(place)
                yield _mark(one.kind, x)

    def _bar(self, bar: Bar, tints: Iterator[str]) -> Iterator[str]:
        begin, end = self._begin(bar.since), self._end(bar.until)
        if bar.status != "in-force":
            look = "gone" if bar.status == "expired" else "over"
            yield element("line", x1=_part(begin), x2=_part(end), y1=13, y2=13, class_=look)
            return
        yield _rect(begin, end, class_=f"bar {next(tints)}")
        if bar.since:
            yield element("rect", x=_part(begin), y=2, width=2.5, height=_BAR, class_="start")

    def _edge(self, edge: Edge) -> str:
        return _rect(self._begin(edge.since), self._end(edge.until), class_="maybe")

    def _shade(self, shade: Shade) -> Iterator[str]:
        begin, end = self._begin(shade.since), self._end(shade.until)
        if shade.flag == "reported":
            yield _rect(begin, end, class_="pale")
            yield _rect(begin, end, class_="rim")
        else:
            yield _rect(begin, end, class_="hatched", fill=f"url(#hatch-{shade.flag})")

    def _label(self, piece: Bar | Edge) -> str:
        """Return what is said of some days, as much of it as there is room for."""
        begin, end = max(self._begin(piece.since), 0), min(self._end(piece.until), 100)
        if end - begin < _WORDS:
            return ""
        if isinstance(piece, Edge):
            text = element("text", words(f"? {either(piece)}"), x=7, y=15, class_="doubt")
        elif piece.status == "in-force":
            text = element("text", words(called(piece.name)), x=7, y=15, class_="label")
        else:
            return ""
        return element("svg", text, x=_part(begin), y=2, width=_part(end - begin), height=_BAR)


_WORDS = 5
"""What takes less than so much of the room, in hundredths, has none for words."""


def _rect(begin: float, end: float, **given: object) -> str:
    size = _part(max(end - begin, 0.1))
    return element("rect", x=_part(begin), y=2, width=size, height=_BAR, **given)


def _part(x: float) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"


_PATHS = {
    "met": ("M0-6 1.8-1.8 6 0 1.8 1.8 0 6-1.8 1.8-6 0-1.8-1.8Z", "solid"),
    "reaffirm": ("M-4.5-.5-1 3.5 5-4.5", "open"),
    "leave-unsaid": ("M-4-4H4V4H-4Z", "hollow"),
    "dispute": ("M-2 6 3-1H-3L2-7", "open"),
    "settle": ("M-2 6 3-1H-3L2-7", "open"),
    "use": ("M-2.5-2.5H2.5V2.5H-2.5Z", "solid"),
    "note": ("M-2.5-2.5H2.5V2.5H-2.5Z", "solid"),
}
"""The shapes of marks, the same as those of the script."""


def _mark(kind: str, x: float) -> str:
    if kind not in _PATHS:
        look, size = ("hollow", 4) if kind == "claim" else ("solid", 4.6)
        return element("circle", cx=_part(x), cy=_MARK, r=size, class_=look)
    line, look = _PATHS[kind]
    drawn = element("path", d=line, class_=look)
    return element("svg", drawn, x=_part(x), y=_MARK, overflow="visible")
