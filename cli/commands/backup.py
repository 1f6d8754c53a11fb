"""The commands that keep a log safe: a verified copy of it, and the way back."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cli.options import on_database
from cli.reading.session import default_database, opened
from cli.terminal import printable, wrapped

if TYPE_CHECKING:
    from events.proof.backup import Copied


@click.command()
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@on_database
def backup(file: str, force: bool, db: str | None) -> None:
    """Copy the log to FILE while others go on writing, and verify the copy.

    FILE is a database like any other: `timeline verify --db FILE` looks at it at any time.

    Example: timeline backup another-backup.db
    """
    from events.proof.backup import back_up
    from events.storage.engines import is_server

    if db is None or not is_server(db):
        opened(db).close()
    for line in _told("Backed up", back_up(db or default_database(), file, replace=force)):
        click.echo(line)


@click.command()
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace the log that is there, whatever it holds.")
@on_database
def restore(file: str, force: bool, db: str | None) -> None:
    """Put the log of the backup FILE back in its place, verified.

    A log that is there already is only replaced where the backup has all of its entries, and while
    no other program is using it.

    Example: timeline restore my-backup.db --db restored.db
    """
    from events.proof.backup import restore as restored

    for line in _told("Restored", restored(file, db or default_database(), replace=force)):
        click.echo(line)
    if force:
        click.echo("Entries may have gone; `timeline verify --accept` says that this was you.")


def _told(done: str, copied: "Copied") -> Iterator[str]:
    count, slugs = copied.entries, len(copied.heads)
    yield from wrapped(
        f"{done} {count} {'entry' if count == 1 else 'entries'} of {slugs} "
        f"partnership{'' if slugs == 1 else 's'} in {printable(copied.file)}; verified."
    )
    for head in copied.heads:
        yield f"  {head.slug}: version {head.version}, head {head.digest.hex()[:12]}"
