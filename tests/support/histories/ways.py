"""Differences between two points, in logs that are in no database."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from events.dates.dates import Date
from timeline.boxes.lines import Answers
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept
from timeline.views import diff
from timeline.views.diff import Difference, Point


def differences(kept: Sequence[Kept], start: Point, end: Point) -> Iterator[Difference]:
    """Yield the differences between *start* and *end* in the log *kept*."""

    @cache
    def recorded(by: str | None) -> Answers:
        acts = (one for one in kept if by is None or one.recorded <= by)
        return answers_of(acts, lambda every: [*every.terms])

    def read(by: str | None, _known: date | None, _on: Date | None) -> Answers:
        return recorded(by)

    return diff.differences(read, start, end)
