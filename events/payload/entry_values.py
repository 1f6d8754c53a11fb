"""Soundness: whether the values of a new entry are plainly such as its table takes."""

import re
from functools import lru_cache
from unicodedata import is_normalized

from events.payload.values import is_name


def is_sound(
    partnership: str,
    version: int,
    id: str,
    recorded: str,
    actor: str | None,
    payload: bytes,
    digest: bytes,
) -> bool:
    """Tell whether `events.storage.tables.validated` would take these values; False if unsure.

    That room says what is wrong. It takes longer to import than an entry to append.
    """
    return (
        type(id) is str
        and id.isascii()
        and 0 < len(id) <= 300
        and type(payload) is bytes
        and len(payload) > 0
        and type(digest) is bytes
        and len(digest) == 32
        and type(version) is int
        and version > 0
        and _are_written_so(partnership, recorded)
        and (actor is None or is_actor(actor))
    )


@lru_cache(maxsize=64)
def _are_written_so(partnership: str, recorded: str) -> bool:
    if type(partnership) is not str or type(recorded) is not str:
        return False
    return bool(is_name(partnership)) and _INSTANT(recorded) is not None


_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch


ACTOR_LIMIT = 200
NO_ACTOR = (
    "{} cannot say who recorded it: write a name in one line of at most "
    f"{ACTOR_LIMIT} characters, with no blank at its ends."
)


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
