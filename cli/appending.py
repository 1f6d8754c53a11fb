"""Appending one event: read it, take it in, and tell what changed."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from cli import json_form
from cli.bundled import offers
from cli.files import read_bytes
from cli.opening import chosen, kept, opened
from cli.params import today
from cli.terminal import printable, wrapped
from cli.typed_event import default_id, plain_event, typed_sources
from cli.wording import whole
from events import codec, ledger
from events.dates import day
from events.errors import InputError
from events.intake import Offer, Taken, look, take_in
from events.kinds import Act, Event, Source
from events.ledger import LedgerError
from events.problems import Problem
from timeline.answers import NOT_SET, Answer
from timeline.as_of import answer_on
from timeline.differences import Difference, behind
from timeline.record import Kept, Record, record_of
from timeline.steps import steps_of

FLAGS = "the flags"


@dataclass(frozen=True)
class Outcome:
    """What an append did, or would do: the answers on *on* before and after."""

    event: str
    on: str
    added: bool
    changes: tuple[Difference, ...]
    beside: tuple[Answer, ...]


def run(given: Mapping[str, Any], verbs: Sequence[str]) -> None:
    """Append the event that *given* describes, and print what came of it."""
    with opened(given["db"], writing=True) as log:
        slug = chosen(log.partnerships(), given["partnership"])
        entries = log.entries(slug)
        acts = [entry.act() for entry in entries]
        offered = _offered(given, verbs, slug, acts)
        new = _new(acts, offered)
        outcome = _outcome(kept(entries), new, offered)
        taken = None if given["dry_run"] else take_in(log, slug, offered)
        head = log.head(slug)
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


def _offered(
    given: Mapping[str, Any], verbs: Sequence[str], slug: str, acts: Sequence[Act]
) -> list[Offer]:
    typed = bool(verbs) or any(given[name] for name in ("title", "when", "met", "source"))
    if given["edit"] and given["file"]:
        raise InputError("--edit writes an event of its own; leave the file out.")
    if given["file"] and typed:
        raise InputError("An event comes from a file or from flags; leave one of them out.")
    if given["edit"]:
        return _edited(slug, acts)
    if given["file"]:
        label = "<stdin>" if given["file"] == "-" else given["file"]
        return _from_file(read_bytes(given["file"]), label, slug, acts)
    if not typed:
        raise click.UsageError("Say what happened: --when, --title, --set …; or give a FILE.")
    return _from_flags(given, verbs, acts)


def _from_file(data: bytes, label: str, slug: str, acts: Sequence[Act]) -> list[Offer]:
    return offers(ledger.read_event(data, label, slug, acts), label)


def _from_flags(given: Mapping[str, Any], verbs: Sequence[str], acts: Sequence[Act]) -> list[Offer]:
    known = _sources(acts)
    sources = typed_sources(given, known)
    event = plain_event(given, verbs, list(sources))
    event.setdefault("id", default_id(event))
    plain = [
        {"define": f"source:{key}", "id": f"define:source:{key}", **said}
        for key, said in sources.items()
        if said
    ]
    problems: list[Problem] = []
    read = [codec.read(one, problems) for one in (*plain, event)]
    if problems:
        raise InputError("\n".join(_flagged(problem) for problem in problems))
    return [Offer(act=act, file=FLAGS) for act in read if act is not None]


def _flagged(problem: Problem) -> str:
    flag = next((str(part) for part in problem.path if isinstance(part, str)), "")
    name = {"sources": "source", "id": "id"}.get(flag, flag)
    return f"--{name}: {problem.sentence}" if name and name != "changes" else problem.sentence


def _sources(acts: Sequence[Act]) -> Mapping[str, Source]:
    return record_of(Kept(number, "", act) for number, act in enumerate(acts)).sources


TEMPLATE = """\
# One event of {slug}. Lines that begin with # are left out; an empty text appends nothing.
# Verbs: set, end, reaffirm, leave-unsaid, dispute, settle, use, note.
# Terms: {terms}
when: {today}
title:
authority: official   # or filing, press, reported
sources:
  a-short-name: {{url: "https://", title: , publisher: , published: {today}}}
changes:
  - set:
    value:
"""


def _edited(slug: str, acts: Sequence[Act]) -> list[Offer]:
    """Let the user write the event, again and again until it can be taken or is given up."""
    record = record_of(Kept(number, "", act) for number, act in enumerate(acts))
    text = TEMPLATE.format(slug=slug, terms=", ".join(record.terms), today=today())
    while True:
        written = click.edit(text, extension=".yaml")
        if written is None or written == text:
            raise InputError("The text was left as it was; nothing was appended.")
        try:
            return _from_file(written.encode(), "the text", slug, acts)
        except LedgerError as error:
            if not sys.stdin.isatty():
                raise
            click.echo(printable(str(error), lines=True), err=True)
            click.confirm("Edit it again?", default=True, abort=True, err=True)
            text = written


def _outcome(before: Sequence[Kept], new: Sequence[Act], offered: Sequence[Offer]) -> Outcome:
    event = next((one.act for one in offered if isinstance(one.act, Event)), None)
    version = len(before)
    stamp = f"{today()}T23:59:59.999999Z"
    after = [*before, *(Kept(version + n, stamp, act) for n, act in enumerate(new, 1))]
    then, now = record_of(before), record_of(after)
    touched = {change.term for one in new if isinstance(one, Event) for change in one.changes}
    on, changes = _seen(then, now, event)
    day_on = [one for one in _answers(now, on) if one.term.key in touched]
    changed = {one.after.term.key for one in changes}
    return Outcome(
        event=event.id if event else offered[-1].act.id,
        on=on,
        added=bool(new),
        changes=tuple(changes),
        beside=tuple(one for one in day_on if one.term.key not in changed),
    )


def _seen(then: Record, now: Record, event: Event | None) -> tuple[str, list[Difference]]:
    """Compare today, or on the event's own day where that lies ahead or shows more."""
    days = [today()]
    if event and event.when:
        ends = (event.when.earliest, event.when.latest)
        own = [one for one in ends if one]
        days = [*own[:1], *days] if own and own[0] > days[0] else [*days, *own]
    found: list[Difference] = []
    for on in days:
        found = list(_changed(_answers(then, str(on)), _answers(now, str(on))))
        if found:
            return str(on), found
    return str(days[0]), found


def _changed(before: Sequence[Answer], after: Sequence[Answer]) -> Iterator[Difference]:
    was = {one.term.key: one for one in before}
    for one in after:
        earlier = was.get(one.term.key) or Answer(term=one.term, status=NOT_SET)
        if earlier.same != one.same:
            yield Difference("logged", earlier, one, tuple(behind(earlier, one)))


def _answers(record: Record, on: str) -> list[Answer]:
    from datetime import date

    steps = steps_of(record)
    asked = day(date.fromisoformat(on))
    return [answer_on(term, steps[key], asked) for key, term in record.terms.items()]


def _text(outcome: Outcome, dry_run: bool, told: str) -> Iterator[str]:
    name = printable(outcome.event)
    if not outcome.added:
        yield f"{name} is in the log already; nothing was added to {told}."
        return
    yield f"{'Would append' if dry_run else 'Appended'} {name} to {told}."
    if outcome.changes:
        yield f"As of {outcome.on}:"
    for one in outcome.changes:
        yield from wrapped(one.after.term.key, first="  ")
        yield from wrapped(whole(one.before), first="    - ", rest="      ")
        yield from wrapped(whole(one.after), first="    + ", rest="      ")
    for answer in outcome.beside:
        flags = f" ({', '.join(answer.flags)})" if answer.flags else ""
        text = f"{answer.term.key}: the answer as of {outcome.on} stays {whole(answer)}{flags}"
        yield from wrapped(text, first="  ", rest="    ")
    if dry_run:
        yield "Nothing was written."


def _json(outcome: Outcome, taken: Taken | None, head: str) -> dict[str, Any]:
    return {
        "event": outcome.event,
        "added": outcome.added,
        "written": bool(taken and taken.entries),
        "head": head,
        "as_of": outcome.on,
        "changes": [json_form.difference(one) for one in outcome.changes],
    }
