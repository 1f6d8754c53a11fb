"""Print what is coming as a table, JSON, CSV, Markdown or a calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.render.answers import Question
from cli.render.icalendar_text import agenda, counted, meaning
from cli.render.withdrawn import Withdrawn, withdrawn
from cli.terminal import columns, deliver, echo, heading, wrapped
from cli.wording.answers import change, readable
from cli.wording.dates import length
from timeline.record.record import Record
from timeline.views.upcoming import Coming

LABEL = 23
"""The combined width of the columns of dates and kinds."""


@dataclass(frozen=True)
class Outlook:
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


def show(outlook: Outlook, found: Sequence[Coming], form: str) -> None:
    """Print the things *found* in this *form*; *outlook* says what was asked."""
    match form:
        case "json":
            rows = [_row(one, outlook) for one in found]
            deliver(json_text.dump(outlook.meta() | {"coming": rows}))
        case "ndjson":
            rows = [outlook.meta() | _row(one, outlook) for one in found]
            deliver(json_text.lines(rows), nl=False)
        case "csv":
            deliver(sheet(FIELDS, (_cells(one, outlook) for one in found)), nl=False)
        case "md":
            deliver("\n".join(_markdown(outlook, found)))
        case "ics":
            deliver(agenda(outlook.asked.view, found, _gone(outlook)), nl=False)
        case _:
            echo("\n".join(_table(outlook, found)))


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
        "event": one.step.event,
        "sources": json_text.sources(one.step.sources, outlook.asked.view.record),
    }


def _said(outlook: Outlook, found: Sequence[Coming]) -> str:
    ahead = f" within {outlook.within} days" if outlook.within is not None else ""
    after = f"after {outlook.asked.on.edtf}{ahead}"
    told = f"Coming {after}: {counted(found)}." if found else f"Nothing is known to come {after}."
    return told if outlook.hindsight else f"{told} {_UNSEEN}"


_UNSEEN = "Only what was announced by then counts; --known today adds what came out since."


def _table(outlook: Outlook, found: Sequence[Coming]) -> Iterator[str]:
    yield from heading(outlook.asked.title)
    yield from outlook.asked.lines()
    yield from wrapped(_said(outlook, found))
    yield from [""] * bool(found)
    for one in found:
        if one.condition is None:
            yield from columns(f"{_date(one)}  {one.kind} ", list(_lines(one)), LABEL)
    yield from _conditions(outlook, found)


def _date(one: Coming) -> str:
    return readable(one.when) if one.when else "no date   "


def _lines(one: Coming) -> Iterator[str]:
    """Yield the lines that tell a person what is coming."""
    event = f"[{one.step.event}]"
    match one.kind:
        case "announced":
            yield one.term.key
            yield f"{change(one.step)} {event}"
            if one.step.until:
                yield f"through {readable(one.step.until)}"
        case "overdue":
            yield f"{one.term.key}: announced, and no event says that it happened"
            yield f"{change(one.step)} {event}"
        case "renewal" if one.step.renews:
            yield f"{one.term.key}: renews for {length(one.step.renews)}"
            yield f"{one.value} {event}"
            if one.long is not None:
                yield f"last day to give notice: {one.notice or 'no day'}"
        case "notice" if one.long:
            yield f"{one.term.key}: last day to give notice"
            before = f"{length(one.long)} before {one.last}, the last day of"
            yield f"{before}: {one.value} {event}"
        case _:
            yield f"{one.term.key}: first day without it"
            yield f"{one.value} {event}"
            if one.long is not None:
                yield f"last day to give notice: {one.notice or 'no day'}"
    if not one.certain:
        yield "if that is the answer by then"


def _conditions(outlook: Outlook, found: Sequence[Coming]) -> Iterator[str]:
    """Yield each condition, with the terms that would begin or end with it."""
    for condition, some in groupby(sorted(found, key=_condition), key=_condition):
        if condition:
            yield from columns(
                "any day     condition ", list(_ended(outlook, condition, some)), LABEL
            )


def _condition(one: Coming) -> str:
    return one.condition or ""


def _ended(outlook: Outlook, condition: str, some: Iterator[Coming]) -> Iterator[str]:
    named = outlook.asked.view.record.conditions.get(condition)
    yield f"{condition}: {named.title}" if named else condition
    for one in some:
        perhaps = "" if one.certain else ", perhaps"
        begins = f"begin {one.term.key}: {one.value}" if one.starts else f"end {one.term.key}"
        yield f"- would {begins}{perhaps} [{one.step.event}]"


FIELDS = (
    "kind", "on", "when", "term", "title", "certain", "verb", "value", "last", "run", "condition",
    "starts", "event", "sources", "as_of", "known", "head",
)  # fmt: skip


def _cells(one: Coming, outlook: Outlook) -> dict[str, Any]:
    row = outlook.meta() | _row(one, outlook)
    return row | {"sources": [each["url"] or each["title"] for each in row["sources"]]}


def _markdown(outlook: Outlook, found: Sequence[Coming]) -> Iterator[str]:
    yield f"# {escaped(outlook.asked.title)}"
    yield ""
    yield escaped(" ".join(outlook.asked.lines()))
    yield escaped(_said(outlook, found))
    if found:
        yield ""
        yield "| When | What | Term | Meaning | Event |"
        yield "|---|---|---|---|---|"
    for one in found:
        cells = (_date(one).strip(), one.kind, one.term.key, meaning(one), one.step.event)
        yield f"| {' | '.join(escaped(cell) for cell in cells)} |"
