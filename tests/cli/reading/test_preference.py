"""`timeline use` remembers a partnership, and every command without -p is about it."""

from pathlib import Path

import pytest
from running import Run, said
from second_ledger import SECOND


@pytest.fixture
def several(timeline: Run, tmp_path: Path) -> Run:
    """Run commands on a database of two partnerships."""
    path = tmp_path / "second.yaml"
    path.write_text(SECOND)
    assert 0 == timeline("import", path).exit_code
    return timeline


def test_a_remembered_partnership_is_meant(several: Run) -> None:
    """By the light way and by the general one, for reading and for adding."""
    assert 2 == several("as-of", "2020-06-01").exit_code
    assert 0 == several("use", "acme-globex").exit_code

    assert "Acme and Globex" in several("as-of", "2020-06-01").stdout
    assert said(several("log", "-o", "json"))["partnership"] == "acme-globex"
    assert "acme-globex" in several("cover", "2020-07-01", "--dry-run").stdout
    assert several("use").stdout == "acme-globex\n"


def test_what_is_typed_goes_before_what_is_remembered(
    several: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a variable, too."""
    several("use", "acme-globex")
    by_option = several("log", "-p", "openai-microsoft", "-o", "json")
    monkeypatch.setenv("TIMELINE_PARTNERSHIP", "openai-microsoft")

    assert said(by_option)["partnership"] == "openai-microsoft"
    assert said(several("log", "-o", "json"))["partnership"] == "openai-microsoft"


def test_what_is_remembered_can_be_forgotten(several: Run) -> None:
    """Twice does no harm."""
    several("use", "acme-globex")

    for _ in range(2):
        assert several("use", "--forget").stdout == "No partnership is remembered.\n"
    assert several("use").stdout == "No partnership is remembered.\n"
    assert 2 == several("log").exit_code


def test_only_what_the_log_has_is_remembered(several: Run) -> None:
    """A slip of the finger would spoil every later command."""
    refused = several("use", "acme-globx")

    assert (4, "") == (refused.exit_code, refused.stdout)
    assert "Did you mean acme-globex?" in refused.stderr
    assert several("use").stdout == "No partnership is remembered.\n"


def test_what_another_database_lacks_is_as_if_not_remembered(
    several: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data folder remembers one name for all databases."""
    several("use", "acme-globex")
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "other.db"))
    several("init", "--bundled")

    refused = several("log")
    assert 2 == refused.exit_code
    assert "There are: epic-apple, fiat-chrysler, openai-microsoft." in refused.stderr
    assert 2 == several("as-of", "2020-06-01").exit_code
