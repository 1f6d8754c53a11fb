"""Read an article from a document: a PDF, a mail or plain text."""

import email
import io
import struct
import time
import zlib
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from cli.inbox.article import (
    MOST_TEXT,
    Article,
    UnreadableError,
    decoded,
    made,
    one_line,
    readable,
    require,
)
from cli.inbox.pages import text_of

PAGES = 200
"""How many pages of a PDF are read; the rest is left out."""

PATIENCE = 30.0
"""How many seconds it may take to read a PDF."""


def texts_in(data: bytes, name: str, address: str | None) -> Iterator[Article]:
    """Yield the article in *data*, plain text whose first line is the title."""
    text = decoded(data)
    if "\0" in text:
        raise UnreadableError(name, "it is no HTML, text, PDF, mail, feed or WARC")
    yield made(text, text.strip().partition("\n")[0], data, name=name, address=address)


def pdfs_in(data: bytes, name: str, address: str | None) -> Iterator[Article]:
    """Yield the article in *data*, a PDF. The day it was made is not taken for its publication."""
    require("pypdf")
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import PyPdfError

    until = time.monotonic() + PATIENCE
    with readable(name, PyPdfError, *_DAMAGED), apply_configuration(**_LIMITS):
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise UnreadableError(name, "it is encrypted; save it without a password")
        parts, size = list[str](), 0
        for page in reader.pages[:PAGES]:
            parts.append(page.extract_text())
            size += len(parts[-1])
            if size > MOST_TEXT:
                break
            if time.monotonic() > until:
                raise UnreadableError(name, f"it takes longer than {PATIENCE:g} seconds")
        title = str((reader.metadata or {}).get("/Title") or "")
        pages = len(reader.pages)
    cut = f"Only the first {len(parts)} of its {pages} pages were read."
    yield made(
        "\n".join(parts),
        title,
        data,
        name=name,
        address=address,
        cut=cut if len(parts) < pages else None,
    )


_LIMITS = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 200_000,
}
"""What one stream of a PDF may unpack to: a page of text is a thousand times smaller."""

_DAMAGED = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError),
    *(OSError, TypeError, ValueError, struct.error, zlib.error),
)
"""What pypdf raises, besides its own errors, when a PDF is damaged."""


def mails_in(data: bytes, name: str, address: str | None) -> Iterator[Article]:
    """Yield the article in *data*, a mail: published by its sender on the day it was sent."""
    with readable(name, MessageError, LookupError, ValueError, TypeError, AttributeError):
        _require_short_headers(data, name)
        mail = email.message_from_bytes(data, policy=default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        is_markup = body is not None and body.get_content_type() == "text/html"
        title, sender = str(mail.get("Subject", "")), str(mail.get("From", ""))
        sent = _sent(mail)
    yield made(
        text_of(text, name) if is_markup else text,
        title,
        data,
        name=name,
        address=address,
        publisher=one_line(sender.partition("<")[0]).strip('" ') or one_line(sender),
        published=sent,
    )


LONGEST_HEADER = 2000
"""The most characters of a header: the time to parse one grows with the square of its length."""


def _require_short_headers(data: bytes, name: str) -> None:
    """Raise UnreadableError if a header is too long, in the mail *data* or in a part of it."""
    for part in email.message_from_bytes(data).walk():
        if any(len(value) > LONGEST_HEADER for _, value in part.raw_items()):
            raise UnreadableError(name, f"a header is longer than {LONGEST_HEADER} characters")


def _sent(mail: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(mail["Date"])).date().isoformat() if mail["Date"] else None
    except (TypeError, ValueError):
        return None
