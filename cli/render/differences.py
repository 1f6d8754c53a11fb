"""Print the differences between two points as text, JSON, CSV or Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.fast.page import complete, cut_on
from cli.fast.sentences import days, paragraph, quoted, sentence
from cli.forms import json_text
from cli.forms.csv_text import sheet
from cli.forms.markdown import escaped
from cli.reading.session import View
from cli.terminal import deliver, echo, heading, wrapped
from cli.typed_points import PointTyped
from cli.wording.answers import joined, whole
from cli.wording.dates import plainly
from cli.wording.titles import Name, titles
from events.model.values import Value, value
from timeline.record.steps import Step
from timeline.rule.answer import Answer
from timeline.views.diff import Difference


@value
class Comparison(Value):
    """What was compared: two points of the same log.

    *titles* names the events behind the differences, and conditions.
    """

    view: View
    start: PointTyped
    end: PointTyped
    titles: Mapping[str, str]

    def name(self, key: str) -> str:
        """Return the title of the term, the condition or the event *key*."""
        return self.titles.get(key) or titles(self.view.record)(key)


def point(one: PointTyped) -> dict[str, str | None]:
    """Return the point *one* as JSON gives it, with all three clocks."""
    return {
        "as_of": one.on.edtf,
        "known": json_text.text_of(one.known),
        "recorded": one.recorded,
    }


def show(made: Comparison, found: Sequence[Difference], form: str) -> None:
    """Print in this *form* the differences *found* between the points of *made*."""
    match form:
        case "json":
            deliver(json_text.dump(whole_form(made, found)))
        case "ndjson":
            deliver(json_text.lines(map(row, found)), nl=False)
        case "csv":
            deliver(sheet(FIELDS, map(_cells, found)), nl=False)
        case "md":
            deliver("\n".join(_markdown(made, found)))
        case _:
            echo("\n".join(_text(made, found)))


def whole_form(made: Comparison, found: Sequence[Difference]) -> dict[str, Any]:
    """Return the differences *found* between the points of *made* as one JSON object."""
    since, through = made.view.record.covered
    return {
        "partnership": made.view.slug,
        "head": made.view.head,
        "covered_from": json_text.text_of(since),
        "covered_through": json_text.text_of(through),
        "from": point(made.start),
        "to": point(made.end),
        "changes": [row(one) for one in found],
    }


def row(one: Difference) -> dict[str, Any]:
    """Return the difference *one* as JSON gives it."""
    first, last = (json_text.day_of(day) for day in one.days) if one.days else (None, None)
    return {
        "term": one.after.term.key,
        "cause": one.cause,
        "clarified": one.clarified,
        "days": {"from": first, "until": last} if one.days else None,
        "before": json_text.bare(one.before),
        "after": json_text.bare(one.after),
        "events": list(one.events),
    }


def _text(made: Comparison, found: Sequence[Difference]) -> Iterator[str]:
    yield from wrapped(_counted(made, found))
    yield from wrapped(complete(made.view.record.covered))
    name = made.name
    for one in found:
        term = one.after.term
        yield ""
        yield from heading(f"{term.title}: {term.asks}" if term.asks else term.title)
        yield from wrapped(_told(one.before, name), first="  Before: ")
        yield from wrapped(_told(one.after, name), first="  Now:    ")
        yield from wrapped(_why(made, one), first="  Why:    ")


def _counted(made: Comparison, found: Sequence[Difference]) -> str:
    terms = len({one.after.term.key for one in found})
    several = f"{terms or 'no'} term{'s differ' if terms > 1 else ' differs'}"
    return f"From {_said(made.start)} to {_said(made.end)}: {several}."


def _said(one: PointTyped) -> str:
    """Return the point *one* in words."""
    known = f" as known {cut_on(one.known)}" if one.known else ""
    recorded = f" as recorded by {one.recorded}" if one.recorded else ""
    return plainly(one.on) + known + recorded


def _told(one: Answer, name: Name) -> str:
    return "Not on record." if one.status == "not-set" else paragraph(one, name)


def _why(made: Comparison, one: Difference) -> str:
    """Return the cause of the difference *one*, in sentences that name the events behind it."""
    if one.cause == "corrected":
        named = " ".join(sentence(made.name(event)) for event in one.events)
    else:
        told = _told_later(one.after) if one.cause == "world" else {}
        named = f"{joined(_behind(made, event, told.get(event)) for event in one.events)}."
    is_over = one.cause == "world" and one.after.status == "expired"
    cause = "Its last day is over." if is_over else f"{_CAUSES[one.cause]}{named}"
    more = [f"This is about the days {days(*one.days)}."] if one.days else []
    more += ["It says more about what held already."] if one.clarified else []
    return " ".join([cause, *more])


def _told_later(one: Answer) -> dict[str, Step]:
    """Return the steps that gave the answer *one* and are told of an earlier event, by event."""
    possible = [each for part in (one, *one.periods) for each in (part.decided, *part.possible)]
    steps = [each.deciding for each in possible if each and each.deciding]
    return {step.event: step for step in steps if step.change and step.change.of}


def _behind(made: Comparison, event: str, step: Step | None) -> str:
    """Return the title of *event*; if *step* only words an earlier one, of that one first."""
    title = quoted(made.name(event))
    told_of = made.titles.get(step.change.of or "") if step and step.change else None
    if step is None or told_of is None:
        return title
    return f"{quoted(told_of)}; worded as in {title}, {plainly(step.announced)}"


_CAUSES = {
    "world": "",
    "learned": "This became public: ",
    "logged": "This was so, and public, and was recorded only then: ",
    "corrected": "The record was put right: ",
    "remodelled": "The term is defined otherwise since: ",
}


FIELDS = ("term", "cause", "from", "until", "before", "after", "events")


def _cells(one: Difference) -> dict[str, object]:
    first, last = (json_text.day_of(day) for day in one.days) if one.days else (None, None)
    return {
        "term": one.after.term.key,
        "cause": one.cause,
        "from": first,
        "until": last,
        "before": whole(one.before),
        "after": whole(one.after),
        "events": list(one.events),
    }


def _markdown(made: Comparison, found: Sequence[Difference]) -> Iterator[str]:
    yield f"# From {escaped(_said(made.start))} to {escaped(_said(made.end))}"
    yield ""
    yield escaped(f"{_counted(made, found)} {complete(made.view.record.covered)}")
    if not found:
        return
    name = made.name
    yield ""
    yield "| Term | Before | Now | Why |"
    yield "|---|---|---|---|"
    for one in found:
        cells = (one.after.term.title, _told(one.before, name), _told(one.after, name))
        yield f"| {' | '.join(escaped(cell) for cell in (*cells, _why(made, one)))} |"
