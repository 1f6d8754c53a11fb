"""Errata: what was wrong in the record, since when, who put it right, and which answers changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from events.dates import day
from events.kinds import Correct, Event, Retract
from timeline.answers import Answer
from timeline.as_of import answer_on, turning_days
from timeline.record import Kept, Record, record_of
from timeline.steps import FAR, Step, Steps
from timeline.telling import steps_of


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


def errata(kept: Sequence[Kept]) -> list[Erratum]:
    """Return every act on the record, in the order in which they were recorded."""
    return [
        erratum(kept[:index], one, one.act)
        for index, one in enumerate(kept)
        if isinstance(one.act, Correct | Retract)
    ]


def erratum(earlier: Sequence[Kept], one: Kept, act: Correct | Retract) -> Erratum:
    """Return what *act*, kept as *one*, put right in what was recorded *earlier*."""
    before, after = record_of(earlier), record_of([*earlier, one])
    target = next(each for each in earlier if each.act.id == act.event)
    event = target.act.event if isinstance(target.act, Correct | Retract) else act.event
    was, now = before.standing(event), after.standing(event)
    return Erratum(
        kept=one,
        act=act,
        event=event,
        wrong_since=_wrong_since(earlier, act, target),
        was=was.event if was else None,
        now=now.event if now else None,
        changed=tuple(changed(before, after)),
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
        if isinstance(one.act, Correct) and one.act.event == act.event and stands:
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
        steps = was.get(key, Steps()), now[key]
        begin = _begin(*steps)
        turns = sorted({turn for several in steps for turn in turning_days(several)})
        for on in [date.fromordinal(turn) for turn in turns if begin <= turn < _END]:
            then, later = (answer_on(term, several, day(on)) for several in steps)
            if then.same != later.same:
                yield Changed(None if on == date.min else on, then, later)
                break


_END = date.max.toordinal() + 1


def _begin(was: Sequence[Step], now: Sequence[Step]) -> int:
    """Return the first day on which a step can matter that is not in both, as an ordinal.

    Before it may have happened, or be pending, an answer does not hang on it.
    """
    before, after = ({_said(step): step for step in several} for several in (was, now))
    others = before.keys() ^ after.keys()
    return min((_matters(before.get(one) or after[one]) for one in others), default=_END)


def _said(step: Step) -> tuple[object, ...]:
    """Return all of *step* that an answer may hang on."""
    return (
        *(step.id, step.verb, step.place, step.moment, step.when, step.announced, step.rank),
        *(step.authority, step.value, step.until, step.unless, step.adds, step.condition),
    )


def _matters(step: Step) -> int:
    public = step.announced.latest.toordinal() if step.announced.latest else FAR
    return max(1, min(step.days[0][0] if step.days else FAR, public))
