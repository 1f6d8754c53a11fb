"""Stretches: the days on which a term had one answer, the certain among the possible ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from events.model.kinds import Term
from timeline.rule.answer import FLAGS, Answer
from timeline.rule.terms import Possibility, Terms
from timeline.views.abreast import Span, span
from timeline.views.answered import answers

Name = tuple[str, str | None]
"""A status and a value, whatever the last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Days in a row on which the answer was, or may have been, *one*; None is an open end.

    It certainly was on the days *certain*, if on any, and may have been on those *possible*, of
    which each of the *flags* was up on one at least.
    """

    term: Term
    one: Possibility
    possible: Span
    certain: Span | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Days on which the answer does not change, and *one* of that name among the possible ones."""

    first: int
    last: int
    answer: Answer
    one: Possibility | None
    certain: bool


def stretches(terms: Terms, term: Term) -> list[Held]:
    """Return the stretches of every answer that *term* had, but for *not-set*, in order of days."""
    rows = list(answers(terms, term))
    names = dict.fromkeys(_name(one) for *_, answer in rows for one in _possible(answer))
    found = [
        (parts[0].first, _held(term, parts))
        for name in names
        if name[0] != "not-set"
        for parts in _of_name([_looked_for(*row, name) for row in rows])
    ]
    found.sort(key=lambda one: (one[0], one[1].certain is None))
    return [held for _, held in found]


def _possible(answer: Answer) -> Sequence[Possibility]:
    return [answer.decided] if answer.decided else answer.possible


def _name(one: Possibility) -> Name:
    return one.status, one.value


def _looked_for(first: int, last: int, answer: Answer, name: Name) -> _Part:
    """Return a part with the answer called *name*; where all are called so, it is certain."""
    own = [one for one in _possible(answer) if _name(one) == name]
    certain = bool(own) and len(own) == len(_possible(answer))
    return _Part(first, last, answer, own[0] if own else None, certain)


def _of_name(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    for there, group in groupby(parts, key=lambda part: part.one is not None):
        if there:
            yield from _split(list(group))


def _split(row: list[_Part]) -> Iterator[list[_Part]]:
    """Yield *row*, or where it is certain more than once, what lies about each time."""
    runs = [list(run) for _, run in groupby(row, key=lambda part: part.certain)]
    certain = [index for index, run in enumerate(runs) if run[0].certain]
    for index in certain:
        around = runs[max(index - 1, 0) : index + 2]
        yield [part for run in around for part in run]
    if not certain:
        yield row


def _held(term: Term, parts: Sequence[_Part]) -> Held:
    certain = [part for part in parts if part.certain]
    one = (certain or parts)[0].one
    assert one is not None
    flags = {flag for part in parts for flag in part.answer.flags}
    return Held(
        term=term,
        one=one,
        possible=span(parts[0].first, parts[-1].last),
        certain=span(certain[0].first, certain[-1].last) if certain else None,
        flags=tuple(flag for flag in FLAGS if flag in flags),
    )
