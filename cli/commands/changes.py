"""The commands that compare two days, and write the changelog of a period."""

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.completion import complete_partnership, complete_term
from cli.options import (
    POINT,
    on_actor,
    on_database,
    on_record,
    on_recorded,
    on_terms,
    on_verbose,
    output,
)
from cli.typed_points import PointTyped
from cli.typed_values import period
from events.dates.dates import Date
from events.errors import InputError, UsageError
from events.model.problems import shown

if TYPE_CHECKING:
    from cli.changelog.issue import Request


@click.command()
@click.argument("start", metavar="FROM", type=POINT)
@click.argument("end", metavar="TO", type=POINT)
@click.argument("terms", metavar="[TERM]...", nargs=-1, shell_complete=complete_term)
@on_terms
@output("table", "json", "ndjson", "csv", "md")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences.")
@click.option("--as-known", is_flag=True, help="Let each point know what was public on its day.")
@on_record
@click.pass_context
@on_verbose
def diff(
    ctx: click.Context,
    start: PointTyped,
    end: PointTyped,
    terms: Sequence[str],
    globs: Sequence[str],
    form: str,
    exit_code: bool,
    as_known: bool,
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Show how the answers at the point TO differ from those at FROM, and why: all, or each TERM.

    A point is DAY, DAY@KNOWN or DAY@KNOWN@INSTANT: 2024-03-01@2025-01-01 is "as of 1 March 2024, as
    known on 1 January 2025". A cause is one of: world (the deal changed), learned (it became
    public), logged (it was recorded), corrected (the record was wrong), remodelled (the terms were
    redefined).

    Example: timeline diff 2026-04-26 2026-04-27 'api.*'
    """
    from cli.reading.comparison import compare
    from cli.render.differences import Comparison, show

    first, last = (one.cut(known, recorded, as_known=as_known) for one in (start, end))
    view, titles, found = compare(db, partnership, first, last, (*terms, *globs))
    show(Comparison(view, first, last, titles), found, form)
    if exit_code and found:
        ctx.exit(1)


def _one_period(_: click.Context, __: click.Parameter, typed: Sequence[str]) -> str | None:
    """Return the period typed. Raises UsageError, with what to write, if it is in several words."""
    if len(typed) > 1:
        whole = f"{typed[0]}..{typed[-1]}"
        raise UsageError(f"A period is one word: write {shlex.quote(whole)}.")
    return typed[0] if typed else None


@click.command()
@click.argument("period", metavar="[FROM..TO]", nargs=-1, callback=_one_period)
@on_terms
@click.option(
    "--only",
    metavar="GROUP",
    multiple=True,
    help="Only what is told under this heading: changed, ended, coming-up. Repeatable.",
)
@output("md", "json", "html", "txt")
@click.option("--to", metavar="FILE", help="Write it there; - is the standard output.")
@click.option(
    "--by",
    type=click.Choice(("effective", "announced", "recorded")),
    default="effective",
    show_default=True,
    help="By which clock a line belongs to the period.",
)
@click.option(
    "--per",
    type=click.Choice(("day", "event", "term")),
    default="day",
    show_default=True,
    help="What a section is about.",
)
@click.option("--template", type=click.Path(), help="A Jinja2 template of your own.")
@click.option(
    "--lead",
    type=click.Path(),
    metavar="FILE",
    help="A file with your own opening sentences, in place of those made.",
)
@click.option("--issue", metavar="NAME", help="Note in the log that this was issued.")
@click.option(
    "--check",
    "issued",
    type=click.Path(),
    metavar="FILE",
    help="Tell whether an issued file is still what the log says.",
)
@click.option(
    "-p",
    "--partnership",
    "partnerships",
    metavar="SLUG",
    multiple=True,
    envvar="TIMELINE_PARTNERSHIP",
    shell_complete=complete_partnership,
    help="Which partnership. Repeatable.",
)
@on_recorded
@on_actor
@on_database
@click.pass_context
def changelog(ctx: click.Context, /, **given: Any) -> None:
    """Write the cited changelog of a period, newest first.

    Without a period, it begins after the last changelog that was issued, and ends on the day of the
    log's last entry. The same command at the same log head gives the same bytes.

    Example: timeline changelog 2026-04-01..2026-06-30
    """
    from cli.changelog.issue import check, run

    if given["issued"] and given["recorded"]:
        raise UsageError("--check asks what the log says now; leave --recorded out.")
    if given["issued"]:
        ctx.exit(check(given["issued"], given["partnerships"], given["db"], _noted))
    run(
        _request(given), given["partnerships"], given["issue"], given["db"], to=given["to"],
        actor=given["actor"],
    )  # fmt: skip


def _request(given: Mapping[str, Any]) -> "Request":
    from cli.changelog.issue import Request

    first, last = period(given["period"])
    names = ("period", "globs", "only", "by", "per", "form", "template", "lead", "recorded")
    return Request(first=first, last=last, **{name: given[name] for name in names})


def _noted(command: str) -> "Request":
    """Parse the command that the log recorded with an issue. Raises InputError if that fails."""
    try:
        words = shlex.split(command)[2:]
        return _request(changelog.make_context("changelog", words, resilient_parsing=True).params)
    except (ValueError, click.UsageError, UsageError) as error:
        sentence = "The log notes a command of it that `timeline changelog` does not have"
        raise InputError(f"{sentence}: {shown(command)}.") from error
