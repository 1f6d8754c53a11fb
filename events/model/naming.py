"""Make the id of an event and the key of a source from what they name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping


def event_id(plain: Mapping[str, object]) -> str:
    """Return an id from the date and the title of an event: `2026-04-27-amended-agreement`."""
    day = slug(str(plain.get("when") or "undated"))
    return f"{day}-{slug(str(plain.get('title') or 'event'))}"[:100].rstrip("-")


def slug(text: str) -> str:
    """Reduce *text* to at most sixty small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-") or "x"


def fresh(name: str, taken: Iterable[str]) -> str:
    """Return *name*, with a number where it is *taken*."""
    names = set(taken)
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{name}-{number}"
    return free
