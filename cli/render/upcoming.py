"""Print what is coming as a table, JSON, CSV, Markdown or a calendar."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cli.fast.page import complete, opening
from cli.fast.sentences import sentence
from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.reading.session import Asked
from cli.render.answers import Question
from cli.render.icalendar_text import agenda
from cli.render.withdrawn import Withdrawn, withdrawn
from cli.terminal import columns, deliver, echo, wrapped
from cli.typed_values import today
from cli.wording.dates import named, plainly
from cli.wording.deeds import news
from cli.wording.outlook import coming, counted, details
from cli.wording.titles import titles
from events.dates.dates import Date, day
from events.model.values import Value, value
from timeline.record.record import Record
from timeline.views.upcoming import Coming, upcoming

LABEL = 19
"""The width of the column of dates."""


@value
class Outlook(Value):
    """What was *asked*, *within* how many days, and whether with *hindsight*.

    Hindsight also uses announcements made after the day of the question. What an older calendar may
    still have is worked out from *whole*, the record with all acts, from *every* thing that is
    coming, and from *keys*, the terms.
    """

    asked: Question
    within: int | None
    hindsight: bool = True
    whole: Record | None = None
    every: Sequence[Coming] = ()
    keys: Sequence[str] = ()

    def meta(self) -> dict[str, Any]:
        """Return the JSON fields that go with every answer."""
        return self.asked.meta() | {"within": self.within}


def ahead(
    seen: Asked, after: date, known: Date | None, within: int | None
) -> tuple[Outlook, Sequence[Coming]]:
    """Return what is coming after the day *after*, *within* so many days, and what was asked.

    *seen* has the lines ahead, as known by the day *known*.
    """
    past = day(after) if after < today() else None
    asked = Question(seen, day(after), known or past)
    found = upcoming(seen.lines, seen.terms, after, within=within)
    return Outlook(asked, within, bool(known) or not past, keys=seen.terms), found


def show(outlook: Outlook, found: Sequence[Coming], form: str) -> None:
    """Print the things *found* in this *form*; *outlook* says what was asked."""
    match form:
        case "json":
            deliver(json_text.dump(whole_form(outlook, found)))
        case "ndjson":
            rows = [outlook.meta() | _row(one, outlook) for one in found]
            deliver(json_text.lines(rows), nl=False)
        case "csv":
            deliver(sheet(FIELDS, (_cells(one, outlook) for one in found)), nl=False)
        case "md":
            deliver("\n".join(_markdown(outlook, found)))
        case "ics":
            deliver(agenda(outlook.asked.view, found, _gone(outlook)).decode(), nl=False)
        case _:
            echo("\n".join(_table(outlook, found)))


def whole_form(outlook: Outlook, found: Sequence[Coming]) -> dict[str, Any]:
    """Return the things *found* as one JSON object; *outlook* says what was asked."""
    return outlook.meta() | {"coming": [_row(one, outlook) for one in found]}


def _gone(outlook: Outlook) -> list[Withdrawn]:
    """Return what a calendar made from an earlier view may have and should lose."""
    asked, after = outlook.asked, outlook.asked.on.earliest
    if outlook.whole is None or after is None:
        return []
    known = asked.known.earliest if asked.known else None
    keys, within = outlook.keys, outlook.within
    return withdrawn(outlook.whole, outlook.every, keys, after, known=known, within=within)


def _row(one: Coming, outlook: Outlook) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "on": one.on.isoformat() if one.on else None,
        "when": json_text.text_of(one.when),
        "term": one.term.key,
        "title": one.term.title,
        "certain": one.certain,
        "verb": one.step.verb if one.kind in ("announced", "overdue") else None,
        "value": one.value,
        "last": one.last.isoformat() if one.last else None,
        "run": one.run,
        "condition": one.condition,
        "starts": one.starts if one.condition else None,
        "while": one.above.term if one.above else None,
        "while_event": one.above.step.event if one.above else None,
        "event": one.step.event,
        "sources": json_text.sources(one.step.sources, outlook.asked.view.record),
    }


def _said(outlook: Outlook, found: Sequence[Coming]) -> str:
    ahead = f" within {outlook.within} days" if outlook.within is not None else ""
    after = f"after {named(outlook.asked.on)}{ahead}"
    told = f"Coming {after}: {counted(found)}." if found else f"Nothing is known to come {after}."
    return told if outlook.hindsight else f"{told} {_UNSEEN}"


_UNSEEN = "Only what was announced by then counts; --known today adds what came out since."


def _table(outlook: Outlook, found: Sequence[Coming]) -> Iterator[str]:
    asked = outlook.asked
    yield from opening(
        asked.title, asked.on, asked.known, asked.view.recorded, asked.view.record.covered
    )
    yield from wrapped(_said(outlook, found))
    for one in found:
        yield ""
        yield from columns(f"{_date(one)} ", [*_lines(outlook, one)], LABEL)


def _date(one: Coming) -> str:
    if one.kind == "condition":
        return "No fixed day"
    when = one.ends if one.kind == "expiry" else one.when
    text = plainly(when) if when else ""
    return f"{text[0].upper()}{text[1:]}" if text else "On no day yet"


def _lines(outlook: Outlook, one: Coming) -> Iterator[str]:
    """Yield the lines that tell a person what is coming, and on what that rests."""
    name = titles(outlook.asked.view.record)
    yield sentence(f"{one.term.title}: {coming(one, name)}")
    yield " ".join([*details(one, name), news(one.basis, name(one.basis.event))])


FIELDS = (
    "kind", "on", "when", "term", "title", "certain", "verb", "value", "last", "run", "condition",
    "starts", "while", "while_event", "event", "sources", "as_of", "known", "head",
)  # fmt: skip


def _cells(one: Coming, outlook: Outlook) -> dict[str, Any]:
    row = outlook.meta() | _row(one, outlook)
    return row | {"sources": [each["url"] or each["title"] for each in row["sources"]]}


def _markdown(outlook: Outlook, found: Sequence[Coming]) -> Iterator[str]:
    name = titles(outlook.asked.view.record)
    yield f"# {escaped(outlook.asked.title)}"
    yield ""
    yield escaped(f"{_said(outlook, found)} {complete(outlook.asked.view.record.covered)}")
    if found:
        yield ""
        yield "| When | Term | What | Rests on |"
        yield "|---|---|---|---|"
    for one in found:
        what = " ".join([sentence(coming(one, name)), *details(one, name)])
        cells = (_date(one), one.term.title, what, news(one.basis, name(one.basis.event)))
        yield f"| {' | '.join(escaped(cell) for cell in cells)} |"
