"""Make ids for events and keys for sources from their dates and titles."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from zlib import crc32

LONGEST = 40
"""The most characters of an id that is made: it is read in tables, and typed."""


def event_id(plain: Mapping[str, object]) -> str:
    """Return an id for the event *plain*, such as `2026-04-27-amended-agreement`.

    The id is made from the date and as many words of the title as fit.
    """
    day = slug(str(plain.get("when") or "undated"))
    name = f"{day}-{slug(str(plain.get('title') or 'event'))}"
    if len(name) <= LONGEST:
        return name
    begun, _, _ = name[: LONGEST + 1].rpartition("-")
    return begun if len(begun) > len(day) else name[:LONGEST].rstrip("-")


def slug(text: str) -> str:
    """Return *text* reduced to at most sixty lower-case letters, digits and hyphens.

    Where that drops a letter, as it does all of Chinese, a checksum of the text stands first: other
    texts keep other names, and the same text has the same one.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    name = _NOT_NAMING.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")
    if not name or any(one.isalnum() and not one.isascii() for one in plain):
        name = f"{_checksum(text)}-{name}".rstrip("-")
    return name[:60].rstrip("-")


_LATIN = str.maketrans({"æ": "ae", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o",
                        "œ": "oe", "þ": "th"})  # fmt: skip
"""Latin letters that are no letter with a mark: Unicode does not say how to write them without."""

_NOT_NAMING = re.compile(r"[^a-z0-9]+")


def _checksum(text: str) -> str:
    same = " ".join(unicodedata.normalize("NFC", text).split())
    return f"{crc32(same.encode(errors='surrogatepass')):08x}"


def fresh(name: str, taken: Iterable[str]) -> str:
    """Return *name*, with a number appended if it is already *taken*."""
    names = set(taken)
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{name}-{number}"
    return free
