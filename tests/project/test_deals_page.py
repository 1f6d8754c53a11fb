"""The page on writing down a deal is one ledger file, and its sessions are real.

`.ci/update deals` runs the sessions and writes what they print.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sessions
from shell import ROOT, shell

PAGE = ROOT / "docs" / "deals.md"
PART = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = "acme-globex.yaml"


def parts(text: str) -> Iterator[str]:
    """Yield the page in parts, each of which begins with a piece of the ledger."""
    begins = [found.start() for found in PART.finditer(text)]
    yield text[: begins[0]]
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        yield text[begin:end]


def replayed(text: str, home: Path) -> str:
    """Return *text* with what its commands print now, each after the ledger as it is by then."""
    ledger, again = "", []
    with shell(home) as run, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMELINE_DB", str(home / "acme.db"))
        run("timeline init")
        for part in parts(text):
            ledger += "".join(PART.findall(part))
            (home / FILE).write_text(ledger, encoding="utf-8")
            if sessions.BLOCK.search(part):
                taken_in = run(f"timeline import {FILE}")
                assert 0 == taken_in.exit_code, taken_in.output
            again.append(sessions.replayed(part, lambda line: run(line).output))
    return "".join(again)


def test_the_sessions_are_real(tmp_path: Path) -> None:
    """Whoever writes a deal down so gets the answer that the page shows."""
    text = PAGE.read_text(encoding="utf-8")

    assert text == replayed(text, tmp_path)


def test_every_piece_of_the_ledger_is_asked_about() -> None:
    """An example that no command reads could be wrong without anybody seeing it."""
    _, head, *pieces = parts(PAGE.read_text(encoding="utf-8"))

    assert "terms:" in head
    assert [] == [piece for piece in pieces if not sessions.BLOCK.search(piece)]


def update() -> None:
    """Rewrite the outputs on the page."""
    with TemporaryDirectory() as home:
        text = replayed(PAGE.read_text(encoding="utf-8"), Path(home))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("Usage: .ci/update deals")
    update()
