"""What a record leaves to be settled: gaps, contradictions, vague dates, what nobody confirmed.

A finding carries what it rests on; which command settles it, the shell says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from itertools import combinations

from events.dates import Date
from events.model.kinds import Assert, Event, Position, sources_of
from timeline.record.record import Record, Standing
from timeline.record.steps import Step, ordinals, steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.terms import Terms
from timeline.views.finding import CODES, REMARK, Finding, named
from timeline.views.open_terms import OpenTerm

ALIKE = 85.0
"""How alike, out of 100, two titles are that may tell of one thing."""

NEARLY = 0.8
"""How alike, out of 1, two spellings of one name are."""

LATE = 60
"""So many days lie at most between a happening and a source that is not late."""

Similar = Callable[[str, str], float]
"""How alike two texts are: 0 not at all, 100 the same."""


def findings(
    record: Record, on: date, *, similar: Similar, stale_after: int | None = None
) -> list[Finding]:
    """Return what is to be settled in *record*, as it is seen from the day *on*.

    *stale_after* says after how many days without a word an answer is to be confirmed.
    """
    terms = Terms(steps_of(record))
    found = [
        *_assertions(record),
        *_conditions(record, terms, on),
        *_without_source(record),
        *_late(record, terms),
        *_misspelt(record),
        *_duplicates(record, similar),
    ]
    for key, term in record.terms.items():
        if key not in record.retired:
            about = OpenTerm(terms, term, record.partnership.parties, on)
            found += about.found(stale_after)
    places = {key: number for number, key in enumerate(record.terms)}
    return sorted(
        found,
        key=lambda one: (CODES.index(one.code), places.get("".join(one.terms[:1]), -1)),
    )


def _assertions(record: Record) -> Iterator[Finding]:
    cuts = {_cut(one) for one in record.assertions}
    terms = {cut: Terms(steps_of(record, known=cut)) for cut in cuts}
    for one in record.assertions:
        key = record.renamed.get(one.term, one.term)
        answer = answer_on(terms[_cut(one)], record.terms[key], one.on)
        if _holds(one, answer):
            continue
        yield Finding(
            code="assertion",
            terms=(key,),
            events=named(_events(answer)),
            on=one.on.earliest,
            expected=one,
            answer=answer,
        )


def _cut(one: Assert) -> date | None:
    return one.known.earliest if one.known else None


def _holds(one: Assert, answer: Answer) -> bool:
    """Whether *answer* is as expected; a value alone is expected to be in force."""
    value = answer.decided.value if answer.decided else None
    return answer.status == (one.status or "in-force") and one.value in (None, value)


def _events(answer: Answer) -> Iterator[str]:
    """Yield the events behind an answer."""
    for one in (answer, *answer.periods):
        several = (one.decided,) if one.decided else one.possible
        yield from (each.deciding.event for each in several if each.deciding)


def _without_source(record: Record) -> Iterator[Finding]:
    for event in (one.event for one in record.events):
        cited = [record.sources.get(key) for key in sources_of(event)]
        if not event.sources or not all(one and (one.url or one.title) for one in cited):
            yield _of_event("no-source", record, event)


def _of_event(code: str, record: Record, event: Event, *names: str) -> Finding:
    return Finding(
        code=code,
        terms=_terms(record, event),
        events=(event.id,),
        on=event.when.earliest if event.when else None,
        names=names,
    )


def _terms(record: Record, event: Event) -> tuple[str, ...]:
    names = (record.renamed.get(change.term, change.term) for change in event.changes)
    return tuple(dict.fromkeys(names))


def _late(record: Record, terms: Terms) -> Iterator[Finding]:
    """Yield the events that count as announced late because nothing but their source says when."""
    late = {step.event: step for own in terms.steps.values() for step in own if _is_late(step)}
    for event in (one.event for one in record.events):
        if event.id in late and event.announced is None:
            yield replace(_of_event("late-source", record, event), steps=(late[event.id],))


def _is_late(step: Step) -> bool:
    """Whether *step* counts as announced long after it took effect, and does not say so itself."""
    change = step.change
    if change and (change.announced or change.of):
        return False
    effective, public = step.when and step.when.latest, step.announced.earliest
    return bool(effective and public and (public - effective).days > LATE)


def _misspelt(record: Record) -> Iterator[Finding]:
    """Yield the parties of a dispute that are written nearly as a party is."""
    parties = {party.casefold(): party for party in record.partnership.parties}
    for event in (one.event for one in record.events):
        for name in dict.fromkeys(one.party for one in _positions(event)):
            for close in get_close_matches(name.casefold(), parties, 1, NEARLY):
                if name != parties[close]:
                    yield _of_event("party", record, event, name, parties[close])


def _positions(event: Event) -> Iterator[Position]:
    for change in event.changes:
        yield from getattr(change, "positions", ())


def _duplicates(record: Record, similar: Similar) -> Iterator[Finding]:
    told = [(one, set(_terms(record, one.event))) for one in record.events]
    for (one, some), (other, others) in combinations(told, 2):
        shared = some & others
        if not shared or not _may_be_one(one, other):
            continue
        if similar(one.event.title, other.event.title) >= ALIKE:
            yield Finding(
                code="duplicate",
                terms=tuple(key for key in record.terms if key in shared),
                events=(one.event.id, other.event.id),
                on=other.event.when.earliest if other.event.when else None,
                names=(str(other.event.when or "undated"),),
            )


def _may_be_one(one: Standing, other: Standing) -> bool:
    """Whether they may tell of one day, and neither says that it tells of the other."""
    pairs = ((one.event, other.event), (other.event, one.event))
    linked = any(
        event.after == named.id or any(change.of == named.id for change in event.changes)
        for event, named in pairs
    )
    return not linked and _may_be_one_day(one.event.when, other.event.when)


def _may_be_one_day(one: Date | None, other: Date | None) -> bool:
    if one is None or other is None:
        return one is other
    return any(a <= d and c <= b for a, b in ordinals(one) for c, d in ordinals(other))


def _conditions(record: Record, terms: Terms, on: date) -> Iterator[Finding]:
    """Yield the conditions that can end nothing, and have not come about either."""
    met = {condition for one in record.events for condition in one.event.met}
    standing = {name for key in record.terms for name in _unless(terms, key, on.toordinal())}
    naming = _naming(terms.steps)
    for condition in record.conditions:
        if condition not in naming:
            yield Finding(code="unreachable", names=(condition,))
        elif condition not in standing | met:
            key, step = max(naming[condition], key=lambda pair: pair[1].place)
            yield Finding(
                code="unreachable",
                level=REMARK,
                terms=(key,),
                events=(step.event,),
                steps=(step,),
                names=(condition,),
            )


def _naming(steps: Mapping[str, Sequence[Step]]) -> dict[str, list[tuple[str, Step]]]:
    found: dict[str, list[tuple[str, Step]]] = {}
    for key, own in steps.items():
        for step in own:
            for condition in step.unless:
                found.setdefault(condition, []).append((key, step))
    return found


def _unless(terms: Terms, key: str, on: int) -> Iterator[str]:
    """Yield what may end the answer of a term, now or once what lies ahead has come."""
    yield from (name for one in terms.answers(key, on) for name in one.unless)
    for step in terms.steps[key]:
        if not step.days or step.days[0][0] > on:
            yield from step.unless
