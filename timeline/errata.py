"""Errata: what was wrong in the record, since when, who put it right, and which answers changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from events.kinds import Correct, Event, Retract, Term
from timeline.answers import Answer
from timeline.growth import Growth
from timeline.merged import Kept, Record
from timeline.steps import FAR, Step
from timeline.telling import steps_of
from timeline.walk import LAST, Walk
from timeline.windows import Position, is_sure


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that an erratum changed: how it was and is on *on*, the first such day.

    None is as long ago as one may ask.
    """

    on: date | None
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Erratum:
    """A correction or retraction, *wrong_since* the instant when the error was recorded.

    *was* is the event as it stood before, *now* as it stood after, None where it was retracted.
    """

    kept: Kept
    act: Correct | Retract
    event: str
    wrong_since: str
    was: Event | None
    now: Event | None
    changed: tuple[Changed, ...]


def errata(kept: Iterable[Kept], after: int = 0, growth: Growth | None = None) -> list[Erratum]:
    """Return every act on the record that was kept *after* a version, in their order.

    All acts are taken in by *growth*, for who has more to ask of them.
    """
    growth = growth or Growth()
    found = []
    for one in kept:
        if isinstance(one.act, Correct | Retract) and one.version > after:
            found.append(put_right(growth, one, one.act))
        else:
            growth.take(one)
    return found


def put_right(growth: Growth, one: Kept, act: Correct | Retract) -> Erratum:
    """Return what *act*, kept as *one*, puts right in what *growth* has, which takes it in."""
    event = growth.event_of(act)
    earlier, was = list(growth.about(event)), growth.standing(event)
    terms = growth.bearing(event, one)
    before = [growth.steps(term) for term in terms]
    growth.take(one)
    words = growth.words.terms
    ways = [(words[term], was, growth.steps(term)) for term, was in zip(terms, before, strict=True)]
    return Erratum(
        kept=one,
        act=act,
        event=event,
        wrong_since=_wrong_since(earlier, act, growth.find(act.event)),
        was=was,
        now=growth.standing(event),
        changed=tuple(parting for way in ways for parting in _parting(*way)),
    )


def _wrong_since(earlier: Sequence[Kept], act: Correct | Retract, target: Kept) -> str:
    """Return when what was put right was first written: with the event, or a correction of it.

    A field that is given as it was is not put right; one that was, was not written anew.
    """
    if isinstance(act, Retract):
        return target.recorded
    retracted = {one.act.event for one in earlier if isinstance(one.act, Retract)}
    said = {name: getattr(target.act, name) for name in act.fields.given}
    written = dict.fromkeys(said, target.recorded)
    for one in earlier:
        stands = one.act.id not in retracted
        if isinstance(one.act, Correct) and stands:
            others = _others(said, one.act)
            said |= others
            written |= dict.fromkeys(others, one.recorded)
    return min(written[name] for name in _others(said, act) or written)


def _others(said: Mapping[str, object], act: Correct) -> dict[str, object]:
    """Return those fields of *said* of which *act* gives another value, with that value."""
    given = {name: getattr(act.fields, name) for name in said.keys() & act.fields.given}
    return {name: value for name, value in given.items() if value != said[name]}


def changed(before: Record, after: Record) -> Iterator[Changed]:
    """Yield every answer that is another in *after*, on the first day on which it is."""
    was, now = steps_of(before), steps_of(after)
    for key, term in after.terms.items():
        yield from _parting(term, was.get(key, ()), now[key])


def _parting(term: Term, was: Sequence[Step], now: Sequence[Step]) -> Iterator[Changed]:
    """Yield how the answer is another, on the first day on which the steps that *was* tell so.

    No day is looked at on which nothing can matter that only one side has: not before it begins,
    and not once a sure answer is given after it, which both have.
    """
    other = [step for step in _others_than(was, now) if step.days]
    if not other:
        return
    begin, last = max(1, min(step.days[0][0] for step in other)), max(map(_last, other))
    sure = [_last(step) for step in now if is_sure(step) and step not in other]
    least = max((one for one in sure if one[0] < begin), default=_FIRST)
    end = min((one[0] for one in sure if one > last), default=LAST + 1)
    ways = [Walk(term, begin, _near(steps, least, end)) for steps in (was, now)]
    on = begin
    while on < end:
        then, later = (way.answer() for way in ways)
        if then.same != later.same:
            yield Changed(None if on == 1 else date.fromordinal(on), then, later)
            return
        on = min(way.next for way in ways)
        for way in ways:
            way.to(on)


_FIRST: Position = (-FAR, (0, 0, 0))


def _others_than(was: Sequence[Step], now: Sequence[Step]) -> list[Step]:
    """Return the steps of which the other side has none that says the same."""
    both = set(was) & set(now)
    sides = [{_said(step): step for step in one if step not in both} for one in (was, now)]
    return [
        step
        for one, other in (sides, sides[::-1])
        for said, step in one.items()
        if said not in other
    ]


def _near(steps: Sequence[Step], least: Position, end: int) -> Iterator[Step]:
    """Yield what can matter from the sure answer at *least* on, before the day *end*."""
    for step in steps:
        if step.is_ahead or (step.days and step.days[0][0] < end and _last(step) >= least):
            yield step


def _last(step: Step) -> Position:
    return step.days[-1][1], step.place


def _said(step: Step) -> tuple[object, ...]:
    """Return all of *step* that an answer may hang on."""
    return (
        *(step.id, step.verb, step.place, step.moment, step.when, step.announced, step.rank),
        *(step.authority, step.value, step.until, step.unless, step.adds, step.condition),
    )
