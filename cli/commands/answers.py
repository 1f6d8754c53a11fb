"""The commands that answer questions about terms: on a day, over time, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cli.completion import complete_term
from cli.fast.arguments import FORMS
from cli.options import (
    DATE,
    DAY_OR_NAME,
    KNOWN,
    on_database,
    on_record,
    on_recorded,
    on_terms,
    on_verbose,
    output,
)
from cli.reading.session import Asked, of_one
from cli.typed_values import day_typed, is_day, today
from events.dates.dates import Date, day
from events.errors import UsageError
from events.model.vocabulary import STATUSES

if TYPE_CHECKING:
    from cli.fast.arguments import Form

OF_A_DAY = tuple(status for status in STATUSES if status != "varied")
"""The statuses that the answer of one day can have."""


class AsOf(click.Command):
    """A command that takes a date and terms, in either order, or terms alone."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse *args*, and put the terms among them before those of `--term`."""
        rest = super().parse_args(ctx, args)
        terms, date = ctx.params.pop("terms"), ctx.params["date"]
        if isinstance(date, str):
            last = day_typed(terms[-1]) if terms and is_day(terms[-1]) else None
            ctx.params["date"], terms = last, (date, *(terms[:-1] if last else terms))
        ctx.params["globs"] = (*terms, *ctx.params["globs"])
        return rest


@click.command("as-of", cls=AsOf)
@click.argument("date", type=DAY_OR_NAME, required=False)
@click.argument("terms", metavar="[TERM]...", nargs=-1, shell_complete=complete_term)
@on_terms
@output(*FORMS)
@click.option("--sources", is_flag=True, help="Show where each answer comes from.")
@click.option("--all", "is_all", is_flag=True, help="Of all partnerships, one beside the other.")
@on_record
@on_verbose
def as_of(
    date: Date | None,
    globs: Sequence[str],
    form: Form,
    sources: bool,
    is_all: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show the terms on DATE (default: today): all of them, or each TERM.

    A TERM is its name, a pattern such as 'cloud.*', its title, or words that fit one term only.
    With --all, every partnership is asked, and a term is also found by the question that it is
    `like` in another.

    Example: timeline as-of 2026-02-27 'ip-license.*'
    """
    from cli.commands.as_of import show_terms

    if is_all:
        if sources or partnership:
            raise UsageError("--all is about every partnership; leave -p and --sources out.")
        _show_all(date, globs, "table" if form == "text" else form, known, recorded, db)
        return
    show_terms(
        date, form, globs=globs, sources=sources, known=known, recorded=recorded,
        partnership=partnership, db=db,
    )  # fmt: skip


def _show_all(
    date: Date | None,
    globs: Sequence[str],
    form: str,
    known: Date | None,
    recorded: str | None,
    db: str | None,
) -> None:
    from cli.reading.portfolio import Query, portfolio
    from cli.render.matrix import show

    query = Query(date or day(today()), known, recorded, globs)
    show(query, portfolio(db, query), form)


@click.command()
@click.argument("term", shell_complete=complete_term)
@click.argument("value", required=False)
@click.option("--status", type=click.Choice(OF_A_DAY), help="Only the days with this status.")
@output("table", "json", "ndjson", "csv", "md")
@on_record
@on_verbose
def history(
    term: str,
    value: str | None,
    status: str | None,
    form: str,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show every answer TERM has had, with the event behind each; with VALUE, when it had that one.

    VALUE is a text or a pattern such as '*2030*'; upper and lower case are the same. Where the term
    has a unit, VALUE may also compare numbers: '>20', '<=1B', '=20%'. The days shown are days on
    which the answer held, definitely or possibly.

    Example: timeline history ip-license.end '*2030*'
    """
    from cli.render.history import show

    seen = of_one(term, db, partnership, known, recorded)
    [key] = seen.terms
    if value is None and status is None:
        show(seen, known, key, form)
    else:
        _show_spells(seen, known, key, value, status, form)


def _show_spells(
    seen: Asked, known: Date | None, key: str, value: str | None, status: str | None, form: str
) -> None:
    from cli.reading.values import Wanted
    from cli.render.when import show

    show(seen, known, key, Wanted(value, seen.record.terms[key]), status, form)


class Explain(click.Command):
    """A command that takes a term and a date, in either order."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse *args*; a date that comes before the term is put in its place."""
        rest = super().parse_args(ctx, args)
        term, date = ctx.params["term"], ctx.params["date"]
        if isinstance(date, str):
            is_swapped = is_day(term) or not any(one.isalpha() for one in term)
            term, date = (date, term) if is_swapped else (term, date)
            ctx.params |= {"term": term, "date": DATE.convert(date, self.params[1], ctx)}
        return rest


@click.command(cls=Explain)
@click.argument("term", shell_complete=complete_term)
@click.argument("date", type=DAY_OR_NAME, required=False)
@click.option("--all", "with_all", is_flag=True, help="Add every statement that was weighed.")
@output("text", "json", "md")
@on_record
@on_verbose
def explain(
    term: str,
    date: Date | None,
    with_all: bool,
    form: str,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Explain why the answer of TERM on DATE (default: today) is what it is.

    Example: timeline explain cloud.rofr 2026-02-27
    """
    from cli.render.answers import Question
    from cli.render.explanation import show
    from timeline.views.explain import explain as explained

    seen = of_one(term, db, partnership, known, recorded)
    [key] = seen.terms
    on = date or day(today())
    every = seen.answers.known(None).steps[key] if known else ()
    why = explained(seen.lines, key, on, every=every)
    show(Question(seen, on, known), why, form, with_all=with_all)


@click.command()
@click.argument("term", shell_complete=complete_term)
@click.argument("value", required=False)
@click.option("--status", type=click.Choice(OF_A_DAY), help="Only answers of this status.")
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
    """Show on which days TERM had the answer VALUE; `timeline history TERM VALUE` does so too.

    Without VALUE, every answer is shown.

    Example: timeline when ip-license.end '*2030*'
    """
    seen = of_one(term, db, partnership, known, recorded)
    [key] = seen.terms
    _show_spells(seen, known, key, value, status, form)


@click.command()
@click.argument("date", type=DATE, required=False)
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option("--known", type=KNOWN, help="Use only what was public by the end of that day.")
@on_recorded
@on_database
def matrix(
    date: Date | None,
    globs: Sequence[str],
    form: str,
    known: Date | None,
    recorded: str | None,
    db: str | None,
) -> None:
    """Show the terms of all partnerships on DATE; `timeline as-of --all` does so too.

    If only one term is asked for, there is one line for each partnership, also for those that have
    no such term.

    Example: timeline matrix 2026-02-27 --term ip-license.end
    """
    _show_all(date, globs, form, known, recorded, db)
