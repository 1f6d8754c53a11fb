"""Read the articles of a web archive, a WARC file."""

import io
from collections.abc import Iterator

from cli.inbox.article import Article, Reader, UnreadableError, readable, require
from cli.inbox.network import LIMIT

MOST = 1000
"""The most records of an archive."""


def pages_of_archive(data: bytes, name: str, read: Reader) -> Iterator[Article]:
    """Yield the articles of the WARC *data*, called *name*; *read* reads each of its pages."""
    require("warcio")
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    left = LIMIT
    with readable(name, ArchiveLoadFailed, OSError, EOFError, ValueError):
        for number, record in enumerate(ArchiveIterator(io.BytesIO(data))):
            if number > MOST or left <= 0:
                raise UnreadableError(name, "it holds too much; split it")
            if record.rec_type in ("response", "resource"):
                page = record.content_stream().read(left + 1)
                left -= len(page)
                if left >= 0 and page:
                    yield from read(page, name, record.rec_headers.get_header("WARC-Target-URI"))
