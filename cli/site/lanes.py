"""Draw the lanes of a page for readers without JavaScript; the script draws the same."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import cycle
from typing import Any

from markupsafe import Markup

from cli.charts.axis import Axis, ticks
from cli.charts.levels import Level, levels, steps
from cli.charts.markup import element, words
from cli.charts.words import answered, called, either
from cli.site.model import Book
from cli.wording.answers import flagged
from timeline.views.lanes import SHADES, Bar, Edge, Lane, Mark, Shade

_BAR, _MARK = 22, 36
"""The height of a bar, and how far a mark stands below the top of its lane, in pixels."""

_STRIP, _RISE = 46, 24
"""The height of a lane, and how much taller it is if it has numbers, which are drawn as steps."""


def lanes(book: Book) -> dict[str, Any]:
    """Return the lanes of *book* by topic, with the scale and the first and last day drawn."""
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
    """Days laid out from left to right, in percent of the available width."""

    def __init__(self, book: Book) -> None:
        self._drawn, self._on = book.drawing, book.on
        self._levels = {
            key: levels(book.record.terms[key].unit, book.values(key)) for key in book.terms
        }
        self._axis = Axis(book.drawing.first, book.drawing.last, 0, 100, margin=4)

    def _begin(self, day: date | None) -> float:
        return round(self._axis.begin(day), 2)

    def _end(self, day: date | None) -> float:
        return round(self._axis.end(day), 2)

    def scale(self) -> Markup:
        """Return the labels above the lanes: years, or finer ticks if there is room."""
        several = ticks(self._drawn.first, self._drawn.last, 90)
        return Markup("".join(self._tick(self._begin(tick.day), tick.label) for tick in several))

    def _tick(self, x: float, label: str) -> str:
        line = element("line", x1=_part(x), x2=_part(x), y1=4, y2=26, class_="grid")
        return line + element("text", words(label), x=_part(x), dx=4, y=16, class_="year")

    def lane(self, lane: Lane) -> dict[str, Any]:
        """Return a term with its answer and its drawn strip."""
        answer = lane.answer
        return {
            "term": lane.term,
            "is_counted": self._rise(lane) > 0,
            "height": _STRIP + self._rise(lane),
            "status": answer.status,
            "answer": answered(answer),
            "flags": [(flag, flagged([flag])) for flag in answer.flags if flag in SHADES],
            "strip": Markup("".join(self._strip(lane))),
        }

    def _rise(self, lane: Lane) -> int:
        return _RISE if self._levels[lane.term.key] else 0

    def _level(self, lane: Lane, bar: Bar) -> Level | None:
        found = self._levels[lane.term.key]
        return found.get(bar.value or "") if bar.status == "in-force" else None

    def _top(self, lane: Lane, bar: Bar) -> int:
        """Return how far below the highest place *bar* begins; a number is as high as its level."""
        rise, level = self._rise(lane), self._level(lane, bar)
        return rise if level is None else round((1 - level.share) * (_BAR + rise - 2))

    def _strip(self, lane: Lane) -> Iterator[str]:
        yield from self._days(lane)
        pieces: tuple[Bar | Edge, ...] = (*lane.bars, *lane.edges)
        yield from (self._label(lane, one) for one in pieces)
        yield from self._signs(lane) if len(lane.marks) <= _SIGNS else self._ticks(lane)
        now, bottom = _part(self._begin(self._on)), _STRIP + self._rise(lane)
        yield element("line", x1=now, x2=now, y1=0, y2=bottom, class_="now")

    def _days(self, lane: Lane) -> Iterator[str]:
        """Yield the bars, edges and shades, in one path for each look, as there may be many."""
        drawn: dict[str, list[str]] = {"bar a": [], "bar b": [], "start": []}
        tints, height = cycle("ab"), _BAR + self._rise(lane)
        for bar in lane.bars:
            begin, end, top = self._begin(bar.since), self._end(bar.until), self._top(lane, bar)
            if bar.status == "in-force":
                block = _block(begin, end, top, height)
                drawn.setdefault(f"bar {next(tints)}", []).append(block)
                if bar.since and not self._level(lane, bar):
                    drawn.setdefault("start", []).append(_block(begin, begin + 0.2, top, height))
            else:
                look = "gone" if bar.status == "expired" else "over"
                line = f"M{begin * 10:.0f} {height - 11}H{end * 10:.0f}"
                drawn.setdefault(look, []).append(line)
        for edge in lane.edges:
            block = _block(self._begin(edge.since), self._end(edge.until), 0, height)
            drawn.setdefault("maybe", []).append(block)
        for shade in lane.shades:
            looks = {"reported": ("pale", "rim")}.get(shade.flag, (f"hatched {shade.flag}",))
            blocks = [_block(*one, height) for one in self._shaded(lane, shade)]
            for look in looks:
                drawn.setdefault(look, []).extend(blocks)
        drawn["start step"] = [*self._steps(lane)]
        paths = (_path(look, "".join(several)) for look, several in drawn.items() if several)
        yield _stretched(2, height, paths)

    def _shaded(self, lane: Lane, shade: Shade) -> Iterator[tuple[float, float, int]]:
        """Yield the days that *shade* covers, and from where down: of numbers, the bars alone."""
        begin, end = self._begin(shade.since), self._end(shade.until)
        if shade.flag != "reported" or not self._rise(lane):
            yield begin, end, 0
            return
        for bar in lane.bars:
            first, last = max(begin, self._begin(bar.since)), min(end, self._end(bar.until))
            if bar.status == "in-force" and first < last:
                yield first, last, self._top(lane, bar)

    def _steps(self, lane: Lane) -> Iterator[str]:
        """Yield the line on top of the numbers, which steps where one follows on another."""
        for bar in lane.bars:
            if self._level(lane, bar):
                top = self._top(lane, bar)
                yield _block(self._begin(bar.since), self._end(bar.until), top, top + 2)
        for before, after in steps(lane, self._levels[lane.term.key]):
            high, low = sorted((self._top(lane, before), self._top(lane, after)))
            begin = self._begin(after.since)
            yield _block(begin, begin + 0.2, high, low)

    def _middle(self, mark: Mark) -> float:
        begin, end = self._begin(mark.first), self._end(mark.last)
        return (begin + end) / 2 if mark.first and mark.last else end if mark.last else begin

    def _signs(self, lane: Lane) -> Iterator[str]:
        """Yield the signs of the marks, one of each kind where several would overlap."""
        places = dict.fromkeys((one.kind, round(self._middle(one), 1)) for one in lane.marks)
        y = _MARK + self._rise(lane)
        yield element("g", *(_sign(kind, x, y) for kind, x in places), class_="mark")

    def _ticks(self, lane: Lane) -> Iterator[str]:
        """Yield a stroke for each day with a mark, for a lane with too many marks for signs."""
        places = sorted({round(self._middle(one), 1) for one in lane.marks})
        line = "".join(_block(x, x + 0.1, 0, 10) for x in places)
        yield _stretched(_MARK + self._rise(lane) - 5, 10, [_path("solid", line)])

    def _label(self, lane: Lane, piece: Bar | Edge) -> str:
        """Return the label of a bar or an edge, clipped to its width; empty if it is too narrow."""
        begin, end = max(self._begin(piece.since), 0), min(self._end(piece.until), 100)
        if end - begin < _WORDS:
            return ""
        if isinstance(piece, Edge):
            text, top = element("text", words(f"? {either(piece)}"), x=7, y=15, class_="doubt"), 0
        elif piece.status == "in-force":
            said, top = called(piece.name), self._top(lane, piece)
            if level := self._level(lane, piece):  # A number is never cut.
                said = next((one for one in (said, level.words) if len(one) + 2 <= end - begin), "")
            text = element("text", words(said), x=7, y=15, class_="label")
        else:
            return ""
        top = top if top <= self._rise(lane) else top - _BAR + 3
        return element(
            "svg", text, x=_part(begin), y=top + 2, width=_part(end - begin), height=_BAR
        )


_WORDS = 5
"""The least width, in percent, at which a bar or an edge is labelled."""


_SIGNS = 40
"""The most marks a lane shows as signs; if there are more, it shows strokes."""


def _stretched(y: int, height: int, inside: Iterable[str]) -> str:
    """Return *inside*, drawn 1000 units wide, stretched to the available width."""
    box = f"0 0 1000 {height}"
    return element("svg", *inside, y=y, height=height, viewBox=box, preserveAspectRatio="none")


def _path(look: str, line: str) -> str:
    fill = f"url(#hatch-{look.split()[1]})" if look.startswith("hatched") else None
    given = {"fill": fill} if fill else {}
    return element("path", d=line, class_=look, **given)


def _block(begin: float, end: float, top: int, bottom: int) -> str:
    left, size = round(begin * 10), max(round(end * 10) - round(begin * 10), 1)
    return f"M{left} {top}h{size}v{bottom - top}h-{size}z"


def _part(x: float) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"


_PATHS = {
    "met": ("M0-6 1.8-1.8 6 0 1.8 1.8 0 6-1.8 1.8-6 0-1.8-1.8Z", "solid"),
    "restates": ("M0-6 6 0 0 6-6 0Z", "hollow"),
    "reaffirm": ("M-4.5-.5-1 3.5 5-4.5", "open"),
    "leave-unsaid": ("M-4-4H4V4H-4Z", "hollow"),
    "dispute": ("M-2 6 3-1H-3L2-7", "open"),
    "settle": ("M-2 6 3-1H-3L2-7", "open"),
    "use": ("M-2.5-2.5H2.5V2.5H-2.5Z", "solid"),
    "note": ("M-2.5-2.5H2.5V2.5H-2.5Z", "solid"),
}
"""The shape of each kind of mark, the same as in the script."""


def _sign(kind: str, x: float, y: int) -> str:
    if kind in ("set", "end", "claim"):
        look, size = ("hollow", 4) if kind == "claim" else ("solid", 4.6)
        return element("circle", cx=_part(x), cy=y, r=size, class_=look)
    line, look = _PATHS.get(kind, _PATHS["note"])
    drawn = element("path", d=line, class_=look)
    return element("svg", drawn, x=_part(x), y=y, overflow="visible")
