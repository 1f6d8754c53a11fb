"""A box: an item that holds over a range of effective days and a range of known days."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from timeline.record.days import FAR


class Item(NamedTuple):
    """A part of a state; *body* encodes all of it, and the other fields are for searching.

    *through* is an ordinal and *event* the event that gave the answer; both are None if it is
    undetermined.
    """

    kind: str
    status: str | None
    value: str | None
    through: int | None
    authority: str | None
    event: str | None
    body: str


Run = tuple[Item, int, int]
"""An item with the first and the last day of a run on which it holds, as ordinals."""


class Box(NamedTuple):
    """*item* holds on the days *first* through *last*, as known on *since* through *until*."""

    item: Item
    first: int
    last: int
    since: int
    until: int


HEAD = 2**31 - 1
"""The *until* of a row that is still current."""


class Row(NamedTuple):
    """A row: the *box* of *term* is current from version *since* until just before *until*."""

    term: str
    box: Box
    since: int
    until: int = HEAD


class Change(NamedTuple):
    """The boxes of *term* that no longer hold (*closed*), and those that now do (*opened*)."""

    term: str
    closed: frozenset[Box]
    opened: frozenset[Box]


class Window(NamedTuple):
    """The *runs* on the days *first* through *last*, as known on *since* through *until*."""

    first: int
    last: int
    since: int
    until: int
    runs: Sequence[Run]

    def meets(self, box: Box) -> bool:
        """Return whether *box* overlaps this window, or could be joined with a run in it."""
        return (
            box.last >= self.first - 1
            and box.first <= self.last + 1
            and box.until >= self.since - 1
            and box.since <= self.until + 1
        )


_LAST, _UNTIL = attrgetter("last"), attrgetter("until")


class Boxes:
    """The boxes of one term at one version, in a canonical form.

    For each known day, an item has its longest runs of effective days; a run that is the same on
    consecutive known days is one box. The boxes *apart* are left alone. *opened* and *closed* are
    the changes since `settled` was last called.
    """

    def __init__(self, boxes: Iterable[Box] = (), apart: Iterable[Box] = ()) -> None:
        rows = list(boxes)
        # News comes at the end, so few boxes end late on the clock by which each list is sorted.
        self._lasting = sorted((box for box in rows if box.until == FAR), key=_LAST)
        self._past = sorted((box for box in rows if box.until < FAR), key=_UNTIL)
        self._apart = set(apart)
        self.settled()

    def __iter__(self) -> Iterator[Box]:
        yield from self._past
        yield from self._lasting
        yield from self._apart

    def settled(self) -> None:
        """Forget the changes collected so far."""
        self.opened, self.closed = set[Box](), set[Box]()

    def put(self, windows: Sequence[Window]) -> None:
        """Replace the boxes inside *windows* by those that the runs of each window make.

        The windows are sorted by known days, and do not overlap.
        """
        touched = self._touched(windows) if windows else set()
        wanted = set(_boxes(_known(touched, windows)))
        for box in touched - wanted:
            self.remove(box)
        for box in wanted - touched:
            self.add(box)

    def clear(self) -> None:
        """Remove all boxes."""
        for box in (*self._past, *self._lasting):
            self.remove(box)
        for box in [*self._apart]:
            self.drop(box)

    def keep(self, box: Box) -> None:
        """Add a *box* that stands apart: windows leave it alone."""
        _toggle(box, self.closed, self.opened)
        self._apart.add(box)

    def drop(self, box: Box) -> None:
        """Remove a *box* that stands apart."""
        _toggle(box, self.opened, self.closed)
        self._apart.remove(box)

    def add(self, box: Box) -> None:
        """Add a *box* that cannot be joined with any other."""
        _toggle(box, self.closed, self.opened)
        lasts = box.until == FAR
        insort(self._lasting if lasts else self._past, box, key=_LAST if lasts else _UNTIL)

    def remove(self, box: Box) -> None:
        """Remove *box*."""
        _toggle(box, self.opened, self.closed)
        boxes, key = (self._lasting, _LAST) if box.until == FAR else (self._past, _UNTIL)
        del boxes[boxes.index(box, bisect_left(boxes, key(box), key=key))]

    def _touched(self, windows: Sequence[Window]) -> set[Box]:
        first, since = min(window.first for window in windows) - 1, windows[0].since - 1
        lasting = self._lasting[bisect_left(self._lasting, first, key=_LAST) :]
        past = self._past[bisect_left(self._past, since, key=_UNTIL) :]
        return {box for box in (*past, *lasting) if any(window.meets(box) for window in windows)}


def _toggle(box: Box, undone: set[Box], done: set[Box]) -> None:
    if box in undone:
        undone.remove(box)
    else:
        done.add(box)


_Known = dict[Run, list[tuple[int, int]]]
"""The spans of known days on which each run holds."""


def _known(touched: Collection[Box], windows: Sequence[Window]) -> _Known:
    """Return the known days of each run once *windows* have been put in place."""
    found: _Known = {}
    for box in touched:
        for span in _apart(box, windows):
            found.setdefault(box[:3], []).append(span)
    for window in windows:
        near = touched if len(windows) == 1 else [box for box in touched if window.meets(box)]
        for since, until in _spans(near, window):
            row = (box for box in near if box.since <= since <= box.until)
            for run in _row(row, window):
                found.setdefault(run, []).append((since, until))
    return found


def _apart(box: Box, windows: Sequence[Window]) -> Iterator[tuple[int, int]]:
    """Yield the known days of *box* that lie outside all *windows*."""
    since = box.since
    for window in windows:
        if window.meets(box) and window.since <= box.until and window.until >= since:
            if since < window.since:
                yield since, window.since - 1
            since = window.until + 1
    if since <= box.until:
        yield since, box.until


def _spans(near: Iterable[Box], window: Window) -> Iterator[tuple[int, int]]:
    """Yield the known days of *window*, split where any box *near* begins or ends."""
    turns = {window.since}
    for box in near:
        turns |= {
            turn for turn in (box.since, box.until + 1) if window.since < turn <= window.until
        }
    days = [*sorted(turns), window.until + 1]
    return ((since, following - 1) for since, following in pairwise(days))


def _row(boxes: Iterable[Box], window: Window) -> Iterator[Run]:
    """Yield the runs of one known day: those in *window*, and the parts of *boxes* outside it."""
    found: dict[Item, list[tuple[int, int]]] = {}
    for item, first, last in window.runs:
        found.setdefault(item, []).append((first, last))
    for item, first, last, *_ in boxes:
        if first < window.first:
            found.setdefault(item, []).append((first, min(last, window.first - 1)))
        if last > window.last:
            found.setdefault(item, []).append((max(first, window.last + 1), last))
    return ((item, *run) for item, runs in found.items() for run in joined(runs))


def _boxes(known: _Known) -> Iterator[Box]:
    return (Box(*run, *span) for run, spans in known.items() for span in joined(spans))


def joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield disjoint *spans* in order, merging adjacent ones."""
    spans.sort()
    begun, end = spans[0]
    for first, last in spans[1:]:
        if first > end + 1:
            yield begun, end
            begun = first
        end = last
    yield begun, end
