"""The commands that move logs: in from files, out to files, and into being."""

from collections.abc import Sequence

import click

from cli.options import on_actor, on_database, on_partnership
from cli.progress import counting
from cli.reading.selection import chosen
from cli.reading.session import default_database, opened
from cli.terminal import printable
from events.errors import InputError, UsageError
from events.log.log import Log


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be added; write nothing.")
@on_actor
@on_database
def import_(files: Sequence[str], dry_run: bool, actor: str | None, db: str | None) -> None:
    """Take in ledger files (YAML, JSON) and JSON Lines; `-` is standard input.

    All is taken in, or nothing: a file in trouble is told by line and column.

    Example: timeline import my-partnership.yaml
    """
    from cli.files import take_in_files

    with opened(db, writing=True, follow=_followed) as log:
        told = take_in_files(log, files, dry_run=dry_run, actor=actor)
    for line in told:
        click.echo(line)


def _followed(log: Log, *slugs: str) -> None:
    """Bring the answers up to date, and show on a terminal how far that is."""
    from timeline.answers.update import behind, bring_up

    with counting(behind(log, slugs), "Answers") as step:
        bring_up(log, *slugs, step=step)


@click.command()
@click.argument("file", required=False)
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

    Imported into an empty database it gives the same head.

    Example: timeline export -o yaml
    """
    from cli.files import exported, written

    with opened(db) as log:
        heads = log.partnerships()
        every = form == "jsonl" and partnership is None
        slugs = [head.slug for head in heads] if every else [chosen(heads, partnership)]
        texts = exported(log, slugs, form)
        written(texts, file)


@click.command()
@click.argument("slug")
@click.argument("file", required=False)
def new(slug: str, file: str | None) -> None:
    """Write a commented ledger file for the partnership SLUG to FILE (default: SLUG.yaml).

    FILE `-` is standard output.

    Example: timeline new acme-globex -
    """
    from events.ledger.reader import template

    text = template(slug)
    path = file or f"{slug}.yaml"
    if path == "-":
        click.echo(text, nl=False)
        return
    try:
        with open(path, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise InputError(f"{path} is there already; name another file.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None
    click.echo(f"Wrote {path}. Fill it in, then: timeline import {path}")


@click.command()
@click.option("--bundled", is_flag=True, help="Take in the bundled ledger, or what it has new.")
@click.option("--grant", metavar="ROLE", help="Let ROLE of a server read and append, nothing else.")
@on_database
def init(bundled: bool, grant: str | None, db: str | None) -> None:
    """Make a database, or bring one to this edition; nothing in it is lost.

    Example: timeline init --db my.db --bundled
    """
    from events.storage.engines import is_server, name_of, revision
    from migrations.run import HEAD, upgrade

    path = db or default_database()
    if grant is not None and not is_server(path):
        raise UsageError(
            "--grant is for a database on a server; who may write a file is told to the system, "
            "with chmod or chown."
        )
    before = revision(path)
    upgrade(path)
    if before is None:
        click.echo(f"Made {name_of(path)}.")
    elif before == HEAD:
        click.echo(f"{name_of(path)} is of this edition already.")
    else:
        click.echo(f"Migrated {name_of(path)} from {before} to {HEAD}.")
    if bundled:
        _take_bundled(path)
    if grant is not None:
        _grant(path, grant)


def _grant(url: str, role: str) -> None:
    from events.storage import grants

    grants.grant(url, role)
    click.echo(f"{printable(role)} may read the log and append to it, and nothing else.")


def _take_bundled(path: str) -> None:
    from cli.reading.bundled import load_bundled

    taken = load_bundled(path)
    if not taken.added:
        click.echo("The bundled ledger has nothing new.")
        return
    head = taken.head
    added = f"{taken.added} new entr{'y' if taken.added == 1 else 'ies'}"
    click.echo(
        f"Took in {added} of the bundled ledger {head.slug}; "
        f"head {head.digest.hex()[:12]}, version {head.version}."
    )


__all__ = ["export", "import_", "init", "new"]
