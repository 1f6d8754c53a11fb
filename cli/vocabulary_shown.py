"""The partnerships there are, and the terms of one, as a table, JSON, CSV or Markdown."""

from collections.abc import Iterable, Sequence

import click

from cli import json_form
from cli.opening import View
from cli.tables import Columns, print_table
from events.model.kinds import Term

TERMS = Columns(fields=("term", "title", "asks", "topic"), shown=("term", "asks"), group="topic")
PARTNERSHIPS = Columns(
    fields=("partnership", "title", "terms", "events", "version", "head", "covered_through"),
    shown=("partnership", "terms", "events", "version", "covered_through", "title"),
)


def show_terms(seen: View, keys: Sequence[str], form: str) -> None:
    """Print the terms named by *keys* in the *form* asked for."""
    rows = [_term(seen.record.terms[key]) for key in keys]
    if form == "json":
        click.echo(json_form.dump(seen.meta() | {"terms": rows}))
    else:
        nothing = f"{seen.slug} has no terms; `timeline define` makes one."
        print_table(TERMS, rows, form, nothing)


def _term(one: Term) -> dict[str, object]:
    return {
        "term": one.key,
        "title": one.title,
        "asks": one.asks or "",
        "topic": one.topic or "",
    }


def show_partnerships(found: Iterable[View], recorded: str | None, form: str) -> None:
    """Print the partnerships *found*, each with its version and how many events it has."""
    rows = [_partnership(one) for one in found]
    if form == "json":
        click.echo(json_form.dump({"recorded": recorded, "partnerships": rows}))
    else:
        by = f"Nothing had been recorded by {recorded}." if recorded else "The log is empty."
        nothing = f"{by} `timeline import FILE` takes a partnership in."
        print_table(PARTNERSHIPS, rows, form, nothing)


def _partnership(seen: View) -> dict[str, object]:
    return {
        "partnership": seen.slug,
        "title": seen.record.partnership.title,
        "terms": len(seen.record.terms),
        "events": len(seen.record.events),
        "version": seen.entries[-1].version,
        "head": seen.head,
        "covered_through": json_form.text_of(seen.record.covered),
    }
