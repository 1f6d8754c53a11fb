"""Make ids for events and keys for sources from their dates and titles."""

import re
import unicodedata
from collections.abc import Iterable, Mapping


def event_id(plain: Mapping[str, object]) -> str:
    """Return an id for the event *plain*, such as `2026-04-27-amended-agreement`.

    The id is made from the date and the title.
    """
    day = slug(str(plain.get("when") or "undated"))
    return f"{day}-{slug(str(plain.get('title') or 'event'))}"[:100].rstrip("-")


def slug(text: str) -> str:
    """Return *text* reduced to at most sixty lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-") or "x"


def fresh(name: str, taken: Iterable[str]) -> str:
    """Return *name*, with a number appended if it is already *taken*."""
    names = set(taken)
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{name}-{number}"
    return free
