"""The commands that list: events, one event whole, the terms and the partnerships."""

from collections.abc import Sequence

import click

from cli.completion import complete_event
from cli.opening import no_such, opened, selected, view
from cli.params import on_database, on_partnership, on_record, on_terms, output
from events.dates import Date
from events.errors import NotFoundError


@click.command()
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option(
    "--by",
    type=click.Choice(("effective", "announced", "recorded")),
    default="effective",
    show_default=True,
    help="By which clock to order.",
)
@click.option("--reverse", is_flag=True, help="Oldest first.")
@on_record
def log(
    globs: Sequence[str],
    form: str,
    by: str,
    reverse: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """List the events, one line each, newest first, with what was corrected or retracted.

    Example: timeline log --term cloud.rofr
    """
    from cli.log_shown import listed, show

    seen = view(db, partnership, recorded)
    terms = selected(seen.record, globs) if globs else None
    rows = listed(seen.record, terms, known.earliest if known else None, by)
    show(seen, rows if reverse else rows[::-1], form)


@click.command()
@click.argument("event", shell_complete=complete_event)
@output("table", "json", "md")
@on_partnership
def show(event: str, form: str, partnership: str | None, db: str | None) -> None:
    """Show EVENT whole: what it says, how that was corrected, its sources and its entry.

    Example: timeline show article-004-oracle
    """
    from cli.event_shown import show as print_event

    seen = view(db, partnership)
    ids = [entry.id for entry in seen.entries]
    if event not in ids:
        raise NotFoundError(no_such("event", event, ids, "timeline log"))
    print_event(seen, event, form)


@click.command()
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@on_partnership
def terms(globs: Sequence[str], form: str, partnership: str | None, db: str | None) -> None:
    """List the terms, with the question that each answers.

    Example: timeline terms --term 'rev-share.*'
    """
    from cli.tables import print_table

    seen = view(db, partnership)
    rows = [
        {"term": one.key, "title": one.title, "asks": one.asks or "", "topic": one.topic or ""}
        for one in (seen.record.terms[key] for key in selected(seen.record, globs))
    ]
    print_table(rows, form, group="topic", shown=("term", "asks"))


@click.command()
@output("table", "json", "ndjson", "csv", "md")
@on_database
def partnerships(form: str, db: str | None) -> None:
    """List the partnerships in the log.

    Example: timeline partnerships
    """
    from cli.tables import print_table

    with opened(db) as found:
        heads = found.partnerships()
    rows = []
    for head in heads:
        record = view(db, head.slug).record
        rows.append(
            {
                "partnership": head.slug,
                "title": record.partnership.title,
                "terms": len(record.terms),
                "events": len(record.events),
                "version": head.version,
                "head": head.digest.hex(),
                "covered_through": record.covered.edtf if record.covered else None,
            }
        )
    shown = ("partnership", "terms", "events", "version", "covered_through", "title")
    print_table(rows, form, shown=shown)


@click.command()
@output("table", "json", "ndjson", "csv", "md")
@on_partnership
def corrections(form: str, partnership: str | None, db: str | None) -> None:
    """List what was wrong in the record: since when, fixed when, and which answers it changed.

    Example: timeline corrections
    """
    from cli.errata_shown import show as print_errata
    from timeline.errata import errata

    seen = view(db, partnership)
    print_errata(seen, errata(seen.record.acts), form)
