"""The rule by hand: small logs whose answer anyone can work out, each of which has caught a fault.

Most are what is left of a random history that told a wrong rule from the right one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from agreement import Question, compared
from logs import PRESS, REPORTED, corrected, fee, happened, jan, log
from oracle import Kept

from events.dates import Date, day, parse
from events.model.kinds import (
    Act,
    Assert,
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
    Set,
    Settle,
    Source,
    Term,
)
from timeline import merged as records
from timeline.answers import Answer
from timeline.as_of import representative_days, terms_as_of, turning_days
from timeline.merged import Record, record_of
from timeline.steps import Step
from timeline.telling import announced_of, steps_of

DISPUTE = Dispute(term="fee", positions=(Position(party="One", says="No."),))
SETTLE, SILENCE = Settle(term="fee"), LeaveUnsaid(term="fee")
END, REAFFIRM = End(term="fee"), Reaffirm(term="fee")


def record(kept: Sequence[Kept]) -> Record:
    return record_of(records.Kept(*entry) for entry in kept)


def asked(kept: Sequence[Kept], on: int | str, *, known: date | None = None) -> Answer:
    """Answer as of a day of January, or a date as written, once the oracle says the same."""
    when = parse(on) if isinstance(on, str) else day(jan(on))
    assert [] == list(compared(kept, Question(when, known, None)))

    [answer] = terms_as_of(record(kept), when, known=known)
    return answer


def steps(kept: Sequence[Kept]) -> Sequence[Step]:
    return steps_of(record(kept))["fee"]


def possible(answer: Answer) -> list[tuple[str, str | None, str | None]]:
    return [(one.status, one.value, one.event) for one in answer.possible]


def claims(answer: Answer) -> list[tuple[str, str | None, str]]:
    return [(one.status, one.value, one.event) for one in answer.claims]


def until(number: int) -> Date:
    return day(jan(number))


# --- What an answer says


def test_an_undetermined_answer_gives_none_of_the_possible_ones_as_its_own() -> None:
    """Whoever reads `value` alone must not take one possibility for the answer."""
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
    assert [(until(20), ("agi",)), (until(21), ("ipo",))] == [
        (one.through, one.unless) for one in answer.possible
    ]
    assert ("undetermined", None, None, ()) == (
        answer.status, answer.value, answer.through, answer.unless,
    )  # fmt: skip
    assert (None, None, None, None) == (
        answer.authority, answer.since, answer.last_confirmed, answer.event,
    )  # fmt: skip
    assert ("article", "undated") == answer.sources


def test_a_certain_answer_lists_no_possible_ones() -> None:
    """One answer is not one of several."""
    answer = asked(log(happened("one", "2026-01-01", fee("a", through=until(9)))), 3)

    assert () == answer.possible
    assert ("in-force", "a", until(9)) == (answer.status, answer.value, answer.through)
    assert ("one", parse("2026-01-01"), parse("2026-01-01")) == (
        answer.event, answer.since, answer.last_confirmed,
    )  # fmt: skip


def test_a_claim_names_its_sources() -> None:
    """A claim is as much to be looked up as an answer."""
    [claim] = asked(
        log(
            happened("deal", "2026-01-01", fee("a")),
            happened("leak", "2026-01-02", fee("b"), authority=PRESS, sources=("article",)),
        ),
        3,
    ).claims

    assert (("article",), PRESS, True) == (claim.sources, claim.authority, claim.contradicts)


def test_said_twice_by_one_event_it_is_one_claim() -> None:
    """Two last days of one claim would read as two voices."""
    twice = (fee("b", through=until(20)), replace(fee("b", through=until(21)), when=until(3)))
    answer = asked(
        log(
            happened("deal", "2026-01-01", fee("a")),
            happened("leak", "2026-01-03", *twice, authority=PRESS),
            happened("other", "[2026-01-02..2026-01-04]", fee("c"), authority=PRESS),
        ),
        5,
    )

    assert [("in-force", "b", "leak"), ("in-force", "c", "other")] == claims(answer)


def test_the_positions_are_those_of_the_latest_dispute() -> None:
    """Of two quarrels that of the later day is told; of one day that told later."""
    other = Dispute(term="fee", positions=(Position(party="Two", says="Yes."),))
    kept = log(
        happened("deal", "2026-01-01", fee("a")),
        happened("tension", "2026-01-04", DISPUTE),
        happened("again", "2026-01-03", other),
        happened("peace", "2026-01-06", SETTLE),
        happened("one", "2026-01-08", DISPUTE),
        happened("more", "2026-01-08", other),
    )

    assert () == asked(kept, 2).positions
    assert other.positions == asked(kept, 3).positions
    assert DISPUTE.positions == asked(kept, 5).positions
    assert () == asked(kept, 6).positions
    assert other.positions == asked(kept, 8).positions


def test_what_lies_ahead_is_listed_with_the_answer() -> None:
    """A change that is news already, and a condition met, which is none of the term."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", unless=("agi",))),
        happened("next", "2026-01-09", fee("b"), announced="2026-01-02"),
        happened("panel", "2026-01-09", announced="2026-01-02", met=("agi",)),
    )

    assert ["next"] == [step.event.id for step in asked(kept, 3).pending]
    assert () == asked(kept, 1).pending
    assert () == asked(kept, 9).pending


# --- Disputes, silences and confirmations


def test_a_dispute_is_over_in_the_event_that_answers_it() -> None:
    """Wherever the dispute has happened, so has the report that replaces what it was about."""
    quarrel = happened("quarrel", "[2026-01-05..2026-01-09]", DISPUTE, fee("b"), authority=REPORTED)
    expired = happened("deal", "2026-01-01", fee("a", through=until(3)))

    for kept, before in ((log(quarrel), None), (log(expired, quarrel), "deal")):
        answer = asked(kept, 6)
        assert {before, "quarrel"} == {event for *_, event in possible(answer)}
        assert ("reported",) == answer.flags


def test_a_dispute_about_an_expired_answer_is_settled_too() -> None:
    """After its last day an answer is talked about no less."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=until(3))),
        happened("tension", "2026-01-05", DISPUTE),
        happened("peace", "2026-01-07", SETTLE),
    )

    assert ("expired", ("disputed",)) == (asked(kept, 6).status, asked(kept, 6).flags)
    assert ("expired", ()) == (asked(kept, 7).status, asked(kept, 7).flags)


def test_an_answer_that_a_condition_ended_is_defended_beyond_its_last_day() -> None:
    """It did not expire, it ended: a report leaves it as it is, and carried."""
    answer = asked(
        log(
            happened("deal", "2026-01-01", fee("a", through=until(8), unless=("agi",))),
            happened("panel", "2026-01-03", met=("agi",)),
            happened("silence", "2026-01-04", SILENCE),
            happened("report", "2026-01-09", fee("b"), authority=REPORTED),
        ),
        10,
    )

    assert ("ended", "panel", ("contested", "carried")) == (
        answer.status, answer.event, answer.flags,
    )  # fmt: skip
    assert [("in-force", "b", "report")] == claims(answer)


def test_the_last_restatement_by_day_confirms_not_the_last_in_the_log() -> None:
    """The log is written in any order; a confirmation is as old as its day."""
    kept = log(
        happened("deal", "2026-01-01", fee("a")),
        happened("late", "2026-01-05", REAFFIRM),
        happened("early", "2026-01-03", REAFFIRM),
        happened("unsure", "[2026-01-02..2026-01-09]", REAFFIRM),
    )

    confirmed = [asked(kept, on).last_confirmed for on in (1, 3, 6, 9)]
    assert ["2026-01-01", "2026-01-03", "2026-01-05", "[2026-01-02..2026-01-09]"] == [
        str(one) for one in confirmed
    ]


def test_a_restatement_of_another_event_s_answer_confirms_nothing_here() -> None:
    """Two events may have given the same answer: each has its own confirmations."""
    kept = log(
        happened("first", "2026-01-01", fee("a")),
        happened("restated", "2026-01-03", REAFFIRM),
        happened("second", "[2026-01-04..2026-01-12]", fee("a")),
    )

    answer = asked(kept, 6)
    assert ("in-force", "a", "second") == (answer.status, answer.value, answer.event)
    assert "[2026-01-04..2026-01-12]" == str(answer.last_confirmed)


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

    assert ("in-force", "a") == (asked(kept, 9).status, asked(kept, 9).value)
    assert "2026-01-08" == str(asked(kept, 9).last_confirmed)


def test_a_restatement_of_another_answer_of_the_event_confirms_nothing_here() -> None:
    """One event may give two answers, one after the other, and either may be restated."""
    kept = log(
        happened("deal", "2026-01-01", fee("b"), replace(fee("a"), when=parse("2026-01-05"))),
        happened("restated", "2026-01-03", REAFFIRM),
    )

    assert "2026-01-03" == str(asked(kept, 4).last_confirmed)
    assert "2026-01-05" == str(asked(kept, 5).last_confirmed)


# --- Claims beside an answer that is over


def test_what_replaces_a_claim_replaces_it_beside_an_expired_answer_too() -> None:
    """While the answer stood the second report was a claim; after it, it is the answer."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=until(3))),
        happened("report", "2026-01-02", fee("b"), authority=REPORTED),
        happened("other", "[2026-01-03..2026-01-06]", fee("c"), authority=REPORTED),
    )
    answer = asked(kept, 7)

    assert [("expired", "a", "deal"), ("in-force", "c", "other")] == possible(answer)
    assert [("in-force", "c", "other")] == claims(answer)


def test_a_restatement_after_the_last_day_makes_claims_fall() -> None:
    """The parties say again what it was: nobody else needs to be heard on it."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=until(3))),
        happened("article", "2026-01-02", fee("b"), authority=PRESS),
        happened("restated", "2026-01-05", REAFFIRM),
    )

    assert [("in-force", "b", "article")] == claims(asked(kept, 4))
    assert [] == claims(asked(kept, 5))


def test_a_claim_made_before_a_condition_ended_the_answer_stands_beside_the_ending() -> None:
    """Also where an answer of higher rank had to expire first."""
    kept = log(
        happened("deal", "2026-01-01", fee("x", through=until(3))),
        happened("article", "2026-01-05", fee("a", unless=("agi",)), authority=PRESS),
        happened("report", "2026-01-06", fee("b"), authority=REPORTED),
        happened("panel", "2026-01-07", met=("agi",)),
    )

    assert ("ended", "panel") == (asked(kept, 8).status, asked(kept, 8).event)
    assert [("in-force", "b", "report")] == claims(asked(kept, 8))


def test_what_came_before_the_answer_is_no_claim_beside_its_ending() -> None:
    """A report answers while nothing better is known, and then is forgotten."""
    kept = log(
        happened("report", "2026-01-01", fee("c"), authority=REPORTED),
        happened("deal", "[2026-01-01..2026-01-04]", fee("a", unless=("agi",))),
        happened("panel", "2026-01-01", met=("agi",)),
    )

    assert [] == claims(asked(kept, 3))
    assert {"report", "deal", "panel"} == {event for *_, event in possible(asked(kept, 3))}


def test_what_may_answer_in_the_room_is_no_claim_where_it_came_too_early() -> None:
    """On 1 January it answers, is replaced, and has nothing to stand beside."""
    kept = log(
        happened("article", "[2026-01-07,2026-01-11]", fee("a", unless=("agi",)), authority=PRESS),
        happened("deal", "2026-01-01", fee("x", through=until(4))),
        happened("panel", "2026-01-07", met=("agi",)),
        happened("report", "2026-01-06", fee("b"), authority=REPORTED),
    )
    answer = asked(kept, 9)

    assert {("in-force", "b", "report"), ("ended", None, "panel")} >= set(possible(answer))
    assert [] == claims(answer)


# --- Which day each of them fell on


def test_a_condition_met_some_day_ends_it_before_one_met_for_certain() -> None:
    """It may have been met on any day between, so its event may be the one that ended it."""
    kept = log(
        happened("panel", "2026-01-09", met=("ipo",)),
        happened("court", "[2026-01-06..]", met=("agi",)),
        happened("deal", "2026-01-07", fee("a", unless=("agi", "ipo"))),
    )

    assert ("ended", "court") == (asked(kept, 9).status, asked(kept, 9).event)


def test_a_condition_met_on_one_of_two_days_ends_it_on_the_first() -> None:
    """Its last possible day would be too late: another has been met by then."""
    kept = log(
        happened("deal", "2026-01-01", fee("a", unless=("agi", "ipo"))),
        happened("panel", "2026-01-10", met=("ipo",)),
        happened("court", "[2026-01-09,2026-01-11]", met=("agi",)),
    )

    assert ("ended", "court") == (asked(kept, 14).status, asked(kept, 14).event)


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
    kept = log(
        happened("panel", "2026-01-05", met=("agi",)),
        happened(
            "deal", "2026-01-02", fee("a", unless=("agi",)), replace(fee("b"), authority=PRESS)
        ),
    )

    assert ("ended", "panel") == (asked(kept, 6).status, asked(kept, 6).event)
    assert [("in-force", "b", "deal")] == claims(asked(kept, 6))


def test_what_one_event_says_together_falls_on_one_day() -> None:
    """On 7 January the report comes after the restatement and stands; on 8 January it falls."""
    said = replace(fee("none"), when=until(8), authority=REPORTED)
    kept = log(happened("deal", "[2026-01-07..2026-01-08]", fee("b"), said, REAFFIRM))

    assert [("in-force", "none", "deal")] == claims(asked(kept, 12))


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
    found = record(kept)

    assert [parse("2026-01-06"), parse("2026-01-03")] == [
        announced_of(standing, found) for standing in found.events
    ]
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
        asked(kept, 8, known=jan(2)).sources,
    )
    assert ("undated",) == asked(kept, 8, known=jan(5)).sources
    assert ("article", "undated") == asked(kept, 8, known=jan(6)).sources
    assert ("article", "undated") == asked(kept, 4).sources


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
        assert (("article",) if shown else ()) == asked(kept, 8, known=jan(known)).sources


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
    if isinstance(step.change, Set):
        return step.change.value
    return getattr(step.change, "condition", step.verb)


def test_a_term_that_is_not_defined_has_steps_and_no_answer() -> None:
    """A record cut by *recorded* may know of no definition yet."""
    kept = log(happened("deal", "2026-01-01", fee("a"), replace(fee("b"), term="seat")))

    assert ["fee"] == [one.term.key for one in terms_as_of(record(kept), day(jan(2)))]
    assert ["b"] == [_told(one) for one in steps_of(record(kept))["seat"]]


# --- Imprecise questions


def test_an_open_question_begins_before_the_first_day_of_the_calendar() -> None:
    """Nothing had been set then, whatever was set on the first day."""
    kept = log(happened("deal", "0001-01-01", fee("a")))
    [answer] = terms_as_of(record(kept), parse("[..2026-01-01]"))

    assert [("not-set", None, None), ("in-force", "a", "deal")] == possible(answer)


def test_an_answer_of_one_day_only_is_found_in_a_longer_question() -> None:
    """First the deal has to expire, then the article and, a day later, the panel must follow."""
    kept = log(
        happened("panel", "[2026-01-01..2026-01-20]", met=("agi",), authority=PRESS),
        happened("article", "[2026-01-01..2026-01-20]", fee("b", unless=("agi",)), authority=PRESS),
        happened("deal", "2026-01-01", fee("a", through=until(2))),
        happened("next", "2026-01-05", fee("c")),
    )

    assert "panel" not in {event for *_, event in possible(asked(kept, 3))}
    assert ("ended", None, "panel") in possible(asked(kept, 4))
    assert ("in-force", "c") == (asked(kept, 5).status, asked(kept, 5).value)
    assert ("ended", None, "panel") in possible(asked(kept, "[2026-01-01..2026-01-06]"))


def test_a_question_is_asked_on_its_turning_days_only() -> None:
    """A year has no more answers than days on which something may turn."""
    kept = log(
        happened("deal", "2026-01-03", fee("a", through=until(6))),
        happened("next", None, fee("b"), announced="2026-01-10"),
    )
    turns = [jan(number).toordinal() for number in (3, 4, 6, 7, 10)]

    assert [1, *turns] == turning_days(steps(kept))
    assert [jan(4).toordinal()] == representative_days(steps(kept), day(jan(4)))
    assert [jan(5).toordinal(), *turns[2:]] == representative_days(
        steps(kept), parse("[2026-01-05..2026-01-20]")
    )
    assert [0, 1, *turns[:2], jan(5).toordinal()] == representative_days(
        steps(kept), parse("[..2026-01-05]")
    )
    assert [jan(8).toordinal(), jan(10).toordinal()] == representative_days(
        steps(kept), parse("[2026-01-08..]")
    )


# --- The record


def test_the_record_holds_what_was_said_of_it_last() -> None:
    """The vocabulary, the claim of completeness and what its keeper expects."""
    expected = Assert(id="x", on=day(jan(3)), term="fee", value="a")
    kept = log(
        Define(id="p", thing=Partnership(title="One and Two")),
        Cover(id="c1", through=day(jan(3))),
        Cover(id="c2", through=day(jan(4))),
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
    assert day(jan(5)) == found.covered
    assert (expected,) == found.assertions
    assert [entry[2] for entry in kept] == [one.act for one in found.acts]
    assert None is record(log()).covered


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
        answers = terms_as_of(found, day(jan(2)))

        assert expected == found.renamed
        assert {"a": expected.get("fee", "fee"), "b": "board"} == {
            answer.value: answer.term.key for answer in answers
        }
        assert ["a", "b"] == [answer.value for answer in answers]


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
