"""What a record leaves to be settled: gaps, contradictions, vague dates, what nobody confirmed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, groupby, pairwise

from events.dates import Date, day
from events.kinds import Assert, Event, Set, Term, sources_of
from timeline.answers import Answer, Possible
from timeline.as_of import answer_on, claimed
from timeline.findings import CODES, REMARK, Finding, append_words, named
from timeline.history import Period, every_period
from timeline.merged import Record, Standing
from timeline.steps import Step, ordinals
from timeline.telling import steps_of
from timeline.vague_dates import vague_dates

ALIKE = 85.0
"""How alike, out of 100, two titles are that may tell of one thing."""

Similar = Callable[[str, str], float]
"""How alike two titles are: 0 not at all, 100 the same."""


def checks(
    record: Record, on: date, *, similar: Similar, stale_after: int | None = None
) -> list[Finding]:
    """Return what is to be settled in *record*, as it is seen from the day *on*.

    *stale_after* says after how many days without a word an answer is to be confirmed.
    """
    steps = steps_of(record)
    found = [
        *_assertions(record),
        *_conditions(record, steps, on),
        *_without_source(record),
        *_duplicates(record, similar),
    ]
    for key, term in record.terms.items():
        if key not in record.retired:
            found += _of_term(term, steps[key], on, stale_after)
    places = {key: number for number, key in enumerate(record.terms)}
    return sorted(
        found,
        key=lambda one: (CODES.index(one.code), places.get("".join(one.terms[:1]), -1)),
    )


def _of_term(
    term: Term, steps: Sequence[Step], on: date, stale_after: int | None
) -> Iterator[Finding]:
    periods = [one for one in every_period(term, steps) if one.since is None or one.since <= on]
    answer = answer_on(term, steps, day(on))
    yield from _contradictions(term, steps, on)
    yield from vague_dates(term, steps, periods, on)
    yield from _gaps(term, periods)
    yield from _expired(term, answer)
    if stale_after is not None:
        yield from _stale(term, answer, on, stale_after)


# --- What a term leaves open


def _expired(term: Term, answer: Answer) -> Iterator[Finding]:
    last = answer.through.latest if answer.through else None
    if answer.status == "expired" and last:
        first = last + timedelta(1)
        yield Finding(
            code="expired",
            says=f"{term.key} expired after {last} [{answer.event}]; what came then is not said.",
            command=append_words(str(first), "--end", term.key),
            terms=(term.key,),
            events=named(answer.event),
            on=first,
        )


def _gaps(term: Term, periods: Sequence[Period]) -> Iterator[Finding]:
    for gap, after in pairwise(periods):
        if gap.answer.status == "expired" and after.answer.status == "in-force":
            yield Finding(
                code="gap",
                says=f"{term.key} had no answer from {gap.since} through {gap.until}: it had "
                f"expired [{gap.answer.event}] and was set again only then [{after.answer.event}].",
                command=append_words(str(gap.since), "--end", term.key),
                terms=(term.key,),
                events=named(gap.answer.event, after.answer.event),
                on=gap.since,
            )


def _stale(term: Term, answer: Answer, on: date, after: int) -> Iterator[Finding]:
    confirmed = answer.last_confirmed.latest if answer.last_confirmed else None
    if answer.status != "in-force" or confirmed is None or (on - confirmed).days <= after:
        return
    yield Finding(
        code="stale",
        says=f"{term.key} was last confirmed {(on - confirmed).days} days before {on}: "
        f"{answer.last_confirmed} [{answer.event}].",
        command=append_words(str(on), "--reaffirm", term.key),
        terms=(term.key,),
        events=named(answer.event),
        on=confirmed,
    )


# --- Equal authority


def _contradictions(term: Term, steps: Sequence[Step], on: date) -> Iterator[Finding]:
    """Yield each day on which the log's order alone chooses between two equally trusted answers."""
    exact = [step for step in steps if step.answers and step.when and step.when.is_day]
    by_day = sorted(exact, key=lambda step: (step.days[0][0], step.rank, step.place))
    for (ordinal, _), group in groupby(by_day, key=lambda step: (step.days[0][0], step.rank)):
        last, *others = reversed(list(group))
        rivals = [step for step in others if _disagree(step, last)]
        when = date.fromordinal(ordinal)
        if rivals and when <= on and answer_on(term, steps, day(when)).event == last.event.id:
            yield _contradiction(term, rivals[0], last, when)


def _disagree(step: Step, other: Step) -> bool:
    """Whether they answer differently, and neither tells more about the other's happening."""
    apart = step.event is not other.event and step.place[0] != other.place[0]
    return apart and claimed(step).answer != claimed(other).answer


def _contradiction(term: Term, step: Step, last: Step, when: date) -> Finding:
    return Finding(
        code="contradiction",
        says=f"{term.key} has two equally trusted answers of {when}: {_given(step)} and "
        f"{_given(last)}; only their order in the log lets the latter stand.",
        command=("correct", step.event.id, "--edit", "--reason", "WHY"),
        terms=(term.key,),
        events=named(step.event.id, last.event.id),
        on=when,
    )


def _given(step: Step) -> str:
    value = f"'{step.change.value}'" if isinstance(step.change, Set) else "ended"
    return f"{value} [{step.event.id}]"


# --- The record as such


def _assertions(record: Record) -> Iterator[Finding]:
    cuts = {_cut(one) for one in record.assertions}
    steps = {cut: steps_of(record, known=cut) for cut in cuts}
    for one in record.assertions:
        key = record.renamed.get(one.term, one.term)
        answer = answer_on(record.terms[key], steps[_cut(one)][key], one.on)
        if _holds(one, answer):
            continue
        known = ("--known", one.known.edtf) if one.known else ()
        yield Finding(
            code="assertion",
            says=f"On {one.on} {key} should be {_expected(one)}, but it is {_found(answer)}.",
            command=("explain", key, one.on.edtf, *known),
            terms=(key,),
            events=named(answer.event, *(each.event for each in answer.possible)),
            on=one.on.earliest,
        )


def _cut(one: Assert) -> date | None:
    return one.known.earliest if one.known else None


def _holds(one: Assert, answer: Answer) -> bool:
    """Whether *answer* is as expected; a value alone is expected to be in force."""
    status = one.status or "in-force"
    return answer.status == status and one.value in (None, answer.value)


def _expected(one: Assert) -> str:
    return " ".join(part for part in (one.status, f"'{one.value}'" if one.value else "") if part)


def _found(answer: Answer) -> str:
    value = f" '{answer.value}'" if answer.value else ""
    return f"{answer.status}{value}{f' [{answer.event}]' if answer.event else ''}"


def _without_source(record: Record) -> Iterator[Finding]:
    for event in (one.event for one in record.events):
        cited = [record.sources.get(key) for key in sources_of(event)]
        if event.sources and all(one and (one.url or one.title) for one in cited):
            continue
        yield Finding(
            code="no-source",
            says=f"{event.id} does not say where it was said.",
            command=("correct", event.id, "--source", "URL", "--reason", "WHY"),
            terms=_terms(record, event),
            events=(event.id,),
            on=event.when.earliest if event.when else None,
        )


def _terms(record: Record, event: Event) -> tuple[str, ...]:
    names = (record.renamed.get(change.term, change.term) for change in event.changes)
    return tuple(dict.fromkeys(names))


def _duplicates(record: Record, similar: Similar) -> Iterator[Finding]:
    told = [(one, set(_terms(record, one.event))) for one in record.events]
    for (one, some), (other, others) in combinations(told, 2):
        shared = some & others
        if not shared or not _may_be_one(one, other):
            continue
        if similar(one.event.title, other.event.title) >= ALIKE:
            yield _duplicate(one.event, other.event, [key for key in record.terms if key in shared])


def _may_be_one(one: Standing, other: Standing) -> bool:
    """Whether they may tell of one day, and neither says that it tells of the other."""
    pairs = ((one.event, other.event.id), (other.event, one.event.id))
    linked = any(change.of == name for event, name in pairs for change in event.changes)
    return not linked and _meet(one.event.when, other.event.when)


def _meet(one: Date | None, other: Date | None) -> bool:
    if one is None or other is None:
        return one is other
    return any(a <= d and c <= b for a, b in ordinals(one) for c, d in ordinals(other))


def _duplicate(one: Event, other: Event, shared: Sequence[str]) -> Finding:
    return Finding(
        code="duplicate",
        says=f"{other.id} ({other.when or 'undated'}) may tell the same as {one.id}: "
        f"their titles are alike and both speak of {', '.join(shared)}.",
        command=("retract", other.id, "--reason", f"the same as {one.id}"),
        terms=tuple(shared),
        events=(one.id, other.id),
        on=other.when.earliest if other.when else None,
    )


def _conditions(record: Record, steps: Mapping[str, Sequence[Step]], on: date) -> Iterator[Finding]:
    """Yield the conditions that can end nothing, and have not come about either."""
    met = {condition for one in record.events for condition in one.event.met}
    standing = {name for key in record.terms for name in _unless(record.terms[key], steps[key], on)}
    for condition in record.conditions:
        naming = [(key, step) for key in steps for step in steps[key] if condition in step.unless]
        if not naming:
            yield Finding(
                code="unreachable",
                says=f"The condition {condition} ends nothing: no answer ever named it.",
                command=append_words(
                    "DATE", "--set", "TERM=VALUE", "--unless", f"TERM={condition}"
                ),
            )
        elif condition not in standing | met:
            yield _forgotten(condition, *max(naming, key=lambda pair: pair[1].place))


def _unless(term: Term, steps: Sequence[Step], on: date) -> Iterator[str]:
    """Yield what may end the answer of a term, now or once what lies ahead has come."""
    answer = answer_on(term, steps, day(on))
    given: tuple[Answer | Possible, ...] = (answer, *answer.possible)
    yield from (name for one in given for name in one.unless)
    for step in steps:
        if not step.days or step.days[0][0] > on.toordinal():
            yield from step.unless


def _forgotten(condition: str, key: str, step: Step) -> Finding:
    return Finding(
        code="unreachable",
        level=REMARK,
        says=f"No standing answer names the condition {condition} any more; "
        f"the last was one of {key} [{step.event.id}].",
        command=("history", key),
        terms=(key,),
        events=(step.event.id,),
    )
