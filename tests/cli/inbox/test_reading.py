"""What an article looks like does not matter, and a hostile one gives a sentence."""

import gzip
import os
import socket
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import articles
import pytest

from cli.inbox import network
from cli.inbox.article import Article, UnreadableError, canonical
from cli.inbox.network import Fetched, FetchError, is_public, over_http
from cli.inbox.reading import articles_at, articles_in
from events.errors import InputError

TEXT = "Microsoft will hold about 27 percent of OpenAI."
ADDRESS = "https://example.com/new"


def one(data: bytes, address: str | None = None) -> Article:
    """Return the only article in *data*."""
    [found] = articles_in(data, "it", address)
    return found


@pytest.mark.parametrize(
    "data",
    [
        articles.page(TEXT),
        articles.mail(TEXT),
        articles.rss(("A new agreement", ADDRESS, f"&lt;p&gt;{TEXT}&lt;/p&gt;")),
        articles.atom("A new agreement", ADDRESS, TEXT),
        articles.warc(ADDRESS, articles.page(TEXT)),
        articles.json_feed("A new agreement", ADDRESS, TEXT),
    ],
    ids=["html", "mail", "rss", "atom", "warc", "json"],
)
def test_each_form_says_the_same(data: bytes) -> None:
    """Title, text, publisher and day: an outlet sends the same in all of them."""
    found = one(data)

    assert TEXT in found.text
    assert "A new agreement" == found.title
    assert "The Wire" == found.publisher
    assert found.published is not None
    assert "2025-10-29" == found.published.edtf
    assert found.address in (ADDRESS, None)


@pytest.mark.parametrize("data", [articles.pdf(TEXT), b"A new agreement\n\n" + TEXT.encode()])
def test_what_does_not_say_when_it_came_out_has_no_day(data: bytes) -> None:
    """Neither the day a PDF was made on nor today is the day of publication."""
    found = one(data)

    assert TEXT in found.text
    assert found.published is None


def test_what_of_an_article_is_not_read_is_said() -> None:
    """Else whoever decides takes its silence for that of the article."""
    assert "Only the first 200 of its 201 pages were read." == one(articles.pdf(TEXT, 201)).cut
    assert "Only its first 1,000,000 characters were read." == one(b"word " * 200_001).cut
    assert one(articles.pdf(TEXT, 200)).cut is None


def test_what_of_a_feed_is_not_read_is_told() -> None:
    """The rest of it may have been the news."""
    items = [(f"Number {n}", f"https://wire.example/{n}", TEXT) for n in range(1001)]
    told = list[str]()
    for many, expected in (1000, []), (1001, ["it has 1,001 items; the first 1,000 were read."]):
        found = articles_in(articles.rss(*items[:many]), "it", None, told.append)
        assert 1000 == len([*found])
        assert expected == told


def test_a_day_in_the_future_is_kept() -> None:
    """An embargo, or a clock that is slow here; a library that drops it would leave a gap."""
    found = one(articles.page(published="2199-01-01"))

    assert found.published is not None
    assert "2199-01-01" == found.published.edtf


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">{}</p>',
        '<p style="VISIBILITY:HIDDEN">{}</p>',
        "<p hidden>{}</p>",
        "<script>document.write('{}')</script>",
        "<!-- {} -->",
        "<noscript>{}</noscript>",
    ],
)
def test_what_nobody_sees_is_no_text(hidden: str) -> None:
    """Else a page could show one thing to a reader and have another quoted."""
    found = one(
        articles.page().replace(b"</article>", hidden.format("SECRET").encode() + b"</article>")
    )

    assert "SECRET" not in found.text
    assert TEXT in found.text


def test_signs_that_steer_a_terminal_or_a_reader_are_left_out() -> None:
    """Escapes and marks of direction make a text look other than it is."""
    found = one("Title\u202e\x1b[2J\n\nAcme\u200b sold\x07 it.".encode())

    assert "Title[2J\nAcme sold it." == found.text


def test_a_page_does_not_speak_for_another_site() -> None:
    """Else it could have an article it dislikes taken for one that is there already."""
    data = articles.page(address="https://other.example/news")

    assert "https://example.com/mine" == one(data, "https://example.com/mine").address


def test_what_counts_clicks_is_no_part_of_an_address() -> None:
    """A link with tracking parameters leads to the same page."""
    assert "https://example.com/a?id=1" == canonical("https://EXAMPLE.com/a?id=1&utm_source=x#top")
    assert canonical("javascript:alert(1)") is None


def test_a_bare_number_after_an_address_tells_its_articles_apart() -> None:
    """Without it the second article of such a site would be taken for the first."""
    assert "https://example.com/story?12345" == canonical("https://example.com/story?12345")


def test_a_feed_of_which_nothing_is_left_is_an_error() -> None:
    """It would else look like a feed without news for ever."""
    with pytest.raises(UnreadableError, match="it is damaged"):
        one(b"<rss version='2.0'><channel><tit")


def test_a_record_without_an_address_is_a_sentence() -> None:
    """The reader asks what its address begins with."""
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
    with pytest.raises(UnreadableError, match="a record in it has no address"):
        one(record)


def test_what_is_no_page_in_an_archive_hides_no_article() -> None:
    """A picture is passed over, and a page that cannot be read is told after the others."""
    broken = articles.warc("https://example.com/logo", b"\x89PNG\0")
    picture = gzip.compress(gzip.decompress(broken).replace(b"text/html", b"image/png"))
    page = articles.warc(ADDRESS, articles.page(TEXT))

    assert ADDRESS == one(picture + page).address

    found = articles_in(broken + page, "it", None)
    assert ADDRESS == next(found).address
    with pytest.raises(UnreadableError):
        next(found)


HOSTILE = {
    "nested": b"<html><body>" + b"<div>" * 100_000 + b"x",
    "unknown tags": b"<html><body>" + b"<xx>" * 100_000 + b"x",
    "large": b"<html><body>" + b"a " * 3_000_000,
    "nothing": b"<html><script>x</script></html>",
    "binary": b"\x00\x01\x02" * 100,
    "entities": b'<?xml version="1.0"?><rss><!DOCTYPE a [<!ENTITY b "b">]></rss>',
    "broken PDF": b"%PDF-1.4\nnothing",
    "PDF bomb": articles.pdf_of(b"\0" * 30_000_000),
    "PDF of operators": articles.pdf_of(b"BT " + b"(a) Tj " * 150_000),
    "no archive": gzip.compress(b"x" * 1000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_article_gives_a_sentence(name: str) -> None:
    """Soon, and without filling the memory; nobody should have to look at a traceback."""
    begun = time.monotonic()
    with pytest.raises(UnreadableError, match=r"^it cannot be read as an article: .+\.$"):
        list(articles_in(HOSTILE[name], "it", None))

    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://example.com/a", "gopher://x", "/nowhere/a.html", "a\0b"]
)
def test_only_files_and_the_web_are_read(place: str) -> None:
    """A file is named by its path; all else could lead anywhere."""
    with pytest.raises(InputError):
        list(articles_at(place, print))


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"),
        *("http://192.168.1.1/", "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/"),
        *("http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://2130706433/"),
        *("http://0x7f.1/", "http://100.64.0.1/", "http://[fe80::1]/", "http://224.0.0.1/"),
        "http://[fec0::1]/",
        *("http://user:word@example.com/", "file:///etc/passwd", "http://", "https://[x"),
        "http://exa\nmple.com/",
    ],
)
def test_no_private_address_is_reached(address: str) -> None:
    """What a stranger wrote may not make this machine ask its own network."""
    with pytest.raises(FetchError, match="was not fetched"):
        over_http(address)


def test_public_addresses_are() -> None:
    """The rule must not refuse everything."""
    assert all(map(is_public, ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")))
    assert not is_public("nonsense")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
    ],
    ids=["header", "continue", "chunk", "body"],
)
def test_an_address_that_drips_is_given_up(
    first: bytes, then: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte comes in time, and there is no end to them."""
    monkeypatch.setattr(network, "is_public", lambda _: True)
    monkeypatch.setattr(network, "IN_ALL", 0.5)

    def dripping() -> None:
        with suppress(OSError), listening.accept()[0] as connection:
            connection.sendall(first)
            while not over.wait(0.05):
                connection.sendall(then)

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=dripping)
        thread.start()
        try:
            with pytest.raises(FetchError, match="it takes longer than"):
                over_http(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        finally:
            over.set()
            thread.join()


def test_an_address_is_read_by_the_one_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of files stands in for the network, so that no test needs one."""
    monkeypatch.setattr(network, "network", lambda url: Fetched(articles.page(), url))
    [found] = articles_at("https://example.com/new?utm_medium=feed", print)

    assert ADDRESS == found.address


@pytest.mark.parametrize("name", ["From", "Subject", "Date", "Content-Type"])
@pytest.mark.parametrize("sign", [",", '"', "=?utf-8?q?a?= "])
def test_a_header_without_end_is_refused_at_once(name: str, sign: str) -> None:
    """The mail library takes the square of its length in time; a part of a mail has headers too."""
    long = f"{name}: a{sign * (60_000 // len(sign))}\n".encode()
    parts = b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n%b\nText.\n--x--\n"
    for data in (b"From: a\n%b\nText.\n" % long, parts % long):
        begun = time.process_time()
        with pytest.raises(UnreadableError, match="a header is longer"):
            one(data)
        assert time.process_time() - begun < 2


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "base64", "no-such"])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    """Python knows encodings that are no charsets, and some refuse in a way of their own."""
    page = f'<html><meta charset="{charset}"><p>{TEXT} {"x" * 80}</p></html>'

    assert TEXT in one(page.encode()).text


def test_a_folder_is_read_to_its_end(tmp_path: Path) -> None:
    """Links may lead in a circle, a pipe never ends, and folders may be nested very deeply."""
    told: list[str] = []
    (tmp_path / "a.txt").write_text(TEXT)
    for name in ("x", "y"):
        (tmp_path / name).symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
        Path("b.txt").write_text(f"{TEXT} Again.")
    finally:
        os.chdir(here)

    found = [one.text for one in articles_at(str(tmp_path), told.append)]
    # Python's own way to remove folders, which pytest takes, gives up at this depth.
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)

    assert [TEXT, f"{TEXT} Again."] == found
    assert [] == told
