"""Draw a lane: what held of a term, what is uncertain or claimed of it, and what happened."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from cli.charts.axis import Axis
from cli.charts.levels import Level, steps
from cli.charts.marks import SIGN_OF, SIGNS, shape
from cli.charts.markup import element, labelled, length, line_between, rectangle, text_at, words
from cli.charts.words import called, days, either, happened
from cli.wording.answers import flagged
from events.model.values import Value, value
from timeline.views.lanes import Bar, Edge, Lane, Mark, Shade

LANE, BAR, RISE = 55.0, 28.0, 24.0
"""The heights of a lane and of a bar, and how much taller a lane of numbers is."""

_SHADE, _LINE, _THIN = 5.0, 2.0, 3.0
"""The height of a hatch, the thickness of steps, and the least width of an edge or a hatch."""

_FONT = 10.5
_APART = 9.0
"""Marks closer together than this are drawn as one, which tells of all of them."""


@value
class LaneDrawing(Value):
    """The picture of a *lane* along an *axis*, from *top* down; numbers are as high as *levels*."""

    lane: Lane
    axis: Axis
    levels: dict[str, Level]
    top: float

    @property
    def rise(self) -> float:
        """How much taller the lane is than one without numbers."""
        return RISE if self.levels else 0.0

    @property
    def pieces(self) -> list[Bar | Edge]:
        """The bars and edges that are on the axis, in order of days."""
        several: list[Bar | Edge] = [*self.lane.bars, *self.lane.edges]
        shown = [one for one in several if self.axis.shows(one.since, one.until)]
        return sorted(shown, key=lambda one: one.since or date.min)

    def parts(self) -> Iterator[str]:
        """Yield the bars and edges, the hatches, the words and the marks."""
        bars = [one for one in self.pieces if isinstance(one, Bar)]
        tints = {bar: f"bar {'ab'[at % 2]}" for at, bar in enumerate(bars)}
        yield from (self._bar(bar, tint) for bar, tint in tints.items())
        yield from self._steps(bars)
        yield from (self._edge(one, tints) for one in self.pieces if isinstance(one, Edge))
        yield from (self._hatch(one) for one in self.lane.shades if one.flag != "reported")
        yield from self._labels()
        yield from self._marks()

    def _level(self, one: Bar | Edge) -> Level | None:
        """Return the level of a number, or None for all else."""
        is_number = isinstance(one, Bar) and one.status == "in-force"
        return self.levels.get(one.value or "") if isinstance(one, Bar) and is_number else None

    def _block(self, one: Bar | Edge) -> tuple[float, float]:
        """Return the top and the height of a piece: a number is as high as its level."""
        level, whole = self._level(one), BAR + self.rise
        if level is None:
            height = whole if isinstance(one, Edge) else BAR
        else:
            height = max(float(level.share) * whole, _LINE)
        return self.top + whole - height, height

    def _ends(self, one: Bar | Edge | Shade) -> tuple[float, float]:
        return self.axis.begin(one.since), self.axis.end(one.until)

    def _bar(self, bar: Bar, tint: str) -> str:
        (begin, end), (top, height) = self._ends(bar), self._block(bar)
        told = element("title", words(f"{called(bar.name)}: {days(bar.since, bar.until)}"))
        if bar.status != "in-force":
            middle = top + height / 2
            return element("g", told, line_between(begin, middle, end, middle, "over"))
        parts = [told, rectangle(begin, top, end - begin, height, tint)]
        for shade in self.lane.shades:
            first, last = self._ends(shade)
            first, last = max(begin, first), min(end, last)
            if shade.flag == "reported" and first < last:
                inner, tall = max(last - first - 1, 0), max(height - 1, 0)
                parts.append(rectangle(first, top, last - first, height, "pale"))
                parts.append(rectangle(first + 0.5, top + 0.5, inner, tall, "rim"))
        if bar.since and self.axis.shows(bar.since, bar.since) and self._level(bar) is None:
            parts.append(rectangle(begin, top, min(2.5, end - begin), height, "start"))
        return element("g", *parts)

    def _steps(self, bars: Sequence[Bar]) -> Iterator[str]:
        """Yield the line on top of the numbers, which steps where one follows on another."""
        tops = {bar: self._block(bar)[0] for bar in bars}
        for bar, y in tops.items():
            if self._level(bar):
                begin, end = self._ends(bar)
                yield rectangle(begin, y, max(end - begin, _LINE), _LINE, "start")
        for before, after in steps(self.lane, self.levels):
            if before in tops and after in tops:
                high, low = sorted((tops[before], tops[after]))
                x = self.axis.begin(after.since) - _LINE / 2
                yield rectangle(x, high, _LINE, low - high + _LINE, "start")

    def _edge(self, edge: Edge, tints: dict[Bar, str]) -> str:
        """Return an edge: one answer fades out and the next fades in, within a dotted rim."""
        begin, end = self._ends(edge)
        if end - begin < _THIN:
            begin, end = (begin + end - _THIN) / 2, (begin + end + _THIN) / 2
        parts = [element("title", words(f"{either(edge)}: {days(edge.since, edge.until)}"))]
        out, into = self.axis.end(edge.out), self.axis.begin(edge.into)
        sides = (
            (edge.out and edge.before, begin, max(min(out, end), begin + 1), "fade"),
            (edge.into and edge.after, min(max(into, begin), end - 1), end, "appear"),
        )
        for bar, first, last, mask in sides:
            if bar and bar.status == "in-force":
                y, height = self._block(bar)
                tint = tints.get(bar, "bar a")
                parts.append(rectangle(first, y, last - first, height, tint, mask=f"url(#{mask})"))
        y, height = self._block(edge)
        parts.append(rectangle(begin + 0.5, y + 0.5, end - begin - 1, height - 1, "maybe"))
        return element("g", *parts)

    def _hatch(self, shade: Shade) -> str:
        """Return a band below the bars, so that no words are hatched; empty if out of sight."""
        if not self.axis.shows(shade.since, shade.until):
            return ""
        begin, end = self._ends(shade)
        said = f"{flagged([shade.flag])}: {days(shade.since, shade.until)}"
        y, size = self.top + BAR + self.rise + 1, max(end - begin, _THIN)
        band = rectangle(begin, y, size, _SHADE, "", fill=f"url(#{shade.flag})")
        return element("g", element("title", words(said)), band)

    def _labels(self) -> Iterator[str]:
        """Yield what each piece is called: inside, or beside it on the line of what is over."""
        is_taken = False
        for one, after in pairwise([*self.pieces, None]):
            assert one is not None
            (begin, end), (top, height) = self._ends(one), self._block(one)
            lines = [] if is_taken else self._lines(one, end - begin - 9)
            is_free = isinstance(after, Bar) and after.status != "in-force"
            if lines:
                is_over = isinstance(one, Bar) and one.status != "in-force"
                top = top if height >= BAR else top - BAR + 3
                yield from _said(begin + 6, top, max(height, BAR), lines, _look(one), halo=is_over)
            elif after and is_free and not is_taken and isinstance(one, Bar):
                lines = labelled(called(one.name), self._ends(after)[1] - end - 9, _FONT, 1)
                yield from _said(end + 6, top, BAR, lines, "label", halo=True)
                is_taken = bool(lines)
                continue
            is_taken = False

    def _lines(self, one: Bar | Edge, room: float) -> list[str]:
        if isinstance(one, Edge):
            return labelled(f"? {either(one)}", room, _FONT, 2) or ["?"] * (room > 0)
        level = self._level(one)
        if level is None:
            return labelled(called(one.name), room, _FONT, 2 if one.status == "in-force" else 1)
        both = (called(one.name), level.words)  # A number is never cut.
        return [next((said for said in both if length(said, _FONT) <= room + 4), "")]

    def _marks(self) -> Iterator[str]:
        """Yield the marks, those that would overlap as one."""
        y = self.top + BAR + self.rise + _SHADE + 9
        heap: list[tuple[float, Mark]] = []
        for x, mark in sorted(self._placed(), key=lambda one: one[0]):
            if heap and x - heap[0][0] > _APART:
                yield self._mark(heap, y)
                heap = []
            heap.append((x, mark))
        if heap:
            yield self._mark(heap, y)

    def _placed(self) -> Iterator[tuple[float, Mark]]:
        for mark in self.lane.marks:
            if self.axis.shows(mark.first, mark.last):
                begin, end = self.axis.begin(mark.first), self.axis.end(mark.last)
                middle = (begin + end) / 2
                yield middle if mark.first and mark.last else end if mark.last else begin, mark

    def _mark(self, heap: Sequence[tuple[float, Mark]], y: float) -> str:
        signs = [SIGN_OF[mark.kind] for _, mark in heap]
        loudest = next(sign for sign in SIGNS if sign in signs)
        parts = [element("title", words("; ".join(happened(mark) for _, mark in heap)))]
        parts += [span for _, mark in heap for span in self._span(mark, y)]
        return element("g", *parts, shape(loudest, heap[signs.index(loudest)][0], y))

    def _span(self, mark: Mark, y: float) -> Iterator[str]:
        """Yield a line over the days on which a mark may be, with the ends that are stated."""
        if mark.when.is_day:
            return
        begin, end = self.axis.begin(mark.first), self.axis.end(mark.last)
        yield line_between(begin, y, end, y, "span")
        for x, stated in ((begin, mark.first), (end, mark.last)):
            if stated and self.axis.shows(stated, stated):
                yield line_between(x, y - 3, x, y + 3, "span")


def _look(one: Bar | Edge) -> str:
    if isinstance(one, Edge):
        return "doubt"
    return "label" if one.status == "in-force" else "label soft"


def _said(
    x: float, top: float, height: float, lines: Sequence[str], look: str, *, halo: bool
) -> Iterator[str]:
    """Yield *lines* of text, centred on the *height* from *top* on; a *halo* hides a line below."""
    first = top + height / 2 + 4 - 6 * (len(lines) - 1)
    for at, line in enumerate(lines):
        if halo:
            yield rectangle(x - 3, first - 10, length(line, _FONT) + 6, 13, "sheet")
        yield text_at(x, first + 12.0 * at, line, look)
