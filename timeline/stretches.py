"""Stretches: the days on which a term had one answer, the certain among the possible ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, zip_longest

from events.dates import Date
from events.kinds import Authority, Term
from timeline.answers import FLAGS, NOT_SET, UNDETERMINED, Answer, Possible
from timeline.steps import Step
from timeline.walk import answers


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row on which the answer was, or may have been, this one; None is an open end.

    It may have been from *first_possible* through *last_possible*, and it certainly was from
    *first_certain* through *last_certain* where it is *certain* on some day. *flags* are those that
    it had on any of these days; *through*, *unless* and *event* are those of its first day.
    """

    term: Term
    status: str
    value: str | None
    certain: bool
    first_possible: date | None
    first_certain: date | None
    last_certain: date | None
    last_possible: date | None
    through: Date | None
    unless: tuple[str, ...]
    event: str | None
    authority: Authority | None
    flags: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Days on which the answer does not change, with the one that is looked for in it."""

    first: date | None
    last: date | None
    answer: Answer
    one: Answer | Possible | None

    @property
    def certain(self) -> bool:
        return self.one is self.answer


def stretches(term: Term, steps: Sequence[Step]) -> list[Stretch]:
    """Return the stretches of every answer that *term* had, but for *not-set*, in order of days."""
    parts = list(_parts(term, steps))
    names = dict.fromkeys((one.status, one.value) for part in parts for one in _forms(part[2]))
    found = [
        stretch
        for name in names
        if name[0] != NOT_SET
        for stretch in _of_name(term, steps, [_looked_for(part, name) for part in parts])
    ]
    return sorted(found, key=lambda one: (one.first_possible or date.min, not one.certain))


_Days = tuple[date | None, date | None, Answer]


def _parts(term: Term, steps: Sequence[Step]) -> Iterator[_Days]:
    """Yield the days of every answer in a row, with the answer."""
    rows = list(answers(term, steps))
    for (begins, answer), following in zip_longest(rows, rows[1:]):
        last = following[0] - timedelta(1) if following and following[0] else None
        yield begins, last, answer


def _forms(answer: Answer) -> Sequence[Answer | Possible]:
    return answer.possible if answer.status == UNDETERMINED else (answer,)


def _looked_for(part: _Days, name: tuple[str, str | None]) -> _Part:
    """Return *part* with the answer called *name*; where all are called so, it is certain."""
    first, last, answer = part
    forms = _forms(answer)
    given = [one for one in forms if (one.status, one.value) == name]
    if given and len(given) == len(forms):
        return _Part(first, last, answer, answer)
    return _Part(first, last, answer, given[0] if given else None)


def _of_name(term: Term, steps: Sequence[Step], parts: list[_Part]) -> Iterator[Stretch]:
    for there, group in groupby(parts, key=lambda part: part.one is not None):
        if there:
            row = list(group)
            for own in _split(row):
                yield _stretch(term, steps, own)


def _split(row: list[_Part]) -> Iterator[list[_Part]]:
    """Yield *row*, or where it is certain more than once, what lies about each time."""
    runs = [list(run) for _, run in groupby(row, key=lambda part: part.certain)]
    certain = [index for index, run in enumerate(runs) if run[0].certain]
    for index in certain:
        around = runs[max(index - 1, 0) : index + 2]
        yield [part for run in around for part in run]
    if not certain:
        yield row


def _stretch(term: Term, steps: Sequence[Step], parts: list[_Part]) -> Stretch:
    certain = [part for part in parts if part.certain]
    begins = (certain or parts)[0]
    gave = _forms(begins.answer)[0] if begins.certain else begins.one
    assert gave is not None
    step = next((one for one in reversed(steps) if one.id == gave.event), None)
    flags = {flag for part in parts for flag in part.answer.flags}
    settled = begins.answer if begins.certain and begins.answer.status != UNDETERMINED else None
    return Stretch(
        term,
        gave.status,
        gave.value,
        bool(certain),
        parts[0].first,
        certain[0].first if certain else None,
        certain[-1].last if certain else None,
        parts[-1].last,
        gave.through,
        gave.unless,
        gave.event,
        settled.authority if settled else step.authority if step else None,
        tuple(flag for flag in FLAGS if flag in flags),
        settled.sources if settled else step.sources if step else (),
    )
