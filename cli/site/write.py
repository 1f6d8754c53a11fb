"""Write the site of some partnerships, or of all, into a folder."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from cli.reading.partnership import chosen
from cli.reading.session import Whole, view, views
from cli.site.build import pages, stored_rows
from cli.site.output import put
from cli.terminal import printable
from events.dates.dates import Date
from events.errors import NotFoundError, UsageError


def write_site(
    out: str, slugs: Sequence[str], on: Date | None, recorded: str | None, db: str | None
) -> str:
    """Write the site of the partnerships *slugs*, or of all, to *out*; return a summary.

    The partnerships are read from *db* as *recorded* by an instant, and the pages open on the day
    *on*.
    """
    opens = _one_day(on)
    seen = _seen(slugs, recorded, db)
    made = put(out, pages(seen, on=opens, rows=partial(stored_rows, db)))
    removed = f", {made.removed} removed" if made.removed else ""
    several = f"{len(seen)} partnership{'s' if len(seen) > 1 else ''}"
    return printable(
        f"{out}: {made.files} files of {several}, {made.written} of them written{removed}.\n"
        f"Open {out}/index.html in a browser.",
        lines=True,
    )


def _one_day(on: Date | None) -> date | None:
    if on is not None and not on.is_day:
        raise UsageError(f"--on is the one day that pages open on; {on} is several. Name one.")
    return on.earliest if on else None


def _seen(slugs: Sequence[str], recorded: str | None, db: str | None) -> list[Whole]:
    if slugs:
        return [view(db, slug, recorded) for slug in dict.fromkeys(slugs)]
    found = views(db, recorded)
    if not found and recorded:
        raise NotFoundError(f"Nothing had been recorded by {recorded}.")
    if not found:
        chosen([], None)
    return found
