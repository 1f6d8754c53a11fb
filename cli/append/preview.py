"""Append one act, or preview it, and print which answers change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from cli.append.dependents import SUBJECTS, dependents
from cli.append.event_input import FLAGS, record_now
from cli.errors import telling
from cli.forms import json_text
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.terminal import deliver, echo, printable, wrapped
from cli.typed_values import today
from cli.wording.answers import flagged, joined, when, whole
from cli.wording.answers import given as told_answer
from events.errors import ConflictError, InputError, TimelineError
from events.ledger.complaints import LedgerError
from events.log.importer import Offer, Taken, look, take_in
from events.log.log import Log
from events.model.kinds import Act, Correct, Event, Retract
from events.model.subjects import COVERED, corrected
from timeline.answers.what_if import what_if
from timeline.record.record import Kept
from timeline.rule.terms import possibility
from timeline.views.preview import Compared, Preview, preview


@dataclass(frozen=True)
class Outcome:
    """The outcome of appending an *act*, done or only tried.

    *falls* has the sentences on what is lost by a retraction.
    """

    act: Act
    added: bool
    preview: Preview
    falls: tuple[str, ...]
    retracted: bool

    @property
    def cause(self) -> str:
        """The cause given for changed answers: `corrected` or `logged`."""
        return "corrected" if isinstance(self.act, Correct | Retract) else "logged"


Offers = Callable[[str, Sequence[Act]], list[Offer]]
"""A function that returns what to append to a partnership, given its slug and its acts."""


def put(given: Mapping[str, Any], offers: Offers) -> None:
    """Append what *offers* returns, unless the options *given* ask for a dry run.

    What changes, or would change, is printed.
    """
    with opened(given["db"], writing=not given["dry_run"]) as log:
        # On a server only a connection for reading sees the entries and answers of one moment.
        with opened(given["db"]) as seen:
            slug = chosen_in(seen, given["partnership"])
            head = seen.head(slug)
            known, offered = _offered(seen, slug, given, offers)
            new = _new(seen, slug, offered)
            act = offered[-1].act
            about = seen.about(slug, corrected(act.id))
            outcome = Outcome(
                act=act,
                added=bool(new),
                preview=_preview(seen, slug, new, head.version),
                falls=tuple(_falls(act, known)) if new else (),
                retracted=any(isinstance(entry.act(), Retract) for entry in about),
            )
        taken = None
        if not given["dry_run"]:
            taken = _taken(log, slug, offered, head.version, given["actor"])
            head = log.head(slug)
    if taken is not None and not taken.added:
        # Somebody else has appended the same act in the meantime.
        nothing = Preview(outcome.preview.on, (), (), (), ())
        outcome = replace(outcome, added=False, preview=nothing, falls=())
    with telling(done=taken is not None):
        for line in _warnings(outcome.preview):
            echo(line, err=True)
        if given["form"] == "json":
            deliver(json_text.dump(_json(outcome, taken, head.digest.hex())))
        else:
            told = f"{slug}; version {head.version}, head {head.digest.hex()[:12]}"
            echo("\n".join(_text(outcome, given["dry_run"], told)))


def _offered(
    log: Log, slug: str, given: Mapping[str, Any], offers: Offers
) -> tuple[list[Act], list[Offer]]:
    """Return the acts that were read for *offers*, and what it returned.

    Flags refer to the vocabulary and one event, so only their entries are read. A file or an edited
    text may refer to any entry, and an error suggests similar names: both need the whole log.
    """
    if not (given.get("file") or given.get("edit")):
        known = _named(log, slug, given.get("event"))
        with suppress(TimelineError):
            return known, offers(slug, known)
    every = [entry.act() for entry in log.entries(slug)]
    return every, offers(slug, every)


def _named(log: Log, slug: str, event: str | None) -> list[Act]:
    """Return the vocabulary, and all acts about *event* and its dependents."""
    prefixes = ("partnership", COVERED, "term:", "source:", "condition:")
    found = {entry.version: entry for prefix in prefixes for entry in log.under(slug, prefix)}
    ids = [event] if event else []
    for id in ids:
        subjects = (corrected(id), *(f"{one}:{id}" for one in SUBJECTS))
        about = (log.about(slug, subject) for subject in subjects)
        for entry in chain(filter(None, [log.find(slug, id)]), *about):
            found[entry.version], act = entry, entry.act()
            names = [act.id, act.event] if isinstance(act, Correct | Retract) else [act.id]
            ids += [name for name in names if name not in ids]
    return [found[version].act() for version in sorted(found)]


def _new(log: Log, slug: str, offered: Sequence[Offer]) -> list[Act]:
    """Return the acts that the log lacks; flags have no lines, so their errors name none."""
    try:
        return [act for _, act in look(log, slug, offered).new]
    except LedgerError as error:
        if offered[0].file != FLAGS:
            raise
        raise InputError("\n".join(one.sentence for one in error.complaints)) from None


def _taken(log: Log, slug: str, offered: Sequence[Offer], seen: int, actor: str | None) -> Taken:
    """Append offers that were valid before. Raises ConflictError if another append broke them."""
    try:
        return take_in(log, slug, offered, actor=actor)
    except LedgerError:
        raise ConflictError(slug, expected=seen, actual=log.head(slug).version) from None


def _preview(log: Log, slug: str, new: Sequence[Act], version: int) -> Preview:
    stamp = f"{today()}T23:59:59.999999Z"
    acts = [Kept(version + n, stamp, one) for n, one in enumerate(new, 1)]
    return preview(*what_if(log, slug, acts), today())


def _falls(act: Act, known: Sequence[Act]) -> Iterator[str]:
    """Describe what falls with a retraction: corrections, and the events that depend on it."""
    if not isinstance(act, Retract):
        return
    fallen = {one.event for one in known if isinstance(one, Retract)}
    for one in known:
        if isinstance(one, Correct) and one.event == act.event and one.id not in fallen:
            yield f"the correction {one.id}"
    for dependent in dependents(act.event, record_now(known)):
        yield f"{dependent.event}, which {dependent.how}"


def _warnings(said: Preview) -> Iterator[str]:
    """Yield a warning for each answer of higher rank that is replaced; a claim replaces none."""
    for step, outcome in said.replaced:
        answer = possibility(outcome)
        day = answer.deciding.when if answer.deciding else None
        since = f", {when(day)}" if day else ""
        term = step.change.term if step.change else ""
        yield from wrapped(
            f"{term}: this {step.verb} ({step.authority}) takes the place of an answer of higher "
            f"rank, {told_answer(answer)} ({answer.authority}{since}).",
            rest="  ",
        )
    if said.replaced:
        yield "Where nothing happened and somebody only says so, use claim."


def _text(outcome: Outcome, dry_run: bool, told: str) -> Iterator[str]:
    name, said = printable(outcome.act.id), outcome.preview
    if not outcome.added:
        since = " and was retracted since; to say it again, give it an --id"
        there = f"{name} is in the log already{since if outcome.retracted else ''}"
        yield from wrapped(f"{there}; nothing was added to {told}.", rest="  ")
        return
    did = "Would append" if dry_run else "Appended"
    yield from wrapped(f"{did} {name} to {told}.", rest="  ")
    for one_more in outcome.falls:
        yield from wrapped(f"With it falls {one_more}.", first="  ", rest="    ")
    yield from _changes(said.changed)
    is_alone = not said.changed
    for one in said.flagged:
        start = f"No answer changes as of {one.on}; " if is_alone else "  "
        yield from wrapped(f"{start}{one.term} is {_come_and_gone(one)}.", rest="  ")
    same = said.same if isinstance(outcome.act, Event) else ()
    if is_alone and not said.flagged and not same:
        yield f"No answer changes as of {said.on}."
    for one in same:
        flags = f" ({flagged(one.after.flags)})" if one.after.flags else ""
        text = f"{one.term}: the answer as of {one.on} stays {whole(one.after)}{flags}"
        yield from wrapped(text, first="  ", rest="    ")
    if dry_run:
        yield "Nothing was written."


def _changes(changed: Sequence[Compared]) -> Iterator[str]:
    for on in sorted({one.on for one in changed}):
        yield "From the earliest day on:" if on == date.min else f"As of {on}:"
        for one in changed:
            if one.on == on:
                yield from wrapped(one.term, first="  ")
                yield from wrapped(whole(one.before), first="    - ", rest="      ")
                yield from wrapped(whole(one.after), first="    + ", rest="      ")


def _come(one: Compared) -> tuple[str, ...]:
    return tuple(flag for flag in one.after.flags if flag not in one.before.flags)


def _gone(one: Compared) -> tuple[str, ...]:
    return tuple(flag for flag in one.before.flags if flag not in one.after.flags)


def _come_and_gone(one: Compared) -> str:
    gone, come = _gone(one), _come(one)
    parts = [f"no longer {flagged(gone)}"] if gone else []
    return joined([*parts, f"now {flagged(come)}"] if come else parts)


def _json(outcome: Outcome, taken: Taken | None, head: str) -> dict[str, Any]:
    said = outcome.preview
    return {
        "event": outcome.act.id,
        "added": outcome.added,
        "written": bool(taken and taken.added),
        "head": head,
        "as_of": str(said.on),
        "changes": [
            {
                "term": one.term,
                "cause": outcome.cause,
                "as_of": str(one.on),
                "before": json_text.bare(one.before),
                "after": json_text.bare(one.after),
                "events": [outcome.act.id],
            }
            for one in said.changed
        ],
        "flags": [
            {"term": one.term, "as_of": str(one.on), "gone": [*_gone(one)], "come": [*_come(one)]}
            for one in said.flagged
        ],
        "replaced": [
            {"term": step.change.term if step.change else None} | json_text.replaced(outcome)
            for step, outcome in said.replaced
        ],
        "falls": list(outcome.falls),
    }
