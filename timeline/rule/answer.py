"""The answer of a term on one or more days, and what stands beside it (docs/meaning.md §4)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby
from typing import NamedTuple

from events.dates.dates import Date
from events.model.kinds import Authority, Term
from events.model.values import Value, kind
from events.model.vocabulary import FLAGS
from timeline.record.days import FAR, ordinals
from timeline.record.steps import Step
from timeline.rule.said import Outcome
from timeline.rule.state import Phase, State, differs, phases, state_on, stretch
from timeline.rule.terms import PossibleAnswer, Terms, kinds, possible_answer

UNDETERMINED, VARIED, NOT_COVERED = "undetermined", "varied", "not-covered"
OWN_WORD = Authority.FILING.rank
"""The rank of a statement by the parties or a register; anything lower is flagged as reported."""


class Claimed(NamedTuple):
    """A claim that may stand; *differs* means that it contradicts at least one possible answer."""

    step: Step
    differs: bool


@kind
class Answer(Value):
    """The answer of a term from *first* through *last*, ordinals, on which nothing changes.

    *decided* is the only possible answer, or None if the status is undetermined or varied;
    *possible* or *periods* then lists the alternatives. *confirmed* is the last restatement that
    confirms the answer, in every world if *surely* is true; *unchanged* is the last restatement of
    higher rank. *replaced* are the answers of higher rank that this one replaced.
    """

    term: Term
    status: str
    first: int
    last: int
    flags: tuple[str, ...]
    decided: PossibleAnswer | None = None
    possible: tuple[PossibleAnswer, ...] = ()
    periods: tuple["Answer", ...] = ()
    confirmed: Step | None = None
    surely: bool = False
    unchanged: Step | None = None
    replaced: tuple[Outcome, ...] = ()
    claims: tuple[Claimed, ...] = ()
    disputes: tuple[Step, ...] = ()
    silences: tuple[Step, ...] = ()
    pending: tuple[Step, ...] = ()


def answer_on(terms: Terms, term: Term, on: Date) -> Answer:
    """Return the answer of *term*, given *terms*, on the date *on*, which may be several days."""
    days = ordinals(on)
    first, last = days[0][0], min(days[-1][1], FAR - 1)
    if first == last:
        around = stretch(terms, term.key, first)
        return answer_in(term, state_on(terms, term.key, first), *around, asked=first)
    return answer_of(term, list(phases(terms, term.key, first, last)), on)


def answer_of(term: Term, line: Sequence[Phase], on: Date) -> Answer:
    """Return the answer of *term* on the date *on*, read from its *line*.

    The line must cover every day of the date.
    """
    days = [(first, min(last, FAR - 1)) for first, last in ordinals(on)]
    if days[0][0] == days[-1][1]:
        at = bisect_left(line, days[0][0], key=lambda one: one.last)
        return answer_in(term, line[at].state, *around(line, at), asked=days[0][0])
    asked = list(_asked(line, days))
    periods = list(_periods(asked))
    *_, (first, last, state) = periods
    each = (answer_in(term, one.state, first, last, asked=one.last) for one in asked)
    whole = reduce(_beside, each, answer_in(term, state, first, last, asked=last))
    if len(periods) == 1:
        return whole
    return replace(
        whole, status=VARIED, decided=None, possible=(), confirmed=None, surely=False,
        unchanged=None, replaced=(), first=days[0][0], last=days[-1][1],
        periods=tuple(
            answer_in(term, one.state, one.first, one.last, asked=one.last) for one in periods
        ),
    )  # fmt: skip


def as_covered(answer: Answer, since: Date | None, on: Date) -> Answer:
    """Return *answer*, marked as not covered if nothing is set and *on* lies before *since*."""
    begun = since.earliest.toordinal() if since and since.earliest else -FAR
    if answer.status == VARIED:
        periods = tuple(_as_covered(one, one.last, begun) for one in answer.periods)
        return replace(answer, periods=periods)
    return _as_covered(answer, min(ordinals(on)[-1][1], FAR), begun)


def _as_covered(answer: Answer, day: int, begun: int) -> Answer:
    is_missing = answer.status == "not-set" and day < begun
    return replace(answer, status=NOT_COVERED) if is_missing else answer


def around(line: Sequence[Phase], at: int) -> tuple[int, int]:
    """Return the first and last day of the phases around index *at* of *line* with one answer."""
    start = end = at
    while start and line[start - 1].state.same == line[at].state.same:
        start -= 1
    while end + 1 < len(line) and line[end + 1].state.same == line[at].state.same:
        end += 1
    return line[start].first, line[end].last


def _asked(line: Iterable[Phase], days: Iterable[tuple[int, int]]) -> Iterator[Phase]:
    """Yield the parts of *line* that fall on some of *days*."""
    for first, last, state in line:
        within = [(max(first, a), min(last, b)) for a, b in days if first <= b and a <= last]
        if within:
            yield Phase(within[0][0], within[-1][1], state)


def _periods(asked: Iterable[Phase]) -> Iterator[Phase]:
    """Yield the *asked* phases, merging neighbours with the same statuses and values."""
    for _, group in groupby(asked, key=lambda one: _kind(one.state.answers)):
        first, *others = group
        yield Phase(first.first, [first, *others][-1].last, [first, *others][-1].state)


def _kind(said: Iterable[PossibleAnswer]) -> tuple[bool, frozenset[tuple[str, str | None]]]:
    answers = list(said)
    certain = len(kinds(answers)) == 1
    return certain, frozenset((one.status, one.value) for one in answers)


def _beside(whole: Answer, day: Answer) -> Answer:
    """Return *whole* with everything that also stands beside the answer *day* added to it."""
    claims = {one.step: one for one in (*day.claims, *whole.claims)}
    differing = {one.step for one in (*day.claims, *whole.claims) if one.differs}
    return replace(
        whole,
        flags=tuple(flag for flag in FLAGS if flag in whole.flags or flag in day.flags),
        claims=tuple(Claimed(step=step, differs=step in differing) for step in claims),
        disputes=tuple(dict.fromkeys((*whole.disputes, *day.disputes))),
        silences=tuple(dict.fromkeys((*whole.silences, *day.silences))),
        pending=tuple(dict.fromkeys((*whole.pending, *day.pending))),
    )


def answer_in(
    term: Term, state: State, first: int, last: int, *, asked: int | None = None
) -> Answer:
    """Return the answer of *term* in *state*, dated *first* through *last*.

    If the answer renews, its last day is that of the run that contains the day *asked*.
    """
    told = distinct(state.answers)
    possible = tuple(one.on(asked) for one in told) if asked is not None else told
    decided = possible[0] if len(possible) == 1 else None
    return Answer(
        term=term,
        status=decided.status if decided else UNDETERMINED,
        first=first,
        last=last,
        flags=tuple(_flags(state, is_renewed=possible != told)),
        decided=decided,
        possible=() if decided else possible,
        confirmed=state.confirmed,
        surely=state.surely,
        unchanged=state.unchanged,
        replaced=tuple(sorted(state.replaced, key=_replaced_order)),
        claims=tuple(
            Claimed(step=one, differs=differs(one, told)) for one in in_place(state.claims)
        ),
        disputes=in_place(state.disputes),
        silences=in_place(state.silences),
        pending=in_place(state.plans),
    )


def distinct(answers: Iterable[PossibleAnswer]) -> tuple[PossibleAnswer, ...]:
    """Return one of each group of identical *answers*: the one whose step is last in log order."""
    return tuple({one.same: one for one in sorted(answers, key=log_order)}.values())


def in_place(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return *steps* in the order in which they count within a day (`Step.place`)."""
    return tuple(sorted(steps, key=lambda step: step.place))


def log_order(one: PossibleAnswer) -> tuple[tuple[tuple[int, int], ...], str, int, int]:
    """Return the sort key of *one* that puts possible answers into log order.

    Different answers have different keys even if they rest on the same steps.
    """
    steps = (one.deciding, one.outcome.given)
    trust = one.authority.rank if one.authority else 0
    named = tuple((step.version, step.index) for step in steps if step)
    return named, one.status, one.through, trust


def _replaced_order(one: Outcome) -> tuple[tuple[tuple[int, int], ...], str, int, int]:
    return log_order(possible_answer(one))


def _flags(state: State, *, is_renewed: bool) -> Iterator[str]:
    answers = state.answers
    dates = [date for one in answers for date in _dates(one) if date]
    shown = {
        "reported": any(one.authority and one.authority.rank < OWN_WORD for one in answers),
        "claimed": state.claims and any(one.status == "not-set" for one in answers),
        "claimed-otherwise": any(differs(claim, answers) for claim in state.claims),
        "replaced-higher": state.replaced,
        "disputed": state.disputes,
        "carried": state.silences and any(one.status == "in-force" for one in answers),
        "pending": state.plans,
        "renewed": is_renewed,
        "doubtful": any(date.doubtful for date in dates),
        "approximate": any(date.approximate for date in dates),
    }
    return (flag for flag in FLAGS if shown[flag] or flag in state.above)


def _dates(one: PossibleAnswer) -> Iterator[Date | None]:
    yield from (step.when for step in (one.outcome.given, one.outcome.ended) if step)
    yield one.until
