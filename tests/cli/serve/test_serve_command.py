"""`timeline serve` as it is run: an address, a clean end, and a sentence for trouble."""

import http.client
import json
import re
import signal
import socket
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from running import Run
from serving import serving

from cli.serve.capture import captured, capturing
from cli.serve.server import NoAddressError, PortTakenError, at, is_open, listening
from cli.terminal import echo


def got(address: str, path: str, **headers: str) -> tuple[int, bytes]:
    """Return the status and the body of what is at *path* of the server at *address*."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
def test_it_answers_where_it_says_and_ends_when_told(
    sent: signal.Signals, bundled_database: Path
) -> None:
    """Also while a browser keeps its connection; what was asked for was done."""
    with serving(bundled_database) as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/", address)
        parts = urlsplit(address)
        kept = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        kept.request("GET", "/partnerships")
        said = json.load(kept.getresponse())
        process.send_signal(sent)

        assert 0 == process.wait(timeout=60)
        assert "openai-microsoft" == said["partnerships"][0]["partnership"]
        assert process.stderr is not None
        told = process.stderr.read().decode()
        kept.close()
    assert f"Serving {bundled_database}; Ctrl-C ends it.\n" == told


def test_it_does_not_wait_for_a_long_question(database: Path) -> None:
    """Which is only read for: here, another program keeps the database to itself meanwhile."""
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as held,
        serving(database) as (process, address),
    ):
        assert 200 == got(address, "/partnerships")[0]
        held.execute("PRAGMA locking_mode=exclusive")
        held.execute("BEGIN EXCLUSIVE")
        parts = urlsplit(address)
        waiting = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        waiting.request("GET", "/partnerships")
        process.send_signal(signal.SIGINT)

        assert 0 == process.wait(timeout=60)
        with pytest.raises((http.client.HTTPException, OSError)):
            waiting.getresponse()
        waiting.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


def test_what_is_appended_is_in_the_next_answer(database: Path, timeline: Run) -> None:
    """The log is live: others write to it while it is served."""
    path = "/partnerships/openai-microsoft/history/ip-license.end"
    with serving(database) as (_, address):
        before = got(address, path)
        added = timeline(
            "append", "--when", "2026-12-01", "--title", "Extended", "--authority", "official",
            "--source", "https://example.com", "--set", "ip-license.end=through 2035",
        )  # fmt: skip
        after = got(address, path)

    assert 0 == added.exit_code
    assert (200, 200) == (before[0], after[0])
    assert b"through 2035" not in before[1]
    assert b"through 2035" in after[1]


def test_many_may_ask_at_once(bundled_database: Path) -> None:
    """Each gets the answer to its own question."""
    terms = ["cloud.rofr", "ip-license.end", "investment.commitment", "cloud.exclusivity"] * 6
    found: list[tuple[str, int, bytes]] = []
    with serving(bundled_database) as (_, address):

        def ask(term: str) -> None:
            path = f"/partnerships/openai-microsoft/as-of/2026-02-27?term={term}"
            found.append((term, *got(address, path)))

        threads = [threading.Thread(target=ask, args=(term,)) for term in terms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(terms) == sorted(term for term, *_ in found)
    for term, status, body in found:
        assert 200 == status
        assert [term] == [one["term"] for one in json.loads(body)["terms"]]


def test_what_a_thread_says_is_heard_by_who_asked_it(capsys: pytest.CaptureFixture[str]) -> None:
    """And what nobody listens to goes where it always goes."""
    begun = threading.Barrier(2)
    said: dict[str, tuple[str, str]] = {}

    def say(name: str) -> None:
        with captured() as kept:
            begun.wait()
            for _ in range(100):
                echo(name)
                echo(f"beside {name}", err=True)
            said[name] = kept.out.getvalue(), kept.err.getvalue()

    with capturing():
        threads = [threading.Thread(target=say, args=(name,)) for name in ("one", "two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        echo("aloud")

    assert {name: (f"{name}\n" * 100, f"beside {name}\n" * 100) for name in ("one", "two")} == said
    assert ("aloud\n", "") == capsys.readouterr()


def test_to_let_others_in_is_said_aloud(bundled_database: Path) -> None:
    """Whoever types 0.0.0.0 has often read it somewhere."""
    with serving(bundled_database, "--host", "0.0.0.0", "--allow-host", "deals.example") as (
        process,
        address,
    ):
        port = urlsplit(address).port
        local = f"http://127.0.0.1:{port}/"
        answers = {
            host: got(local, "/partnerships", Host=host)[0]
            for host in ("deals.example", f"0.0.0.0:{port}", "evil.example")
        }
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        assert process.stderr is not None
        told = " ".join(process.stderr.read().decode().split())

    assert f"http://0.0.0.0:{port}/" == address
    assert f"Everybody who reaches 0.0.0.0:{port} can read the whole log" in told
    assert "It answers to 0.0.0.0, deals.example and localhost" in told
    assert {"deals.example": 200, f"0.0.0.0:{port}": 200, "evil.example": 421} == answers


def test_only_this_machine_is_answered_unless_said_otherwise() -> None:
    """The one address, and whom it lets in."""
    with listening("127.0.0.1", 0) as sock, listening("0.0.0.0", 0) as all_of_them:
        assert not is_open(sock)
        assert is_open(all_of_them)
    assert ("[::1]:80", "127.0.0.1:80") == (at("::1", 80), at("127.0.0.1", 80))


def test_a_port_that_is_taken_is_told(timeline: Run) -> None:
    """With what to do instead."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = timeline("serve", "--port", port)
        with pytest.raises(PortTakenError):
            listening("127.0.0.1", port)

    assert (1, "") == (result.exit_code, result.stdout)
    assert (
        f"Error: 127.0.0.1:{port} is taken by another program; name another port with --port, "
        "or --port 0 for any that is free.\n" == result.stderr
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "", "256.1.1.1"])
def test_an_address_that_is_not_ours_is_told(host: str, timeline: Run) -> None:
    """It cannot be answered at, or nobody knows it."""
    result = timeline("serve", "--port", "0", "--host", host)

    assert (1, "") == (result.exit_code, result.stdout)
    assert re.fullmatch(r"Error: It cannot answer at \S*: .+\. .+ with --host\.\n", result.stderr)
    with pytest.raises(NoAddressError):
        listening(host, 0)


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_a_number_of_one(port: str, timeline: Run) -> None:
    """A slip of the finger is told by the command line."""
    assert 2 == timeline("serve", "--port", port).exit_code


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn"])
def test_without_the_extra_a_sentence_says_what_to_install(
    missing: str, timeline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what does without."""
    monkeypatch.setitem(sys.modules, missing, None)

    result = timeline("serve")

    assert 1 == result.exit_code
    assert (
        "Error: To serve, install the extra api: pip install 'partnership-timeline[api]'. "
        "`timeline site` needs nothing.\n" == result.stderr
    )


def test_a_log_that_is_not_there_is_told_before_anything_is_served(
    command: Run, tmp_path: Path
) -> None:
    """A database that is named is never made by a read."""
    result = command("serve", "--db", tmp_path / "nowhere.db")

    assert (4, "") == (result.exit_code, result.stdout)
    assert "There is no database" in result.stderr
    assert not (tmp_path / "nowhere.db").exists()


def test_the_document_for_programs_is_printed_without_serving(timeline: Run) -> None:
    """Clients are generated from it."""
    document = json.loads(timeline("serve", "--openapi").stdout)
    beneath = "/partnerships/{slug}"

    assert document["openapi"].startswith("3.1")
    assert {
        "/partnerships",
        *(f"{beneath}/{one}" for one in ("as-of/{date}", "diff", "history/{term}", "changelog")),
        *(f"{beneath}/{one}" for one in ("events", "events/{event}", "terms")),
    } == {*document["paths"]}
    assert all(set(methods) == {"get"} for methods in document["paths"].values())
