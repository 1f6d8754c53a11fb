"""Plain tables: rows of one shape as text, JSON, CSV or Markdown."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import click

from cli import json_form
from cli.answers_shown import escaped, safe_cell
from cli.terminal import bold, columns, heading, printable, width

Row = Mapping[str, Any]


def print_table(
    rows: Sequence[Row], form: str, *, shown: Sequence[str], group: str | None = None
) -> None:
    """Print *rows*; the text shows the columns *shown*, under a heading for each *group*."""
    match form:
        case "json":
            click.echo(json_form.dump([dict(row) for row in rows]))
        case "ndjson":
            click.echo(json_form.lines(rows))
        case "csv":
            click.echo(_csv(rows), nl=False)
        case "md":
            click.echo("\n".join(_markdown(rows, shown)))
        case _:
            click.echo("\n".join(_text(rows, shown, group)))


def _text(rows: Sequence[Row], shown: Sequence[str], group: str | None) -> Iterator[str]:
    widths = _widths(rows, shown)
    if group is None:
        yield bold(_line([name.replace("_", " ") for name in shown], widths).rstrip())
    for number, (name, some) in enumerate(groupby(rows, lambda row: row.get(group or ""))):
        if group is not None:
            yield from [""] * bool(number)
            yield from heading(name or "Other")
        for row in some:
            first = _line([_cell(row[name]) for name in shown[:-1]], widths[:-1])
            at = min(len(first) + 2, width() - 20)
            yield from columns(first, [_cell(row[shown[-1]])], at)


def _widths(rows: Sequence[Row], shown: Sequence[str]) -> list[int]:
    return [max([len(name), *(len(_cell(row[name])) for row in rows)]) for name in shown]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    texts = (cell.ljust(size) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(texts)[: width()]


def _cell(value: object) -> str:
    return printable(str(value)) if value is not None else ""


def _csv(rows: Sequence[Row]) -> str:
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: safe_cell(value) for key, value in row.items()} for row in rows)
    return sheet.getvalue()


def _markdown(rows: Sequence[Row], shown: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(name.replace('_', ' ') for name in shown)} |"
    yield f"|{'---|' * len(shown)}"
    for row in rows:
        yield f"| {' | '.join(escaped(_cell(row[name])) for name in shown)} |"
