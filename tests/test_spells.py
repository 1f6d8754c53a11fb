"""Spells hold on the days on which the rule says so, definitely or possibly, and no others."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import histories
import pytest
from logs import fee, happened, log

from events.dates import day, parse
from events.model.kinds import End
from events.words import STATUSES
from timeline.answers import NOT_SET, UNDETERMINED, Answer
from timeline.as_of import answer_on
from timeline.merged import Kept, Record, record_of
from timeline.spells import Spell, Wanted, spells
from timeline.telling import steps_of

HISTORIES, CHUNK = 300, 60
DAYS = [
    histories.BEFORE,
    *(
        histories.FIRST + timedelta(n)
        for n in range(-1, (histories.LAST - histories.FIRST).days + 2)
    ),
    histories.AFTER,
]
Named = tuple[str, str | None]


def every(_status: str, _value: str | None) -> bool:
    return True


def of_status(asked: str) -> Wanted:
    return lambda status, _value: status == asked


def records(first: int) -> Iterator[tuple[int, Record]]:
    """Yield the random records of a chunk with their seeds."""
    for seed in range(first, first + CHUNK):
        yield seed, record_of(Kept(*one) for one in histories.history(seed))


def named(answer: Answer) -> set[Named]:
    """Return what *answer* may be, by status and value."""
    several = answer.possible or (answer,)
    return {(one.status, one.value) for one in several}


def holds(spell: Spell, on: date) -> bool:
    return (spell.since or date.min) <= on <= (spell.until or date.max)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_on_each_day_a_spell_says_what_the_rule_says(first: int) -> None:
    """Definite is what every world gives on that day; possible is what some do."""
    for seed, record in records(first):
        steps = steps_of(record)
        for key, term in record.terms.items():
            found = spells(term, steps[key], every)
            for on in DAYS:
                answer = answer_on(term, steps[key], day(on))
                said = named(answer)
                expected = {(len(said) == 1, *one) for one in said}
                if answer.status == UNDETERMINED:
                    expected.add((True, UNDETERMINED, None))
                told = {(s.definite, s.status, s.value) for s in found if holds(s, on)}

                assert expected == told, f"seed {seed}, {key} on {on}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_spells_are_as_long_as_they_can_be_and_in_order(first: int) -> None:
    """Two that touch are one; a reader goes down the days."""
    for seed, record in records(first):
        steps = steps_of(record)
        for key, term in record.terms.items():
            found = spells(term, steps[key], every)
            starts = [one.since or date.min for one in found]

            assert sorted(starts) == starts, f"seed {seed}"
            assert all(one.since is None or one.until is None or one.since <= one.until
                       for one in found)  # fmt: skip
            for one in found:
                for other in found:
                    alike = (one.definite, one.status, one.value) == (
                        other.definite,
                        other.status,
                        other.value,
                    )
                    follows = one.until and other.since == one.until + timedelta(1)
                    assert not (alike and follows), f"seed {seed}: {one} {other}"


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_wanted_is_what_is_left_of_all(status: str) -> None:
    """Asking for a status, or for a value, is no other answer but a part of the whole."""
    for seed, record in records(0):
        steps = steps_of(record)
        value = Random(seed).choice(histories.VALUES)
        for key, term in record.terms.items():
            found = spells(term, steps[key], every)
            by_status = spells(term, steps[key], of_status(status))
            by_value = spells(term, steps[key], lambda _s, its, value=value: its == value)  # type: ignore[misc]

            assert [one for one in found if one.status == status] == by_status, f"seed {seed}"
            assert [one for one in found if one.value == value] == by_value, f"seed {seed}"


def told(record: Record, wanted: Wanted = every) -> list[tuple[str, str | None, str | None]]:
    """Return the spells of the fee, each as its certainty and value, its days and its events."""
    found = spells(record.terms["fee"], steps_of(record)["fee"], wanted)
    return [
        (
            f"{'definite' if one.definite else 'possible'} {one.value or one.status}",
            f"{one.since or ''}..{one.until or ''}",
            f"{one.begins or ''}..{one.ends or ''}",
        )
        for one in found
        if one.status != NOT_SET
    ]


def test_an_event_stands_at_each_end() -> None:
    """What began it, and what brought the next answer."""
    record = record_of(
        Kept(*one)
        for one in log(
            happened("deal", "2026-01-03", fee("10 %")),
            happened("raise", "2026-01-05", fee("20 %")),
            happened("over", "2026-01-09", End(term="fee")),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-01-04", "deal..raise"),
        ("definite 20 %", "2026-01-05..2026-01-08", "raise..over"),
        ("definite ended", "2026-01-09..", "over.."),
    ] == told(record)


def test_an_imprecise_change_makes_possible_days_beside_the_definite() -> None:
    """Between the first and the last of its days nobody can tell."""
    record = record_of(
        Kept(*one)
        for one in log(
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
    ] == told(record)


def test_a_value_of_which_only_the_last_day_is_unknown_holds_definitely() -> None:
    """Whichever event gave it, it was that value."""
    record = record_of(
        Kept(*one)
        for one in log(
            happened("deal", "2026-01-03", fee("10 %", through=parse("2026-12-31"))),
            happened("longer", "[2026-01-05..2026-01-07]", fee("10 %", through=parse("2027"))),
        )
    )
    found = told(record, lambda _status, value: value == "10 %")

    assert ("definite 10 %", "2026-01-03..2027-12-31") == found[0][:2]


def test_the_same_answer_given_twice_in_a_row_is_one_spell() -> None:
    """A new last day is another answer to as-of; the value held all the while."""
    record = record_of(
        Kept(*one)
        for one in log(
            happened("deal", "2026-01-03", fee("10 %", through=parse("2026-01-31"))),
            happened("longer", "2026-01-10", fee("10 %", through=parse("2026-03"))),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-03-31", "deal..longer"),
        ("definite 10 %", "2026-04-01..", "longer.."),
    ] == told(record)


def test_a_spell_of_several_periods_ends_with_what_brought_the_next_answer() -> None:
    """What only made it longer stands at no end of it."""
    record = record_of(
        Kept(*one)
        for one in log(
            happened("deal", "2026-01-03", fee("10 %", through=parse("2026-01-31"))),
            happened("longer", "2026-01-10", fee("10 %", through=parse("2026-03"))),
            happened("raise", "2026-02-01", fee("20 %")),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-01-31", "deal..raise"),
        ("definite 20 %", "2026-02-01..", "raise.."),
    ] == told(record)


def test_an_answer_that_came_back_has_two_spells() -> None:
    """The days in between were another's."""
    record = record_of(
        Kept(*one)
        for one in log(
            happened("deal", "2026-01-03", fee("10 %")),
            happened("raise", "2026-01-05", fee("20 %")),
            happened("cut", "2026-01-07", fee("10 %")),
        )
    )

    assert [
        ("definite 10 %", "2026-01-03..2026-01-04", "deal..raise"),
        ("definite 20 %", "2026-01-05..2026-01-06", "raise..cut"),
        ("definite 10 %", "2026-01-07..", "cut.."),
    ] == told(record)


def test_the_value_is_told_before_that_only_its_last_day_is_undetermined() -> None:
    """Both are definite on the same days."""
    record = record_of(
        Kept(*one)
        for one in log(
            happened("deal", "2026-01-05", fee("10 %", through=parse("2026"))),
            happened("longer", "[2026-01-05,2026-01-07]", fee("10 %", through=parse("2027"))),
        )
    )

    assert [
        ("definite 10 %", "2026-01-05..2027-12-31", "deal..longer"),
        ("definite undetermined", "2026-01-05..2026-01-06", "..longer"),
        ("definite 10 %", "2028-01-01..", "longer.."),
    ] == told(record)
