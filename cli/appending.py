"""Appending: take one act in, and tell what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import click

from cli import json_form
from cli.event_input import FLAGS
from cli.opening import chosen, kept, opened
from cli.terminal import printable, wrapped
from cli.typed import today
from cli.wording import whole
from events.dates import Date, day
from events.errors import ConflictError, InputError
from events.intake import Offer, Taken, look, take_in
from events.ledger import LedgerError
from events.log import Log
from events.model.kinds import Act, Correct, Event, Retract
from timeline.answers import NOT_SET, Answer
from timeline.as_of import answer_on
from timeline.differences import Difference, behind
from timeline.errata import changed
from timeline.record.record import Kept, Record, record_of
from timeline.telling import steps_of


@dataclass(frozen=True)
class Flagged:
    """A term whose answer stays, and the flags beside it that are gone or have come."""

    term: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What an append did, or would do: the answers on *on* before and after."""

    event: str
    on: str
    added: bool
    changes: tuple[Difference, ...]
    flags: tuple[Flagged, ...]
    beside: tuple[Answer, ...]
    falls: tuple[str, ...]
    retracted: bool


def put(given: Mapping[str, Any], offers: Callable[[str, Sequence[Act]], list[Offer]]) -> None:
    """Append what *offers* returns for a partnership and its acts, and print what came of it."""
    with opened(given["db"], writing=not given["dry_run"]) as log:
        slug = chosen(log.partnerships(), given["partnership"])
        entries = log.entries(slug)
        acts = [entry.act() for entry in entries]
        offered = offers(slug, acts)
        new = _new(acts, offered)
        outcome = _outcome(kept(entries), new, offered)
        taken = None if given["dry_run"] else _taken(log, slug, offered, len(entries))
        head = log.head(slug)
    if taken is not None and not taken.added:
        outcome = replace(outcome, added=False, changes=(), flags=(), falls=())
    if given["form"] == "json":
        click.echo(json_form.dump(_json(outcome, taken, head.digest.hex())))
    else:
        told = f"{slug}; version {head.version}, head {head.digest.hex()[:12]}"
        click.echo("\n".join(_text(outcome, given["dry_run"], told)))


def _new(acts: Sequence[Act], offered: Sequence[Offer]) -> list[Act]:
    """Return what of *offered* the log does not have; of flags there is no line to complain of."""
    try:
        return [act for _, act in look(acts, offered).new]
    except LedgerError as error:
        if offered[0].file != FLAGS:
            raise
        raise InputError("\n".join(one.sentence for one in error.complaints)) from None


def _taken(log: Log, slug: str, offered: Sequence[Offer], seen: int) -> Taken:
    """Append what was found in order before; what is not any more has met another's append."""
    try:
        return take_in(log, slug, offered)
    except LedgerError:
        raise ConflictError(slug, expected=seen, actual=log.head(slug).version) from None


def _outcome(before: Sequence[Kept], new: Sequence[Act], offered: Sequence[Offer]) -> Outcome:
    act = offered[-1].act
    version = len(before)
    stamp = f"{today()}T23:59:59.999999Z"
    after = [*before, *(Kept(version + n, stamp, act) for n, act in enumerate(new, 1))]
    then, now = record_of(before), record_of(after)
    on = _day(then, now, act)
    changes = list(_changed(then, now, on, act))
    changes_of = (change for one in new if isinstance(one, Event) for change in one.changes)
    touched = {now.renamed.get(change.term, change.term) for change in changes_of}
    day_on = [one for one in _answers(now, on) if one.term.key in touched]
    changed = {one.after.term.key for one in changes}
    return Outcome(
        event=act.id,
        on=on,
        added=bool(new),
        changes=tuple(changes),
        flags=tuple(_flagged(then, now, on)),
        beside=tuple(one for one in day_on if one.term.key not in changed),
        falls=tuple(_falls(act, then)) if new else (),
        retracted=any(isinstance(o.act, Retract) and o.act.event == act.id for o in then.acts),
    )


def _falls(act: Act, then: Record) -> Iterator[str]:
    """Say what falls with a retraction: corrections, and what only tells more about the event."""
    if not isinstance(act, Retract):
        return
    fallen = {one.act.event for one in then.acts if isinstance(one.act, Retract)}
    for one in (kept_one.act for kept_one in then.acts):
        if isinstance(one, Correct) and one.event == act.event and one.id not in fallen:
            yield f"the correction {one.id}"
    for standing in then.events:
        for change in standing.event.changes:
            if change.of == act.event:
                yield f"what {standing.event.id} tells more about it, on {change.term}"


def _day(then: Record, now: Record, act: Act) -> str:
    """Return today, or a day of the event that shows more, or else the first that differs."""
    days = [today()]
    own = [end for when in _dates(then, now, act) for end in (when.earliest, when.latest) if end]
    days = [*own[:1], *days] if own and own[0] > days[0] else [*days, *own]
    for on in map(str, days):
        if any(_changed(then, now, on, act)):
            return on
    ever = min((one.on or date.min for one in changed(then, now)), default=None)
    if ever is not None:
        return str(ever)
    return next((on for on in map(str, days) if any(_flagged(then, now, on))), str(days[0]))


def _dates(then: Record, now: Record, act: Act) -> Iterator[Date]:
    """Yield the dates of the event that *act* is or is about, as it stood and as it stands."""
    name = act.event if isinstance(act, Correct | Retract) else act.id
    for record in (then, now):
        standing = record.standing(name)
        if standing is None:
            continue
        if standing.event.when:
            yield standing.event.when
        yield from (change.when for change in standing.event.changes if change.when)


def _changed(then: Record, now: Record, on: str, act: Act) -> Iterator[Difference]:
    corrected = isinstance(act, Correct | Retract)
    for before, after in _pairs(then, now, on):
        if before.same != after.same:
            events = (act.id,) if corrected else tuple(behind(before, after))
            yield Difference("corrected" if corrected else "logged", before, after, events)


def _flagged(then: Record, now: Record, on: str) -> Iterator[Flagged]:
    for before, after in _pairs(then, now, on):
        if before.same == after.same and before.flags != after.flags:
            gone = tuple(flag for flag in before.flags if flag not in after.flags)
            come = tuple(flag for flag in after.flags if flag not in before.flags)
            yield Flagged(after.term.key, gone, come)


def _pairs(then: Record, now: Record, on: str) -> Iterator[tuple[Answer, Answer]]:
    """Yield the answers on a day before and after, by the names that the terms have after."""
    was = {now.renamed.get(one.term.key, one.term.key): one for one in _answers(then, on)}
    for after in _answers(now, on):
        yield was.get(after.term.key) or Answer(term=after.term, status=NOT_SET), after


def _answers(record: Record, on: str) -> list[Answer]:
    steps = steps_of(record)
    asked = day(date.fromisoformat(on))
    return [answer_on(term, steps[key], asked) for key, term in record.terms.items()]


def _text(outcome: Outcome, dry_run: bool, told: str) -> Iterator[str]:
    name = printable(outcome.event)
    if not outcome.added:
        since = " and was retracted since; to say it again, give it an --id"
        there = f"{name} is in the log already{since if outcome.retracted else ''}"
        yield from wrapped(f"{there}; nothing was added to {told}.", rest="  ")
        return
    did = "Would append" if dry_run else "Appended"
    yield from wrapped(f"{did} {name} to {told}.", rest="  ")
    for one_more in outcome.falls:
        yield from wrapped(f"With it falls {one_more}.", first="  ", rest="    ")
    if outcome.changes:
        yield "From the earliest day on:" if outcome.on == str(date.min) else f"As of {outcome.on}:"
    for one in outcome.changes:
        yield from wrapped(one.after.term.key, first="  ")
        yield from wrapped(whole(one.before), first="    - ", rest="      ")
        yield from wrapped(whole(one.after), first="    + ", rest="      ")
    told_of = {answer.term.key for answer in outcome.beside}
    alone = [one for one in outcome.flags if one.term not in told_of]
    if not outcome.changes and not outcome.beside and not alone:
        yield f"No answer changes as of {outcome.on}."
    for flagged in alone:
        start = "  " if outcome.changes else f"No answer changes as of {outcome.on}; "
        yield from wrapped(f"{start}{flagged.term} is {_said(flagged)}.", rest="  ")
    for answer in outcome.beside:
        flags = f" ({', '.join(answer.flags)})" if answer.flags else ""
        text = f"{answer.term.key}: the answer as of {outcome.on} stays {whole(answer)}{flags}"
        yield from wrapped(text, first="  ", rest="    ")
    if dry_run:
        yield "Nothing was written."


def _said(one: Flagged) -> str:
    parts = [f"no longer {', '.join(one.gone)}"] if one.gone else []
    return " and ".join([*parts, f"now {', '.join(one.come)}"] if one.come else parts)


def _json(outcome: Outcome, taken: Taken | None, head: str) -> dict[str, Any]:
    return {
        "event": outcome.event,
        "added": outcome.added,
        "written": bool(taken and taken.added),
        "head": head,
        "as_of": outcome.on,
        "changes": [json_form.difference(one) for one in outcome.changes],
        "flags": [
            {"term": one.term, "gone": list(one.gone), "come": list(one.come)}
            for one in outcome.flags
        ],
        "falls": list(outcome.falls),
    }
