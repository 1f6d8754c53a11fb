"""Append one act, or preview it, and print which answers change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from itertools import chain
from typing import Any

import events.log.log
from cli.append.dependents import SUBJECTS, dependents
from cli.append.doubts import Doubts, doubts
from cli.append.event_input import FLAGS, record_now
from cli.append.outcome import Outcome, as_json, text, warnings
from cli.errors import telling
from cli.forms import json_text
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.terminal import deliver, echo
from cli.typed_values import today
from events.dates.instants import recorded_by
from events.errors import ConflictError, InputError, TimelineError
from events.ledger.complaints import LedgerError
from events.log.importer import Offer, Taken, look, take_in
from events.log.log import Head, Log
from events.model.kinds import Act, Assert, Correct, Retract
from events.model.subjects import COVERED, corrected
from timeline.answers.what_if import what_if
from timeline.record.record import Kept
from timeline.views.preview import Preview, preview

Offers = Callable[[str, Sequence[Act]], list[Offer]]
"""A function that returns what to append to a partnership, given its slug and its acts."""


def put(given: Mapping[str, Any], offers: Offers) -> None:
    """Append what *offers* returns, as `appended` does, and print which answers change."""
    outcome, taken, head = appended(given, offers)
    with telling(done=taken is not None):
        for line in warnings(outcome):
            echo(line, err=True)
        if given["form"] == "json":
            deliver(json_text.dump(as_json(outcome, taken, head.digest.hex())))
        else:
            echo("\n".join(text(outcome, head, taken)))


def appended(given: Mapping[str, Any], offers: Offers) -> tuple[Outcome, Taken | None, Head]:
    """Append what *offers* returns, unless the options *given* ask for a dry run.

    Returns the outcome, what was taken in (None on a dry run), and the head of the log then.
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
            changes, against = _foreseen(seen, slug, new, act, head.version)
            outcome = Outcome(
                act=act,
                added=bool(new),
                preview=changes,
                doubts=against,
                rests=tuple(_resting(act, known)) if new else (),
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
        outcome = replace(
            outcome, added=False, preview=nothing, doubts=Doubts(), rests=(), falls=()
        )
    return outcome, taken, head


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
    """Append *offered*, which the log would have taken at version *seen*.

    Raises ConflictError if it has grown since so that they no longer fit.
    """
    try:
        return take_in(log, slug, offered, actor=actor)
    except LedgerError:
        raise ConflictError(slug, expected=seen, actual=log.head(slug).version) from None


def _foreseen(
    log: Log, slug: str, new: Sequence[Act], act: Act, version: int
) -> tuple[Preview, Doubts]:
    """Return what the *new* acts would change, and what speaks against *act*, the last of them."""
    stamp = recorded_by(events.log.log.clock().astimezone(UTC).date().isoformat())
    acts = [Kept(version + n, stamp, one) for n, one in enumerate(new, 1)]
    before, after = what_if(log, slug, acts)
    entries = log.under(slug, "assert:") if new else []
    said = [one for one in (entry.act() for entry in entries) if isinstance(one, Assert)]
    changes = preview(before.known(None), after.known(None), today())
    return changes, doubts(before, after, said, act) if new else Doubts()


def _resting(act: Act, known: Sequence[Act]) -> Iterator[str]:
    """Describe the events that depend on the one that *act* corrects."""
    if isinstance(act, Correct):
        for dependent in dependents(act.event, record_now(known)):
            yield f"{dependent.event}, which {dependent.how}"


def _falls(act: Act, known: Sequence[Act]) -> Iterator[str]:
    """Describe what a retraction takes along: corrections, and the events that depend on it."""
    if not isinstance(act, Retract):
        return
    fallen = {one.event for one in known if isinstance(one, Retract)}
    for one in known:
        if isinstance(one, Correct) and one.event == act.event and one.id not in fallen:
            yield f"the correction {one.id}"
    for dependent in dependents(act.event, record_now(known)):
        yield f"{dependent.event}, which {dependent.how}"
