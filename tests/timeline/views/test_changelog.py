"""The changelog: every difference of two days is told once, and so is all that was said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from rule_histories import describe, history

from events.dates.dates import Date, parse
from events.dates.durations import Duration
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Claim,
    Condition,
    Correct,
    Define,
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Note,
    Position,
    Reaffirm,
    Retract,
    Set,
    Settle,
    Source,
    Term,
    Use,
)
from events.model.subjects import counted_from
from timeline.boxes.known_forms import KnownForms
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept, Record, record_of
from timeline.record.relations import acts_on
from timeline.record.sources import public_since
from timeline.record.steps import Step, steps_of
from timeline.rule.answer import Answer
from timeline.rule.state import phases
from timeline.rule.terms import Terms, kinds
from timeline.views.changelog import GROUPS, Line, renewals
from timeline.views.changelog import lines as lines_of

HISTORIES, CHUNK = 90, 30
FIRST, LAST = date(2025, 11, 25), date(2026, 2, 10)
"""The days of the random histories, and some before and after."""

Told = tuple[int, int, bool, object, object]
"""A day, a day that is told of, whether it was learned, and the answers before and after."""


def lines(record: Record, first: date | None, last: date | None) -> list[Line]:
    """Return the lines by the boxes that the acts of *record* make."""
    return lines_of(answers_of(record.acts, lambda every: [*every.terms]), first, last)


def expected(record: Record, term: str) -> Iterator[Told]:
    """Yield every difference of two days in a row, found by asking of each day (§7)."""
    before: dict[int, frozenset[tuple[object, ...]]] = {}
    for on in range(FIRST.toordinal(), LAST.toordinal()):
        terms = Terms(steps_of(record, known=date.fromordinal(on)))
        now: dict[int, frozenset[tuple[object, ...]]] = {}
        for first, last, state in phases(terms, term, FIRST.toordinal(), on):
            now |= dict.fromkeys(range(first, last + 1), state.same)
        for one, was in before.items():
            if was != now[one]:
                yield on, one, True, was, now[one]
        if before and now[on - 1] != now[on]:
            yield on, on, False, now[on - 1], now[on]
        before = now


def told_of(found: Sequence[Line], term: str) -> Iterator[Told]:
    """Yield the differences that the lines of a term tell."""
    for line in found:
        for row in line.rows if line.term and line.term.key == term else ():
            first, last, was, now = row.change
            for one in range(max(first, FIRST.toordinal()), last + 1):
                yield row.on, one, row.learned, kinds(was), kinds(now)


def random_records(first: int) -> Iterator[tuple[str, Record]]:
    for seed in range(first, first + CHUNK):
        kept = history(Random(seed))
        yield f"seed {seed}\n{describe(kept)}", record_of(Kept(*one) for one in kept)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_difference_of_two_days_is_told_in_exactly_one_line(first: int) -> None:
    """Nothing is left out, nothing is told twice, and nothing that did not happen."""
    for about, record in random_records(first):
        found = lines(record, None, None)
        for term in record.terms:
            told = [one for one in told_of(found, term) if one[0] < LAST.toordinal()]

            assert sorted(set(told), key=str) == sorted(told, key=str), about
            assert set(expected(record, term)) == set(told), f"{term}: {about}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_each_statement_and_each_event_is_told(first: int) -> None:
    """Also what changed nothing; none of them twice on a day."""
    for about, record in random_records(first):
        found = lines(record, None, None)
        said = {step for line in found for step in line.steps}
        steps = {(step.event, step.index) for step in said}
        every = [step for own in steps_of(record).values() for step in own if step.change]
        quiet = [(line.on, line.group, *line.steps) for line in found if not line.rows]

        assert {(one.event, one.index) for one in every} <= steps, about
        fallen = {one.event.id for one in record.events if one.event.changes}
        fallen -= {step.event for step in every}
        events = {one.event.id for one in record.events} - fallen
        assert events <= {line.event for line in found} | {one.event for one in said}, about
        assert len(quiet) == len(set(quiet)) or any(not line.steps for line in found), about
        assert all(line.group in GROUPS for line in found)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_two_periods_tell_what_one_does(first: int) -> None:
    """Whoever issues by the month tells no more and no less than whoever issues by the year."""
    for about, record in random_records(first):
        start, cut, end = date(2026, 1, 3), date(2026, 1, 8), date(2026, 1, 20)
        whole = lines(record, start, end)
        parts = [*lines(record, cut + timedelta(1), end), *lines(record, start, cut)]

        assert _quiet(whole) == _quiet(parts), about
        assert _rows(whole) == _rows(parts), about


def _quiet(found: Sequence[Line]) -> list[tuple[object, ...]]:
    return sorted(
        (str(line.on), line.group, line.event, tuple((s.event, s.index) for s in line.steps))
        for line in found
        if not line.rows
    )


def _rows(found: Sequence[Line]) -> set[tuple[object, ...]]:
    return {
        (line.term and line.term.key, row.on, row.learned, *map(kinds, row.change[2:]))
        for line in found
        for row in line.rows
    }


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_future_does_not_change_the_past(first: int) -> None:
    """What was announced later leaves the changelog of a period as it was, byte for byte."""
    for seed in range(first, first + CHUNK):
        kept = [Kept(*one) for one in history(Random(seed))]
        end = date(2026, 1, 10)
        later = _public_later(record_of(kept), end)
        before = record_of(_without(kept, later))
        start = date(2026, 1, 1)

        assert _whole(lines(before, start, end)) == _whole(lines(record_of(kept), start, end)), seed


def _without(kept: Sequence[Kept], events: set[str]) -> Iterator[Kept]:
    """Leave *events* out, and what was done to them."""
    gone = set(events)
    for one in kept:
        if isinstance(one.act, Correct | Retract) and one.act.event in gone:
            gone.add(one.act.id)
        if one.act.id not in gone:
            yield one


def _public_later(record: Record, end: date) -> set[str]:
    """Return the events all of which was announced after *end*, and that nothing hangs on."""
    steps = [step for own in steps_of(record).values() for step in own]
    early = {step.event for step in steps if step.public <= end.toordinal()}
    early |= {one.event.id for one in record.events if public_since(one, record) <= end.toordinal()}
    after = {one.event.after for one in record.events}
    told = {change.of for one in record.events for change in one.event.changes}
    acts = [one.act for one in record.acts if isinstance(one.act, Event | Correct)]
    said = [one if isinstance(one, Event) else one.fields for one in acts]
    named = {
        id for one in said for id in (*counted_from(one), *(other for _, other in acts_on(one)))
    }
    every = {one.event.id for one in record.events if one.event.changes or [*acts_on(one.event)]}
    return every - early - after - told - named


def _whole(found: Sequence[Line]) -> list[tuple[object, ...]]:
    return [
        (line.group, line.on, line.event, str(line.when), line.term, _same(line.before),
         _same(line.after), [(step.event, step.index) for step in line.steps], line.days)
        for line in found
    ]  # fmt: skip


def _same(one: Answer | None) -> object:
    return one and kinds([one.decided] if one.decided else one.possible)


def log(*events: Event) -> Record:
    """Return the record of *events* about two terms, the fee and the seat."""
    head = [
        Define(id="define:term:fee", thing=Term(key="fee", title="Fee")),
        Define(id="define:term:seat", thing=Term(key="seat", title="Seat")),
        Define(id="define:condition:agi", thing=Condition(key="agi", title="Verified")),
        Define(id="define:source:s", thing=Source(key="s", url="https://example.com")),
    ]
    acts: list[Act] = [*head, *events]
    stamp = "2026-11-21T00:00:00.000000Z"
    return record_of(Kept(n, stamp, act) for n, act in enumerate(acts, 1))


def event(
    name: str,
    when: str,
    *changes: Change,
    announced: str | None = None,
    authority: Authority = Authority.OFFICIAL,
) -> Event:
    return Event(
        id=name,
        title=name,
        authority=authority,
        sources=("s",),
        when=parse(when),
        announced=parse(announced) if announced else None,
        changes=changes,
    )


def fee(value: str, through: Date | None = None) -> Set:
    return Set(term="fee", value=value, through=through)


def status(one: Answer | None) -> str | None:
    return one.status if one else None


def claim(value: str) -> Claim:
    return Claim(term="fee", value=value)


def told(record: Record, first: str, last: str) -> list[tuple[str, str, str | None]]:
    found = lines(record, date.fromisoformat(first), date.fromisoformat(last))
    return [(str(line.on), line.group, value(line.after)) for line in found]


def value(one: Answer | None) -> str | None:
    decided = one.decided if one else None
    return decided.value if decided else None


def test_a_term_that_changed_twice_is_told_twice() -> None:
    """A comparison of the two ends would hide the first change."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("raise", "2026-02-01", fee("20 %")),
        event("cut", "2026-03-01", fee("10 %")),
    )

    assert [("2026-03-01", "Changed", "10 %"), ("2026-02-01", "Changed", "20 %")] == told(
        record, "2026-01-06", "2026-12-31"
    )


def test_what_came_out_late_is_told_when_it_came_out() -> None:
    """The issue of January could not know it; the issue of March must say that it was so before."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("secret", "2026-01-20", fee("12 %"), announced="2026-03-01"),
    )
    [line] = lines(record, date(2026, 2, 1), date(2026, 3, 31))

    assert [("2026-01-05", "Added", "10 %")] == told(record, "2026-01-01", "2026-01-31")
    assert ("Learned about the past", date(2026, 3, 1), "2026-01-20") == (
        line.group,
        line.on,
        str(line.when),
    )


def test_an_imprecise_event_is_one_line_dated_as_it_is_written() -> None:
    """It did not happen on the first of the month, nor did it happen twice."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("raise", "2026-03", fee("20 %")),
    )
    [line] = lines(record, date(2026, 2, 1), date(2026, 12, 31))

    assert ("Changed", "2026-03", "10 %", "20 %") == (
        line.group,
        str(line.when),
        value(line.before),
        value(line.after),
    )


def test_a_period_that_ends_within_an_imprecise_date_says_that_it_may_have_happened() -> None:
    """On the tenth nobody could tell; a line that picks a side would be wrong."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("raise", "2026-03", fee("20 %"), announced="2026-01-06"),
    )
    [line] = lines(record, date(2026, 2, 1), date(2026, 3, 10))

    assert line.after
    assert ("undetermined", "2026-03") == (line.after.status, str(line.when))


def test_an_expiry_is_told_on_the_first_day_without_the_value() -> None:
    """Through 2026-06 includes the thirtieth."""
    record = log(event("deal", "2026-01-05", fee("10 %", through=parse("2026-06"))))

    assert [("2026-07-01", "Expired", "10 %")] == told(record, "2026-02-01", "2026-12-31")


def test_what_changed_no_answer_is_told_beside() -> None:
    """Reaffirmed, left unsaid, disputed and claimed are news too."""
    sides = (Position(party="One", says="No."),)
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("again", "2026-02-01", Reaffirm(term="fee")),
        event("silent", "2026-03-01", LeaveUnsaid(term="fee")),
        event("quarrel", "2026-04-01", Dispute(term="fee", positions=sides)),
        event("peace", "2026-04-02", Settle(term="fee")),
        event("article", "2026-05-01", claim("30 %"), authority=Authority.PRESS),
        event("rumour", "2026-05-02", Claim(term="fee"), authority=Authority.REPORTED),
        event("used", "2026-06-01", Use(term="fee")),
        event("known", "2026-06-02", Note(term="fee", text="It is paid in March.")),
        event("round", "2026-06-03"),
    )

    assert [
        ("2026-06-03", "Also happened", None),
        ("2026-06-02", "Also happened", "10 %"),
        ("2026-06-01", "Also happened", "10 %"),
        ("2026-05-02", "Claimed otherwise", "10 %"),
        ("2026-05-01", "Claimed otherwise", "10 %"),
        ("2026-04-02", "Settled", "10 %"),
        ("2026-04-01", "Disputed", "10 %"),
        ("2026-03-01", "Not restated", "10 %"),
        ("2026-02-01", "Confirmed", "10 %"),
    ] == told(record, "2026-01-06", "2026-12-31")


def test_a_claim_about_the_past_is_told_when_it_was_made() -> None:
    """A report of May about April is not news of April."""
    article = event(
        "article", "2026-04-27", claim("30 %"), authority=Authority.PRESS, announced="2026-05-11"
    )
    record = log(event("deal", "2026-01-05", fee("10 %")), article)

    assert [("2026-05-11", "Claimed otherwise", "10 %")] == told(record, "2026-02-01", "2026-12-31")


def test_a_plan_is_told_when_it_is_announced_with_or_without_a_date() -> None:
    """A reader of January knows of it; one who reads of the day on which it comes is told that."""
    sometime = replace(event("sometime", "2026-01-20", fee("15 %")), when=None)
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("plan", "2026-03-01", fee("20 %"), announced="2026-01-10"),
        replace(sometime, announced=parse("2026-01-20")),
    )

    assert [
        ("2026-03-01", "Changed", "20 %"),
        ("2026-01-20", "Announced", "10 %"),
        ("2026-01-10", "Announced", "10 %"),
    ] == told(record, "2026-01-06", "2026-12-31")


def test_what_is_learned_of_days_that_are_over_is_told_with_its_days() -> None:
    """Court files of 2021 tell what was paid from 2010 until 2015."""
    record = log(
        event("now", "2015-01-01", fee("40 %")),
        event("files", "2010-01-01", fee("50 %"), announced="2021-06-01"),
    )
    [line] = lines(record, date(2021, 1, 1), date(2021, 12, 31))
    days = [date.fromordinal(one) for one in line.days or ()]

    assert ("Learned about the past", "50 %") == (line.group, value(line.after))
    assert date(2021, 6, 1) == line.on
    assert [date(2010, 1, 1), date(2014, 12, 31)] == days


def test_a_sum_of_a_year_that_is_over_is_learned_in_one_line() -> None:
    """That it has expired since is no other news."""
    yearly = Set(term="fee", value="$20B", during=parse("2022"))
    record = log(event("books", "2022-01-01", yearly, announced="2025-06-01"))
    [line] = lines(record, None, None)

    assert ("Learned about the past", "$20B") == (line.group, value(line.after))
    assert "2022-01-01" == str(line.when)
    assert [date(2022, 1, 1), date(2022, 12, 31)] == [date.fromordinal(n) for n in line.days or ()]


def test_what_is_told_of_a_known_happening_is_clarified() -> None:
    """The amount of a round that everybody knew of has not changed."""
    amount = replace(fee("12 %"), of="deal")
    more = event("more", "2026-02-01", amount, announced="2026-02-01")
    record = log(event("deal", "2026-01-05", fee("10 %")), more)

    assert [("2026-02-01", "Clarified", "12 %")] == told(record, "2026-01-06", "2026-12-31")


def test_a_restatement_confirms_its_own_rank_only() -> None:
    """An official "unchanged" does not make a rumoured figure official, nor the press a filing."""
    rumour = event("rumour", "2026-01-05", fee("10 %"), authority=Authority.REPORTED)
    again = event("again", "2026-02-01", Reaffirm(term="fee"))
    filing = event("filing", "2026-03-01", fee("20 %"), authority=Authority.FILING)
    paper = event("paper", "2026-04-01", Reaffirm(term="fee"), authority=Authority.PRESS)
    court = event("court", "2026-05-01", Reaffirm(term="fee"))

    assert [
        ("2026-05-01", "Confirmed", "20 %"),
        ("2026-04-01", "Reaffirmed", "20 %"),
        ("2026-03-01", "Changed", "20 %"),
        ("2026-02-01", "Said unchanged", "10 %"),
    ] == told(log(rumour, again, filing, paper, court), "2026-01-06", "2026-12-31")


def test_the_party_that_says_what_the_press_said_confirms_it() -> None:
    """The answer is the same, and no longer reported; of the press that follows, the reverse."""
    press = event("press", "2026-01-05", fee("36 %"), authority=Authority.PRESS)
    party = event("party", "2026-02-01", fee("36 %"))
    late = event("late", "2026-03-01", fee("36 %"), authority=Authority.REPORTED)

    assert [("2026-03-01", "Reaffirmed", "36 %"), ("2026-02-01", "Confirmed", "36 %")] == told(
        log(press, party, late), "2026-01-06", "2026-12-31"
    )


def test_what_hangs_on_a_term_ends_with_it_and_says_by_which_event() -> None:
    """The share is gone with the licence, whoever wrote that."""
    hanging = event("given", "2026-01-05", Set(term="seat", value="one", hinge="fee"))
    over = event("over", "2026-02-01", End(term="fee"))
    found = lines(log(event("deal", "2026-01-05", fee("10 %")), hanging, over), None, None)

    assert [("fee", "Ended", "over"), ("seat", "Ended", "over")] == [
        (line.term.key, line.group, line.event) for line in found[:2] if line.term
    ]


def test_a_condition_that_came_about_and_ended_nothing_is_told() -> None:
    """It may end what is agreed tomorrow; where it ended an answer, that is the news."""
    record = log(
        replace(event("early", "2026-01-05"), met=("agi",)),
        event("deal", "2026-02-01", replace(fee("10 %"), unless=("agi",))),
        replace(event("again", "2026-03-01"), met=("agi",)),
    )
    found = lines(record, None, None)

    assert [
        ("again", "Ended", ()),
        ("deal", "Added", ()),
        ("early", "Also happened", ("Verified",)),
    ] == [(line.event, line.group, line.met) for line in found]


def test_an_end_and_what_comes_after_an_end_or_an_expiry_have_groups_of_their_own() -> None:
    """What is added anew after it was gone has not merely changed."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("over", "2026-02-01", End(term="fee")),
        event("anew", "2026-03-01", fee("20 %", through=parse("2026-03"))),
        event("again", "2026-05-01", fee("30 %")),
    )

    assert [
        ("2026-05-01", "Added", "30 %"),
        ("2026-04-01", "Expired", "20 %"),
        ("2026-03-01", "Returned", "20 %"),
        ("2026-02-01", "Ended", None),
        ("2026-01-05", "Added", "10 %"),
    ] == told(record, "2026-01-01", "2026-12-31")


def test_what_comes_back_after_its_last_day_has_returned() -> None:
    """A figure of its own for each year is new each time; the same answer is not."""
    yearly = replace(fee("10 %", through=parse("2026-02")), when=parse("2026-02-01"))
    record = log(
        event("deal", "2026-02-01", yearly),
        event("again", "2026-04-01", fee("10 %", through=parse("2026-04"))),
        event("more", "2026-06-01", fee("20 %")),
    )
    groups = {on: group for on, group, _ in told(record, "2026-03-02", "2026-12-31")}

    assert {"2026-04-01": "Returned", "2026-05-01": "Expired", "2026-06-01": "Added"} == groups


def test_a_claim_is_told_apart_by_whether_it_differs() -> None:
    """Who claims what the answer is already, or adds a detail, says nothing otherwise."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("other", "2026-02-01", claim("30 %"), authority=Authority.PRESS),
        event("same", "2026-03-01", claim("10 %"), authority=Authority.PRESS),
        event("more", "2026-04-01", replace(claim("of it"), adds=True), authority=Authority.PRESS),
    )

    assert ["Also claimed", "Also claimed", "Claimed otherwise"] == [
        group for _, group, _ in told(record, "2026-01-06", "2026-12-31")
    ]


def test_an_imprecise_event_that_adds_is_one_line_of_its_first_day() -> None:
    """Before it there was nothing; that it was undetermined in between is no other change."""
    record = log(event("deal", "[2026-01-05..2026-01-09]", fee("10 %"), announced="2026-01-02"))

    assert [("2026-01-05", "Added", "10 %")] == told(record, "2026-01-03", "2026-12-31")


def test_what_another_event_changes_meanwhile_is_a_line_of_its_own() -> None:
    """One of them may be, the other is; they are not one happening."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("perhaps", "2026-02", fee("15 %"), announced="2026-01-06"),
        event("raise", "2026-02-28", fee("20 %"), authority=Authority.FILING),
    )

    assert [
        ("2026-02-28", "Changed", "20 %"),
        ("2026-02-01", "Changed", None),
    ] == told(record, "2026-02-01", "2026-12-31")


def test_what_came_out_on_the_last_day_of_an_imprecise_event_is_learned() -> None:
    """Nobody could say the new amount on the first day on which it may have been so."""
    more = replace(fee("25 %"), of="raise")
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("raise", "2026-03", fee("20 %"), announced="2026-01-06"),
        event("amount", "2026-03-31", more),
    )
    found = lines(record, date(2026, 2, 1), date(2026, 12, 31))

    assert [
        ("2026-03-31", "Changed", "undetermined", "25 %"),
        ("2026-03-01", "Changed", "in-force", None),
    ] == [(str(one.on), one.group, status(one.before), value(one.after)) for one in found]


@pytest.mark.parametrize("when", ["2026-06-01", None])
def test_what_an_event_says_of_another_day_did_not_give_the_answer(when: str | None) -> None:
    """The same value from June on, or from a day that nobody knows, is still to come."""
    own = replace(fee("10 %"), when=parse("2026-01-05"))
    told_before = event("deal", "2026-06-01", own, fee("10 %"), announced="2026-01-02")
    deal = replace(told_before, when=parse(when) if when else None)
    line, *ahead = lines(log(deal), None, date(2026, 5, 31))

    assert {"Announced"} == {one.group for one in ahead}
    assert ["2026-01-05"] == [str(step.when) for step in line.steps]


def test_what_an_event_also_says_without_a_day_does_not_part_its_line() -> None:
    """It has neither a first day nor a last."""
    own = replace(fee("20 %"), when=parse("2026-03"))
    both = event("raise", "2026-03", own, fee("20 %"), announced="2026-03-10")
    record = log(event("deal", "2026-01-05", fee("10 %")), replace(both, when=None))

    assert [("2026-03-10", "Changed", "20 %"), ("2026-03-10", "Announced", None)] == told(
        record, "2026-02-01", "2026-12-31"
    )


def test_a_line_of_an_undetermined_answer_has_the_steps_that_may_have_given_it() -> None:
    """What else the event says of the term has not been said of that day."""
    over = End(term="fee", when=parse("2026-06-01"))
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("raise", "2026-03", fee("20 %"), over, announced="2026-01-06"),
    )
    [line] = lines(record, date(2026, 2, 1), date(2026, 3, 10))

    assert ["set"] == [step.verb for step in line.steps]


def test_a_line_names_its_term_and_the_date_of_what_was_said() -> None:
    """Also where no answer changed."""
    record = log(
        event("deal", "2026-01", fee("10 %")),
        event("again", "2026-02", Reaffirm(term="fee"), announced="2026-03-03"),
    )
    found = lines(record, None, None)

    assert [
        ("Confirmed", "2026-03-03", "2026-02"),
        ("Added", "2026-01-31", "2026-01"),
    ] == [(one.group, str(one.on), str(one.when)) for one in found]
    for one in found:
        assert one.before
        assert one.after
        assert one.term == one.before.term == one.after.term == record.terms["fee"]


def test_the_first_day_of_the_calendar_has_lines() -> None:
    """Before it nothing was set."""
    record = log(
        event("first", "0001-01-01", fee("10 %")),
        event("again", "0001-01-01", Reaffirm(term="fee")),
        event("second", "0001-01-02", fee("20 %")),
    )
    expected = [
        ("0001-01-02", "Changed", "20 %"),
        ("0001-01-01", "Added", "10 %"),
        ("0001-01-01", "Confirmed", "10 %"),
    ]

    assert expected == told(record, "0001-01-01", "9999-12-31")
    assert expected[:1] == told(record, "0001-01-02", "9999-12-31")


def test_a_value_through_the_last_day_of_the_calendar_does_not_expire() -> None:
    """There is no day on which to tell it."""
    record = log(event("deal", "2026-01-05", fee("10 %", through=parse("9999-12-31"))))

    assert [("Added", date(2026, 1, 5))] == [
        (one.group, one.on) for one in lines(record, None, None)
    ]


def test_what_was_said_is_told_however_vague_its_day_and_not_before_it_is_public() -> None:
    """A restatement without a last day was said all the same; a secret is none yet."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("again", "[2026-02-01..]", Reaffirm(term="fee"), announced="2026-02-03"),
        event("secret", "2026-02-01", Reaffirm(term="fee"), announced="[2026-03-01..]"),
    )

    assert [("Confirmed", "again"), ("Added", "deal")] == [
        (one.group, one.event) for one in lines(record, None, None)
    ]


DEAL = event("deal", "2026-01-05", fee("10 %"))
PLAN = replace(event("plan", "2026-01-10", fee("20 %"), announced="2026-01-10"), when=None)
CLOSING = replace(event("closing", "2026-02-01"), dates="plan")
RUMOUR = event("rumour", "2026-02-01", fee("20 %"), authority=Authority.PRESS)


def headed(*events: Event) -> list[tuple[str, str, str, str | None]]:
    """Return the day, the group, the event and the deed of each line after the deal."""
    found = lines(log(DEAL, *events), date(2026, 1, 6), None)
    return [
        (str(one.on), one.group, one.event, one.deed.done if one.deed else None) for one in found
    ]


def test_a_plan_is_announced_without_a_day_until_it_is_dated() -> None:
    """Who read of it in January could not know the day; the closing then heads what it brought."""
    found = lines(log(DEAL, PLAN, CLOSING), date(2026, 1, 6), None)

    assert [
        ("2026-02-01", "Changed", "closing", "dates"),
        ("2026-01-10", "Announced", "plan", None),
    ] == headed(PLAN, CLOSING)
    assert ["2026-02-01", "None"] == [str(one.when) for one in found]


def test_a_day_that_is_announced_ahead_is_news_of_its_own() -> None:
    """The plan has a day now; that this event names it is not told again beside it."""
    soon = replace(CLOSING, announced=parse("2026-01-20"))

    assert [
        ("2026-02-01", "Changed", "closing", "dates"),
        ("2026-01-20", "Announced", "closing", "dates"),
        ("2026-01-10", "Announced", "plan", None),
    ] == headed(PLAN, soon)


def test_a_day_that_comes_out_late_is_learned_late() -> None:
    """It was so on days that are over."""
    late = replace(CLOSING, announced=parse("2026-02-10"))

    assert ("2026-02-10", "Learned about the past", "closing", "dates") == headed(PLAN, late)[0]


def test_a_plan_that_is_called_off_is_told_as_that() -> None:
    """Also one for a day; it does not come about on that day."""
    off = replace(event("off", "2026-01-20"), calls_off="plan")
    for plan in (PLAN, replace(PLAN, when=parse("2026-03-01"))):
        assert [
            ("2026-01-20", "Called off", "off", "calls-off"),
            ("2026-01-10", "Announced", "plan", None),
        ] == headed(plan, off)


def test_what_is_denied_is_told_with_what_stands_again() -> None:
    """It had been reported, and is news of no other day."""
    denial = replace(event("denial", "2026-02-10"), denies="rumour")
    [line, _] = lines(log(DEAL, RUMOUR, denial), date(2026, 1, 6), None)

    assert [
        ("2026-02-10", "Denied", "denial", "denies"),
        ("2026-02-01", "Changed", "rumour", None),
    ] == headed(RUMOUR, denial)
    assert ("20 %", "10 %") == (value(line.before), value(line.after))


def test_what_is_denied_before_it_takes_effect_changes_nothing() -> None:
    """The report of a plan is denied; no day has that answer."""
    denial = replace(event("denial", "2026-01-20"), denies="rumour")
    ahead = replace(RUMOUR, announced=parse("2026-01-10"))

    assert [
        ("2026-01-20", "Denied", "denial", "denies"),
        ("2026-01-10", "Announced", "rumour", None),
    ] == headed(ahead, denial)


def test_a_denial_without_effect_is_told_by_itself() -> None:
    """The press cannot deny what the parties say."""
    denial = event("denial", "2026-02-10", authority=Authority.PRESS)

    assert [("2026-02-10", "Denied", "denial", "denies")] == headed(replace(denial, denies="deal"))


def test_what_another_confirms_is_confirmed_by_that_event() -> None:
    """Once, whatever the day on which it takes effect."""
    wire = event("wire", "2026-02-03", authority=Authority.FILING)
    confirmed = replace(wire, confirms="rumour")

    assert [
        ("2026-02-03", "Confirmed", "wire", "confirms"),
        ("2026-02-01", "Changed", "rumour", None),
    ] == headed(RUMOUR, confirmed)


def test_what_waited_for_a_condition_begins_with_the_event_that_met_it() -> None:
    """Which then has not "ended nothing"."""
    waiting = replace(fee("20 %"), once="agi")
    right = replace(event("right", "2026-01-10", waiting, announced="2026-01-10"), when=None)
    met = replace(event("met", "2026-02-01"), met=("agi",))

    assert [
        ("2026-02-01", "Changed", "met", "met"),
        ("2026-01-10", "Announced", "right", None),
    ] == headed(right, met)


def test_what_is_told_of_a_plan_that_was_dated_stands_by_itself() -> None:
    """On the day on which it came out the plan had its day; that is no news."""
    own = replace(fee("21 %"), of="plan", announced=parse("2026-02-05"))
    more = event("more", "2026-02-05", own)

    assert ("2026-02-05", "Clarified", "more", None) == headed(PLAN, CLOSING, more)[0]


def test_a_restated_text_ends_what_it_drops() -> None:
    """No line says of the other terms that they were dropped."""
    text = replace(event("text", "2026-02-01", fee("20 %")), restates=("*",))
    seat = event("seat", "2026-01-10", Set(term="seat", value="one"))

    assert [
        ("2026-02-01", "Changed", "text"),
        ("2026-02-01", "Ended", "text"),
        ("2026-01-10", "Added", "seat"),
    ] == [one[:3] for one in headed(seat, text)]
    assert [("2026-02-01", "Also happened")] == [
        one[:2] for one in headed(replace(text, changes=(), restates=("seat",)))
    ]


def test_a_bare_plan_is_told_by_what_dates_it() -> None:
    """What has no changes has come about all the same, once."""
    plan = replace(event("plan", "2026-01-10", announced="2026-01-10"), when=None)

    assert [
        ("2026-02-01", "Also happened", "closing", "dates"),
        ("2026-01-10", "Announced", "plan", None),
    ] == headed(plan, CLOSING)


YEARLY = Set(term="fee", value="yearly", through=parse("2026-12-31"), renews=Duration(12))


def renewed(record: Record, first: date | None, last: date) -> list[tuple[str, str, int]]:
    """Return the first and the last day of each run told, and the number of those so far."""
    answers = answers_of(record.acts, lambda every: [*every.terms])
    found = [(str(one.on), one.days, one.runs) for one in renewals(answers, first, last)]
    return [(on, str(date.fromordinal(days[1])), runs) for on, days, runs in found if days]


def test_of_what_renews_the_first_run_and_the_last_are_told() -> None:
    """From the second on, through the day of the period, unless it has ended."""
    over = event("over", "2029-06-01", End(term="fee"))
    record = log(event("deal", "2026-01-05", YEARLY), over)

    assert [("2027-01-01", "2027-12-31", 1), ("2029-01-01", "2029-12-31", 3)] == renewed(
        record, None, date(2035, 1, 1)
    )
    for on in ("2027", "2028", "2029"):
        day = date(int(on), 1, 1)
        assert [(str(day), f"{on}-12-31", 1)] == renewed(record, day, day)
        assert [(str(day), f"{on}-12-31", 1)] == renewed(
            record, day - timedelta(364), day + timedelta(364)
        )
        assert [] == renewed(record, day + timedelta(1), day + timedelta(364))


def test_what_becomes_known_between_two_runs_does_not_count_anew() -> None:
    """The answer is then another box, and its runs are those of the same statement."""
    other = Set(term="fee", value="else")
    plan = replace(event("plan", "2029-06-01", other), announced=parse("2028-06-01"))
    record = log(event("deal", "2026-01-05", YEARLY), plan)

    assert [("2027-01-01", 1), ("2029-01-01", 3)] == [
        (on, runs) for on, _, runs in renewed(record, None, date(2035, 1, 1))
    ]


def test_runs_are_counted_and_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """A daily one has 73,000 of them in two hundred years."""
    daily = replace(YEARLY, renews=Duration(days=1))
    answers = answers_of(log(event("deal", "2026-01-05", daily)).acts, lambda one: [*one.terms])
    counted, after = list[date](), Duration.after

    def counting(own: Duration, on: date) -> date:
        counted.append(on)
        return after(own, on)

    with monkeypatch.context() as patch:
        patch.setattr(Duration, "after", counting)
        *_, last = renewals(answers, None, date(2226, 12, 31))

    assert (200 * 365 + 48) == last.runs
    assert len(counted) < 50


def test_what_never_renews_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event confirmed six hundred times has six hundred forms, each of six hundred words."""
    answers = answers_of(
        log(event("deal", "2026-01-05", fee("1 %"))).acts, lambda one: [*one.terms]
    )
    read = list[Step]()

    def reading(_: KnownForms, step: Step) -> tuple[()]:
        read.append(step)
        return ()

    with monkeypatch.context() as patch:
        patch.setattr(KnownForms, "of", reading)
        found = [*renewals(answers, None, date(2226, 12, 31))]

    assert found == []
    assert read == []
