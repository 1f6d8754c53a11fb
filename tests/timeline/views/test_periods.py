"""The periods of a term: on every day they say what the rule says, and no more often than it."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from depth import scaled
from logs import fee, happened, log
from rule_histories import FIRST, LAST, VALUES, history, question
from rule_oracle import Kept as Told

from events.dates.dates import parse
from events.model.kinds import End
from events.model.vocabulary import STATUSES
from timeline.boxes.lines import Lines
from timeline.boxes.replay import answers_of
from timeline.record.days import FAR
from timeline.record.record import Kept, Record
from timeline.rule.answer import UNDETERMINED, distinct
from timeline.rule.terms import PossibleAnswer, Terms
from timeline.views import periods
from timeline.views.periods import Period, Wanted, spells

HISTORIES, CHUNK = scaled(300), 45
DAYS = [
    -FAR,
    *range(date(2026, 1, FIRST - 1).toordinal(), date(2026, 1, LAST + 5).toordinal()),
    *(date(2026, 12, 31).toordinal(), date(2027, 1, 1).toordinal(), FAR - 1),
]
"""Every day on which something happens in a history, and some before and after."""

Named = tuple[str, str | None]


def of_log(kept: list[Told]) -> Lines:
    return answers_of((Kept(*one) for one in kept), lambda record: [*record.terms]).known(None)


def of_record(record: Record) -> Lines:
    return answers_of(record.acts, lambda record: [*record.terms]).known(None)


@cache
def histories(first: int) -> list[tuple[str, Record, Lines]]:
    """Return some random histories, each as known by some day."""
    return list(_histories(first))


def _histories(first: int) -> Iterator[tuple[str, Record, Lines]]:
    for seed in range(first, first + CHUNK):
        random = Random(seed)
        kept = history(random)
        _, known, _ = question(random, kept)
        answers = answers_of((Kept(*one) for one in kept), lambda record: [*record.terms])
        yield f"seed {seed}, known {known}", answers.record, answers.known(known)


def kinds(
    answers: tuple[PossibleAnswer, ...] | frozenset[PossibleAnswer],
) -> set[tuple[object, ...]]:
    return {one.same for one in answers}


def days(one: Period) -> tuple[str, str]:
    return _day(one.first), _day(one.last)


def _day(ordinal: int) -> str:
    return str(date.fromordinal(ordinal)) if 0 < ordinal <= date.max.toordinal() else ""


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_day_answers_as_its_period_does(first: int) -> None:
    """Day by day over all days that a history names, and far before and after them."""
    for about, record, lines in histories(first):
        for key in record.terms:
            found = periods.periods(lines, key)
            terms = Terms(lines.steps)
            for on in DAYS:
                [own] = [one for one in found if one.first <= on <= one.last]

                assert kinds(terms.answers(key, on)) == kinds(own.possible), f"{key} {on}: {about}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_periods_follow_one_another_and_are_as_long_as_they_can_be(first: int) -> None:
    """A period ends where the answer does, and not before."""
    for about, record, lines in histories(first):
        for key in record.terms:
            found = periods.periods(lines, key)

            assert (-FAR, FAR) == (found[0].first, found[-1].last), about
            for before, after in pairwise(found):
                assert before.last + 1 == after.first, about
                assert kinds(before.possible) != kinds(after.possible), about


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_dated_step_decides_or_stands_beside(first: int) -> None:
    """Once at the most beside; nothing that was said of a term is left out of its history."""
    for about, record, lines in histories(first):
        for key in record.terms:
            found = periods.periods(lines, key)
            beside = [step for one in found for step in one.beside]
            deciding = {
                step
                for one in found
                for each in one.possible
                for step in (each.deciding, each.outcome.given)
            }

            assert len(set(beside)) == len(beside), about
            assert deciding.isdisjoint(beside), about
            dated = {step for step in lines.steps[key] if step.days}
            silent = dated - deciding - set(beside)
            assert all(step.verb in ("set", "end", "met", "restates") for step in silent), about


def test_the_history_of_the_funding_has_five_answers(record: Record) -> None:
    """With the event of each, and when that became public."""
    found = periods.history(of_record(record), "investment.commitment")
    rows = [
        (*days(one), one.status, _event(one), str(one.known_from) if one.known_from else None)
        for one in found
    ]

    assert rows == [
        ("2019-07-22", "2020-12-31", "in-force", "2019-investment", "2019-07-22"),
        ("2021-01-01", "2021-12-30", "undetermined", None, None),
        ("2021-12-31", "2023-01-22", "in-force", "2021-second-round", "2023-01-23"),
        ("2023-01-23", "2024-10-29", "in-force", "2023-extension", "2023-01-23"),
        ("2024-10-30", "", "in-force", "2024-10-30-10q", "2024-10-30"),
    ]


def _event(one: Period) -> str | None:
    return one.decided.deciding.event if one.decided and one.decided.deciding else None


def test_what_changed_nothing_stands_beside_its_period(record: Record) -> None:
    """A restatement, a note and a claim are shown where they fell."""
    found = periods.history(of_record(record), "cloud.rofr")
    beside = [[(step.event, step.verb) for step in one.beside] for one in found]

    assert beside == [
        [("2025-07-30-10k", "reaffirm")],
        [
            ("2025-10-29-10q", "reaffirm"),
            ("2026-02-27-article-004", "claim"),
            ("2026-06-30-stake-25", "note"),
        ],
    ]


def test_a_term_of_an_unknown_start_has_a_period_without_one() -> None:
    """It was in force before the report; since when is not known."""
    lines = of_log(log(happened("deal", "[..2026-01-05]", fee("a"))))
    first, second = periods.history(lines, "fee")

    assert ("", "2026-01-04") == days(first)
    assert "undetermined" == first.status
    assert ("2026-01-05", "") == days(second)
    assert "in-force" == second.status


def test_a_start_between_two_days_leaves_the_days_between_undetermined(record: Record) -> None:
    """The bar came with the first investment at the earliest, with its report at the latest."""
    first, second, *_ = periods.history(of_record(record), "microsoft.independent-agi")

    assert ("2019-07-22", "2025-07-11") == days(first)
    assert "undetermined" == first.status
    assert ("2025-07-12", "in-force") == (days(second)[0], second.status)


def test_a_value_may_last_to_the_end_of_the_calendar() -> None:
    """No day of the calendar comes after it on which it would have expired."""
    lines = of_log(log(happened("deal", "2026-01-01", fee("a", through=parse("9999")))))
    first, *_ = periods.history(lines, "fee")

    assert ("2026-01-01", "9999-12-31") == days(first)


def test_the_same_answer_given_anew_stands_beside_it() -> None:
    """It is one answer still; the second text is no less worth knowing."""
    lines = of_log(
        log(
            happened("deal", "2026-01-03", fee("10 %")),
            happened("again", "2026-01-05", fee("10 %")),
        )
    )
    [only] = periods.history(lines, "fee")

    assert ("2026-01-03", "") == days(only)
    assert ["again"] == [step.event for step in only.beside]


# Spells


def every(_status: str, _value: str | None) -> bool:
    return True


def of_status(asked: str) -> Wanted:
    return lambda status, _value: status == asked


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_on_each_day_a_spell_says_what_the_rule_says(first: int) -> None:
    """Definite is what every world gives on that day; possible is what some do."""
    for about, record, lines in histories(first):
        for key in record.terms:
            found = spells(lines, key, every)
            terms = Terms(lines.steps)
            for on in DAYS:
                answers = distinct(terms.answers(key, on))
                said: set[Named] = {(one.status, one.value) for one in answers}
                expected = {(len(said) == 1, *one) for one in said}
                if len(answers) > 1:
                    expected.add((True, UNDETERMINED, None))
                told = {
                    (one.definite, one.status, one.value)
                    for one in found
                    if one.first <= on <= one.last
                }

                assert expected == told, f"{key} {on}: {about}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_spells_are_as_long_as_they_can_be_and_in_order(first: int) -> None:
    """Two that touch are one; a reader goes down the days."""
    for about, record, lines in histories(first):
        for key in record.terms:
            found = spells(lines, key, every)
            starts = [one.first for one in found]
            ends = {(one.definite, one.status, one.value, one.last + 1) for one in found}
            begins = {(one.definite, one.status, one.value, one.first) for one in found}

            assert sorted(starts) == starts, about
            assert all(one.first <= one.last for one in found), about
            assert ends.isdisjoint(begins), about


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_wanted_is_what_is_left_of_all(status: str) -> None:
    """Asking for a status, or for a value, is no other answer but a part of the whole."""
    for about, record, lines in histories(0):
        value = Random(about).choice(VALUES)
        for key in record.terms:
            found = spells(lines, key, every)
            by_status = spells(lines, key, of_status(status))
            by_value = spells(lines, key, lambda _s, its, value=value: its == value)  # type: ignore[misc]

            assert [one for one in found if one.status == status] == by_status, about
            assert [one for one in found if one.value == value] == by_value, about


def told(lines: Lines, wanted: Wanted = every) -> list[tuple[str, str, str]]:
    """Return the spells of the fee, each as its certainty and value, its days and its events."""
    return [
        (
            f"{'definite' if one.definite else 'possible'} {one.value or one.status}",
            f"{_day(one.first)}..{_day(one.last)}",
            f"{one.begins or ''}..{one.ends or ''}",
        )
        for one in spells(lines, "fee", wanted)
        if one.status != "not-set"
    ]


def test_an_event_stands_at_each_end() -> None:
    """What began it, and what brought the next answer."""
    lines = of_log(
        log(
            happened("deal", "2026-01-03", fee("10 %")),
            happened("raise", "2026-01-05", fee("20 %")),
            happened("over", "2026-01-09", End(term="fee")),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-01-04", "deal..raise"),
        ("definite 20 %", "2026-01-05..2026-01-08", "raise..over"),
        ("definite ended", "2026-01-09..", "over.."),
    ] == told(lines)


def test_an_imprecise_change_makes_possible_days_beside_the_definite() -> None:
    """Between the first and the last of its days nobody can tell."""
    lines = of_log(
        log(
            happened("deal", "2026-01-03", fee("10 %")),
            happened("raise", "[2026-01-05..2026-01-07]", fee("20 %")),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-01-04", "deal..raise"),
        ("definite undetermined", "2026-01-05..2026-01-06", "..raise"),
        ("possible 10 %", "2026-01-05..2026-01-06", "deal..raise"),
        ("possible 20 %", "2026-01-05..2026-01-06", "raise..raise"),
        ("definite 20 %", "2026-01-07..", "raise.."),
    ] == told(lines)


def test_a_value_of_which_only_the_last_day_is_unknown_holds_definitely() -> None:
    """Whichever event gave it, it was that value."""
    lines = of_log(
        log(
            happened("deal", "2026-01-03", fee("10 %", through=parse("2026-12-31"))),
            happened("longer", "[2026-01-05..2026-01-07]", fee("10 %", through=parse("2027"))),
        )
    )
    found = told(lines, lambda _status, value: value == "10 %")

    assert ("definite 10 %", "2026-01-03..2027-12-31") == found[0][:2]


def test_the_same_answer_given_twice_in_a_row_is_one_spell() -> None:
    """A new last day is another answer to as-of; the value held all the while."""
    lines = of_log(
        log(
            happened("deal", "2026-01-03", fee("10 %", through=parse("2026-01-31"))),
            happened("longer", "2026-01-10", fee("10 %", through=parse("2026-03"))),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-03-31", "deal..longer"),
        ("definite 10 %", "2026-04-01..", "longer.."),
    ] == told(lines)


def test_a_spell_of_several_periods_ends_with_what_brought_the_next_answer() -> None:
    """What only made it longer stands at no end of it."""
    lines = of_log(
        log(
            happened("deal", "2026-01-03", fee("10 %", through=parse("2026-01-31"))),
            happened("longer", "2026-01-10", fee("10 %", through=parse("2026-03"))),
            happened("raise", "2026-02-01", fee("20 %")),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-01-31", "deal..raise"),
        ("definite 20 %", "2026-02-01..", "raise.."),
    ] == told(lines)


def test_an_answer_that_came_back_has_two_spells() -> None:
    """The days in between were another's."""
    lines = of_log(
        log(
            happened("deal", "2026-01-03", fee("10 %")),
            happened("raise", "2026-01-05", fee("20 %")),
            happened("cut", "2026-01-07", fee("10 %")),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-01-04", "deal..raise"),
        ("definite 20 %", "2026-01-05..2026-01-06", "raise..cut"),
        ("definite 10 %", "2026-01-07..", "cut.."),
    ] == told(lines)


def test_the_value_is_told_before_that_only_its_last_day_is_undetermined() -> None:
    """Both are definite on the same days."""
    lines = of_log(
        log(
            happened("deal", "2026-01-05", fee("10 %", through=parse("2026"))),
            happened("longer", "[2026-01-05,2026-01-07]", fee("10 %", through=parse("2027"))),
        )
    )

    assert [
        ("definite 10 %", "2026-01-05..2027-12-31", "deal..longer"),
        ("definite undetermined", "2026-01-05..2026-01-06", "..longer"),
        ("definite 10 %", "2028-01-01..", "longer.."),
    ] == told(lines)
