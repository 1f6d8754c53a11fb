"""Print the days on which an answer held as a table, JSON, CSV or Markdown."""

from collections.abc import Iterator, Sequence
from typing import Any

from cli.fast.sentences import days, quoted, sentence
from cli.forms import json_text
from cli.forms.tables import Columns, print_table
from cli.reading.session import Asked
from cli.reading.values import Wanted
from cli.render.answers import ignoring, inclusive
from cli.terminal import deliver, echo, heading, wrapped
from cli.wording.answers import STATUS
from cli.wording.titles import Name, titles
from events.dates.dates import Date
from events.model.amounts import amount_text
from events.model.kinds import Term
from timeline.views.periods import Spell

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
        echo(
            "\n".join(_text(seen, seen.record.terms[term], inclusive(seen, known, ignored), found))
        )
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


def _text(seen: Asked, term: Term, said: str, found: Sequence[Spell]) -> Iterator[str]:
    yield from heading(f"{term.title}: {term.asks}" if term.asks else term.title)
    yield from wrapped(said)
    if not found:
        yield from ["", NOTHING]
    name = titles(seen.record)
    for one in found:
        perhaps = "" if one.definite else ", perhaps"
        yield ""
        yield from heading(f"{sentence(days(one.first, one.last)).removesuffix('.')}{perhaps}")
        yield from wrapped(" ".join([_answer(one), *_ends(one, name)]), first="  ")


def _answer(one: Spell) -> str:
    if one.status == "expired" and one.value:
        return sentence(f"no longer. Until then: {one.value}")
    return sentence(one.value or _SAYS.get(one.status, STATUS[one.status]))


_SAYS = {
    "ended": "no longer",
    "not-set": "nothing on record says so",
    "undetermined": "that is not certain",
}
"""The answers without a value, in words."""


def _ends(one: Spell, name: Name) -> Iterator[str]:
    """Yield which events are at the two ends of *one*."""
    if one.begins and one.begins == one.ends:
        yield f"That begins and ends with {quoted(name(one.begins))}."
        return
    begins = [f"begins with {quoted(name(one.begins))}"] if one.begins else []
    ends = [f"ends with {quoted(name(one.ends))}"] if one.ends else []
    if begins or ends:
        yield f"That {' and '.join([*begins, *ends])}."
