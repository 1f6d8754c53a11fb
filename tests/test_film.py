"""Films: what was worked out ahead is what the rule answers, on every day and with every cut."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import histories
import pytest

from cli import json_form
from events.dates import day
from timeline.answers import Answer
from timeline.as_of import answer_on, turning_days
from timeline.film import Film, Row, films, shown_on
from timeline.merged import Kept, Record, record_of
from timeline.telling import steps_of

HISTORIES, CHUNK = 300, 50
DAYS = [
    histories.FIRST + timedelta(n) for n in range(-3, (histories.LAST - histories.FIRST).days + 7)
]


def filmed(record: Record) -> dict[str, Film[str]]:
    return films(record, record.terms, lambda answer: shown(answer, record))


def shown(answer: Answer, record: Record) -> str:
    return f"{json_form.dump(json_form.answer(answer, record))} {sorted_same(answer)}"


def sorted_same(answer: Answer) -> str:
    return " ".join(sorted(map(repr, answer.same)))


def history(seed: int) -> Record:
    return record_of(Kept(*one) for one in histories.history(seed))


def by_the_rule(record: Record, key: str, on: date, known: date | None = None) -> str:
    steps = steps_of(record, known=known)[key]
    return shown(answer_on(record.terms[key], steps, day(on)), record)


def days_worth_asking(record: Record, key: str, random: Random) -> Iterator[date]:
    """Yield every day on which an answer may turn, the day before it, and some by chance."""
    for turn in turning_days(steps_of(record)[key]):
        yield from (date.fromordinal(one) for one in (turn - 1, turn) if 0 < one)
    yield from (date.fromordinal(random.randint(1, date.max.toordinal())) for _ in range(5))
    yield from (date.min, date.max)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_film_shows_what_the_rule_answers(first: int) -> None:
    """On every day on which anything may turn, and on any other."""
    for seed in range(first, first + CHUNK):
        record = history(seed)
        for key, film in filmed(record).items():
            for on in days_worth_asking(record, key, Random(seed)):
                expected = by_the_rule(record, key, on)

                assert expected == shown_on(film.now, on.toordinal()), f"seed {seed} {key} {on}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_film_shows_what_the_rule_answers_by_what_was_known(first: int) -> None:
    """With every cut, also of a source that was published after what it says was announced."""
    for seed in range(first, first + CHUNK):
        record = history(seed)
        random = Random(seed)
        for key, film in filmed(record).items():
            some = random.sample([*days_worth_asking(record, key, random)], 8)
            for known in DAYS:
                rows = film.known(known.toordinal())
                for on in [*some, *random.sample(DAYS, 6)]:
                    expected = by_the_rule(record, key, on, known)

                    assert expected == shown_on(rows, on.toordinal()), f"seed {seed} {key} {on}"


def test_the_bundled_partnership_is_filmed_as_it_is(record: Record) -> None:
    """It has what random histories of a few days have not: years, and open ends."""
    random = Random(1)
    cuts = [date(2019, 7, 22), date(2023, 1, 23), date(2025, 10, 28), date(2026, 4, 27)]
    for key, film in filmed(record).items():
        days = random.sample([*days_worth_asking(record, key, random)], 12)
        for known in [None, *cuts]:
            rows = film.known(known.toordinal()) if known else film.now
            for on in days:
                assert by_the_rule(record, key, on, known) == shown_on(rows, on.toordinal())


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_rows_that_show_the_same_are_one(first: int) -> None:
    """Days ascend, the first row is from ever, and no neighbours are equal."""
    for seed in range(first, first + CHUNK):
        for film in filmed(history(seed)).values():
            for rows in (film.now, *(film.known(splice.cut) for splice in film.splices)):
                begins = [row.first for row in rows[1:] if row.first is not None]

                assert rows[0].first is None
                assert begins == sorted(set(begins))
                assert len(begins) == len(rows) - 1
                assert all(one.shown != other.shown for one, other in pairwise(rows))


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_splice_says_no_more_than_what_becomes_another(first: int) -> None:
    """A page carries every one of them."""
    for seed in range(first, first + CHUNK):
        for film in filmed(history(seed)).values():
            rows = [Row(None, film.unset)]
            for splice in film.splices:
                gone = rows[splice.at : splice.at + splice.removed]
                rows[splice.at : splice.at + splice.removed] = splice.rows

                assert splice.removed or splice.rows
                assert not gone or not splice.rows or gone[0] != splice.rows[0]
                assert not gone or not splice.rows or gone[-1] != splice.rows[-1]
            assert [one.cut for one in film.splices] == sorted({one.cut for one in film.splices})
