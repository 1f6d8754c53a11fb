"""Actors: the names of the people and programs that record entries."""

from functools import lru_cache
from unicodedata import is_normalized

ACTOR_LIMIT = 200
"""The most characters that a name may have."""

NO_ACTOR = (
    "{} cannot say who recorded it: write a name in one line of at most "
    f"{ACTOR_LIMIT} characters, with no blank at its ends."
)


# An import asks this for every line, and nearly all lines have the same few actors.
@lru_cache(maxsize=64)
def is_actor(name: object) -> bool:
    """Return whether *name* can name an actor: one short printable line in Unicode NFC."""
    return (
        type(name) is str
        and 0 < len(name) <= ACTOR_LIMIT
        and name.isprintable()
        and name == name.strip()
        and is_normalized("NFC", name)
    )
