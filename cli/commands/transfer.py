"""The commands that make a log, move it in and out of files, and back it up."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from cli.errors import telling
from cli.options import on_actor, on_database, on_file, on_partnership
from cli.progress import counting
from cli.reading.partnership import chosen
from cli.reading.session import default_database, opened
from cli.terminal import deliver, echo, printable, wrapped
from events.errors import InputError, UsageError
from events.log.log import Log

if TYPE_CHECKING:
    from events.proof.backup import Copied


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be added; write nothing.")
@on_actor
@on_database
def import_(files: Sequence[str], dry_run: bool, actor: str | None, db: str | None) -> None:
    """Take in ledger files (YAML, JSON) and JSON Lines; `-` is standard input.

    Either everything is taken in or nothing. An error names the line and the column in the file.

    Example: timeline import my-partnership.yaml
    """
    from cli.append.ledger_files import take_in_files

    with opened(db, writing=True, follow=_followed) as log:
        told = take_in_files(log, files, dry_run=dry_run, actor=actor)
    _print(told, done=not dry_run)


def _followed(log: Log, *slugs: str) -> None:
    """Bring the answers up to date, and show the progress on a terminal."""
    from timeline.answers.update import behind, bring_up

    with counting(behind(log, slugs), "Answers") as step:
        bring_up(log, *slugs, progress=step)


@click.command()
@on_file
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(("yaml", "jsonl")),
    default="yaml",
    show_default=True,
    help="A ledger file, or one line of JSON an entry.",
)
@on_partnership
def export(file: str | None, form: str, partnership: str | None, db: str | None) -> None:
    """Write the log of a partnership to FILE (default: standard output), lossless.

    Imported into an empty database, the file gives a log with the same head.

    Example: timeline export -o yaml
    """
    from cli.append.exported import exported
    from cli.files import written

    with opened(db) as log:
        heads = log.partnerships()
        every = form == "jsonl" and partnership is None
        slugs = [head.slug for head in heads] if every else [chosen(heads, partnership)]
        texts = exported(log, slugs, form)
        written(texts, file)


@click.command()
@click.argument("slug")
@on_file
def new(slug: str, file: str | None) -> None:
    """Write a commented ledger file for the partnership SLUG to FILE (default: SLUG.yaml).

    FILE `-` is standard output.

    Example: timeline new acme-globex -
    """
    from events.ledger.reader import template

    text = template(slug)
    path = file or f"{slug}.yaml"
    if path == "-":
        deliver(text, nl=False)
        return
    try:
        with open(path, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise InputError(f"{path} is there already; name another file.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None
    echo(f"Wrote {path}. Fill it in, then: timeline import {path}")


@click.command()
@click.option("--bundled", is_flag=True, help="Add the bundled ledgers, or what they have new.")
@click.option("--grant", metavar="ROLE", help="Let ROLE of a server read and append, nothing else.")
@on_database
def init(bundled: bool, grant: str | None, db: str | None) -> None:
    """Make a database, or bring one to this edition of the program; nothing in it is lost.

    Example: timeline init --db my.db --bundled
    """
    from events.storage.engines import is_server, name_of, revision
    from migrations.run import HEAD, upgrade

    path = default_database() if db is None else db
    if grant is not None and not is_server(path):
        raise UsageError(
            "--grant is for a database on a server; who may write a file is told to the system, "
            "with chmod or chown."
        )
    before = revision(path)
    upgrade(path)
    if before is None:
        told = [f"Made {name_of(path)}."]
    elif before == HEAD:
        told = [f"{name_of(path)} is of this edition already."]
    else:
        told = [f"Migrated {name_of(path)} from {before} to {HEAD}."]
    if bundled:
        told += _take_bundled(path)
    if grant is not None:
        told.append(_grant(path, grant))
    _print(told)


def _grant(url: str, role: str) -> str:
    from events.storage import grants

    grants.grant(url, role)
    return f"{printable(role)} may read the log and append to it, and nothing else."


def _take_bundled(path: str) -> Iterator[str]:
    from cli.reading.bundled import load_all

    gained = [taken for taken in load_all(path) if taken.added]
    if not gained:
        yield "The bundled ledgers have nothing new."
    for taken in gained:
        head = taken.head
        added = f"{taken.added} new entr{'y' if taken.added == 1 else 'ies'}"
        yield (
            f"Took in {added} of the bundled ledger {head.slug}; "
            f"head {head.digest.hex()[:12]}, version {head.version}."
        )


def _print(lines: Iterable[str], *, done: bool = True) -> None:
    """Print *lines*; if the work is *done*, `telling` reports a failure to print as such."""
    with telling(done=done):
        for line in lines:
            echo(line)


@click.command()
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@on_database
def backup(file: str, force: bool, db: str | None) -> None:
    """Copy the log to FILE while others go on writing, and verify the copy.

    FILE is a database like any other: `timeline verify --db FILE` can check it at any time.

    Example: timeline backup another-backup.db
    """
    from cli.proofs.verify_all import verified
    from events.proof.backup import back_up
    from events.storage.engines import is_server

    if db is None or not is_server(db):
        opened(db).close()
    path = default_database() if db is None else db
    _print(_verified("Backed up", back_up(path, file, verified, replace=force)))


@click.command()
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace the log that is there, whatever it holds.")
@on_database
def restore(file: str, force: bool, db: str | None) -> None:
    """Put the log of the backup FILE back in its place, verified.

    A log that is already there is replaced only if the backup has all of its entries and no other
    program is using it.

    Example: timeline restore my-backup.db --db restored.db
    """
    from cli.proofs.verify_all import verified
    from events.proof.backup import restore as restored

    path = default_database() if db is None else db
    told = [*_verified("Restored", restored(file, path, verified, replace=force))]
    if force:
        told.append("Entries may have gone; `timeline verify --accept` says that this was you.")
    _print(told)


def _verified(done: str, copied: "Copied") -> Iterator[str]:
    count, slugs = copied.entries, len(copied.heads)
    yield from wrapped(
        f"{done} {count} {'entry' if count == 1 else 'entries'} of {slugs} "
        f"partnership{'' if slugs == 1 else 's'} in {printable(copied.file)}; verified."
    )
    for head in copied.heads:
        yield f"  {head.slug}: version {head.version}, head {head.digest.hex()[:12]}"
