"""The command that checks: what the record leaves to be settled."""

from collections.abc import Sequence

import click

from cli.durations import DAYS, last_day_of
from cli.options import DATE, INSTANT, on_partnership, on_terms, output
from cli.reading.selection import chosen_in, selected
from cli.reading.session import opened, viewed
from cli.typed_values import today
from events.model.dates import Date, day


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

    That is: assertions that fail, contradictions, answers in place of better ones, answers that a
    vague date leaves open, gaps, plans that were never dated, disputes that may be over, events
    without a source or with one that is late, likely duplicates, conditions that can end nothing.
    Words in capitals in a command are yours to fill in. The exit code is 1 if there is a finding.

    Example: timeline check 2026-11-01 --term 'ip-license.*'
    """
    from cli.render.answers import Question
    from cli.render.checks import Audit, show
    from timeline.answers.whole_log import whole
    from timeline.views.finding import REMARK
    from timeline.views.findings import findings

    with opened(db) as log:
        seen = viewed(log, chosen_in(log, partnership), recorded)
        answers = whole(log, seen.slug, seen.record)
    on = last_day_of(date) if date else today()
    wanted = selected(seen.record, globs)
    found = [
        one
        for one in findings(answers, on, similar=_similar, stale_after=stale_after)
        if not globs or any(term in wanted for term in one.terms)
    ]
    told = [one for one in found if strict or one.level != REMARK]
    show(Audit(Question(seen, day(on), None), partnership, len(found) - len(told)), told, form)
    if told:
        ctx.exit(1)


def _similar(one: str, other: str) -> float:
    from rapidfuzz import fuzz, utils

    return fuzz.token_set_ratio(one, other, processor=utils.default_process)
