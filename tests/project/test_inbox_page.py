"""The page on the inbox has a ledger, a feed and sessions, which are real.

`.ci/update inbox` runs the sessions and writes what they print.
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sessions
from shell import ROOT, shell

from cli.inbox.review import written

PAGE = ROOT / "docs" / "inbox.md"
FILES = {"acme-globex.yaml": "yaml", "feed.xml": "xml", "post.json": "json"}
"""The files on the page, and the languages of their blocks."""


def replayed(text: str, home: Path) -> str:
    """Return *text* with what its commands print now, in a *home* with the files on the page."""
    for name, language in FILES.items():
        [block] = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        (home / name).write_text(block, encoding="utf-8")
    with shell(home) as run, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMELINE_DB", str(home / "acme.db"))
        run("timeline init")
        return sessions.replayed(text, lambda line: run(line).output)


def test_the_sessions_are_real(tmp_path: Path) -> None:
    """Whoever reads a feed so gets the changelog that the page shows."""
    text = PAGE.read_text(encoding="utf-8")

    assert text == replayed(text, tmp_path)


def test_the_article_becomes_a_line_of_the_changelog() -> None:
    """Else the page would not show what it promises."""
    _, changelog = PAGE.read_text(encoding="utf-8").split("$ timeline changelog")

    assert "15%" in changelog.partition("```")[0]


def test_the_text_of_a_review_begins_as_it_is_shown() -> None:
    """The page says in its words what may be wished for a draft."""
    assert written("acme-globex", [], "Ann") in PAGE.read_text(encoding="utf-8")


def update() -> None:
    """Rewrite the outputs on the page."""
    with TemporaryDirectory() as home:
        text = replayed(PAGE.read_text(encoding="utf-8"), Path(home))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("Usage: .ci/update inbox")
    update()
