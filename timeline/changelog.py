"""The changelog of a period: the sum of its daily differences, and what changed no answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.dates import Date
from events.kinds import Dispute, LeaveUnsaid, Reaffirm, Set, Settle, Term
from timeline.answers import NOT_SET, UNDETERMINED, Answer
from timeline.as_of import turning_days
from timeline.differences import behind
from timeline.merged import Record
from timeline.steps import FAR, Step
from timeline.telling import steps_of
from timeline.walk import IDLE, Seen, Turn, daily, given

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


def lines(
    record: Record,
    first: date | None,
    last: date | None,
    steps: Mapping[str, Sequence[Step]] | None = None,
) -> list[Line]:
    """Return the lines from *first* through *last*, newest first, then by group and term.

    Who has the *steps* of every term need not have them told again.

    For each day D the answers of D by what was public on D are compared with those of D - 1 by
    what was public on D - 1 (docs/meaning.md §7), so that what was learned late is in it, and what
    changed twice is in it twice.
    """
    told = steps_of(record) if steps is None else steps
    found = [
        line
        for key, term in record.terms.items()
        for line in lines_of(term, told[key], first, last)
    ]
    # Of one day and group they are in the order of the terms already.
    found.sort(key=lambda one: GROUPS.index(one.group))
    return sorted(found, key=lambda one: one.on, reverse=True)


def lines_of(
    term: Term,
    steps: Sequence[Step],
    first: date | None,
    last: date | None,
    answered: "Answered | None" = None,
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
        if low <= _came_out(step) <= high and step not in gave and step.verb not in IDLE:
            yield from _quiet(days, step)


Answered = Callable[[int, int], Answer]
"""Gives the answer on a day, an ordinal, by what was public by the end of another."""


class _Days:
    """The days of one term, and its answers on them."""

    def __init__(self, term: Term, steps: Sequence[Step], answered: Answered | None) -> None:
        self.term, self._steps, self._answered = term, steps, answered
        self._kept: dict[int, Seen] = {}
        self._of: dict[str, list[tuple[int, Step]]] = {}
        for number, step in enumerate(steps):
            self._of.setdefault(step.id, []).append((number, step))

    def of(self, events: Iterable[str]) -> list[Step]:
        """Return the steps of *events* in their order."""
        found = [numbered for event in set(events) for numbered in self._of[event]]
        return [step for _, step in sorted(found)]

    def turns(self, low: int, high: int) -> Iterator[Turn]:
        """Yield the turns from the day *low* through *high*."""
        if self._answered:
            yield from _turns(self._steps, low, high, self._answered)
            return
        kept = {_came_out(step) for step in self._steps}
        for turn in daily(self.term, self._steps, low, high):
            if turn.on in kept:
                self._kept[turn.on] = turn.after
            yield turn

    def answer(self, on: int) -> Answer:
        """Return the answer of a day that is over and on which a step came out."""
        return self._answered(on, on) if self._answered else self._kept[on].answer


def _turns(steps: Sequence[Step], low: int, high: int, answered: Answered) -> Iterator[Turn]:
    for on in sorted({*turning_days(steps), *(step.public for step in steps)}):
        if max(low, 2) <= on <= high:
            asked = ((on - 1, on - 1), (on - 1, on), (on, on))
            yield Turn(on, *(given(day, answered(day, known)) for day, known in asked))


def _is_late(step: Step) -> bool:
    """Whether it came out only after it had surely happened."""
    return step.public > step.days[-1][1]


def _came_out(step: Step) -> int:
    """Return the first day on which *step* had surely happened and was surely public."""
    return max(step.days[-1][1], step.public) if step.days else FAR


def _changes(days: _Days, low: int, high: int) -> Iterator[Line]:
    for on, before, learned, after in days.turns(low, high):
        if before is not learned and before.same != learned.same:
            yield _line(days, "Learned late", on, before.answer, learned.answer)
        if learned.same != after.same:
            group = _group(learned.answer, after.answer)
            yield _line(days, group, on, learned.answer, after.answer)


def _group(before: Answer, after: Answer) -> str:
    if after.status in ("ended", "expired"):
        return after.status.capitalize()
    return "Added" if before.status in (NOT_SET, "ended", "expired") else "Changed"


def _line(days: _Days, group: str, on: int, before: Answer, after: Answer) -> Line:
    gave = tuple(
        step
        for step in days.of(behind(before, after))
        if (step.answers or step.verb == "met")
        and step.public <= on
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
    answer = days.answer(on)
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
