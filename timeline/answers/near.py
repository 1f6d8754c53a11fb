"""Near: of a term with many rows, those from which one day can be told, and how long it lasts."""

from collections.abc import Sequence

from timeline.answers.boxes import Box
from timeline.answers.items import ANSWER
from timeline.answers.lines import Line
from timeline.record.steps import FAR
from timeline.rule.answer import around

MANY = 60
"""With fewer rows than that it is not worth it to leave any out."""


def near(boxes: Sequence[Box], on: int) -> list[Box]:
    """Return those of *boxes*, all of one known day, that contain the day *on*.

    And the answers before and after, as if they were so for ever: they tell where the answer of
    *on* begins and ends, unless one of them is the same (see `is_told`).
    """
    there = [box for box in boxes if box.first <= on <= box.last]
    answers = [box for box in boxes if box.item.kind == ANSWER]
    [now] = [box for box in there if box.item.kind == ANSWER]
    before = [box._replace(first=-FAR) for box in answers if box.last == now.first - 1]
    after = [box._replace(last=FAR) for box in answers if box.first == now.last + 1]
    return [*before, *there, *after]


def is_told(line: Line, boxes: Sequence[Box], on: int) -> bool:
    """Say whether the *line* of those near tells how long the answer of *on* lasts."""
    [now] = [one for one in boxes if one.item.kind == ANSWER and one.first <= on <= one.last]
    first, last = around(line, line.index_on(on))
    return (first == now.first or first > -FAR) and (last == now.last or last < FAR)
