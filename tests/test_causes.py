"""Differences between points on all three clocks: what leads from one to the other, and why."""

from collections.abc import Iterator, Sequence
from random import Random

import histories
import pytest

from events.dates import day, parse
from events.kinds import (
    Authority,
    Correct,
    Correction,
    Define,
    Event,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
)
from timeline.as_of import answer_on
from timeline.differences import CAUSES, Difference, Point, differences
from timeline.record import Kept, record_of
from timeline.steps import steps_of

HISTORIES, CHUNK = 1500, 250
NOT_SET: tuple[object, ...] = ("not-set", None, None, frozenset())


def history(seed: int) -> list[Kept]:
    """Return the random history of *seed*, as a log keeps it."""
    return [Kept(*one) for one in histories.history(seed)]


def points(kept: Sequence[Kept], random: Random) -> Iterator[Point]:
    """Yield random points on all three clocks, each of them cut or not."""
    days = histories.days_asked(random, 8)
    instants = [one.recorded for one in kept]
    while True:
        yield Point(
            day(random.choice(days)),
            random.choice([None, *days]),
            random.choice([None, *instants]),
        )


def answers(kept: Sequence[Kept], point: Point) -> dict[str, object]:
    """Return what makes the answers of *point*; a term that is not defined yet is left out."""
    record = record_of(kept, by=point.recorded)
    steps = steps_of(record, known=point.known)
    found = {key: answer_on(term, steps[key], point.on) for key, term in record.terms.items()}
    return {key: answer.same for key, answer in found.items() if answer.same != NOT_SET}


def applied(rows: Sequence[Difference], before: dict[str, object]) -> dict[str, object]:
    """Apply *rows* in order to the answers *before*."""
    now = dict(before)
    for row in rows:
        assert now.get(row.after.term.key, NOT_SET) == row.before.same
        now[row.after.term.key] = row.after.same
    return {key: same for key, same in now.items() if same != NOT_SET}


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_rows_lead_from_one_point_to_the_other(first: int) -> None:
    """Whoever applies them to the answers at A must stand at B, by way of any C too."""
    for seed in range(first, first + CHUNK):
        kept = history(seed)
        a, b, c = (point for point, _ in zip(points(kept, Random(seed)), range(3), strict=False))
        direct, one, two = (list(differences(kept, *pair)) for pair in ((a, c), (a, b), (b, c)))

        assert answers(kept, c) == applied(direct, answers(kept, a)), f"seed {seed}"
        assert answers(kept, c) == applied(two, applied(one, answers(kept, a))), f"seed {seed}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_equal_answers_give_no_row_and_each_row_is_a_change(first: int) -> None:
    """A row that changes nothing is noise; a term that comes back to its answer has not changed."""
    for seed in range(first, first + CHUNK):
        kept = history(seed)
        a, b = (point for point, _ in zip(points(kept, Random(seed)), range(2), strict=False))
        rows = list(differences(kept, a, b))
        before, after = answers(kept, a), answers(kept, b)
        changed = {key for key in before | after if before.get(key) != after.get(key)}

        assert changed == {row.after.term.key for row in rows}, f"seed {seed}"
        assert all(row.before.same != row.after.same for row in rows)
        assert all(row.cause in CAUSES for row in rows)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_nothing_from_after_both_points_is_told(first: int) -> None:
    """A past view that names later news is a leak."""
    for seed in range(first, first + CHUNK):
        kept = history(seed)
        a, b = (point for point, _ in zip(points(kept, Random(seed)), range(2), strict=False))
        cut = max((a.recorded, b.recorded), key=lambda one: (one is None, one or ""))
        held = {one.act.id for one in kept if cut is None or one.recorded <= cut}

        for row in differences(kept, a, b):
            assert held >= set(row.events), f"seed {seed}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_each_clock_has_its_own_causes(first: int) -> None:
    """A point that differs on one clock only can have no cause of another."""
    for seed in range(first, first + CHUNK):
        kept = history(seed)
        a, b = (point for point, _ in zip(points(kept, Random(seed)), range(2), strict=False))
        world = differences(kept, a, Point(b.on, a.known, a.recorded))
        learned = differences(kept, a, Point(a.on, b.known, a.recorded))
        record = differences(kept, a, Point(a.on, a.known, b.recorded))

        assert {row.cause for row in world} <= {"world"}
        assert {row.cause for row in learned} <= {"learned"}
        assert {row.cause for row in record} <= {"corrected", "remodelled", "logged"}


MORNING, NOON, EVENING = (f"2026-11-21T{hour:02}:00:00.000000Z" for hour in (6, 12, 18))
SOURCE = Source(key="s", url="https://example.com")


def _log(*later: tuple[str, object]) -> list[Kept]:
    head = [
        Define(id="define:partnership", thing=Partnership(title="P")),
        Define(id="define:term:fee", thing=Term(key="fee", title="Fee")),
        Define(id="define:source:s", thing=SOURCE),
        _event("deal", "10 %", when="2026-01-05"),
    ]
    acts = [(MORNING, act) for act in head] + list(later)
    return [Kept(n, instant, act) for n, (instant, act) in enumerate(acts, 1)]  # type: ignore[arg-type]


def _event(name: str, value: str, *, when: str, announced: str | None = None) -> Event:
    return Event(
        id=name,
        title=name,
        authority=Authority.OFFICIAL,
        sources=("s",),
        when=parse(when),
        announced=parse(announced) if announced else None,
        changes=(Set(term="fee", value=value),),
    )


def _recorded(kept: list[Kept]) -> list[tuple[str, tuple[str, ...]]]:
    on = parse("2026-03-01")
    rows = differences(kept, Point(on, recorded=MORNING), Point(on))
    return [(row.cause, row.events) for row in rows]


def test_an_event_recorded_late_is_logged() -> None:
    """It was true and public before; only the log did not have it."""
    kept = _log((NOON, _event("raise", "20 %", when="2026-02-01")))

    assert [("logged", ("raise",))] == _recorded(kept)


def test_a_correction_is_the_cause_of_what_it_changes() -> None:
    """It must never read as a change in the world."""
    fields = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    kept = _log((NOON, Correct(id="deal.c1", event="deal", fields=fields, reason="misread")))

    assert [("corrected", ("deal.c1",))] == _recorded(kept)


def test_a_retraction_is_a_correction_too() -> None:
    """What should never have been recorded was not undone by the parties."""
    kept = _log((NOON, Retract(id="deal.c1", event="deal", reason="a hoax")))

    assert [("corrected", ("deal.c1",))] == _recorded(kept)


def test_an_event_that_is_logged_and_corrected_at_once_is_corrected() -> None:
    """Without the correction the answer would be another."""
    fields = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="25 %"),))
    kept = _log(
        (NOON, _event("raise", "20 %", when="2026-02-01")),
        (EVENING, Correct(id="raise.c1", event="raise", fields=fields, reason="misread")),
    )

    assert [("corrected", ("raise.c1",))] == _recorded(kept)


def test_a_correction_of_something_else_is_no_cause() -> None:
    """The title of an event was wrong; that another was recorded late is still the cause."""
    fields = Correction(given=frozenset({"title"}), title="The deal")
    kept = _log(
        (NOON, _event("raise", "20 %", when="2026-02-01")),
        (EVENING, Correct(id="deal.c1", event="deal", fields=fields, reason="typo")),
    )

    assert [("logged", ("raise",))] == _recorded(kept)


def test_a_source_that_is_redefined_remodels() -> None:
    """When it was published decides what was known; the world and the events are the same."""
    dated = Source(key="s", url="https://example.com", published=parse("2026-06-01"))
    kept = _log((NOON, Redefine(id="define:source:s.c1", thing=dated)))
    on, known = parse("2026-03-01"), parse("2026-03-01").earliest
    rows = list(differences(kept, Point(on, known, MORNING), Point(on, known)))

    assert [("remodelled", ("define:source:s.c1",))] == [(row.cause, row.events) for row in rows]


def test_learned_and_then_changed_are_two_rows_in_that_order() -> None:
    """Each clock that moved the answer is told by itself."""
    kept = _log(
        (MORNING, _event("secret", "12 %", when="2026-01-10", announced="2026-02-10")),
        (MORNING, _event("raise", "20 %", when="2026-03-01")),
    )
    start = Point(parse("2026-02-01"), parse("2026-02-01").earliest)
    rows = list(differences(kept, start, Point(parse("2026-03-05"))))

    assert [("learned", "12 %"), ("world", "20 %")] == [
        (row.cause, row.after.value) for row in rows
    ]


def test_backwards_the_causes_are_the_same() -> None:
    """From B to A the same acts account for it."""
    fields = Correction(given=frozenset({"changes"}), changes=(Set(term="fee", value="15 %"),))
    kept = _log((NOON, Correct(id="deal.c1", event="deal", fields=fields, reason="misread")))
    on = parse("2026-03-01")
    rows = list(differences(kept, Point(on), Point(on, recorded=MORNING)))

    assert [("corrected", "15 %", "10 %")] == [
        (row.cause, row.before.value, row.after.value) for row in rows
    ]
