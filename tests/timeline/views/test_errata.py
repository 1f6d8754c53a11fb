"""Errata: what was wrong, since when, who put it right, and exactly which answers that changed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from logs import fee, happened, log
from rule_histories import history

from cli.forms.json_text import day_of
from events.dates.dates import parse
from events.model.kinds import Act, Correct, Correction, Retract
from timeline.answers.corrections import effects_of
from timeline.record.days import FAR
from timeline.record.record import Kept, record_of
from timeline.record.steps import steps_of
from timeline.rule.answer import Answer
from timeline.rule.state import Phase, phases
from timeline.rule.terms import Terms, kinds
from timeline.views.errata import Changed, Erratum, errata

pytestmark = pytest.mark.drawn

HISTORIES, CHUNK = 200, 50
DAYS = [
    -FAR,
    *range(date(2025, 11, 20).toordinal(), date(2026, 2, 20).toordinal()),
    date.max.toordinal(),
]
"""As long ago as one may ask, the days of the random histories, and the last day there is."""


def register_of(kept: Sequence[Kept]) -> list[Erratum]:
    return errata(kept, effects_of(kept))


def answers(kept: Sequence[Kept]) -> dict[str, list[object]]:
    """Return what makes the answer of each term on each of the days."""
    record = record_of(kept)
    terms = Terms(steps_of(record))
    return {key: [*_on_days(phases(terms, key))] for key in record.terms}


def _on_days(line: Iterable[Phase]) -> Iterator[object]:
    for first, last, state in line:
        yield from (kinds(state.answers) for on in DAYS if first <= on <= last)


def differing(before: Sequence[Kept], after: Sequence[Kept]) -> dict[tuple[str, int], object]:
    """Return both answers of each term on each day on which they are not the same."""
    then, later = answers(before), answers(after)
    return {
        (key, on): (was, now)
        for key in later
        for on, was, now in zip(DAYS, then[key], later[key], strict=True)
        if was != now
    }


def told(changed: Iterable[Changed]) -> dict[tuple[str, int], object]:
    """Return both answers of each stretch in *changed*, on each of its days."""
    return {
        (each.after.term.key, on): _pair(each)
        for each in changed
        for on in DAYS
        if each.after.first <= on <= each.after.last
    }


def _pair(one: Changed) -> tuple[object, object]:
    return _said(one.before), _said(one.after)


def _said(one: Answer) -> object:
    return kinds([one.decided] if one.decided else one.possible)


def days_of(one: Erratum) -> list[tuple[str | None, str | None]]:
    """Return the first and the last day of each stretch, None where it is open."""
    return [(day_of(each.after.first), day_of(each.after.last)) for each in one.changed]


def with_their_place(first: int) -> Iterator[tuple[int, list[Kept], int, Erratum]]:
    """Yield each erratum of a chunk of random logs, with its seed, log and place in it."""
    for seed in range(first, first + CHUNK):
        kept = [Kept(*one) for one in history(Random(seed))]
        for one in register_of(kept):
            yield seed, kept, kept.index(one.kept), one


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_it_tells_the_answers_without_and_with_it_on_every_day_it_changed(first: int) -> None:
    """Found here day by day; whoever relied on one of those answers must be told."""
    for seed, kept, index, one in with_their_place(first):
        expected = differing(kept[:index], kept[: index + 1])

        assert expected == told(one.changed), f"seed {seed}: {one.act.id}"
        for each, following in pairwise(one.changed):
            if each.after.term == following.after.term:
                assert each.after.last < following.after.first
            if (each.after.term, each.after.last + 1) == (
                following.after.term, following.after.first,
            ):  # fmt: skip
                assert _pair(each) != _pair(following), f"seed {seed}: {one.act.id}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_act_is_an_erratum_in_its_order(first: int) -> None:
    """The register leaves nothing out, and dates no error after its repair."""
    for seed in range(first, first + CHUNK):
        kept = [Kept(*one) for one in history(Random(seed))]
        found = register_of(kept)

        assert [one for one in kept if isinstance(one.act, Correct | Retract)] == [
            one.kept for one in found
        ]
        assert all(one.wrong_since <= one.kept.recorded for one in found), f"seed {seed}"


DEAL = happened("deal", "2026-01-03", fee("10 %"))


def correct(name: str, event: str = "deal", **fields: Any) -> Correct:
    given = Correction(given=frozenset(fields), **fields)
    return Correct(id=name, event=event, fields=given, reason="It was wrong.")


def retract(name: str, event: str) -> Retract:
    return Retract(id=name, event=event, reason="Never so.")


def register(*acts: Act) -> list[tuple[str, str]]:
    """Return of each erratum what it is and by which act the error came in."""
    kept = [Kept(*one) for one in log(DEAL, *acts)]
    by = {one.recorded: one.act.id for one in kept}
    return [(one.act.id, by[one.wrong_since]) for one in register_of(kept)]


def test_the_first_correction_finds_the_event_wrong() -> None:
    """It was recorded so."""
    assert [("c1", "deal")] == register(correct("c1", when=parse("2026-01-04")))


def test_a_second_correction_of_a_field_finds_the_first_wrong() -> None:
    """The error that it puts right came in with that."""
    assert [("c1", "deal"), ("c2", "c1")] == register(
        correct("c1", when=parse("2026-01-04")), correct("c2", when=parse("2026-01-05"))
    )


def test_a_correction_of_another_field_finds_the_event_wrong() -> None:
    """The first did not touch it."""
    assert [("c1", "deal"), ("c2", "deal")] == register(
        correct("c1", when=parse("2026-01-04")), correct("c2", changes=(fee("20 %"),))
    )


def test_a_correction_of_several_fields_goes_back_to_the_first_error() -> None:
    """Each field was last written by another act; something was wrong since the earlier of them."""
    assert [("c1", "deal"), ("c2", "deal"), ("c3", "c1")] == register(
        correct("c1", when=parse("2026-01-04")),
        correct("c2", changes=(fee("20 %"),)),
        correct("c3", when=parse("2026-01-05"), changes=(fee("30 %"),)),
    )


def test_a_field_that_is_given_as_it_was_is_not_put_right() -> None:
    """Only what differs was wrong; the register shows no other field either."""
    assert [("c1", "deal"), ("c2", "c1")] == register(
        correct("c1", when=parse("2026-01-04")),
        correct("c2", when=parse("2026-01-05"), title="deal"),
    )


def test_a_correction_that_repeats_what_stands_brings_no_error_in() -> None:
    """It was wrong before; and a correction of nothing finds wrong what it repeats."""
    assert [("c1", "deal"), ("c2", "deal"), ("c3", "deal")] == register(
        correct("c1", when=parse("2026-01-03"), title="Corrected"),
        correct("c2", when=parse("2026-01-03")),
        correct("c3", when=parse("2026-01-05")),
    )


def test_a_correction_that_was_retracted_is_no_error_of_the_next() -> None:
    """What stood was what the event said."""
    assert [("c1", "deal"), ("r", "c1"), ("c2", "deal")] == register(
        correct("c1", when=parse("2026-01-04")),
        retract("r", "c1"),
        correct("c2", when=parse("2026-01-05")),
    )


def test_a_retraction_finds_the_event_wrong_from_the_start() -> None:
    """Also where it was corrected in between: it should never have been recorded."""
    assert [("c1", "deal"), ("r", "deal")] == register(
        correct("c1", when=parse("2026-01-04")), retract("r", "deal")
    )


def test_it_shows_the_event_before_and_after() -> None:
    """A retraction leaves none; that of a correction brings the event back as it was."""
    kept = [
        Kept(*one)
        for one in log(DEAL, correct("c1", title="Corrected"), retract("r1", "c1"),
                       retract("r2", "deal"))
    ]  # fmt: skip
    titles = [
        (one.event, one.was.title if one.was else None, one.now.title if one.now else None)
        for one in register_of(kept)
    ]

    assert [
        ("deal", "deal", "Corrected"),
        ("deal", "Corrected", "deal"),
        ("deal", "deal", None),
    ] == titles


def test_what_fell_changes_nothing_when_its_correction_is_retracted() -> None:
    """The event is not there either way."""
    kept = [
        Kept(*one)
        for one in log(
            DEAL, correct("c1", changes=(fee("20 %"),)), retract("r1", "deal"), retract("r2", "c1")
        )
    ]
    last = register_of(kept)[-1]

    assert (None, None, ()) == (last.was, last.now, last.changed)


def test_a_correction_of_a_title_changes_no_answer() -> None:
    """It is in the register all the same."""
    kept = [Kept(*one) for one in log(DEAL, correct("c1", title="The deal"))]

    assert [()] == [one.changed for one in register_of(kept)]


def test_another_value_of_what_may_be_the_answer_is_a_change() -> None:
    """The days are the same, and so is the event; what it says is not."""
    old = happened("old", "2026-01-02", fee("10 %", unless=("agi",)))
    new = happened("new", "[2026-01-04..2026-01-06]", fee("20 %", unless=("agi",)))
    acts = log(old, new, correct("c1", "new", changes=(fee("30 %", unless=("agi",)),)),
               correct("c2", "old", changes=(fee("10 %"),)))  # fmt: skip
    found = register_of([Kept(*one) for one in acts])

    assert [
        [("2026-01-04", "2026-01-05"), ("2026-01-06", None)],
        [("2026-01-02", "2026-01-03"), ("2026-01-04", "2026-01-05")],
    ] == [days_of(one) for one in found]


def test_what_was_wrong_since_ever_has_no_first_day() -> None:
    """Nobody can ask about a day before the calendar begins."""
    old = happened("old", "[..2026-01-05]", fee("10 %"))
    [one] = register_of([Kept(*each) for each in log(old, retract("r", "old"))])

    assert [(None, "2026-01-04"), ("2026-01-05", None)] == days_of(one)
    assert [("undetermined", "not-set"), ("in-force", "not-set")] == [
        (each.before.status, each.after.status) for each in one.changed
    ]


def test_a_value_without_end_may_last_through_the_last_day_of_the_calendar() -> None:
    """There is no day after it to ask about."""
    deal = happened("deal", "2026-01-03", fee("10 %", through=parse("9999-12-30")))
    longer = (fee("10 %", through=parse("9999-12-31")),)
    kept = [
        Kept(*one) for one in log(deal, correct("c1", changes=longer), correct("c2", title="It"))
    ]

    assert [[("2026-01-03", "9999-12-30"), ("9999-12-31", None)], []] == [
        days_of(one) for one in register_of(kept)
    ]


def test_a_day_more_on_the_last_day_of_the_calendar_is_a_change() -> None:
    """It is a day like any other."""
    end = happened("end", "9999-12-31", fee("10 %"))
    [one] = register_of([Kept(*each) for each in log(end, retract("r", "end"))])

    assert [("9999-12-31", None)] == days_of(one)
    assert [("in-force", "not-set")] == [
        (each.before.status, each.after.status) for each in one.changed
    ]


def test_what_differs_only_before_the_calendar_begins_is_no_change() -> None:
    """Nobody can ask about a day before it."""
    deal = happened("deal", "0001-01-01", fee("10 %"))
    dated = correct("c", when=parse("[..0001-01-01]"))
    [one] = register_of([Kept(*each) for each in log(deal, dated)])

    assert [] == days_of(one)
