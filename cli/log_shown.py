"""The events as a list: one line each, with the acts on the record beneath."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import click

from cli import json_form
from cli.opening import View
from cli.tables import print_table
from cli.terminal import dim, printable, width, wrapped
from events.dates import Date
from events.kinds import Correct, Event, Retract
from timeline.record import Kept, Record, Standing
from timeline.steps import announced_of, steps_of


@dataclass(frozen=True)
class Listed:
    """An event as the record has it now, or as it was recorded where it was retracted."""

    event: Event
    kept: Kept
    acts: tuple[Kept, ...]
    announced: Date
    told: tuple[Date, ...]
    """When each of its changes became public."""

    @property
    def retracted(self) -> bool:
        """Whether it should never have been recorded."""
        return any(
            isinstance(one.act, Retract) and one.act.event == self.event.id for one in self.acts
        )


def listed(
    record: Record, terms: Sequence[str] | None, known: date | None, by: str
) -> list[Listed]:
    """Return the events that touch *terms* (or any), public by *known*, oldest first by a clock."""
    told: dict[str, list[Date]] = {}
    for step in chain.from_iterable(steps_of(record).values()):
        told.setdefault(step.event.id, []).append(step.announced)
    rows = [
        _listed(record, one, one.act, told.get(one.act.id, ()))
        for one in record.acts
        if isinstance(one.act, Event)
    ]
    names = record.renamed
    wanted = [row for row in rows if _touches(row, terms, names) and _public(row, known)]
    return sorted(wanted, key=_ORDERS[by])


def _listed(record: Record, kept: Kept, event: Event, told: Iterable[Date]) -> Listed:
    standing = record.standing(event.id) or Standing(kept.version, kept.recorded, event)
    return Listed(
        event=standing.event,
        kept=kept,
        acts=_acts(record, event.id),
        announced=announced_of(standing, record),
        told=tuple(told),
    )


def _acts(record: Record, event: str) -> tuple[Kept, ...]:
    own = [one for one in record.acts if isinstance(one.act, Correct) and one.act.event == event]
    ids = {event, *(one.act.id for one in own)}
    fallen = [one for one in record.acts if isinstance(one.act, Retract) and one.act.event in ids]
    return tuple(sorted([*own, *fallen], key=lambda one: one.version))


def _touches(row: Listed, terms: Sequence[str] | None, names: Mapping[str, str]) -> bool:
    touched = (names.get(change.term, change.term) for change in row.event.changes)
    return terms is None or any(term in terms for term in touched)


def _public(row: Listed, known: date | None) -> bool:
    dates = (row.announced, *row.told)
    return known is None or any(one.latest is not None and one.latest <= known for one in dates)


def _first_day(when: Date | None) -> tuple[int, int]:
    if when is None:
        return (date.max.toordinal(), 0)
    day = when.earliest or when.latest
    return (day.toordinal() if day else 0, 0)


_ORDERS = {
    "effective": lambda row: (_first_day(row.event.when), row.kept.version),
    "announced": lambda row: (_first_day(row.announced), row.kept.version),
    "recorded": lambda row: (row.kept.recorded, row.kept.version),
}


def show(seen: View, rows: Sequence[Listed], form: str) -> None:
    """Print *rows* in the *form* asked for."""
    if form == "table":
        click.echo("\n".join(_text(seen, rows)))
    else:
        print_table([_row(row) for row in rows], form, shown=("when", "event", "title"))


def _row(row: Listed) -> dict[str, object]:
    return {
        "event": row.event.id,
        "when": json_form.text_of(row.event.when),
        "announced": json_form.text_of(row.announced),
        "recorded": row.kept.recorded,
        "version": row.kept.version,
        "title": row.event.title,
        "authority": row.event.authority,
        "terms": list(dict.fromkeys(change.term for change in row.event.changes)),
        "retracted": row.retracted,
        "acts": [one.act.id for one in row.acts],
    }


def _text(seen: View, rows: Sequence[Listed]) -> Iterator[str]:
    if not rows:
        yield f"No event of {seen.slug} matches; `timeline log` without options lists all."
    day = max((len(_when(row)) for row in rows), default=0)
    name = min(max((len(row.event.id) for row in rows), default=0), 32)
    for row in rows:
        state = " (RETRACTED)" if row.retracted else ""
        first = f"{_when(row):<{day}}  {printable(row.event.id):<{name}}  "
        if len(first) > width() // 2 + 14:
            yield first.rstrip()
            first = " " * (day + 4)
        yield from wrapped(row.event.title + state, first=first)
        for one in row.acts:
            verb = "corrected" if isinstance(one.act, Correct) else "retracted"
            reason = getattr(one.act, "reason", "")
            text = f"{one.act.id}: {verb} {one.recorded[:10]}: {reason}"
            yield from map(dim, wrapped(text, first=" " * (day + 4), rest=" " * (day + 6)))


def _when(row: Listed) -> str:
    return row.event.when.edtf if row.event.when else "undated"
