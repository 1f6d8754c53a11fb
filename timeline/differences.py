"""Differences: what changed in the answers between two days, and the events behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timeline.answers import Answer


@dataclass(frozen=True, slots=True)
class Difference:
    """The answers of one term before and after, why they differ and the *events* behind it."""

    cause: str
    before: Answer
    after: Answer
    events: tuple[str, ...]


def differences(before: Sequence[Answer], after: Sequence[Answer]) -> Iterator[Difference]:
    """Yield a row for every term whose answer the way from *before* to *after* has changed.

    Both are the answers of one record on two days, so that the world is the cause of each.
    """
    earlier = {answer.term.key: answer for answer in before}
    for answer in after:
        was = earlier[answer.term.key]
        if was.same != answer.same:
            yield Difference("world", was, answer, tuple(_events(was, answer)))


def _events(before: Answer, after: Answer) -> Iterator[str]:
    """Yield the events of the answer after; where none of them is new, those that it lost."""
    then, now = _behind(before), _behind(after)
    fresh = [event for event in now if event not in then]
    lost = [event for event in then if event not in now]
    yield from fresh or lost or now


def _behind(answer: Answer) -> list[str]:
    events = [answer.event, *(one.event for one in answer.possible)]
    return list(dict.fromkeys(event for event in events if event is not None))
