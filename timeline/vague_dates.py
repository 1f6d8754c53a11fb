"""Vague dates: what leaves a term undetermined, and what a better source would settle."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from events.kinds import Term
from timeline.answers import UNDETERMINED, Answer
from timeline.findings import FINDING, REMARK, Finding, dated_by, dating_words, named
from timeline.history import Period
from timeline.steps import FAR, Met, Step


def vague_dates(
    term: Term, steps: Sequence[Step], periods: Sequence[Period], on: date
) -> Iterator[Finding]:
    """Yield the vague dates that leave, or left, the term undetermined; what meddles is one."""
    for group in _by_cause(steps, [one for one in periods if _is_open(one.answer)]):
        vague = {step for _, some in group for step in some}
        rivals = {
            step
            for period, some in group
            if _is_disorder(period, some, on)
            for step in _giving(steps, period.answer)
        }
        told = sorted(vague | rivals, key=lambda step: step.place)
        first = min((one for one, _ in group), key=lambda one: one.since or date.min)
        last = group[-1][0]
        still = last is periods[-1]
        yield Finding(
            code="overlap" if rivals else "undetermined",
            level=FINDING if still else REMARK,
            says=_vague(term, told, first.since, None if still else last.until, bool(rivals)),
            command=dating_words(next(step for step in told if step in vague)),
            terms=(term.key,),
            events=named(*map(dated_by, told)),
            on=first.since,
        )


def _is_open(answer: Answer) -> bool:
    return answer.status == UNDETERMINED


_Cause = tuple[Period, set[Step]]


def _by_cause(steps: Sequence[Step], periods: Iterable[Period]) -> list[list[_Cause]]:
    """Gather the periods that share a vague date."""
    groups: list[list[_Cause]] = []
    for period in periods:
        blamed = _blamed(steps, period)
        meddling = [one for one in groups if any(blamed & some for _, some in one)]
        groups = [one for one in groups if one not in meddling]
        groups.append([*(cause for one in meddling for cause in one), (period, blamed)])
    return groups


def _blamed(steps: Sequence[Step], period: Period) -> set[Step]:
    """Return the vague statements behind what is possible in *period*."""
    last = period.until.toordinal() if period.until else FAR
    vague = {
        step
        for step in steps
        if (step.answers or isinstance(step.change, Met))
        and step.days
        and step.days[0][0] != step.days[-1][1]
        and step.days[0][0] <= last
    }
    return vague & set(_giving(steps, period.answer)) or vague


def _giving(steps: Iterable[Step], answer: Answer) -> Iterator[Step]:
    """Yield what the events behind a possible answer say."""
    given = {one.event for one in answer.possible}
    for step in steps:
        if step.event.id in given and (step.answers or isinstance(step.change, Met)):
            yield step


def _is_disorder(period: Period, blamed: Iterable[Step], on: date) -> bool:
    """Whether all has happened by the end of it, and only the order is not known."""
    last = min(period.until or on, on).toordinal()
    return all(step.days[-1][1] <= last for step in blamed)


def _vague(
    term: Term, blamed: Iterable[Step], since: date | None, until: date | None, disorder: bool
) -> str:
    start = f" from {since}" if since else ""
    end = f"was undetermined{start} through {until}" if until else f"is undetermined{start}"
    dates = {dated_by(step): step.when for step in blamed}
    dated = ", ".join(f"{event} dates it {when}" for event, when in dates.items())
    order = "; which came first is not known" if disorder else ""
    return f"{term.key} {end}: {dated}{order}."
