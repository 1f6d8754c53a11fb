"""The commands that ask: the terms on a day, the history of one, and why."""

from collections.abc import Sequence

import click

from cli.completion import complete_term
from cli.opening import one_term, view
from cli.params import DATE, on_record, on_terms, output
from cli.quick import FORMS
from cli.terms_shown import show_terms
from cli.typed import today
from events.dates import Date, day
from events.words import STATUSES
from timeline.answers import NOT_SET, UNDETERMINED


@click.command("as-of")
@click.argument("date", type=DATE, required=False)
@on_terms
@output(*FORMS)
@click.option("--sources", is_flag=True, help="Show where each answer comes from.")
@on_record
def as_of(
    date: Date | None,
    globs: Sequence[str],
    form: str,
    sources: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show the terms on DATE (default: today).

    Example: timeline as-of 2026-02-27 --term 'ip-license.*'
    """
    show_terms(
        date, form, globs=globs, sources=sources, known=known, recorded=recorded,
        partnership=partnership, db=db,
    )  # fmt: skip


@click.command()
@click.argument("term", shell_complete=complete_term)
@output("table", "json", "ndjson", "csv", "md")
@on_record
def history(
    term: str,
    form: str,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show every answer TERM has had, with the event behind each.

    Example: timeline history ip-license.end
    """
    from cli.history_shown import show
    from timeline.history import history_of
    from timeline.telling import steps_of

    seen = view(db, partnership, recorded)
    key = one_term(seen.record, term)
    steps = steps_of(seen.record, known=known.earliest if known else None)[key]
    show(seen.record.terms[key], history_of(seen.record.terms[key], steps), seen, known, form)


@click.command()
@click.argument("term", shell_complete=complete_term)
@click.argument("date", type=DATE, required=False)
@output("table", "json", "md")
@on_record
def explain(
    term: str,
    date: Date | None,
    form: str,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Explain why the answer of TERM on DATE (default: today) is what it is.

    Example: timeline explain cloud.rofr 2026-02-27
    """
    from cli.answers_shown import Question
    from cli.explanation_shown import show
    from timeline.explanation import explain as explained

    seen = view(db, partnership, recorded)
    key = one_term(seen.record, term)
    on = date or day(today())
    why = explained(seen.record, key, on, known.earliest if known else None)
    show(Question(seen, on, known), why, form)


@click.command()
@click.argument("term", shell_complete=complete_term)
@click.argument("value", required=False)
@click.option("--status", type=click.Choice(STATUSES), help="Only answers of this status.")
@output("table", "json", "ndjson", "csv", "md")
@on_record
def when(
    term: str,
    value: str | None,
    status: str | None,
    form: str,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show on which days TERM had the answer VALUE: definitely, or possibly.

    VALUE is a text or a pattern such as '*2030*', whatever its case. Without it every answer is
    shown. Both ends of a spell are days on which it held.

    Example: timeline when ip-license.end '*2030*'
    """
    from fnmatch import fnmatchcase

    from cli.spells_shown import show
    from timeline.spells import spells
    from timeline.telling import steps_of

    seen = view(db, partnership, recorded)
    key = one_term(seen.record, term)
    steps = steps_of(seen.record, known=known.earliest if known else None)[key]

    def wanted(its_status: str, its_value: str | None) -> bool:
        if status is not None and its_status != status:
            return False
        if its_status == UNDETERMINED and status is None:
            return False
        if value is None:
            return status is not None or its_status != NOT_SET
        return its_value is not None and fnmatchcase(its_value.lower(), value.lower())

    show(seen, known, key, spells(seen.record.terms[key], steps, wanted), form)
