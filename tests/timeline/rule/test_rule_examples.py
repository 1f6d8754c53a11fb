"""The rule by hand: small logs whose answer anyone can work out, each of which has caught a fault.

Most are what is left of a random history that told a wrong rule from the right one.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import rule_oracle as oracle
from logs import PRESS, REPORTED, corrected, fee, happened, jan, log
from rule_oracle import Kept

from cli.forms.json_text import cited
from events.dates.dates import Date, day, parse
from events.model.kinds import (
    Act,
    Assert,
    Claim,
    Condition,
    Cover,
    Define,
    Dispute,
    End,
    LeaveUnsaid,
    Partnership,
    Position,
    Reaffirm,
    Redefine,
    Retract,
    Settle,
    Source,
    Term,
)
from timeline.record import record as records
from timeline.record.days import FAR
from timeline.record.record import Record, record_of
from timeline.record.steps import Step, steps_of
from timeline.rule.answer import VARIED, Answer, answer_on
from timeline.rule.terms import PossibleAnswer, Terms

DISPUTE = Dispute(term="fee", positions=(Position(party="One", says="No."),))
SETTLE, SILENCE = Settle(term="fee"), LeaveUnsaid(term="fee")
END, REAFFIRM = End(term="fee"), Reaffirm(term="fee")


def record(kept: Sequence[Kept]) -> Record:
    return record_of(records.Kept(*entry) for entry in kept)


def asked(kept: Sequence[Kept], on: int | str, *, known: date | None = None) -> Answer:
    """Answer as of a day of January, or a date as written, once the oracle says the same."""
    when = parse(on) if isinstance(on, str) else day(jan(on))
    found = record(kept)
    answer = answer_on(Terms(steps_of(found, known=known)), found.terms["fee"], when)
    assert_as_the_oracle(kept, when, known, answer)
    return answer


def assert_as_the_oracle(
    kept: Sequence[Kept], when: Date, known: date | None, answer: Answer
) -> None:
    """Hold the *answer* against what trying every world comes to."""
    assert when.earliest is not None
    assert when.latest is not None
    one: oracle.Told | oracle.Period
    if when.is_day:
        one = oracle.told(kept, on=when.earliest, known=known)["fee"]
        assert one.answers == frozenset(map(told, possibilities(answer)))
    else:
        one = oracle.told_of_period(kept, first=when.earliest, last=when.latest, known=known)["fee"]
        parts = answer.periods if answer.status == VARIED else (answer,)
        assert [(part.status, part.answers) for part in one.stretches] == [
            (part.status, frozenset(told(each)[:2] for each in possibilities(part)))
            for part in parts
        ]
    assert (one.status, one.flags) == (answer.status, frozenset(answer.flags))
    assert one.claims == {(each.step.event, each.step.index) for each in answer.claims}
    assert one.disputes == {(step.event, step.index) for step in answer.disputes}
    assert one.pending == {(step.event, step.index) for step in answer.pending}


def possibilities(answer: Answer) -> tuple[PossibleAnswer, ...]:
    return (answer.decided,) if answer.decided else answer.possible


def told(one: PossibleAnswer) -> oracle.Answer:
    last = None if one.through == FAR else date.fromordinal(one.through)
    return one.status, one.value, last, one.unless


def steps(kept: Sequence[Kept]) -> Sequence[Step]:
    return steps_of(record(kept))["fee"]


def event(one: Answer | PossibleAnswer) -> str | None:
    decided = one.decided if isinstance(one, Answer) else one
    return decided.deciding.event if decided and decided.deciding else None


def value(answer: Answer) -> str | None:
    return answer.decided.value if answer.decided else None


def possible(answer: Answer) -> list[tuple[str, str | None, str | None]]:
    return [(one.status, one.value, event(one)) for one in answer.possible]


def claims(answer: Answer) -> list[tuple[str | None, str]]:
    return [(one.step.value, one.step.event) for one in answer.claims]


def claim(value: str | None, by: str = "", *, through: Date | None = None) -> Claim:
    return Claim(term="fee", value=value, through=through, by=(by,) if by else ())


def until(number: int) -> Date:
    return day(jan(number))


# --- What an answer says


def test_an_undetermined_answer_gives_none_of_the_possible_ones_as_its_own() -> None:
    """Whoever reads the answer alone must not take one possibility for it."""
    one = fee("a", through=until(20), unless=("agi",))
    other = fee("b", through=until(21), unless=("ipo",))
    answer = asked(
        log(
            happened("one", "[2026-01-01..2026-01-05]", one, sources=("article",)),
            happened("other", "[2026-01-02..2026-01-06]", other, sources=("article", "undated")),
        ),
        7,
    )

    assert [("in-force", "a", "one"), ("in-force", "b", "other")] == possible(answer)
    assert [(until(20), frozenset({"agi"})), (until(21), frozenset({"ipo"}))] == [
        (one.until, one.unless) for one in answer.possible
    ]
    assert ("undetermined", None, None) == (answer.status, answer.decided, answer.confirmed)
    assert ("article", "undated") == cited(answer)


def test_a_certain_answer_lists_no_possible_ones() -> None:
    """One answer is not one of several."""
    answer = asked(log(happened("one", "2026-01-01", fee("a", through=until(9)))), 3)

    assert ((), None) == (answer.possible, answer.confirmed)
    assert answer.decided is not None
    assert ("in-force", "a", until(9)) == (
        answer.status, answer.decided.value, answer.decided.until,
    )  # fmt: skip
    assert (jan(1).toordinal(), jan(9).toordinal()) == (answer.first, answer.last)


def test_a_claim_names_its_sources() -> None:
    """A claim is as much to be looked up as an answer."""
    [one] = asked(
        log(
            happened("deal", "2026-01-01", fee("a")),
            happened("leak", "2026-01-02", claim("b"), authority=PRESS, sources=("article",)),
        ),
        3,
    ).claims

    assert (("article",), PRESS, True) == (one.step.sources, one.step.authority, one.differs)


def test_a_speaker_has_one_claim_the_last() -> None:
    """Two last days of one speaker would read as two voices; two speakers are two."""
    twice = (
        claim("b", "One", through=until(20)),
        replace(claim("b", "One", through=until(21)), when=until(3)),
    )
    answer = asked(
        log(
            happened("deal", "2026-01-01", fee("a")),
            happened("leak", "2026-01-02", *twice, authority=PRESS),
            happened("other", "[2026-01-02..2026-01-04]", claim("c", "Two"), authority=PRESS),
        ),
        5,
    )

    assert [("b", "leak"), ("c", "other")] == claims(answer)
    assert until(21) == answer.claims[0].step.until


def test_every_dispute_that_is_not_settled_is_told() -> None:
    """Of two quarrels neither is the only one; settled is all that was disputed before."""
    other = Dispute(term="fee", positions=(Position(party="Two", says="Yes."),))
    kept = log(
        happened("deal", "2026-01-01", fee("a")),
        happened("tension", "2026-01-04", DISPUTE),
        happened("again", "2026-01-03", other),
        happened("peace", "2026-01-06", SETTLE),
        happened("one", "2026-01-08", DISPUTE),
        happened("more", "2026-01-08", other),
    )
    disputed = {on: [step.event for step in asked(kept, on).disputes] for on in (2, 3, 5, 6, 8)}

    assert {2: [], 3: ["again"], 5: ["tension", "again"], 6: [], 8: ["one", "more"]} == disputed


def test_what_lies_ahead_is_listed_with_the_answer() -> None:
    """A change that is news already, and a condition met, which is none of the term."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", unless=("agi",))),
        happened("next", "2026-01-09", fee("b"), announced="2026-01-02"),
        happened("panel", "2026-01-09", announced="2026-01-02", met=("agi",)),
    )

    assert ["next"] == [step.event for step in asked(kept, 3).pending]
    assert () == asked(kept, 1).pending
    assert () == asked(kept, 9).pending


# --- Disputes, silences and confirmations


def test_a_dispute_outlives_the_answer_it_was_about() -> None:
    """Whether the deal has ended is what parties dispute once one of them has ended it."""
    quarrel = happened("quarrel", "[2026-01-05..2026-01-09]", DISPUTE, fee("b"), authority=REPORTED)
    expired = happened("deal", "2026-01-01", fee("a", through=until(3)))

    for kept, before in ((log(quarrel), None), (log(expired, quarrel), "deal")):
        answer = asked(kept, 6)
        assert {before, "quarrel"} == {event for *_, event in possible(answer)}
        assert ("reported", "disputed") == answer.flags
    over = happened("over", "2026-01-10", END)
    assert ("ended", ("disputed",)) == (
        asked(log(quarrel, over), 11).status, asked(log(quarrel, over), 11).flags,
    )  # fmt: skip


def test_a_dispute_about_an_expired_answer_is_settled_too() -> None:
    """After its last day an answer is talked about no less."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=until(3))),
        happened("tension", "2026-01-05", DISPUTE),
        happened("peace", "2026-01-07", SETTLE),
    )

    assert ("expired", ("disputed",)) == (asked(kept, 6).status, asked(kept, 6).flags)
    assert ("expired", ()) == (asked(kept, 7).status, asked(kept, 7).flags)


def test_an_answer_that_a_condition_ended_is_replaced_by_whatever_happens_next() -> None:
    """Also by a report: rank says what it is to be trusted, and what it replaced is told."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=until(8), unless=("agi",))),
        happened("panel", "2026-01-03", met=("agi",)),
        happened("silence", "2026-01-04", SILENCE),
        happened("report", "2026-01-09", fee("b"), authority=REPORTED, announced="2026-01-09"),
    )
    before, after = asked(kept, 8), asked(kept, 10)

    assert ("ended", "panel", ()) == (before.status, event(before), before.flags)
    assert ("in-force", "report", ("reported", "replaced-higher")) == (
        after.status, event(after), after.flags,
    )  # fmt: skip
    [higher] = after.replaced
    assert ("ended", "deal", "panel") == (
        higher.status,
        higher.given and higher.given.event,
        higher.ended and higher.ended.event,
    )


def test_a_report_that_gives_the_same_answer_once_more_replaces_none() -> None:
    """It is of lower rank, and nothing that was official has gone."""
    again = happened("report", "2026-01-05", fee("a"), authority=REPORTED, announced="2026-01-05")
    deal, other = happened("deal", "2026-01-01", fee("a")), happened("deal", "2026-01-01", fee("b"))

    assert ("reported",) == asked(log(deal, again), 6).flags
    assert ("reported", "replaced-higher") == asked(log(other, again), 6).flags


def confirmed(answer: Answer) -> tuple[str, bool] | None:
    return (str(answer.confirmed.when), answer.surely) if answer.confirmed else None


def test_the_last_restatement_by_day_confirms_not_the_last_in_the_log() -> None:
    """The log is written in any order; a confirmation is as old as its day."""
    kept = log(
        happened("deal", "2026-01-01", fee("a")),
        happened("late", "2026-01-05", REAFFIRM),
        happened("early", "2026-01-03", REAFFIRM),
        happened("unsure", "[2026-01-02..2026-01-09]", REAFFIRM),
    )

    assert [
        None,
        ("[2026-01-02..2026-01-09]", False),
        ("[2026-01-02..2026-01-09]", False),
        ("[2026-01-02..2026-01-09]", True),
    ] == [confirmed(asked(kept, on)) for on in (1, 3, 6, 9)]


def test_a_restatement_of_another_event_s_answer_confirms_it_perhaps() -> None:
    """Two events may have given the same answer: the restatement was of the first."""
    kept = log(
        happened("first", "2026-01-01", fee("a")),
        happened("restated", "2026-01-03", REAFFIRM),
        happened("second", "[2026-01-04..2026-01-12]", fee("a")),
    )

    answer = asked(kept, 6)
    assert ("in-force", "a", "second") == (answer.status, value(answer), event(answer))
    assert ("2026-01-03", False) == confirmed(answer)
    assert None is confirmed(asked(kept, 12))


def test_an_answer_that_one_event_gave_twice_is_confirmed_once() -> None:
    """Whichever of the two it was, it was restated on that day."""
    kept = log(
        happened(
            "deal", "2026-01-01",
            replace(fee("a"), when=parse("[2026-01-01..2026-01-05]")),
            replace(fee("a"), when=parse("[2026-01-02..2026-01-06]")),
        ),
        happened("restated", "2026-01-08", REAFFIRM),
    )  # fmt: skip

    assert ("in-force", "a") == (asked(kept, 9).status, value(asked(kept, 9)))
    assert ("2026-01-08", True) == confirmed(asked(kept, 9))


def test_a_restatement_of_another_answer_of_the_event_confirms_nothing_here() -> None:
    """One event may give two answers, one after the other, and either may be restated."""
    kept = log(
        happened("deal", "2026-01-01", fee("b"), replace(fee("a"), when=parse("2026-01-05"))),
        happened("restated", "2026-01-03", REAFFIRM),
    )

    assert ("2026-01-03", True) == confirmed(asked(kept, 4))
    assert None is confirmed(asked(kept, 5))


# --- Claims beside an answer that is over


def test_a_new_answer_fells_the_claims_beside_an_expired_one() -> None:
    """They were about what it was before."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=until(3))),
        happened("report", "2026-01-02", claim("b"), authority=REPORTED),
        happened("other", "[2026-01-03..2026-01-06]", fee("c"), authority=REPORTED),
    )

    assert [("expired", "a", "deal"), ("in-force", "c", "other")] == possible(asked(kept, 5))
    assert [("b", "report")] == claims(asked(kept, 5))
    assert [] == claims(asked(kept, 7))


def test_a_restatement_after_the_last_day_makes_claims_fall() -> None:
    """The parties say again what it was: nobody else needs to be heard on it."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=until(3))),
        happened("article", "2026-01-02", claim("b"), authority=PRESS),
        happened("restated", "2026-01-05", REAFFIRM),
    )

    assert [("b", "article")] == claims(asked(kept, 4))
    assert [] == claims(asked(kept, 5))


def test_a_claim_made_before_a_condition_ended_the_answer_stands_beside_the_ending() -> None:
    """Also where an answer of higher rank had to expire first."""
    kept = log(
        happened("deal", "2026-01-01", fee("x", through=until(3))),
        happened("article", "2026-01-05", fee("a", unless=("agi",)), authority=PRESS),
        happened("report", "2026-01-06", claim("b"), authority=REPORTED),
        happened("panel", "2026-01-07", met=("agi",)),
    )

    assert ("ended", "panel") == (asked(kept, 8).status, event(asked(kept, 8)))
    assert [("b", "report")] == claims(asked(kept, 8))


def test_what_came_before_the_answer_is_no_claim_beside_its_ending() -> None:
    """A report answers while nothing else has happened, and then is replaced."""
    kept = log(
        happened("report", "2026-01-01", fee("c"), authority=REPORTED),
        happened("deal", "[2026-01-01..2026-01-04]", fee("a", unless=("agi",))),
        happened("panel", "2026-01-01", met=("agi",)),
    )

    assert [] == claims(asked(kept, 3))
    assert {"report", "deal", "panel"} == {event for *_, event in possible(asked(kept, 3))}


def test_a_claim_stands_only_where_it_came_after_the_answer() -> None:
    """On 11 January the article gives an answer and fells it; on the seventh it does not."""
    kept = log(
        happened("article", "[2026-01-07,2026-01-11]", fee("a"), authority=PRESS),
        happened("deal", "2026-01-01", fee("x", through=until(4))),
        happened("report", "2026-01-09", claim("b"), authority=REPORTED),
    )

    assert [("b", "report")] == claims(asked(kept, 9))
    assert [("b", "report")] == claims(asked(kept, 12))
    assert ("in-force", "a") == (asked(kept, 12).status, value(asked(kept, 12)))


# --- Which day each of them fell on


def test_a_condition_met_some_day_ends_it_before_one_met_for_certain() -> None:
    """It may have been met on any day between, so its event may be the one that ended it."""
    kept = log(
        happened("panel", "2026-01-09", met=("ipo",)),
        happened("court", "[2026-01-06..]", met=("agi",)),
        happened("deal", "2026-01-07", fee("a", unless=("agi", "ipo"))),
    )

    assert ("ended", "court") == (asked(kept, 9).status, event(asked(kept, 9)))


def test_a_condition_met_on_one_of_two_days_ends_it_on_the_first() -> None:
    """Its last possible day would be too late: another has been met by then."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", unless=("agi", "ipo"))),
        happened("panel", "2026-01-10", met=("ipo",)),
        happened("court", "[2026-01-09,2026-01-11]", met=("agi",)),
    )

    assert ("ended", "court") == (asked(kept, 14).status, event(asked(kept, 14)))


def test_a_condition_met_twice_may_have_ended_it_the_later_told_time() -> None:
    """The court may have spoken of another deal or of this one, before the panel or after it."""
    kept = log(
        happened("deal", "[2026-01-01,2026-01-08]", fee("a", unless=("agi",))),
        happened("court", "[2026-01-01..2026-01-08]", met=("agi",)),
        happened("panel", "2026-01-02", met=("agi",)),
    )

    assert [("in-force", "a", "deal"), ("ended", None, "panel")] == possible(asked(kept, 9))


def test_a_condition_met_in_the_room_between_two_answers_ends_neither() -> None:
    """On 6 January the first has expired and the second is not given: the only such day."""
    kept = log(
        happened("deal", "2026-01-02", fee("a", through=until(5), unless=("agi",))),
        happened("article", "2026-01-07", fee("b", unless=("agi",)), authority=PRESS),
        happened("panel", "[2026-01-03..2026-01-10]", met=("agi",)),
    )

    assert [("in-force", "b", "article"), ("ended", None, "panel")] == possible(asked(kept, 10))


def test_a_claim_of_the_event_that_gave_the_answer_stands_beside_its_ending() -> None:
    """Also where what ended it is told earlier in the log: the days decide."""
    beside = replace(claim("b"), authority=PRESS)
    kept = log(
        happened("panel", "2026-01-05", met=("agi",)),
        happened("deal", "2026-01-02", fee("a", unless=("agi",)), beside),
    )

    assert ("ended", "panel") == (asked(kept, 6).status, event(asked(kept, 6)))
    assert [("b", "deal")] == claims(asked(kept, 6))


def test_what_one_event_says_together_falls_on_one_day() -> None:
    """On 7 January the claim comes after the restatement and stands; on 8 January it falls."""
    said = replace(claim("none"), when=until(8), authority=REPORTED)
    kept = log(happened("deal", "[2026-01-07..2026-01-08]", fee("b"), said, REAFFIRM))

    assert [("none", "deal")] == claims(asked(kept, 12))


# --- When it was public, and where it stands in the log


def test_announced_by_its_own_day_it_keeps_the_words_of_that_day() -> None:
    """Only what lies ahead of its recording is dated by that instead."""
    kept = log(
        happened("before", "2026-01", fee("a")),
        happened("just", "[2026-01-05..2026-01-08]", fee("a")),
        happened("ahead", "[2026-01-05..2026-01-09]", fee("a")),
    )

    assert ["2026-01-08", "[2026-01-05..2026-01-08]", "2026-01-08"] == [
        str(step.announced) for step in steps(kept)
    ]


def test_an_event_is_announced_with_the_first_of_its_sources() -> None:
    """Unless it says otherwise itself, as may each of its changes."""
    said = replace(fee("b"), announced=parse("2026-01-04"))
    kept = log(
        happened("cited", "2026-01-02", said, sources=("article", "undated")),
        happened("told", "2026-01-02", fee("a"), announced="2026-01-03", sources=("article",)),
    )
    plain = log(happened("cited", "2026-01-02", fee("b"), sources=("article", "undated")))

    assert [parse("2026-01-06")] == [one.announced for one in steps(plain)]
    assert [parse("2026-01-04"), parse("2026-01-03")] == [one.announced for one in steps(kept)]


def test_what_was_known_cites_nothing_that_was_published_later() -> None:
    """An article of 6 January is no proof of what was known on the fifth."""
    kept = log(
        happened(
            "deal", "2026-01-02", fee("a"), announced="2026-01-03", sources=("article", "undated")
        )
    )

    assert ("not-set", ()) == (
        asked(kept, 8, known=jan(2)).status,
        cited(asked(kept, 8, known=jan(2))),
    )
    assert ("undated",) == cited(asked(kept, 8, known=jan(5)))
    assert ("article", "undated") == cited(asked(kept, 8, known=jan(6)))
    assert ("article", "undated") == cited(asked(kept, 4))


@pytest.mark.parametrize(
    ("published", "cited_from"),
    [
        ("2026-01-06", 6),
        ("2026-01", 31),
        ("[..2026-01-06]", 6),
        ("[2026-01-06..]", 6),
        ("XXXX-01", None),
        (None, 3),
    ],
)
def test_a_source_is_cited_once_it_was_published_for_certain(
    published: str | None, cited_from: int | None
) -> None:
    """One without a date came with the statement; one that began to be public is public."""
    article = Source(key="article", published=None if published is None else parse(published))
    kept = log(
        Redefine(id="r", thing=article),
        happened("deal", "2026-01-02", fee("a"), announced="2026-01-03", sources=("article",)),
    )

    for known in (3, 4, 5, 6, 7, 30, 31):
        shown = cited_from is not None and known >= cited_from
        assert (("article",) if shown else ()) == cited(asked(kept, 8, known=jan(known)))


def test_tellings_follow_what_they_tell_of_and_conditions_come_before_changes() -> None:
    """One day has one order: the happening, what it met, what it changed, what else was told."""
    kept = log(
        happened("round", "2026-01-03", fee("a", unless=("agi", "ipo")), fee("b")),
        happened("panel", "2026-01-03", fee("c"), met=("agi", "ipo")),
        happened("telling", "2026-01-09", fee("d", of="round"), REAFFIRM),
    )

    assert ["a", "b", "d", "agi", "ipo", "c", "reaffirm"] == [_told(one) for one in steps(kept)]
    assert [3, 4] == [number for number, one in enumerate(steps(kept)) if one.verb == "met"]


def _told(step: Step) -> str:
    return step.value or step.condition or step.verb


def test_a_term_that_is_not_defined_has_steps_and_no_answer() -> None:
    """A record cut by *recorded* may know of no definition yet."""
    kept = log(happened("deal", "2026-01-01", fee("a"), replace(fee("b"), term="seat")))

    assert ["fee"] == list(record(kept).terms)
    assert ["b"] == [_told(one) for one in steps_of(record(kept))["seat"]]


# --- Questions about several days


def test_an_open_question_begins_before_the_first_day_of_the_calendar() -> None:
    """Nothing had been set then, whatever was set on the first day."""
    found = record(log(happened("deal", "0001-01-01", fee("a"))))
    answer = answer_on(Terms(steps_of(found)), found.terms["fee"], parse("[..2026-01-01]"))

    assert VARIED == answer.status
    assert [("not-set", None), ("in-force", "deal")] == [
        (one.status, event(one)) for one in answer.periods
    ]


def test_an_answer_of_one_day_only_is_found_in_a_longer_question() -> None:
    """First the deal is given, then the article and, a day later, the panel must follow."""
    kept = log(
        happened("panel", "[2026-01-01..2026-01-20]", met=("agi",), authority=PRESS),
        happened("article", "[2026-01-03..2026-01-20]", fee("b", unless=("agi",)), authority=PRESS),
        happened("deal", "2026-01-01", fee("a", through=until(2))),
        happened("next", "2026-01-05", fee("c"), END),
        happened("again", "2026-01-06", fee("d")),
    )
    whole = asked(kept, "[2026-01-01..2026-01-07]")

    assert "panel" not in {event for *_, event in possible(asked(kept, 2))}
    assert ("ended", None, "panel") in possible(asked(kept, 4))
    assert VARIED == whole.status
    [day_four] = [one for one in whole.periods if one.first <= jan(4).toordinal() <= one.last]
    assert ("ended", None, "panel") in possible(day_four)


def test_a_question_about_several_days_is_undetermined_where_each_has_the_same_answers() -> None:
    """That nobody can tell on any of them is another thing than that it varied."""
    kept = log(
        happened("deal", "2026-01-01", fee("a")),
        happened("next", "[2026-01-03..2026-01-20]", fee("b")),
    )
    both = [("in-force", "a", "deal"), ("in-force", "b", "next")]

    assert both == possible(asked(kept, "[2026-01-05..2026-01-09]"))
    assert VARIED == asked(kept, "[2026-01-02..2026-01-09]").status


# --- The record


def test_the_record_holds_what_was_said_of_it_last() -> None:
    """The vocabulary, the claim of completeness and what its keeper expects."""
    expected = Assert(id="x", on=day(jan(3)), term="fee", value="a")
    kept = log(
        Define(id="p", thing=Partnership(title="One and Two")),
        Cover(id="c1", through=day(jan(3))),
        Cover(id="c2", since=day(jan(1)), through=day(jan(4))),
        Cover(id="c3", through=day(jan(5))),
        expected,
        happened("deal", "2026-01-01", fee("a")),
        happened("mistake", "2026-01-01", fee("b")),
        Retract(id="r", event="mistake", reason="It never happened."),
    )
    found = record(kept)

    assert Partnership(title="One and Two") == found.partnership
    assert {"agi": "Verified", "ipo": "Floated"} == {
        key: one.title for key, one in found.conditions.items()
    }
    assert all(isinstance(one, Condition) for one in found.conditions.values())
    assert (day(jan(1)), day(jan(5))) == found.covered
    assert (expected,) == found.assertions
    assert [entry[2] for entry in kept] == [one.act for one in found.acts]
    assert (None, None) == record(log()).covered


def test_an_event_is_found_by_its_name_unless_it_was_retracted() -> None:
    """And is found as it was corrected."""
    found = record(
        log(
            happened("deal", "2026-01-01", fee("a")),
            happened("mistake", "2026-01-01", fee("b")),
            corrected("c", "deal", "2026-01-02"),
            Retract(id="r", event="mistake", reason="It never happened."),
        )
    )
    deal = found.standing("deal")

    assert deal is not None
    assert ("deal", parse("2026-01-02")) == (deal.event.id, deal.event.when)
    assert None is found.standing("mistake")
    assert None is found.standing("nothing")


def test_a_renamed_term_keeps_its_place_and_its_answers() -> None:
    """However often, and also where it gets back a name that it once had."""
    acts = [
        Define(id="d7", thing=Term(key="seat", title="Seat")),
        happened("deal", "2026-01-01", fee("a"), replace(fee("b"), term="seat")),
        *renamed("seat", "board"),
        *renamed("fee", "price"),
        *renamed("price", "cost"),
        *renamed("cost", "fee"),
    ]
    names = {
        4: {"seat": "board"},
        6: {"seat": "board", "fee": "price"},
        8: {"seat": "board", "fee": "cost", "price": "cost"},
        10: {"seat": "board", "price": "fee", "cost": "fee"},
    }
    for length, expected in names.items():
        found = record(log(*acts[:length]))
        terms = Terms(steps_of(found))
        answers = [answer_on(terms, term, day(jan(2))) for term in found.terms.values()]

        assert expected == found.renamed
        assert {"a": expected.get("fee", "fee"), "b": "board"} == {
            value(answer): answer.term.key for answer in answers
        }
        assert ["a", "b"] == [value(answer) for answer in answers]


def renamed(old: str, new: str) -> tuple[Act, Act]:
    return (
        Define(id=f"{new}.d", thing=Term(key=new, title=new)),
        Redefine(id=f"{old}.r", thing=Term(key=old, title=old), renamed=new),
    )


def test_a_term_split_or_merged_is_retired_until_it_is_defined_otherwise() -> None:
    """The last word on a term counts."""
    fee_term = Term(key="fee", title="Fee")
    split = Redefine(id="r1", thing=fee_term, split=("one", "two"))
    merged = Redefine(id="r2", thing=fee_term, merged="one")
    titled = Redefine(id="r3", thing=fee_term)

    assert {"fee": split} == record(log(split)).retired
    assert {"fee": merged} == record(log(split, merged)).retired
    assert {} == record(log(split, merged, titled)).retired


def test_very_many_may_claim_something_of_their_own() -> None:
    """Who claims anew is found by the name, not among all that were claimed."""
    claims = [Claim(term="fee", value=f"{n}", by=(f"S{n % 4_000}",)) for n in range(5_000)]
    found = record(log(happened("talk", "2026-01-02", *claims)))
    terms = Terms(steps_of(found))
    begun = time.process_time()
    answer = answer_on(terms, found.terms["fee"], day(jan(3)))

    assert time.process_time() - begun < 2
    assert {str(n) for n in range(1_000, 5_000)} == {one.step.value for one in answer.claims}
