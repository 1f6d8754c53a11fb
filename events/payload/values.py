"""The types of single values: how to read one, how to write it, and why one is refused."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from unicodedata import is_normalized, normalize

from events.dates.dates import DateError
from events.dates.durations import Duration, duration
from events.model.kinds import Authority
from events.model.problems import one_of, shown
from events.model.vocabulary import FLAGS, NONE, STATUSES, VERBS


class RefusedError(Exception):
    """Raised when a value does not have the type that its key needs; `Value.why` explains."""


REFUSALS = (RefusedError, DateError, KeyError, TypeError)
"""The errors that `Value.take` raises; a TypeError comes from looking up an unhashable value."""

Take = Callable[[object], object]


def unchanged(held: object) -> object:
    """Return *held*, a value in an act, unchanged."""
    return held


class Value:
    """A type of value.

    *take* turns a value of a payload into one of an act, or raises one of `REFUSALS`; *why*, called
    with the key and the value, then returns the reason. *show* is the inverse of *take*; if it
    returns None, the key is left out. *absent* is written instead of None.
    """

    __slots__ = ("absent", "show", "take", "why")

    def __init__(
        self,
        take: Take,
        why: Callable[[str, object], str],
        show: Take = unchanged,
        absent: object = None,
    ) -> None:
        self.take, self.why, self.show, self.absent = take, why, show, absent


is_name = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}").fullmatch
"""Matches a text that can name an event, a term, a condition, a source or a partnership."""

is_act_id = re.compile(r"[a-z0-9][!-~]{0,299}").fullmatch
"""Matches a text that can be the id of an act of any kind."""

is_url = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE).fullmatch
"""Matches an http or https address; the caller checks that the text is printable."""

LOCATOR_WORDS = 8
"""The most words in a locator: enough to find the place, too few to copy the text."""

_NOTHING = (None, "", NONE)
NAME_RULE = "use small letters, digits, '.', '_' and '-', at most 100 characters"


def checked(value: object, is_valid: Callable[[str], object]) -> str:
    """Return *value* if it is a text that passes *is_valid*; raise RefusedError if not."""
    if type(value) is str and is_valid(value):
        return value
    raise RefusedError


def _text(value: object) -> str:
    if type(value) is not str or not value or value.isspace() or "\0" in value:
        raise RefusedError
    return value if value.isascii() else _composed(value)


def _composed(text: str) -> str:
    # Checking each character is slow, and a text with a lone surrogate is never printable.
    if not text.isprintable() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise RefusedError
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _no_text(_: str, value: object) -> str:
    if type(value) is not str:
        return f"Write a text here, in quotes, not {shown(value)}."
    if not value or value.isspace():
        return "This text is empty; write something, or leave the key out."
    if "\0" in value:
        return "This text holds a NUL character; take it out."
    return "This text holds half of a character (a lone surrogate); write it again."


TEXT = Value(_text, _no_text)


def name_of(what: str) -> Value:
    """Return the type of names for *what*, such as `a term`."""
    return Value(take_name, lambda _, value: no_name(what, value))


def no_name(what: str, value: object) -> str:
    """Return a sentence that says why *value* cannot be the name of *what*."""
    if type(value) is not str:
        return f"Write the name of {what} here, not {shown(value)}."
    return f"{shown(value)} cannot be the name of {what}: {NAME_RULE}."


# Most entries use the same few names.
take_name: Take = lru_cache(1 << 12)(lambda value: checked(value, is_name))

_is_glob = re.compile(r"[a-z0-9._*?\[\]!-]{1,100}").fullmatch


def _no_glob(_: str, value: object) -> str:
    if type(value) is not str:
        return f"Write the name of a term here, or a pattern such as cloud.*, not {shown(value)}."
    return f"{shown(value)} matches no term: {NAME_RULE}, and '*' for any of them."


GLOB = Value(lambda value: checked(value, _is_glob), _no_glob)

TERM, CONDITION, SOURCE = name_of("a term"), name_of("a condition"), name_of("a source")
QUESTION = name_of("a question")


def _event(value: object) -> str:
    if value == NONE:
        raise RefusedError
    return checked(value, is_name)


def _no_event(_: str, value: object) -> str:
    if value == NONE:
        return "'none' cannot be the name of an event: it stands for no event at all."
    return no_name("an event", value)


EVENT = Value(_event, _no_event)
MAYBE_EVENT = Value(lambda value: None if value in _NOTHING else _event(value), _no_event)


def _no_id(_: str, value: object) -> str:
    if type(value) is str:
        return f"{shown(value)} cannot be an id: {NAME_RULE}."
    return f"Write an id here, not {shown(value)}."


ACT_ID = Value(lambda value: checked(value, is_act_id), _no_id)


_AUTHORITIES: dict[object, Authority] = {str(authority): authority for authority in Authority}


def _no_authority(_: str, value: object) -> str:
    if type(value) is not str:
        return f"Write official, filing, press or reported here, not {shown(value)}."
    hint = one_of(value, map(str, Authority))
    return f"{shown(value)} is no authority; use official, filing, press or reported.{hint}"


AUTHORITY = Value(_AUTHORITIES.__getitem__, _no_authority, str)
MAYBE_AUTHORITY = Value(
    lambda value: None if value in _NOTHING else _AUTHORITIES[value], _no_authority, str
)
MAYBE_TEXT = Value(lambda value: None if value in (None, "") else _text(value), _no_text)


def _true(value: object) -> bool:
    # JSON has `true`, but in a ledger file every scalar is text.
    if value is True or value == "true":
        return True
    raise RefusedError


def _not_true(key: str, _: object) -> str:
    return f"The value of '{key}' is true, or it is left out."


def _ended(value: object) -> None:
    _true(value)


FLAG = Value(_true, _not_true, lambda held: held or None)
ENDED = Value(_ended, _not_true, lambda _: None, absent=True)


def _duration(value: object) -> Duration:
    found = duration(value) if type(value) is str else None
    if found is None:
        raise RefusedError
    return found


def _no_duration(_: str, value: object) -> str:
    return f"Write days, months or years, such as 60d, 4m or 1y, not {shown(value)}."


DURATION = Value(_duration, _no_duration, str)


def _url(value: object) -> str:
    text = _text(value)
    if is_url(text) and text.isprintable():
        return text
    raise RefusedError


def _no_url(key: str, value: object) -> str:
    if _is_text(value):
        return f"{shown(value)} is no address; it begins with http:// or https://."
    return _no_text(key, value)


def _is_text(value: object) -> bool:
    try:
        return bool(_text(value))
    except RefusedError:
        return False


def _locator(value: object) -> str:
    text = _text(value)
    if len(text.split()) > LOCATOR_WORDS:
        raise RefusedError
    return text


def _no_locator(key: str, value: object) -> str:
    if type(value) is str and _is_text(value):
        return f"A locator has at most eight words, not {len(value.split())}."
    return _no_text(key, value)


def _digest(value: object) -> str:
    return checked(value, _is_digest)


_is_digest = re.compile("[0-9a-f]{64}").fullmatch


URL, LOCATOR = Value(_url, _no_url), Value(_locator, _no_locator)
DIGEST = Value(_digest, lambda _key, _value: "A digest is 64 digits 0 to 9 and a to f.")


def _span(value: object) -> str:
    text = checked(value, _is_span)
    start, _, end = text.partition("-")
    if int(start) < int(end):
        return text
    raise RefusedError


_is_span = re.compile("(?:0|[1-9][0-9]{0,6})-[1-9][0-9]{0,6}").fullmatch

SPAN = Value(_span, lambda _key, _value: "It says where the locator stands, such as 120-166.")


def _word(what: str, words: Sequence[str]) -> Value:
    def why(_: str, value: object) -> str:
        if type(value) is not str:
            return f"Write {', '.join(words)} here, not {shown(value)}."
        return f"{shown(value)} is no {what}; use {', '.join(words)}.{one_of(value, words)}"

    return Value(lambda value: checked(value, words.__contains__), why)


STATUS, FLAG_NAME, VERB = _word("status", STATUSES), _word("flag", FLAGS), _word("verb", VERBS)
