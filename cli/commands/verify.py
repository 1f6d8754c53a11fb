"""The commands that verify the log, and rebuild what is derived from it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from cli.options import on_database
from cli.progress import counting
from cli.reading.session import default_database, opened
from cli.terminal import deliver, echo, printable, wrapped
from events.errors import InputError, StorageError, TimelineError
from events.model.values import Value, value

if TYPE_CHECKING:
    from cli.proofs.verified_heads import Memory
    from events.log.log import Head, Log
    from events.proof.checkpoints import Checkpoint
    from events.proof.verification import Found

FAILED = 3
"""The exit code when a log fails verification."""


@value
class Verified(Value):
    """What a verification found: faults in the log, and departures from older checkpoints.

    *identity* is that of the log, *remembered* the last checkpoint verified on this machine, *file*
    where this one is remembered, if it is, and *told* are sentences for the user.
    """

    identity: str
    found: "Found"
    heads: "tuple[Head, ...]" = ()
    departures: tuple[str, ...] = ()
    remembered: "Checkpoint | None" = None
    file: str | None = None
    told: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.found.faults and not self.departures


@click.command()
@click.option(
    "--since",
    metavar="FILE",
    help="Also check that the log only grew since the checkpoint in FILE, whoever kept it.",
)
@click.option("--key", metavar="KEY", help="The public key to check FILE with, or its file.")
@click.option(
    "--accept",
    is_flag=True,
    help="Remember the log as it is now, though it does not extend what was remembered.",
)
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="The form of the answer.",
)
@on_database
def verify(since: str | None, key: str | None, accept: bool, form: str, db: str | None) -> None:
    """Tell whether anything in the log has been altered, lost or reordered.

    Every digest is computed anew, and the stored answers are compared with those that a replay of
    the log gives. If the log passes, a checkpoint of it is kept outside its database: the next
    time, a log that was shortened, replaced or rolled back is noticed. If it fails, the exit code
    is 3.

    Example: timeline verify
    """
    from cli.proofs.verified_heads import Memory

    kept = None if since is None else _kept(since, key)
    with opened(db) as log:
        memory = Memory(_identity(log), _place(db, log))
        verified = _verified(log, memory, kept, accept)
    if verified.is_whole:
        verified = _remembered(verified, memory)
    if form == "json":
        from cli.forms import json_text

        deliver(json_text.dump(_json(verified)))
    else:
        echo("\n".join(_text(verified, accept=accept, since=since)))
    for sentence in verified.told:
        echo(sentence, err=True)
    if not verified.is_whole:
        click.get_current_context().exit(FAILED)


def _identity(log: "Log") -> str:
    try:
        return log.identity()
    except (IndexError, StorageError):
        return ""


def _place(db: str | None, log: "Log") -> str:
    """Return where the log is stored: an absolute path, or the URL of a server."""
    return log.name if "://" in (db or "") and "://" in log.name else os.path.abspath(log.name)


def _kept(name: str, key: str | None) -> "Checkpoint":
    """Read the checkpoint in the file *name*, and check its signature if there is a *key*."""
    from cli.proofs import files
    from events.proof import signed_notes

    kept, note = files.checkpoint(name)
    if key is not None:
        signed_notes.verified(note, [files.public_key(key)])
    return kept


def _verified(log: "Log", memory: "Memory", kept: "Checkpoint | None", accept: bool) -> Verified:
    from cli.proofs.verified_heads import ForgottenError
    from cli.proofs.verify_all import verified

    remembered = None
    departures: list[str] = []
    told: list[str] = []
    if not accept:
        try:
            remembered = memory.last()
            departures += _moved_in(memory)
        except ForgottenError as error:
            told.append(f"{error} So the log was not compared with what it was before.")
        except InputError as error:
            departures.append(str(error))
    olds = [old for old in (remembered, kept) if old is not None]
    found = verified(log, [(slug, tree.size) for old in olds for slug, tree in old.trees.items()])
    if not found.is_log_whole:
        return Verified(memory.identity, found, told=tuple(told))
    told += log.ahead()
    for old in olds:
        departures += _broken(log, old, found)
    heads, distinct = tuple(log.partnerships()), tuple(dict.fromkeys(departures))
    return Verified(memory.identity, found, heads, distinct, remembered, told=tuple(told))


def _moved_in(memory: "Memory") -> Iterator[str]:
    before = memory.moved_in()
    if before is not None:
        yield (
            f"Another log, {before}, stood at {memory.place} when it was verified last; "
            f"this one is {memory.identity}."
        )


def _broken(log: "Log", old: "Checkpoint", found: "Found") -> Iterator[str]:
    """Yield sentences on how *log* departs from *old*.

    The log is read again only if its identity or the roots *found* differ from those in *old*.
    """
    from events.proof.checkpoints import broken

    roots = [found.roots.get((slug, tree.size)) for slug, tree in old.trees.items()]
    if log.identity() != old.identity or roots != [tree.root for tree in old.trees.values()]:
        digests = {slug: log.digests(slug) for slug in old.trees}
        yield from (one.sentence for one in broken(old, log.identity(), digests))


def _remembered(verified: Verified, memory: "Memory") -> Verified:
    """Remember the log as it was *verified*, and return where that is kept, or why it is not."""
    from events.proof.checkpoints import Checkpoint

    try:
        memory.keep(Checkpoint(verified.identity, verified.found.trees))
    except TimelineError as error:
        lost = "The next verification will not notice a log rolled back to before this one."
        return replace(verified, told=(*verified.told, f"{error} {lost}"))
    return replace(verified, file=memory.file)


def _text(verified: Verified, *, accept: bool, since: str | None) -> Iterator[str]:
    for fault in verified.found.faults:
        where = printable(fault.partnership or "")
        if fault.version is not None:
            where += f", entry {fault.version}"
        yield from wrapped(f"{where}: {fault.sentence}" if where else fault.sentence, rest="  ")
    for sentence in verified.departures:
        yield from wrapped(sentence, rest="  ")
    if not verified.found.is_log_whole:
        yield from wrapped("The log fails. Restore a backup, or an export, from before that.")
        return
    if verified.departures:
        yield from wrapped(
            "What there is is whole, but it is not a continuation. If that was you (a backup "
            "restored, a log begun anew), say so with `timeline verify --accept`."
        )
        return
    if verified.found.faults:
        yield "The log itself is whole. Run `timeline rebuild`."
        return
    count, slugs = verified.found.entries, len(verified.heads)
    yield from wrapped(
        f"Verified {_counted(count)} of {slugs} "
        f"partnership{'' if slugs == 1 else 's'}: nothing was altered, lost or reordered."
    )
    for head in verified.heads:
        yield f"  {head.slug}: version {head.version}, head {head.digest.hex()[:12]}"
    if verified.remembered is not None:
        yield "The log continues the one that was verified here last."
    elif verified.file is None:
        yield "It is not remembered; standard error says why."
    elif accept:
        yield "It is remembered as it is now."
    else:
        yield "It was not verified here before; it is remembered from now on."
    if since is not None:
        yield from wrapped(f"It continues the checkpoint in {printable(since)}.")


def _json(verified: Verified) -> dict[str, object]:
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
        "remembered": verified.file,
    }


@click.command()
@on_database
def rebuild(db: str | None) -> None:
    """Rebuild the index and the stored answers.

    They are made from the log alone: the index by which acts are found, and the answers of every
    term. Nothing in the log changes; if the log fails verification, nothing is rebuilt. This is
    needed only if `timeline verify` says so.

    Example: timeline rebuild
    """
    from events.log import subject_index
    from events.proof.verification import require_whole
    from timeline.answers.update import remake

    with opened(db, writing=True) as log, log.together(None):
        require_whole(log)
        made = subject_index.rebuild(log)
        heads = log.partnerships()
        entries = sum(head.version for head in heads)
        with counting(entries, "Answers") as step:
            rows = remake(log, step)
    where = default_database() if db is None else log.name
    echo(
        f"Rebuilt what stands beside the log in {printable(where)}: the subjects of {made} of "
        f"{_counted(entries)}, and {rows} {'row' if rows == 1 else 'rows'} of answers."
    )


def _counted(entries: int) -> str:
    return f"{entries} {'entry' if entries == 1 else 'entries'}"
