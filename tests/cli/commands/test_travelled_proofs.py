"""Checkpoints and receipts as they arrive: by mail, through git on Windows, as junk."""

import subprocess
import sys
from pathlib import Path

import pytest
from running import Run
from shell import ROOT

EVENT = "2026-04-27-amendment"


@pytest.fixture
def receipt(timeline: Run, tmp_path: Path) -> Path:
    """Return a receipt, and beside it the checkpoint that it leads to."""
    (tmp_path / "kept").write_bytes(timeline("checkpoint").stdout_bytes)
    assert 0 == timeline("receipt", EVENT, "--to", tmp_path / "receipt").exit_code
    return tmp_path / "receipt"


@pytest.mark.parametrize("name", ["kept", "receipt"])
def test_line_ends_of_windows_alter_nothing(timeline: Run, receipt: Path, name: str) -> None:
    """Git and mail make them, and nobody who checks a proof can help it."""
    file = receipt.with_name(name)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    kept = receipt.with_name("kept")

    assert 0 == timeline("receipt", "--check", receipt, "--against", kept).exit_code
    assert 0 == timeline("verify", "--since", kept).exit_code


def test_the_mark_of_an_editor_alters_nothing(timeline: Run, receipt: Path) -> None:
    """Notepad puts one before UTF-8."""
    kept = receipt.with_name("kept")
    kept.write_bytes(b"\xef\xbb\xbf" + kept.read_bytes().replace(b"\n", b"\r\n"))

    assert 0 == timeline("receipt", "--check", receipt, "--against", kept).exit_code


@pytest.mark.parametrize("old", [b"\n", b" ", b"-"])
def test_a_lone_return_is_an_alteration(timeline: Run, receipt: Path, old: bytes) -> None:
    """Only whole line ends are read as such."""
    kept = receipt.with_name("kept")
    kept.write_bytes(kept.read_bytes().replace(old, b"\r", 1))

    assert 0 != timeline("receipt", "--check", receipt, "--against", kept).exit_code


def test_a_receipt_of_what_was_retracted_says_so(timeline: Run, tmp_path: Path) -> None:
    """Word for word it is in the log all the same; who made the receipt should know."""
    first = timeline("receipt", EVENT, "--to", tmp_path / "a")
    timeline("correct", EVENT, "--reason", "a slip", "--title", "Else")
    assert 0 == timeline("retract", EVENT, "--reason", "forged", "--with-dependents").exit_code
    made = timeline("receipt", EVENT, "--to", tmp_path / "b")
    told = " ".join(timeline("receipt", "--check", tmp_path / "b").stdout.split())

    assert "" == first.stderr
    assert f"{EVENT} was corrected by {EVENT}.c1, entry " in made.stderr
    assert f"{EVENT} was retracted by " in made.stderr
    assert "Not checked: whether a later entry corrects or retracts it." in told


_MOST = """
import resource, sys
from cli.main import main
resource.setrlimit(resource.RLIMIT_AS, (600 * 1024**2, 600 * 1024**2))
sys.argv[0] = "timeline"
main()
"""


@pytest.mark.parametrize("junk", [b"[" * 66_000_000, b"\r\n" * 33_000_000, b'{"a":[1,'])
def test_junk_is_refused_by_its_size(tmp_path: Path, junk: bytes) -> None:
    """Parsed, 66 MB of it took 1.7 GB."""
    (tmp_path / "junk").write_bytes(junk * (66_000_000 // len(junk)))
    done = subprocess.run(
        [sys.executable, "-c", _MOST, "receipt", "--check", str(tmp_path / "junk")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 1 == done.returncode
    assert "A receipt has at most 8 MiB" in done.stderr
