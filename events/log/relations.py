"""Check that an event may date, call off, confirm or deny the events it names."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import cmp_to_key

from events.dates.dates import Date
from events.dates.reckoned import Reckoned
from events.log.preceding import Preceding
from events.model.cycles import circle_text, cycle_through
from events.model.kinds import Change, Claim, Correct, Event, Set, When
from events.model.subjects import RELATIONS

DAYS = frozenset({"when", "announced", "sources", "dates", "calls_off", "changes"})
"""The fields that decide whether an event may have happened before it was called off."""

_FAR = date.max.toordinal() + 1

_Leads = Callable[[str], dict[str, str]]
"""Returns the events to which one leads in a graph, and the word for each edge."""


class Relations:
    """Checks what *event* does to other events, given the acts *before* it."""

    def __init__(self, before: Preceding, event: Event) -> None:
        self._before, self._event = before, event

    def problems(self, given: Collection[str] | None = None) -> Iterator[str]:
        """Yield a sentence for each reason against *event*.

        For a correction, *given* names the fields it replaces. Otherwise the event is recorded for
        the first time, and nothing can refer to it yet.
        """
        event = self._event
        yield from self._both("dates", "calls_off")
        yield from self._both("confirms", "denies")
        yield from self._in_turn("dates", "calls_off")
        yield from self._in_turn("denies")
        fields = frozenset(given or ())
        if event.dates or not fields.isdisjoint(("after", "when")):
            yield from self._circle(self._places)
        if not fields.isdisjoint(("confirms", "denies")):
            yield from self._circle(self._trusts)
        if event.dates or event.calls_off or not fields.isdisjoint(DAYS):
            yield from self._called_off_too_late()

    def _both(self, one: str, other: str) -> Iterator[str]:
        target = getattr(self._event, one)
        if target and target == getattr(self._event, other):
            words = f"{RELATIONS[one]} and {RELATIONS[other]}"
            yield f"{self._event.id} both {words} {target}; leave one out."

    def _in_turn(self, *fields: str) -> Iterator[str]:
        """Yield a sentence if an event that acts by one of *fields* is itself acted on by one."""
        acts = self._named(self._event, fields)
        if not acts:
            return
        yield from (self._no_chain(one, fields) for one in acts if self._named(one, fields))
        if any(self._acting(field, self._event.id) for field in fields):
            yield self._no_chain(self._event, fields)

    def _named(self, event: Event, fields: Collection[str]) -> list[Event]:
        """Return the events that *event* names in *fields*."""
        names = (getattr(event, field) for field in fields)
        return [one for name in names if name and (one := self._standing(name))]

    def _no_chain(self, event: Event, fields: Collection[str]) -> str:
        field = next(field for field in fields if getattr(event, field))
        done = " or ".join(_PASSIVE[each] for each in fields)
        return (
            f"{event.id} {RELATIONS[field]} {getattr(event, field)}, so it cannot itself be {done}."
        )

    def _standing(self, id: str) -> Event | None:
        return self._event if id == self._event.id else self._before.standing(id)

    def _acting(self, field: str, target: str) -> list[Event]:
        """Return the events that stand and name *target* in this field, in no order."""
        acts = self._before.about(f"{RELATIONS[field]}:{target}")
        ids = [act.event if isinstance(act, Correct) else act.id for act in acts]
        found = map(self._standing, dict.fromkeys([*ids, self._event.id]))
        return [one for one in found if one and getattr(one, field) == target]

    # Circles

    def _circle(self, leads: _Leads) -> Iterator[str]:
        way = cycle_through(self._event.id, leads)
        if way:
            yield circle_text(way, lambda one, other: leads(one)[other])

    def _places(self, id: str) -> dict[str, str]:
        """Return the events on which the day or the place of an event depends."""
        event = self._standing(id)
        found = {one.id: "dated by" for one in self._acting("dates", id)}
        if event and isinstance(event.when, Reckoned):
            found[event.when.event] = "counted from"
        if event and event.after:
            found[event.after] = "after"
        return found

    def _trusts(self, id: str) -> dict[str, str]:
        """Return the events whose weight depends on that of an event."""
        event = self._standing(id)
        named = {event.confirms: "confirms", event.denies: "denies"} if event else {}
        return {other: word for other, word in named.items() if other}

    # Calling off

    def _called_off_too_late(self) -> Iterator[str]:
        """Yield a sentence for each plan that may have happened when it was called off."""
        plans = dict.fromkeys([*self._named(self._event, ("calls_off",)), *self._moved()])
        for plan in plans:
            for off in self._acting("calls_off", plan.id):
                yield from self._had_happened(plan, off)

    def _moved(self) -> list[Event]:
        """Return the event, those that it dates, and those whose days are counted from these."""
        found = {one.id: one for one in (self._event, *self._named(self._event, ("dates",)))}
        for id in (waiting := [*found]):
            acts = self._before.about(f"counts:{id}")
            ids = (act.event if isinstance(act, Correct) else act.id for act in acts)
            for one in map(self._standing, ids):
                counts = one and isinstance(one.when, Reckoned) and one.when.event == id
                if one and counts and one.id not in found:
                    found[one.id] = one
                    waiting.append(one.id)
        return [*found.values()]

    def _had_happened(self, plan: Event, off: Event) -> Iterator[str]:
        by = self._public(off)
        first = min(self._days(plan, off, _FAR if by is None else by), default=_FAR)
        if by is None and first < _FAR:
            yield (
                f"{off.id} calls {plan.id} off and does not say since when that is public; "
                "give 'announced'."
            )
        elif by is not None and first <= by:
            yield (
                f"{plan.id} may have happened before {off.id} calls it off; "
                f"record what ended with 'end', or leave 'calls-off' out."
            )

    def _public(self, event: Event) -> int | None:
        """Return the last day on which *event* was announced, or None if only its recording is."""
        if event.announced:
            return _last(event.announced)
        published = map(self._before.published, event.sources)
        last = [_last(one) for one in published if one and one.latest]
        if not last and isinstance(event.when, Date) and event.when.latest:
            return _last(event.when)
        return min(last, default=None)

    def _days(self, plan: Event, off: Event, by: int) -> Iterator[int]:
        """Yield the first possible day of *plan*, and of its changes, before *off* was public."""
        fate = self._fate(plan, off, by)
        whens = [plan.when, *map(_own_day, plan.changes)] if fate is None else []
        if fate is not None and fate.dates == plan.id:
            whens = [fate.when]
        for when in whens:
            day = self._first_day(when, off, by)
            if day is not None:
                yield day

    def _first_day(self, when: When | None, off: Event, by: int) -> int | None:
        """Return the first possible day of *when*, 0 if its start is open, or None without one."""
        counts: list[Reckoned] = []
        while isinstance(when, Reckoned):
            event = self._standing(when.event)
            if event is None or when in counts:
                return None
            counts.append(when)
            fate = self._fate(event, off, by)
            when = event.when if fate is None else fate.when if fate.dates == event.id else None
        if when is None:
            return None
        day = when.earliest.toordinal() if when.earliest else 0
        for count in reversed(counts):
            day = count.counted(day)
        return day

    def _fate(self, plan: Event, off: Event, by: int) -> Event | None:
        """Return what dated *plan* or called it off last, before *off* was public, or None."""
        acting = [*self._acting("dates", plan.id), *self._acting("calls_off", plan.id)]
        acting.sort(key=cmp_to_key(self._in_log_order))
        found = [
            (public, number, one)
            for number, one in enumerate(acting)
            if one.id != off.id
            and (public := self._public(one) or 0) <= by
            and not self._acting("denies", one.id)
        ]
        return max(found)[-1] if found else None

    def _in_log_order(self, one: Event, other: Event) -> int:
        return -1 if self._before.precedes(one.id, other.id) else 1


def _own_day(change: Change) -> When | None:
    during = change.during if isinstance(change, Set | Claim) else None
    return during or change.when


def _last(announced: Date) -> int:
    return announced.latest.toordinal() if announced.latest else _FAR


_PASSIVE = {"dates": "dated", "calls_off": "called off", "denies": "denied"}
