"""The commands that look after the log: is it what was recorded, and what stands beside it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cli import json_form
from cli.opening import default_database, opened
from cli.params import on_database
from cli.terminal import printable, wrapped
from events.checkpoints import Checkpoint
from events.errors import TimelineError
from events.log import Head, Log
from events.verification import Found

if TYPE_CHECKING:
    from cli.remembering import Memory

FAILED = 3
"""The exit code of a log that fails."""


@dataclass(frozen=True)
class Verified:
    """What a verification found: faults of the log, and how it departs from older checkpoints."""

    identity: str
    found: Found
    heads: tuple[Head, ...]
    departures: tuple[str, ...]
    remembered: Checkpoint | None

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.found.faults and not self.departures


@click.command()
@click.option(
    "--since",
    metavar="FILE",
    help="Also check that the log only grew since the checkpoint in FILE, kept by whomever.",
)
@click.option("--key", metavar="KEY", help="The public key, or its file, that signed that.")
@click.option(
    "--accept",
    is_flag=True,
    help="Remember the log as it is now, though it does not extend what was remembered.",
)
@click.option(
    "-o", "--output", "form", type=click.Choice(("table", "json")), default="table", help="Form."
)
@on_database
def verify(since: str | None, key: str | None, accept: bool, form: str, db: str | None) -> None:
    """Tell whether anything in the log has been altered, lost or reordered.

    Every stored value is rehashed. A log that passes is remembered outside its database, so that
    the next time a shortened, replaced or rolled back one is noticed. Exit code 3: it fails.

    Example: timeline verify
    """
    from cli.remembering import Memory

    with opened(db) as log:
        memory = Memory(_identity(log), _place(db, log))
        verified = _verified(log, memory, since, key, accept)
        told = None
        if verified.is_whole:
            told = _remember(log, memory)
    if form == "json":
        click.echo(json_form.dump(_json(verified, memory.file)))
    else:
        click.echo("\n".join(_text(verified, accept=accept, since=since)))
    if told:
        click.echo(told, err=True)
    if not verified.is_whole:
        click.get_current_context().exit(FAILED)


def _identity(log: Log) -> str:
    try:
        return log.identity()
    except IndexError:
        return ""


def _place(db: str | None, log: Log) -> str:
    """Return where the log stands: a path from the root, or the URL of a server."""
    return log.name if "://" in (db or "") and "://" in log.name else os.path.abspath(log.name)


def _verified(
    log: Log, memory: "Memory", since: str | None, key: str | None, accept: bool
) -> Verified:
    from events.verification import verify as verified

    found = verified(log)
    if found.faults:
        return Verified(memory.identity, found, (), (), None)
    remembered = None if accept else memory.last()
    departures = [] if accept else list(_departures(log, memory, remembered))
    if since is not None:
        departures += _since(log, since, key)
    heads = tuple(log.partnerships())
    return Verified(memory.identity, found, heads, tuple(departures), remembered)


def _departures(log: Log, memory: "Memory", remembered: Checkpoint | None) -> Iterator[str]:
    before = memory.moved_in()
    if before is not None:
        yield (
            f"Another log, {before}, stood at {memory.place} when it was verified last; "
            f"this one is {memory.identity}."
        )
    if remembered is not None:
        yield from _broken(log, remembered)


def _broken(log: Log, old: Checkpoint) -> Iterator[str]:
    from events.checkpoints import broken

    digests = {slug: log.digests(slug) for slug in old.trees}
    yield from (one.sentence for one in broken(old, log.identity(), digests))


def _since(log: Log, name: str, key: str | None) -> list[str]:
    from cli import proof_files
    from events import notes

    old, note = proof_files.checkpoint(name)
    if key is not None:
        notes.verified(note, [proof_files.public_key(key)])
    return list(dict.fromkeys(_broken(log, old)))


def _remember(log: Log, memory: "Memory") -> str | None:
    from cli.proofs import checkpoint_of

    try:
        memory.keep(checkpoint_of(log))
    except TimelineError as error:
        return (
            f"{error} The next verification will not notice a log rolled back to before this one."
        )
    return None


def _text(verified: Verified, *, accept: bool, since: str | None) -> Iterator[str]:
    for fault in verified.found.faults:
        where = printable(fault.partnership or "")
        if fault.version is not None:
            where += f", entry {fault.version}"
        yield from wrapped(f"{where}: {fault.sentence}" if where else fault.sentence, rest="  ")
    for sentence in verified.departures:
        yield from wrapped(sentence, rest="  ")
    if verified.found.faults:
        yield from wrapped("The log fails. Restore a backup, or an export, from before that.")
        return
    if verified.departures:
        yield from wrapped(
            "What there is is whole, but it is not a continuation. If that was you (a backup "
            "restored, a log begun anew), say so with `timeline verify --accept`."
        )
        return
    count, slugs = verified.found.entries, len(verified.heads)
    yield from wrapped(
        f"Verified {count} {'entry' if count == 1 else 'entries'} of {slugs} "
        f"partnership{'' if slugs == 1 else 's'}: nothing was altered, lost or reordered."
    )
    for head in verified.heads:
        yield f"  {head.slug}: version {head.version}, head {head.digest.hex()[:12]}"
    if verified.remembered is not None:
        yield "The log continues the one that was verified here last."
    elif accept:
        yield "It is remembered as it is now."
    else:
        yield "It was not verified here before; it is remembered from now on."
    if since is not None:
        yield from wrapped(f"It continues the checkpoint in {printable(since)}.")


def _json(verified: Verified, file: str) -> dict[str, object]:
    return {
        "log": verified.identity,
        "whole": verified.is_whole,
        "entries": verified.found.entries,
        "faults": [
            {"partnership": one.partnership, "version": one.version, "fault": one.sentence}
            for one in verified.found.faults
        ],
        "departures": list(verified.departures),
        "heads": [
            {"partnership": head.slug, "version": head.version, "head": head.digest.hex()}
            for head in verified.heads
        ],
        "remembered": file if verified.is_whole else None,
    }


@click.command()
@on_database
def rebuild(db: str | None) -> None:
    """Make anew, from the log alone, what is stored beside it for speed.

    Nothing in the log changes. Needed only where `timeline verify` says so.

    Example: timeline rebuild
    """
    with opened(db, writing=True) as log:
        made = log.rebuild()
    where = default_database() if db is None else log.name
    click.echo(f"Rebuilt what stands beside the log in {where}: {made} subjects.")
