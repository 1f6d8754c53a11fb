"""Foreseen: what an act would change, by what was read for it, is what the whole log tells."""

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from servers import Make
from varied_logs import varied

from events.log.log import open_log
from timeline.answers.dependencies import kept
from timeline.answers.update import bring_up
from timeline.answers.what_if import what_if
from timeline.boxes.lines import Lines
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept
from timeline.rule.answer import Answer
from timeline.rule.terms import kinds
from timeline.views.preview import Compared, preview

HISTORIES, CHUNKS = 80, 4
TODAY = date(2026, 1, 12)


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_an_act_changes_is_foreseen_by_what_it_is_about(path: str, chunk: int) -> None:
    """Before it is in the log, so that no index has it: what it names is read all the same.

    And so where the rows lag behind, as they do in two of the chunks.
    """
    changes = 0
    with open_log(path, writing=True, follow=bring_up if chunk % 2 else None) as log:
        for seed in range(chunk, HISTORIES, CHUNKS):
            told, slug = varied(Random(seed)), f"h{seed}"
            cut = Random(seed).randrange(12, len(told))
            log.append(slug, [act for _, act in told[:cut]])
            act = Kept(cut + 1, "2026-11-28T00:00:00.000000Z", told[cut][1])
            whole = [*kept(log.entries(slug))]
            expected = said(by_rule(whole), by_rule([*whole, act]))
            changes += len(expected[0])

            assert expected == said(*(one.known(None) for one in what_if(log, slug, [act]))), (
                f"seed {seed}: {act}"
            )

    assert changes


def by_rule(acts: Sequence[Kept]) -> Lines:
    """Return the lines of all terms by *acts*, those of a whole log."""
    return answers_of(acts, lambda record: [*record.terms]).known(None)


def said(before: Lines, after: Lines) -> tuple[Sequence[object], ...]:
    """Return what is changed, flagged and left alone from *before* to *after*."""
    found = preview(before, after, TODAY)
    replaced = [(step.version, step.index, outcome.rank) for step, outcome in found.replaced]
    return (*([*map(_said, some)] for some in (found.changed, found.flagged, found.same)), replaced)


def _said(one: Compared) -> object:
    return one.term, one.on, _answer(one.before), _answer(one.after)


def _answer(one: Answer) -> object:
    return one.term.title, one.flags, kinds([one.decided] if one.decided else one.possible)
