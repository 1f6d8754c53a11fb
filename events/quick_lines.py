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
        stored, slug, beside = said["entry"], said["partnership"], _WRITTEN
        if type(stored) is not dict or type(slug) is not str or not is_name(slug):
            return None
        if "v" not in stored:
            stored["v"] = codec.VERSION
            beside -= len('""')
        act = ordinary.act_of(stored) if codec.is_current(stored) else None
        if act is None:
            return None
        chained: tuple[Any, ...] = ()
        if len(said) != 2:
            chained = _chained(said)
            beside += _CHAINED - _WRITTEN
        payload = orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)
        return (
            Line(number, slug, act, payload, *chained) if _is_all(text, payload, beside) else None
        )
    except (ValueError, KeyError, TypeError, InstantError):
        return None


def _chained(said: dict[str, Any]) -> tuple[int, str, bytes]:
    """Return version, instant and digest of a line of an export."""
    version, digest = said["version"], bytes.fromhex(said["digest"])
    if len(said) > 5 or type(version) is not int or version < 1:
        raise ValueError(version)
    if len(digest) != 32 or digest.hex() != said["digest"]:
        raise ValueError(digest)
    return version, _instant(said["recorded"]), digest


_instant = lru_cache(maxsize=256)(parse_instant)

_WRITTEN = '"partnership": "…", "entry":'.count('"')
_CHAINED = _WRITTEN + '"version":, "recorded": "…", "digest": "…"'.count('"')
"""How many quotes stand in a line beside its entry: of one written by hand, and of an export."""

_BACKSLASH = ord("\\")


def _is_all(text: bytes, payload: bytes, beside: int) -> bool:
    """Tell whether *payload* is all that *text* says, with as many quotes as there are *beside* it.

    Of two equal keys the payload holds only the last, and so fewer quotes. No escape means one.
    What is half as long as it may be is not too long, however it is counted.
    """
    return (
        text.count(b'"') == payload.count(b'"') + beside
        and (_BACKSLASH not in text or b"\\u" not in text)
        and len(payload) <= codec.PAYLOAD_LIMIT // 2
    )
