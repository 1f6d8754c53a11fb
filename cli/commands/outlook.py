"""The commands that show what is coming, and what the record leaves to be settled."""

from collections.abc import Sequence
from dataclasses import replace

import click

from cli.files import diverted
from cli.options import DATE, DAYS, INSTANT, on_partnership, on_record, on_terms, on_verbose, output
from cli.reading.lines import lines_ahead
from cli.reading.partnership import chosen_in
from cli.reading.selection import selected
from cli.reading.session import opened, view, viewed
from cli.suggestions import similar
from cli.typed_values import last_day_of, today
from events.dates.dates import Date, day


@click.command()
@click.argument("date", type=DATE, required=False)
@on_terms
@click.option("--stale-after", type=DAYS, help="Ask about answers not confirmed for so long: 365d.")
@click.option("--strict", is_flag=True, help="Let remarks count as findings.")
@output("table", "json", "ndjson", "csv", "md")
@click.option(
    "--recorded",
    type=INSTANT,
    help="Use only what this log held at that instant (UTC; a day means its end).",
)
@on_partnership
@click.pass_context
def check(
    ctx: click.Context,
    date: Date | None,
    globs: Sequence[str],
    stale_after: int | None,
    strict: bool,
    form: str,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show what the record leaves to be settled on DATE (default: today), and how to settle it.

    It lists assertions that fail, contradictions, answers that replaced one of higher rank, answers
    that a vague date leaves open, gaps, plans that are overdue or were never dated, what may
    confirm something else, disputes that may be over, denials without effect, terms that outlive
    their agreement, events without a source or with a late one, likely duplicates, and conditions
    that cannot end anything. In the commands it suggests, words in capitals are for you to fill in.
    The exit code is 1 if there is a finding.

    Example: timeline check 2026-11-01 --term 'ip-license.*'
    """
    from cli.render.answers import Question
    from cli.render.checks import Audit, show
    from timeline.answers.reader import read_all
    from timeline.findings.check import findings
    from timeline.findings.finding import REMARK

    with opened(db) as log:
        seen = viewed(log, chosen_in(log, partnership), recorded)
        answers = read_all(log, seen.slug, seen.record)
    on = last_day_of(date) if date else today()
    wanted = selected(seen.record, globs)
    found = [
        one
        for one in findings(answers, on, similar=similar, stale_after=stale_after)
        if not globs or any(term in wanted for term in one.terms)
    ]
    told = [one for one in found if strict or one.level != REMARK]
    show(Audit(Question(seen, day(on), None), partnership, len(found) - len(told)), told, form)
    if told:
        ctx.exit(1)


@click.command("next")
@click.argument("date", type=DATE, required=False)
@on_terms
@click.option("--within", type=DAYS, help="Only so far ahead: 180d, 26w.  [default: everything]")
@output("table", "json", "ndjson", "csv", "md", "ics")
@click.option("--to", metavar="FILE", help="Write it there; - is the standard output.")
@on_record
@on_verbose
def next_(
    date: Date | None,
    globs: Sequence[str],
    within: int | None,
    form: str,
    to: str | None,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show what is coming after DATE (default: today), by what was public then.

    For a DATE in the past, --known today adds what became public since.

    What is coming are values that expire or renew, last days to give notice, changes that are
    announced and not yet effective, plans whose days went by, and conditions that would begin or
    end a term. Of an answer that renews, the next renewal is listed or, with --within, every one in
    that time. `-o ics` makes a calendar. When a later one is imported, it updates the entries of
    the one before and cancels those that will not come.

    Example: timeline next 2026-02-27
    """
    from cli.render.upcoming import ahead, show
    from timeline.views.upcoming import upcoming

    after = last_day_of(date) if date else today()
    seen = lines_ahead(db, partnership, globs, after=after, known=known, recorded=recorded)
    outlook, found = ahead(seen, after, known, within)
    if form == "ics":
        whole = view(db, seen.slug, recorded).record
        outlook = replace(outlook, whole=whole, every=upcoming(seen.lines, seen.terms, after))
    with diverted(to):
        show(outlook, found, form)
