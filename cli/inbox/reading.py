"""Read the articles in some bytes; how these begin says what they are, not the name of a file."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from os.path import getsize, isdir

from cli.inbox import network
from cli.inbox.archives import pages_of_archive
from cli.inbox.article import Article, UnreadableError
from cli.inbox.documents import mails_in, pdfs_in, texts_in
from cli.inbox.feeds import items_of_feed
from cli.inbox.network import LIMIT, Fetched
from cli.inbox.pages import pages_in
from events.errors import InputError


def articles_at(place: str, tell: Callable[[str], object]) -> Iterator[Article]:
    """Yield the articles at *place*: an address, a file, a folder, or `-` for standard input.

    *tell* is given a sentence on each file of a folder that cannot be read, after which the others
    are, and on what of a feed is not read.
    """
    if not isdir(place):
        fetched = _bytes(place)
        yield from articles_in(fetched.data, place, fetched.address or None, tell)
        return
    for name in _files_below(place, tell):
        try:
            yield from articles_in(_bytes(name).data, name, None, tell)
        except InputError as error:
            tell(str(error))


def _files_below(folder: str, tell: Callable[[str], object]) -> Iterator[str]:
    """Yield the files in *folder* and in those within it, in order.

    A link to a folder is not followed, since it may lead in a circle; a pipe is passed over, since
    reading it may never end. *tell* is given a sentence on each folder that cannot be read.
    """
    waiting = [folder]
    while waiting:
        try:
            several = sorted(os.scandir(waiting.pop()), key=lambda one: one.name, reverse=True)
        except OSError as error:
            tell(f"{error.filename} cannot be read: {error.strerror}.")
            continue
        waiting += [one.path for one in several if one.is_dir(follow_symlinks=False)]
        yield from (one.path for one in reversed(several) if one.is_file())


def _bytes(place: str) -> Fetched:
    if re.match(r"https?://", place, re.IGNORECASE):
        return network.network(place)
    if re.match(r"[a-z][a-z0-9+.-]*://|file:", place, re.IGNORECASE):
        raise InputError(f"{place[:200]} is no http or https address, and no name of a file.")
    try:
        if place == "-":
            data = sys.stdin.buffer.read(LIMIT + 1)
        else:
            _require_small(place, getsize(place))
            with open(place, "rb") as stream:
                data = stream.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{place} cannot be read: {reason}.") from None
    _require_small(place, len(data))
    return Fetched(data, "")


def _require_small(place: str, size: int) -> None:
    if size > LIMIT:
        raise UnreadableError(place, f"it is larger than {LIMIT // 1024**2} MB")


def _unheard(_: str) -> None:
    """Take a sentence that nobody asked for."""


def articles_in(
    data: bytes, name: str, address: str | None, tell: Callable[[str], object] = _unheard
) -> Iterator[Article]:
    """Yield the articles in *data*, which is from *address* and which messages call *name*.

    *tell* is given a sentence if a feed has more items than are read.
    """
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:5] == b"WARC/" or data[:2] == b"\x1f\x8b":
        yield from pages_of_archive(data, name, _of_page)
    elif _FEED.search(head):
        yield from items_of_feed(data, name, address, tell)
    else:
        yield from _of_page(data, name, address)


def _of_page(data: bytes, name: str, address: str | None) -> Iterator[Article]:
    """Yield the article in *data*, taken to be only one: a feed in an archive is not opened."""
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in head[:1024]:
        return pdfs_in(data, name, address)
    if _PAGE.search(head):
        return pages_in(data, name, address)
    return (mails_in if _is_mail(data) else texts_in)(data, name, address)


def _is_mail(data: bytes) -> bool:
    """Return whether *data* begins with the headers of a mail, and an empty line after them."""
    headers, empty, _ = data[:65536].replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = headers.split(b"\n")
    return bool(empty and _SENT.search(headers)) and all(map(_HEADER.match, lines))


_FEED = re.compile(
    rb"^<(?:\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<)?(?:rss|feed|rdf:RDF)\b|jsonfeed\.org/", re.S
)
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|article|p|div|h1)\b", re.IGNORECASE)
_HEADER = re.compile(rb"[!-9;-~]+:|[ \t]|From ")
_SENT = re.compile(rb"^(?:From|Subject|Received|Date):", re.IGNORECASE | re.MULTILINE)
