"""Print rows of one shape as a table of text, JSON, CSV or Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.terminal import bold, deliver, echo, heading, printable, width, wrapped
from cli.terminal import columns as beside
from events.model.values import Value, kind

Row = Mapping[str, Any]


@kind
class Columns(Value):
    """The columns of a table: all *fields*, those *shown* to a person, and the *group* column."""

    fields: tuple[str, ...]
    shown: tuple[str, ...]
    group: str | None = None


def print_table(columns: Columns, rows: Sequence[Row], form: str, nothing: str) -> None:
    """Print *rows* under *columns* in any *form* but JSON, which each command prints itself.

    If there are no rows, a table or Markdown shows the sentence *nothing*, which says why.
    """
    match form:
        case "table" | "md" if not rows:
            echo("\n".join(wrapped(nothing)) if form == "table" else escaped(nothing))
        case "ndjson":
            deliver(json_text.lines(rows), nl=False)
        case "csv":
            deliver(sheet(columns.fields, rows), nl=False)
        case "md":
            deliver("\n".join(_markdown(rows, columns.shown)))
        case _:
            echo("\n".join(_text(rows, columns.shown, columns.group)))


def _text(rows: Sequence[Row], shown: Sequence[str], group: str | None) -> Iterator[str]:
    widths = _widths(rows, shown)
    begins = sum(widths[:-1]) + 2 * len(widths[:-1])
    # Where there is no room beside the others, the last column stands below them.
    at = begins if begins <= width() - MOST_NARROW else 4
    if group is None:
        yield from map(bold, _row([name.replace("_", " ") for name in shown], widths, at))
    for number, (name, some) in enumerate(groupby(rows, lambda row: row.get(group or ""))):
        if group is not None:
            yield from [""] * bool(number)
            yield from heading(name or "Other")
        for row in some:
            yield from _row([_cell(row[name]) for name in shown], widths, at)


MOST_NARROW = 20
"""The fewest columns in which the last cells of a table stand beside the others."""


def _row(cells: Sequence[str], widths: Sequence[int], at: int) -> Iterator[str]:
    *others, last = cells
    yield from beside(_line(others, widths[:-1]).rstrip(), [last], at)


def _widths(rows: Sequence[Row], shown: Sequence[str]) -> list[int]:
    return [max([len(name), *(len(_cell(row[name])) for row in rows)]) for name in shown]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    texts = (cell.ljust(size) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(texts)[: width()]


def _cell(value: object) -> str:
    return printable(str(value)) if value is not None else ""


def _markdown(rows: Sequence[Row], shown: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(name.replace('_', ' ') for name in shown)} |"
    yield f"|{'---|' * len(shown)}"
    for row in rows:
        yield f"| {' | '.join(escaped(_cell(row[name])) for name in shown)} |"
