"""The stretches of a term by answer: the days on which it certainly or possibly held."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from events.model.values import Value, kind
from events.model.vocabulary import FLAGS
from timeline.boxes.lines import Lines
from timeline.boxes.spans import Span, is_drawn, span
from timeline.rule.answer import Answer, answer_in
from timeline.rule.terms import PossibleAnswer


@kind
class Held(Value):
    """A run of days on which the answer *one* held, or may have held.

    The answer certainly held on the days *certain*, if any, and may have held on the days
    *possible*. Each of *flags* was up on at least one of the possible days.
    """

    one: PossibleAnswer
    possible: Span
    certain: Span | None
    flags: tuple[str, ...]


class _Part(NamedTuple):
    """The phase with index *place*, in which *one* is the possible answer looked for."""

    place: int
    answer: Answer
    one: PossibleAnswer
    is_certain: bool


def stretches(lines: Lines, term: str) -> list[Held]:
    """Return the stretches in *lines* of every answer that *term* had, sorted by day.

    An answer that was *not set* is left out. Answers with the same status and value are the same
    here, whatever their last days.
    """
    named: dict[tuple[str, str | None], list[_Part]] = {}
    drawn = (one for one in lines.line(term) if is_drawn(one.first, one.last))
    for place, (first, last, state) in enumerate(drawn):
        answer = answer_in(lines.record.terms[term], state, first, last)
        several = (answer.decided,) if answer.decided else answer.possible
        own = {(one.status, one.value): one for one in reversed(several)}
        for name in dict.fromkeys((one.status, one.value) for one in several):
            part = _Part(place, answer, own[name], len(own) == 1)
            named.setdefault(name, []).append(part)
    rows = (row for (status, _), own in named.items() if status != "not-set" for row in _rows(own))
    found = [(row[0].answer.first, _held(row)) for row in rows]
    found.sort(key=lambda one: (one[0], one[1].certain is None))
    return [held for _, held in found]


def _rows(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield runs of consecutive parts, split so that each has at most one certain run."""
    for _, numbered in groupby(enumerate(parts), key=lambda pair: pair[1].place - pair[0]):
        row = [part for _, part in numbered]
        runs = [list(run) for _, run in groupby(row, key=lambda part: part.is_certain)]
        certain = [index for index, run in enumerate(runs) if run[0].is_certain]
        for index in certain:
            yield [part for run in runs[max(index - 1, 0) : index + 2] for part in run]
        if not certain:
            yield row


def _held(parts: Sequence[_Part]) -> Held:
    certain = [part.answer for part in parts if part.is_certain]
    flags = {flag for part in parts for flag in part.answer.flags}
    return Held(
        one=next((part for part in parts if part.is_certain), parts[0]).one,
        possible=span(parts[0].answer.first, parts[-1].answer.last),
        certain=span(certain[0].first, certain[-1].last) if certain else None,
        flags=tuple(flag for flag in FLAGS if flag in flags),
    )
