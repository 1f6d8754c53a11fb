"""The commands that make checkpoints for others to keep, and receipts that lead to them."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from cli.completion import complete_event
from cli.files import diverted, read_bytes, written
from cli.options import DATE, on_partnership, on_record, on_terms, output
from cli.reading.partnership import chosen
from cli.reading.session import opened
from cli.terminal import deliver, echo, wrapped
from events.dates.dates import Date
from events.errors import InputError, UsageError

if TYPE_CHECKING:
    from cli.proofs.issue import Asked
    from events.proof.signed_notes import Note
    from events.proof.stamps import Stamp
    from events.proof.tokens import Certificates

stamp_cert = click.option(
    "--stamp-cert",
    metavar="FILE",
    multiple=True,
    help="The root certificate, PEM or DER, that a time stamp has to lead to. Repeatable.",
)


@click.command()
@click.option(
    "--key",
    metavar="FILE",
    envvar="TIMELINE_KEY",
    help="Sign with the private key in this file.  [env: TIMELINE_KEY]",
)
@click.option(
    "--new-key",
    nargs=2,
    metavar="NAME FILE",
    help="Make a key called NAME: the private half in FILE, the public one printed.",
)
@click.option(
    "--stamp", metavar="URL", help="Have the authority there stamp it with the time (RFC 3161)."
)
@stamp_cert
@output("note", "json")
@click.option("--to", metavar="FILE", help="Write it there; - is the standard output.")
@on_partnership
def checkpoint(
    key: str | None,
    new_key: tuple[str, str] | None,
    stamp: str | None,
    stamp_cert: Sequence[str],
    form: str,
    to: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Print what the log is now in a few lines, for others to keep: sizes and Merkle roots.

    With -p, the checkpoint is of that partnership alone. It then has a form that any witness of
    transparency logs can follow.

    Example: timeline checkpoint
    """
    from cli.forms import json_text
    from cli.proofs.files import make_key, private_key
    from cli.proofs.issue import checkpoint_form, checkpoint_of, note_of

    if new_key is not None:
        echo(str(make_key(*new_key)))
        return
    if stamp is None:
        _refuse({"--stamp-cert": stamp_cert}, "Only --stamp takes")
    signing = private_key(key) if key else None
    with opened(db) as log:
        alone = chosen(log.partnerships(), partnership) if partnership else None
        taken = checkpoint_of(log, alone)
    note, said = note_of(taken, signing), None
    if stamp is not None:
        note, said = _stamped(note, stamp, stamp_cert)
    with diverted(to):
        if form == "json":
            deliver(json_text.dump(checkpoint_form(taken, note, said)))
        else:
            deliver(str(note), nl=False)


def _stamped(note: "Note", address: str, files: Sequence[str]) -> "tuple[Note, Stamp]":
    from cli.proofs.stamping import certificates, said_by, stamped

    note, said = stamped(note, address, certificates(files))
    for sentence in said_by(said, "the checkpoint"):
        echo("\n".join(wrapped(sentence)), err=True)
    return note, said


@click.command()
@click.argument("event", required=False, shell_complete=complete_event)
@click.option("--as-of", "as_of", metavar="DATE", type=DATE, help="Prove the terms on that day.")
@click.option(
    "--since", metavar="CHECKPOINT", help="Prove that the log only grew since that checkpoint."
)
@on_terms
@click.option("--alone", is_flag=True, help="Name no other partnership of the log.")
@click.option("--to", "to", metavar="FILE", help="Write it there.  [default: standard output]")
@click.option("--check", metavar="FILE", help="Check a receipt; no database is needed.")
@click.option("--against", metavar="CHECKPOINT", help="With --check: a checkpoint that you kept.")
@click.option(
    "--key",
    "keys",
    metavar="KEY",
    multiple=True,
    help="The file of the private key to sign with [env: TIMELINE_KEY]; with --check the log's "
    "public key, or its file. Repeatable there.",
)
@stamp_cert
@on_record
def receipt(
    event: str | None,
    as_of: Date | None,
    since: str | None,
    globs: Sequence[str],
    alone: bool,
    to: str | None,
    check: str | None,
    against: str | None,
    keys: Sequence[str],
    stamp_cert: Sequence[str],
    known: Date | None,
    recorded: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    """Write a file that proves, without the log, that EVENT is in it or what the terms were.

    The proof of an answer has all entries of the partnership, so that it shows that none is
    missing.

    Example: timeline receipt 2025-10-28-definitive
    """
    cuts: dict[str, object] = {"--term": globs, "--known": known, "--recorded": recorded}
    if check is not None:
        making = {"EVENT": event, "--as-of": as_of, "--since": since, "--alone": alone, "--to": to}
        _refuse({**making, **cuts}, "--check takes a receipt that is there already; leave out")
        _check(check, against, keys, stamp_cert)
        return
    _refuse({"--against": against, "--stamp-cert": stamp_cert}, "Only --check takes")
    if as_of is None:
        _refuse(cuts, "Only --as-of takes")
    if len(keys) > 1:
        raise UsageError("A receipt is signed with one key; --check takes several.")
    about = _about(event, as_of, since, known, recorded, globs)
    key = next(iter(keys), None) or os.environ.get("TIMELINE_KEY")
    _give(about, since, alone, to, key, partnership, db)


def _refuse(given: Mapping[str, object], sentence: str) -> None:
    names = [name for name, value in given.items() if value]
    if names:
        raise UsageError(f"{sentence} {', '.join(names)}.")


def _check(name: str, against: str | None, keys: Sequence[str], certs: Sequence[str]) -> None:
    from cli.proofs.check import check
    from cli.proofs.files import as_written, checkpoint, public_key
    from cli.proofs.receipt_text import LONGEST, LongReceiptError
    from cli.proofs.trust import Trusted

    trusted = Trusted(
        checkpoint=checkpoint(against) if against is not None else None,
        keys=tuple(public_key(key) for key in keys),
        roots=_roots(certs),
    )
    data = read_bytes(name, LONGEST)
    if len(data) > LONGEST:
        raise LongReceiptError
    try:
        check(as_written(data), trusted)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def _roots(files: Sequence[str]) -> "Certificates":
    if not files:
        return ()
    from cli.proofs.stamping import certificates

    return certificates(files)


def _about(
    event: str | None,
    as_of: Date | None,
    since: str | None,
    known: Date | None,
    recorded: str | None,
    globs: Sequence[str],
) -> "str | Asked | None":
    from cli.proofs.issue import Asked

    if event is not None and as_of is not None:
        raise UsageError("A receipt is about an EVENT or about a day, --as-of; write two.")
    if event is None and as_of is None and since is None:
        raise UsageError(
            "Name an EVENT, a day with --as-of, or an older checkpoint with --since; "
            "`timeline log` lists the events."
        )
    if as_of is None:
        return event
    return Asked(on=as_of, known=known, recorded=recorded, globs=tuple(globs))


def _give(
    about: "str | Asked | None",
    since: str | None,
    alone: bool,
    to: str | None,
    key: str | None,
    partnership: str | None,
    db: str | None,
) -> None:
    from cli.proofs.files import checkpoint, private_key
    from cli.proofs.issue import later, proven
    from cli.proofs.receipt_text import text_of

    signing = private_key(key) if key else None
    old = checkpoint(since) if since is not None else None
    with opened(db) as log:
        slug = None
        if about is not None or alone:
            slug = chosen(log.partnerships(), partnership)
        text = text_of(proven(log, slug, about, old, signing, alone=alone))
        told = [*later(log, slug, about)] if slug and isinstance(about, str) else []
    written(iter([text]), to)
    for sentence in told:
        echo(sentence, err=True)
