"""Options that commands share: where to write, and instants without a zone."""

from pathlib import Path

import pytest
from running import Run, said


@pytest.mark.parametrize("words", [("feed",), ("publish",), ("export",), ("new", "a-b")])
def test_every_document_is_written_where_it_is_told(
    timeline: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """By --to or as the last argument; - is the standard output."""
    by_option, by_argument = tmp_path / "one", tmp_path / "two"
    told = [
        timeline(*words, "--to", by_option), timeline(*words, by_argument),
        timeline(*words, "--to", "-"), timeline(*words, "-"),
    ]  # fmt: skip

    assert [0, 0, 0, 0] == [one.exit_code for one in told]
    assert by_option.read_text() == by_argument.read_text() == told[2].stdout == told[3].stdout
    assert 2 == timeline(*words, "x", "--to", "y").exit_code


@pytest.mark.parametrize("typed", ["2026-11-21T10:00", "2026-11-21 10:00", "2026-11-21T10:00:00.0"])
def test_an_instant_without_a_zone_is_utc_and_said_to_be(timeline: Run, typed: str) -> None:
    """Nobody should have to know that a Z is wanted, nor guess what its absence means."""
    bare = timeline("as-of", "2026-02-27", "--recorded", typed, "-o", "json")
    zoned = timeline("as-of", "2026-02-27", "--recorded", "2026-11-21T10:00Z", "-o", "json")

    assert said(bare) == said(zoned)
    assert "is taken as UTC: 2026-11-21T10:00:00.000000Z." in bare.stderr
    assert "" == zoned.stderr


@pytest.mark.parametrize("typed", ["2026-11-21T10:00+02:00", "2026-11-21T10:00-05:00", "soon"])
def test_an_instant_of_another_zone_is_refused(timeline: Run, typed: str) -> None:
    """It would be taken for another one."""
    assert 2 == timeline("as-of", "2026-02-27", "--recorded", typed).exit_code
