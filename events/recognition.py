"""Recognition: payloads that are plainly canonical and plainly an act, told by their text alone.

One pattern holds a payload to all that reading it with care asks for: the order of the keys, no
more escapes than there have to be, names, texts, days of the calendar, no name twice in a list.
What it does not recognise may be as good; it only has to be read. The tests hold both together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from events import dates
from events.codec import PAYLOAD_LIMIT, VERSION
from events.kinds import Authority
from events.subjects import corrected


class Recognised(NamedTuple):
    """What was recognised of several payloads, by their place.

    *ids* are those of their acts, None where one is rare; *subjects* what some of them are about.
    """

    ids: list[str | None]
    subjects: dict[int, str]


def recognised(payloads: Sequence[bytes]) -> Recognised:
    """Return what is recognised of *payloads*."""
    lines = b"\n".join(payloads)
    is_odd = lines.count(b"\n") != len(payloads) - 1
    if is_odd or len(max(payloads, key=len)) > PAYLOAD_LIMIT // 2:
        return Recognised([None] * len(payloads), {})
    try:
        found = _LINES(lines.decode())
    except UnicodeDecodeError:
        return Recognised([None] * len(payloads), {})
    ids = [
        event if event and not through and when[:1] != "[" else _id(through, event, when, id, rest)
        for through, event, _, when, id, *_, rest in found
    ]
    about = {at: one[5] or corrected(one[6]) for at, one in enumerate(found) if one[4]}
    return Recognised(ids, about)


def _id(through: str, event: str, when: str, id: str, rest: str) -> str | None:
    if rest or not event:
        return id or None
    if when[:1] == "[":
        return event if not through and _is_date(when) else None
    # Of days, months and years the texts are in the order of the days.
    return event if when <= through else None


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    try:
        dates.parse(text)
    except dates.DateError:
        return False
    return True


def _any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def _key(name: str, value: str) -> str:
    return f'"{name}":{value}'


def _before(*keys: str) -> str:
    """Return the pattern of keys any of which may be there, before another one."""
    return "".join(f"(?:{key},)?" for key in keys)


def _after(*keys: str) -> str:
    """Return the pattern of keys any of which may be there, after another one."""
    return "".join(f"(?:,{key})?" for key in keys)


def _mapping(*keys: str) -> str:
    return rf"\{{{''.join(keys)}\}}"


def _several(one: str) -> str:
    return f"{one}(?:,{one})*"


_BARE = "[a-z0-9][a-z0-9._-]{0,99}+"
_NAME = f'"{_BARE}"'
_ID = r"[a-z0-9][!#-\[\]-~]{0,299}+"
_ESCAPE = r'\\(?:["\\bfnrt]|u00(?:0[1-7bef]|1[0-9a-f]))'
_PLAIN = r'[^"\\\x00-\x1f]*+'
# What begins with no blank is not blank.
_TEXT = rf'"[!#-\[\]-~\w]{_PLAIN}(?:{_ESCAPE}{_PLAIN})*"'
_URL = r'"https?://[!$-.0->@-\[\]-~][!#-\[\]-~]*+"'
_YEAR, _MONTH = "(?!0000)[0-9]{4}", "(?:0[1-9]|1[0-2])"
_DAY = _any_of(
    (
        f"{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])",
        "(?:0[13-9]|1[0-2])-(?:29|30)",
        "(?:0[13578]|1[02])-31",
    )
)
_DATE = f"{_YEAR}(?:-(?:{_DAY}|{_MONTH}|3[3-6]))?"
_NO_QUARTER = f"{_YEAR}(?:-(?:{_DAY}|{_MONTH}))?"

_TITLE, _WRITTEN = _key("title", _TEXT), _key("v", str(VERSION))
_ANNOUNCED = _key("announced", f'"{_DATE}"')
_AUTHORITY = _key("authority", f'"{_any_of(Authority)}"')
_NOTE, _OF = _key("note", _TEXT), _key("of", _NAME)
_ONE_SOURCE = _key("sources", rf"\[{_NAME}\]")


def _changes() -> tuple[str, str]:
    """Return the pattern of changes without a last day, and of one alone that has one.

    None has a day of its own, nor a list of more than one name.
    """
    start = _before(_ANNOUNCED, _AUTHORITY)
    position = _mapping(_key("party", _TEXT), ",", _key("says", _TEXT))
    positions = _key("positions", rf"\[{_several(position)}\]")
    set_ = _before(_key("adds", "true")) + start + _before(_NOTE, _OF) + _key("set", _NAME)
    set_ += _after(_ONE_SOURCE)
    value = _after(_key("unless", rf"\[{_NAME}\]")) + "," + _key("value", _TEXT)
    ends, stays = _key("(?:end|leave-unsaid)", _NAME), _key("(?:reaffirm|settle)", _NAME)
    one = _any_of(
        (
            set_ + value,
            start + ends + _after(_NOTE, _OF, _ONE_SOURCE),
            start + _before(_NOTE, _OF) + stays + _after(_ONE_SOURCE),
            start + _before(_NOTE, _OF, _ONE_SOURCE) + _key("use", _NAME),
            start + _key("note", _NAME) + _after(_OF, _ONE_SOURCE) + "," + _key("text", _TEXT),
            start + _key("dispute", _NAME) + _after(_NOTE, _OF) + "," + positions
            + _after(_ONE_SOURCE),
        )
    )  # fmt: skip
    through = "," + _key("through", f'"({_NO_QUARTER})"')
    return _several(_mapping(one)), _mapping(set_, through, value)


_CHANGES, _LASTING = _changes()
_MET = _key("met", rf"\[{_NAME}\]")
_SUMMARY = _key("summary", _TEXT)


def _event() -> str:
    """Return the pattern of an event."""
    cited = rf'(?:"(?P<cited>{_BARE})",(?![^\]]*"(?P=cited)"))*{_NAME}'
    return _mapping(
        _before(_ANNOUNCED),
        f"{_AUTHORITY},",
        _before(_key("changes", rf"\[(?:{_CHANGES}|{_LASTING})?\]")),
        _key("id", f'"({_BARE})",'),
        _before(_MET),
        _key("sources", rf"\[{cited}\],"),
        _before(_SUMMARY),
        f"{_TITLE},{_WRITTEN}",
        _after(_key("when", rf'"({_DATE}|\[[0-9.,-]{{1,60}}\])"')),
    )


def _records() -> Iterator[str]:
    """Yield the patterns of definitions, of corrections and of retractions."""
    id, title = _key("id", f'"{_ID}",'), _TITLE + ","
    reason = _key("reason", _TEXT) + ","
    term, condition, source, partnership = (
        _key("define", f'"{sort}",') + id
        for sort in (f"term:{_BARE}", f"condition:{_BARE}", f"source:{_BARE}", "partnership")
    )
    source += _before(_key("published", f'"{_DATE}"'), _key("publisher", _TEXT))
    parties = _key("parties", rf"\[(?:{_several(_TEXT)})?\]")
    yield _before(_key("asks", _TEXT)) + term + title + _before(_key("topic", _TEXT)) + _WRITTEN
    yield condition + title + _WRITTEN
    yield partnership + _before(parties) + title + _WRITTEN
    yield source + title + _before(_key("url", _URL)) + _WRITTEN
    yield source + _key("url", _URL) + "," + _WRITTEN
    yield id + reason + _key("retract", f'"{_ID}"') + "," + _WRITTEN
    changes, when = _key("changes", rf"\[{_CHANGES}\],"), _after(_key("when", f'"{_DATE}"'))
    given = _before(_ONE_SOURCE, _SUMMARY, _TITLE)
    corrects = _key("correct", _NAME) + "," + id + _before(_MET) + reason + given + _WRITTEN
    yield _before(_ANNOUNCED, _AUTHORITY) + changes + corrects + when
    yield corrects + "," + _key("when", f'"{_DATE}"')


def _record() -> str:
    """Return the pattern of an act that is no event: looked at as a whole, then in pieces."""
    whole = _any_of(map(_mapping, _records()))
    about = '"define":"([^"]*)|"(?:correct|retract)":"([^"]*)'
    return rf'(?={whole}$)(?=.*?"id":"([^"]*))(?=.*?(?:{about})).*'


_LINES = re.compile(rf"^(?:{_event()}|{_record()}|(.*))$", re.MULTILINE).findall
