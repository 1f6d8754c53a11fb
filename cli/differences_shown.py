"""Differences as text, JSON, CSV or Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from cli import json_form
from cli.markdown import escaped
from cli.opening import View
from cli.params import PointTyped
from cli.sheets import sheet
from cli.terminal import heading, wrapped
from cli.wording import readable, readable_cut, standing, whole
from timeline.answers import Answer
from timeline.differences import Difference


@dataclass(frozen=True)
class Comparison:
    """What was compared: two points of one log."""

    view: View
    start: PointTyped
    end: PointTyped


def point(one: PointTyped) -> dict[str, str | None]:
    """Return a point with all its clocks."""
    return {
        "as_of": one.on.edtf,
        "known": json_form.text_of(one.known),
        "recorded": one.recorded,
    }


def show(made: Comparison, found: Sequence[Difference], form: str) -> None:
    """Print the differences *found* in the *form* asked for."""
    rows = [json_form.difference(one) for one in found]
    match form:
        case "json":
            click.echo(
                json_form.dump(
                    {
                        "partnership": made.view.slug,
                        "head": made.view.head,
                        "covered_through": json_form.text_of(made.view.record.covered),
                        "from": point(made.start),
                        "to": point(made.end),
                        "changes": rows,
                    }
                )
            )
        case "ndjson":
            click.echo(json_form.lines(rows), nl=False)
        case "csv":
            click.echo(sheet(FIELDS, map(_cells, found)), nl=False)
        case "md":
            click.echo("\n".join(_markdown(made, found)))
        case _:
            click.echo("\n".join(_text(made, found)))


def _text(made: Comparison, found: Sequence[Difference]) -> Iterator[str]:
    yield from wrapped(_counted(made, found))
    yield from wrapped(_complete(made))
    for one in found:
        yield ""
        yield from heading(f"{one.after.term.key}  [{one.cause}: {', '.join(one.events)}]")
        yield from _answer(one.before, "- ")
        yield from _answer(one.after, "+ ")


def _counted(made: Comparison, found: Sequence[Difference]) -> str:
    terms = len({one.after.term.key for one in found})
    several = f"{terms or 'no'} term{'s differ' if terms > 1 else ' differs'}"
    return f"From {said(made.start)} to {said(made.end)}: {several}."


def _complete(made: Comparison) -> str:
    covered = made.view.record.covered or "no stated day"
    return f"Log complete through {covered}; head {made.view.head[:12]}."


def said(one: PointTyped) -> str:
    """Say a point in words."""
    known = f" as known on {readable_cut(one.known)}" if one.known else ""
    recorded = f" as recorded by {one.recorded}" if one.recorded else ""
    return readable(one.on) + known + recorded


def _answer(one: Answer, sign: str) -> Iterator[str]:
    yield from wrapped(whole(one), first=f"  {sign}", rest="    ")
    if one.value:
        yield from wrapped(standing(one), first="    ")


FIELDS = ("term", "cause", "before", "after", "events")


def _cells(one: Difference) -> dict[str, object]:
    return {
        "term": one.after.term.key,
        "cause": one.cause,
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
        cells = (one.after.term.key, one.cause, whole(one.before), whole(one.after))
        yield f"| {' | '.join(escaped(cell) for cell in (*cells, ', '.join(one.events)))} |"
