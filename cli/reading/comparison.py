"""Compare the answers at two points of a log, one clock at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cli.reading.partnership import chosen_in
from cli.reading.selection import holding, selected
from cli.reading.session import View, opened
from cli.typed_points import PointTyped
from events.dates.dates import Date
from events.errors import NotFoundError
from events.log.log import Log
from events.model.kinds import Act
from timeline.answers.dependencies import vocabulary
from timeline.answers.reader import read
from timeline.boxes.lines import Answers
from timeline.record.days import FAR
from timeline.record.record import Record, record_of
from timeline.record.sources import public_since
from timeline.views.diff import Difference, Point, differences


class Compared(NamedTuple):
    """The differences *found*, the *view* at the later instant, and *titles* of events."""

    view: View
    titles: dict[str, str]
    found: Sequence[Difference]


def compare(
    db: str | None,
    partnership: str | None,
    first: PointTyped,
    last: PointTyped,
    globs: Sequence[str] = (),
) -> Compared:
    """Compare *partnership* in *db* at the points *first* and *last*.

    Only the terms matched by *globs* (default: all) are compared.
    """
    with opened(db) as log:
        slug = chosen_in(log, partnership, holding(log, globs))
        terms = _Terms(log, slug, globs, first.recorded, last.recorded)
        found = list(differences(terms.read, _point(first), _point(last)))
        titles = terms.titles({event for one in found for event in one.events})
    return Compared(terms.seen, titles, found)


class _Terms:
    """The terms being compared, in the log as of each of the *instants*.

    *seen* is the view at the later instant.
    """

    def __init__(self, log: Log, slug: str, globs: Sequence[str], *instants: str | None) -> None:
        self._log, self._slug = log, slug
        self._heads = {one: log.head(slug, recorded_by=one) for one in instants}
        last = max(self._heads.values(), key=lambda head: head.version)
        if not last.version:
            by = max(filter(None, instants))
            raise NotFoundError(f"Nothing of {slug} had been recorded by {by}.")
        words = vocabulary(log, slug)
        record = record_of(words[one] for one in sorted(words) if one <= last.version)
        self.seen = View(slug=slug, record=record, recorded=None, last=last)
        self._wanted = set(selected(record, globs))
        self._with_all = len({head.version for head in self._heads.values()}) > 1
        self._read: dict[tuple[int, date | None, int | None], Answers] = {}

    def read(self, recorded: str | None, known: date | None, on: Date | None) -> Answers:
        """Return the answers recorded by an instant: this is `Read` in `timeline.views.diff`."""
        version = self._heads[recorded].version
        one = on.earliest.toordinal() if on and on.is_day and on.earliest else None
        asked = version, known, None if self._with_all else one
        if asked not in self._read:
            self._read[asked] = read(
                self._log, self._slug, self._own, version=version, known=known, is_cut=True,
                with_all=self._with_all, on=asked[-1],
            )  # fmt: skip
        return self._read[asked]

    def titles(self, events: Iterable[str]) -> dict[str, str]:
        """Return titles of *events* and of conditions; of an act on the record, the reason.

        Those of other events are among them as far as they were public at the points compared.
        """
        there: dict[str, str] = {}
        for (_, known, _), one in sorted(self._read.items(), key=lambda one: one[0][0]):
            record, by = one.record, known.toordinal() if known else FAR
            public = [each for each in record.events if public_since(each, record) <= by]
            there |= {each.event.id: each.event.title for each in public}
            there |= {key: each.title for key, each in record.conditions.items()}
        named = [(self._slug, one) for one in events if one not in there]
        acts = [entry.act() for entry in self._log.find_all(named)]
        return there | {one.id: _titled(one) for one in acts}

    def _own(self, record: Record) -> list[str]:
        """Return the terms compared, under the names that they have in *record*."""
        names = self.seen.record.renamed
        return [own for own in record.terms if names.get(own, own) in self._wanted]


def _titled(act: Act) -> str:
    return getattr(act, "reason", None) or getattr(act, "title", None) or act.id


def _point(typed: PointTyped) -> Point:
    return Point(typed.on, typed.known.earliest if typed.known else None, typed.recorded)
