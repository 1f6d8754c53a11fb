"""The errata of a log: what was wrong since when, who corrected it, and which answers changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from events.model.kinds import Correct, Event, Retract
from events.model.values import Value, value
from timeline.boxes.boxes import Box, Change
from timeline.boxes.items import answers_among, answers_in
from timeline.boxes.lines import stretches
from timeline.record.days import FAR
from timeline.record.incremental import GrowingRecord
from timeline.record.record import Kept, Record
from timeline.rule.answer import Answer
from timeline.rule.line import Stretch
from timeline.views.answer_changes import answer_changes, bare

FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()


@value
class Changed(Value):
    """What an answer was *before* an erratum and is *after* it, on one stretch of days.

    Both answers are dated by the stretch: all days in a row on which they are these two.
    """

    before: Answer
    after: Answer


@value
class Erratum(Value):
    """A correction or retraction; *wrong_since* is the instant at which the error was recorded.

    *was* is the event before the correction and *now* the event after it, or None if it was
    retracted.
    """

    kept: Kept
    act: Correct | Retract
    event: str
    wrong_since: str
    was: Event | None
    now: Event | None
    changed: tuple[Changed, ...]


def errata(
    acts: Iterable[Kept], effects: Mapping[int, Sequence[Change]], after: int = 0
) -> list[Erratum]:
    """Return every correction and retraction in *acts* after version *after*, in order.

    *effects* maps each version to the changes its act made to boxes
    (`timeline.answers.corrections`).
    """
    growth = GrowingRecord()
    found = []
    for one in acts:
        if isinstance(one.act, Correct | Retract) and one.version > after:
            found.append(put_right(growth, one, one.act, effects.get(one.version, ())))
        else:
            growth.take(one)
    return found


def put_right(
    growth: GrowingRecord, one: Kept, act: Correct | Retract, changes: Sequence[Change]
) -> Erratum:
    """Return the erratum for *one*, whose *act* is a correction or retraction.

    *growth* is the record up to the entry before; *one* is appended to it. *changes* are those that
    the act made to boxes.
    """
    event = growth.event_of(act)
    earlier, was = list(growth.about(event)), growth.standing(event)
    before = [(change.term, _said(growth, change.closed)) for change in changes]
    growth.take(one)
    after = (_said(growth, change.opened) for change in changes)
    told = {key: (was, now) for (key, was), now in zip(before, after, strict=True)}
    return Erratum(
        kept=one,
        act=act,
        event=event,
        wrong_since=_wrong_since(earlier, act, growth.find(act.event)),
        was=was,
        now=growth.standing(event),
        changed=tuple(_changed(growth.words, told)),
    )


def _wrong_since(earlier: Sequence[Kept], act: Correct | Retract, target: Kept) -> str:
    """Return when the error was first recorded: with the event, or with a correction of it.

    Fields given with their old value do not count as corrected; a field that was corrected counts
    from the time its wrong value was first written.
    """
    if isinstance(act, Retract):
        return target.recorded
    retracted = {one.act.event for one in earlier if isinstance(one.act, Retract)}
    mended = [one for one in reversed(earlier) if one.act.id not in retracted]
    said = {name: _written(name, mended, target) for name in act.fields.given}
    wrong = [at for name, (value, at) in said.items() if value != getattr(act.fields, name)]
    return min(wrong or [at for _, at in said.values()])


def _written(name: str, mended: Iterable[Kept], target: Kept) -> tuple[object, str]:
    """Return the value of the field *name*, and when it was first written.

    *mended* has the corrections of the event *target* that stand, the last one first.
    """
    given = (
        (getattr(one.act.fields, name), one.recorded)
        for one in mended
        if isinstance(one.act, Correct) and name in one.act.fields.given
    )
    several = chain(given, [(getattr(target.act, name), target.recorded)])
    value, at = next(several)
    for was, recorded in several:
        if was != value:
            break
        at = recorded
    return value, at


def _said(growth: GrowingRecord, boxes: Iterable[Box]) -> list[Stretch]:
    """Return the answers in *boxes* as stretches sorted by day, with all that is known."""
    return stretches(answers_among(boxes), lambda box: answers_in(box.item, growth.step))


def _changed(
    words: Record, told: Mapping[str, tuple[Sequence[Stretch], Sequence[Stretch]]]
) -> Iterator[Changed]:
    """Yield, for each term, the change on each stretch of days on which its answer differs.

    *told* has the stretches of each term before and after the act; *words* has the terms.
    """
    for key, term in words.terms.items():
        for first, last, *said in answer_changes(*told.get(key, ((), ())), LAST_DAY):
            if last >= FIRST_DAY:
                days = first, last if last < LAST_DAY else FAR
                yield Changed(*(bare(term, each, *days) for each in said))
