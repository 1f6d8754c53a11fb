"""Print the history of a term as a table, JSON, CSV or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cli.fast.sentences import brief, days, limits, quoted, remark, sentence
from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.reading.session import Asked
from cli.render.answers import inclusive
from cli.terminal import deliver, echo, heading, wrapped
from cli.wording.answers import aside, given
from cli.wording.dates import between, named
from cli.wording.deeds import DONE, news
from cli.wording.statements import stated
from cli.wording.titles import titles
from events.dates.dates import Date
from events.model.kinds import Term
from timeline.record.steps import Step
from timeline.views.periods import Period, history

if TYPE_CHECKING:
    from cli.fast.sentences import Name


def show(seen: Asked, known: Date | None, key: str, form: str) -> None:
    """Print the periods of the term *key*, in this *form*.

    *seen* is the partnership, and *known* the cut on the known clock.
    """
    term, periods = seen.record.terms[key], history(seen.lines, key)
    match form:
        case "json":
            deliver(json_text.dump(whole_form(seen, known, key)))
        case "ndjson":
            deliver(json_text.lines(_rows(term, periods)), nl=False)
        case "csv":
            rows = zip(periods, _rows(term, periods), strict=True)
            deliver(sheet(FIELDS, (_cells(*each) for each in rows)), nl=False)
        case _:
            nothing = _nothing(known)
            lines = _markdown if form == "md" else _table
            said = inclusive(seen, known)
            echo("\n".join(lines(seen, term, said, periods, nothing)))


def whole_form(seen: Asked, known: Date | None, key: str) -> dict[str, Any]:
    """Return the history of the term *key* as one JSON object.

    *seen* is the partnership, and *known* the cut on the known clock.
    """
    term = seen.record.terms[key]
    return {
        **seen.meta(term=term.key, known=json_text.text_of(known)),
        "title": term.title,
        "asks": term.asks,
        "unit": term.unit,
        "periods": list(_rows(term, history(seen.lines, key))),
    }


def _rows(term: Term, periods: Iterable[Period]) -> Iterator[dict[str, Any]]:
    return (json_text.period(one, term.unit) for one in periods)


def _nothing(known: Date | None) -> str:
    return "Nothing of it was public by then." if known else "It has never been set."


def _table(
    seen: Asked, term: Term, said: str, periods: Sequence[Period], nothing: str
) -> Iterator[str]:
    name = titles(seen.record)
    yield from heading(f"{term.title}: {term.asks}" if term.asks else term.title)
    yield from wrapped(said)
    if not periods:
        yield from ["", nothing]
    for one in periods:
        yield ""
        yield from heading(sentence(days(one.first, one.last)).removesuffix("."))
        for text in _told(one, name):
            yield from wrapped(text, first="  ", rest="    " if text.startswith("- ") else "  ")


def _told(one: Period, name: Name) -> Iterator[str]:
    """Yield what the answer was in the period *one*, who said so, and what was said beside it."""
    decided = one.decided
    if decided is None:
        yield "That is not certain. It is one of these:"
        yield from (f"- {brief(each)}" for each in one.possible)
    else:
        given = decided.outcome.given if decided.status == "in-force" else None
        bounds = limits(decided, given.hinge, name) if given else ()
        yield " ".join([brief(decided), *bounds, *_news(decided.deciding, name)])
    for step in one.beside:
        is_over = decided is not None and decided.status == "ended" and step.verb == "reaffirm"
        text = _again(step) if is_over else stated(step, name)
        yield f"- {sentence(_dated(step) + text)} {_told_in(step, name(step.event))}"


def _dated(step: Step) -> str:
    """Return the day of *step*, unless a claim says it or it is that of the news."""
    is_told = step.verb == "claim" or step.when in (None, step.announced)
    return "" if is_told or step.when is None else f"{named(step.when)}: "


def _told_in(step: Step, title: str) -> str:
    """Return under which *title* the news of *step* came; of a claim, its speaker is told."""
    if step.verb != "claim":
        return news(step, title)
    when = "" if step.when == step.announced else f", {between(step.announced)}"
    return f"In {quoted(title)}{when}."


def _again(step: Step) -> str:
    """Return what *step* says, which restates that a term has ended."""
    note = remark(getattr(step.change, "note", None) or _ENDED)
    return " ".join(["That it has ended is said again.", *([note] if note != _ENDED else [])])


_ENDED = "It has ended."


def _news(step: Step | None, name: Name) -> list[str]:
    """Return who brought the news of *step*, and what other events did to it."""
    if step is None:
        return []
    acted = [f"{DONE[one.done].capitalize()} by {quoted(name(one.event))}." for one in step.acted]
    return [news(step, name(step.event)), *acted]


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


def _markdown(
    seen: Asked, term: Term, said: str, periods: Sequence[Period], nothing: str
) -> Iterator[str]:
    name = titles(seen.record)
    yield f"# {escaped(term.title)}"
    yield ""
    yield escaped(f"{term.asks} {said}" if term.asks else said)
    yield ""
    if not periods:
        yield nothing
        return
    yield "| Days | Answer | Beside it |"
    yield "|---|---|---|"
    for one in periods:
        answer, *beside = _told(one, name)
        cells = (days(one.first, one.last), answer, " ".join(each[2:] for each in beside))
        yield f"| {' | '.join(map(escaped, cells))} |"
