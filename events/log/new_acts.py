"""Encode acts that are to be appended, and leave out those that the log has already."""

from collections.abc import Callable, Sequence

from events.dates.instants import parse_instant
from events.log.id_clash import require_same
from events.model.kinds import Act
from events.payload import codec

Encoded = tuple[Act, bytes, str | None]
"""An act, its payload, and in a restore the instant of its recording, else None."""


def encoded(
    acts: Sequence[Act],
    recorded: Sequence[str | None] | None,
    payloads: Sequence[bytes | None] | None,
) -> list[Encoded]:
    """Return each of *acts* with its payload and, in a restore, its instant.

    An act without one in *payloads* is encoded. *recorded* has the instants of a restore.
    """
    instants = recorded if recorded is not None else [None] * len(acts)
    stored = payloads if payloads is not None else [None] * len(acts)
    return [
        (act, payload or codec.encode(act), instant and parse_instant(instant))
        for act, payload, instant in zip(acts, stored, instants, strict=True)
    ]


def without_known(
    offers: Sequence[Encoded], payload_of: Callable[[str], bytes | None]
) -> list[Encoded]:
    """Return the *offers* that are new to the log, without duplicates.

    *payload_of* returns the payload stored under an id, or None. Raises InputError if a different
    act has the id of an offer.
    """
    fresh: dict[str, Encoded] = {}
    for offer in offers:
        act, payload, _ = offer
        earlier = fresh.get(act.id)
        there = earlier[1] if earlier else payload_of(act.id)
        if there is None:
            fresh[act.id] = offer
        elif there != payload:
            require_same(codec.decode(there), act)
    return list(fresh.values())
