"""What is coming: each day ahead on which a value is over, and the days to act before it."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from depth import scaled
from rule_histories import history

from events.dates.dates import Date, day, parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.errors import InputError
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Claim,
    Condition,
    Correct,
    Correction,
    Define,
    End,
    Event,
    Note,
    Reaffirm,
    Redefine,
    Set,
    Source,
    Term,
)
from timeline.boxes.lines import Answers, Lines
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept
from timeline.rule.answer import Answer, answer_on
from timeline.rule.terms import Terms
from timeline.views.upcoming import MOST_RUNS, Coming, upcoming

HISTORIES, CHUNK = scaled(200), 30
FEE = Term(key="fee", title="Fee", notice=Duration(days=60))


def log(*events: Act, term: Term = FEE) -> Answers:
    """Return the answers by *events* about one term, the fee, to be given notice of."""
    acts: list[Act] = [
        Define(id="define:term:fee", thing=term),
        Define(id="define:condition:ipo", thing=Condition(key="ipo", title="Floated")),
        Define(id="define:source:s", thing=Source(key="s", url="https://example.com")),
        *events,
    ]
    stamp = "2026-11-21T00:00:00.000000Z"
    return _answers(Kept(n, stamp, act) for n, act in enumerate(acts, 1))


def _answers(acts: Iterable[Kept]) -> Answers:
    return answers_of(acts, lambda record: [*record.terms])


def event(
    name: str,
    when: str | None,
    *changes: Change,
    announced: str | None = None,
    authority: Authority = Authority.OFFICIAL,
    met: tuple[str, ...] = (),
) -> Event:
    return Event(
        id=name,
        title=name,
        authority=authority,
        sources=("s",),
        when=parse(when) if when else None,
        announced=parse(announced) if announced else None,
        changes=changes,
        met=met,
    )


def fee(
    value: str,
    through: str | None = None,
    *,
    unless: tuple[str, ...] = (),
    hinge: str | None = None,
) -> Set:
    last = parse(through) if through else None
    return Set(term="fee", value=value, through=last, unless=unless, hinge=hinge)


def ahead(
    answers: Answers, after: str, within: int | None = None, *, known: str | None = None
) -> list[Coming]:
    """Return what is coming after a day, by what was known then, or by the end of another."""
    lines = answers.known(date.fromisoformat(known or after))
    return upcoming(lines, lines.record.terms, date.fromisoformat(after), within=within)


def told(found: Iterable[Coming]) -> list[tuple[str, str | None, str | None]]:
    return [(one.kind, str(one.when) if one.when else None, one.value) for one in found]


DEAL = event("deal", "2026-01-05", fee("10 %", "2026-12"))


def test_a_value_is_over_on_the_day_after_its_last() -> None:
    """Through 2026-12 includes the thirty-first; notice counts from that last day."""
    assert [("notice", "2026-11-01", "10 %"), ("expiry", "2027-01-01", "10 %")] == told(
        ahead(log(DEAL), "2026-03-01")
    )


def test_the_last_day_to_give_notice_is_still_told() -> None:
    """On that day it is most needed; a day later there is nothing to be done."""
    answers = log(DEAL)

    assert ["notice", "expiry"] == [one.kind for one in ahead(answers, "2026-11-01")]
    assert ["expiry"] == [one.kind for one in ahead(answers, "2026-11-02")]


def test_on_its_last_day_a_value_still_expires_tomorrow() -> None:
    """The day itself is in force."""
    answers = log(DEAL)

    assert [("expiry", "2027-01-01", "10 %")] == told(ahead(answers, "2026-12-31"))
    assert [] == ahead(answers, "2027-01-01")


def test_an_amendment_moves_the_day_to_give_notice() -> None:
    """Counted from the first version, notice would be given in the wrong year."""
    answers = log(DEAL, event("longer", "2026-06-01", fee("10 %", "2027-12")))

    assert [("notice", "2026-11-01"), ("expiry", "2027-01-01")] == [
        one[:2] for one in told(ahead(answers, "2026-03-01")) if one[0] != "announced"
    ]
    assert [("notice", "2027-11-01"), ("expiry", "2028-01-01")] == [
        one[:2] for one in told(ahead(answers, "2026-06-01"))
    ]


def test_an_extension_counts_from_the_day_it_is_announced() -> None:
    """Who knows that it is extended does not wait for the extension to begin."""
    later = event("longer", "2026-12-01", fee("10 %", "2027-12"), announced="2026-02-01")
    answers = log(DEAL, later)

    assert [
        ("announced", "2026-12-01", "10 %"),
        ("notice", "2027-11-01", "10 %"),
        ("expiry", "2028-01-01", "10 %"),
    ] == told(ahead(answers, "2026-03-01"))
    assert [("notice", "2026-11-01", "10 %"), ("expiry", "2027-01-01", "10 %")] == told(
        ahead(answers, "2026-01-31")
    )


def test_a_correction_moves_the_day_to_give_notice() -> None:
    """A wrong last day in the record is a wrong day in the calendar."""
    fixed = Correction(given=frozenset({"changes"}), changes=(fee("10 %", "2027-03"),))
    answers = log(DEAL, Correct(id="deal.c1", event="deal", fields=fixed, reason="misread"))

    assert [("notice", "2027-01-30"), ("expiry", "2027-04-01")] == [
        one[:2] for one in told(ahead(answers, "2026-03-01"))
    ]


def test_the_notice_period_is_the_one_last_defined() -> None:
    """A misread contract is put right by redefining the term."""
    later = Term(key="fee", title="Fee", notice=Duration(days=90))
    answers = log(DEAL, Redefine(id="define:term:fee.c1", thing=later))

    assert ("notice", "2026-10-02", "10 %") == told(ahead(answers, "2026-03-01"))[0]


def test_without_a_notice_period_there_is_no_notice_day() -> None:
    """None is invented."""
    answers = log(DEAL, term=Term(key="fee", title="Fee"))

    assert ["expiry"] == [one.kind for one in ahead(answers, "2026-03-01")]


def test_a_value_that_is_replaced_does_not_expire() -> None:
    """Its last day belongs to an answer that stands no more."""
    answers = log(DEAL, event("over", "2026-06-01", End(term="fee")))

    assert [] == ahead(answers, "2026-06-01")


def test_what_may_be_in_force_may_expire() -> None:
    """Nobody knows which of the two it is; both days are told, as uncertain."""
    other = event("other", "[2025-12-01..2026-02-01]", fee("12 %", "2027-06"))
    found = ahead(log(DEAL, other), "2026-03-01")
    days = {(str(one.when), one.value, one.certain) for one in found if one.kind == "expiry"}

    assert {("2027-01-01", "10 %", False), ("2027-07-01", "12 %", False)} == days


def test_what_is_announced_keeps_the_precision_of_its_date() -> None:
    """What has no day at all stands last, before what may come any day."""
    answers = log(
        event("deal", "2026-01-05", fee("10 %", unless=("ipo",))),
        event("some day", None, End(term="fee"), announced="2026-01-10"),
        event("raise", "2027-Q1", fee("12 %", unless=("ipo",)), announced="2026-02-01"),
    )

    assert [
        ("announced", "2027-33", "12 %"),
        ("announced", None, None),
        ("condition", None, "10 %"),
    ] == told(ahead(answers, "2026-03-01"))


def test_what_is_only_worth_knowing_is_not_coming() -> None:
    """A note changes nothing, whenever it is dated."""
    later = event("note", "2027", Note(term="fee", text="review"), announced="2026-01-10")

    assert [] == ahead(log(later), "2026-03-01")


def test_what_is_restated_is_not_coming() -> None:
    """Whoever looks back on the day is not told of a change where there was none."""
    same = event("same", "2026-06-01", Reaffirm(term="fee"))

    assert [] == ahead(log(RAISED, same), "2026-03-01", known="2026-11-21")


def test_what_nobody_had_announced_is_not_ahead() -> None:
    """A view of March must not tell of what came out in May."""
    answers = log(DEAL, event("raise", "2026-06-01", fee("12 %")))

    assert ["notice", "expiry"] == [one.kind for one in ahead(answers, "2026-03-01")]


def test_a_cut_of_what_was_known_is_a_cut_of_what_is_ahead() -> None:
    """Asked as known before the announcement, the old last day is the answer."""
    later = event("longer", "2026-12-01", fee("10 %", "2027-12"), announced="2026-02-01")
    answers = log(DEAL, later)
    found = ahead(answers, "2026-03-01", known="2026-01-20")

    assert [("notice", "2026-11-01", "10 %"), ("expiry", "2027-01-01", "10 %")] == told(found)


def test_what_came_out_later_is_ahead_with_hindsight() -> None:
    """Whoever looks back may want to know what was on its way, announced or not."""
    raised = event("raise", "2026-06-01", fee("12 %"))
    answers = log(DEAL, raised)
    found = ahead(answers, "2026-03-01", known="2026-11-21")

    assert [("announced", "2026-06-01", "12 %")] == told(found)


def test_what_came_out_later_about_an_earlier_day_is_not_seen_ahead() -> None:
    """An amendment that was secret on the day cannot have moved the last day for anyone."""
    secret = event("longer", "2026-02-01", fee("10 %", "2027-12"), announced="2026-05-01")
    answers = log(DEAL, secret)

    assert ["2026-11-01", "2027-01-01"] == [str(one.when) for one in ahead(answers, "2026-03-01")]
    assert ["2027-11-01", "2028-01-01"] == [str(one.when) for one in ahead(answers, "2026-05-01")]


def test_a_condition_that_is_to_be_met_is_announced() -> None:
    """It ends the value on its day, so the value does not live to expire."""
    answers = log(
        event("deal", "2026-01-05", fee("10 %", "2027", unless=("ipo",))),
        event("float", "2026-09-01", announced="2026-02-01", met=("ipo",)),
    )
    found = ahead(answers, "2026-03-01")

    assert [("announced", "met"), ("condition", "set")] == [
        (one.kind, one.step.verb) for one in found
    ]


def test_within_leaves_out_what_is_further_ahead() -> None:
    """The last day of the span is part of it; what has no day may come within it."""
    answers = log(event("deal", "2026-01-05", fee("10 %", "2026-12", unless=("ipo",))))

    assert ["notice", "condition"] == [one.kind for one in ahead(answers, "2026-10-01", 31)]
    assert ["condition"] == [one.kind for one in ahead(answers, "2026-10-01", 30)]


def test_the_last_day_of_the_calendar_has_no_day_after() -> None:
    """Year 9999 is a way to write for ever; it must not break the list."""
    answers = log(event("deal", "2026-01-05", fee("10 %", "9999-12-31")))

    assert ["notice"] == [one.kind for one in ahead(answers, "2026-03-01")]


def test_notice_is_counted_in_months_as_contracts_write_it() -> None:
    """Four months before 28 February is 28 October; 120 days before would be the 31st."""
    term = Term(key="fee", title="Fee", notice=Duration(4))
    answers = log(event("deal", "2026-01-05", fee("10 %", "2027-02")), term=term)

    assert ("notice", "2026-10-28", "10 %") == told(ahead(answers, "2026-03-01"))[0]


def test_a_notice_day_before_the_calendar_is_none() -> None:
    """A notice of years may reach back further than there are days."""
    term = Term(key="fee", title="Fee", notice=Duration(months=12 * 3000))
    [one] = ahead(log(DEAL, term=term), "2026-03-01")

    assert ("expiry", None) == (one.kind, one.notice)


def test_what_hangs_on_a_term_is_over_with_it() -> None:
    """Its own last day is later, and will not come."""
    agreement = Define(id="define:term:agreement", thing=Term(key="agreement", title="Agreement"))
    until = Set(term="agreement", value="yes", through=parse("2026-09"))
    signed = event("signed", "2026-01-04", until)
    deal = event("deal", "2026-01-05", fee("10 %", "2026-12", hinge="agreement"))
    found = ahead(log(agreement, signed, deal), "2026-03-01")

    assert [
        ("notice", "2026-08-01", "10 %"),
        ("expiry", "2026-10-01", "10 %"),
        ("expiry", "2026-10-01", "yes"),
    ] == told(found)
    assert [("agreement", "signed"), ("agreement", "signed"), None] == [
        (one.above.term, one.basis.event) if one.above else None for one in found
    ]


def test_an_end_comes_from_the_top_of_what_hangs_on_one_another() -> None:
    """That the agreement ends is no reason, where it ends only because its parent does."""
    terms = [Define(id=f"define:term:{one}", thing=Term(key=one, title=one)) for one in ("a", "b")]
    top = event("top", "2026-01-03", Set(term="a", value="yes", through=parse("2026-09")))
    middle = event("middle", "2026-01-04", Set(term="b", value="yes", hinge="a"))
    deal = event("deal", "2026-01-05", fee("10 %", hinge="b"))
    found = ahead(log(*terms, top, middle, deal, term=replace(FEE, notice=None)), "2026-03-01")

    assert {"a": None, "b": "a", "fee": "a"} == {
        one.term.key: one.above.term if one.above else None for one in found
    }


def test_an_expiry_stands_on_its_last_day() -> None:
    """It comes before what begins on the day after, and is within a time that ends on that day."""
    raised = event("raise", "2027-01-01", fee("12 %"), announced="2026-02-01")
    answers = log(DEAL, raised)

    assert ["expiry", "announced"] == [one.kind for one in ahead(answers, "2026-12-01", 31)]
    assert [date(2026, 12, 31)] == [one.due for one in ahead(answers, "2026-12-01", 30)]


def test_what_would_end_a_term_would_end_what_hangs_on_it() -> None:
    """The condition is named once, by the term above."""
    agreement = Define(id="define:term:agreement", thing=Term(key="agreement", title="Agreement"))
    signed = event("signed", "2026-01-04", Set(term="agreement", value="yes", unless=("ipo",)))
    deal = event("deal", "2026-01-05", fee("10 %", hinge="agreement"))
    found = ahead(log(agreement, signed, deal), "2026-03-01")

    assert [("condition", "ipo", "fee", "deal"), ("condition", "ipo", "agreement", "signed")] == [
        (one.kind, one.condition, one.term.key, one.step.event) for one in found
    ]
    assert ["signed"] * 2 == [one.basis.event for one in found]


def test_an_announced_claim_says_so() -> None:
    """Nobody has set anything."""
    told_ahead = event("talk", None, Claim(term="fee", value="12 %"), announced="2026-01-10")
    [one] = ahead(log(told_ahead), "2026-03-01")

    assert ("announced", "claim", "12 %") == (one.kind, one.step.verb, one.value)


def yearly(notice: Duration | None = None) -> Set:
    """Return a fee through 2026 that renews for a year at a time."""
    return replace(fee("yearly", "2026-12-31"), renews=Duration(12), notice=notice)


def test_what_renews_does_not_expire() -> None:
    """The next run, and the next day on which notice can still be given before one."""
    answers = log(event("deal", "2026-01-05", yearly()))

    assert [("notice", "2026-11-01", "yearly"), ("renewal", "2027-01-01", "yearly")] == told(
        ahead(answers, "2026-03-01")
    )
    assert [("renewal", "2027-01-01", "yearly"), ("notice", "2027-11-01", "yearly")] == told(
        ahead(answers, "2026-12-01")
    )
    assert [(2, date(2027, 12, 31))] == [
        (one.run, one.last) for one in ahead(answers, "2027-06-01") if one.kind == "renewal"
    ]


def test_within_a_time_all_runs_are_told() -> None:
    """Whoever plans for three years wants each of them."""
    found = ahead(log(event("deal", "2026-01-05", yearly())), "2026-12-01", 800)

    assert ["2027-01-01", "2028-01-01", "2029-01-01"] == [
        str(one.when) for one in found if one.kind == "renewal"
    ]
    assert ["2027-11-01", "2028-11-01"] == [str(o.when) for o in found if o.kind == "notice"]


def test_what_renewed_very_often_is_told_as_soon() -> None:
    """Its runs are counted, not gone through: there may be hundreds of thousands."""
    daily = replace(fee("daily", "0001-01-02"), renews=Duration(days=1))
    answers = log(event("deal", "0001-01-01", daily), term=replace(FEE, notice=None))
    begun = time.process_time()
    [found] = ahead(answers, "9998-01-01")

    assert time.process_time() - begun < 0.5
    assert (date(9998, 1, 1), str(found.when)) == (found.last, "9998-01-02")
    assert found.run == (date(9998, 1, 1) - date(1, 1, 1)).days


def test_a_notice_far_longer_than_a_run_is_told_as_soon() -> None:
    """The run that it is for is worked out, too."""
    often = replace(fee("daily", "0001-01-02"), renews=Duration(days=1), notice=Duration(99_999))
    answers = log(event("deal", "0001-01-01", often))
    begun = time.process_time()
    found = {one.kind: one for one in ahead(answers, "0002-01-01")}

    assert time.process_time() - begun < 0.5
    assert str(found["notice"].when) == "0002-01-01"
    assert found["notice"].last == Duration(99_999).after(date(2, 1, 1))


@pytest.mark.parametrize("on", ["2024-02-28", "2024-02-29", "2024-03-01", "2025-01-31"])
@pytest.mark.parametrize("months", [1, 2, 13])
def test_the_next_notice_is_the_first_that_can_still_be_given(on: str, months: int) -> None:
    """Of each run in turn, by its last day: months are of different lengths."""
    often = replace(fee("often", "2024-01-01"), renews=Duration(days=1), notice=Duration(months))
    answers, after = log(event("deal", "2024-01-01", often)), date.fromisoformat(on)
    lasts = (date(2024, 1, 1) + timedelta(days) for days in range(1, 999))
    due = next(one for one in lasts if (Duration(months).before(one) or date.min) >= after)
    [notice] = [one for one in ahead(answers, on) if one.kind == "notice"]

    assert (notice.last, notice.on) == (due, Duration(months).before(due))


def test_a_renewal_is_not_listed_without_end() -> None:
    """A hundred thousand lines help nobody."""
    daily = replace(fee("daily", "2026-01-06"), renews=Duration(days=1))
    answers = log(event("deal", "2026-01-05", daily))

    assert len(ahead(answers, "2026-02-01", MOST_RUNS)) > MOST_RUNS
    with pytest.raises(InputError, match="renews 1,001 times within 1,001 days"):
        ahead(answers, "2026-02-01", MOST_RUNS + 1)


def test_what_renews_and_ends_does_not_renew_again() -> None:
    """An end that is announced comes before the next run."""
    over = event("over", "2026-06-01", End(term="fee"), announced="2026-02-01")

    assert ["announced"] == [
        one.kind for one in ahead(log(event("deal", "2026-01-05", yearly()), over), "2026-03-01")
    ]


def test_the_notice_of_an_answer_goes_before_that_of_its_term() -> None:
    """The contract of this year may ask for more than the last one did."""
    longer = replace(fee("10 %", "2026-12"), notice=Duration(4))
    answers = log(event("deal", "2026-01-05", longer))

    assert ("notice", "2026-08-31", "10 %") == told(ahead(answers, "2026-03-01"))[0]
    assert ("notice", "2026-08-31", "yearly") == told(
        ahead(log(event("deal", "2026-01-05", yearly(Duration(4)))), "2026-03-01")
    )[0]


PLAN = event("plan", None, fee("20 %"), announced="2026-02-01")


def test_a_plan_is_coming_until_it_is_dated_or_called_off() -> None:
    """Without a day, then with one, then no more."""
    dated = replace(event("closing", "2026-05-01", announced="2026-04-01"), dates="plan")
    off = replace(event("off", "2026-04-01"), calls_off="plan")
    answers, gone = (log(RAISED, PLAN, one) for one in (dated, off))

    assert [("announced", None, "20 %")] == told(ahead(answers, "2026-03-01"))
    assert [("announced", "2026-05-01", "20 %")] == told(ahead(answers, "2026-04-02"))
    assert [] == told(ahead(answers, "2026-05-01"))
    assert [("announced", None, "20 %")] == told(ahead(gone, "2026-03-31"))
    assert [] == told(ahead(gone, "2026-04-01"))


RAISED = event("deal", "2026-01-05", fee("10 %"))


def test_a_plan_is_coming_until_its_days_are_over_and_then_overdue() -> None:
    """It may have happened on one of them, and nobody says so; the day that is said later does."""
    vague = replace(PLAN, when=parse("[2026-03-01..2026-04-30]"))
    closing = replace(event("closing", "2026-06-01"), dates="plan")
    answers = log(RAISED, vague, closing)

    for on in ("2026-02-01", "2026-03-01", "2026-04-29"):
        assert [("announced", "[2026-03-01..2026-04-30]", "20 %")] == told(ahead(answers, on))
    assert [("overdue", "[2026-03-01..2026-04-30]", "20 %")] == told(ahead(answers, "2026-05-01"))
    assert [] == told(ahead(answers, "2026-06-01"))
    late = event("late", "[2026-03-01..2026-04-30]", fee("20 %"), announced="2026-04-02")
    assert [] == told(ahead(log(RAISED, late), "2026-05-01"))


def test_a_condition_may_begin_an_answer() -> None:
    """It is told as that and not as a plan without a day."""
    waiting = event("right", None, replace(fee("20 %"), once="ipo"), announced="2026-02-01")
    met = event("float", "2026-09-01", announced="2026-08-01", met=("ipo",))
    answers = log(RAISED, waiting, met)
    [one] = ahead(answers, "2026-03-01")

    assert ("condition", "ipo", True, "20 %") == (one.kind, one.condition, one.starts, one.value)
    assert [("announced", "2026-09-01", "20 %")] == told(ahead(answers, "2026-08-02"))


def test_what_is_denied_is_not_coming() -> None:
    """A report of a plan that a party denies."""
    report = event("report", "2026-09-01", fee("0 %"), announced="2026-02-01")
    report = replace(report, authority=Authority.PRESS)
    denial = replace(event("denial", "2026-03-01"), denies="report")
    answers = log(RAISED, report, denial)

    assert ["announced"] == [one.kind for one in ahead(answers, "2026-02-28")]
    assert [] == ahead(answers, "2026-03-01")


def test_a_restated_text_is_coming_for_what_it_would_drop() -> None:
    """Of a term that has no answer nothing would end."""
    text = replace(event("text", "2026-09-01", announced="2026-02-01"), restates=("*",))
    other = Define(id="define:term:seat", thing=Term(key="seat", title="Seat"))

    assert [("announced", "restates", "fee")] == [
        (one.kind, one.step.verb, one.term.key)
        for one in ahead(log(other, RAISED, text), "2026-03-01")
    ]


def test_a_last_day_counted_from_a_vague_day_is_vague() -> None:
    """Notice is safe before the first day that may be the last; the end may come on any."""
    counted = replace(fee("10 %"), through=Reckoned(Duration(months=12), "deal"))
    found = ahead(log(event("deal", "2026-01-05~", counted)), "2026-03-01")

    assert [("notice", "2026-11-05"), ("expiry", "[2027-01-05..2027-01-07]")] == [
        (one.kind, str(one.when)) for one in found
    ]


def asked(first: int) -> Iterator[tuple[str, Lines, Terms, date, list[Coming]]]:
    """Yield random lines, each with a day to look ahead from, and what is coming after it."""
    for seed in range(first, first + CHUNK):
        random = Random(seed)
        answers = _answers(Kept(*one) for one in history(random))
        for number in random.sample(range(1, 18), 2):
            after = date(2026, 1, number)
            lines = answers.known(after)
            found = upcoming(lines, lines.record.terms, after)
            yield f"seed {seed}", lines, Terms(lines.steps), after, found


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_certain_expiry_is_one_in_the_answers(first: int) -> None:
    """With all that was news by then: in force on the day before, on that day no more by it."""
    for where, _, terms, after, found in asked(first):
        for one in found:
            if one.kind != "expiry" or one.on is None or one.last is None:
                continue
            assert one.last.toordinal() == one.basis.through, where
            if not one.certain:
                continue
            before = answer_on(terms, one.term, day(one.on - timedelta(1)))
            since = answer_on(terms, one.term, day(one.on))

            assert ("in-force", one.value) == (before.status, value_of(before)), where
            assert same(before) != same(since), where
            assert after < one.on, where


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_expiry_in_the_answers_is_coming(first: int) -> None:
    """A day on which an answer is newly expired was told on every day before, if it was news."""
    for where, lines, terms, after, found in asked(first):
        days = {(one.term.key, one.on) for one in found if one.kind == "expiry"}
        for key, term in lines.record.terms.items():
            for on in (after + timedelta(n) for n in range(1, 20)):
                before = answer_on(terms, term, day(on - timedelta(1)))
                since = answer_on(terms, term, day(on))
                own = before.status == "in-force" and _expired(before, on)
                both = (before.status, since.status) == ("in-force", "expired")

                assert not (own or both) or (key, on) in days, f"{where}, {key} on {on}"


def value_of(answer: Answer) -> str | None:
    return answer.decided.value if answer.decided else None


def same(answer: Answer) -> set[object]:
    return {one.same for one in (answer.decided, *answer.possible) if one}


def _expired(answer: Answer, on: date) -> bool:
    """Return whether *answer*, that of the day before, has its last day there."""
    return _is_last(answer, on) and not (answer.decided and answer.decided.renews)


def _is_last(answer: Answer, on: date) -> bool:
    through: Date | None = answer.decided.until if answer.decided else None
    return through is not None and through.latest == on - timedelta(1)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_run_in_the_answers_is_coming(first: int) -> None:
    """A day on which an answer that is in force now begins to run again is told ahead."""
    renewed = 0
    for where, lines, terms, after, _ in asked(first):
        found = upcoming(lines, lines.record.terms, after, within=20)
        days = {(one.term.key, one.on) for one in found if one.kind == "renewal"}
        for key, term in lines.record.terms.items():
            now = answer_on(terms, term, day(after))
            for on in (after + timedelta(n) for n in range(1, 20)):
                before = answer_on(terms, term, day(on - timedelta(1)))
                one = before.decided
                if one is None or not (one.renews and _is_last(before, on)):
                    continue
                if one.outcome.given in _given(now):
                    renewed += 1

                    assert (key, on) in days, f"{where}, {key} on {on}"
    assert renewed


def _given(answer: Answer) -> list[object]:
    several = [answer.decided] if answer.decided else answer.possible
    return [one.outcome.given for one in several if one.status == "in-force"]
