"""Files of events: read whole before anything is written, and written back."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import click

from cli.bundled import offers
from events import ledger, lines
from events.complaints import Complaint, LedgerError
from events.errors import InputError
from events.intake import Offer, Taken, take_in
from events.kinds import Act
from events.log import Log

LONGEST = 16 * 1024 * 1024
"""The most bytes that a ledger file may have."""


@dataclass(frozen=True)
class Batch:
    """What the *files* say of one partnership, in their order."""

    partnership: str
    files: tuple[str, ...]
    offers: tuple[Offer, ...]


def read_files(names: Sequence[str], log: Log) -> list[Batch]:
    """Read every file, or raise with all that is wrong; a partnership may be spread over several.

    A file may name what those before it define.
    """
    batches: dict[str, Batch] = {}
    complaints: list[Complaint] = []
    for name in names:
        try:
            for slug, found in _read(name, log, batches):
                before = batches.get(slug, Batch(slug, (), ()))
                batches[slug] = Batch(slug, (*before.files, name), (*before.offers, *found))
        except LedgerError as error:
            complaints += error.complaints
    if complaints:
        raise LedgerError(complaints)
    return list(batches.values())


def _read(name: str, log: Log, batches: Mapping[str, Batch]) -> Iterator[tuple[str, list[Offer]]]:
    label = "<stdin>" if name == "-" else name
    if name.endswith((".jsonl", ".ndjson")):
        yield from _read_lines(name, label)
        return
    data = read_bytes(name)
    if name == "-" and data.lstrip()[:1] == b"{" and b'"entry"' in data.split(b"\n", 1)[0]:
        yield from _grouped(_lines_of(data, label))
        return
    said = ledger.read(data, label, _known(data, label, log, batches))
    yield said.partnership, offers(said, label)


def _known(data: bytes, label: str, log: Log, batches: Mapping[str, Batch]) -> list[Act]:
    """Return the acts that a ledger file may refer to: of the log, and of the files before it."""
    slug = ledger.partnership_of(data, label)
    if slug is None:
        return []
    before = batches[slug].offers if slug in batches else ()
    return [*_acts(log, slug), *(offer.act for offer in before)]


def read_bytes(name: str) -> bytes:
    """Return the bytes of a file, `-` being standard input; not more than a ledger may have."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(LONGEST + 1)
        with open(name, "rb") as stream:
            return stream.read(LONGEST + 1)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from None


def _read_lines(name: str, label: str) -> Iterator[tuple[str, list[Offer]]]:
    try:
        with open(name, "rb") as stream:
            yield from _grouped(_offer(line, label) for line in lines.read_lines(stream, label))
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from None


def _lines_of(data: bytes, label: str) -> Iterator[tuple[str, Offer]]:
    from io import BytesIO

    return (_offer(line, label) for line in lines.read_lines(BytesIO(data), label))


def _offer(line: lines.Line, label: str) -> tuple[str, Offer]:
    return line.partnership, Offer(
        act=line.act,
        file=label,
        line=line.number,
        recorded=line.recorded,
        payload=line.payload,
        digest=line.digest,
    )


def _grouped(pairs: Iterator[tuple[str, Offer]]) -> Iterator[tuple[str, list[Offer]]]:
    groups: dict[str, list[Offer]] = {}
    for slug, offer in pairs:
        groups.setdefault(slug, []).append(offer)
    yield from groups.items()


def take_in_files(log: Log, batches: Sequence[Batch], *, dry_run: bool) -> list[str]:
    """Append what is new in one transaction, or try to; say what was done, by the line."""
    with log.together(keep=not dry_run):
        taken = [take_in(log, batch.partnership, batch.offers) for batch in batches]
        if not dry_run:
            return [_told(*pair, log) for pair in zip(batches, taken, strict=True)]
    return [
        f"{batch.partnership}: would add {_entries(len(found.entries))}, "
        f"{found.repeated} already there. Nothing was written."
        for batch, found in zip(batches, taken, strict=True)
    ]


def _acts(log: Log, partnership: str) -> list[Act]:
    return [entry.act() for entry in log.entries(partnership)]


def _told(batch: Batch, taken: Taken, log: Log) -> str:
    head = log.head(batch.partnership)
    kept = " with the recorded instants of the file (a restore)" if taken.restored else ""
    return (
        f"{batch.partnership}: added {_entries(len(taken.entries))}{kept}, "
        f"{taken.repeated} already there; version {head.version}, head {head.digest.hex()[:12]}."
    )


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def exported(log: Log, slugs: Sequence[str], form: str) -> Iterator[str]:
    """Yield the text of the partnerships, a piece at a time."""
    for slug in slugs:
        entries = log.entries(slug)
        if form == "yaml":
            yield ledger.write(slug, [(entry.act(), entry.recorded) for entry in entries])
            continue
        for entry in entries:
            yield lines.write_line(
                partnership=entry.partnership,
                version=entry.version,
                recorded=entry.recorded,
                digest=entry.digest,
                payload=entry.payload,
            )


def written(texts: Iterator[str], name: str | None) -> None:
    """Write *texts* to standard output, or to a file that is there whole or not at all."""
    if name is None or name == "-":
        for text in texts:
            click.echo(text, nl=False)
        return
    beside = f"{name}.part"
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(texts)
        os.replace(beside, name)
    except OSError as error:
        raise InputError(f"{name} cannot be written: {error.strerror}.") from None
