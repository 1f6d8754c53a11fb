"""The commands that list events, terms and partnerships."""

from collections.abc import Sequence

import click

from cli.completion import complete_event
from cli.options import (
    DATE,
    on_database,
    on_partnership,
    on_record,
    on_recorded,
    on_terms,
    on_verbose,
    output,
)
from cli.reading.partnership import chosen_in
from cli.reading.selection import selected
from cli.reading.session import defined, of_terms, opened, view, viewed, views_after
from cli.suggestions import no_such
from events.dates.dates import Date
from events.errors import NotFoundError, UsageError


@click.command()
@click.argument("words", nargs=-1)
@on_terms
@click.option("--since", type=DATE, help="Only events of that day or later.")
@click.option("--until", type=DATE, help="Only events of that day or earlier.")
@click.option("-n", "--limit", type=click.IntRange(min=1), help="Only so many, the first listed.")
@output("table", "json", "ndjson", "csv", "md")
@click.option(
    "--by",
    type=click.Choice(("effective", "announced", "recorded")),
    default="effective",
    show_default=True,
    help="By which clock to order, and to cut --since and --until.",
)
@click.option("--reverse", is_flag=True, help="Oldest first.")
@click.option(
    "--corrections", "is_corrections", is_flag=True, help="What was wrong in the record instead."
)
@on_record
@click.pass_context
@on_verbose
def log(
    ctx: click.Context,
    words: Sequence[str],
    globs: Sequence[str],
    since: Date | None,
    until: Date | None,
    limit: int | None,
    form: str,
    by: str,
    reverse: bool,
    is_corrections: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """List the events, one line each, newest first, with what was corrected or retracted.

    With WORDS, only events that have them all: in the title or summary, or in the names of their
    sources and of those who say so. An event of uncertain date is listed if it may be within
    --since and --until.

    Example: timeline log amendment --since 2025 --term 'cloud.*'
    """
    from cli.render.log import Filter, listed, show

    if is_corrections:
        if words or since or until or limit or known:
            raise UsageError("--corrections takes --term, --recorded and -o, no other filter.")
        ctx.invoke(
            corrections, globs=globs, form=form, recorded=recorded, partnership=partnership, db=db
        )
        return
    seen, terms = of_terms(db, partnership, globs, recorded)
    rows = listed(seen.record, terms, known.earliest if known else None, by)
    rows = [row for row in rows if Filter(words, since, until, by).takes(row, seen.record)]
    show(seen, (rows if reverse else rows[::-1])[:limit], known, form)


@click.command()
@click.argument("event", shell_complete=complete_event)
@output("table", "json", "md")
@on_recorded
@on_partnership
@on_verbose
def show(
    event: str, form: str, recorded: str | None, partnership: str | None, db: str | None
) -> None:
    """Show EVENT whole: what it says, how that was corrected, its sources and its entry.

    Example: timeline show article-004-oracle
    """
    from cli.reading.one_entry import view_of_entry
    from cli.render.event import show as print_event

    seen = view_of_entry(db, partnership, recorded, event)
    if seen is None:
        ids = [one.id for one in view(db, partnership, recorded).entries]
        raise NotFoundError(no_such("event", event, ids, "timeline log"))
    print_event(seen, event, form)


@click.command()
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@on_recorded
@on_partnership
def terms(
    globs: Sequence[str],
    form: str,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """List the terms, with the question that each answers.

    Example: timeline terms --term 'rev-share.*'
    """
    from cli.render.vocabulary import show_terms

    seen = defined(db, partnership, recorded)
    show_terms(seen, selected(seen.record, globs), form)


@click.command()
@click.option("--after", default="", metavar="SLUG", help="Only those that follow this one.")
@click.option("-n", "--limit", type=click.IntRange(min=1), help="Only so many, the first listed.")
@output("table", "json", "ndjson", "csv", "md")
@on_recorded
@on_database
def partnerships(
    after: str, limit: int | None, form: str, recorded: str | None, db: str | None
) -> None:
    """List the partnerships in the log.

    Example: timeline partnerships
    """
    from cli.render.vocabulary import show_partnerships

    show_partnerships(views_after(after, db, recorded), limit, recorded, form)


@click.command()
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@on_recorded
@on_partnership
def corrections(
    globs: Sequence[str],
    form: str,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """List what was wrong in the record: since when, fixed when, and which answers it changed.

    Example: timeline corrections
    """
    from cli.render.errata import show as print_errata
    from cli.render.errata import touched
    from timeline.answers.corrections import effects
    from timeline.views.errata import errata

    with opened(db) as log:
        seen = viewed(log, chosen_in(log, partnership), recorded)
        acts = seen.record.acts
        found = errata(acts, effects(log, seen.slug, acts))
    if globs:
        terms = selected(seen.record, globs)
        found = [one for one in found if any(term in terms for term in touched(seen.record, one))]
    print_errata(seen, found, form, chosen=bool(globs))
