"""The findings about dates too vague to determine what a term was."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.boxes.spans import joined, span
from timeline.findings.finding import FINDING, REMARK, Finding, is_vague, meet, moment_of, named
from timeline.record.days import Days, counted
from timeline.record.steps import DECIDING, Step
from timeline.rule.answer import in_place
from timeline.rule.line import Stretch
from timeline.rule.terms import Terms, kinds


class _Vague(NamedTuple):
    """The *days* on which *step* may have happened, or may have been over for the first time."""

    step: Step
    days: Days


_Cause = tuple[Stretch, frozenset[_Vague]]
"""A stretch on which a term is undetermined, and the vague dates behind it."""


def vague_dates(
    steps: Mapping[str, Sequence[Step]],
    term: str,
    line: Iterable[Stretch],
    on: int,
    events: Mapping[int, str],
) -> Iterator[Finding]:
    """Yield findings on vague dates that leave *term* undetermined on some day up to *on*.

    *line* has the stretches of *term* up to *on*, and *steps* the steps of every term. Stretches
    with a vague date in common form one finding. *events* has the event recorded as each version.
    """
    pool = [vague for step in _behind(steps, term) for vague in _vague(step)]
    undetermined = [one for one in line if len(kinds(one.said)) > 1]
    for group in _by_cause((one, _blamed(pool, one)) for one in undetermined):
        vague = {one.step for _, some in group for one in some}
        rivals = {
            step for one, some in group if _is_disorder(one, some, on)
            for step in _giving(one) if any(meet(step.days, other.days) for other in some)
        }  # fmt: skip
        stretches = sorted((one for one, _ in group), key=lambda one: one.first)
        spans = tuple(joined(span(one.first, one.last) for one in stretches))
        told = in_place(vague | rivals)
        names = tuple(events[moment_of(step)[0]] for step in told)
        yield Finding(
            code="overlap" if rivals else "undetermined",
            level=FINDING if stretches[-1].last >= on else REMARK,
            terms=(term,),
            events=named(names),
            on=spans[0][0],
            steps=told,
            spans=spans,
            names=names,
        )


def _behind(steps: Mapping[str, Sequence[Step]], term: str) -> Iterator[Step]:
    """Yield the deciding steps of *term*, and of all terms it depends on."""
    for name in Terms(steps).with_dependencies(term):
        yield from (step for step in steps.get(name, ()) if step.verb in DECIDING)


def _vague(step: Step) -> Iterator[_Vague]:
    """Yield what is vague about *step*: its day, or the day after its last one."""
    if step.days and is_vague(step):
        yield _Vague(step, step.days)
    if step.days and step.lasting:
        _, base, counts = step.lasting
        yield _Vague(step, tuple((first + 1, last + 1) for first, last in counted(base, counts)))


def _by_cause(causes: Iterable[_Cause]) -> list[list[_Cause]]:
    """Group the stretches that share a vague date."""
    groups: list[list[_Cause]] = []
    for cause in causes:
        meddling = [one for one in groups if any(cause[1] & some for _, some in one)]
        groups = [one for one in groups if one not in meddling]
        groups.append([*(each for one in meddling for each in one), cause])
    return groups


def _blamed(vague: Iterable[_Vague], one: Stretch) -> frozenset[_Vague]:
    """Return the *vague* dates behind the possible answers of a stretch whose days matter.

    Their days either extend into the stretch, or leave open which of two statements came first.
    """
    begun = {date for date in vague if date.days[0][0] <= one.last}
    steps = set(_giving(one))
    giving = {date for date in begun if date.step in steps}
    running = {date for date in begun if date.days[-1][1] > one.first}
    tangled = {
        date
        for date in giving
        if any(date.step.moment != s.moment and meet(date.days, s.days) for s in steps)
    }
    return frozenset((running & giving) | tangled or running or giving or begun)


def _giving(one: Stretch) -> Iterator[Step]:
    """Yield the steps that gave or ended a possible answer."""
    for each in one.said:
        steps = (each.outcome.given, each.outcome.ended, each.deciding)
        yield from (step for step in steps if step)


def _is_disorder(one: Stretch, blamed: Iterable[_Vague], on: int) -> bool:
    """Return whether everything has happened by its end, and only the order is unknown."""
    return all(date.days[-1][1] <= min(one.last, on) for date in blamed)
