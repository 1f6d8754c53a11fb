"""Draw a chart as SVG that loads nothing and runs nothing.

The same drawing gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cli.charts.axis import Axis, ticks
from cli.charts.legend import footnotes, legend
from cli.charts.levels import Level, levels_of, steps
from cli.charts.marks import shape
from cli.charts.markup import (
    element,
    filled,
    fitted,
    length,
    line_between,
    rectangle,
    text_at,
    words,
)
from cli.charts.style import HUES, style
from cli.charts.words import answered, beside, called, either, flags, happened
from cli.wording.answers import flagged, readable
from timeline.views.lanes import Bar, Drawing, Edge, Lane, Mark, Shade

WIDTH, MARGIN = 1200.0, 28.0
LEFT, RIGHT = 226.0, 262.0
"""The widths kept for the names of terms and for the answers of the chosen day."""

TOP, LANE, TOPIC, BAR = 118.0, 46.0, 32.0, 20.0
"""The heights of the page's head, a lane, the name of a topic and a bar."""

RISE = 24.0
"""The extra height of the lane of a term whose numbers are drawn as steps."""


def svg(drawn: Drawing, title: str, said: str, *, night: bool = True) -> str:
    """Return the chart *drawn* as SVG, with its *title* and, under that, the sentence *said*.

    With *night*, the chart is dark for readers who prefer that.
    """
    return _Picture(drawn, title, said, night).whole()


@dataclass(frozen=True)
class _Picture:
    drawn: Drawing
    title: str
    said: str
    night: bool

    @property
    def axis(self) -> Axis:
        size = WIDTH - 2 * MARGIN - LEFT - RIGHT - 20
        return Axis(self.drawn.first, self.drawn.last, MARGIN + LEFT, size)

    def whole(self) -> str:
        """Return the whole SVG document."""
        bottom = self._bottom()
        notes = footnotes(counts=any(self._levels.values()))
        height = bottom + 99 + 15 * len(notes)
        lanes = list(self._lanes())
        body = [
            element("title", words(f"Timeline: {self.title}"), id="title"),
            element("desc", words(self._description()), id="desc"),
            element("style", style(night=self.night)),
            element("defs", *_DEFS),
            element("rect", class_="paper", width=WIDTH, height=height),
            *self._head(),
            *self._ground(bottom),
            *self._topics(),
            *(element("g", *self._days(lane, top + 4), class_=hue) for top, lane, hue in lanes),
            *self._later(bottom),
            *(element("g", *self._words(lane, top), class_=hue) for top, lane, hue in lanes),
            *self._chosen(bottom),
            *legend(MARGIN, bottom + 34, notes),
        ]
        return element(
            "svg",
            "\n" + "\n".join(body) + "\n",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {WIDTH:g} {height:g}",
            width=WIDTH,
            height=height,
            role="img",
            aria_labelledby="title desc",
        )

    def _description(self) -> str:
        """Describe the picture in words, for readers who cannot see it."""
        said = [self.said, f"Drawn from {self.drawn.first} through {self.drawn.last}."]
        for topic, lanes in self.drawn.topics():
            answers = [f"{lane.term.title}: {_with_flags(lane)}" for lane in lanes]
            said.append(f"{topic or 'Other'}. {'; '.join(answers)}.")
        return " ".join([*said, *(f"{line}." for line in beside(self.drawn.lanes))])

    def _head(self) -> Iterator[str]:
        title = fitted(self.title, WIDTH - 2 * MARGIN, 26.5)
        yield text_at(MARGIN, 44, title, "title")
        for at, line in enumerate(filled(self.said, WIDTH - 2 * MARGIN, 12, 2)):
            yield text_at(MARGIN, 66 + 16.0 * at, line, "soft")

    def _ground(self, bottom: float) -> Iterator[str]:
        """Yield stripes from tick to tick, with labels above and below the lanes."""
        axis = self.axis
        several = ticks(axis.first, axis.last, int(axis.size / 7))
        edges = [axis.begin(tick.day) for tick in several] + [axis.left + axis.size]
        for at, tick in enumerate(several):
            x, size = edges[at], edges[at + 1] - edges[at]
            if at % 2 == 0:
                yield rectangle(x, TOP, size, bottom - TOP, "stripe")
            yield line_between(x, TOP, x, bottom, "grid")
            if x + 6.2 * len(tick.label) <= axis.left + axis.size + 20:
                yield text_at(x + 3, TOP - 6, tick.label, "years")
                yield text_at(x + 3, bottom + 14, tick.label, "years")

    def _lanes(self) -> Iterator[tuple[float, Lane, str]]:
        """Yield the top of each lane, the lane, and the class with its topic's colours."""
        top = TOP
        for at, (_, lanes) in enumerate(self.drawn.topics()):
            top += TOPIC
            for lane in lanes:
                yield top, lane, f"h{at % HUES}"
                top += LANE + self._rise(lane)

    @cached_property
    def _levels(self) -> dict[str, dict[str, Level]]:
        return {lane.term.key: levels_of(lane) for lane in self.drawn.lanes}

    def _rise(self, lane: Lane) -> float:
        return RISE if self._levels[lane.term.key] else 0.0

    def _heights(self) -> Iterator[tuple[str | None, float]]:
        """Yield each topic with the height of its name and its lanes."""
        for topic, lanes in self.drawn.topics():
            yield topic, TOPIC + sum(LANE + self._rise(lane) for lane in lanes)

    def _bottom(self) -> float:
        """Return where the last lane ends."""
        return TOP + 8 + sum(height for _, height in self._heights())

    def _topics(self) -> Iterator[str]:
        """Yield the names of the topics, each above its lanes."""
        top = TOP
        for at, (topic, height) in enumerate(self._heights()):
            yield line_between(MARGIN, top + 6, WIDTH - MARGIN, top + 6, "grid")
            name = text_at(MARGIN, top + 25, fitted(topic or "Other", LEFT, 14.5), "topic full")
            yield element("g", name, class_=f"h{at % HUES}")
            top += height

    def _days(self, lane: Lane, top: float) -> Iterator[str]:
        """Yield the bars, edges and hatches of a lane, and the line of its steps."""
        axis = self.axis
        shown = [bar for bar in lane.bars if axis.shows(bar.since, bar.until)]
        fills = {bar: "ab"[at % 2] for at, bar in enumerate(shown)}
        for bar, fill in fills.items():
            yield self._bar(bar, lane, top, fill)
        yield from self._steps(shown, lane, top)
        for edge in lane.edges:
            if axis.shows(edge.since, edge.until):
                yield self._edge(edge, lane, top, fills)
        for shade in lane.shades:
            if shade.flag != "reported" and axis.shows(shade.since, shade.until):
                yield self._hatch(shade, top, BAR + self._rise(lane))

    def _words(self, lane: Lane, top: float) -> Iterator[str]:
        """Yield the text of a lane, and its marks."""
        size, axis = LEFT - 14, self.axis
        yield text_at(MARGIN, top + 16, fitted(lane.term.title, size, 13.8), "name", lane.term.asks)
        yield text_at(MARGIN, top + 30, fitted(lane.term.key, size, 10.5), "small")
        shown = [bar for bar in lane.bars if axis.shows(bar.since, bar.until)]
        yield from (self._label(bar, lane, top + 4) for bar in shown)
        edges = [edge for edge in lane.edges if axis.shows(edge.since, edge.until)]
        yield from (self._doubt(edge, top + 4) for edge in edges)
        below = top + 33 + self._rise(lane)
        yield from (self._mark(mark, below) for mark in lane.marks if self._has(mark))
        yield from self._answer(lane, top)

    def _has(self, mark: Mark) -> bool:
        return self.axis.shows(mark.first, mark.last)

    def _block(self, bar: Bar, lane: Lane, top: float) -> tuple[float, float]:
        """Return the top and the height of *bar*: a number is as high as its level."""
        rise, level = self._rise(lane), self._levels[lane.term.key].get(bar.value or "")
        if not rise or level is None or bar.status != "in-force":
            return top + rise, BAR
        height = max(float(level.share) * (BAR + rise), _LINE)
        return top + BAR + rise - height, height

    def _steps(self, bars: Sequence[Bar], lane: Lane, top: float) -> Iterator[str]:
        """Yield the line on top of the numbers, which steps where one follows on another."""
        found = self._levels[lane.term.key]
        tops = {bar: self._block(bar, lane, top)[0] for bar in bars}
        for bar, y in tops.items():
            if bar.status == "in-force" and bar.value in found:
                begin, end = self.axis.begin(bar.since), self.axis.end(bar.until)
                yield rectangle(begin, y, max(end - begin, _LINE), _LINE, "full")
        for before, after in steps(lane, found):
            if before in tops and after in tops:
                high, low = sorted((tops[before], tops[after]))
                x = self.axis.begin(after.since) - _LINE / 2
                yield rectangle(x, high, _LINE, low - high + _LINE, "full")

    def _bar(self, bar: Bar, lane: Lane, top: float, fill: str) -> str:
        begin, end = self.axis.begin(bar.since), self.axis.end(bar.until)
        said = words(f"{called(bar.name)}: {_days(bar.since, bar.until)}")
        told = element("title", said)
        top, height = self._block(bar, lane, top)
        middle = top + height / 2
        if bar.status != "in-force":
            kind = "gone" if bar.status == "expired" else "over"
            return element("g", told, line_between(begin, middle, end, middle, kind))
        parts = [told, rectangle(begin, top, end - begin, height, fill)]
        for shade in lane.shades:
            first = max(begin, self.axis.begin(shade.since))
            last = min(end, self.axis.end(shade.until))
            if shade.flag == "reported" and first < last:
                parts.append(rectangle(first, top, last - first, height, "later"))
                inner = max(last - first - 1, 0)
                tall = max(height - 1, 0)
                parts.append(rectangle(first + 0.5, top + 0.5, inner, tall, "rim word"))
        if bar.since and bar.since >= self.drawn.first and not self._rise(lane):
            parts.append(rectangle(begin, top, min(2.5, end - begin), height, "full"))
        return element("g", *parts)

    def _edge(self, edge: Edge, lane: Lane, top: float, shades: dict[Bar, str]) -> str:
        """Return an edge: one answer fades out and the next fades in, within a dotted rim."""
        begin, end = self.axis.begin(edge.since), self.axis.end(edge.until)
        if end - begin < _THIN:
            begin, end = (begin + end - _THIN) / 2, (begin + end + _THIN) / 2
        parts = [element("title", words(f"{either(edge)}: {_days(edge.since, edge.until)}"))]
        if edge.out and edge.before and edge.before.status == "in-force":
            last = max(min(self.axis.end(edge.out), end), begin + 1)
            fill = shades.get(edge.before, "a")
            y, height = self._block(edge.before, lane, top)
            parts.append(rectangle(begin, y, last - begin, height, fill, mask="url(#fade)"))
        if edge.into and edge.after and edge.after.status == "in-force":
            first = min(max(self.axis.begin(edge.into), begin), end - 1)
            fill = shades.get(edge.after, "b")
            y, height = self._block(edge.after, lane, top)
            parts.append(rectangle(first, y, end - first, height, fill, mask="url(#appear)"))
        height = BAR + self._rise(lane) - 1
        parts.append(rectangle(begin + 0.5, top + 0.5, end - begin - 1, height, "maybe"))
        return element("g", *parts)

    def _doubt(self, edge: Edge, top: float) -> str:
        """Return the label of an edge: its possible answers or, if narrow, a question mark."""
        begin, end = self.axis.begin(edge.since), self.axis.end(edge.until)
        if end - begin > _WORDS:
            label = fitted(f"? {either(edge)}", end - begin - 10, 11)
            return _inside(begin + 5, top, end - begin - 10, label, "label soft")
        if end - begin > 10:
            return text_at((begin + end) / 2 - 3, top + 14, "?", "label soft")
        return ""

    def _hatch(self, shade: Shade, top: float, height: float) -> str:
        begin, end = self.axis.begin(shade.since), self.axis.end(shade.until)
        told = element(
            "title", words(f"{flagged([shade.flag])}: {_days(shade.since, shade.until)}")
        )
        size = max(end - begin, _THIN)
        return element(
            "g", told, rectangle(begin, top, size, height, "", fill=f"url(#{shade.flag})")
        )

    def _label(self, bar: Bar, lane: Lane, top: float) -> str:
        """Return the label of a bar: its answer, fitted to the width; empty if there is no room."""
        begin, end = self.axis.begin(bar.since) + 6, self.axis.end(bar.until) - 3
        top, height = self._block(bar, lane, top)
        level = self._levels[lane.term.key].get(bar.value or "")
        if level and bar.status == "in-force":
            label = called(bar.name)
            label = label if length(label, 11) <= end - begin else level.words
            room = length(label, 11) <= end - begin + 2
            y = top if height >= BAR else top - BAR + 3
            return _inside(begin, y, end - begin + 2, label, "label") if room else ""
        if end - begin < _WORDS - 10:
            return ""
        label = fitted(called(bar.name), end - begin, 11)
        kind = "label" if bar.status == "in-force" else "label ended"
        halo = [] if bar.status == "in-force" else [_halo(begin, top, label, end - begin)]
        return "".join([*halo, _inside(begin, top, end - begin, label, kind)])

    def _mark(self, mark: Mark, y: float) -> str:
        begin, end = self.axis.begin(mark.first), self.axis.end(mark.last)
        parts = [element("title", words(happened(mark)))]
        if not mark.when.is_day:
            begin, end = (begin, end) if end - begin >= 3 else (begin - 1.5, begin + 1.5)
            ends = [(begin, mark.first), (end, mark.last)]
            parts.append(line_between(begin, y, end, y, "span"))
            shown = (self.drawn.first, self.drawn.last)
            parts += [
                line_between(x, y - 3, x, y + 3, "span")
                for x, stated in ends
                if stated and shown[0] <= stated <= shown[1]
            ]
        middle = (begin + end) / 2 if mark.first and mark.last else end if mark.last else begin
        parts.append(shape(mark.kind, middle, y))
        return element("g", *parts)

    def _answer(self, lane: Lane, top: float) -> Iterator[str]:
        x, room = WIDTH - MARGIN - RIGHT + 4, RIGHT - 4
        told = flags(lane.answer)
        most = 2 if told else 3
        lines = filled(answered(lane.answer), room, 12.2, most)
        kind = "ink" if lane.answer.status == "in-force" else "soft"
        for at, line in enumerate(lines):
            yield text_at(x, top + 14 + 14.0 * at, line, kind)
        if told:
            yield text_at(x, top + 13 + 14.0 * len(lines), ", ".join(told).upper(), "flag")

    def _later(self, bottom: float) -> Iterator[str]:
        """Yield the veil that makes the days after the chosen one paler."""
        if self.drawn.chosen:
            begin, end = self.axis.end(self.drawn.chosen[1]), self.axis.left + self.axis.size
            if begin < end:
                yield rectangle(begin, TOP + 8, end - begin, bottom - TOP - 8, "later")

    def _chosen(self, bottom: float) -> Iterator[str]:
        """Yield the chosen day as a line, or as two if the date may be several days."""
        on, axis = self.drawn.on, self.axis
        label = readable(on)
        yield text_at(WIDTH - MARGIN - RIGHT + 4, TOP - 6, fitted(f"On {label}", RIGHT, 13), "name")
        if not self.drawn.chosen:
            return
        begin, end = axis.begin(self.drawn.chosen[0]), axis.end(self.drawn.chosen[1])
        if on.is_day:
            begin = end = (begin + end) / 2
        else:
            yield line_between(begin, TOP - 22, begin, bottom, "now")
        yield line_between(end, TOP - 22, end, bottom, "now")
        size = 6.6 * len(label) + 12
        left = min(max((begin + end - size) / 2, axis.left), axis.left + axis.size - size)
        yield rectangle(left, TOP - 38, size, 17, "pill", rx=8.5)
        yield text_at(left + 6, TOP - 25.5, label, "on")


_LINE = 2.0
"""The thickness of the line of steps."""

_THIN = 3.0
"""The least width of an edge or hatch, so that one day shows on a chart of decades too."""

_WORDS = 34.0
"""An edge has to be wider than this to have room for words; a bar may be 10 narrower."""

_DEFS = (
    '<linearGradient id="down"><stop offset="0" stop-color="#fff"/>'
    '<stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>',
    '<linearGradient id="up"><stop offset="0" stop-color="#fff" stop-opacity="0"/>'
    '<stop offset="1" stop-color="#fff"/></linearGradient>',
    '<mask id="fade" maskContentUnits="objectBoundingBox">'
    '<rect width="1" height="1" fill="url(#down)"/></mask>',
    '<mask id="appear" maskContentUnits="objectBoundingBox">'
    '<rect width="1" height="1" fill="url(#up)"/></mask>',
    '<pattern id="claimed-otherwise" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6" stroke-width="2"/></pattern>',
    '<pattern id="disputed" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6M0 0H6" stroke-width="1.6"/>'
    "</pattern>",
)


def _with_flags(lane: Lane) -> str:
    told = f" ({flagged(lane.answer.flags)})" if lane.answer.flags else ""
    return answered(lane.answer) + told


def _days(since: date | None, until: date | None) -> str:
    if since == until and since:
        return since.isoformat()
    first = f"from {since} " if since else ""
    return f"{first}through {until}" if until else f"{first}on".strip()


def _inside(x: float, top: float, size: float, label: str, kind: str) -> str:
    """Return *label* in a box that clips it, whatever the reader's font."""
    text = element("text", words(label), y=BAR - 6, class_=kind)
    return element("svg", text, x=x, y=top, width=max(size, 0), height=BAR)


def _halo(x: float, top: float, label: str, room: float) -> str:
    """Return the blank background of a label that stands on a line."""
    return rectangle(x - 2, top + 3, min(5.6 * len(label) + 5, room), BAR - 6, "paper")
