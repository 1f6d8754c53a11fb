"""The findings about dates too vague to determine what a term was."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.boxes.spans import joined, span
from timeline.findings.finding import FINDING, REMARK, Finding, dated_by, is_vague, meet, named
from timeline.record.steps import DECIDING, Step
from timeline.rule.answer import in_place
from timeline.rule.line import Stretch
from timeline.rule.terms import Terms, kinds

_Cause = tuple[Stretch, frozenset[Step]]
"""A stretch on which a term is undetermined, and the vague statements behind it."""


def vague_dates(
    steps: Mapping[str, Sequence[Step]], term: str, line: Iterable[Stretch], on: int
) -> Iterator[Finding]:
    """Yield findings on vague dates that leave *term* undetermined on some day up to *on*.

    *line* has its stretches up to that day, and *steps* the steps of every term. Stretches with a
    vague date in common form one finding.
    """
    pool = [step for step in _behind(steps, term) if step.days and is_vague(step)]
    undetermined = [one for one in line if len(kinds(one.said)) > 1]
    for group in _by_cause((one, _blamed(pool, one)) for one in undetermined):
        vague = {step for _, some in group for step in some}
        rivals = {
            step for one, some in group if _is_disorder(one, some, on)
            for step in _giving(one) if any(meet(step.days, other.days) for other in some)
        }  # fmt: skip
        stretches = sorted((one for one, _ in group), key=lambda one: one.first)
        spans = tuple(joined(span(one.first, one.last) for one in stretches))
        told = in_place(vague | rivals)
        yield Finding(
            code="overlap" if rivals else "undetermined",
            level=FINDING if stretches[-1].last >= on else REMARK,
            terms=(term,),
            events=named(map(dated_by, told)),
            on=spans[0][0],
            steps=told,
            spans=spans,
        )


def _behind(steps: Mapping[str, Sequence[Step]], term: str) -> Iterator[Step]:
    """Yield the deciding steps of *term*, and of all terms it depends on."""
    for name in Terms(steps).chain(term):
        yield from (step for step in steps.get(name, ()) if step.verb in DECIDING)


def _by_cause(causes: Iterable[_Cause]) -> list[list[_Cause]]:
    """Group the stretches that share a vague date."""
    groups: list[list[_Cause]] = []
    for cause in causes:
        meddling = [one for one in groups if any(cause[1] & some for _, some in one)]
        groups = [one for one in groups if one not in meddling]
        groups.append([*(each for one in meddling for each in one), cause])
    return groups


def _blamed(vague: Iterable[Step], one: Stretch) -> frozenset[Step]:
    """Return the *vague* statements behind the possible answers of a stretch whose days matter.

    Their days either extend into the stretch, or leave open which of two statements came first.
    """
    begun = {step for step in vague if step.days[0][0] <= one.last}
    giving = set(_giving(one))
    running = {step for step in begun if step.days[-1][1] > one.first}
    tangled = {
        step
        for step in begun & giving
        if any(step.moment != other.moment and meet(step.days, other.days) for other in giving)
    }
    return frozenset((running & giving) | tangled or running or begun & giving or begun)


def _giving(one: Stretch) -> Iterator[Step]:
    """Yield the steps that gave or ended a possible answer."""
    for each in one.said:
        steps = (each.outcome.given, each.outcome.ended, each.deciding)
        yield from (step for step in steps if step)


def _is_disorder(one: Stretch, blamed: Iterable[Step], on: int) -> bool:
    """Return whether everything has happened by its end, and only the order is unknown."""
    return all(step.days[-1][1] <= min(one.last, on) for step in blamed)
