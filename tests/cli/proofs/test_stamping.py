"""A checkpoint stamped by an authority elsewhere, and checked on a machine without the log."""

import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from running import Run, said
from time_authority import CHEATS, HONEST, ROOT, certificate, dripping, pem, serving

from cli.forms import schemas
from cli.proofs import authority
from events.proof import checkpoints, stamps

EVENT = "2025-10-28-definitive"
STAMPED = "Test Authority says that {} was there on 21 November 2026, 12:30:15 UTC"


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach this machine directly, also where requests go through a proxy."""
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the file with the root certificate."""
    path = tmp_path / "root.pem"
    path.write_bytes(pem(ROOT))
    return path


@pytest.fixture
def kept(timeline: Run, tmp_path: Path) -> Path:
    """Return a stamped checkpoint."""
    with serving(HONEST) as address:
        result = timeline("checkpoint", "--stamp", address, "--to", tmp_path / "kept")
    assert 0 == result.exit_code, result.output
    assert "" == result.stdout
    assert STAMPED.format("the checkpoint") in one_line(result.stderr)
    assert "Not checked: whether that is the word" in one_line(result.stderr)
    return tmp_path / "kept"


def one_line(text: str) -> str:
    return " ".join(text.split())


def receipt(run: Run, path: Path, *words: object) -> Path:
    result = run("receipt", *words, "--to", path)
    assert 0 == result.exit_code, result.output
    return path


def test_a_stamped_checkpoint_is_one(timeline: Run, kept: Path) -> None:
    """The stamp is below the text, where programs that do not know it pass over it."""
    checkpoint, note = checkpoints.parse(kept.read_text(encoding="utf-8"))

    assert timeline("checkpoint").stdout == str(checkpoint) == str(stamps.unstamped(note))
    assert ["127.0.0.1"] == [one.name for one in stamps.stamps(note)]


def test_its_json_says_who_and_when(timeline: Run, root: Path) -> None:
    """A stamp is no signature; without one it is null."""
    with serving(HONEST) as address:
        form = said(timeline("checkpoint", "--stamp", address, "--stamp-cert", root, "-o", "json"))
    Draft202012Validator(schemas.whole("checkpoint")).validate(form)

    assert {"authority": "Test Authority", "at": "2026-11-21T12:30:15.000000Z"} == form["stamp"]
    assert [] == form["signatures"]
    assert said(timeline("checkpoint", "-o", "json"))["stamp"] is None


def test_the_name_of_an_authority_cannot_take_hold_of_the_terminal(timeline: Run) -> None:
    """Whoever answers at an address chooses it."""
    hostile = replace(
        HONEST, leaf=certificate("\x1b[2J\u202emoc", "Root of Time"), signs="\x1b[2J\u202emoc"
    )
    with serving(hostile) as address:
        result = timeline("checkpoint", "--stamp", address)

    assert 0 == result.exit_code, result.output
    assert "\\u001b[2J\\u202emoc says" in one_line(result.stderr)
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


def test_a_receipt_says_by_when_the_checkpoint_was_there(
    timeline: Run, kept: Path, root: Path, tmp_path: Path
) -> None:
    """Whether it is kept by who checks, or is what the log has grown since; each stamp once."""
    plain = receipt(timeline, tmp_path / "a.json", EVENT)
    since = receipt(timeline, tmp_path / "b.json", EVENT, "--since", kept)
    for words, name in (
        ((plain, "--against", kept), "the checkpoint that you gave"),
        ((since,), "the older checkpoint"),
        ((since, "--against", kept), "the older checkpoint"),
    ):
        alone = timeline("receipt", "--check", *words)
        trusted = timeline("receipt", "--check", *words, "--stamp-cert", root)
        assert (0, 0) == (alone.exit_code, trusted.exit_code), alone.output + trusted.output
        assert f"Stamped: {STAMPED.format(name)}" in one_line(trusted.stdout)
        assert 1 == trusted.stdout.count("Stamped:")
        assert "is the word of Test Authority" not in one_line(trusted.stdout)
        assert "Not checked: whether that is the word of Test Authority." in one_line(alone.stdout)


def test_a_stamp_that_does_not_hold_proves_nothing(
    timeline: Run, kept: Path, root: Path, tmp_path: Path
) -> None:
    """Moved below another text it fails, and so does the lack of one that is asked for."""
    plain = receipt(timeline, tmp_path / "r.json", EVENT)
    _, note = checkpoints.parse(kept.read_text(encoding="utf-8"))
    [stamp] = stamps.stamps(note)
    alone, other = checkpoints.parse(timeline("checkpoint", "-p", "openai-microsoft").stdout)
    assert alone.alone
    (tmp_path / "moved").write_text(str(stamps.stamped(other, stamp.name, stamp.value)), "utf-8")
    moved = timeline("receipt", "--check", plain, "--against", tmp_path / "moved")
    without = timeline("receipt", "--check", plain, "--stamp-cert", root)
    (tmp_path / "junk").write_text("junk", encoding="utf-8")
    junk = timeline("receipt", "--check", plain, "--stamp-cert", tmp_path / "junk")

    assert (3, "") == (moved.exit_code, moved.stdout)
    assert "It is of another text." in one_line(moved.stderr)
    assert (3, "") == (without.exit_code, without.stdout)
    assert "no checkpoint that it leads to has a time stamp" in one_line(without.stderr)
    assert (1, "") == (junk.exit_code, junk.stdout)
    assert "junk: This is no certificate" in one_line(junk.stderr)


@pytest.mark.parametrize("name", CHEATS)
def test_an_authority_that_cheats_is_not_kept(timeline: Run, tmp_path: Path, name: str) -> None:
    """Nothing is written, and the sentence says what was wrong with its answer."""
    answer, says = CHEATS[name]
    with serving(answer) as address:
        result = timeline("checkpoint", "--stamp", address, "--to", tmp_path / "c")

    assert (1, "") == (result.exit_code, result.stdout)
    assert f"{address} gave no time stamp to keep. {says}" in one_line(result.stderr)
    assert not (tmp_path / "c").exists()


def closed() -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}/"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (closed, "Connection refused."),
        (lambda: "freetsa.org", "Write its address as in https://freetsa.org/tsr."),
        (lambda: "file:///etc/passwd", "Write its address"),
        (lambda: "http://", "Write its address"),
        (lambda: "http://[", "Write its address"),
        (lambda: "http://127.0.0.1:x/", "nonnumeric port: 'x'."),
        (lambda: "http://127.0.0.1/a b", "URL can't contain control characters"),
    ],
)
def test_an_address_without_an_authority_is_a_sentence(
    timeline: Run, address: Callable[[], str], says: str
) -> None:
    """Whatever is wrong with it."""
    result = timeline("checkpoint", "--stamp", address())

    assert (1, "") == (result.exit_code, result.stdout)
    assert says in one_line(result.stderr)


def test_a_server_is_not_waited_for_without_end(
    timeline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that always has another byte to send never runs into a limit of its own."""
    monkeypatch.setattr(authority, "PATIENCE", 0.3)
    with dripping() as address:
        slow = timeline("checkpoint", "--stamp", address)
    with serving(HONEST, status=503) as address:
        broken = timeline("checkpoint", "--stamp", address)

    assert (1, "") == (slow.exit_code, slow.stdout)
    assert "It takes longer than 0.3 seconds." in one_line(slow.stderr)
    assert (1, "") == (broken.exit_code, broken.stdout)
    assert "The server answers 503." in one_line(broken.stderr)


def test_what_makes_no_sense_is_a_matter_of_usage(timeline: Run, root: Path) -> None:
    """A certificate is for a stamp, and a stamp is checked with a receipt."""
    for words in (("checkpoint", "--stamp-cert", root), ("receipt", EVENT, "--stamp-cert", root)):
        result = timeline(*words)
        assert (2, "") == (result.exit_code, result.stdout)
        assert "takes --stamp-cert" in one_line(result.stderr)


def test_without_the_package_the_rest_is_checked(
    timeline: Run, kept: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for in so many words is refused."""
    plain = receipt(timeline, tmp_path / "r.json", EVENT)
    for name in ("cli.proofs.stamping", "events.proof.tokens"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    checked = timeline("receipt", "--check", plain, "--against", kept)
    held = timeline("receipt", "--check", plain, "--against", kept, "--stamp-cert", root)
    asked = timeline("checkpoint", "--stamp", closed())

    assert 0 == checked.exit_code
    assert "Not checked: by when the checkpoint was there." in one_line(checked.stdout)
    for result in (held, asked):
        assert (1, "") == (result.exit_code, result.stdout)
        assert "pip install 'partnership-timeline[stamp]'" in one_line(result.stderr)
