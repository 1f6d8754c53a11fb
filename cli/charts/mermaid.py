"""Write a chart as Markdown with a Mermaid gantt diagram, which code hosts draw."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from cli.charts.words import beside, called, either
from cli.forms.markdown import escaped
from cli.terminal import printable
from cli.wording.answers import flagged, readable
from timeline.views.drawing import Drawing
from timeline.views.lanes import Bar, Lane

LEGEND = (
    "Blue: in force; grey: ended or expired. With a red edge: grey where it is uncertain on which "
    "day something took effect, so that the answer is one of several, and blue while it was "
    "claimed otherwise or disputed."
)


def mermaid(drawn: Drawing, title: str, said: str) -> Iterator[str]:
    """Yield the lines of the chart *drawn*: its *title*, the sentence *said*, and the diagram.

    The legend and notes follow.
    """
    yield escaped(said)
    yield ""
    yield "```mermaid"
    yield from _block(drawn, title)
    yield "```"
    yield ""
    yield LEGEND
    told = beside(drawn.lanes)
    yield from [""] * bool(told)
    yield from (f"- {escaped(line)}" for line in told)


def _block(drawn: Drawing, title: str) -> Iterator[str]:
    yield from ("---", "config:", "  gantt:", "    leftPadding: 170", "---", "gantt")
    yield f"    title {beginning(title)}"
    yield "    dateFormat YYYY-MM-DD"
    yield f"    axisFormat {'%Y-%m' if (drawn.last - drawn.first).days < _YEARS else '%Y'}"
    yield "    todayMarker off"
    if drawn.chosen:
        begin, end = max(drawn.chosen[0], drawn.first), min(drawn.chosen[1], drawn.last)
        length = f"milestone, {begin}, 0d" if drawn.on.is_day else f"{begin}, {_after(end)}"
        yield "    section The chosen day"
        yield f"    {beginning(f'On {readable(drawn.on)}')} :{length}"
    for topic, lanes in drawn.topics():
        yield f"    section {beginning(topic or 'Other')}"
        for lane in lanes:
            for since, until, name, tag in _tasks(lane):
                first, last = max(since, drawn.first), min(until, drawn.last)
                if first <= last:
                    title = beginning(lane.term.title, 40)
                    yield f"    {title} – {shown(name)} :{tag}, {first}, {_after(last)}"


_YEARS = 3700
"""A chart of fewer days than this has months on its axis."""

_Task = tuple[date, date, str, str]


def _tasks(lane: Lane) -> Iterator[_Task]:
    """Yield a task for each bar and edge in order of days, and one for each hatch."""
    held = [_task(bar.since, bar.until, called(bar.name), _tag(bar)) for bar in lane.bars]
    held += [_task(one.since, one.until, f"? {either(one)}", "done, crit") for one in lane.edges]
    yield from sorted(held)
    for shade in lane.shades:
        if shade.flag != "reported":
            yield _task(shade.since, shade.until, flagged([shade.flag]), "active, crit")


def _task(since: date | None, until: date | None, name: str, tag: str) -> _Task:
    return since or date.min, until or date.max, name, tag


def _tag(bar: Bar) -> str:
    return "active" if bar.status == "in-force" else "done"


def _after(last: date) -> date:
    """Return the day after *last*, since a Mermaid task excludes its end."""
    return last + timedelta(1) if last < date.max else last


def beginning(text: str, most: int = 80) -> str:
    """Return *text* as `shown` does, marked if Mermaid would take its first word for a keyword.

    *most* is the number of characters after which it is cut.
    """
    kept = shown(text, most)
    return f"· {kept}" if _KEYWORD.match(kept) else kept


def shown(text: str, most: int = 80) -> str:
    """Return *text* as Mermaid can show it, cut after *most* characters.

    A Gantt diagram has no escapes, so a character with a meaning is replaced by a look-alike.
    """
    words = " ".join(printable(text).translate(_LIKENESS).replace("%%", "% %").split()) or "–"
    return words if len(words) <= most else f"{words[:most].rstrip()}…"


_LIKENESS = {ord(sign): like for sign, like in zip("#;:<>`{}\\", "♯,∶‹›´()/", strict=True)}
_KEYWORD = re.compile(
    r"(?i)(gantt|title|acctitle|accdescr|section|click|call|href|dateformat|axisformat|vert|"
    r"tickinterval|topaxis|includes|excludes|inclusiveenddates|todaymarker|weekday|weekend)\b"
    r"|\d|\W|.%"
)
