"""The command that asks of all partnerships at once: some terms on a day."""

from collections.abc import Sequence

import click

from cli.options import DATE, KNOWN, on_database, on_recorded, on_terms, output
from cli.typed_values import today
from events.model.dates import Date, day


@click.command()
@click.argument("date", type=DATE, required=False)
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option("--known", type=KNOWN, help="Use only what was public by the end of that day.")
@on_recorded
@on_database
def matrix(
    date: Date | None,
    globs: Sequence[str],
    form: str,
    known: Date | None,
    recorded: str | None,
    db: str | None,
) -> None:
    """Show the terms of all partnerships on DATE (default: today).

    Of one term it is a table with a line for each partnership; one that has no such term says so.

    Example: timeline matrix 2026-02-27 --term ip-license.end
    """
    from cli.reading.portfolio import Query, portfolio
    from cli.render.matrix import show

    query = Query(date or day(today()), known, recorded, globs)
    show(query, portfolio(db, query), form)
