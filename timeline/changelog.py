"""The changelog of a period: what happened in it, what each event did, and what came out late."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from events.dates import Date, day
from timeline.answers import Answer
from timeline.as_of import answer_on
from timeline.record import Record, Standing
from timeline.steps import FAR, Met, Step, steps_of


@dataclass(frozen=True, slots=True)
class Line:
    """What one *step* did: the answer of its term just *before* and just *after* its last day."""

    step: Step
    before: Answer
    after: Answer

    @property
    def changes(self) -> bool:
        """Whether the answer is another one."""
        return self.before.same != self.after.same


@dataclass(frozen=True, slots=True)
class Chapter:
    """An event of the period with its *lines*; *late* when it took effect before the period."""

    standing: Standing
    lines: tuple[Line, ...]
    late: bool


def chapters(record: Record, first: date | None, last: date | None) -> list[Chapter]:
    """Return the events that took effect, or came out, from *first* through *last*; newest first.

    An imprecise event belongs to every period that holds one of its possible days.
    """
    low = first.toordinal() if first else -FAR
    high = last.toordinal() if last else FAR
    by_event: dict[str, list[Step]] = {}
    terms = steps_of(record)
    for steps in terms.values():
        for step in steps:
            if not isinstance(step.change, Met):
                by_event.setdefault(step.event.id, []).append(step)
    found = [
        Chapter(standing, tuple(_lines(by_event.get(standing.event.id, ()), terms, record)), late)
        for standing in record.events
        for late in _belongs(standing, by_event.get(standing.event.id, ()), low, high)
    ]
    return sorted(found, key=_newest, reverse=True)


def _belongs(standing: Standing, steps: Sequence[Step], low: int, high: int) -> Iterator[bool]:
    """Yield whether it came out late, once, if it belongs to the period at all."""
    when = standing.event.when
    spans = [span for step in steps for span in step.days] or [
        (a.toordinal() if a else -FAR, b.toordinal() if b else FAR)
        for a, b in (when.spans if when else ())
    ]
    if any(a <= high and b >= low and a > -FAR for a, b in spans):
        yield False
    elif any(low <= _day(step.announced) <= high for step in steps):
        yield True


def _day(announced: Date) -> int:
    return announced.latest.toordinal() if announced.latest else FAR


def _newest(chapter: Chapter) -> tuple[int, int]:
    when = chapter.standing.event.when
    latest = when.latest if when else None
    return latest.toordinal() if latest else 0, chapter.standing.place


def _lines(
    steps: Sequence[Step], terms: Mapping[str, Sequence[Step]], record: Record
) -> Iterator[Line]:
    for step in sorted(steps, key=lambda one: one.place):
        key = getattr(step.change, "term", "")
        term = record.terms.get(key)
        if term is None or not step.days:
            continue
        first = max(min(a for a, _ in step.days), 2)
        last = step.days[-1][1]
        after = day(date.fromordinal(last if last < FAR else first))
        before = day(date.fromordinal(first - 1))
        yield Line(step, answer_on(term, terms[key], before), answer_on(term, terms[key], after))
