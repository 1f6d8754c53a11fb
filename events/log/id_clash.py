"""Explain the clash when two different acts have the same id."""

from collections.abc import Mapping

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
