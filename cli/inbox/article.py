"""An article as read from a file or a web page: its visible text, and what it says of itself."""

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
from timeline.intake.sentences import date_named

MOST_TEXT = 1_000_000
"""How many characters of an article are read; the rest is left out."""

MOST_TITLE, MOST_PUBLISHER = 500, 200
"""The most characters of a title, and of the name of an outlet."""


class Article(NamedTuple):
    """An article: its visible *text* and, where it states them, its publisher, day and address.

    *data* are the bytes that it was read from, and *snapshot* is their SHA-256. *cut* says what of
    it was not read, if anything.
    """

    text: str
    title: str
    snapshot: str
    address: str | None = None
    publisher: str | None = None
    published: Date | None = None
    language: str | None = None
    data: bytes = b""
    cut: str | None = None


class UnreadableError(InputError):
    """Raised when no article can be read from what is called *name*; *reason* says why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name[:200]} cannot be read as an article: {reason}.")


Reader = Callable[[bytes, str, str | None], Iterator[Article]]
"""Reads the articles in some bytes, given what messages call them and the address, if any."""


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
    cut: str | None = None,
) -> Article:
    """Return the article made of these parts, cleaned; messages call it *name*.

    Raises UnreadableError if it has no visible text.
    """
    visible = cleaned(text[:MOST_TEXT])
    if not visible:
        raise UnreadableError(name, "no text is visible in it")
    return Article(
        text=visible,
        title=one_line(title)[:MOST_TITLE] or visible.partition("\n")[0][:200],
        snapshot=sha256(data).hexdigest(),
        address=canonical(address) if address else None,
        publisher=one_line(publisher or "")[:MOST_PUBLISHER] or None,
        published=day_in(published or ""),
        language=one_line(language or "")[:20].lower() or None,
        data=data,
        cut=cut or (_CUT if len(text) > MOST_TEXT else None),
    )


_CUT = f"Only its first {MOST_TEXT:,} characters were read."


def cleaned(text: str) -> str:
    """Return *text* without what nobody sees: control characters, direction marks, empty lines."""
    plain = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    lines = (" ".join(_seen(line).split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _seen(line: str) -> str:
    return line if is_harmless(line) else "".join(one for one in line if not is_harmful(one))


def one_line(text: str) -> str:
    """Return *text*, cleaned, on one line."""
    return " ".join(cleaned(text).split())


def day_in(text: str) -> Date | None:
    """Return the day that *text* names, a date in figures or words or an instant, or None."""
    try:
        return parse(text.strip())
    except DateError:
        return date_named(text)


def canonical(address: str) -> str | None:
    """Return *address* without tracking parameters, or None if it is not one of http or https."""
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
    """Return *data* as text: decoded from *charset*, else from UTF-8, else from Windows-1252."""
    for name in (charset, "utf-8-sig", "cp1252"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return data.decode("latin-1")


def require(package: str) -> None:
    """Raise InputError, which names the extra to install, if *package* is not there."""
    if find_spec(package) is None:
        raise InputError(
            "Reading articles needs some more packages: pip install 'partnership-timeline[intake]'."
        )


@contextmanager
def readable(name: str, *errors: type[Exception]) -> Iterator[None]:
    """Raise UnreadableError in place of *errors* that a library raises while it reads *name*.

    The same goes for reading that recurses too deeply or runs out of memory.
    """
    try:
        yield
    except (RecursionError, MemoryError):
        raise UnreadableError(name, "it is nested too deeply, or too large when unpacked") from None
    except errors as error:
        reason = one_line(str(error))[:200].rstrip(".") or type(error).__name__
        raise UnreadableError(name, f"it is damaged ({reason})") from None
