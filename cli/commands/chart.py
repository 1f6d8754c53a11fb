"""The command that draws: a timeline as text, and as a picture for reports and slides."""

from collections.abc import Sequence

import click

from cli.options import DATE, on_record, on_terms, output
from events.model.dates import Date

FORMS = ("text", "svg", "png", "pdf", "mermaid")


@click.command()
@click.argument("period", metavar="[FROM..TO]", required=False)
@on_terms
@click.option(
    "--as-of",
    "as_of",
    metavar="DATE",
    type=DATE,
    help="The day to choose.  [default: the last that the log covers]",
)
@output(*FORMS)
@click.option("--to", "to", metavar="FILE", help="Write it there.  [default: standard output]")
@on_record
def chart(
    period: str | None,
    globs: Sequence[str],
    as_of: Date | None,
    form: str,
    to: str | None,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Draw the timeline: a lane for each term, with what held and what happened.

    Where it is uncertain on which day something took effect, the edge is soft. Without a period
    there is room for all that has a date. The same command at the same log head gives the same
    bytes. png and pdf need the extra chart.

    Example: timeline chart 2025..2026 --term 'ip-license.*'
    """
    from cli.charts.build import Asked, show

    show(Asked(period, globs, as_of, known, recorded), form, to, partnership, db)
