"""The possible-worlds rule: the engine answers as the enumeration of worlds does."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import oracle
import pytest
from agreement import compared, questions
from histories import days_asked, history, rendered, shares
from logs import PRESS, REPORTED, corrected, fee, happened, jan, log
from oracle import ENDED, NOT_SET, Possible, answers, answers_for_question

from events.dates import parse
from events.model.kinds import (
    Change,
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Position,
    Reaffirm,
    Retract,
    Set,
    Settle,
)
from events.words import UNDISCLOSED

HISTORIES = int(os.environ.get("TIMELINE_HISTORIES", "1500"))
CHUNK = 100
HARD_CASES = ("undetermined", "tie", "expiry", "met", "mixed rank")
ENOUGH = 0.05


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_engine_answers_as_the_enumeration_of_worlds_does(first: int) -> None:
    """§4: so must every form that does not enumerate, for all verbs and ranks."""
    for seed in range(first, min(first + CHUNK, HISTORIES)):
        both_answer_the_same(seed)


@pytest.mark.parametrize("seed", [13, 56, 386, 705, 4761, 5490, 8933])
def test_what_once_was_answered_wrongly_is_answered_as_the_enumeration_does(seed: int) -> None:
    """Each of these histories has found a bug, some of them only after thousands."""
    both_answer_the_same(seed)


def both_answer_the_same(seed: int) -> None:
    kept = history(seed)
    for question in questions(kept, Random(seed)):
        differences = list(compared(kept, question))

        assert not differences, "\n".join([f"seed {seed}", rendered(kept), *differences])


def test_the_hard_cases_are_common_in_the_histories() -> None:
    """Histories without them would agree about nothing."""
    found = shares([history(seed) for seed in range(min(HISTORIES, 500))])
    for case, share in found.items():
        print(f"{case:<14}{share:6.1%}")

    assert [case for case in HARD_CASES if found.get(case, 0) < ENOUGH] == []


# --- The oracle says what the page says


def test_a_stale_article_never_revives_an_ended_right() -> None:
    kept = log(
        happened("deal", "2026-01-01", fee("a")),
        happened("ending", "2026-01-03", End(term="fee")),
        happened("article", "2026-01-05", fee("a"), authority=PRESS),
    )
    answer = answers(kept, on=jan(6))["fee"]

    assert {ENDED: {"ending"}} == answer.answers
    assert {("in-force", "a", PRESS, "article", True)} == answer.claims
    assert {"contested"} == answer.flags


def test_only_an_expired_answer_leaves_room() -> None:
    kept = log(
        happened("deal", "2026-01-01", fee("a", through=parse("2026-01-03"))),
        happened("early", "2026-01-03", fee("b"), authority=REPORTED),
        happened("report", "2026-01-05", fee("c"), authority=REPORTED),
    )

    assert {("in-force", "a")} == said(kept, 3)
    assert {("expired", "a")} == said(kept, 4)
    assert {("in-force", "c")} == said(kept, 5)


def test_through_is_the_latest_day_of_its_text_inclusive() -> None:
    kept = log(happened("deal", "2025-12-01", fee("a", through=parse("2026-01"))))

    assert {("in-force", "a")} == said(kept, 31)
    assert {("expired", "a")} == {
        key[:2] for key in answers(kept, on=date(2026, 2, 1))["fee"].answers
    }


def test_the_day_a_condition_is_met_is_the_first_without_the_value() -> None:
    kept = log(
        happened("deal", "2026-01-01", fee("a", unless=("agi",))),
        happened("panel", "2026-01-04", met=("agi",)),
        happened("renewal", "2026-01-06", fee("b", unless=("agi",))),
    )

    assert {("in-force", "a")} == said(kept, 3)
    assert {("ended", None)} == said(kept, 4)
    assert {("in-force", "b")} == said(kept, 9)


def test_a_condition_met_on_weaker_word_is_a_claim() -> None:
    kept = log(
        happened("deal", "2026-01-01", fee("a", unless=("agi",))),
        happened("rumour", "2026-01-04", met=("agi",), authority=REPORTED),
    )
    answer = answers(kept, on=jan(5))["fee"]

    assert {("in-force", "a", None, frozenset({"agi"})): {"deal"}} == answer.answers
    assert {("ended", None, REPORTED, "rumour", True)} == answer.claims


def test_an_ending_is_no_better_believed_than_the_answer_it_ends() -> None:
    kept = log(
        happened("report", "2026-01-01", fee("a", unless=("agi",)), authority=REPORTED),
        happened("panel", "2026-01-04", met=("agi",)),
        happened("article", "2026-01-05", fee("b"), authority=PRESS),
    )

    assert {("ended", None)} == said(kept, 4)
    assert "reported" in answers(kept, on=jan(4))["fee"].flags
    assert {("in-force", "b")} == said(kept, 5)


def test_a_month_without_a_year_never_makes_certain() -> None:
    kept = log(happened("june", "XXXX-06", fee("a")))

    for on in (-400, 1, 400):
        assert {("in-force", "a"), ("not-set", None)} == said(kept, on)


def test_a_month_without_a_year_leaves_what_it_may_precede() -> None:
    kept = log(happened("june", "XXXX-06", fee("a")), happened("deal", "2026-01-03", fee("b")))

    assert {("in-force", "a"), ("not-set", None)} == said(kept, 2)
    assert {("in-force", "b")} == said(kept, 3)
    assert {("in-force", "a"), ("in-force", "b")} == said(kept, 4)


def test_an_undated_change_is_pending_and_never_in_force() -> None:
    kept = log(happened("promise", None, fee("a"), announced="2026-01-03"))

    assert {NOT_SET: frozenset()} == answers(kept, on=jan(30))["fee"].answers
    assert frozenset() == answers(kept, on=jan(2))["fee"].flags
    assert {"pending"} == answers(kept, on=jan(3))["fee"].flags
    assert frozenset() == answers(kept, on=jan(30), known=jan(2))["fee"].flags


def test_what_takes_effect_later_is_pending_once_it_is_news() -> None:
    kept = log(happened("deal", "[2026-01-05..2026-01-07]", fee("a"), announced="2026-01-03"))

    shown = {on: answers(kept, on=jan(on))["fee"] for on in (2, 3, 4, 5)}
    assert [set(), {"pending"}, {"pending"}, set()] == [set(shown[on].flags) for on in (2, 3, 4, 5)]
    assert {("in-force", "a"), ("not-set", None)} == said(kept, 5)


def test_overlapping_dates_leave_either_order_possible() -> None:
    kept = log(
        happened("one", "[2026-01-01..2026-01-05]", fee("a")),
        happened("two", "[2026-01-03..2026-01-07]", fee("b")),
    )

    assert {("not-set", None), ("in-force", "a")} == said(kept, 2)
    assert {("not-set", None), ("in-force", "a"), ("in-force", "b")} == said(kept, 4)
    assert {("in-force", "a"), ("in-force", "b")} == said(kept, 8)


def test_of_one_day_the_later_in_the_log_stands() -> None:
    kept = log(happened("one", "2026-01-03", fee("a")), happened("two", "2026-01-03", fee("b")))

    assert {("in-force", "b")} == said(kept, 3)


def test_agreeing_events_make_the_answer_certain_and_all_stand_behind_it() -> None:
    kept = log(
        happened("one", "[2026-01-01..2026-01-05]", fee("a")),
        happened("two", "[2026-01-03..2026-01-07]", fee("a")),
    )

    agreed: Possible = ("in-force", "a", None, frozenset())
    assert {agreed: {"one", "two"}} == answers(kept, on=jan(8))["fee"].answers


def test_a_telling_falls_directly_after_what_it_tells_of() -> None:
    kept = log(
        happened("round", "2026-01-03", fee("a")),
        happened("other", "2026-01-03", fee("b")),
        happened("telling", "2026-01-09", fee("c", of="round")),
    )

    assert {("in-force", "b")} == said(kept, 3)
    assert {("in-force", "c")} == said([entry for entry in kept if entry[2].id != "other"], 3)


def test_a_telling_stands_alone_where_its_event_is_not_yet_known() -> None:
    kept = log(
        happened("other", "2026-01-02", fee("b")),
        happened("round", "2026-01-03", fee("a"), announced="2026-01-09"),
        happened("leak", "2026-01-05", fee("c", of="round"), authority=PRESS),
    )

    on_4_known_5 = answers(kept, on=jan(4), known=jan(5))["fee"]
    assert {("in-force", "c", PRESS, "leak", True)} == on_4_known_5.claims
    assert {("in-force", "b", None, frozenset()): {"other"}} == on_4_known_5.answers
    assert frozenset() == answers(kept, on=jan(2), known=jan(5))["fee"].claims


def test_a_telling_falls_with_what_it_tells_of() -> None:
    kept = log(
        happened("round", "2026-01-03", fee("a")),
        happened("telling", "2026-01-09", fee("c", of="round")),
        Retract(id="r", event="round", reason="It never happened."),
    )

    assert {("not-set", None)} == said(kept, 20)


def test_an_older_value_stands_in_what_was_known() -> None:
    kept = log(
        happened("one", "2026-01-01", fee("a")),
        happened("two", "2026-01-03", fee("b"), announced="2026-01-08"),
    )

    assert {("in-force", "b")} == said(kept, 5)
    assert {("in-force", "a", None, frozenset())} == set(
        answers(kept, on=jan(5), known=jan(7))["fee"].answers
    )


def test_announced_defaults_to_published_then_effective_then_recorded() -> None:
    """§1: and defaults are computed after corrections are merged."""
    cited = happened("cited", "2026-01-02", fee("a"), sources=("article", "undated"))
    uncited = happened("uncited", "2026-01-02", fee("a"))
    ahead = happened("ahead", "2026-01-09", fee("a"))

    publics = {step.event: step.public for step in oracle.steps_of(log(cited, uncited, ahead))}
    assert {"cited": jan(6), "uncited": jan(2), "ahead": jan(8)} == publics


def test_silence_is_not_repeal_and_a_reaffirm_ends_it() -> None:
    kept = log(
        happened("deal", "2026-01-01", fee("a")),
        happened("article", "2026-01-02", fee("b"), authority=PRESS),
        happened("silence", "2026-01-03", LeaveUnsaid(term="fee"), authority=REPORTED),
        happened("hearsay", "2026-01-04", Reaffirm(term="fee"), authority=PRESS),
        happened("renewal", "2026-01-05", Reaffirm(term="fee")),
    )
    deal: Possible = ("in-force", "a", None, frozenset())
    on = {number: answers(kept, on=jan(number))["fee"] for number in (2, 3, 4, 5)}

    assert [{deal: {"deal"}}] * 4 == [answer.answers for answer in on.values()]
    assert {"contested", "carried"} == on[3].flags == on[4].flags
    assert {"2026-01-01"} == on[4].last_confirmed(deal, "deal")
    assert not on[5].flags
    assert not on[5].claims
    assert {"2026-01-05"} == on[5].last_confirmed(deal, "deal")


def test_a_dispute_may_stand_on_a_term_not_set_until_it_is_settled_or_replaced() -> None:
    dispute = Dispute(term="fee", positions=(Position(party="One", says="No."),))
    kept = log(
        happened("tension", "2026-01-01", dispute, authority=REPORTED),
        happened("peace", "2026-01-03", Settle(term="fee")),
        happened("again", "2026-01-05", dispute),
        happened("deal", "2026-01-07", fee("a")),
    )
    flags = [answers(kept, on=jan(on))["fee"].flags for on in (1, 3, 5, 7)]

    assert [{"disputed"}, set(), {"disputed"}, set()] == flags
    assert {("not-set", None)} == said(kept, 5)


@pytest.mark.parametrize(
    ("standing", "claimed", "contested"),
    [("a", "b", True), ("a", "a", False), (UNDISCLOSED, "b", False), ("none", "b", True)],
)
def test_what_differs_contradicts_unless_the_content_is_not_public(
    standing: str, claimed: str, contested: bool
) -> None:
    deal = happened("deal", "2026-01-01", fee(standing))
    article = happened("article", "2026-01-03", fee(claimed), authority=PRESS)
    detail = replace(article, changes=(replace(fee(claimed), adds=True),))

    [(*_, contradicts)] = answers(log(deal, article), on=jan(3))["fee"].claims
    [(*_, detail_contradicts)] = answers(log(deal, detail), on=jan(3))["fee"].claims
    assert contested == contradicts
    assert not detail_contradicts


def test_the_last_correction_that_stands_replaces_a_field_and_keeps_the_place() -> None:
    kept = log(
        happened("one", "2026-01-09", fee("a")),
        happened("two", "2026-01-03", fee("b")),
        corrected("first", "one", "2026-01-03"),
        corrected("second", "one", "2026-01-02"),
        Retract(id="r", event="second", reason="The first was right."),
    )
    instants = [recorded for _, recorded, _ in kept]

    assert {("in-force", "b")} == said(kept, 3)
    assert {("in-force", "b")} == said(kept, 20)
    assert {("not-set", None)} == said(kept, 2)
    assert {NOT_SET} == answers(kept, on=jan(2), recorded=instants[-3])["fee"].answers.keys()
    assert {("in-force", "a")} == said(kept[:-1], 2)


def test_an_imprecise_question_is_certain_when_its_days_agree() -> None:
    kept = log(happened("one", "2026-01-03", fee("a")), happened("two", "2026-01-09", fee("b")))
    agreeing, differing = parse("[2026-01-03..2026-01-08]"), parse("2026-01")

    asked = [answers_for_question(kept, on=on)["fee"].answers for on in (agreeing, differing)]
    assert [[value for _, value, *_ in given] for given in asked] == [["a"], [None, "a", "b"]]


def test_the_closed_form_answers_as_the_enumeration_of_worlds_does() -> None:
    """§4: for sets and ends of one rank, without `through` or `unless`, each on its own day."""
    for seed in range(400):
        plain = [
            happened(f"e{number}", step.when, replace(step.act, of=None, when=None))
            for number, step in enumerate(oracle.steps_of(history(seed)))
            if isinstance(step.act, Set | End) and step.act.term == "fee"
        ]
        bare = [replace(event, changes=tuple(map(bared, event.changes))) for event in plain[:4]]
        for on in days_asked(Random(seed), 3):
            expected = answers(log(*bare), on=on)["fee"].answers

            assert expected == closed_form(bare, on), f"seed {seed}, as of {on}"


def closed_form(events: Sequence[Event], on: date) -> dict[Possible, set[str]]:
    """Return the possible answers by the rule of §4, one change an event, in log order."""
    dated = [(event.when, n, event) for n, event in enumerate(events) if event.when is not None]
    certain = [
        (when.earliest or date.min, n)
        for when, n, _ in dated
        if when.latest is not None and when.latest <= on
    ]
    found: dict[Possible, set[str]] = {} if certain else {NOT_SET: set()}
    for when, n, event in dated:
        last = when.last_by(on)
        if last is not None and all(rival < (last, n) for rival in certain if rival[1] != n):
            [change] = event.changes
            value = change.value if isinstance(change, Set) else None
            possible = ENDED if value is None else ("in-force", value, None, frozenset[str]())
            found.setdefault(possible, set()).add(event.id)
    return found


def bared(change: Change) -> Change:
    """Return *change* without what the closed form does not speak of."""
    common = replace(change, authority=None, announced=None, sources=())
    return replace(common, through=None, unless=()) if isinstance(common, Set) else common


def said(kept: Sequence[oracle.Kept], on: int) -> set[tuple[str, str | None]]:
    """Return the possible statuses and values of the fee on a day of January."""
    return {(status, value) for status, value, *_ in answers(kept, on=jan(on))["fee"].answers}
