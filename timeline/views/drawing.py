"""The whole of a timeline as drawn: the days it covers, and the events that change most."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from events.dates.dates import Date
from events.model.values import Value, value
from timeline.record.steps import Step
from timeline.views.lanes import Lane, Mark

CHANGING = ("set", "end", "met", "restates")
"""The kinds of marks at which one answer may turn into another."""


@value
class Drawing(Value):
    """The *lanes* of a chart from the day *first* through *last*; *on* is the chosen day."""

    lanes: tuple[Lane, ...]
    first: date
    last: date
    on: Date

    @property
    def chosen(self) -> tuple[date, date] | None:
        """The first and the last chosen day, or None if one is not stated or none is drawn."""
        begin, end = self.on.earliest, self.on.latest
        if begin is None or end is None or end < self.first or begin > self.last:
            return None
        return begin, end

    def topics(self) -> list[tuple[str | None, list[Lane]]]:
        """Return the non-empty lanes by topic, in the order in which topics first occur."""
        found: dict[str | None, list[Lane]] = {}
        for lane in self.lanes:
            if not lane.is_empty:
                found.setdefault(lane.term.topic or None, []).append(lane)
        return list(found.items())

    def busy_days(self) -> list[date]:
        """Return each day on which an event may have happened or an answer begins, in order."""
        days = {one for one in _dated(self.lanes) if self.first <= one <= self.last}
        return sorted(days)

    def turning_points(self) -> list[Mark]:
        """Return a mark of each of the events that changed the most terms, in order of days.

        There are at most five; an event that changed a single term is one of them only where
        fewer than three changed several.
        """
        found: dict[str, Mark] = {}
        changed: Counter[str] = Counter()
        for lane in self.lanes:
            own = {one.event: one for one in lane.marks if self._is_turning(one)}
            found |= own
            changed.update(own.keys())
        ranked = sorted(changed, key=lambda id: (-changed[id], _place(found[id]), id))
        kept = [id for at, id in enumerate(ranked[:MOST]) if changed[id] > 1 or at < FEWEST]
        return sorted((found[id] for id in kept), key=_place)

    def _is_turning(self, mark: Mark) -> bool:
        """Whether *mark* is of a change within the drawing whose month, at least, is known."""
        if mark.kind not in CHANGING or mark.first is None or mark.last is None:
            return False
        return self.first <= mark.first <= mark.last <= self.last and (
            mark.last - mark.first < timedelta(31)
        )


FEWEST, MOST = 3, 5
"""How many events are named on the axis of a drawing."""


def _place(mark: Mark) -> date:
    return mark.first or date.min


def drawing(
    lanes: Iterable[Lane], on: Date, *, first: date | None = None, last: date | None = None
) -> Drawing:
    """Return the drawing of *lanes* from *first* through *last*, with *on* as the chosen day.

    A bound left out is put where everything dated fits, the last known end of an answer included:
    at the edge of a year, or of a month if the drawing is short.
    """
    drawn = tuple(lanes)
    stated = [day for day in (on.earliest, on.latest) if day]
    days = sorted([*stated, *_dated(drawn)]) or [date(2000, 1, 1)]
    begin, end = first or days[0], last or days[-1]
    nothing = begin > end
    if nothing:
        begin = end = first or end
    months = not nothing and (end - begin).days < _SHORT
    begin = first or date(begin.year, begin.month if months else 1, 1)
    return Drawing(drawn, begin, last or _last_of(end, month=months), on)


_SHORT = 300
"""Drawings shorter than this many days cover whole months."""


def last_happening(steps: Iterable[Step]) -> date | None:
    """Return the last day on which one of *steps* may have happened, or None if none is stated."""
    stated = (day for step in steps if step.when for day in (step.when.earliest, step.when.latest))
    return max((day for day in stated if day), default=None)


def _last_of(end: date, *, month: bool) -> date:
    """Return the last day of the month or the year of *end*."""
    if end.month == 12 or not month:
        return date(end.year, 12, 31)
    return date(end.year, end.month + 1, 1) - timedelta(1)


def _dated(lanes: Iterable[Lane]) -> Iterator[date]:
    """Yield the days that matter to *lanes*: of happenings, and on which an answer begins.

    The day after a last day is one of the latter: the answer has then expired.
    """
    for lane in lanes:
        stated = [day for mark in lane.marks for day in (mark.first, mark.last)]
        stated += [bar.since for bar in lane.bars] + [edge.since for edge in lane.edges]
        yield from filter(None, stated)
