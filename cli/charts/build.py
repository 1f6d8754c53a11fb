"""Draw the chart that was asked for, and write it in the format asked for."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date

from cli.files import written, written_bytes
from cli.reading.lines import whole_lines
from cli.reading.session import Asked as Seen
from cli.render.answers import Question
from cli.terminal import echo, uncoloured
from cli.typed_values import period
from events.dates.dates import Date, day
from events.errors import UsageError
from events.model.values import Value, value
from timeline.views.drawing import Drawing, drawing, last_happening
from timeline.views.lanes import lanes


@value
class Asked(Value):
    """The chart that was asked for: its period, its terms, and the point on each clock.

    If *linear*, the days of a text or a picture are all of one width.
    """

    period: str | None = None
    globs: Sequence[str] = ()
    as_of: Date | None = None
    known: Date | None = None
    recorded: str | None = None
    linear: bool = False


@value
class Chart(Value):
    """A *drawing*, the *question* that it answers, and whether its axis is *linear*."""

    drawing: Drawing
    question: Question
    linear: bool

    @property
    def title(self) -> str:
        """The name of the partnership."""
        return self.question.title

    @property
    def said(self) -> str:
        """The cut of each clock and the coverage of the log, in words."""
        return " ".join(self.question.lines())


def show(asked: Asked, form: str, to: str | None, partnership: str | None, db: str | None) -> None:
    """Write the chart *asked* for, of *partnership* in *db*, in the given *form*.

    The chart goes to the file *to* or, if that is None, to standard output.
    """
    if form in ("png", "pdf"):
        _refuse_terminal(form, to)
    seen = whole_lines(db, partnership, asked.globs, known=asked.known, recorded=asked.recorded)
    made = _charted(asked, seen)
    if form in ("png", "pdf"):
        from cli.charts.raster import picture
        from cli.charts.svg import svg

        source = svg(made.drawing, made.title, made.said, linear=made.linear, night=False)
        written_bytes(picture(source, form), to)
    elif form == "text" and (to is None or to == "-"):
        echo("\n".join(_text(made, form, _encoding())))
    else:
        lines = _text(made, form, "utf-8")
        written((f"{uncoloured(line)}\n" for line in lines), to)


def drawn(asked: Asked, partnership: str | None, db: str | None) -> str:
    """Return the chart *asked* for, of *partnership* in *db*, as SVG."""
    seen = whole_lines(db, partnership, asked.globs, known=asked.known, recorded=asked.recorded)
    return "\n".join(_text(_charted(asked, seen), "svg", None))


def _refuse_terminal(form: str, to: str | None) -> None:
    if to is None and _is_terminal():
        raise UsageError(f"A {form} is nothing to read in a terminal; say where with --to FILE.")


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _encoding() -> str | None:
    return sys.stdout.encoding


def _charted(asked: Asked, seen: Seen) -> Chart:
    """Return the chart of what was *seen* of a partnership."""
    first, last = _ends(asked.period, *period(asked.period))
    on = asked.as_of or day(_last_covered(seen) or _last_said(seen))
    drawn = lanes(seen.lines, seen.terms, on)
    made = drawing(drawn, on, first=first, last=last)
    return Chart(made, Question(seen, on, asked.known), asked.linear)


def _last_covered(seen: Seen) -> date | None:
    """Return the day through which the log claims to be complete."""
    _, through = seen.record.covered
    return through.latest if through else None


def _last_said(seen: Seen) -> date:
    """Return the last day the log says anything about, or else that of its last entry."""
    stated = last_happening(step for key in seen.terms for step in seen.lines.steps[key])
    return stated or date.fromisoformat(seen.last.recorded[:10])


def _ends(
    text: str | None, first: Date | None, last: Date | None
) -> tuple[date | None, date | None]:
    """Return the first day of *first* and the last day of *last*.

    Raises UsageError if a date has no such day.
    """
    for end, stated in ((first, first and first.earliest), (last, last and last.latest)):
        if end and not stated:
            raise UsageError(f"'{text}' is no period: '{end}' is open at its end.")
    return first.earliest if first else None, last.latest if last else None


def _text(made: Chart, form: str, encoding: str | None) -> Iterator[str]:
    match form:
        case "svg":
            from cli.charts.svg import svg

            yield svg(made.drawing, made.title, made.said, linear=made.linear)
        case "mermaid":
            from cli.charts.mermaid import mermaid

            yield from mermaid(made.drawing, made.title, made.said)
        case _:
            from cli.charts.text import Paper

            paper = Paper(made.drawing, encoding, linear=made.linear)
            yield from paper.lines(made.title, list(made.question.lines()))
