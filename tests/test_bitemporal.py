"""Both clocks: what was worked out ahead is what the rule answers, on every day and every cut."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from time import process_time

import pytest
import rule_histories as histories

from cli import json_form
from events.dates import day, parse
from events.model.kinds import Act, Define, Event, Set, Term
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import FAR, steps_of
from timeline.rule.answer import Answer, answer_on
from timeline.rule.line import PARTS, line
from timeline.rule.terms import Terms
from timeline.views.bitemporal import Rectangle, rectangles

HISTORIES, CHUNK = 300, 20
FIRST = date(2025, 12, 30)
DAYS = [FIRST + timedelta(n) for n in range(24)]

Plane = list[Rectangle[str]]


def planes(record: Record) -> dict[str, Plane]:
    return rectangles(record, record.terms, lambda answer: shown(answer, record))


def shown(answer: Answer, record: Record) -> str:
    form = json_form.answer_json(answer, record)
    return json_form.dump({key: form[key] for key in form if key not in ("from", "until")})


def history(seed: int) -> Record:
    return record_of(Kept(*one) for one in histories.history(Random(seed)))


def by_the_rule(terms: Terms, record: Record, key: str, on: date) -> str:
    return shown(answer_on(terms, record.terms[key], day(on)), record)


def looked_up(plane: Iterable[Rectangle[str]], on: date, known: int) -> str:
    """Return what the only rectangle shows in which a day lies, by what was known."""
    [found] = [
        one
        for one in plane
        if one.first <= on.toordinal() <= one.last and one.since <= known <= one.until
    ]
    return found.shown


def days_worth_asking(terms: Terms, key: str, random: Random) -> Iterator[date]:
    """Yield every day on which an answer may turn, the day before it, and some by chance."""
    steps = terms.steps[key]
    turns = {one.first for part in PARTS for one in line(steps, part)}
    turns |= {one.first for one in terms.line(key)} | {step.public for step in steps}
    for turn in sorted(turns - {FAR}):
        yield from (date.fromordinal(one) for one in (turn - 1, turn) if 0 < one)
    yield from (date.fromordinal(random.randint(1, date.max.toordinal())) for _ in range(5))
    yield from (date.min, date.max)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_rectangles_show_what_the_rule_answers(first: int) -> None:
    """On every day on which anything may turn, and on any other, without a cut."""
    for seed in range(first, first + CHUNK):
        record = history(seed)
        terms = Terms(steps_of(record))
        for key, plane in planes(record).items():
            for on in days_worth_asking(terms, key, Random(seed)):
                expected = by_the_rule(terms, record, key, on)

                assert expected == looked_up(plane, on, FAR), f"seed {seed} {key} {on}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_rectangles_show_what_the_rule_answers_by_what_was_known(first: int) -> None:
    """With every cut, also of a source that was published after what it says was announced."""
    for seed in range(first, first + CHUNK):
        record, random = history(seed), Random(seed)
        now, made = Terms(steps_of(record)), planes(record)
        for known in DAYS:
            terms = Terms(steps_of(record, known=known))
            for key, plane in made.items():
                some = [*days_worth_asking(now, key, random), *DAYS]
                for on in random.sample(some, 10):
                    expected = by_the_rule(terms, record, key, on)
                    found = looked_up(plane, on, known.toordinal())

                    assert expected == found, f"seed {seed} {key} {on} {known}"


def test_the_bundled_partnership_is_as_it_is(record: Record) -> None:
    """It has what random histories of a few days have not: years, and open ends."""
    random, now = Random(1), Terms(steps_of(record))
    worth = {key: [*days_worth_asking(now, key, random)] for key in record.terms}
    days = {key: random.sample(several, min(12, len(several))) for key, several in worth.items()}
    made = planes(record)
    cuts = [date(2019, 7, 22), date(2023, 1, 23), date(2025, 10, 28), date(2026, 4, 27)]
    for known in [None, *cuts]:
        terms = Terms(steps_of(record, known=known))
        for key, plane in made.items():
            for on in days[key]:
                found = looked_up(plane, on, known.toordinal() if known else FAR)

                assert by_the_rule(terms, record, key, on) == found


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_rectangles_cover_both_clocks_once(first: int) -> None:
    """At each cut they follow each other without a gap, and no neighbours show the same."""
    for seed in range(first, first + CHUNK):
        for plane in planes(history(seed)).values():
            for known in {FAR, *(one.since for one in plane)}:
                rows = [one for one in plane if one.since <= known <= one.until]

                assert (rows[0].first, rows[-1].last) == (-FAR, FAR)
                assert all(one.last + 1 == other.first for one, other in pairwise(rows))
                assert all(one.shown != other.shown for one, other in pairwise(rows))


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_no_rectangle_could_be_joined_with_the_one_known_later(first: int) -> None:
    """A page carries every one of them."""
    for seed in range(first, first + CHUNK):
        for plane in planes(history(seed)).values():
            ends = {(one.first, one.last, one.shown, one.until + 1) for one in plane}

            assert not [one for one in plane if (*one[:2], one.shown, one.since) in ends]


@pytest.mark.parametrize(("when", "seconds"), [("months", 2), ("years", 6)])
def test_many_vague_changes_take_little_time(when: str, seconds: int) -> None:
    """Each is announced on a day of its own, which makes a view of its own."""
    acts = enumerate(vague(when), 1)
    record = record_of(Kept(number, "2026-01-01T00:00:00Z", act) for number, act in acts)
    began = process_time()
    made = planes(record)

    assert process_time() - began < seconds
    assert len({one.since for one in made["share"]}) == 121


def vague(when: str) -> Sequence[Act]:
    """Return a term and 120 changes of it: one a month, or twelve in a year none of them names."""
    days = [f"{2010 + n // 12}-{n % 12 + 1:02}" for n in range(120)]
    return [
        Define(id="share", thing=Term(key="share", title="Share")),
        *(
            Event(
                id=f"e{n}",
                title=f"Change {n}",
                sources=(),
                when=parse(days[n] if when == "months" else days[n][:4]),
                announced=parse(f"{days[n]}-{15 if n % 2 else 3:02}"),
                changes=(Set(term="share", value=str(n)),),
            )
            for n in range(120)
        ),
    ]
