"""Windows: what they leave out of the steps of a term never mattered."""

from collections.abc import Sequence

import pytest
from histories import AFTER, BEFORE, history, rendered
from logs import REPORTED, fee, happened, jan, log

from events.dates import day
from timeline.merged import Kept, record_of
from timeline.outcomes import Outcome
from timeline.scenarios import Scenario
from timeline.steps import Step
from timeline.telling import steps_of
from timeline.windows import Windows
from timeline.worlds import Worlds

HISTORIES = 400
CHUNK = 100
HORIZON = range(BEFORE.toordinal(), AFTER.toordinal() + 1, 3)


def beside(worlds: Worlds, outcome: Outcome, scene: Scenario) -> tuple[frozenset[Step], ...]:
    found = (worlds.claims, worlds.disputes, worlds.silences, worlds.confirmations)
    return tuple(frozenset(one(outcome, scene)) for one in found)


def seen(steps: Sequence[Step], on: int) -> set[object]:
    """Return each outcome with all that may stand beside it in some scenario of it."""
    worlds = Worlds(steps, on)
    found: dict[Outcome, list[frozenset[Step]]] = {}
    for outcome, scene in worlds.outcomes:
        sets = found.setdefault(outcome, [frozenset()] * 4)
        found[outcome] = [a | b for a, b in zip(sets, beside(worlds, outcome, scene), strict=True)]
    return {(outcome, *sets) for outcome, sets in found.items()}


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_window_shows_what_all_steps_show(first: int) -> None:
    """On random days: outcomes, claims, disputes, silences and restatements."""
    smaller = 0
    for seed in range(first, first + CHUNK):
        kept = history(seed)
        for steps in steps_of(record_of([Kept(*entry) for entry in kept])).values():
            windows = Windows(steps)
            for on in HORIZON:
                few, possible = windows.on(on), [s for s in steps if s.days and s.days[0][0] <= on]
                smaller += len(few) < len(possible)

                assert seen(few, on) == seen(steps, on), f"seed {seed}, {on}: {rendered(kept)}"
                assert [s for s in steps if s.pending(on)] == windows.pending(on)

    assert smaller > CHUNK


def test_a_window_holds_what_may_have_happened_since_the_last_sure_answer() -> None:
    """So an answer costs what may have changed about that day, not what ever happened."""
    daily = [happened(f"e{n}", day(jan(n)), fee(str(n))) for n in range(1, 2001)]
    rumour = happened("rumour", day(jan(500)), fee("x"), authority=REPORTED)
    month = happened("month", "2026-03", fee("y"))
    record = record_of(Kept(*entry) for entry in log(*daily, rumour, month))
    windows = steps_of(record)["fee"].windows

    def ids(number: int) -> list[str]:
        return [step.event.id for step in windows.on(jan(number).toordinal())]

    assert [["e1"], ["e2000"], ["e500", "rumour"]] == [ids(1), ids(3000), ids(500)]
    assert [["e59"], ["e60", "month"], ["e90", "month"], ["e91"]] == list(
        map(ids, (59, 60, 90, 91))
    )


def test_a_rumour_is_no_anchor_where_something_official_may_precede_it() -> None:
    """It may be no more than a claim."""
    told = [happened(f"e{n}", day(jan(n)), fee(str(n)), authority=REPORTED) for n in range(1, 6)]
    record = record_of(Kept(*entry) for entry in log(*told, happened("deal", "XXXX-01", fee("x"))))
    windows = steps_of(record)["fee"].windows

    assert 6 == len(windows.on(jan(9).toordinal()))
