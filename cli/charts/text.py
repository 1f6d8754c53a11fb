"""Draw a chart as plain text, in ASCII where the terminal has no other characters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cli.charts.axis import Axis, knots, placed, ticks
from cli.charts.levels import Level, levels_of, rows, steps
from cli.charts.marks import SIGN_OF
from cli.charts.marks import SIGNS as MARKS
from cli.charts.signs import LEGEND, Line, cut, signs
from cli.charts.words import answered, beside, called, flags, turned
from cli.terminal import bold, columns_of, heading, printable, width, wrapped
from timeline.views.drawing import Drawing
from timeline.views.lanes import Bar, Edge, Lane, Mark, Shade

BESIDE = 31
"""The most columns that the names of terms may take."""


class Paper:
    """A chart in lines of text, with names on the left and days on the right.

    If *encoding* lacks any of the signs, ASCII signs replace them. If *linear*, all days of *drawn*
    are of one width.
    """

    def __init__(self, drawn: Drawing, encoding: str | None, *, linear: bool = False) -> None:
        """Divide the width between names and days."""
        self.drawn, self.signs, self.used = drawn, signs(encoding), set[str]()
        names = [columns_of(printable(lane.term.key)) for lane in self.drawn.lanes]
        self.left = min(max(names, default=0) + 3, BESIDE, width() * 2 // 5)
        self.size = width() - self.left
        self.days = Axis(knots(drawn, linear=linear), 0, self.size)
        self.is_bent = len(self.days.knots) > 2
        self.chosen = range(0)
        if self.drawn.chosen:
            begin, end = self.drawn.chosen
            self.chosen = self._columns(self.days.begin(begin), self.days.end(end))

    def lines(self, title: str, said: Sequence[str]) -> Iterator[str]:
        """Yield the lines of the chart, under its *title* and the sentences *said*."""
        lanes = [line for _, several in self.drawn.topics() for line in self.topic(several)]
        yield from heading(title)
        yield from said
        yield ""
        yield from self.turns()
        yield from self.axis()
        yield from lanes
        yield ""
        yield from self.legend()
        for line in beside(self.drawn.lanes):
            yield from wrapped(line, rest="  ")
        yield from _left_out(self.drawn.lanes)

    def turns(self) -> Iterator[str]:
        """Yield the events that changed most, each above its day on the axis."""
        for mark in self.drawn.turning_points():
            at = self.left + min(int(self.days.begin(mark.first)), self.size - 1)
            said = cut(printable(turned(mark)), max(at, width() - at) - 2, self.signs["cut"])
            is_left = at + 2 + columns_of(said) > width()
            line = Line(width())
            line.put(at, self.signs["day"])
            line.put(at - 1 - columns_of(said) if is_left else at + 2, said)
            yield str(line)

    def axis(self) -> Iterator[str]:
        """Yield the line of labels, such as years, and the line of ticks."""
        names, line = Line(self.size), [self.signs["axis"]] * self.size
        several = ticks(self.drawn.first, self.drawn.last)
        for place, tick in placed(several, self.days, lambda label: len(label) + 1.0):
            at = min(int(place), self.size - 1)
            line[at] = self.signs["tick"]
            if at + len(tick.label) <= self.size:
                names.put(at, tick.label)
        for at in self.chosen:
            line[at] = self.signs["here"]
        yield f"{' ' * self.left}{names}".rstrip()
        yield f"{' ' * self.left}{''.join(line)}"

    def topic(self, lanes: Sequence[Lane]) -> Iterator[str]:
        """Yield the lanes of a topic under its name, two lines each, and more where it steps."""
        yield from (bold(line) for line in wrapped(lanes[0].term.topic or "Other"))
        for lane in lanes:
            first, *more = self._held(lane)
            yield self._beside(lane.term.key, " ") + str(first)
            yield from (f"{' ' * self.left}{line}".rstrip() for line in more)
            said = ", ".join([answered(lane.answer), *flags(lane.answer, "reported")])
            yield (self._beside(said, "   ") + str(self._happened(lane))).rstrip()

    def legend(self) -> Iterator[str]:
        """Yield the legend of the signs that were drawn."""
        parts = [f"{self.signs[one]} {LEGEND[one]}" for one in LEGEND if one in self.used]
        kept = wrapped("   ".join(part.replace(" ", _HARD) for part in parts))
        yield from (line.replace(_HARD, " ") for line in kept)
        yield from wrapped("Under each term: its answer on the chosen day." + _BENT * self.is_bent)

    def _beside(self, words: str, first: str) -> str:
        shown = cut(first + printable(words), self.left - 1, self.signs["cut"])
        return shown + " " * (self.left - columns_of(shown))

    def _columns(self, begin: float, end: float) -> range:
        """Return the columns from *begin* to *end*, at least one."""
        first = min(int(begin), self.size - 1)
        return range(first, min(max(int(end + 0.999), first + 1), self.size))

    def _sign(self, name: str) -> str:
        self.used.add(name)
        return self.signs[name]

    def _held(self, lane: Lane) -> list[Line]:
        """Return the lines of what held: one, or one for each height of the numbers of *lane*."""
        found = levels_of(lane)
        row = rows(found, _HEIGHTS)
        lines = [self._line() for _ in range(max(row.values(), default=0) + 1)]

        def at(status: str, value: str | None) -> int:
            return row.get(value or "", 0) if status == "in-force" else 0

        edges = [one for one in lane.edges if self.days.shows(one.since, one.until)]
        soft = [self._columns(*self._ends(edge)) for edge in edges]
        covered = {one for columns in soft for one in columns}
        reported = [self._ends(one) for one in lane.shades if one.flag == "reported"]
        shown = [bar for bar in lane.bars if self.days.shows(bar.since, bar.until)]
        for bar in shown:
            self._bar(lines[at(*bar.name)], bar, reported, covered, found)
        for before, after in steps(lane, found):
            if after.since and self.days.shows(after.since, after.since):
                self._rise(lines, at(*before.name), at(*after.name), after.since)
        for edge, columns in zip(edges, soft, strict=True):
            for height, line in enumerate(lines):
                if names := [called(name) for name in edge.names if at(*name) == height]:
                    line.fill(columns, self._sign("edge"))
                    self._label(line, columns, " or ".join(names), 1)
        return lines[::-1]

    def _rise(self, lines: Sequence[Line], before: int, after: int, on: date) -> None:
        """Connect the heights of two numbers, of which one follows on the other on the day *on*."""
        column = self._columns(self.days.begin(on), self.days.begin(on))[:1]
        for line in lines[before:after] or lines[after + 1 : before + 1]:
            line.fill(column, self._sign("rise"))

    def _line(self) -> Line:
        line = Line(self.size)
        line.fill(self.chosen, self._sign("day") if self.chosen else "")
        return line

    def _ends(self, days: Bar | Edge | Shade) -> tuple[float, float]:
        return self.days.begin(days.since), self.days.end(days.until)

    def _bar(
        self,
        line: Line,
        bar: Bar,
        reported: Iterable[tuple[float, float]],
        soft: set[int],
        levels: Mapping[str, Level],
    ) -> None:
        begin, end = self._ends(bar)
        columns = range(self._columns(begin, end)[0], max(int(end), int(begin) + 1))
        line.fill(columns, self._sign("in-force" if bar.status == "in-force" else "over"))
        for since, until in reported if bar.status == "in-force" else ():
            first, last = max(begin, since), min(end, until)
            if first < last:
                several = range(int(first), max(int(last), int(first) + 1))
                line.fill(several, self._sign("reported"))
        line.fill([at for at in self.chosen if at in columns], self.signs["day"])
        if bar.since and bar.since >= self.drawn.first:
            line.fill(columns[:1], self._sign("begin"))
        goes_on = bar.until is None or bar.until > self.drawn.last
        if goes_on:
            line.fill(columns[1:][-1:], self._sign("on"))
        free = [at for at in columns[1:-1] if at not in soft]
        level = levels.get(bar.value or "") if bar.status == "in-force" else None
        if level is None:
            self._label(line, free, called(bar.name), 0)
            return
        free += [] if goes_on else columns[1:][-1:]
        if words := _fitting((called(bar.name), level.words), len(free)):
            line.put(free[0], words)

    def _label(self, line: Line, columns: Sequence[int], words: str, apart: int) -> None:
        """Write *words* into *columns*, cut to fit, or not at all if too few columns are left."""
        room = len(columns) - 2 * apart
        said = cut(printable(words), room, self.signs["cut"]) if room >= _LEGIBLE else ""
        if said and (columns_of(said) > len(words) / 2 or said == printable(words)):
            line.put(columns[0] + apart, said)

    def _happened(self, lane: Lane) -> Line:
        line = self._line()
        for shade in lane.shades:
            if shade.flag != "reported" and self.days.shows(shade.since, shade.until):
                line.fill(self._columns(*self._ends(shade)), self._sign("shade"))
        shown = [one for one in lane.marks if self.days.shows(one.first, one.last)]
        for mark in shown:
            columns = self._of_mark(mark)
            if len(columns) > 1:
                line.fill(columns, self._sign("span"))
        loudest: dict[int, str] = {}
        for mark in sorted(shown, key=_loudness):
            columns = self._of_mark(mark)
            middle = len(columns) // 2 if mark.first and mark.last else -bool(mark.last)
            loudest[columns[middle]] = SIGN_OF[mark.kind]
        for at, sign in loudest.items():
            line.fill([at], self._sign(sign))
        return line

    def _of_mark(self, mark: Mark) -> range:
        return self._columns(self.days.begin(mark.first), self.days.end(mark.last))


def _left_out(lanes: Sequence[Lane]) -> Iterator[str]:
    empty = [lane.term.key for lane in lanes if lane.is_empty]
    undated = [f"{event} ({lane.term.key})" for lane in lanes for event in lane.undated]
    for what, names in (("Nothing to draw", empty), ("Without a day", undated)):
        if names:
            yield from wrapped(f"{', '.join(names)}.", first=f"{what}: ", rest="  ")


_HARD = "\xa0"
_HEIGHTS = 4
"""The most lines that the steps of a term take."""

_LEGIBLE = 3
"""With fewer columns than this, nothing is written into a bar."""

_BENT = " Busy times are wider than quiet ones; --linear draws all days alike."


def _fitting(several: Iterable[str], room: int) -> str:
    """Return the first of *several* texts that *room* columns hold; a number is never cut."""
    return next((one for one in map(printable, several) if 0 < columns_of(one) <= room), "")


def _loudness(mark: Mark) -> int:
    return -[*MARKS].index(SIGN_OF[mark.kind])
