"""Quick lines: ordinary lines of JSON, read at once where `events.lines` reads with care.

What is read here that room reads as the same entry. Of all else, be it wrong or only rare, nothing
is said here. The tests hold both to that.
"""

from functools import lru_cache
from typing import Any

import orjson

from events import codec, ordinary
from events.forms import is_name
from events.instants import InstantError, parse_instant
from events.lines import LINE_LIMIT, Line


def line_of(number: int, text: bytes) -> Line | None:
    """Return the entry of the line *text*; None where it is not ordinary."""
    if len(text) > LINE_LIMIT:
        return None
    try:
        said = orjson.loads(text)
        stored, slug, quotes = said["entry"], said["partnership"], _QUOTES
        if type(stored) is not dict or type(slug) is not str or not is_name(slug):
            return None
        if "v" not in stored:
            stored["v"] = codec.VERSION
            quotes -= len('""')
        act = ordinary.act_of(stored) if codec.is_current(stored) else None
        if act is None:
            return None
        beside: _Beside = (None, None, None)
        if len(said) != 2:
            beside, more = _beside(said)
            quotes += more
        payload = orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)
        return Line(number, slug, act, payload, *beside) if _is_all(text, payload, quotes) else None
    except (ValueError, KeyError, TypeError, InstantError):
        return None


_QUOTES = '{"partnership":"…","entry":…}'.count('"')
"""How many quotes stand in a line beside those of its entry."""

_Beside = tuple[int | None, str | None, bytes | None]


def _beside(said: dict[str, Any]) -> tuple[_Beside, int]:
    """Return version, instant and digest of a line that has some of them; and their quotes."""
    version = recorded = digest = None
    read, quotes = 2, 0
    if "version" in said:
        version, read, quotes = said["version"], read + 1, quotes + len('""')
        if type(version) is not int or version < 1:
            raise ValueError(version)
    if "recorded" in said:
        recorded, read, quotes = _instant(said["recorded"]), read + 1, quotes + len('""""')
    if "digest" in said:
        digest, read, quotes = bytes.fromhex(said["digest"]), read + 1, quotes + len('""""')
        if len(digest) != 32 or digest.hex() != said["digest"]:
            raise ValueError(digest)
    if read != len(said):
        raise ValueError(said)
    return (version, recorded, digest), quotes


_instant = lru_cache(maxsize=256)(parse_instant)
_BACKSLASH = ord("\\")


def _is_all(text: bytes, payload: bytes, quotes: int) -> bool:
    """Tell whether *payload* is all that *text* says, but for what has so many *quotes* beside it.

    Of two equal keys the payload holds only the last, and so fewer quotes. No escape means one.
    What is half as long as it may be is not too long, however it is counted.
    """
    return (
        text.count(b'"') == payload.count(b'"') + quotes
        and (_BACKSLASH not in text or b"\\u" not in text)
        and len(payload) <= codec.PAYLOAD_LIMIT // 2
    )
