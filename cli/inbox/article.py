"""An article as it comes out of a file or a page: its visible text, and what it says of itself."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import urlsplit

from cli.terminal import is_harmful, is_harmless
from events.dates.dates import Date, DateError, parse
from events.errors import InputError

MOST_TEXT = 1_000_000
"""The most characters of an article that are read."""


class Article(NamedTuple):
    """An article: its visible *text* and, where it says so, who published it when and where.

    *snapshot* is the SHA-256 of the bytes that it was read from, *data*.
    """

    text: str
    title: str
    snapshot: str
    address: str | None = None
    publisher: str | None = None
    published: Date | None = None
    language: str | None = None
    data: bytes = b""


class UnreadableError(InputError):
    """Raised when what was given is no article that can be read; *reason* says why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name[:200]} cannot be read as an article: {reason}.")


Reader = Callable[[bytes, str, str | None], Iterator[Article]]
"""Yields the articles in some bytes, given their name in messages and the address they are from."""


def made(
    text: str,
    title: str,
    data: bytes,
    *,
    name: str,
    address: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    language: str | None = None,
) -> Article:
    """Return the article with these parts, made clean. Raises UnreadableError if it has no text."""
    visible = cleaned(text[:MOST_TEXT])
    if not visible:
        raise UnreadableError(name, "no text is visible in it")
    return Article(
        text=visible,
        title=one_line(title)[:500] or visible.partition("\n")[0][:200],
        snapshot=sha256(data).hexdigest(),
        address=canonical(address) if address else None,
        publisher=one_line(publisher or "")[:200] or None,
        published=day_in(published or ""),
        language=one_line(language or "")[:20].lower() or None,
        data=data,
    )


def cleaned(text: str) -> str:
    """Return *text* without what nobody sees: control signs, marks of direction, empty lines."""
    plain = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    lines = (" ".join(_seen(line).split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _seen(line: str) -> str:
    return line if is_harmless(line) else "".join(one for one in line if not is_harmful(one))


def one_line(text: str) -> str:
    """Return *text*, cleaned, on one line."""
    return " ".join(cleaned(text).split())


def day_in(text: str) -> Date | None:
    """Return the day with which the instant or date *text* begins, or None."""
    found = re.match(r"\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?!\d)", text)
    try:
        return parse(found[1]) if found else None
    except DateError:
        return None


def canonical(address: str) -> str | None:
    """Return *address* without what only counts clicks, or None if it is none of the web."""
    try:
        parts = urlsplit(one_line(address))
        said = parts.query.split("&")
        query = "&".join(one for one in said if not _COUNTS.match(one.partition("=")[0]))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    whole = parts._replace(netloc=parts.netloc.lower(), query=query, fragment="").geturl()
    return whole if len(whole) <= 2000 else None


_COUNTS = re.compile("utm_|fbclid$|gclid$|mc_[ce]id$|ref(_src)?$|cmpid$|smid$", re.IGNORECASE)


def decoded(data: bytes, charset: str | None = None) -> str:
    """Return *data* as text: as it says itself, else UTF-8, else what old Windows wrote."""
    for name in (charset, "utf-8-sig", "cp1252"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return data.decode("latin-1")


def require(package: str) -> None:
    """Raise InputError if *package*, which reads what others write, is not installed."""
    if find_spec(package) is None:
        raise InputError(
            "Reading articles needs some more packages: pip install 'partnership-timeline[intake]'."
        )


@contextmanager
def readable(name: str, *errors: type[Exception]) -> Iterator[None]:
    """Turn the *errors* of a library that reads *name*, and its recursion, into a sentence."""
    try:
        yield
    except (RecursionError, MemoryError):
        raise UnreadableError(name, "it is nested too deeply, or too large when unpacked") from None
    except errors as error:
        reason = one_line(str(error))[:200].rstrip(".") or type(error).__name__
        raise UnreadableError(name, f"it is damaged ({reason})") from None
