"""The command that asks all partnerships at once, in files that were published."""

from collections.abc import Sequence

import click

from cli.options import DATE, KNOWN, on_recorded, on_terms, output
from cli.typed_values import today
from events.dates.dates import Date, day
from events.errors import UsageError


@click.command()
@click.argument("date", type=DATE, required=False)
@click.option(
    "--from",
    "folder",
    metavar="DIR",
    required=True,
    help="Where `timeline publish --parquet` wrote the answers.",
)
@click.option(
    "--engine",
    metavar="NAME",
    default="duckdb",
    show_default=True,
    help="duckdb, or a Spark Connect server: sc://HOST.",
)
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option("--known", type=KNOWN, help="Use only what was public by the end of that day.")
@on_recorded
def portfolio(
    date: Date | None,
    folder: str,
    engine: str,
    globs: Sequence[str],
    form: str,
    known: Date | None,
    recorded: str | None,
) -> None:
    """Show the terms of all partnerships on DATE (default: today), from Parquet files alone.

    The answers are those of `as-of --all`. What stands beside one, such as a claim or a dispute, is
    named; `as-of` tells it. DuckDB answers here (extra `duckdb`), or a Spark Connect server that
    reads the same folder (extra `spark`).

    Example: timeline portfolio 2026-02-27 --from answers --term 'ip-license.*'
    """
    from cli.portfolio.answers import portfolio as answered
    from cli.portfolio.question import Question
    from cli.portfolio.show import show

    on = date or day(today())
    if not on.is_day:
        raise UsageError(f"A portfolio is of one day; {on} is several. Name one.")
    question = Question(on, known, recorded)
    show(question, answered(engine, folder, question, globs), form)
