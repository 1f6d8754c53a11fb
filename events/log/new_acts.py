"""Encode acts to be appended, leave out those the log has, and explain a clash of ids."""

from collections.abc import Callable, Mapping, Sequence

from events.dates.instants import parse_instant
from events.errors import InputError
from events.model.kinds import (
    Act,
    Assert,
    Correct,
    Cover,
    Define,
    Event,
    Issue,
    Redefine,
    Retract,
)
from events.model.problems import shown
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


def require_same(there: Act, here: Act) -> None:
    """Raise InputError unless *there* and *here*, acts with the same id, have the same content."""
    if codec.plain(there) != codec.plain(here):
        raise InputError(clash(there, here))


def clash(there: Act, here: Act) -> str:
    """Return a sentence saying that *here* has the id of another act, *there*, and what to do."""
    name = f"{sort_of(there)} {there.id}"
    advice = "give the new one another id"
    if isinstance(there, Event):
        advice = (
            "give other news another id; to change what is recorded use "
            f"`timeline correct {there.id}`"
        )
    differences = _differences(there, here)
    return f"The {name} is already in the log with other content ({differences}); {advice}."


def sort_of(act: Act) -> str:
    """Return the noun that messages use for acts like *act*."""
    return _SORTS[type(act)]


_SORTS: dict[type[Act], str] = {
    Event: "event",
    Correct: "correction",
    Retract: "retraction",
    Define: "definition",
    Redefine: "redefinition",
    Cover: "claim of completeness",
    Assert: "assertion",
    Issue: "issued changelog",
}


def _differences(there: Act, here: Act) -> str:
    if type(there) is not type(here):
        return f"{sort_of(there)} there, {sort_of(here)} here"
    old, new = codec.plain(there), codec.plain(here)
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return "; ".join(_difference(key, old, new) for key in keys)


def _difference(key: str, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    if isinstance(old.get(key, ""), list) or isinstance(new.get(key, ""), list):
        return f"other {key}"
    sides = [shown(side[key]) if key in side else "nothing" for side in (old, new)]
    return f"{key}: {sides[0]} there, {sides[1]} here"
