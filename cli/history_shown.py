"""The history of a term as a table, JSON, CSV or Markdown."""

import csv
import io
from collections.abc import Iterator, Sequence

import click

from cli import json_form
from cli.answers_shown import clocks, escaped, given, safe_cell
from cli.opening import View
from cli.terminal import columns, heading, wrapped
from cli.wording import change, whole
from events.dates import Date
from events.kinds import Term
from timeline.answers import UNDETERMINED
from timeline.history import Period

SPAN = 27


def show(term: Term, periods: Sequence[Period], seen: View, known: Date | None, form: str) -> None:
    """Print the *periods* of *term* in the *form* asked for."""
    rows = [json_form.period(one) for one in periods]
    match form:
        case "json":
            click.echo(json_form.dump(rows))
        case "ndjson":
            click.echo(json_form.lines(rows))
        case "csv":
            click.echo(_csv(periods), nl=False)
        case "md":
            click.echo("\n".join(_markdown(term, periods)))
        case _:
            click.echo("\n".join(_table(term, periods, seen, known)))


def _table(term: Term, periods: Sequence[Period], seen: View, known: Date | None) -> Iterator[str]:
    yield from heading(f"{term.key}: {term.title}")
    if term.asks:
        yield from wrapped(term.asks)
    yield from wrapped(f"Days are inclusive; {clocks(seen, known)}.")
    yield ""
    if not periods:
        yield "Nothing of it was public by then." if known else "It has never been set."
    for one in periods:
        yield from columns(_span(one), _lines(one), SPAN)
        for step in one.beside:
            day = step.when.edtf if step.when else "undated"
            text = f"{day} {change(step)} [{step.event.id}]"
            yield from wrapped(text, first=" " * SPAN + "  ", rest=" " * SPAN + "    ")


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
    known = f"; public from {one.known_from.edtf}" if one.known_from else ""
    told = one.answer.authority or ""
    yield f"[{one.answer.event}] {told}{known}"


def _csv(periods: Sequence[Period]) -> str:
    sheet = io.StringIO()
    fields = ("since", "until", "status", "value", "event", "known_from", "possible")
    writer = csv.DictWriter(sheet, fields, lineterminator="\n")
    writer.writeheader()
    for one in periods:
        row = json_form.period(one)
        row["possible"] = " | ".join(each.value or each.status for each in one.answer.possible)
        writer.writerow({key: safe_cell(value) for key, value in row.items()})
    return sheet.getvalue()


def _markdown(term: Term, periods: Sequence[Period]) -> Iterator[str]:
    yield f"# {escaped(term.key)}: {escaped(term.title)}"
    yield ""
    yield "| Since | Until | Answer | Event | Public from |"
    yield "|---|---|---|---|---|"
    for one in periods:
        row = json_form.period(one)
        cells = (row["since"], row["until"], whole(one.answer), row["event"], row["known_from"])
        yield f"| {' | '.join(escaped(cell or '') for cell in cells)} |"
