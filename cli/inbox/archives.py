"""Read the articles in a web archive: a WARC file."""

import io
import re
from collections.abc import Iterator
from typing import Any

from cli.inbox.article import Article, Reader, UnreadableError, readable, require
from cli.inbox.network import LIMIT

MOST = 1000
"""The most records that an archive may have."""


def pages_of_archive(data: bytes, name: str, read: Reader) -> Iterator[Article]:
    """Yield the articles in *data*, a WARC file called *name*; *read* reads each page in it.

    A page that cannot be read is an error only after the others were yielded, so that it hides
    none of them.
    """
    require("warcio")
    from warcio.exceptions import ArchiveLoadFailed

    left, unreadable = LIMIT, list[UnreadableError]()
    with readable(name, ArchiveLoadFailed, OSError, EOFError, ValueError):
        for number, record in enumerate(_records(data, name)):
            if number > MOST or left <= 0:
                raise UnreadableError(name, "it holds too much; split it")
            if record.rec_type in ("response", "resource"):
                page = record.content_stream().read(left + 1)
                left -= len(page)
                if left >= 0 and page and _is_page(record):
                    try:
                        address = record.rec_headers.get_header("WARC-Target-URI")
                        yield from read(page, name, address)
                    except UnreadableError as error:
                        unreadable.append(error)
    if unreadable:
        raise unreadable[-1]


def _records(data: bytes, name: str) -> Iterator[Any]:
    from warcio.archiveiterator import ArchiveIterator

    try:
        yield from ArchiveIterator(io.BytesIO(data))
    except AttributeError:  # It asks what the address begins with before it looks for one.
        raise UnreadableError(name, "it is damaged: a record in it has no address") from None


def _is_page(record: Any) -> bool:
    """Return whether *record* says that it is text or a PDF; an archive has pictures, too."""
    kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or "text/html"
    return bool(re.match(r"text/(?!css|javascript)|application/(?:pdf|xhtml)|message/", kind))
