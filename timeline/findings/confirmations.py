"""The findings about statements that say the same: one of them may confirm the other."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from timeline.findings.finding import FINDING, REMARK, Finding, given_by, meet
from timeline.findings.plans import About
from timeline.record.steps import Step
from timeline.rule.state import State


def confirmation_findings(given: Iterable[Step], state: State, about: About) -> Iterator[Finding]:
    """Yield findings on answers *given* twice, and on a restatement that confirms nothing.

    *state* is the state of the term, and *about* makes a finding about the term.
    """
    same: dict[tuple[object, ...], list[Step]] = {}
    for step in given:
        same.setdefault(given_by(step), []).append(step)
    for several in same.values():
        for one, other in combinations(several, 2):
            if _may_be_one(one, other):
                # The later one is the answer, and its authority that of the answer.
                level = FINDING if other.rank < one.rank else REMARK
                yield about("same-answer", one, other, level=level)
    above = [one.deciding for one in state.answers if one.deciding]
    if state.unchanged and len(above) == 1:
        yield about("unconfirmed", state.unchanged, *above, level=REMARK)


def _may_be_one(one: Step, other: Step) -> bool:
    """Return whether two speakers may tell of one happening, and the record does not say so."""
    named = {each.event for step in (one, other) for each in step.acted}
    tied = one.moment == other.moment or named & {one.event, other.event}
    differ = one.by and other.by and {*one.by} != {*other.by}
    return bool(differ) and not tied and meet(one.days, other.days)
