"""Print errata as text, JSON, CSV or Markdown."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cli.fast.sentences import days, quoted
from cli.forms import json_text
from cli.forms.tables import Columns, print_table
from cli.reading.session import View
from cli.terminal import deliver, echo, heading, wrapped
from cli.wording.answers import whole
from cli.wording.corrections import answers_put_right, corrected, wrong_since
from cli.wording.dates import day_in_words
from cli.wording.titles import titles
from events.model.kinds import VERBS, Correct
from events.payload import codec
from timeline.record.record import Record
from timeline.views.errata import Erratum


def show(seen: View, found: Sequence[Erratum], form: str, *, chosen: bool) -> None:
    """Print the errata *found* in the partnership *seen*, in this *form*.

    *chosen* is true if only some terms were asked for.
    """
    nothing = _nothing(seen, chosen=chosen)
    rows = [_row(one) for one in found]
    if form == "table":
        echo("\n".join(_text(seen, found, nothing)))
    elif form == "json":
        deliver(json_text.dump(seen.meta() | {"corrections": rows}))
    elif form == "csv":
        told = [row | _told(one) for row, one in zip(rows, found, strict=True)]
        print_table(COLUMNS, told, form, nothing)
    else:
        print_table(COLUMNS, rows, form, nothing)


def _nothing(seen: View, *, chosen: bool) -> str:
    what = "Nothing that is said on these terms" if chosen else f"Nothing of {seen.slug}"
    by = f" by {seen.recorded}" if seen.recorded else ""
    return f"{what} was ever corrected or retracted{by}."


COLUMNS = Columns(
    fields=(
        "id", "what", "event", "reason", "wrong_since", "fixed", "version", "fields", "answers",
    ),
    shown=("id", "event", "what", "reason"),
)  # fmt: skip


def touched(record: Record, one: Erratum) -> Iterator[str]:
    """Yield the terms that the event of the erratum *one* is or was about.

    The terms have their current names in *record*.
    """
    for event in (one.was, one.now):
        for change in event.changes if event else ():
            yield record.renamed.get(change.term, change.term)


def _told(one: Erratum) -> dict[str, Any]:
    """Return the fields and answers that JSON nests as text, for the cells of a sheet."""
    said = (f"{name}: was {short(was)}, is {short(now)}" for name, was, now in fields(one))
    answers = (
        f"{each.after.term.key}, {days(each.after.first, each.after.last)}: "
        f"{whole(each.before)} -> {whole(each.after)}"
        for each in one.changed
    )
    return {"fields": " | ".join(said), "answers": " | ".join(answers)}


def _row(one: Erratum) -> dict[str, Any]:
    return {
        "id": one.act.id,
        "what": "corrected" if isinstance(one.act, Correct) else "retracted",
        "event": one.event,
        "reason": one.act.reason,
        "wrong_since": one.wrong_since,
        "fixed": one.kept.recorded,
        "version": one.kept.version,
        "fields": [{"field": field, "was": was, "is": now} for field, was, now in fields(one)],
        "answers": [
            {
                "term": each.after.term.key,
                "from": json_text.day_of(each.after.first),
                "until": json_text.day_of(each.after.last),
                "before": json_text.bare(each.before),
                "after": json_text.bare(each.after),
            }
            for each in one.changed
        ],
    }


def fields(one: Erratum) -> Iterator[tuple[str, object, object]]:
    """Yield each field that the erratum *one* corrected: name, old value and new value.

    For a retracted event, these are all the fields that the event had.
    """
    was = codec.plain(one.was) if one.was else {}
    now = codec.plain(one.now) if one.now else {}
    for field in now | was:
        if field != "id" and was.get(field) != now.get(field):
            yield field, was.get(field), now.get(field)


def _text(seen: View, found: Sequence[Erratum], nothing: str) -> Iterator[str]:
    if not found:
        yield from wrapped(nothing)
    name = titles(seen.record)
    for number, one in enumerate(found):
        what = "Corrected" if isinstance(one.act, Correct) else "Withdrawn"
        event = one.now or one.was
        yield from [""] * bool(number)
        yield from heading(f"{what}: {event.title if event else name(one.event)}")
        yield from wrapped(corrected(one, name), first="  ")
        fixed = day_in_words(date.fromisoformat(one.kept.recorded[:10]))
        known = f"The record had it wrong since {wrong_since(one)}; put right on {fixed}."
        yield from wrapped(known, first="  ")
        for text in answers_put_right(one, name):
            yield from wrapped(text, first="  - " if one.changed else "  ")


def short(value: object) -> str:
    """Return the *value* of a field in words for a reader."""
    match value:
        case None | []:
            return "none"
        case str():
            return value
        case list():
            between = "; " if any(isinstance(one, dict) for one in value) else ", "
            return between.join(map(short, value))
        case dict():
            return _change(value)
        case _:
            return json_text.dump(value, indent=None)


def _change(plain: dict[str, object]) -> str:
    """Return a change in words: `fee set “10 %”, through 2030`."""
    verb = next((name for name in plain if name in VERBS), None)
    if verb is None:
        return ", ".join(f"{name}: {short(each)}" for name, each in plain.items())
    term, value = plain[verb], plain.get("value")
    said = f"{term} {verb} {quoted(str(value))}" if value is not None else f"{term} {verb}"
    more = [name for name in plain if name not in (verb, "value")]
    return ", ".join([said, *(f"{name} {short(plain[name])}" for name in more)])
