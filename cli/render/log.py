"""Print events one line each, with their corrections and retractions beneath."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from cli.forms import json_text
from cli.forms.tables import Columns, print_table
from cli.reading.passages import more_of
from cli.reading.session import View
from cli.reading.words import has_words, words_of
from cli.terminal import deliver, dim, echo, printable, width, wrapped
from cli.wording.answers import readable
from cli.wording.deeds import DONE, acted_on, deed
from events.dates.dates import Date, day
from events.model.kinds import Authority, Correct, Event, Retract
from events.model.values import Value, value
from timeline.record.days import FAR
from timeline.record.record import Kept, Record, Standing
from timeline.record.relations import Acted, Relations, relations_of
from timeline.record.sources import announced, authority_of, speakers_of
from timeline.record.steps import steps_of


@value
class Listed(Value):
    """An event as the record has it now or, if it was retracted, as it was recorded.

    *when* is the day of the event: stated, given by another event, or counted. *acts* are the
    corrections and retractions of the event, *acted* is what other events did to it, and *done*
    says the same in words.
    """

    event: Event
    when: Date | None
    authority: Authority
    by: tuple[str, ...]
    kept: Kept
    acts: tuple[Kept, ...]
    acted: tuple[Acted, ...]
    done: tuple[str, ...]
    announced: Date
    told: tuple[tuple[str, Date], ...]
    """Each term that the event touches, with the date on which that became public."""
    known: date | None

    @property
    def terms(self) -> list[str]:
        """The terms about which something was public by *known*."""
        return list(dict.fromkeys(term for term, when in self.told if _by(when, self.known)))

    @property
    def title(self) -> str:
        """The title of the event, or its id if the event itself was not yet public."""
        return self.event.title if _by(self.announced, self.known) else self.event.id

    @property
    def retracted(self) -> bool:
        """Whether the event was retracted."""
        return any(
            isinstance(one.act, Retract) and one.act.event == self.event.id for one in self.acts
        )

    @property
    def mark(self) -> str:
        """The words after the title of an event that was retracted, called off or denied."""
        void = [DONE[one.done] for one in self.acted if one.done in ("calls-off", "denies")]
        state = "retracted" if self.retracted else next(iter(void), None)
        return f" ({state.upper()})" if state else ""


def own_day(event: Event) -> Date | None:
    """Return the date that *event* itself states, or None if it states none or counts it."""
    return event.when if isinstance(event.when, Date) else None


def listed(
    record: Record, terms: Sequence[str] | None, known: date | None, by: str
) -> list[Listed]:
    """Return the events of *record* about *terms* (or all), oldest first on the clock *by*.

    Only those public by the day *known* are listed.
    """
    told: dict[str, list[tuple[str, Date]]] = {}
    for key, steps in steps_of(record).items():
        for step in steps:
            if step.verb != "met":
                told.setdefault(step.event, []).append((key, step.announced))
    acts, relations = _acts(record), relations_of(record, known)
    rows = [
        _listed(relations, one, one.act, acts.get(one.act.id, ()), told.get(one.act.id, ()), known)
        for one in record.acts
        if isinstance(one.act, Event)
    ]
    wanted = [row for row in rows if _public(row) and _touches(row, terms)]
    return sorted(wanted, key=_ORDERS[by])


def _listed(
    relations: Relations,
    kept: Kept,
    event: Event,
    acts: Iterable[Kept],
    told: Iterable[tuple[str, Date]],
    known: date | None,
) -> Listed:
    record, id = relations.record, event.id
    standing = record.standing(id)
    shown = standing or Standing(kept.version, kept.recorded, event)
    acted = acted_on(id, relations) if standing else []
    return Listed(
        event=shown.event,
        when=relations.when(id) if standing else own_day(event),
        authority=relations.authority(id) if standing else authority_of(event, record),
        by=speakers_of(shown.event, record, relations.known),
        kept=kept,
        acts=tuple(acts),
        acted=tuple(acted),
        done=tuple(deed(one, relations) for one in acted),
        announced=announced(shown, record),
        told=tuple(told) if standing else _untold(event),
        known=known,
    )


def _untold(event: Event) -> tuple[tuple[str, Date], ...]:
    """Return the terms of a retracted event, which has no steps in the record any more."""
    return tuple((change.term, event.announced or day(date.max)) for change in event.changes)


def _acts(record: Record) -> dict[str, list[Kept]]:
    """Return the acts on each event and on its corrections, by the event's id."""
    corrected = {one.act.id: one.act.event for one in record.acts if isinstance(one.act, Correct)}
    found: dict[str, list[Kept]] = {}
    for one in record.acts:
        if isinstance(one.act, Correct | Retract):
            event = corrected.get(one.act.event, one.act.event)
            found.setdefault(event, []).append(one)
    return found


def _touches(row: Listed, terms: Sequence[str] | None) -> bool:
    return terms is None or any(term in terms for term in row.terms)


def _public(row: Listed) -> bool:
    return bool(row.terms) or _by(row.announced, row.known)


def _by(announced: Date, known: date | None) -> bool:
    return known is None or (announced.latest is not None and announced.latest <= known)


def _first_day(when: Date | None) -> tuple[int, int]:
    if when is None:
        return (date.max.toordinal(), 0)
    first = when.earliest or when.latest
    return (first.toordinal() if first else 0, 0)


class Filter(NamedTuple):
    """What events are wanted: *words* they have, and days *since* and *until* on the clock *by*."""

    words: Sequence[str]
    since: Date | None
    until: Date | None
    by: str

    def takes(self, row: Listed, record: Record) -> bool:
        """Return whether the event in *row*, of *record*, is wanted."""
        return self._has_words(row, record) and self._is_within(row)

    def _has_words(self, row: Listed, record: Record) -> bool:
        known = row.known.toordinal() if row.known else FAR
        is_public = _by(row.announced, row.known)
        text = f"{row.title} {more_of(row.event, record, known)}" if is_public else row.title
        return has_words(text, words_of(" ".join(self.words)))

    def _is_within(self, row: Listed) -> bool:
        """Return whether the date of *row* may lie within; without a date it may not."""
        if self.since is None and self.until is None:
            return True
        when = _DATES[self.by](row)
        return when is not None and not (
            (self.since and _lies_before(when, self.since))
            or (self.until and _lies_before(self.until, when))
        )


def _lies_before(one: Date, other: Date) -> bool:
    """Return whether every day of the date *one* lies before every day of *other*."""
    return bool(one.latest and other.earliest and one.latest < other.earliest)


_DATES: dict[str, Callable[[Listed], Date | None]] = {
    "effective": lambda row: row.when,
    "announced": lambda row: row.announced,
    "recorded": lambda row: day(date.fromisoformat(row.kept.recorded[:10])),
}
_ORDERS = {
    "effective": lambda row: (_first_day(row.when), row.kept.version),
    "announced": lambda row: (_first_day(row.announced), row.kept.version),
    "recorded": lambda row: (row.kept.recorded, row.kept.version),
}


def show(seen: View, rows: Sequence[Listed], known: Date | None, form: str) -> None:
    """Print *rows*, events of the partnership *seen*, in this *form*.

    *known* is the cut on the known clock.
    """
    if form == "table":
        echo("\n".join(_text(seen, rows)))
    elif form == "json":
        deliver(json_text.dump(whole_form(seen, rows, known)))
    else:
        print_table(COLUMNS, [_shaped(row, form) for row in rows], form, _nothing(seen))


def whole_form(seen: View, rows: Sequence[Listed], known: Date | None) -> dict[str, Any]:
    """Return *rows*, events of the partnership *seen* as known by *known*, as one JSON object."""
    meta = seen.meta(known=json_text.text_of(known))
    return meta | {"events": [_row(row) for row in rows]}


COLUMNS = Columns(
    fields=(
        "event", "when", "announced", "recorded", "actor", "version", "after", "title",
        "authority", "by", "terms", "retracted", "acted", "acts",
    ),
    shown=("when", "event", "title"),
)  # fmt: skip


def _row(row: Listed) -> dict[str, object]:
    return {
        "event": row.event.id,
        "when": json_text.text_of(row.when),
        "announced": json_text.text_of(row.announced),
        "recorded": row.kept.recorded,
        "actor": row.kept.actor,
        "version": row.kept.version,
        "after": row.event.after,
        "title": row.title,
        "authority": row.authority,
        "by": list(row.by),
        "terms": row.terms,
        "retracted": row.retracted,
        "acted": [one._asdict() for one in row.acted],
        "acts": [one.act.id for one in row.acts],
    }


def _shaped(row: Listed, form: str) -> dict[str, object]:
    """Return *row* in a *form*: in CSV, `acted` is one text; in Markdown, titles have marks."""
    match form:
        case "csv":
            acted = [f"{DONE[one.done]} by {one.event}" for one in row.acted]
            return _row(row) | {"acted": "; ".join(acted)}
        case "md":
            return _row(row) | {"title": row.title + row.mark}
        case _:
            return _row(row)


def _nothing(seen: View) -> str:
    return f"No event of {seen.slug} matches; `timeline log` without options lists all."


def _text(seen: View, rows: Sequence[Listed]) -> Iterator[str]:
    if not rows:
        yield _nothing(seen)
    column = max((len(_when(row)) for row in rows), default=0)
    name = min(max((len(row.event.id) for row in rows), default=0), 32)
    for row in rows:
        first = f"{_when(row):<{column}}  {printable(row.event.id):<{name}}  "
        if len(first) > width() // 2 + 14:
            yield first.rstrip()
            first = " " * (column + 4)
        yield from wrapped(row.title + row.mark, first=first)
        for text in row.done:
            yield from map(dim, wrapped(text, first=" " * (column + 4), rest=" " * (column + 6)))
        for one in row.acts:
            verb = "corrected" if isinstance(one.act, Correct) else "retracted"
            reason = getattr(one.act, "reason", "")
            text = f"{one.act.id}: {verb} {one.recorded[:10]}: {reason}"
            yield from map(dim, wrapped(text, first=" " * (column + 4), rest=" " * (column + 6)))


def _when(row: Listed) -> str:
    return readable(row.when) if row.when else "undated"
