"""The changelog is the sum of the daily differences, and tells what changed no answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import histories
import oracle
import pytest

from events.dates import Date, day, parse
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Define,
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Position,
    Reaffirm,
    Set,
    Source,
    Term,
)
from timeline.as_of import answer_on
from timeline.changelog import Line, cited, lines
from timeline.merged import Kept, Record, record_of
from timeline.telling import steps_of

HISTORIES, CHUNK = 300, 100
QUIET = ("Reaffirmed", "Disputed and settled", "Left unsaid", "Claimed")


def same(record: Record, term: str, on: date, known: date | None = None) -> object:
    """Return what makes the answer on a day, by what was public on that day or *known*."""
    steps = steps_of(record, known=known or on)[term]
    return answer_on(record.terms[term], steps, day(on)).same


def walked(found: list[Line], term: str) -> Iterator[Line]:
    """Yield the lines of *term* that change its answer, oldest first."""
    own = [line for line in found if line.term.key == term]
    for line in reversed([*_by_day(own)]):
        if line.before.same != line.after.same:
            yield line


def _by_day(found: list[Line]) -> list[Line]:
    """Order the lines newest first; on one day the world moves after what was learned."""
    return sorted(found, key=lambda line: (line.on, line.group != "Learned late"), reverse=True)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_lines_lead_from_the_day_before_the_period_to_its_last(first: int) -> None:
    """Nothing is left out, and nothing is told that did not happen."""
    for seed in range(first, first + CHUNK):
        record = record_of(Kept(*one) for one in histories.history(seed))
        start, end = sorted(histories.days_asked(Random(seed), 2))
        found = lines(record, start, end)
        for term in record.terms:
            now = same(record, term, start - timedelta(1))
            for line in walked(found, term):
                assert now == line.before.same, f"seed {seed}"
                now = line.after.same

            assert same(record, term, end) == now, f"seed {seed}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_two_periods_tell_what_one_does(first: int) -> None:
    """Whoever issues by the month tells no more and no less than whoever issues by the year."""
    for seed in range(first, first + CHUNK):
        record = record_of(Kept(*one) for one in histories.history(seed))
        start, cut, end = sorted(histories.days_asked(Random(seed), 3))
        whole = lines(record, start, end)
        parts = [*lines(record, cut + timedelta(1), end), *lines(record, start, cut)]

        assert _told(whole, QUIET) == _told(parts, QUIET), f"seed {seed}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_each_line_is_one_daily_difference_or_those_that_an_imprecise_event_makes(
    first: int,
) -> None:
    """No other two are made one: an expiry between them, or what came out then, is news."""
    for seed in range(first, first + CHUNK):
        record = record_of(Kept(*one) for one in histories.history(seed))
        found = [one for one in lines(record, None, None) if one.before is not one.after]
        for term in record.terms:
            rows = list(daily(record, term))
            for line in reversed(_by_day([one for one in found if one.term.key == term])):
                own = [rows.pop(0)]
                while own[-1].after != line.after.same:
                    own.append(rows.pop(0))

                assert (own[0].on, own[0].before) == (line.on, line.before.same), f"seed {seed}"
                assert group(own, line) == line.group, f"seed {seed}"
                assert len(own) == 1 or one_event_makes(own, line), f"seed {seed}"

            assert not rows, f"seed {seed}"


@dataclass(frozen=True)
class Row:
    """What differs from one day to the next, by what was learned or in the world."""

    on: date
    learned: bool
    before: object
    after: object


def daily(record: Record, term: str) -> Iterator[Row]:
    """Yield the daily differences of *term* on all days of a random history."""
    for on in oracle.each_day(histories.BEFORE - timedelta(3), histories.AFTER + timedelta(21)):
        day_before = on - timedelta(1)
        before = same(record, term, day_before)
        learned = same(record, term, day_before, known=on)
        after = same(record, term, on)
        if before != learned:
            yield Row(on, True, before, learned)
        if learned != after:
            yield Row(on, False, learned, after)


def group(rows: list[Row], line: Line) -> str:
    """Return what a line of these *rows* is about."""
    if len(rows) == 1 and rows[0].learned:
        return "Learned late"
    if line.after.status in ("ended", "expired"):
        return {"ended": "Ended", "expired": "Expired"}[line.after.status]
    return "Added" if line.before.status in ("not-set", "ended", "expired") else "Changed"


def one_event_makes(rows: list[Row], line: Line) -> bool:
    """Say whether the rows after the first are of the last day of an event of the line."""
    last = {step.when.latest for step in line.steps if step.when}
    return all(not row.learned and row.on in last for row in rows[1:])


def _told(found: list[Line], groups: tuple[str, ...]) -> set[tuple[str, str, date]]:
    return {
        (line.group, line.steps[-1].event.id, line.on) for line in found if line.group in groups
    }


def log(*events: Event) -> Record:
    """Return the record of *events* about one term, the fee."""
    head = [
        Define(id="define:term:fee", thing=Term(key="fee", title="Fee")),
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


def told(record: Record, first: str, last: str) -> list[tuple[str, str, str | None]]:
    found = lines(record, date.fromisoformat(first), date.fromisoformat(last))
    return [(str(line.on), line.group, line.after.value) for line in found]


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
    assert ("Learned late", date(2026, 3, 1), "2026-01-20") == (
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
        line.before.value,
        line.after.value,
    )


def test_a_period_that_ends_within_an_imprecise_date_says_that_it_may_have_happened() -> None:
    """On the tenth nobody could tell; a line that picks a side would be wrong."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("raise", "2026-03", fee("20 %"), announced="2026-01-06"),
    )
    [line] = lines(record, date(2026, 2, 1), date(2026, 3, 10))

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
        event("article", "2026-05-01", fee("30 %"), authority=Authority.PRESS),
        event("rumour", "2026-05-02", End(term="fee"), authority=Authority.REPORTED),
    )

    assert [
        ("2026-05-02", "Claimed", "10 %"),
        ("2026-05-01", "Claimed", "10 %"),
        ("2026-04-01", "Disputed and settled", "10 %"),
        ("2026-03-01", "Left unsaid", "10 %"),
        ("2026-02-01", "Reaffirmed", "10 %"),
    ] == told(record, "2026-01-06", "2026-12-31")


def test_a_claim_about_the_past_is_learned_late() -> None:
    """A report of May about April is not news of April."""
    article = event(
        "article", "2026-04-27", fee("30 %"), authority=Authority.PRESS, announced="2026-05-11"
    )
    record = log(event("deal", "2026-01-05", fee("10 %")), article)

    assert [("2026-05-11", "Learned late", "10 %")] == told(record, "2026-02-01", "2026-12-31")


def test_sources_are_numbered_in_the_order_of_reading() -> None:
    """A reader who goes down the page meets 1 first."""
    record = log(event("deal", "2026-01-05", fee("10 %")))

    assert {"s": 1} == cited(lines(record, None, None))


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
        ("2026-03-01", "Added", "20 %"),
        ("2026-02-01", "Ended", None),
        ("2026-01-05", "Added", "10 %"),
    ] == told(record, "2026-01-01", "2026-12-31")


def test_an_imprecise_event_that_adds_is_one_line_of_its_first_day() -> None:
    """Before it there was nothing; that it was undetermined in between is no other change."""
    record = log(event("deal", "[2026-01-05..2026-01-09]", fee("10 %"), announced="2026-01-02"))

    assert [("2026-01-05", "Added", "10 %")] == told(record, "2026-01-01", "2026-12-31")


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
    ] == [(str(one.on), one.group, one.before.status, one.after.value) for one in found]


@pytest.mark.parametrize("when", ["2026-06-01", None])
def test_what_an_event_says_of_another_day_did_not_give_the_answer(when: str | None) -> None:
    """The same value from June on, or from a day that nobody knows, is still to come."""
    own = replace(fee("10 %"), when=parse("2026-01-05"))
    told_before = event("deal", "2026-06-01", own, fee("10 %"), announced="2026-01-02")
    deal = replace(told_before, when=parse(when) if when else None)
    [line] = lines(log(deal), None, date(2026, 5, 31))

    assert ["2026-01-05"] == [str(step.when) for step in line.steps]


def test_what_an_event_also_says_without_a_day_does_not_part_its_line() -> None:
    """It has neither a first day nor a last."""
    own = replace(fee("20 %"), when=parse("2026-03"))
    both = event("raise", "2026-03", own, fee("20 %"), announced="2026-03-10")
    record = log(event("deal", "2026-01-05", fee("10 %")), replace(both, when=None))

    assert [("2026-03-10", "Changed", "20 %")] == told(record, "2026-02-01", "2026-12-31")


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
        ("Reaffirmed", "2026-03-03", "2026-02"),
        ("Added", "2026-01-31", "2026-01"),
    ] == [(one.group, str(one.on), str(one.when)) for one in found]
    for one in found:
        assert one.term == one.before.term == one.after.term == record.terms["fee"]


def test_the_second_day_of_the_calendar_is_the_first_that_can_differ() -> None:
    """The first has none before it; what is said of it is told beside."""
    record = log(
        event("first", "0001-01-01", fee("10 %")),
        event("again", "0001-01-01", Reaffirm(term="fee")),
        event("second", "0001-01-02", fee("20 %")),
    )
    expected = [("Changed", "0001-01-02", "20 %"), ("Reaffirmed", "0001-01-01", "10 %")]

    for first in (None, date.min):
        assert expected == [
            (one.group, str(one.on), one.after.value) for one in lines(record, first, None)
        ]
    assert expected[:1] == [
        (one.group, str(one.on), one.after.value) for one in lines(record, date(1, 1, 2), None)
    ]


def test_a_value_through_the_last_day_of_the_calendar_does_not_expire() -> None:
    """There is no day on which to tell it."""
    record = log(event("deal", "2026-01-05", fee("10 %", through=parse("9999-12-31"))))

    assert [("Added", date(2026, 1, 5))] == [
        (one.group, one.on) for one in lines(record, None, None)
    ]


def test_what_may_lie_ahead_for_ever_is_not_told() -> None:
    """Neither a restatement without a last day, nor one that was never public, has come out."""
    record = log(
        event("deal", "2026-01-05", fee("10 %")),
        event("again", "[2026-02-01..]", Reaffirm(term="fee")),
        event("secret", "2026-02-01", Reaffirm(term="fee"), announced="[2026-03-01..]"),
    )

    assert ["Added"] == [one.group for one in lines(record, None, None)]
