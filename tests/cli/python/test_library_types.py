"""A type checker knows what every question of the library returns.

mypy reads this with the rest; `.ci/job library_types` has pyright read it as a user's program.
"""

from typing import assert_type

import pytest

import timeline
from cli.python.answers import (
    Answer,
    Answers,
    Appended,
    Changelog,
    Coming,
    Difference,
    Differences,
    Event,
    Events,
    History,
    Outlook,
    Period,
    Source,
)
from timeline import Partnership, Timeline

EVENT = """
when: 2026-11-01
title: Licence extended
authority: official
sources: {news: {url: https://example.com/a, publisher: Example}}
changes: [{set: ip-license.end, value: through 2035}]
"""


@pytest.fixture
def deals(log_url: str) -> Timeline:
    return assert_type(timeline.open(log_url), Timeline)


def test_questions_return_what_their_types_say(deals: Timeline) -> None:
    """A type that is only annotated, and a value of another, would teach a checker to lie."""
    deal = assert_type(deals["openai-microsoft"], Partnership)
    answers = assert_type(deal.as_of("2026-02-27"), Answers)
    history = assert_type(deal.history("cloud.rofr"), History)
    differences = assert_type(deal.diff("2019-07-22", "2026-02-27"), Differences)
    outlook = assert_type(deal.next("2026-02-27", within=3650), Outlook)
    events = assert_type(deal.events(), Events)
    rows: list[object] = [
        assert_type(answers["cloud.rofr"], Answer),
        assert_type(answers[0], Answer),
        *assert_type(answers[:1], tuple[Answer, ...]),
        assert_type(history[0], Period),
        assert_type(differences[0], Difference),
        assert_type(outlook[0], Coming),
        assert_type(events[0], Event),
    ]
    assert_type(answers[0].sources, tuple[Source, ...])
    assert_type(answers[0].value, str | None)
    assert_type(answers.head, str)
    assert_type(events.known, str | None)

    assert [Answer, Answer, Answer, Period, Difference, Coming, Event] == [*map(type, rows)]


def test_an_append_and_a_changelog_are_known_too(deals: Timeline) -> None:
    """They have texts beside their rows."""
    deal = deals["openai-microsoft"]
    told = assert_type(deal.changelog("2026-04"), Changelog)

    assert str is type(assert_type(told.to_markdown(), str))
    assert Appended is type(assert_type(deal.append(EVENT, dry_run=True), Appended))
