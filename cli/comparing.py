"""The commands that compare: what differs between two days, and the changelog of a period."""

from collections.abc import Sequence

import click

from cli.opening import selected, view
from cli.params import DATE, on_partnership, on_record, on_terms, output, today
from events.dates import Date, DateError
from events.errors import InputError
from events.phrases import read
from timeline.as_of import answer_on
from timeline.differences import differences
from timeline.steps import steps_of


@click.command()
@click.argument("start", metavar="FROM", type=DATE)
@click.argument("end", metavar="TO", type=DATE)
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences.")
@on_record
@click.pass_context
def diff(
    ctx: click.Context,
    start: Date,
    end: Date,
    globs: Sequence[str],
    form: str,
    exit_code: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show which answers differ on the day TO from those on the day FROM.

    Example: timeline diff 2026-04-26 2026-04-27
    """
    from cli.differences_shown import Comparison, show

    seen = view(db, partnership, recorded)
    steps = steps_of(seen.record, known=known.earliest if known else None)
    terms = [(seen.record.terms[key], steps[key]) for key in selected(seen.record, globs)]
    before, after = ([answer_on(term, own, on) for term, own in terms] for on in (start, end))
    found = list(differences(before, after))
    show(Comparison(seen, start, end, known), found, form)
    if exit_code and found:
        ctx.exit(1)


@click.command()
@click.argument("period", metavar="[FROM..TO]", required=False)
@output("md", "json")
@on_partnership
def changelog(period: str | None, form: str, partnership: str | None, db: str | None) -> None:
    """Write the cited changelog of a period, newest first (default: everything).

    Example: timeline changelog 2026-04-01..2026-06-30
    """
    from cli.changelog_shown import show

    start, end = _period(period)
    show(view(db, partnership), start, end, form)


def _period(period: str | None) -> tuple[Date | None, Date | None]:
    """Read `FROM..TO`, of which either end may be left out."""
    if period is None:
        return None, None
    first, dots, last = period.partition("..")
    if not dots:
        raise InputError(f"'{period}' is no period: write FROM..TO, such as 2026-01..2026-06.")
    try:
        start = read(first, today=today()) if first.strip() else None
        end = read(last, today=today()) if last.strip() else None
    except DateError as error:
        raise InputError(f"'{period}' is no period: {error}") from None
    if start and end and start.earliest and end.latest and end.latest < start.earliest:
        raise InputError(f"'{period}' ends before it begins.")
    return start, end
