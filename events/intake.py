"""Intake: what of a file is new to a log, taken in whole or refused with all its complaints."""

from collections.abc import Sequence
from dataclasses import dataclass

from events import chain
from events.admission import Admission, admit
from events.codec import encode
from events.complaints import Complaint, LedgerError
from events.errors import ConflictError, IntegrityError
from events.kinds import Act
from events.log import Entry, Log

PATIENCE = 20
"""How many times to look again when another writer was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An act that a file holds, with what it carried there and where it stands."""

    act: Act
    file: str
    line: int = 1
    column: int = 1
    recorded: str | None = None
    payload: bytes | None = None
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The *entries* that are new, how many acts were *repeated*, and whether instants were kept."""

    entries: tuple[Entry, ...]
    repeated: int
    restored: bool


def take_in(log: Log, partnership: str, offers: Sequence[Offer]) -> Taken:
    """Append what of *offers* is new to *partnership*; an empty one keeps their instants.

    Raises LedgerError with all complaints, IntegrityError where a digest is not that of the chain,
    ConflictError when others kept appending.
    """
    for _ in range(PATIENCE):
        standing = [entry.act() for entry in log.entries(partnership)]
        admission = look(standing, offers)
        try:
            return _append(log, partnership, offers, admission, expected=len(standing))
        except ConflictError as error:
            conflict = error
    raise conflict


def look(standing: Sequence[Act], offers: Sequence[Offer]) -> Admission:
    """Tell what of *offers* may follow *standing*, or raise LedgerError with all complaints."""
    admission = admit(standing, [offer.act for offer in offers])
    if admission.problems:
        raise LedgerError(
            Complaint(offers[at].file, offers[at].line, offers[at].column, sentence)
            for at, sentence in admission.problems
        )
    return admission


def _append(
    log: Log, partnership: str, offers: Sequence[Offer], admission: Admission, *, expected: int
) -> Taken:
    chosen = [(act, offers[index]) for index, act in admission.new]
    restoring = expected == 0 and any(offer.recorded for _, offer in chosen)
    if restoring:
        _require_chain(partnership, chosen)
    entries = log.append(
        partnership,
        [act for act, _ in chosen],
        expected=expected,
        recorded=[offer.recorded if restoring else None for _, offer in chosen],
        payloads=[offer.payload if act is offer.act else None for act, offer in chosen],
    )
    return Taken(tuple(entries), len(admission.repeated), restoring)


def _require_chain(partnership: str, chosen: Sequence[tuple[Act, Offer]]) -> None:
    """Refuse a copy of a log of which an entry is not what it says it was."""
    previous = chain.GENESIS
    for version, (act, offer) in enumerate(chosen, 1):
        if offer.recorded is None:
            return
        previous = chain.digest(
            previous,
            partnership=partnership,
            version=version,
            recorded=offer.recorded,
            payload=offer.payload or encode(act),
        )
        if offer.digest is not None and offer.digest != previous:
            raise IntegrityError(
                f"{offer.file}:{offer.line}: entry {act.id} does not have the digest it says; "
                "it, or one before it, was altered, left out or moved. Nothing was written."
            )
