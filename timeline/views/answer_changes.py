"""Compare two lines of a term: the days on which the answers differ, and the steps behind that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from events.model.kinds import Term
from timeline.record.days import FAR
from timeline.record.incremental import Steps
from timeline.record.record import Record
from timeline.record.steps import Step
from timeline.rule.answer import Answer, answer_in
from timeline.rule.line import Stretch
from timeline.rule.state import State
from timeline.rule.terms import PossibleAnswer, kinds

Said = frozenset[PossibleAnswer]


class AnswerChange(NamedTuple):
    """The days *first* through *last*, ordinals, on which the answers *was* and *now* differ."""

    first: int
    last: int
    was: Said
    now: Said

    @property
    def back(self) -> "AnswerChange":
        """Return the same change in the opposite direction."""
        return AnswerChange(self.first, self.last, self.now, self.was)


def earlier_names(record: Record, steps: Steps, names: Mapping[str, str]) -> dict[str, str]:
    """Return the name that each term has in *record*, by its later name in *names*.

    Where two terms have the same later name, the one that has *steps* counts.
    """
    # A name may have been defined before another term took it: the term that has answers counts.
    terms = sorted(record.terms, key=lambda own: bool(steps.get(own)))
    return {names.get(own, own): own for own in terms}


def bare(term: Term, said: Iterable[PossibleAnswer], first: int = -FAR, last: int = FAR) -> Answer:
    """Return *said* as the answer of *term* on the days *first* through *last*.

    The days are ordinals. Claims, disputes and flags of other statements are left out.
    """
    return replace(answer_in(term, State(frozenset(said)), first, last), flags=())


def answer_changes(
    was: Sequence[Stretch], now: Sequence[Stretch], last: int = FAR
) -> list[AnswerChange]:
    """Return the stretches of days up to *last* on which two lines have different answers.

    *was* and *now* are the two lines, sorted by day; they may have gaps. Consecutive days with the
    same pair of answers form one `AnswerChange`.
    """
    found: list[AnswerChange] = []
    for one in _overlaps(was, now, last):
        if kinds(one.was) != kinds(one.now):
            goes_on = found and found[-1].last + 1 == one.first and _is_same(found[-1], one)
            found.append(one._replace(first=found.pop().first) if goes_on else one)
    return found


def _overlaps(was: Sequence[Stretch], now: Sequence[Stretch], last: int) -> Iterator[AnswerChange]:
    """Yield the days up to *last* that both lines cover, split wherever one of them changes."""
    olds, news = iter(was), iter(now)
    old, new = next(olds, None), next(news, None)
    while old and new and max(old.first, new.first) <= last:
        first, end = max(old.first, new.first), min(old.last, new.last)
        if first <= end:
            yield AnswerChange(first, min(end, last), old.said, new.said)
        if old.last == end:
            old = next(olds, None)
        if new.last == end:
            new = next(news, None)


def _is_same(one: AnswerChange, other: AnswerChange) -> bool:
    return kinds(one.was) == kinds(other.was) and kinds(one.now) == kinds(other.now)


def goes_on(start: AnswerChange, one: AnswerChange) -> bool:
    """Return whether *one* directly follows *start* and settles what *start* made possible."""
    moments = {step.moment for step in behind(start.was, start.now)}
    steps = behind(one.was, one.now)
    return (
        len(kinds(start.now)) > 1
        and (start.last + 1, kinds(start.was)) == (one.first, kinds(one.was))
        and any(s.moment in moments and s.days[-1][1] == one.first for s in steps)
    )


def behind(was: Iterable[PossibleAnswer], now: Iterable[PossibleAnswer]) -> list[Step]:
    """Return the steps that explain a change of the answers from *was* to *now*.

    These are the deciding steps that are new in *now*; if none is new, all deciding steps of *now*;
    if *now* has none, those of *was*.
    """
    then, later = _deciding(was), _deciding(now)
    named = {(step.version, step.index) for step in then}  # Each cut has its own step objects.
    return [step for step in later if (step.version, step.index) not in named] or later or then


def _deciding(said: Iterable[PossibleAnswer]) -> list[Step]:
    steps = {one.deciding for one in said if one.deciding}
    return sorted(steps, key=lambda step: (step.version, step.index))
