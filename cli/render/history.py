"""Print the history of a term as a table, JSON, CSV or Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.reading.session import Asked
from cli.reading.values import Wanted
from cli.render.answers import ignoring, inclusive
from cli.terminal import columns, deliver, echo, heading, wrapped
from cli.wording.answers import aside, given, limits, readable
from cli.wording.answers import said as called
from cli.wording.deeds import DONE
from events.dates.dates import Date
from events.model.kinds import Term
from timeline.views.periods import Period

SPAN = 27


def show(seen: Asked, known: Date | None, key: str, wanted: Wanted, form: str) -> None:
    """Print the periods of the term *key* that are *wanted*, in this *form*.

    *seen* is the partnership, and *known* the cut on the known clock.
    """
    term, periods = seen.record.terms[key], wanted.periods(seen.lines)
    ignored = wanted.ignored(seen.lines)
    match form:
        case "json":
            deliver(json_text.dump(_whole(seen, known, term, periods, ignored)))
        case "ndjson":
            deliver(json_text.lines(_rows(term, periods)), nl=False)
        case "csv":
            rows = zip(periods, _rows(term, periods), strict=True)
            deliver(sheet(FIELDS, (_cells(*each) for each in rows)), nl=False)
        case _:
            nothing = _nothing(known, wanted)
            lines = _markdown if form == "md" else _table
            said = inclusive(seen, known, ignored)
            echo("\n".join(lines(term, said, periods, nothing)))
    if ignored and form in ("ndjson", "csv"):
        echo(ignoring(ignored), err=True)


def _whole(
    seen: Asked,
    known: Date | None,
    term: Term,
    periods: Sequence[Period],
    ignored: Sequence[str],
) -> dict[str, Any]:
    return {
        **seen.meta(term=term.key, known=json_text.text_of(known)),
        "title": term.title,
        "asks": term.asks,
        "unit": term.unit,
        "qualifiers_ignored": ignored,
        "periods": list(_rows(term, periods)),
    }


def _rows(term: Term, periods: Iterable[Period]) -> Iterator[dict[str, Any]]:
    return (json_text.period(one, term.unit) for one in periods)


def _nothing(known: Date | None, wanted: Wanted) -> str:
    if not wanted.is_all:
        return "It has never had such an answer."
    return "Nothing of it was public by then." if known else "It has never been set."


def _table(term: Term, said: str, periods: Sequence[Period], nothing: str) -> Iterator[str]:
    yield from heading(f"{term.key}: {term.title}")
    if term.asks:
        yield from wrapped(term.asks)
    yield from wrapped(said)
    yield ""
    if not periods:
        yield nothing
    for one in periods:
        yield from columns(_span(one), _lines(one), SPAN)
        for step in one.beside:
            yield from wrapped(aside(step), first=" " * SPAN + "  ", rest=" " * SPAN + "    ")


def _span(one: Period) -> str:
    return f"{json_text.day_of(one.first) or ' ' * 10} .. {json_text.day_of(one.last) or ''} "


def _lines(one: Period) -> Iterator[str]:
    if one.decided is None:
        yield "undetermined; one of:"
        for each in one.possible:
            yield f"- {given(each)}"
        return
    deciding = one.decided.deciding
    yield called(one.decided)
    if deciding is None:
        return
    limited = limits(deciding).removeprefix(", ")
    known = f"public from {readable(deciding.announced)}"
    authority = one.decided.authority or ""
    parts = (*_acted(one), limited, authority, known)
    yield f"[{deciding.event}] " + "; ".join(filter(None, parts))


def _acted(one: Period) -> list[str]:
    """Return what other events did to the statement that decided the answer: `dated by closing`."""
    deciding = one.decided.deciding if one.decided else None
    return [f"{DONE[each.done]} by {each.event}" for each in deciding.acted] if deciding else []


FIELDS = (
    "since", "until", "status", "value", "amount", "event", "known_from", "through", "renews",
    "unless", "authority", "by", "acted", "possible", "beside",
)  # fmt: skip


def _cells(one: Period, row: dict[str, Any]) -> dict[str, object]:
    possible = () if one.decided else one.possible
    return row | {
        "by": "; ".join(row["by"]),
        "acted": "; ".join(_acted(one)),
        "possible": " | ".join(map(given, possible)),
        "beside": " | ".join(map(aside, one.beside)),
    }


def _markdown(term: Term, said: str, periods: Sequence[Period], nothing: str) -> Iterator[str]:
    yield f"# {escaped(term.key)}: {escaped(term.title)}"
    yield ""
    yield escaped(said)
    yield ""
    if not periods:
        yield nothing
        return
    yield "| Since | Until | Answer | Event | Public from | Beside it |"
    yield "|---|---|---|---|---|---|"
    for one, row in zip(periods, _rows(term, periods), strict=True):
        answer = called(one.decided) if one.decided else _undetermined(one)
        beside = "; ".join(map(aside, one.beside))
        cells = (row["since"], row["until"], answer, row["event"], row["known_from"], beside)
        yield f"| {' | '.join(escaped(cell or '') for cell in cells)} |"


def _undetermined(one: Period) -> str:
    return "undetermined: " + " | ".join(map(given, one.possible))
