"""Print the days on which an answer held as a table, JSON, CSV or Markdown."""

from collections.abc import Iterator, Sequence
from typing import Any

from cli.forms import json_text
from cli.forms.tables import Columns, print_table
from cli.reading.session import Asked
from cli.reading.values import Wanted
from cli.render.answers import ignoring, inclusive
from cli.terminal import columns, deliver, echo, heading, wrapped
from cli.wording.answers import STATUS
from events.dates.dates import Date
from events.model.amounts import amount_text
from timeline.views.periods import Spell

SPAN = 37
NOTHING = "On no day; `timeline history` shows the answers it has had."
COLUMNS = Columns(
    fields=("certainty", "since", "until", "status", "value", "amount", "answer", "begins", "ends"),
    shown=("certainty", "since", "until", "answer"),
)


def show(
    seen: Asked, known: Date | None, term: str, wanted: Wanted, status: str | None, form: str
) -> None:
    """Print in this *form* the *wanted* spells of *term*, only those of *status* if given.

    *seen* is the partnership, and *known* the cut on the known clock.
    """
    found, ignored = wanted.spells(seen.lines, status), wanted.ignored(seen.lines)
    unit = seen.record.terms[term].unit
    rows = [_row(one, unit) for one in found]
    if form == "json":
        deliver(json_text.dump(_json(seen, known, term, rows, ignored)))
    elif form == "table":
        title = f"{term}: {seen.record.terms[term].title}"
        echo("\n".join(_text(title, inclusive(seen, known, ignored), found, rows)))
    else:
        print_table(COLUMNS, rows, form, NOTHING)
        if ignored:
            echo(ignoring(ignored), err=True)


def _row(one: Spell, unit: str | None) -> dict[str, Any]:
    return {
        "certainty": "definite" if one.definite else "possible",
        "since": json_text.day_of(one.first),
        "until": json_text.day_of(one.last),
        "status": one.status,
        "value": one.value,
        "amount": amount_text(one.value, unit),
        "answer": one.value or STATUS[one.status],
        "begins": one.begins,
        "ends": one.ends,
    }


def _json(
    seen: Asked,
    known: Date | None,
    term: str,
    rows: Sequence[dict[str, Any]],
    ignored: Sequence[str],
) -> dict[str, Any]:
    keys = ("since", "until", "status", "value", "amount", "begins", "ends")
    return {
        **seen.meta(term=term, known=json_text.text_of(known)),
        "unit": seen.record.terms[term].unit,
        "qualifiers_ignored": ignored,
        **{
            certainty: [
                {key: row[key] for key in keys} for row in rows if row["certainty"] == certainty
            ]
            for certainty in ("definite", "possible")
        },
    }


def _text(
    title: str, said: str, found: Sequence[Spell], rows: Sequence[dict[str, Any]]
) -> Iterator[str]:
    yield from heading(title)
    yield from wrapped(said)
    yield ""
    if not rows:
        yield NOTHING
    for one, row in zip(found, rows, strict=True):
        first = f"{row['certainty']}  {row['since'] or ' ' * 10} .. {row['until'] or ' ' * 10} "
        ends = [f"begins: {one.begins}"] if one.begins else []
        ends += [f"ends: {one.ends}"] if one.ends else []
        answer = row["answer"] if one.status != "expired" else f"expired (was: {one.value})"
        yield from columns(first, [answer, *ends], SPAN)
