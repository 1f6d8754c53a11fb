"""Questions to the engine and to the oracle, and whether both say the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

import oracle
from histories import days_asked
from oracle import Claimed, Possible, answers, answers_for_question

from events.dates import Date, day, parse
from timeline.answers import Answer
from timeline.as_of import terms_as_of
from timeline.merged import Kept, record_of

QUESTIONS = 7


@dataclass(frozen=True)
class Question:
    """What is asked: on which day, with what was known, with what was recorded."""

    on: Date
    known: date | None
    recorded: str | None


def questions(kept: Sequence[oracle.Kept], random: Random) -> Iterator[Question]:
    """Yield questions on days of all clocks, the last of them imprecise."""
    instants = sorted({recorded for _, recorded, _ in kept})
    for on in days_asked(random, QUESTIONS):
        known = random.choice((None, on, *days_asked(random, 2)))
        recorded = random.choice((None, None, random.choice(instants)))
        yield Question(day(on), known, recorded)
    start, end = sorted(days_asked(random, 2))
    imprecise = (f"[{start}..{end}]", f"[{start}..{end}]", f"[..{start}]", f"[{end}..]", "XXXX-06")
    text = str(start) if start == end else random.choice(imprecise)
    yield Question(parse(text), random.choice((None, *days_asked(random, 1))), None)


def compared(kept: Sequence[oracle.Kept], question: Question) -> Iterator[str]:
    """Yield, for each term on which they differ, both answers."""
    on, known, recorded = question.on, question.known, question.recorded
    if on.is_day and on.earliest is not None:
        expected = answers(kept, on=on.earliest, known=known, recorded=recorded)
    else:
        expected = answers_for_question(kept, on=on, known=known, recorded=recorded)
    record = record_of([Kept(*entry) for entry in kept], by=recorded)
    found = {answer.term.key: answer for answer in terms_as_of(record, on, known=known)}
    asked = f"as of {on}, known {known}, recorded by {recorded}"
    if list(found) != list(expected):
        yield f"{asked}: the terms are {list(expected)}, the engine has {list(found)}"
        return
    order = {act.id: version for version, _, act in kept}
    for term, answer in found.items():
        differences = list(differing(answer, expected[term], order))
        if differences:
            yield "\n".join(["", f"{term} {asked}", *differences])


def differing(found: Answer, expected: oracle.Answer, order: dict[str, int]) -> Iterator[str]:
    """Yield what differs in one answer, the oracle's word first."""
    last = {
        possible: max(events, key=lambda event: order[event], default=None)
        for possible, events in expected.answers.items()
    }
    statuses = {status for status, *_ in last} if len(last) == 1 else {"undetermined"}
    if statuses != {found.status}:
        yield f"  status: {statuses}, engine {found.status}"
    if last != (given := answers_of(found)):
        yield f"  answers: {last}\n   engine: {given}"
    if expected.flags != frozenset(found.flags):
        yield f"  flags: {sorted(expected.flags)}, engine {sorted(found.flags)}"
    claims = frozenset(
        (c.status, c.value, c.authority, c.event, c.contradicts) for c in found.claims
    )
    if (beside := once(expected.claims)) != claims:
        yield f"  claims: {sorted(beside, key=str)}\n  engine: {sorted(claims, key=str)}"
    if len(last) == 1 and (event := found.event) is not None and last == given:
        [possible] = last
        confirmed = expected.last_confirmed(possible, event)
        if str(found.last_confirmed) not in confirmed:
            yield f"  last confirmed: {set(confirmed)}, engine {found.last_confirmed}"
        said = (found.authority, str(found.since), found.sources)
        if said not in expected.given[possible, event]:
            yield f"  given: {set(expected.given[possible, event])}\n engine: {said}"


def once(claims: Iterable[Claimed]) -> frozenset[Claimed]:
    """Keep of each claim that it contradicts, where it does so in some world only."""
    contradicts = {claim[:4]: False for claim in claims}
    contradicts |= {claim[:4]: True for claim in claims if claim[4]}
    return frozenset((*said, against) for said, against in contradicts.items())


def answers_of(found: Answer) -> dict[Possible, str | None]:
    """Return every answer the engine holds possible, with the event it names for it."""
    one_or_all = found.possible or (found,)
    told: dict[Possible, str | None] = {
        (one.status, one.value, one.through.latest if one.through else None, frozenset(one.unless)):
        one.event
        for one in one_or_all
    }  # fmt: skip
    assert len(told) == len(one_or_all), f"The engine lists an answer twice: {one_or_all}"
    return told
