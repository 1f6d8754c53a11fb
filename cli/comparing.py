"""The commands that compare: what differs between two days, and the changelog of a period."""

from collections.abc import Sequence
from dataclasses import replace

import click

from cli.opening import kept, selected, view
from cli.params import POINT, PointTyped, on_partnership, on_record, on_terms, output, today
from events.dates import Date, DateError
from events.errors import InputError
from events.phrases import read
from timeline.differences import Point, differences


@click.command()
@click.argument("start", metavar="FROM", type=POINT)
@click.argument("end", metavar="TO", type=POINT)
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences.")
@click.option("--as-known", is_flag=True, help="Let each point know what was public on its day.")
@on_record
@click.pass_context
def diff(
    ctx: click.Context,
    start: PointTyped,
    end: PointTyped,
    globs: Sequence[str],
    form: str,
    exit_code: bool,
    as_known: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show how the answers at the point TO differ from those at FROM, and why.

    A point is DAY, DAY@KNOWN or DAY@KNOWN@INSTANT: 2024-03-01@2025-01-01 is "as of 1 March 2024,
    as known on 1 January 2025". A cause is one of: world (the deal changed), learned (it became
    public), logged (it was recorded), corrected (the record was wrong), remodelled.

    Example: timeline diff 2026-04-26 2026-04-27
    """
    from cli.differences_shown import Comparison, show

    seen = view(db, partnership)
    wanted = selected(seen.record, globs)
    points = [_cut(point, known, recorded, as_known=as_known) for point in (start, end)]
    rows = differences(kept(seen.entries), *(_point(point) for point in points))
    found = [row for row in rows if row.after.term.key in wanted or not globs]
    show(Comparison(seen, points[0], points[1]), found, form)
    if exit_code and found:
        ctx.exit(1)


def _cut(
    point: PointTyped, known: Date | None, recorded: str | None, *, as_known: bool
) -> PointTyped:
    """Cut a point's clocks where it does not say so itself."""
    if as_known and point.known is None and known is None:
        known = point.on
        if known.earliest is None:
            raise InputError(f"'{known}' has no earliest day, so --as-known cannot cut there.")
    return replace(point, known=point.known or known, recorded=point.recorded or recorded)


def _point(typed: PointTyped) -> Point:
    return Point(typed.on, typed.known.earliest if typed.known else None, typed.recorded)


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
