"""Import ledger files into a log, all or nothing."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from os import SEEK_CUR
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

from cli.append.omitted_events import Comparison
from cli.files import read_bytes
from cli.progress import watched
from cli.reading.bundled import offers
from events.errors import InputError
from events.ledger import jsonl, reader
from events.ledger.complaints import Complaint, LedgerError
from events.ledger.limits import FILE_LIMIT
from events.log.importer import Intake, Offer, Taken
from events.log.log import Log


def take_in_files(
    log: Log, names: Sequence[str], *, dry_run: bool, actor: str | None = None
) -> list[str]:
    """Import the new entries of the files *names* into *log*; return sentences per partnership.

    The import is one transaction, which a *dry_run* rolls back. Entries are recorded by *actor*,
    except that a restore keeps the actors in the file.

    A file may refer to what earlier files define, and a partnership may span several files. Raises
    one LedgerError with everything that is wrong in any file.
    """
    with _kept(names) as piped, log.together(_mentioned(names, piped), keep=not dry_run):
        intake, compared = Intake(log, actor), Comparison()
        _offer_all(names, piped, intake, compared)
        taken = intake.settled()
    told = ((_told(one, dry_run), compared.warning(one.head.slug)) for one in taken)
    return [line for both in told for line in both if line]


def _kept(names: Sequence[str]) -> BinaryIO:
    """Copy standard input to a file, so that nobody waits for the lock while input arrives."""
    try:
        with ExitStack() as stack:
            piped = stack.enter_context(TemporaryFile())
            if "-" in names:
                start = sys.stdin.buffer.readline(jsonl.LINE_LIMIT + 1)
                piped.write(start)
                if _is_line(start):
                    copyfileobj(sys.stdin.buffer, piped)
                else:
                    piped.write(sys.stdin.buffer.read(FILE_LIMIT + 1))
                piped.seek(0)
            stack.pop_all()
    except OSError as error:
        raise InputError(f"Standard input cannot be kept: {error.strerror}.") from None
    return piped


def _is_line(start: bytes) -> bool:
    return start.lstrip()[:1] == b"{" and b'"entry"' in start


def _offer_all(names: Sequence[str], piped: BinaryIO, intake: Intake, compared: Comparison) -> None:
    """Offer each file to *intake*; after a first error, read the rest only to find more errors."""
    complaints: list[Complaint] = []
    for name in names:
        try:
            read = _read(name, piped, intake, compared)
            if complaints:
                for _ in read:
                    pass
            else:
                intake.offer_all(read)
        except LedgerError as error:
            complaints += error.complaints
    if complaints:
        raise LedgerError(complaints)


def _read(
    name: str, piped: BinaryIO, intake: Intake, compared: Comparison
) -> Iterator[tuple[str, Offer]]:
    label = "<stdin>" if name == "-" else name
    if _is_lines(name):
        yield from _read_lines(name, label)
        return
    start = piped.readline(jsonl.LINE_LIMIT + 1) if name == "-" else b""
    piped.seek(-len(start), SEEK_CUR)
    if _is_line(start):
        with watched(piped, label) as source:
            yield from _offered(source, label)
        return
    data = piped.read() if name == "-" else read_bytes(name)
    slug = reader.partnership_of(data, label)
    known = [] if slug is None else list(intake.acts(slug))
    said = reader.read(data, label, known)
    compared.add(known, said)
    yield from ((said.partnership, offer) for offer in offers(said, label))


def _is_lines(name: str) -> bool:
    return name.endswith((".jsonl", ".ndjson"))


def _mentioned(names: Sequence[str], piped: BinaryIO) -> Iterator[str]:
    """Yield each partnership that the files name, for a database that locks them one by one.

    Lines are matched by a pattern, not parsed: a name written in an unusual way is only found when
    its file is read.
    """
    yield from _named_in(piped)
    piped.seek(0)
    for name in names:
        if name != "-" and os.path.isfile(name):
            # If a file cannot be opened, the reader reports it later.
            with suppress(OSError), open(name, "rb") as stream:
                yield from _named_in(stream)


def _named_in(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(jsonl.LINE_LIMIT):
        yield from (slug.decode() for slug in _SLUG.findall(line))


_SLUG = re.compile(rb"""^\W{0,9}partnership["']?\s*:\s*["']?([a-z0-9][a-z0-9._-]*)""")


def _read_lines(name: str, label: str) -> Iterator[tuple[str, Offer]]:
    try:
        with open(name, "rb") as stream, watched(stream, label) as source:
            yield from _offered(source, label)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from None


def _offered(stream: jsonl.Stream, label: str) -> Iterator[tuple[str, Offer]]:
    return (_offer(line, label) for line in jsonl.read_lines(stream, label))


def _offer(line: jsonl.Line, label: str) -> tuple[str, Offer]:
    number, partnership, act, payload, _, recorded, actor, digest = line
    return partnership, Offer(act, label, number, 1, recorded, actor, payload, digest)


def _told(taken: Taken, dry_run: bool) -> str:
    head, added = taken.head, _entries(taken.added)
    if dry_run:
        there = f"{taken.repeated} already there"
        return f"{head.slug}: would add {added}, {there}. Nothing was written."
    kept = " with the recorded instants of the file (a restore)" if taken.restored else ""
    return (
        f"{head.slug}: added {added}{kept}, "
        f"{taken.repeated} already there; version {head.version}, head {head.digest.hex()[:12]}."
    )


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
