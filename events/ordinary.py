"""Ordinary entries: those of the commonest shapes, read at once where others are read with care.

What is read here `events.validation` reads as the same act. Of all else, be it wrong or only rare,
nothing is said here: it is left to that room, which knows what to say. The tests hold both to that.
"""

from __future__ import annotations

from functools import lru_cache

from events import dates
from events.dates import Date
from events.forms import is_act_id, is_name
from events.kinds import (
    VERB_OF,
    VERBS,
    Act,
    Authority,
    Change,
    Condition,
    Define,
    Dispute,
    Event,
    Note,
    Position,
    Set,
    Source,
    Term,
)
from events.validation import LOCATOR_WORDS, is_url
from events.values import defaults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    _Read = Callable[[Any], Any]


class _RareError(Exception):
    """Raise for what is not ordinary."""


def act_of(stored: dict[str, object]) -> Act | None:
    """Return the act that JSON gave as *stored*, of today's version; None where it is rare."""
    try:
        return _definition(stored) if "define" in stored else _event(stored)
    except (_RareError, KeyError, TypeError, dates.DateError):
        return None


def _event(stored: Mapping[str, Any]) -> Event:
    read = len(("v", "id", "title", "authority", "sources"))
    fields: dict[str, Any] = {
        "id": _name(stored["id"]),
        "title": _text(stored["title"]),
        "authority": _AUTHORITIES[stored["authority"]],
        "sources": _names(stored["sources"]),
        "when": None,
        "announced": None,
        "summary": None,
        "changes": (),
        "met": (),
    }
    if "when" in stored:
        fields["when"] = _date(stored["when"])
        read += 1
    if "announced" in stored:
        fields["announced"] = _date(stored["announced"])
        read += 1
    if "changes" in stored:
        when = fields["when"]
        fields["changes"] = tuple([_change(one, when) for one in _list(stored["changes"])])
        read += 1
    if "summary" in stored:
        fields["summary"] = _text(stored["summary"])
        read += 1
    if "met" in stored:
        fields["met"] = _names(stored["met"])
        read += 1
    if read != len(stored) or not fields["sources"]:
        raise _RareError
    event: Event = _made(Event, fields)
    return event


def _change(plain: object, event_when: Any) -> Change:
    if type(plain) is not dict:
        raise _RareError
    if len(plain) == 2 and "set" in plain:
        term, value = _name(plain["set"]), _text(plain["value"])
        change: Set = _made(Set, {**_NO_SET, "term": term, "value": value})
        return change
    return _whole_change(plain, event_when)


def _made(kind: Any, fields: dict[str, Any]) -> Any:
    """Return a value of *kind* with all its *fields*, which its constructor sets one by one."""
    made = object.__new__(kind)
    made.__dict__.update(fields)
    return made


def _whole_change(plain: dict[str, object], event_when: Date | None) -> Change:
    verbs = [key for key in plain if key in _OTHER_VERBS] or ["note"]
    [verb] = verbs if len(verbs) == 1 else _rare()
    kind, readers, blank = _CHANGES[verb]
    fields = blank.copy()
    for key, value in plain.items():
        fields[key] = readers[key](value)
    fields["term"] = fields.pop(verb)
    if len(fields) != len(readers):
        raise _RareError
    if fields["of"]:
        if fields["when"]:
            raise _RareError
    elif verb == "set" and fields["through"]:
        _require_order(fields["when"] or event_when, fields["through"])
    change: Change = _made(kind, fields)
    return change


def _require_order(effective: Date | None, through: Date) -> None:
    first, last = None if effective is None else effective.earliest, through.latest
    if first is not None and last is not None and last < first:
        raise _RareError


def _definition(stored: Mapping[str, object]) -> Define:
    value = stored["define"]
    sort, _, key = value.partition(":") if type(value) is str else _rare()
    kind, readers = _THINGS[sort]
    fields = {name: readers[name](value) for name, value in stored.items()}
    del fields["v"], fields["define"]
    id = fields.pop("id")
    if kind is Source and not ("url" in fields or "title" in fields):
        raise _RareError
    return Define(id=id, thing=kind(key=_name(key), **fields))


def _rare() -> Any:
    raise _RareError


def _name(value: object) -> str:
    if type(value) is str and is_name(value):
        return value
    raise _RareError


def _act_id(value: object) -> str:
    if type(value) is str and is_act_id(value):
        return value
    raise _RareError


def _text(value: object) -> str:
    if type(value) is not str or not value or value.isspace() or "\0" in value:
        raise _RareError
    return value if value.isascii() or value.isprintable() else _rare()


def _url(value: object) -> str:
    text = _text(value)
    return text if is_url(text) else _rare()


def _locator(value: object) -> str:
    text = _text(value)
    return text if len(text.split()) <= LOCATOR_WORDS else _rare()


def _positions(value: object) -> tuple[Position, ...]:
    return tuple([_position(one) for one in _list(value)]) or _rare()


def _position(plain: Any) -> Position:
    if type(plain) is not dict or len(plain) != 2:
        raise _RareError
    return Position(party=_text(plain["party"]), says=_text(plain["says"]))


def _names(value: object) -> tuple[str, ...]:
    if type(value) is not list or len(value) > _FEW:
        raise _RareError
    return _distinct(tuple(value))


_FEW = 8
"""How many names one list has at most, so that those remembered take little room."""


@lru_cache(maxsize=1024)
def _distinct(names: tuple[object, ...]) -> tuple[str, ...]:
    found = tuple([_name(name) for name in names])
    if len(found) != len(set(found)):
        raise _RareError
    return found


def _date(value: object) -> Date:
    if type(value) is not str:
        raise _RareError
    return _day(value) if len(value) <= len("2026-11-21") else dates.parse(value)


_day = lru_cache(maxsize=1 << 14)(dates.parse)


def _last_day(value: object) -> Date:
    found = _date(value)
    return found if found.latest is not None else _rare()


def _authority(value: object) -> Authority:
    return _AUTHORITIES[value]


def _list(value: object) -> list[object]:
    return value if type(value) is list else _rare()


def _true(value: object) -> bool:
    return value is True or _rare()


def _as_it_is(value: object) -> object:
    return value


_AUTHORITIES: Mapping[Any, Authority] = {str(authority): authority for authority in Authority}
_STATEMENT: Mapping[str, _Read] = {
    "when": _date,
    "announced": _date,
    "authority": _authority,
    "sources": _names,
    "of": _name,
}
_OWN: Mapping[type[Change], Mapping[str, _Read]] = {
    Set: {"note": _text, "value": _text, "through": _last_day, "unless": _names, "adds": _true},
    Dispute: {"note": _text, "positions": _positions},
    Note: {"text": _text},
}


def _change_of(kind: type[Change], verb: str) -> tuple[Any, Mapping[str, _Read], dict[str, Any]]:
    """Return the *kind*, the reader of each key it may have, and its fields where they are not."""
    readers = {**_STATEMENT, verb: _name, **_OWN.get(kind, {"note": _text})}
    return kind, readers, defaults(kind)


_CHANGES = {verb: _change_of(kind, verb) for kind, verb in VERB_OF.items()}
_NO_SET = _CHANGES["set"][2]
_OTHER_VERBS = frozenset(VERBS) - {"note"}
_DEFINE: Mapping[str, _Read] = {"v": _as_it_is, "define": _as_it_is, "id": _act_id, "title": _text}
_THINGS: Mapping[str, tuple[Any, Mapping[str, _Read]]] = {
    "term": (Term, {**_DEFINE, "asks": _text, "topic": _text}),
    "condition": (Condition, _DEFINE),
    "source": (
        Source,
        {**_DEFINE, "url": _url, "publisher": _text, "published": _date, "locator": _locator},
    ),
}
