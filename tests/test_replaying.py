"""An index that is not what its log gives is found by `verify`, and made anew by `rebuild`."""

from datetime import timedelta

import pytest
from conftest import BOTH, Run
from foreign import foreign

from timeline.record import Record

ENGINES = BOTH


def test_the_index_of_a_log_is_what_a_replay_gives(timeline: Run) -> None:
    """Nothing is said of it."""
    assert 0 == timeline("verify").exit_code


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE answers SET body = replace(body, 'Azure', 'Another')",
        "UPDATE answers SET body = '' WHERE day = 0",
        "UPDATE answers SET day = day + 1 WHERE day = (SELECT max(day) FROM answers)",
        "DELETE FROM answers WHERE day = (SELECT max(day) FROM answers)",
        "DELETE FROM answers",
        "UPDATE tracks SET holds = 0 WHERE id = (SELECT min(id) FROM tracks)",
        "INSERT INTO answers (track, day, body) VALUES (99999, 0, '')",
    ],
)
def test_a_settled_answer_that_was_altered_is_told(timeline: Run, log_url: str, sql: str) -> None:
    """It would be given as it stands."""
    before = timeline("as-of", "2026-02-27", "-o", "json").stdout
    settled = timeline("rebuild", "--answers")
    same = timeline("as-of", "2026-02-27", "-o", "json").stdout
    whole = timeline("verify")
    foreign(log_url, sql)
    altered = timeline("verify")
    rebuilt = timeline("rebuild")

    assert "answers settled." in settled.stdout
    assert before == same
    assert (0, 3) == (whole.exit_code, altered.exit_code)
    assert "The log itself is whole. Run `timeline rebuild`." in altered.stdout
    assert 0 == rebuilt.exit_code == timeline("verify").exit_code


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE steps SET body = replace(body, 'Azure', 'Another')",
        "UPDATE steps SET day = day - 1 WHERE told = (SELECT max(told) FROM steps)",
        "DELETE FROM steps WHERE told = (SELECT max(told) FROM steps)",
        "DELETE FROM steps",
        "UPDATE tracks SET longest = longest + 1 WHERE id = (SELECT min(id) FROM tracks)",
        "UPDATE tracks SET id = 999 WHERE id = (SELECT min(id) FROM tracks)",
        "UPDATE words SET body = '{}' WHERE place = (SELECT min(place) FROM words)",
        "DELETE FROM words WHERE place = (SELECT max(place) FROM words)",
        "UPDATE indexed SET version = version - 1",
        "UPDATE indexed SET version = version + 1",
        "UPDATE indexed SET version = 0",
        "DELETE FROM indexed",
        "INSERT INTO indexed (partnership, version) VALUES ('another', 1)",
    ],
)
def test_an_index_that_was_altered_is_told_and_can_be_rebuilt(
    timeline: Run, log_url: str, sql: str
) -> None:
    """It would answer another question than the log does, or let no more be appended."""
    before = timeline("as-of", "2026-02-27", "-o", "json").stdout
    foreign(log_url, sql)
    altered = timeline("verify")
    rebuilt = timeline("rebuild")

    assert 3 == altered.exit_code
    assert "The log itself is whole. Run `timeline rebuild`." in altered.stdout
    assert 0 == rebuilt.exit_code
    assert 0 == timeline("verify").exit_code
    assert before == timeline("as-of", "2026-02-27", "-o", "json").stdout


def test_the_command_says_the_same_of_every_day_once_answers_are_settled(
    timeline: Run, record: Record
) -> None:
    """On the days of all events, the day before and the day after, with all that is shown."""
    dated = [one.event.when for one in record.events if one.event.when]
    edges = {edge for when in dated for edge in (when.earliest, when.latest) if edge}
    days = sorted(edge + timedelta(n) for edge in edges for n in (-1, 0, 1))
    before = [timeline("as-of", str(on), "-o", "json").stdout for on in days]
    timeline("rebuild", "--answers")

    assert before == [timeline("as-of", str(on), "-o", "json").stdout for on in days]
    assert len(days) > 60
