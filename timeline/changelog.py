"""The changelog of a period: the sum of its daily differences, and what changed no answer."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.dates import Date, day
from events.kinds import Dispute, LeaveUnsaid, Reaffirm, Set, Settle, Term
from timeline.answers import NOT_SET, UNDETERMINED, Answer
from timeline.as_of import answer_on, turning_days
from timeline.differences import behind
from timeline.record import Record
from timeline.steps import FAR, Step
from timeline.telling import steps_of

GROUPS = (
    "Added", "Changed", "Ended", "Expired", "Reaffirmed", "Disputed and settled",
    "Left unsaid", "Learned late", "Claimed",
)  # fmt: skip
"""What a line can be about, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Line:
    """What came to be on the day *on*: an answer that changed, or a statement that changed none.

    *when* is the date of what happened as its source gives it; *before* is the answer until then
    and *after* from then on, the same for what changed none.
    """

    group: str
    on: date
    term: Term
    when: Date | None
    before: Answer
    after: Answer
    steps: tuple[Step, ...]


def lines(record: Record, first: date | None, last: date | None) -> list[Line]:
    """Return the lines from *first* through *last*, newest first, then by group and term.

    For each day D the answers of D by what was public on D are compared with those of D - 1 by
    what was public on D - 1 (docs/meaning.md §7), so that what was learned late is in it, and what
    changed twice is in it twice.
    """
    steps = steps_of(record)
    found = [
        line
        for key, term in record.terms.items()
        for line in lines_of(term, steps[key], first, last)
    ]
    order = {key: number for number, key in enumerate(record.terms)}
    return sorted(
        found, key=lambda one: (-one.on.toordinal(), GROUPS.index(one.group), order[one.term.key])
    )


def lines_of(
    term: Term,
    steps: Sequence[Step],
    first: date | None,
    last: date | None,
    answered: Callable[[int, int], Answer] | None = None,
) -> Iterator[Line]:
    """Yield the lines of one term from *first* through *last*, by its *steps*.

    Who has the answers on every day, by what was known on any, says how they are *answered*.
    """
    low, high = (first or date.min).toordinal(), (last or date.max).toordinal()
    days = _Days(term, steps, answered)
    told = _merged(_changes(days, low, high))
    yield from told
    gave = {step for line in told for step in line.steps}
    for step in steps:
        if low <= _came_out(step) <= high and step not in gave:
            yield from _quiet(days, step)


class _Days:
    """The answers of one term on any day, by what was public on any day.

    On the days *turns* the answer may change, or become known to have changed.
    """

    def __init__(
        self,
        term: Term,
        steps: Sequence[Step],
        answered: Callable[[int, int], Answer] | None = None,
    ) -> None:
        self.term, self.steps = term, steps
        self._answered = answered or self._by_the_rule
        self._cuts = sorted({_latest(step.announced) for step in steps})
        self.turns = sorted({*turning_days(steps), *self._cuts})
        self._seen: dict[tuple[int, int], Answer] = {}

    def answer(self, on: int, known: int) -> Answer:
        """Return the answer on the day *on* by what was public by the end of *known*."""
        asked = on, bisect_right(self._cuts, known)
        if asked not in self._seen:
            self._seen[asked] = self._answered(on, known)
        return self._seen[asked]

    def _by_the_rule(self, on: int, known: int) -> Answer:
        public = [step for step in self.steps if _latest(step.announced) <= known]
        return answer_on(self.term, public, day(date.fromordinal(on)))


def _latest(when: Date) -> int:
    return when.latest.toordinal() if when.latest else FAR


def _is_late(step: Step) -> bool:
    """Whether it came out only after it had surely happened."""
    return _latest(step.announced) > step.days[-1][1]


def _came_out(step: Step) -> int:
    """Return the first day on which *step* had surely happened and was surely public."""
    return max(step.days[-1][1], _latest(step.announced)) if step.days else FAR


def _changes(days: _Days, low: int, high: int) -> Iterator[Line]:
    for on in days.turns:
        if not max(low, 2) <= on <= high:
            continue
        before = days.answer(on - 1, on - 1)
        learned = days.answer(on - 1, on)
        after = days.answer(on, on)
        if before.same != learned.same:
            yield _line(days, "Learned late", on, before, learned)
        if learned.same != after.same:
            yield _line(days, _group(learned, after), on, learned, after)


def _group(before: Answer, after: Answer) -> str:
    if after.status in ("ended", "expired"):
        return after.status.capitalize()
    return "Added" if before.status in (NOT_SET, "ended", "expired") else "Changed"


def _line(days: _Days, group: str, on: int, before: Answer, after: Answer) -> Line:
    events = set(behind(before, after))
    gave = tuple(
        step
        for step in days.steps
        if step.event.id in events
        and (step.answers or step.verb == "met")
        and _latest(step.announced) <= on
        and any(first <= on for first, _ in step.days)
        and _gives(step, after)
    )
    return Line(group, date.fromordinal(on), days.term, gave[-1].when, before, after, gave)


def _gives(step: Step, answer: Answer) -> bool:
    """Whether what *step* says is the answer, or one that is possible."""
    values = {one.value for one in answer.possible or (answer,)}
    return (step.change.value if isinstance(step.change, Set) else None) in values


def _merged(found: Iterable[Line]) -> list[Line]:
    """Make one line of those by which one imprecise event first may and then must have happened."""
    told: list[Line] = []
    for line in found:
        if told and _continues(told[-1], line):
            start = told.pop()
            group = _group(start.before, line.after)
            line = replace(line, group=group, before=start.before, on=start.on)
        told.append(line)
    return told


def _continues(start: Line, line: Line) -> bool:
    """Whether *line* is of the last day of what only may have happened by *start*."""
    moments = {step.moment for step in start.steps}
    last = {step.days[-1][1] for step in line.steps if step.moment in moments}
    return (
        start.after.status == UNDETERMINED
        and line.group != "Learned late"
        and line.on.toordinal() in last
    )


def _quiet(days: _Days, step: Step) -> Iterator[Line]:
    """Yield the line of a step that changed no answer, if it is one of those that are told."""
    on = _came_out(step)
    answer = days.answer(on, on)
    for group in _quiet_groups(step, answer):
        yield Line(group, date.fromordinal(on), days.term, step.when, answer, answer, (step,))


def _quiet_groups(step: Step, answer: Answer) -> Iterator[str]:
    if isinstance(step.change, Reaffirm):
        yield "Reaffirmed"
    if isinstance(step.change, LeaveUnsaid):
        yield "Left unsaid"
    if isinstance(step.change, Dispute | Settle):
        yield "Disputed and settled"
    if step.answers and any(claim.event == step.event.id for claim in answer.claims):
        yield "Learned late" if _is_late(step) else "Claimed"


def cited(found: Iterable[Line]) -> Mapping[str, int]:
    """Number the sources of the lines in the order in which a reader meets them."""
    keys = (key for line in found for step in line.steps for key in step.sources)
    return {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}
