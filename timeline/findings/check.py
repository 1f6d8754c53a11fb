"""Find everything in a record that somebody should settle, as `check` lists it.

`open_terms` checks term by term; most other checks are here. A finding carries its evidence, and
`cli.wording.advice` the command that settles it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from events.dates.dates import day
from events.model.kinds import Assert, Event, Set, sources_of
from timeline.boxes.items import answers_among
from timeline.boxes.lines import Answers, Lines
from timeline.findings.citations import citation_findings
from timeline.findings.expectations import cut, missed
from timeline.findings.finding import CODES, REMARK, Finding, meet, moment_of, named
from timeline.findings.left_behind import left_behind
from timeline.findings.open_terms import OpenTerm
from timeline.record.days import FAR, Days, ordinals
from timeline.record.record import Record
from timeline.record.relations import acts_on, relations_of
from timeline.record.steps import Step
from timeline.rule.answer import Answer
from timeline.rule.line import Stretch

ALIKE = 85.0
"""The similarity, out of 100, from which two titles may be about the same thing."""

NEARLY = 0.8
"""The similarity, out of 1, from which two spellings may be the same name."""

CROWDED = 20
"""The largest number of rows of answers per change that is not reported."""

LATE = 60
"""The largest number of days between a happening and its source that does not count as late."""

Similar = Callable[[str, str], float]
"""The similarity of two texts, from 0 (nothing in common) to 100 (equal)."""


def findings(
    answers: Answers, on: date, *, similar: Similar, stale_after: int | None = None
) -> list[Finding]:
    """Return everything to be settled in a record, as seen from the day *on*.

    *answers* must cover all terms, with the whole record. *similar* compares titles. *stale_after*
    is the number of days without a statement after which an answer should be confirmed.
    """
    record, lines = answers.record, answers.known(None)
    found = [
        *failing(answers, answers.record.assertions),
        *_conditions(lines, on),
        *_without_source(record),
        *citation_findings(record),
        *left_behind(lines),
        *_late(lines),
        *_weak_denials(lines),
        *misspelt(record),
        *duplicates(record, similar),
        *_crowded(answers, lines),
    ]
    stretches = _stretches(answers)
    for key in record.terms:
        if key not in record.retired:
            found += OpenTerm(lines, stretches, key, on).found(stale_after)
    places = {key: number for number, key in enumerate(record.terms)}
    return sorted(
        found,
        key=lambda one: (CODES.index(one.code), places.get("".join(one.terms[:1]), -1)),
    )


def _stretches(answers: Answers) -> dict[str, list[Stretch]]:
    """Return the stretches of possible answers of each term, with all that is known."""
    lines = answers.known(None)
    return {key: lines.stretches(answers_among(own)) for key, own in answers.boxes.items()}


def failing(answers: Answers, said: Iterable[Assert]) -> Iterator[Finding]:
    """Yield a finding for each assertion in *said* that *answers* do not bear out."""
    for one in said:
        key = answers.record.renamed.get(one.term, one.term)
        answer = answers.known(cut(one)).answer(key, one.on)
        if not any(missed(one, answer)):
            continue
        yield Finding(
            code="assertion",
            terms=(key,),
            events=named(_events(answer)),
            on=one.on.earliest,
            expected=one,
            answer=answer,
        )


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
        on=_first_day(record, event),
        names=names,
    )


def _terms(record: Record, event: Event) -> tuple[str, ...]:
    names = (record.renamed.get(change.term, change.term) for change in event.changes)
    return tuple(dict.fromkeys(names))


def _late(lines: Lines) -> Iterator[Finding]:
    """Yield the events that count as announced late because only their source dates them."""
    late = {step.event: step for own in lines.steps.values() for step in own if _is_late(step)}
    for event in (one.event for one in lines.record.events):
        if event.id in late and event.announced is None:
            yield replace(_of_event("late-source", lines.record, event), steps=(late[event.id],))


def _is_late(step: Step) -> bool:
    """Return whether *step*'s derived announcement is long after the day it took effect."""
    change = step.change
    if change and (change.announced or change.of):
        return False
    effective, public = step.when and step.when.latest, step.announced.earliest
    return bool(effective and public and (public - effective).days > LATE)


def _weak_denials(lines: Lines) -> Iterator[Finding]:
    """Yield the events that deny what ranks above them, which has no effect."""
    record, relations = lines.record, relations_of(lines.record)
    for event in (one.event for one in record.events if one.event.denies):
        target = record.standing(event.denies or "")
        if target is None:
            continue
        own = (step for several in lines.steps.values() for step in several if step.change)
        ranks = [step.rank for step in own if step.event == target.event.id]
        rank = relations.authority(target.event.id).rank
        if relations.authority(event.id).rank < min(ranks, default=rank):
            denied = _of_event("weak-denial", record, target.event, target.event.id)
            yield replace(denied, events=(event.id, target.event.id), level=REMARK)


def misspelt(record: Record) -> Iterator[Finding]:
    """Yield the speakers, and the sides of disputes, with nearly the name of a party."""
    parties = {party.casefold(): party for party in record.partnership.parties}
    for event in (one.event for one in record.events):
        for name in dict.fromkeys(_named(event)):
            for close in get_close_matches(name.casefold(), parties, 1, NEARLY):
                if name != parties[close]:
                    yield _of_event("party", record, event, name, parties[close])


def _named(event: Event) -> Iterator[str]:
    """Yield the names of those who speak in an event or have a position in it."""
    yield from event.by
    for change in event.changes:
        yield from change.by
        yield from (one.party for one in getattr(change, "positions", ()))


def duplicates(record: Record, similar: Similar) -> Iterator[Finding]:
    """Yield a finding for each event that may tell the same as an earlier one, the first such.

    They are of about one day, and their titles are *similar*. Hundreds that are alike are so many
    findings, not so many squared.
    """
    events, found = [one.event for one in record.events], dict[int, int]()
    for one, other in sorted(_of_one_day(record, events)):
        if other not in found and _is_alike(events[one], events[other], similar):
            found[other] = one
    for other, one in sorted(found.items(), key=lambda pair: pair[::-1]):
        first, second = events[one], events[other]
        shared = {*_terms(record, first)} & {*_terms(record, second)}
        yield Finding(
            code="duplicate",
            terms=tuple(key for key in record.terms if key in shared),
            events=(first.id, second.id),
            on=_first_day(record, second),
            names=(str(second.when or "undated"),),
        )


def _is_alike(one: Event, other: Event, similar: Similar) -> bool:
    return not _is_linked(one, other) and similar(one.title, other.title) >= ALIKE


def _of_one_day(record: Record, events: Sequence[Event]) -> set[tuple[int, int]]:
    """Return pairs of indexes of events that share a term and may be about the same day."""
    days = [_days(record, event) for event in events]
    told: dict[str, list[int]] = {}
    for number in sorted(range(len(events)), key=lambda number: days[number][0]):
        for key in _terms(record, events[number]):
            told.setdefault(key, []).append(number)
    found: set[tuple[int, int]] = set()
    for numbers in told.values():
        running: list[int] = []
        for number in numbers:
            running = [one for one in running if days[one][-1][1] >= days[number][0][0]]
            pairs = ((min(one, number), max(one, number)) for one in running)
            found.update(pair for pair in pairs if meet(*(days[one] for one in pair)))
            running.append(number)
    return found


def _days(record: Record, event: Event) -> Days:
    """Return the possible days of an event; an undated one gets a day of its own."""
    when = relations_of(record).when(event.id)
    return ordinals(when) if when else ((FAR + 1, FAR + 1),)


def _first_day(record: Record, event: Event) -> date | None:
    when = relations_of(record).when(event.id)
    return when.earliest if when else None


def _is_linked(one: Event, other: Event) -> bool:
    """Return whether one of the two events names the other: it comes after it, confirms it, ..."""
    return any(
        event.after == named.id
        or any(change.of == named.id for change in event.changes)
        or any(target == named.id for _, target in acts_on(event))
        for event, named in ((one, other), (other, one))
    )


def _conditions(lines: Lines, on: date) -> Iterator[Finding]:
    """Yield the conditions that cannot begin or end anything and have not been met either."""
    record = lines.record
    met = {condition for one in record.events for condition in one.event.met}
    standing = {name for key in record.terms for name in _unless(lines, key, on)}
    naming = _naming(lines.steps)
    # A `set` that was denied is a claim, and one that was called off lapses.
    sets = [step for own in lines.steps.values() for step in own if step.verb == "set"]
    waiting = {_waits_for(step) for step in sets if step.lapses > FAR}
    for condition in record.conditions:
        if condition not in naming:
            yield Finding(code="unreachable", names=(condition,))
        elif condition not in standing | met | waiting:
            key, step = max(naming[condition], key=lambda pair: pair[1].place)
            yield Finding(
                code="unreachable",
                level=REMARK,
                terms=(key,),
                events=(step.event,),
                steps=(step,),
                names=(condition,),
            )


def _crowded(answers: Answers, lines: Lines) -> Iterator[Finding]:
    """Yield the terms with too many rows, and the vaguest of their dates."""
    for key, rows in answers.boxes.items():
        steps = lines.steps.get(key, ())
        if len(rows) > CROWDED * len(steps) > 0:
            vaguest = max(steps, key=_vagueness)
            events = {one.version: one.event.id for one in answers.record.events}
            yield Finding(
                code="crowded",
                terms=(key,),
                events=(events[moment_of(vaguest)[0]],),
                steps=(vaguest,),
                names=(str(len(rows)), str(len(steps))),
            )


def _vagueness(step: Step) -> int:
    return step.days[-1][1] - step.days[0][0] if step.days else 0


def _naming(steps: Mapping[str, Sequence[Step]]) -> dict[str, list[tuple[str, Step]]]:
    found: dict[str, list[tuple[str, Step]]] = {}
    for key, own in steps.items():
        for step in own:
            for condition in filter(None, (*step.unless, _waits_for(step))):
                found.setdefault(condition, []).append((key, step))
    return found


def _waits_for(step: Step) -> str | None:
    """Return the condition that *step* waits for, or has waited for."""
    return step.change.once if isinstance(step.change, Set) else None


def _unless(lines: Lines, key: str, on: date) -> Iterator[str]:
    """Yield the conditions that may end the answer of a term, now or after announced changes."""
    answer = lines.answer(key, day(on))
    for one in answer.possible or filter(None, [answer.decided]):
        yield from one.unless
    for step in lines.steps[key]:
        if not step.days or step.days[0][0] > on.toordinal():
            yield from step.unless
