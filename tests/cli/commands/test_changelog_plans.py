"""The changelog of plans: announced, dated, confirmed, denied, called off, and days counted."""

from pathlib import Path
from typing import Any

import pytest
from running import Run, said

HEAD = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
terms:
  stake: {title: Stake}
  lock-up: {title: Lock-up}
sources:
  acme: {url: "https://example.com/a", title: First, publisher: Acme, published: 2023-01-30}
  wire: {url: "https://example.com/w", title: Wire, publisher: Reuters, published: 2023-01-31}
events:
"""
CLOSED = """\
  - {id: closing, when: 2023-11-08, announced: 2023-11-08, title: The sale closes, sources: [acme]}
"""
COUNTED = """\
  - id: free
    when: 60d after closing
    announced: 2023-11-08
    title: Free to sell
    sources: [acme]
    changes: [{set: lock-up, value: none}]
"""


@pytest.fixture
def logged(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that logs *events* in a database of their own and returns the command."""

    def make(*events: str) -> Run:
        path = tmp_path / "plans.db"
        command("init", "--db", path)
        ledger = HEAD + "".join(events)
        result = command("import", "-", "--db", path, input=ledger)
        assert 0 == result.exit_code, result.output
        monkeypatch.setenv("TIMELINE_DB", str(path))
        return command

    return make


def test_a_section_is_headed_by_the_day_that_was_counted(logged: Any) -> None:
    """Sections of events are newest first, also where the day has to be worked out."""
    made = said(logged(CLOSED, COUNTED)("changelog", "2023..2024", "--per", "event", "-o", "json"))

    assert ["2024-01-07: Free to sell", "2023-11-08: The sale closes"] == [
        section["heading"] for section in made["sections"]
    ]
