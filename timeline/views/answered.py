"""Answers in a row: what a term answers on every day there is, with all that stands beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge

from events.model.kinds import Term
from timeline.record.steps import FAR, SILENT, Step
from timeline.rule.answer import Answer, told
from timeline.rule.line import turns
from timeline.rule.state import state_on
from timeline.rule.terms import Terms
from timeline.views.spans import LAST

QUIET = frozenset({"use", "note"})
"""The verbs that change nothing of an answer, nor of what stands beside it."""


def answer_on_day(terms: Terms, term: Term, on: int) -> Answer:
    """Return the answer of *term* on the day *on*, an ordinal, as if it were that of no other."""
    return told(term, state_on(terms, term.key, on), on, on)


def turning_days(
    steps: Mapping[str, Sequence[Step]], term: str, begin: int
) -> Iterator[tuple[int, set[Step]]]:
    """Yield the days from *begin* on that may differ from the day before, with what matters then.

    What matters is of *term* and of those on which it hangs; *steps* has them all.
    """
    loud = {key: [step for step in own if step.verb not in QUIET] for key, own in steps.items()}
    walks = [_walk(key, own, begin) for key, own in loud.items()]
    ahead = {day for step in loud[term] for day in _waits(step) if begin < day}
    walks.append(iter([(day, "", []) for day in sorted(ahead)]))
    matters: dict[str, list[Step]] = {}
    last = begin
    for on, key, near in merge(*walks, key=lambda one: one[0]):
        if on > last:
            yield last, {step for own in matters.values() for step in own}
        if on > LAST:
            return
        last = on
        matters[key] = near
    yield last, {step for own in matters.values() for step in own}


def _walk(key: str, steps: Iterable[Step], begin: int) -> Iterator[tuple[int, str, list[Step]]]:
    dated = [step for step in steps if step.days]
    return ((on, key, list(near)) for on, near in turns(dated, since=begin))


def _waits(step: Step) -> Iterator[int]:
    """Yield the days on which *step* begins to be pending, and is so no more, if it ever is."""
    first = step.days[0][0] if step.days else FAR
    if step.verb not in SILENT and first > step.public:
        yield from (step.public, first)
