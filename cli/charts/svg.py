"""Draw a chart as SVG that loads nothing and runs nothing.

The same drawing gives the same bytes.
"""

from collections.abc import Iterator
from functools import cached_property

from cli.charts.axis import Axis, knots, placed, ticks
from cli.charts.lane import LANE, RISE, LaneDrawing
from cli.charts.legend import legend, notes
from cli.charts.levels import levels_of
from cli.charts.marks import SIGN_OF
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
from cli.charts.style import style
from cli.charts.words import answered, beside, flags, turned
from cli.wording.answers import flagged, readable
from timeline.views.drawing import Drawing
from timeline.views.lanes import Lane

WIDTH, MARGIN = 1200.0, 28.0
LEFT, RIGHT = 190.0, 238.0
"""The widths kept for the names of terms and for the answers of the chosen day."""

TOP, TOPIC, NAMED = 138.0, 32.0, 16.0
"""The heights of the page's head without events, the name of a topic, and a named event."""


def svg(drawn: Drawing, title: str, said: str, *, linear: bool = False, night: bool = True) -> str:
    """Return the chart *drawn* as SVG, with its *title* and, under that, the sentence *said*.

    If *linear*, all days are of one width. With *night*, the chart is dark for readers who prefer
    that.
    """
    picture = _Picture(drawn, linear=linear)
    bottom, needed = picture.bottom, picture.needed()
    height = bottom + 68 + 15 * len(notes(needed))
    body = [
        element("title", words(f"Timeline: {title}"), id="title"),
        element("desc", words(_description(drawn, said)), id="desc"),
        element("style", style(night=night)),
        element("rect", class_="sheet", width=WIDTH, height=height),
        text_at(MARGIN, 44, fitted(title, WIDTH - 2 * MARGIN, 26.5), "title"),
        *(
            text_at(MARGIN, 66 + 16.0 * at, line, "soft")
            for at, line in enumerate(filled(said, WIDTH - 2 * MARGIN, 12, 2))
        ),
        *picture.lanes(),
        *legend(MARGIN, bottom + 34, needed),
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


def _description(drawn: Drawing, said: str) -> str:
    """Describe the picture in words, for readers who cannot see it."""
    parts = [said, f"Drawn from {drawn.first} through {drawn.last}."]
    parts += [f"{turned(mark)}." for mark in drawn.turning_points()]
    for topic, lanes in drawn.topics():
        answers = [f"{lane.term.title}: {_with_flags(lane)}" for lane in lanes]
        parts.append(f"{topic or 'Other'}. {'; '.join(answers)}.")
    return " ".join([*parts, *(f"{line}." for line in beside(drawn.lanes))])


def _with_flags(lane: Lane) -> str:
    told = f" ({flagged(lane.answer.flags)})" if lane.answer.flags else ""
    return answered(lane.answer) + told


class _Picture:
    """The lanes of a drawing, laid out from top to bottom."""

    def __init__(self, drawn: Drawing, *, linear: bool) -> None:
        size = WIDTH - 2 * MARGIN - LEFT - RIGHT - 20
        self._drawn = drawn
        self._axis = Axis(knots(drawn, linear=linear), MARGIN + LEFT, size)
        self._is_bent = len(self._axis.knots) > 2
        self._turns = drawn.turning_points()
        self._top = TOP + NAMED * len(self._turns)
        self._levels = {lane.term.key: levels_of(lane) for lane in drawn.lanes}

    @cached_property
    def bottom(self) -> float:
        """Return where the last lane ends."""
        return self._top + 8 + sum(height for _, _, height in self._heights())

    def needed(self) -> set[str]:
        """Return the names of what a legend has to explain."""
        lanes = [lane for lane in self._drawn.lanes if not lane.is_empty]
        flags = {shade.flag for lane in lanes for shade in lane.shades}
        pieces = {
            "bent": self._is_bent,
            "steps": any(self._levels.values()),
            "edge": any(lane.edges for lane in lanes),
            "over": any(bar.status != "in-force" for lane in lanes for bar in lane.bars),
            "reported": "reported" in flags,
            "shade": bool(flags - {"reported"}),
        }
        marks = {
            SIGN_OF[mark.kind]
            for lane in lanes
            for mark in lane.marks
            if self._axis.shows(mark.first, mark.last)
        }
        return marks | {name for name, is_drawn in pieces.items() if is_drawn}

    def lanes(self) -> Iterator[str]:
        """Yield everything between the head of the page and its legend."""
        yield element("defs", *_DEFS)
        yield from self._ground()
        top = self._top
        for topic, lanes, height in self._heights():
            yield line_between(MARGIN, top + 6, WIDTH - MARGIN, top + 6, "grid")
            yield text_at(MARGIN, top + 25, fitted(topic or "Other", LEFT, 14.5), "topic")
            at = top + TOPIC
            for lane in lanes:
                yield element("g", *self._lane(lane, at))
                at += LANE + self._rise(lane)
            top += height
        yield from self._chosen()

    def _heights(self) -> Iterator[tuple[str | None, list[Lane], float]]:
        """Yield each topic with its lanes and the height of its name and its lanes."""
        for topic, lanes in self._drawn.topics():
            yield topic, lanes, TOPIC + sum(LANE + self._rise(lane) for lane in lanes)

    def _rise(self, lane: Lane) -> float:
        return RISE if self._levels[lane.term.key] else 0.0

    def _ground(self) -> Iterator[str]:
        """Yield the days after the chosen one, the ticks, and the events named above them."""
        axis, bottom, right = self._axis, self.bottom, self._axis.left + self._axis.size
        if self._drawn.chosen:
            begin = axis.end(self._drawn.chosen[1])
            yield rectangle(begin, self._top, right - begin, bottom - self._top, "later")
        several = ticks(self._drawn.first, self._drawn.last)
        for x, tick in placed(several, axis, lambda label: length(label, 11) + 8):
            yield line_between(x, self._top, x, bottom, "grid")
            if x + length(tick.label, 11) <= right + 20:
                kind = "year" if tick.label.isdigit() else "part"
                yield text_at(x + 3, self._top - 6, tick.label, kind)
                yield text_at(x + 3, bottom + 14, tick.label, kind)
        for at, mark in enumerate(self._turns):
            x, y = axis.begin(mark.first), TOP - 40 + NAMED * at
            yield line_between(x, y - 9, x, bottom, "turning")
            said = fitted(turned(mark), max(x - MARGIN, WIDTH - MARGIN - x) - 8, 11.5)
            is_left = x + 5 + length(said, 11.5) > WIDTH - MARGIN
            yield text_at(x - 5 - length(said, 11.5) if is_left else x + 5, y, said, "named")

    def _lane(self, lane: Lane, top: float) -> Iterator[str]:
        size = LEFT - 14
        yield text_at(MARGIN, top + 16, fitted(lane.term.title, size, 13.8), "name", lane.term.asks)
        yield text_at(MARGIN, top + 30, fitted(lane.term.key, size, 10.5), "small")
        yield from LaneDrawing(lane, self._axis, self._levels[lane.term.key], top + 4).parts()
        x, room, told = WIDTH - MARGIN - RIGHT + 4, RIGHT - 4, flags(lane.answer)
        lines = filled(answered(lane.answer), room, 12.2, 2 if told else 3)
        kind = "ink" if lane.answer.status == "in-force" else "soft"
        for at, line in enumerate(lines):
            yield text_at(x, top + 14 + 14.0 * at, line, kind)
        if told:
            said = fitted(", ".join(told), room, 11.5)
            yield text_at(x, top + 13 + 14.0 * len(lines), said, "flag")

    def _chosen(self) -> Iterator[str]:
        """Yield the chosen day as a line, or as two if the date may be several days."""
        on, axis, label = self._drawn.on, self._axis, readable(self._drawn.on)
        said = fitted(f"On {label}", RIGHT, 13)
        yield text_at(WIDTH - MARGIN - RIGHT + 4, self._top - 6, said, "name")
        if not self._drawn.chosen:
            return
        begin, end = axis.begin(self._drawn.chosen[0]), axis.end(self._drawn.chosen[1])
        middle, size = (begin + end) / 2, 6.6 * len(label) + 12
        for x in [middle] if on.is_day else [begin, end]:
            yield line_between(x, self._top - 22, x, self.bottom, "now")
        left = min(max(middle - size / 2, axis.left), axis.left + axis.size - size)
        yield rectangle(left, self._top - 38, size, 17, "pill", rx=8.5)
        yield text_at(left + 6, self._top - 25.5, label, "on")


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
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern>',
    '<pattern id="disputed" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6M0 0H6"/></pattern>',
)
"""How a bar fades and appears, and the two hatchings."""
