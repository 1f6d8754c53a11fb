"""The terms on a day: which answer each has, how sure it is, and what stands beside it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress

from events.dates import Date
from events.words import UNDISCLOSED
from timeline.answers import FLAGS, UNDETERMINED, Answer, Claim, Possible
from timeline.fold import Fold, fold
from timeline.outcomes import Outcome
from timeline.steps import FAR, MET, Step, Steps, ordinals
from timeline.telling import steps_of
from timeline.windows import Windows
from timeline.worlds import Worlds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from events.kinds import Position, Term
    from timeline.merged import Record


def terms_as_of(record: "Record", on: Date, *, known: date | None = None) -> list[Answer]:
    """Return the answer of every term on *on*, by what was public by the end of *known*.

    Terms come in the order in which they were defined. A day that is itself imprecise gives an
    answer only where all its days agree (docs/meaning.md §4).
    """
    steps = steps_of(record, known=known)
    return [answer_on(term, steps[key], on) for key, term in record.terms.items()]


def answer_on(term: "Term", steps: Sequence[Step], on: Date) -> Answer:
    """Return the answer of one *term* on *on* from its *steps*."""
    sight = _Sight()
    windows = steps.windows if isinstance(steps, Steps) else Windows(steps)
    for day in representative_days(steps, on):
        sight.look(windows.on(day), windows.pending(day), day)
    return _answer(term, sight)


def answer_at(term: "Term", steps: Sequence[Step], on: int) -> Answer:
    """Return the answer of one *term* on the day *on*, an ordinal, from *steps* in log order.

    These are all that can matter then, and what is pending.
    """
    sight = _Sight()
    begun = [step for step in steps if step.days and step.days[0][0] <= on]
    sight.look(begun, [step for step in steps if step.pending(on)], on)
    return _answer(term, sight)


def answer_of(term: "Term", worlds: Iterable[Fold], pending: Iterable[Step], on: int) -> Answer:
    """Return the answer of one *term* on the day *on*, an ordinal.

    It is that of all *worlds* there may be, each folded up to the end of that day.
    """
    sight = _Sight()
    for world in worlds:
        sight.add(world, on)
    sight.wait_for(pending)
    return _answer(term, sight)


def representative_days(steps: Iterable[Step], on: Date) -> list[int]:
    """Return days of *on*, as ordinals, such that its other days give no other answers.

    An open start is asked about on day 0, the day before the calendar begins.
    """
    spans = ordinals(on)
    turns = (0,) if all(first == last for first, last in spans) else (0, *turning_days(steps))
    return sorted({min(max(turn, first), last) for first, last in spans for turn in turns})


def turning_days(steps: Iterable[Step]) -> list[int]:
    """Return every day, as an ordinal, on which an answer can differ from that of the day before.

    That is where possible days begin or are over and where a value has expired. Where a date is
    imprecise, steps that must follow one another may need a day each, so the days just after too.
    """
    several = list(steps)
    exact = all(step.days[0][0] == step.days[-1][1] for step in several if step.days)
    turns = {1}
    for step in several:
        ends = [day for span in step.days for day in span] + [step.through]
        turns.update(day + later for day in ends for later in range(2 if exact else _KEYS))
        news = step.announced.latest
        if news and (not step.days or news.toordinal() < step.days[0][0]):
            turns.add(news.toordinal())
    return sorted(day for day in turns if 0 < day < FAR)


QUIET = ("use", "note", MET)
"""What nobody waits for, though it lies ahead."""

_KEYS = 6
"""More days than the longest scenario has keys: three ranks, a met condition, one beside."""


class _Sight:
    """What some day of the question shows of one term."""

    def __init__(self) -> None:
        self.outcomes: dict[Outcome, None] = {}
        self.claims: dict[Step, bool] = {}
        self.disputes: dict[Step, None] = {}
        self.carried = False
        self.confirmed: dict[Outcome, Step] = {}
        self.pending: dict[Step, None] = {}

    def look(self, steps: Sequence[Step], pending: Iterable[Step], on: int) -> None:
        """Add what *steps* show on the day *on*, an ordinal, and what is *pending* then."""
        if all(step.days[0][0] == step.days[-1][1] for step in steps):
            self.add(fold(((step.days[0][0], step) for step in steps), on), on)
        else:
            self._look_at_all(Worlds(steps, on))
        self.wait_for(pending)

    def wait_for(self, pending: Iterable[Step]) -> None:
        """Add what is *pending*."""
        self.pending.update((step, None) for step in pending if step.verb not in QUIET)

    def add(self, world: Fold, on: int) -> None:
        """Add what a *world* shows that was folded up to the end of the day *on*."""
        outcome = world.outcome
        self.outcomes[outcome] = None
        for step in world.claims:
            if step.through >= on:
                self.claims[step] = self.claims.get(step, False) or _contradicts(step, outcome)
        self.disputes.update(dict.fromkeys(world.disputes))
        self.carried = self.carried or world.carried is not None
        for step in world.confirmations:
            if step.days[-1][1] <= on:
                kept = self.confirmed.get(outcome, step)
                self.confirmed[outcome] = max(kept, step, key=_last_possible)

    def _look_at_all(self, worlds: Worlds) -> None:
        for outcome, scene in worlds.outcomes:
            self.outcomes[outcome] = None
            for step in worlds.claims(outcome, scene):
                self.claims[step] = self.claims.get(step, False) or _contradicts(step, outcome)
            self.disputes.update(dict.fromkeys(worlds.disputes(outcome, scene)))
            self.carried = self.carried or any(worlds.silences(outcome, scene))
            for step in worlds.confirmations(outcome, scene):
                kept = self.confirmed.get(outcome, step)
                self.confirmed[outcome] = max(kept, step, key=_last_possible)


def _last_possible(step: Step) -> tuple[int, tuple[int, int, int]]:
    return step.days[-1][1], step.place


def _contradicts(step: Step, outcome: Outcome) -> bool:
    if outcome.value == UNDISCLOSED or step.adds:
        return False
    return claimed(step).answer != outcome.answer


def claimed(step: Step) -> Outcome:
    """Return the answer that *step* would give if it were believed."""
    return Outcome("in-force" if step.verb == "set" else "ended", step)


def _answer(term: "Term", sight: _Sight) -> Answer:
    by_answer = _by_answer(sight.outcomes)
    claims = tuple(_claims(sight.claims)) if sight.claims else ()
    flags = _flags(sight, claims)
    positions, pending = _positions(sight.disputes), tuple(sight.pending)
    given, *others = by_answer
    step = given.step
    if others:
        keys = (key for one in by_answer if one.step for key in one.step.sources)
        return Answer(
            term,
            UNDETERMINED,
            flags=flags,
            sources=tuple(dict.fromkeys(keys)),
            possible=tuple(_possible(one) for one in by_answer),
            claims=claims,
            positions=positions,
            pending=pending,
        )
    return Answer(
        term,
        given.status,
        given.value,
        given.through,
        given.unless,
        flags,
        given.authority,
        step.when if step else None,
        _last_confirmed(sight, given, step) if step else None,
        step.id if step else None,
        tuple(dict.fromkeys(step.sources)) if step else (),
        (),
        claims,
        positions,
        pending,
    )


def _last_confirmed(sight: _Sight, given: Outcome, step: Step) -> Date | None:
    """Return the date of the latest restatement of what *step* gave, else its own."""
    restated = [
        restating
        for outcome, restating in sight.confirmed.items()
        if outcome.answer == given.answer and outcome.step and outcome.step.id == step.id
    ]
    return max(restated, key=_last_possible, default=step).when


def _by_answer(outcomes: Collection[Outcome]) -> list[Outcome]:
    """Return one outcome for each answer, that of the step last in log order."""
    if len(outcomes) == 1:
        return list(outcomes)
    last: dict[tuple[object, ...], Outcome] = {}
    for outcome in sorted(outcomes, key=_log_order):
        last[outcome.answer] = outcome
    return sorted(last.values(), key=_log_order)


def _log_order(outcome: Outcome) -> list[tuple[int, ...]]:
    steps = (outcome.step, outcome.given)
    return [(step.place[1], *step.place) for step in steps if step]


def _claims(claims: Mapping[Step, bool]) -> Iterator[Claim]:
    """Yield what is claimed; said twice by one event it is one claim."""
    said: dict[tuple[object, ...], tuple[Step, bool]] = {}
    for step, contradicts in sorted(claims.items(), key=lambda pair: (pair[1], pair[0].place)):
        said[step.id, step.authority, *claimed(step).answer[:2]] = step, contradicts
    for step, contradicts in sorted(said.values(), key=lambda pair: pair[0].place):
        yield _claim(step, contradicts)


def _claim(step: Step, contradicts: bool) -> Claim:
    said = claimed(step)
    return Claim(
        status=said.status,
        value=said.value,
        authority=step.authority,
        event=step.id,
        contradicts=contradicts,
        sources=step.sources,
    )


def _possible(outcome: Outcome) -> Possible:
    return Possible(
        status=outcome.status,
        value=outcome.value,
        through=outcome.through,
        unless=outcome.unless,
        event=outcome.step.id if outcome.step else None,
    )


def _flags(sight: _Sight, claims: Iterable[Claim]) -> tuple[str, ...]:
    dates = [when for one in sight.outcomes for when in _dates(one)]
    shown = (
        any(0 < one.rank < 3 for one in sight.outcomes),
        any(claim.contradicts for claim in claims),
        sight.disputes,
        sight.carried,
        sight.pending,
        any(when.doubtful for when in dates),
        any(when.approximate for when in dates),
    )
    return tuple(compress(FLAGS, shown)) if any(shown) else ()


def _dates(outcome: Outcome) -> Iterator[Date]:
    if outcome.step and outcome.step.when:
        yield outcome.step.when
    if outcome.through:
        yield outcome.through


def _positions(disputes: Iterable[Step]) -> "tuple[Position, ...]":
    latest = max(disputes, key=_last_possible, default=None)
    return latest.positions if latest else ()
