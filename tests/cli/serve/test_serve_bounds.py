"""What a server bounds: connections, the time of an answer, what is asked for and what is told."""

import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from contextvars import Context
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import anyio
import anyio.to_thread
import pytest
import uvicorn
from asgi import asked
from serving import serving

from cli.serve import connections, live, request_guard
from cli.serve.api import api
from cli.serve.live import Pages
from cli.serve.request_guard import App, RequestGuard, Send
from cli.serve.server import config, listening
from events.log.log import Log, open_log
from events.model.kinds import Define, Partnership
from events.storage.deadline import TooLateError, give_up_after
from migrations.run import upgrade

SLUG = "/partnerships/openai-microsoft"
NONSENSE = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
"""A request whose body is no body: it is refused twice over."""

HALVES = {
    "no byte": b"",
    "half a line": b"GET /partn",
    "half the headers": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
    "half a body": b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00" * 9,
}


@pytest.fixture
def steady(bundled_database: Path, home: Path) -> App:  # noqa: ARG001 (it is asked for its effect)
    return RequestGuard(api(str(bundled_database)), [])


@pytest.fixture
def port(bundled_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve with six connections at most, each of which may wait for half a second."""
    monkeypatch.setattr(connections, "PATIENCE", 0.5)
    monkeypatch.setattr(connections, "most", lambda: 6)
    with listening("127.0.0.1", 0) as sock:
        server = uvicorn.Server(config(RequestGuard(api(str(bundled_database)), [])))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield int(sock.getsockname()[1])
        server.should_exit = True
        thread.join()


def opened(port: int, begun: bytes) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=60)
    sock.sendall(begun)
    return sock


def status(port: int, path: str = "/openapi.json") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    found = connection.getresponse().status
    connection.close()
    return found


@pytest.mark.parametrize("half", HALVES)
def test_a_request_that_does_not_end_is_given_up(port: int, half: str) -> None:
    """Also if a byte arrives now and then."""
    sock, begun = opened(port, HALVES[half]), time.monotonic()
    try:
        while sock.recv(1 << 16):
            pass
    except OSError:
        pass  # It was closed with something of ours unread.
    sock.close()

    assert time.monotonic() - begun < 20


def test_a_byte_now_and_then_is_no_request(port: int) -> None:
    """The time that a request may take does not begin anew with each of them."""
    sock = opened(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")

    with closing(sock), pytest.raises((BrokenPipeError, ConnectionResetError)):
        _trickle(sock)


def _trickle(sock: socket.socket) -> None:
    for _ in range(200):
        sock.sendall(b"x")
        time.sleep(0.1)


def test_whoever_waits_longest_makes_room(port: int) -> None:
    """So that a real request is answered however many half ones there are."""
    held = [opened(port, HALVES["half the headers"]) for _ in range(30)]

    assert 200 == status(port)
    for sock in held:
        sock.close()


def test_a_kept_connection_is_answered_again(port: int) -> None:
    """Only what asks for nothing is closed."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as kept:
        for _ in range(4):
            kept.request("GET", "/openapi.json")
            assert b'"openapi"' in kept.getresponse().read()
            time.sleep(0.2)


def test_rubbish_is_not_logged(bundled_database: Path) -> None:
    """A flood of it would fill the disk of whoever keeps standard error."""
    with serving(bundled_database) as (process, address):
        port = int(address.rstrip("/").rpartition(":")[2])
        for half in (*HALVES.values(), b"GET /%00 HTTP/1.1\r\nHost: a\r\nUpgrade: b\r\n\r\n"):
            opened(port, half).close()
        with opened(port, NONSENSE) as one:
            assert b"400" in one.recv(20)
        assert 404 == status(port, "/no/such.html")
        process.terminate()
        process.wait()
        assert process.stderr is not None
        assert 1 == len(process.stderr.read().splitlines())


def test_a_whole_address_is_read_as_its_path_at_its_host(steady: App) -> None:
    """As every HTTP/1.1 server has to; the Host header is not looked at then (RFC 9112)."""
    plain = asked(steady, "/partnerships")

    for whole in ("http://localhost:8000", "HTTP://127.0.0.1", "https://[::1]:8000"):
        assert plain.body == asked(steady, f"{whole}/partnerships").body
    assert 421 == asked(steady, "http://evil.example/partnerships").status
    assert 421 == asked(steady, "http://x@localhost/partnerships").status
    assert 200 == asked(steady, "http://localhost").status
    assert 404 == asked(steady, "ftp://localhost/partnerships").status


@pytest.fixture
def many(tmp_path: Path) -> str:
    """Return a database of two hundred partnerships."""
    path = str(tmp_path / "many.db")
    upgrade(path)
    with open_log(path, writing=True) as log:
        for number in range(200):
            log.append(f"deal-{number:05}", [PARTNERS])
    return path


PARTNERS = Define(id="define:partnership", thing=Partnership(title="P", parties=("a", "b")))


def test_a_list_of_partnerships_comes_in_pages(many: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred thousand, no answer reads more than it shows."""
    monkeypatch.setattr(Log, "partnerships", lambda _: pytest.fail("All of them were read."))
    app = RequestGuard(api(many), [])
    first = asked(app, "/partnerships").json
    rest = asked(app, f"/partnerships?after={first['next']}").json
    overviews = [asked(app, "/").body, asked(app, "/?after=deal-00099").body]
    shown = [re.findall(rb'<h2><a href="(deal-[0-9]+)/', body) for body in overviews]

    assert (100, "deal-00099") == (len(first["partnerships"]), first["next"])
    assert (100, None) == (len(rest["partnerships"]), rest["next"])
    assert [f"deal-{number:05}".encode() for number in range(200)] == shown[0] + shown[1]
    assert b'<a href="?after=deal-00099">' in overviews[0]
    assert b"?after=" not in overviews[1]


def test_a_page_of_a_list_has_another_tag_once_it_shows_others(many: str) -> None:
    """A partnership that comes in between moves the others."""
    app = RequestGuard(api(many), [])
    for address in ("/partnerships", "/"):
        before = asked(app, address).headers["etag"]
        assert 304 == asked(app, address, if_none_match=before).status
        with open_log(many, writing=True) as log:
            log.append(f"deal-00050{address.count('p')}", [PARTNERS])
        assert 200 == asked(app, address, if_none_match=before).status


def test_pages_are_kept_of_a_few_partnerships_only(
    many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crawler that reads them all would fill the memory."""
    monkeypatch.setattr(live, "KEPT", 3)
    pages = Pages(many)
    for number in range(8):
        assert pages.find(f"deal-{number:05}/index.html")
        assert pages.find("index.html", f"deal-{number:05}")

    assert ["?deal-00006", "deal-00007", "?deal-00007"] == [*pages._caches]
    assert {*pages._locks} == {*pages._caches}


def test_a_page_that_there_is_not_does_not_list_all_partnerships(many: str) -> None:
    """A flood of such requests would otherwise be answered with megabytes each."""
    app = RequestGuard(api(many), [])

    for address in ("/nope/", "/nope/x.html", "/partnerships/nope/terms"):
        answered = asked(app, address)
        assert 404 == answered.status
        assert len(answered.body) < 1_000


@pytest.mark.parametrize("text", ["[" * 50_000, "*" * 50_000, "a" * 50_000])
def test_what_is_asked_for_is_short(steady: App, text: str) -> None:
    """A pattern costs the square of its length."""
    answered = asked(steady, f"{SLUG}/as-of/2026?term={quote(text)}")

    assert 422 == answered.status
    assert "'term' has at most 1,000 characters." == answered.json["detail"]


def test_an_answer_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is that it waits for; what comes too late is dropped."""
    monkeypatch.setattr(request_guard, "SECONDS", 0.05)

    async def slow(_scope: object, _receive: object, send: Send) -> None:
        await anyio.sleep(0.5)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    answered = asked(RequestGuard(slow, []), "/")

    assert 503 == answered.status
    assert "This takes too long to answer; ask for less, or later." == answered.json["detail"]


def test_work_on_an_answer_that_is_late_is_given_up(
    bundled_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread cannot be stopped, and four of them would keep all others from the site."""
    monkeypatch.setattr(request_guard, "SECONDS", 0.05)
    given_up = threading.Event()

    def long() -> None:
        time.sleep(0.2)
        try:
            with open_log(str(bundled_database)) as log:
                log.slugs(1)
        except TooLateError:
            given_up.set()

    async def slow(_scope: object, _receive: object, _send: Send) -> None:
        await anyio.to_thread.run_sync(long)

    assert 503 == asked(RequestGuard(slow, []), "/").status
    assert given_up.wait(60)


def test_a_page_that_was_given_up_is_made_anew(
    bundled_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was left of it would say that there is no such page; here at each of its queries."""
    clock = SimpleNamespace(monotonic=count().__next__)
    monkeypatch.setattr("events.storage.deadline.time", clock)
    pages, late = Pages(str(bundled_database)), 0

    def found(seconds: int) -> bool:
        give_up_after(seconds)
        return pages.find("openai-microsoft/index.html") is not None

    for seconds in count():
        try:
            assert Context().run(found, seconds)
            break
        except TooLateError:
            late += 1

    assert late > 3


@pytest.mark.parametrize("path", ["manifest.json", "favicon.ico"])
def test_for_a_file_that_is_none_nothing_is_read(
    bundled_database: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Browsers ask for such files by themselves; the overview is of all partnerships."""
    monkeypatch.setattr("cli.serve.live.opened", lambda _: pytest.fail("All of them were read."))

    assert Pages(str(bundled_database)).find(path) is None


def test_a_missing_partnership_is_sought_among_few(
    steady: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred thousand, each mistyped address would read all heads."""
    monkeypatch.setattr(Log, "partnerships", lambda _: pytest.fail("All of them were read."))

    for address in ("/partnerships/openai/as-of/2026", "/openai/"):
        assert "Did you mean openai-microsoft?" in asked(steady, address).json["detail"]


async def answered(app: App, path: str) -> int:
    """Return the status of what *app* answers to a request for *path*."""
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode()}
    more = {"query_string": b"", "root_path": "", "scheme": "http", "headers": headers}
    await app({**scope, **more, "server": ("localhost", 80)}, receive, send)
    return int(said[0]["status"])


def test_who_waits_for_pages_keeps_nobody_from_an_answer(
    bundled_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood of addresses that are not there waits in a queue of its own."""
    begun, ends = threading.Event(), threading.Event()

    def found(_pages: Pages, _path: str, _after: str) -> None:
        begun.set()
        ends.wait(60)

    monkeypatch.setattr(Pages, "find", found)
    app = RequestGuard(api(str(bundled_database)), [])

    async def both() -> int:
        async with anyio.create_task_group() as several:
            for number in range(60):
                several.start_soon(answered, app, f"/openai-microsoft/nope{number}.html")
            await anyio.to_thread.run_sync(begun.wait)
            status = await answered(app, "/partnerships")
            ends.set()
        return status

    assert 200 == anyio.run(both)
