"""Print the differences between two points as text, JSON, CSV or Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.options import PointTyped
from cli.reading.session import View
from cli.render.answers import covered
from cli.terminal import deliver, echo, heading, wrapped
from cli.wording.answers import days, readable, readable_cut, standing, whole
from timeline.rule.answer import Answer
from timeline.views.diff import Difference


@dataclass(frozen=True)
class Comparison:
    """What was compared: two points of the same log."""

    view: View
    start: PointTyped
    end: PointTyped


def point(one: PointTyped) -> dict[str, str | None]:
    """Return the point *one* as JSON gives it, with all three clocks."""
    return {
        "as_of": one.on.edtf,
        "known": json_text.text_of(one.known),
        "recorded": one.recorded,
    }


def show(made: Comparison, found: Sequence[Difference], form: str) -> None:
    """Print in this *form* the differences *found* between the points of *made*."""
    rows = [row(one) for one in found]
    since, through = made.view.record.covered
    match form:
        case "json":
            deliver(
                json_text.dump(
                    {
                        "partnership": made.view.slug,
                        "head": made.view.head,
                        "covered_from": json_text.text_of(since),
                        "covered_through": json_text.text_of(through),
                        "from": point(made.start),
                        "to": point(made.end),
                        "changes": rows,
                    }
                )
            )
        case "ndjson":
            deliver(json_text.lines(rows), nl=False)
        case "csv":
            deliver(sheet(FIELDS, map(_cells, found)), nl=False)
        case "md":
            deliver("\n".join(_markdown(made, found)))
        case _:
            echo("\n".join(_text(made, found)))


def row(one: Difference) -> dict[str, Any]:
    """Return the difference *one* as JSON gives it."""
    first, last = (json_text.day_of(day) for day in one.days) if one.days else (None, None)
    return {
        "term": one.after.term.key,
        "cause": one.cause,
        "clarified": one.clarified,
        "days": {"from": first, "until": last} if one.days else None,
        "before": json_text.bare(one.before),
        "after": json_text.bare(one.after),
        "events": list(one.events),
    }


def _text(made: Comparison, found: Sequence[Difference]) -> Iterator[str]:
    yield from wrapped(_counted(made, found))
    yield from wrapped(_complete(made))
    for one in found:
        yield ""
        yield from heading(f"{one.after.term.key}  [{cause(one)}: {', '.join(one.events)}]")
        yield from _answer(one.before, "- ")
        yield from _answer(one.after, "+ ")


def _counted(made: Comparison, found: Sequence[Difference]) -> str:
    terms = len({one.after.term.key for one in found})
    several = f"{terms or 'no'} term{'s differ' if terms > 1 else ' differs'}"
    return f"From {said(made.start)} to {said(made.end)}: {several}."


def _complete(made: Comparison) -> str:
    return f"Log complete {covered(made.view)}; head {made.view.head[:12]}."


def cause(one: Difference) -> str:
    """Return the cause of the difference *one*, with the past days that the cause is about."""
    named = f"{one.cause}, clarified" if one.clarified else one.cause
    return f"{named} of {days(*one.days)}" if one.days else named


def said(one: PointTyped) -> str:
    """Return the point *one* in words."""
    known = f" as known on {readable_cut(one.known)}" if one.known else ""
    recorded = f" as recorded by {one.recorded}" if one.recorded else ""
    return readable(one.on) + known + recorded


def _answer(one: Answer, sign: str) -> Iterator[str]:
    yield from wrapped(whole(one), first=f"  {sign}", rest="    ")
    if one.decided and one.decided.value:
        yield from wrapped(standing(one), first="    ")


FIELDS = ("term", "cause", "from", "until", "before", "after", "events")


def _cells(one: Difference) -> dict[str, object]:
    first, last = (json_text.day_of(day) for day in one.days) if one.days else (None, None)
    return {
        "term": one.after.term.key,
        "cause": one.cause,
        "from": first,
        "until": last,
        "before": whole(one.before),
        "after": whole(one.after),
        "events": list(one.events),
    }


def _markdown(made: Comparison, found: Sequence[Difference]) -> Iterator[str]:
    yield f"# From {escaped(said(made.start))} to {escaped(said(made.end))}"
    yield ""
    yield escaped(f"{_counted(made, found)} {_complete(made)}")
    if not found:
        return
    yield ""
    yield "| Term | Cause | Before | After | Events |"
    yield "|---|---|---|---|---|"
    for one in found:
        cells = (one.after.term.key, cause(one), whole(one.before), whole(one.after))
        yield f"| {' | '.join(escaped(cell) for cell in (*cells, ', '.join(one.events)))} |"
