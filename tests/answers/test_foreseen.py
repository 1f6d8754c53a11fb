"""Foreseen: what an act would change, by what was read for it, is what the whole log tells."""

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

import pytest
from servers import Make
from test_gather import varied

from events.log import Entry, open_log
from events.model.kinds import Act
from timeline.answers.entries import kept
from timeline.answers.gather import bearing, gathered
from timeline.record.record import Kept, record_of
from timeline.rule.answer import Answer
from timeline.views.parting import kinds
from timeline.views.preview import Compared, preview

HISTORIES, CHUNKS = 80, 4
TODAY = date(2026, 1, 12)


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_an_act_changes_is_foreseen_by_what_it_is_about(path: str, chunk: int) -> None:
    """Before it is in the log, so that no index has it: what it names is read all the same."""
    changes = 0
    with open_log(path, writing=True) as log:
        for seed in range(chunk, HISTORIES, CHUNKS):
            told, slug = varied(Random(seed)), f"h{seed}"
            cut = Random(seed).randrange(12, len(told))
            log.append(slug, [act for _, act in told[:cut]])
            whole, act = log.entries(slug), told[cut][1]
            terms = bearing(log, slug, [act])
            part = whole if terms is None else gathered(log, slug, terms, more=[act])
            found = foreseen(part, act, cut + 1)
            changes += len(found[0])

            assert foreseen(whole, act, cut + 1) == found, f"seed {seed}: {act}"

    assert changes


def foreseen(entries: Iterable[Entry], act: Act, version: int) -> tuple[Sequence[object], ...]:
    """Return what *act* changes, flags and leaves alone where the log has *entries*."""
    before = [*kept(entries)]
    after = [*before, Kept(version, "2026-11-28T00:00:00.000000Z", act)]
    found = preview(record_of(before), record_of(after), TODAY)
    replaced = [(step.version, step.index, outcome.rank) for step, outcome in found.replaced]
    return (*([*map(_said, some)] for some in (found.changed, found.flagged, found.same)), replaced)


def _said(one: Compared) -> object:
    return one.term, one.on, _answer(one.before), _answer(one.after)


def _answer(one: Answer) -> object:
    return one.term.title, one.flags, kinds([one.decided] if one.decided else one.possible)
