"""The history of a term as a table, JSON, CSV or Markdown."""

from collections.abc import Iterator, Sequence

import click

from cli import json_form
from cli.answers_shown import clocks, given
from cli.markdown import escaped
from cli.opening import View
from cli.sheets import sheet
from cli.terminal import columns, heading, wrapped
from cli.wording import change, readable, whole
from events.dates import Date
from events.model.kinds import Term
from timeline.answers import UNDETERMINED
from timeline.history import Period
from timeline.steps import Step

SPAN = 27


def show(term: Term, periods: Sequence[Period], seen: View, known: Date | None, form: str) -> None:
    """Print the *periods* of *term* in the *form* asked for."""
    rows = [json_form.period(one) for one in periods]
    match form:
        case "json":
            click.echo(json_form.dump(rows))
        case "ndjson":
            click.echo(json_form.lines(rows), nl=False)
        case "csv":
            click.echo(sheet(FIELDS, map(_cells, periods)), nl=False)
        case "md":
            click.echo("\n".join(_markdown(term, periods, seen, known)))
        case _:
            click.echo("\n".join(_table(term, periods, seen, known)))


def _table(term: Term, periods: Sequence[Period], seen: View, known: Date | None) -> Iterator[str]:
    yield from heading(f"{term.key}: {term.title}")
    if term.asks:
        yield from wrapped(term.asks)
    yield from wrapped(f"Days are inclusive; {clocks(seen, known)}.")
    yield ""
    if not periods:
        yield _nothing(known)
    for one in periods:
        yield from columns(_span(one), _lines(one), SPAN)
        for step in one.beside:
            yield from wrapped(_beside(step), first=" " * SPAN + "  ", rest=" " * SPAN + "    ")


def _nothing(known: Date | None) -> str:
    return "Nothing of it was public by then." if known else "It has never been set."


def _beside(step: Step) -> str:
    day = readable(step.when) if step.when else "undated"
    return f"{day} {change(step)} [{step.event.id}]"


def _span(one: Period) -> str:
    since = one.since.isoformat() if one.since else "..........".replace(".", " ")
    until = one.until.isoformat() if one.until else ""
    return f"{since} .. {until} "


def _lines(one: Period) -> Iterator[str]:
    if one.answer.status == UNDETERMINED:
        yield "undetermined; one of:"
        for each in one.answer.possible:
            yield f"- {given(each)}"
        return
    yield whole(one.answer)
    known = f"; public from {readable(one.known_from)}" if one.known_from else ""
    told = one.answer.authority or ""
    yield f"[{one.answer.event}] {told}{known}"


FIELDS = ("since", "until", "status", "value", "event", "known_from", "possible", "beside")


def _cells(one: Period) -> dict[str, object]:
    return json_form.period(one) | {
        "possible": " | ".join(each.value or each.status for each in one.answer.possible),
        "beside": " | ".join(map(_beside, one.beside)),
    }


def _markdown(
    term: Term, periods: Sequence[Period], seen: View, known: Date | None
) -> Iterator[str]:
    yield f"# {escaped(term.key)}: {escaped(term.title)}"
    yield ""
    yield escaped(f"Days are inclusive; {clocks(seen, known)}.")
    yield ""
    if not periods:
        yield _nothing(known)
        return
    yield "| Since | Until | Answer | Event | Public from | Beside it |"
    yield "|---|---|---|---|---|---|"
    for one in periods:
        row = json_form.period(one)
        cells = (
            row["since"],
            row["until"],
            whole(one.answer),
            row["event"],
            row["known_from"],
            "; ".join(map(_beside, one.beside)),
        )
        yield f"| {' | '.join(escaped(cell or '') for cell in cells)} |"
