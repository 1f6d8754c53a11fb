"""Print the history of a term as a table, JSON, CSV or Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.reading.session import View
from cli.render.answers import clocks
from cli.terminal import columns, heading, wrapped
from cli.wording.answers import aside, given, limits, readable, said
from events.dates.dates import Date
from events.model.kinds import Term
from timeline.views.periods import Period

SPAN = 27


def show(term: Term, periods: Sequence[Period], seen: View, known: Date | None, form: str) -> None:
    """Print the *periods* of *term* in the *form* asked for."""
    match form:
        case "json":
            click.echo(json_text.dump(_whole(term, periods, seen, known)))
        case "ndjson":
            click.echo(json_text.lines(_rows(term, periods)), nl=False)
        case "csv":
            rows = zip(periods, _rows(term, periods), strict=True)
            click.echo(sheet(FIELDS, (_cells(*each) for each in rows)), nl=False)
        case "md":
            click.echo("\n".join(_markdown(term, periods, seen, known)))
        case _:
            click.echo("\n".join(_table(term, periods, seen, known)))


def _whole(term: Term, periods: Sequence[Period], seen: View, known: Date | None) -> dict[str, Any]:
    return {
        **seen.meta(term=term.key, known=json_text.text_of(known)),
        "title": term.title,
        "asks": term.asks,
        "unit": term.unit,
        "periods": list(_rows(term, periods)),
    }


def _rows(term: Term, periods: Iterable[Period]) -> Iterator[dict[str, Any]]:
    return (json_text.period(one, term.unit) for one in periods)


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
            yield from wrapped(aside(step), first=" " * SPAN + "  ", rest=" " * SPAN + "    ")


def _nothing(known: Date | None) -> str:
    return "Nothing of it was public by then." if known else "It has never been set."


def _span(one: Period) -> str:
    return f"{json_text.day_of(one.first) or ' ' * 10} .. {json_text.day_of(one.last) or ''} "


def _lines(one: Period) -> Iterator[str]:
    if one.decided is None:
        yield "undetermined; one of:"
        for each in one.possible:
            yield f"- {given(each)}"
        return
    deciding = one.decided.deciding
    yield said(one.decided)
    if deciding is None:
        return
    limited = limits(deciding).removeprefix(", ")
    known = f"public from {readable(deciding.announced)}"
    authority = one.decided.authority or ""
    yield f"[{deciding.event}] " + "; ".join(filter(None, (limited, authority, known)))


FIELDS = (
    "since", "until", "status", "value", "amount", "event", "known_from", "through", "unless",
    "authority", "by", "possible", "beside",
)  # fmt: skip


def _cells(one: Period, row: dict[str, Any]) -> dict[str, object]:
    possible = () if one.decided else one.possible
    return row | {
        "by": "; ".join(row["by"]),
        "possible": " | ".join(map(given, possible)),
        "beside": " | ".join(map(aside, one.beside)),
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
    for one, row in zip(periods, _rows(term, periods), strict=True):
        answer = said(one.decided) if one.decided else _undetermined(one)
        beside = "; ".join(map(aside, one.beside))
        cells = (row["since"], row["until"], answer, row["event"], row["known_from"], beside)
        yield f"| {' | '.join(escaped(cell or '') for cell in cells)} |"


def _undetermined(one: Period) -> str:
    return "undetermined: " + " | ".join(map(given, one.possible))
