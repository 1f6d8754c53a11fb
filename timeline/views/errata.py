"""Errata: what was wrong in the record, since when, who put it right, and which answers changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from events.model.kinds import Correct, Event, Retract, Term
from timeline.record.growth import Growth, Steps
from timeline.record.record import Kept
from timeline.record.steps import Step
from timeline.rule.answer import Answer
from timeline.rule.terms import Terms
from timeline.views.parting import above, bare, partings, reach


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


def errata(kept: Iterable[Kept], after: int = 0) -> list[Erratum]:
    """Return every correction and retraction kept *after* a version, in their order."""
    growth = Growth()
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
    before = growth.steps(terms)
    growth.take(one)
    return Erratum(
        kept=one,
        act=act,
        event=event,
        wrong_since=_wrong_since(earlier, act, growth.find(act.event)),
        was=was,
        now=growth.standing(event),
        changed=tuple(_changed(growth, terms, before)),
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


def _changed(growth: Growth, terms: Sequence[str], was: Steps) -> Iterator[Changed]:
    now = growth.steps(terms)
    for term in terms:
        yield from _first(growth.words.terms[term], was, now)


def _first(term: Term, was: Steps, now: Steps) -> Iterator[Changed]:
    """Yield how the answer is another, on the first day on which the steps that *was* tell so."""
    both = {key: {**_each(was, key), **_each(now, key)} for key in was.keys() | now.keys()}
    both = {key: both[key] for key in above(term.key, both)}
    apart = [step for key in both for step in _each(was, key).keys() ^ _each(now, key).keys()]
    begin, last = reach(both, apart)
    days = 1  # The first day that differs is mostly among the first that can.
    while begin <= last:
        end = min(begin + days, last)
        then, later = (Terms(steps, begin, end).line(term.key) for steps in (was, now))
        for one in partings(then, later, end)[:1]:
            on = date.fromordinal(one.first) if one.first > date.min.toordinal() else None
            yield Changed(on, bare(term, one.was), bare(term, one.now))
            return
        begin, days = end + 1, days * 4


def _each(steps: Steps, key: str) -> dict[Step, None]:
    return dict.fromkeys(steps.get(key, ()))
