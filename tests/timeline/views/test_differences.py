"""Differences in the bundled ledger: from any day to any other, each row with its cause."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from ways import differences

from events.dates.dates import day
from timeline.record.days import FAR
from timeline.record.record import Record
from timeline.record.steps import steps_of
from timeline.rule.answer import answer_on
from timeline.rule.terms import Terms
from timeline.views.diff import Difference, Point, same

pytestmark = pytest.mark.drawn

State = dict[str, object]
FIRST, LAST = date(2016, 1, 1), date(2033, 12, 31)


def state(record: Record, point: Point) -> State:
    """Return what makes the answers at *point*."""
    terms = Terms(steps_of(record, known=point.known))
    return {key: same(answer_on(terms, one, point.on)) for key, one in record.terms.items()}


def applied(rows: list[Difference], before: State) -> State:
    """Return the answers *before* with *rows* applied in their order."""
    return before | {row.after.term.key: same(row.after) for row in rows if row.days is None}


def some_points(number: int) -> list[Point]:
    """Return points at random days, each of them as known by some day or by now."""
    random = Random(number)
    span = (LAST - FIRST).days
    days = [FIRST + timedelta(random.randint(0, span)) for _ in range(8)]
    return [Point(day(one), random.choice((None, one, random.choice(days)))) for one in days]


@pytest.mark.parametrize("number", range(6))
def test_applying_the_rows_to_the_answers_at_one_point_gives_those_at_the_other(
    record: Record, number: int
) -> None:
    """Nothing that changed is left out, and nothing else is named."""
    for start, end in pairwise(some_points(number)):
        rows = list(differences(record.acts, start, end))
        before, after = state(record, start), state(record, end)

        assert applied(rows, before) == after
        assert {row.after.term.key for row in rows if row.days is None} >= {
            term for term in after if before[term] != after[term]
        }
        assert all(same(row.before) != same(row.after) for row in rows)


@pytest.mark.parametrize("number", range(3))
def test_a_way_by_a_third_point_leads_to_the_same_answers(record: Record, number: int) -> None:
    """The rows may differ; where they lead may not."""
    first, second, third, *_ = some_points(number + 100)
    start = state(record, first)
    direct = list(differences(record.acts, first, third))
    through = [
        *differences(record.acts, first, second),
        *differences(record.acts, second, third),
    ]

    assert applied(direct, start) == applied(through, start)


@pytest.mark.parametrize("number", range(3))
def test_the_way_back_undoes_the_way(record: Record, number: int) -> None:
    """Each answer before is an answer after, read the other way."""
    for start, end in pairwise(some_points(number + 200)):
        there = list(differences(record.acts, start, end))
        back = list(differences(record.acts, end, start))

        assert applied(back, applied(there, state(record, start))) == state(record, start)
        assert {(row.after.term.key, row.days) for row in there if row.days} == {
            (row.after.term.key, row.days) for row in back if row.days
        }


def test_a_point_does_not_differ_from_itself(record: Record) -> None:
    """No row, no noise."""
    for point in some_points(300):
        assert list(differences(record.acts, point, point)) == []


def test_a_day_without_an_event_or_an_end_changes_nothing(record: Record) -> None:
    """The world changes on days that the log can name."""
    named = {
        one
        for steps in steps_of(record).values()
        for step in steps
        for first, last in step.days
        for one in (first, last, step.through + 1)
        if 0 < one < FAR
    }
    quiet = [
        date.fromordinal(one + 3) for one in named if not named & set(range(one, one + 5)) - {one}
    ]

    assert quiet
    for on in quiet:
        before, after = (Point(day(one)) for one in (on - timedelta(1), on))

        assert list(differences(record.acts, before, after)) == [], on


def test_every_row_names_an_event_behind_it(record: Record) -> None:
    """Also where a value only expired: the event that had given it."""
    ways = [
        (Point(day(date(2030, 12, 31))), Point(day(date(2031, 1, 1)))),
        (Point(day(date(2019, 7, 21))), Point(day(date(2019, 7, 22)))),
        (Point(day(date(2020, 12, 31))), Point(day(date(2021, 1, 1)))),
        (Point(day(date(2026, 10, 8)), date(2021, 6, 15)), Point(day(date(2026, 10, 8)))),
    ]
    for start, end in ways:
        rows = list(differences(record.acts, start, end))

        assert rows
        assert [row.after.term.key for row in rows if not row.events] == []


def test_what_came_out_late_was_learned_and_what_took_effect_is_the_world(record: Record) -> None:
    """One date for two clocks would confuse them."""
    on = day(date(2022, 6, 30))
    points = Point(on, date(2023, 1, 22)), Point(on, date(2023, 1, 23))
    [late] = differences(record.acts, *points)
    [early] = [
        row
        for row in differences(
            record.acts, Point(day(date(2019, 7, 21))), Point(day(date(2019, 7, 22)))
        )
        if row.after.term.key == "investment.commitment"
    ]

    assert (late.after.term.key, late.cause) == ("investment.commitment", "learned")
    assert late.events == ("2021-second-round",)
    assert (early.cause, early.events) == ("world", ("2019-investment",))


def test_the_correction_of_the_article_is_a_correction(record: Record) -> None:
    """It changed the record of early days, not the world."""
    on = day(date(2020, 1, 1))
    before, after = "2026-11-21T03:00:00.000000Z", "2026-11-21T07:00:00.000000Z"
    [row] = differences(record.acts, Point(on, recorded=before), Point(on, recorded=after))

    assert (row.after.term.key, row.cause) == ("compute.elsewhere", "corrected")
    assert (row.before.status, row.after.status) == ("undetermined", "not-set")
    assert row.events == ("article-004-oracle.c1",)
