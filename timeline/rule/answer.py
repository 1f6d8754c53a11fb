"""The answer of a term on a day or several, with what is told beside it (docs/meaning.md §4)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from events.dates import Date
from events.model.kinds import Term
from events.words import UNDISCLOSED
from timeline.record.steps import FAR, Days, Step, ordinals
from timeline.rule.line import CLAIMS, DISPUTES, REPLACED, SILENCES, Part, Stretch, line
from timeline.rule.said import Outcome, confirms
from timeline.rule.terms import Possibility, Terms, hinge_of, possibility

UNDETERMINED, VARIED = "undetermined", "varied"
FLAGS = (
    "reported", "claimed", "claimed-otherwise", "replaced-higher", "disputed", "carried",
    "pending", "doubtful", "approximate",
)  # fmt: skip
"""In the order in which they are shown; docs/meaning.md §4 says what each means."""


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A claim that may stand; *differs* says that it is another answer than a possible one."""

    step: Step
    differs: bool


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a term is said to be from *first* through *last*, ordinals, on which nothing turns.

    *decided* is the one possible answer, None where the status is undetermined or varied; then
    *possible* or *periods* has what there is instead. *confirmed* is the last restatement that
    confirms it, in every world if *surely*; *unchanged* the last of higher rank. *replaced* are the
    answers of higher rank in whose place it stands.
    """

    term: Term
    status: str
    first: int
    last: int
    flags: tuple[str, ...]
    decided: Possibility | None = None
    possible: tuple[Possibility, ...] = ()
    periods: tuple["Answer", ...] = ()
    confirmed: Step | None = None
    surely: bool = False
    unchanged: Step | None = None
    replaced: tuple[Outcome, ...] = ()
    claims: tuple[Claimed, ...] = ()
    disputes: tuple[Step, ...] = ()
    silences: tuple[Step, ...] = ()
    pending: tuple[Step, ...] = ()


_IS_REPLACED = Part(lambda said: frozenset({said.is_replaced}), REPLACED.verbs, REPLACED.longest)


def answer_on(terms: Terms, term: Term, on: Date) -> Answer:
    """Return the answer of *term* on *on*, which may name several days."""
    asked = tuple((first, min(last, FAR - 1)) for first, last in ordinals(on))
    first, last = asked[0][0], asked[-1][1]
    if first == last:
        return answer_in(terms, term, first, terms.stretch(term.key, first))
    within = Terms(terms.steps, first, last)
    stretches = list(_periods(within.line(term.key), asked))
    whole = answer_in(terms, term, last, stretches[-1])
    turns = _turns(within, term.key, asked)
    days = [answer_in(terms, term, day, stretches[-1], brief=True) for day in turns]
    whole = reduce(_beside, days, whole)
    if len(stretches) == 1:
        return whole
    periods = (answer_in(terms, term, one.last, one) for one in stretches)
    return replace(
        whole, status=VARIED, decided=None, possible=(), periods=tuple(periods), confirmed=None,
        surely=False, unchanged=None, replaced=(), first=first, last=last,
    )  # fmt: skip


def _periods(line: Iterable[Stretch], asked: Days) -> Iterator[Stretch]:
    """Yield the stretches of the days *asked* about, joined where status and value are the same."""
    found: list[Stretch] = []
    for first, last, said in line:
        within = [(max(first, a), min(last, b)) for a, b in asked if first <= b and a <= last]
        if within:
            stretch = Stretch(within[0][0], within[-1][1], said)
            if found and _kind(found[-1].said) == _kind(said):
                stretch = Stretch(found.pop().first, stretch.last, said)
            found.append(stretch)
    return iter(found)


def _kind(said: Iterable[Possibility]) -> tuple[bool, frozenset[tuple[str, str | None]]]:
    answers = list(said)
    certain = len({one.same for one in answers}) == 1
    return certain, frozenset((one.status, one.value) for one in answers)


def _turns(terms: Terms, term: str, asked: Days) -> list[int]:
    """Return days *asked* about of which one at least tells what any of them does."""
    days, parts = (asked[0][0], asked[-1][1]), (CLAIMS, DISPUTES, SILENCES, _IS_REPLACED)
    turns = {first for first, _ in asked}
    for name in terms.chain(term):
        steps = terms.steps.get(name, ())
        turns |= {one.first for part in parts for one in line(steps, part, *days)}
        turns |= {one.first for one in terms.line(name)}
        turns |= {step.public for step in steps}
    return sorted(turn for turn in turns if any(first <= turn <= last for first, last in asked))


def _beside(whole: Answer, day: Answer) -> Answer:
    """Return *whole* with what else stands beside the answer on the *day*."""
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
    terms: Terms, term: Term, on: int, stretch: Stretch, *, brief: bool = False
) -> Answer:
    """Return the answer of *term* on the day *on*, an ordinal, told as that of the *stretch*.

    If *brief*, it does not say what confirms it nor what it replaced.
    """
    said, steps = terms.said(term.key, on), terms.steps.get(term.key, ())
    answers = sorted(terms.answers(term.key, on), key=log_order)
    possible = list({one.same: one for one in answers}.values())
    decided = possible[-1] if len(possible) == 1 else None
    own = {one.outcome for one in answers if decided and one.status == one.outcome.status}
    restated = [(o, step) for o, step in (() if brief else said.restated) if o in own]
    confirmed = _latest(step for outcome, step in restated if confirms(outcome, step))
    replaced = () if brief else said.replaced
    claims = sorted(said.claims, key=lambda step: step.place)
    pending = tuple(step for step in steps if step.pending(on))
    return Answer(
        term=term,
        status=decided.status if decided else UNDETERMINED,
        first=stretch.first,
        last=stretch.last,
        flags=tuple(_flags(terms, term.key, on, answers, bool(pending))),
        decided=decided,
        possible=() if decided else tuple(possible),
        confirmed=confirmed,
        surely=not brief and confirmed in said.surely,
        unchanged=_latest(step for outcome, step in restated if step.rank > outcome.rank),
        replaced=tuple(sorted({outcome for _, outcome in replaced}, key=_replaced_order)),
        claims=tuple(Claimed(step=one, differs=differs(one, possible)) for one in claims),
        disputes=tuple(sorted(said.disputes, key=lambda step: step.place)),
        silences=tuple(sorted(said.silences, key=lambda step: step.place)),
        pending=pending,
    )


def log_order(one: Possibility) -> tuple[tuple[tuple[int, int], ...], str, int, int]:
    """Return by what possible answers are put into log order, also those of the same steps."""
    steps = (one.deciding, one.outcome.given)
    trust = one.authority.rank if one.authority else 0
    named = tuple((step.version, step.index) for step in steps if step)
    return named, one.status, one.through, trust


def _replaced_order(one: Outcome) -> tuple[tuple[tuple[int, int], ...], str, int, int]:
    return log_order(possibility(one))


def _latest(steps: Iterable[Step]) -> Step | None:
    return max(steps, key=lambda step: (step.days[-1][1], step.place), default=None)


def _flags(
    terms: Terms, term: str, on: int, answers: Sequence[Possibility], pending: bool
) -> Iterator[str]:
    said = terms.said(term, on)
    above = _flags_above(terms, term, on)
    dates = [date for one in answers for date in _dates(one) if date]
    shown = {
        "reported": any(one.authority and one.authority.rank < 3 for one in answers),
        "claimed": said.claims and any(one.status == "not-set" for one in answers),
        "claimed-otherwise": any(differs(claim, answers) for claim in said.claims),
        "replaced-higher": said.is_replaced,
        "disputed": said.disputes,
        "carried": said.silences and any(one.status == "in-force" for one in answers),
        "pending": pending,
        "doubtful": any(date.doubtful for date in dates),
        "approximate": any(date.approximate for date in dates),
    }
    return (flag for flag in FLAGS if shown[flag] or flag in above)


def _flags_above(terms: Terms, term: str, on: int) -> set[str]:
    """Return the flags of the terms that *term* hangs on which are told with it too."""
    told: dict[str, set[str]] = {}
    for name in terms.chain(term):
        said, answers = terms.said(name, on), terms.answers(name, on)
        hinges = {hinge for one in said.outcomes if (hinge := hinge_of(one))}
        told[name] = {flag for hinge in hinges for flag in told[hinge]}
        if name == term:
            return told[name]
        if said.disputes:
            told[name].add("disputed")
        if any(differs(claim, answers) for claim in said.claims):
            told[name].add("claimed-otherwise")
        if all(one.status == "not-set" for one in answers):
            told[name] = set()
    return set()


def _dates(one: Possibility) -> Iterator[Date | None]:
    yield from (step.when for step in (one.outcome.given, one.outcome.ended) if step)
    yield one.until


def differs(claim: Step, answers: Iterable[Possibility]) -> bool:
    """Say whether *claim* differs from one at least of *answers*, in whatever world (§9 o).

    A detail differs from none: one that adds, or any beside what is undisclosed.
    """
    status = "ended" if claim.value is None else "in-force"
    return not claim.adds and any(
        (status, claim.value) != (one.status, one.value)
        or (claim.until is not None and claim.through != one.through)
        for one in answers
        if one.status != "not-set" and one.value != UNDISCLOSED
    )
