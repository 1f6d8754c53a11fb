"""Articles for the tests: pages, mails, feeds, PDFs and archives, made here and nowhere copied."""

import gzip
import json
import zlib

PARAGRAPHS = (
    "On 28 October 2025 OpenAI and Microsoft signed an agreement that replaces the earlier ones.",
    "Microsoft will hold about 27 percent of OpenAI.",
    "Microsoft no longer has a right of first refusal on OpenAI's new computing capacity.",
    "It rained in Redmond on Tuesday.",
)


def page(
    *paragraphs: str,
    title: str = "A new agreement",
    publisher: str = "The Wire",
    published: str = "2025-10-29",
    address: str = "https://example.com/new",
) -> bytes:
    """Return a web page with these *paragraphs*."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs or PARAGRAPHS)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="{publisher}">'
        f'<meta property="article:published_time" content="{published}T09:00:00Z">'
        f'<link rel="canonical" href="{address}"></head>'
        f"<body><nav>Home Login</nav><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def mail(text: str, title: str = "A new agreement") -> bytes:
    """Return a mail with this *text*."""
    return (
        f"From: The Wire <wire@example.com>\r\nSubject: {title}\r\n"
        "Date: Wed, 29 Oct 2025 10:00:00 +0000\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def rss(*items: tuple[str, str, str]) -> bytes:
    """Return an RSS feed with *items*: a title, an address and a text each."""
    inner = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
        "<pubDate>Wed, 29 Oct 2025 10:00:00 GMT</pubDate></item>"
        for title, link, text in items
    )
    start = '<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title>'
    return f"{start}{inner}</channel></rss>".encode()


def atom(title: str, link: str, text: str) -> bytes:
    """Return an Atom feed of one entry."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title><entry>'
        f'<title>{title}</title><link href="{link}"/><published>2025-10-29T10:00:00Z</published>'
        f"<summary>{text}</summary></entry></feed>"
    ).encode()


def json_feed(title: str, link: str, text: str) -> bytes:
    """Return a JSON Feed of one item."""
    item = {
        "title": title, "url": link, "content_html": f"<p>{text}</p>",
        "date_published": "2025-10-29T10:00:00Z",
    }  # fmt: skip
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "The Wire", "items": [item]}).encode()


def pdf(text: str, pages: int = 1) -> bytes:
    """Return a PDF of so many *pages*, each of which shows *text*."""
    return pdf_of(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode(), pages)


def pdf_of(stream: bytes, pages: int = 1) -> bytes:
    """Return a PDF of so many *pages*, each of which draws what the *stream* says."""
    packed = zlib.compress(stream)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b"3 0 R " * pages, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def warc(address: str, body: bytes) -> bytes:
    """Return a web archive with the page *body* from *address*."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2025-10-29T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    ).encode()
    return gzip.compress(head + answer + b"\r\n\r\n")
