"""Find the events of a record that an article may repeat, by what they say, then by title."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from events.dates.dates import Date
from timeline.intake.drafting import Drafted, is_same_answer
from timeline.intake.quotes import fold
from timeline.intake.telling import CLAIM, END, REAFFIRM, SET
from timeline.record.record import Record
from timeline.record.sources import announced
from timeline.record.steps import Step

NEAR = 14
"""How many days before or after its publication an article may be about, if it names no day."""

TITLE = 85
"""The score, out of 100, from which two titles count as those of one event."""


Days = tuple[int, int] | None
"""The first and the last day that an article may tell of, as ordinals, or None if any day."""


class Like(NamedTuple):
    """An *event* that says the same of *term* about that day; without a term, one titled alike."""

    event: str
    term: str | None


def alike(
    changes: Sequence[Drafted],
    title: str,
    when: Date | None,
    published: Date | None,
    record: Record,
    steps: Mapping[str, Sequence[Step]],
) -> list[Like]:
    """Return the events that an article may repeat, given its *changes* and its dates.

    Events that say the same come before those only titled alike; of these, the ones that share most
    terms come first, and official ones before press reports. *when* is the day that the article
    tells of, and *published* the day it came out. *steps* are those of *record*, by term.
    """
    days = window(when, published)
    ranks = dict(_structural(changes, days, record, steps))
    terms = Counter(one.event for one in ranks)
    same = sorted(ranks, key=lambda one: (-terms[one.event], -ranks[one]))
    found: dict[str, Like] = {}
    for one in (*same, *_titled(title, days, record)):
        found.setdefault(one.event, one)
    return [*found.values()]


def _structural(
    changes: Sequence[Drafted], days: Days, record: Record, steps: Mapping[str, Sequence[Step]]
) -> Iterator[tuple[Like, int]]:
    """Yield the events that say the same, each with the rank of its authority."""
    for one in changes:
        for step in reversed(steps.get(one.term, ())):
            if _is_same(one, step, record) and _meets(step, days):
                yield Like(step.event, one.term), step.authority.rank


def _is_same(one: Drafted, step: Step, record: Record) -> bool:
    """Return whether *step* says what *one* says or, if *one* has no value, may say it.

    What *one* says stays the same may also be the answer that *step* set on that very day.
    """
    if one.value is None:
        return step.verb in _TELLING[one.verb]
    if step.verb not in (SET, CLAIM) or step.value is None:
        return False
    return is_same_answer(one.value, step.value, record.terms[one.term].unit)


_TELLING = {
    SET: (SET,),
    END: (END,),
    CLAIM: (SET, CLAIM, REAFFIRM),
    REAFFIRM: (SET, REAFFIRM),
    None: (SET, CLAIM, REAFFIRM),
}
"""By the verb of a change without a value: the verbs of steps that may tell of the same."""


def _meets(step: Step, days: Days) -> bool:
    return any(overlap(one, days) for one in (*step.days, (step.public - 1, step.public + 1)))


def _titled(title: str, days: Days, record: Record) -> Iterator[Like]:
    for standing in record.events:
        is_near = overlap(window(announced(standing, record), None), days)
        if is_near and fuzz.token_set_ratio(fold(title), fold(standing.event.title)) >= TITLE:
            yield Like(standing.event.id, None)


def overlap(one: Days, other: Days) -> bool:
    """Return whether the days *one* and *other* have one in common; unknown days have none."""
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def window(when: Date | None, published: Date | None) -> Days:
    """Return the first and last day, as ordinals, that an article may tell of; None if any day."""
    if when and when.earliest and when.latest:
        return when.earliest.toordinal(), when.latest.toordinal()
    if published and published.earliest and published.latest:
        return published.earliest.toordinal() - NEAR, published.latest.toordinal() + NEAR
    return None
