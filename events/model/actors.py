"""Actors: the names of those who record entries."""

from functools import lru_cache
from unicodedata import is_normalized

ACTOR_LIMIT = 200
"""The most characters of a name."""

NO_ACTOR = (
    "{} cannot say who recorded it: write a name in one line of at most "
    f"{ACTOR_LIMIT} characters, with no blank at its ends."
)


# An import asks for every line, and nearly all lines have the same few actors.
@lru_cache(maxsize=64)
def is_actor(name: object) -> bool:
    """Tell whether *name* can say who recorded an entry: one short line, written one way only."""
    return (
        type(name) is str
        and 0 < len(name) <= ACTOR_LIMIT
        and name.isprintable()
        and name == name.strip()
        and is_normalized("NFC", name)
    )
