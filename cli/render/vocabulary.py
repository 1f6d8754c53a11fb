"""Print the partnerships, or the terms of one, as a table, JSON, CSV or Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cli.forms import json_text
from cli.forms.tables import Columns, Row, print_table
from cli.reading.session import View
from cli.terminal import deliver, echo
from events.model.kinds import Term

TERMS = Columns(
    fields=("term", "title", "asks", "topic", "unit", "like", "notice"),
    shown=("term", "asks"),
    group="topic",
)
PARTNERSHIPS = Columns(
    fields=(
        "partnership", "title", "terms", "events", "version", "head", "covered_from",
        "covered_through",
    ),
    shown=("partnership", "terms", "events", "version", "covered_through", "title"),
)  # fmt: skip


SINCE = replace(
    PARTNERSHIPS,
    shown=("partnership", "terms", "events", "version", "covered_from", "covered_through", "title"),
)
"""The columns of PARTNERSHIPS and `covered_from`, for use if any partnership has that day."""


def show_terms(seen: View, keys: Sequence[str], form: str) -> None:
    """Print the terms *keys* of the partnership *seen*, in this *form*."""
    rows = [_term(seen.record.terms[key]) for key in keys]
    if form == "json":
        deliver(json_text.dump(seen.meta() | {"terms": rows}))
    else:
        nothing = f"{seen.slug} has no terms; `timeline define` makes one."
        read = form in ("table", "md")
        print_table(TERMS, [*map(_asking, rows)] if read else rows, form, nothing)


def _term(one: Term) -> dict[str, object]:
    return {
        "term": one.key,
        "title": one.title,
        "asks": one.asks or "",
        "topic": one.topic or "",
        "unit": one.unit,
        "like": one.like,
        "notice": str(one.notice) if one.notice else None,
    }


def _asking(row: Row) -> Row:
    """Return *row* with the unit, the like key and the notice appended to the question."""
    said = {"in": row["unit"], "like": row["like"], "notice": row["notice"]}
    beside = "; ".join(f"{word} {value}" for word, value in said.items() if value)
    return {**row, "asks": f"{row['asks']} ({beside})"} if beside else row


def show_partnerships(
    found: Iterator[View], most: int | None, recorded: str | None, form: str
) -> None:
    """Print the partnerships *found*, at most *most*, their versions and numbers of events.

    *recorded* is the cut on the recorded clock, if there is one, and *form* that of the output.
    """
    rows = [_partnership(one) for one in islice(found, most)]
    is_more = next(found, None) is not None
    if form == "json":
        last = rows[-1]["partnership"] if is_more else None
        deliver(json_text.dump({"recorded": recorded, "partnerships": rows, "next": last}))
    else:
        by = f"Nothing had been recorded by {recorded}." if recorded else "The log is empty."
        nothing = f"{by} `timeline import FILE` takes a partnership in."
        begun = any(row["covered_from"] for row in rows)
        print_table(SINCE if begun else PARTNERSHIPS, rows, form, nothing)
    if is_more and form == "table":
        echo(f"There are more: add --after {rows[-1]['partnership']}.", err=True)


def _partnership(seen: View) -> dict[str, object]:
    since, through = seen.record.covered
    return {
        "partnership": seen.slug,
        "title": seen.record.partnership.title,
        "terms": len(seen.record.terms),
        "events": len(seen.record.events),
        "version": seen.last.version,
        "head": seen.head,
        "covered_from": json_text.text_of(since),
        "covered_through": json_text.text_of(through),
    }
