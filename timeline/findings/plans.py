"""The findings about plans: overdue, come about but never dated, begun before they were told."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from events.model.kinds import Set
from timeline.boxes.spans import span
from timeline.findings.finding import Finding, given_by
from timeline.record.steps import ANSWERS, Step
from timeline.views.upcoming import is_plan

About = Callable[..., Finding]
"""A function that makes a finding about a term from a code and steps as evidence."""


def plan_findings(
    steps: Iterable[Step], possible: Iterable[Step], on: int, about: About
) -> Iterator[Finding]:
    """Yield the findings on the day *on* about the plans among *steps*, all of one term.

    *possible* are the steps that may have given the answer of the day *on*, and *about* makes a
    finding.
    """
    own, possible = list(steps), set(possible)
    given = [step for step in own if step.verb in ANSWERS and step.days]
    given.sort(key=lambda step: (step.days[-1][1], step.place))
    for plan in (step for step in own if step.verb in ANSWERS and step.public <= on):
        if is_met_before(plan):
            yield about("met-before", plan)
        if not is_plan(plan):
            continue
        came = _coming(plan, given)
        if came and came.days[-1][1] <= on:
            since, _ = span(came.days[0][0], came.days[-1][1])
            yield about("come-about", plan, came, on=since)
        elif plan in possible and plan.days and plan.days[-1][1] <= on:
            since, _ = span(plan.days[-1][1] + 1, plan.days[-1][1] + 1)
            yield about("overdue", plan, on=since)


def is_met_before(step: Step) -> bool:
    """Return whether *step* waited for a condition that had been met before it was announced."""
    waits = isinstance(step.change, Set) and step.change.once is not None
    return waits and bool(step.days) and step.days[-1][1] < step.public


def _coming(plan: Step, given: Sequence[Step]) -> Step | None:
    """Return the one of *given*, sorted by last day, that carries out what *plan* announced."""
    others = [step for step in given if step.event != plan.event]
    if not plan.days:
        came = (step for step in others if step.days[-1][1] >= plan.public)
        return next((s for s in came if (s.verb, s.value) == (plan.verb, plan.value)), None)
    later = next((step for step in others if step.days[0][0] > plan.days[-1][1]), None)
    return later if later and given_by(later) == given_by(plan) else None
