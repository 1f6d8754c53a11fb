"""The command that looks ahead: what is coming after a day."""

from collections.abc import Sequence

import click

from cli.durations import DAYS, last_day_of
from cli.options import DATE, on_record, on_terms, output
from cli.reading.lines import lines_ahead
from cli.typed_values import today
from events.model.dates import Date, day


@click.command("next")
@click.argument("date", type=DATE, required=False)
@on_terms
@click.option("--within", type=DAYS, help="Only so far ahead: 180d, 26w.  [default: everything]")
@output("table", "json", "ndjson", "csv", "md", "ics")
@on_record
def next_(
    date: Date | None,
    globs: Sequence[str],
    within: int | None,
    form: str,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show what is coming after DATE (default: today), by what was public then.

    With --known today, a day that is past is looked at with hindsight.

    That is: values that expire, the last days to give notice, changes that are announced and not
    yet effective, and conditions that would end a term. `-o ics` makes a calendar of it; taken in
    again later, it updates its own entries.

    Example: timeline next 2026-02-27
    """
    from cli.render.answers import Question
    from cli.render.upcoming import Outlook, show
    from timeline.views.upcoming import upcoming

    after = last_day_of(date) if date else today()
    seen = lines_ahead(db, partnership, globs, after=after, known=known, recorded=recorded)
    found = upcoming(seen.lines, seen.terms, after, within=within)
    past = day(after) if after < today() else None
    asked = Question(seen, day(after), known or past)
    show(Outlook(asked, within, hindsight=bool(known) or not past), found, form)
