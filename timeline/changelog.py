"""The changelog of a period: the sum of its daily differences, and what changed no answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.dates import Date, day
from events.kinds import Dispute, LeaveUnsaid, Reaffirm, Set, Settle, Term
from timeline.answers import NOT_SET, UNDETERMINED, Answer
from timeline.as_of import answer_on, turning_days
from timeline.differences import behind
from timeline.record import Record
from timeline.steps import FAR, Step, steps_of

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
    low = first.toordinal() if first else 2
    high = last.toordinal() if last else FAR
    found = [
        line for key, term in record.terms.items() for line in _of_term(term, steps[key], low, high)
    ]
    order = {key: number for number, key in enumerate(record.terms)}
    return sorted(
        found, key=lambda one: (-one.on.toordinal(), GROUPS.index(one.group), order[one.term.key])
    )


def _of_term(term: Term, steps: Sequence[Step], low: int, high: int) -> Iterator[Line]:
    days = _Days(term, steps)
    told = [line for line in _merged(list(_changes(days, low, high))) if line.steps]
    yield from told
    gave = {step for line in told for step in line.steps}
    for step in steps:
        on = _came_out(step)
        if on is not None and low <= on <= high and step not in gave:
            yield from _quiet(days, step, on)


class _Days:
    """The answers of one term on any day, by what was public on any day."""

    def __init__(self, term: Term, steps: Sequence[Step]) -> None:
        self.term, self.steps = term, steps
        self._cuts = sorted({_latest(step.announced) for step in steps})
        self._seen: dict[tuple[int, int], Answer] = {}

    def answer(self, on: int, known: int) -> Answer:
        """Return the answer on the day *on* by what was public by the end of *known*."""
        cut = max((one for one in self._cuts if one <= known), default=0)
        if (on, cut) not in self._seen:
            public = [step for step in self.steps if _latest(step.announced) <= cut]
            self._seen[on, cut] = answer_on(self.term, public, day(date.fromordinal(on)))
        return self._seen[on, cut]

    @property
    def turns(self) -> list[int]:
        """The days on which the answer may change, or become known to have changed."""
        return sorted({*turning_days(self.steps), *self._cuts})


def _latest(when: Date) -> int:
    return when.latest.toordinal() if when.latest else FAR


def _is_late(step: Step) -> bool:
    """Whether it came out only after it had surely happened."""
    return _latest(step.announced) > step.days[-1][1]


def _came_out(step: Step) -> int | None:
    """Return the first day on which *step* had surely happened and was surely public."""
    if not step.days:
        return None
    on = max(step.days[-1][1], _latest(step.announced))
    return on if on < FAR else None


def _changes(days: _Days, low: int, high: int) -> Iterator[Line]:
    for on in days.turns:
        if not max(low, 2) <= on <= min(high, date.max.toordinal()):
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
    events = list(behind(before, after))
    said = [
        step
        for step in days.steps
        if step.event.id in events
        and (step.answers or step.verb == "met")
        and _latest(step.announced) <= on
    ]
    gave = tuple(step for step in said if _gives(step, after)) or tuple(said)
    when = gave[-1].when if gave else None
    return Line(group, date.fromordinal(on), days.term, when, before, after, gave)


def _gives(step: Step, answer: Answer) -> bool:
    """Whether what *step* says is the answer, or one that is possible."""
    values = {answer.value, *(one.value for one in answer.possible)}
    return (step.change.value if isinstance(step.change, Set) else None) in values


def _merged(found: Sequence[Line]) -> Iterator[Line]:
    """Make one line of those by which one imprecise event first may and then must have happened."""
    open_line: Line | None = None
    for line in found:
        if open_line and _continues(open_line, line):
            late = open_line.group == "Learned late" and any(map(_is_late, line.steps))
            group = "Learned late" if late else _group(open_line.before, line.after)
            open_line = replace(line, group=group, before=open_line.before, on=open_line.on)
        else:
            if open_line:
                yield open_line
            open_line = line
    if open_line:
        yield open_line


def _continues(before: Line, line: Line) -> bool:
    same = {step.moment for step in before.steps} & {step.moment for step in line.steps}
    return before.after.status == UNDETERMINED and line.group != "Learned late" and bool(same)


def _quiet(days: _Days, step: Step, on: int) -> Iterator[Line]:
    """Yield the line of a step that changed no answer, if it is one of those that are told."""
    answer = days.answer(on, on)
    group = _quiet_group(step, answer)
    if group is not None:
        yield Line(group, date.fromordinal(on), days.term, step.when, answer, answer, (step,))


def _quiet_group(step: Step, answer: Answer) -> str | None:
    match step.change:
        case Reaffirm():
            return "Reaffirmed"
        case LeaveUnsaid():
            return "Left unsaid"
        case Dispute() | Settle():
            return "Disputed and settled"
        case _ if step.answers and any(claim.event == step.event.id for claim in answer.claims):
            return "Learned late" if _is_late(step) else "Claimed"
        case _:
            return None


def cited(found: Iterable[Line]) -> Mapping[str, int]:
    """Number the sources of the lines in the order in which a reader meets them."""
    keys = (key for line in found for step in line.steps for key in step.sources)
    return {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}
