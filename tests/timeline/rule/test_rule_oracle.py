"""The enumeration of worlds answers what docs/meaning.md says, in histories written by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rule_logs import dated, event, log, on, one
from rule_oracle import Outcome, Told, count_worlds, steps_of, told, told_of_period

from events.dates.dates import parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Claim,
    Correct,
    Correction,
    Cover,
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Note,
    Reaffirm,
    Redefine,
    Retract,
    Set,
    Settle,
    Source,
    Term,
)

OFFICIAL, FILING, PRESS, REPORTED = Authority


def ask(*acts: Act, day: int = 20, term: str = "t", known: int | None = None) -> Told:
    return told(log(*acts), on=on(day), known=on(known) if known else None)[term]


def test_nothing_is_set() -> None:
    told = ask()
    assert told.outcomes == {Outcome("not-set")}
    assert told.combined == {("not-set", None, None, frozenset(), None)}


def test_a_press_report_replaces_what_is_official_and_is_flagged() -> None:
    told = ask(event("e1", "3", one("1")), event("e2", "5", one("2"), authority=PRESS))
    assert told.combined == {("in-force", "2", None, frozenset(), PRESS)}
    assert told.replaced == {(("e2", 0), Outcome("in-force", ("e1", 0)))}
    assert told.flags == {"reported", "replaced-higher"}


def test_what_is_replaced_stays_so_after_a_second_report() -> None:
    first = event("e2", "5", one("2"), authority=PRESS)
    told = ask(event("e1", "3", one("1")), first, replace(first, id="e3"))
    assert told.replaced == {(("e3", 0), Outcome("in-force", ("e1", 0)))}


def test_an_expired_answer_is_not_replaced() -> None:
    given = Set(term="t", value="1", through=dated("4"))
    told = ask(event("e1", "3", given), event("e2", "5", one("2"), authority=PRESS))
    assert not told.replaced


def test_a_claim_never_becomes_the_answer() -> None:
    claim = event("e1", "3", Claim(term="t", value="9"))
    told = ask(claim)
    assert told.status == "not-set"
    assert told.flags == {"claimed"}
    told = ask(event("e0", "2", one("1")), claim)
    assert told.answers == {("in-force", "1", None, frozenset())}
    assert told.flags == {"claimed-otherwise"}


def test_claims_of_different_speakers_stand_side_by_side() -> None:
    told = ask(
        event("e1", "3", Claim(term="t", value="1"), by=("acme",)),
        event("e2", "4", Claim(term="t", value="2"), by=("bolt",)),
        event("e3", "5", Claim(term="t", value="3"), by=("acme",)),
        event("e4", "6", Claim(term="t", value="4"), by=("bolt", "acme")),
    )
    assert told.claims == {("e2", 0), ("e3", 0), ("e4", 0)}


def test_a_claim_is_over_after_its_own_last_day() -> None:
    claim = event("e1", "3", Claim(term="t", value="1", through=dated("8")))
    assert ask(claim, day=8).claims
    assert not ask(claim, day=9).claims


@pytest.mark.parametrize(("rank", "stands"), [(OFFICIAL, False), (PRESS, False), (REPORTED, True)])
def test_a_restatement_refutes_claims_of_its_rank_and_below(rank: Authority, stands: bool) -> None:
    told = ask(
        event("e1", "3", one("1")),
        event("e2", "4", Claim(term="t", value="2"), authority=PRESS),
        event("e3", "5", Reaffirm(term="t"), authority=rank),
    )
    assert bool(told.claims) is stands


def test_details_survive_a_restatement() -> None:
    told = ask(
        event("e1", "3", one("undisclosed")),
        event("e2", "4", Claim(term="t", value="2"), authority=PRESS),
        event("e3", "5", Reaffirm(term="t")),
    )
    assert told.claims == {("e2", 0)}
    assert not told.flags


def test_an_official_restatement_does_not_confirm_a_reported_figure() -> None:
    told = ask(event("e1", "3", one("1"), authority=REPORTED), event("e2", "5", Reaffirm(term="t")))
    assert not told.confirmed
    assert told.unchanged == {(Outcome("in-force", ("e1", 0)), ("e2", 0))}


def test_a_restatement_of_its_own_rank_confirms_perhaps_or_surely() -> None:
    again = event("e2", "5", Reaffirm(term="t"), authority=FILING)
    told = ask(event("e1", "3", one("1")), again)
    assert told.confirmed == {(Outcome("in-force", ("e1", 0)), ("e2", 0))}
    assert told.surely == {("e2", 0)}
    told = ask(event("e1", "[2026-01-03..2026-01-06]", one("1")), again)
    assert told.confirmed
    assert not told.surely


def test_a_dispute_outlives_an_end_until_it_is_settled() -> None:
    acts = (
        event("e1", "3", one("1")),
        event("e2", "4", Dispute(term="t")),
        event("e3", "5", End(term="t")),
    )
    told = ask(*acts)
    assert told.status == "ended"
    assert told.flags == {"disputed"}
    assert not ask(*acts, event("e4", "6", Settle(term="t"))).disputes


def test_silence_is_carried_until_a_restatement() -> None:
    acts = (event("e1", "3", one("1")), event("e2", "4", LeaveUnsaid(term="t")))
    assert ask(*acts).silences == {("e2", 0)}
    assert ask(*acts).flags == {"carried"}
    weak = event("e3", "5", Reaffirm(term="t"), authority=PRESS)
    assert ask(*acts, weak).silences
    assert not ask(*acts, replace(weak, authority=FILING)).silences
    assert not ask(*acts, event("e3", "5", End(term="t"))).silences


def test_a_condition_ends_with_the_weaker_authority_and_restated_begins_anew() -> None:
    told = ask(
        event("e1", "3", Set(term="t", value="1", unless=("x",))),
        event("e2", "4", Reaffirm(term="t")),
        event("e3", "5", met=("x",), authority=PRESS),
    )
    assert told.outcomes == {Outcome("ended", ("e1", 0), ("e3", -1))}
    assert told.combined == {("ended", None, None, frozenset(), PRESS)}
    assert not told.confirmed


def test_a_condition_met_comes_before_the_changes_of_its_event() -> None:
    conditional = event("e1", "3", Set(term="t", value="1", unless=("x",)))
    told = ask(conditional, event("e2", "5", one("2"), met=("x",)))
    assert told.outcomes == {Outcome("in-force", ("e2", 0))}


def test_an_uncertain_day_gives_every_answer() -> None:
    told = ask(
        event("e1", "3", one("1")), event("e2", "[2026-01-04,2026-01-08]", End(term="t")), day=6
    )
    assert told.status == "undetermined"
    assert told.outcomes == {Outcome("in-force", ("e1", 0)), Outcome("ended", ("e2", 0))}


def test_a_date_of_no_year_can_make_nothing_certain() -> None:
    told = ask(event("e1", "XXXX-01", one("1")), event("e2", "[..2026-01-05]", one("2")))
    assert {value for _, value, _, _ in told.answers} == {"1", "2"}
    alone = ask(event("e1", "XXXX-01", one("1")))
    assert {status for status, *_ in alone.answers} == {"in-force", "not-set"}


def test_a_last_day_is_the_latest_of_its_text() -> None:
    given = event("e1", "3", Set(term="t", value="1", through=parse("[2026-01-05..2026-01-08]")))
    assert ask(given, day=8).status == "in-force"
    assert ask(given, day=9).answers == {("expired", "1", on(8), frozenset())}


def test_during_is_a_first_and_a_last_day() -> None:
    given = event("e1", None, Set(term="t", value="1", during=parse("2026-01")))
    kept = log(given)
    for day, status in (
        (date(2025, 12, 31), "not-set"),
        (date(2026, 1, 1), "in-force"),
        (date(2026, 2, 1), "expired"),
    ):
        assert told(kept, on=day)["t"].status == status


def test_a_telling_has_the_day_and_place_of_its_event_and_its_own_announcement() -> None:
    acts = (
        event("e1", "3", one("1"), announced=dated("15")),
        event("e2", "3", one("2"), announced=dated("3")),
        event("e3", "9", replace(one("3"), of="e1"), announced=dated("10")),
    )
    assert ask(*acts, day=4).outcomes == {Outcome("in-force", ("e2", 0))}
    assert ask(*acts, day=4, known=10).outcomes == {Outcome("in-force", ("e2", 0))}
    assert ask(*acts[::2], day=4, known=10).outcomes == {Outcome("in-force", ("e3", 0))}
    assert ask(*acts[::2], day=4, known=9).outcomes == {Outcome("not-set")}


def test_what_is_told_of_a_retracted_event_falls_with_it() -> None:
    told = ask(
        event("e1", "3", one("1")),
        event("e2", "9", replace(one("2"), of="e1")),
        Retract(id="e3", event="e1", reason="no"),
    )
    assert told.status == "not-set"


def test_an_event_after_another_follows_what_is_told_of_that() -> None:
    kept = log(
        event("e1", "3", one("1"), met=("x",)),
        event("e2", "3", one("2")),
        event("e3", "3", one("3"), after="e1"),
        event("e4", "9", replace(one("4"), of="e1")),
        event("e5", "3", one("5"), after="e3"),
    )
    refs = [step.ref for step in steps_of(kept)]
    assert refs == [("e1", -1), ("e1", 0), ("e4", 0), ("e3", 0), ("e5", 0), ("e2", 0)]


def test_while_hangs_on_every_possible_answer_of_the_other() -> None:
    hanging = event("e1", "3", Set(term="t", value="1", hinge="u"))
    assert ask(hanging).answers == {("in-force", "1", None, frozenset())}
    parent = Set(term="u", value="9", through=dated("6"))
    told = ask(hanging, event("e2", "4", parent, authority=PRESS))
    assert told.combined == {("expired", "1", on(6), frozenset(), PRESS)}
    assert told.outcomes == {Outcome("in-force", ("e1", 0))}
    ended = event("e3", "[2026-01-05..2026-01-30]", End(term="u"), Dispute(term="u"))
    told = ask(hanging, event("e2", "4", Set(term="u", value="9")), ended)
    assert {status for status, *_ in told.answers} == {"in-force", "ended"}
    assert told.flags == {"disputed"}


def test_where_the_other_is_in_force_again_so_is_the_answer() -> None:
    told = ask(
        event("e1", "3", Set(term="t", value="1", hinge="u"), Set(term="u", value="1")),
        event("e2", "4", End(term="u")),
        event("e3", "5", Set(term="u", value="2")),
    )
    assert told.status == "in-force"


def test_after_its_own_last_day_an_answer_stays_what_the_other_had_made_of_it() -> None:
    hanging = event("e1", "3", Set(term="t", value="1", hinge="u", through=dated("10")))
    other = event("e2", "3", Set(term="u", value="9"))
    acts = hanging, other, event("e3", "6", End(term="u")), event("e4", "12", other.changes[0])
    assert [ask(*acts, day=day).status for day in (5, 6, 10, 11, 12)] == [
        "in-force",
        *["ended"] * 4,
    ]
    over = event("e2", "3", Set(term="u", value="9", through=dated("6")))
    assert ask(hanging, over).answers == {("expired", "1", on(6), frozenset())}
    assert ask(hanging, other).answers == {("expired", "1", on(10), frozenset())}
    later = event("e3", "11", End(term="u"), Dispute(term="u"))
    assert ask(hanging, other, later).answers == {("expired", "1", on(10), frozenset())}
    assert not ask(hanging, other, later).flags


def test_pending_is_what_is_announced_and_still_to_come() -> None:
    plan = event("e1", None, one("1"), announced=dated("5"))
    assert ask(plan).pending == {("e1", 0)}
    assert not ask(plan, day=4).pending
    later = event("e1", "25", one("1"), announced=dated("5"))
    assert ask(later).flags == {"pending"}
    assert not ask(later, known=4).pending
    assert not ask(later, day=25).pending


def test_the_default_announcement_is_the_earliest_publication() -> None:
    given = event("e1", "3", one("1"), sources=("s", "a"))
    assert ask(given, known=4).status == "not-set"
    assert ask(given, known=5).status == "in-force"
    undated = replace(given, sources=("s",))
    assert ask(undated, known=3).status == "in-force"
    kept = log(undated, days={0: 2})
    assert told(kept, on=on(20), known=on(2))["t"].status == "in-force"


def test_the_default_authority_is_of_the_speakers_and_publishers() -> None:
    given = event("e1", "3", one("1"), authority=None, sources=("a",))
    assert not ask(given).flags
    assert ask(replace(given, by=("reuters",))).flags == {"reported"}
    elsewhere = Redefine(id="r", thing=Source(key="a", title="A", publisher="reuters"))
    assert ask(given, elsewhere).flags == {"reported"}


def test_what_is_left_out_is_worked_out_from_what_was_published_by_then() -> None:
    given = event("e1", "3", one("1"), authority=None, sources=("a",), announced=dated("3"))
    assert ask(given, known=4).flags == {"reported"}
    assert not ask(given, known=5).flags
    claims = (
        event("e1", "3", Claim(term="t", value="1"), by=("acme",)),
        event("e2", "4", Claim(term="t", value="2"), sources=("a",), announced=dated("4")),
    )
    assert ask(*claims, known=4).claims == {("e1", 0), ("e2", 0)}
    assert ask(*claims, known=5).claims == {("e2", 0)}


def test_the_last_correction_wins_and_may_be_retracted() -> None:
    def correct(id: str, when: str) -> Correct:
        fields = Correction(given=frozenset({"when"}), when=dated(when))
        return Correct(id=id, event="e1", fields=fields, reason="no")

    acts: tuple[Act, ...] = (event("e1", "3", one("1")), correct("c1", "6"), correct("c2", "9"))
    assert ask(*acts, day=8).status == "not-set"
    back = Retract(id="r", event="c2", reason="no")
    assert ask(*acts, back, day=8).status == "in-force"
    assert ask(*acts, back, day=5).status == "not-set"


def test_recorded_cuts_corrections_too() -> None:
    fields = Correction(given=frozenset({"changes"}), changes=(one("2"),))
    correct = Correct(id="c", event="e1", fields=fields, reason="no")
    kept = log(event("e1", "3", one("1")), correct, days={0: 4, 1: 8})
    assert told(kept, on=on(20))["t"].answers == {("in-force", "2", None, frozenset())}
    early = told(kept, on=on(20), recorded="2026-01-07")["t"]
    assert early.answers == {("in-force", "1", None, frozenset())}
    assert told(kept, on=on(20), recorded="2026-01-03")["t"].status == "not-set"


def test_the_marks_of_a_date_are_told() -> None:
    assert ask(event("e1", "2026-01-03?", one("1"))).flags == {"doubtful"}
    given = Set(term="t", value="1", through=parse("2026-02~"))
    assert ask(event("e1", "3", given)).flags == {"approximate"}


def test_a_renamed_term_counts_under_its_new_name() -> None:
    told = ask(
        event("e1", "3", one("1")),
        Redefine(id="r", thing=Term(key="t", title="T"), renamed="u"),
        event("e2", "4", Reaffirm(term="u")),
        term="u",
    )
    assert told.surely == {("e2", 0)}


def test_a_period_varied_or_did_not() -> None:
    kept = log(
        event("e1", "3", one("1")),
        event("e2", "6", Dispute(term="t")),
        event("e3", "7", Settle(term="t"), one("1")),
        event("e4", "[2026-01-10..2026-01-12]", End(term="t")),
    )
    same = told_of_period(kept, first=on(4), last=on(9))["t"]
    assert (same.status, len(same.stretches)) == ("in-force", 1)
    assert same.flags == {"disputed"}
    varied = told_of_period(kept, first=on(8), last=on(13))["t"]
    assert varied.status == "varied"
    assert [(each.first.day, each.last.day, each.status) for each in varied.stretches] == [
        (8, 9, "in-force"),
        (10, 11, "undetermined"),
        (12, 13, "ended"),
    ]
    assert told_of_period(kept, first=on(10), last=on(11))["t"].status == "undetermined"


def test_every_order_of_open_dates_is_tried() -> None:
    acts = [event(f"e{n}", f"[..2026-01-0{n}]", Set(term="t", value=str(n))) for n in (1, 2, 3)]
    told = ask(*acts)
    assert {value for _, value, _, _ in told.answers} == {"1", "2", "3"}
    assert count_worlds(steps_of(log(*acts)), on(20)) < 1000


# --- What one event does to another (§3) ----------------------------------------------------------

IN_FORCE = {("in-force", "1", None, frozenset[str]())}


def counted(length: str, base: str, *, is_last: bool = False) -> Reckoned:
    number, unit = int(length[:-1]), length[-1]
    span = Duration(days=number) if unit == "d" else Duration(months=number)
    return Reckoned(span, base, is_last)


def plan(id: str, *changes: Change, announced: str = "2", **more: Any) -> Event:
    return event(id, None, *changes, announced=dated(announced), **more)


def test_a_plan_is_pending_until_another_event_dates_it() -> None:
    acts = plan("e1", one("1")), event("e2", "5", dates="e1")
    assert ask(acts[0]).pending == {("e1", 0)}
    assert ask(*acts, day=4).pending == {("e1", 0)}
    assert ask(*acts, day=5).answers == IN_FORCE
    assert not ask(*acts, day=5).pending
    assert ask(*acts, known=4).pending == {("e1", 0)}
    assert ask(*acts, known=4).status == "not-set"


def test_a_plan_comes_directly_before_what_the_event_that_dates_it_says() -> None:
    acts = (
        plan("e1", one("1")),
        event("e2", "5", one("2")),
        event("e3", "9", replace(one("3"), of="e1")),
        event("e4", "5", one("4"), dates="e1", met=("x",)),
        event("e5", "5", one("5"), after="e1"),
        event("e6", "5", one("6")),
    )
    refs = [step.ref for step in steps_of(log(*acts))]
    assert [
        ("e2", 0), ("e1", 0), ("e3", 0), ("e5", 0), ("e4", -1), ("e4", 0), ("e6", 0),
    ] == refs  # fmt: skip
    assert ask(*acts[:4]).outcomes == {Outcome("in-force", ("e4", 0))}
    undated = [step.ref for step in steps_of(log(*acts), known=on(4))]
    assert [("e1", 0)] == undated


def test_what_is_dated_moves_whole() -> None:
    moved = Set(term="t", value="1", when=dated("3"))
    kept = Set(term="u", value="1", when=counted("2d", "e0"))
    acts = (
        event("e0", "4"),
        event("e1", "2", moved, kept, Set(term="t", value="0", when=dated("7"))),
        event("e2", "9", replace(one("9"), of="e1")),
        event("e3", "[2026-01-08..2026-01-10]", announced=dated("6"), dates="e1"),
    )
    assert ask(*acts, day=7).status == "not-set"
    assert ask(*acts, day=9).status == "undetermined"
    assert ask(*acts, day=10).outcomes == {Outcome("in-force", ("e2", 0))}
    assert [ask(*acts, day=day, term="u").status for day in (5, 6)] == ["not-set", "in-force"]
    assert ask(*acts, day=3, known=5).outcomes == {Outcome("in-force", ("e1", 0))}


def test_a_day_counted_from_a_dated_plan_moves_with_it() -> None:
    acts = (
        plan("e1", Set(term="t", value="1", when=counted("3d", "e1"))),
        event("e2", "5", dates="e1"),
    )
    assert ask(acts[0]).pending == {("e1", 0)}
    assert [ask(*acts, day=day).status for day in (7, 8)] == ["not-set", "in-force"]


def test_an_event_that_was_itself_to_be_counted_falls_on_the_day_that_dates_it() -> None:
    counting = replace(event("e2", None, one("1")), when=counted("9d", "e1"))
    acts = event("e1", "2"), counting, event("e3", "5", dates="e2")
    assert [ask(*acts[:2], day=day).status for day in (10, 11)] == ["not-set", "in-force"]
    assert ask(*acts, day=5).status == "in-force"


def test_what_is_dated_by_a_plan_has_no_day() -> None:
    acts = event("e1", "3", one("1")), plan("e2", announced="6", dates="e1")
    assert ask(*acts).status == "not-set"
    assert ask(*acts).pending == {("e1", 0)}
    assert ask(*acts, known=5).answers == IN_FORCE


def test_what_is_called_off_is_pending_until_the_day_before() -> None:
    acts = (
        plan("e1", one("1"), Set(term="u", value="1", once="x")),
        event("e2", "4", replace(one("2"), of="e1"), announced=dated("4")),
        event("e3", "6", met=("x",)),
        event("e4", "9", announced=dated("7"), calls_off="e1"),
    )
    assert ask(*acts, day=6).pending == {("e1", 0), ("e2", 0)}
    assert not ask(*acts, day=7).pending
    assert ask(*acts, day=20).status == "not-set"
    assert ask(*acts, day=20, known=6).pending == {("e1", 0), ("e2", 0)}
    assert ask(*acts, day=20, term="u").status == "not-set"
    assert ask(*acts, day=20, known=6, term="u").status == "in-force"


def test_what_a_plan_told_of_another_event_is_called_off_with_it_and_not_dated_with_it() -> None:
    acts = event("e1", "3", one("0")), plan("e2", replace(one("1"), of="e1"))
    assert ask(*acts, day=4).answers == IN_FORCE
    assert ask(*acts, event("e3", "9", dates="e2"), day=4).answers == IN_FORCE
    off = event("e3", "9", announced=dated("5"), calls_off="e2")
    assert ask(*acts, off, day=4).outcomes == {Outcome("in-force", ("e1", 0))}


def test_of_what_dates_and_calls_off_the_last_announced_counts() -> None:
    acts = (
        plan("e1", one("1")),
        event("e2", "9", announced=dated("4"), calls_off="e1"),
        event("e3", "12", announced=dated("8"), dates="e1"),
        event("e4", "14", announced=dated("6"), dates="e1"),
    )
    assert ask(*acts, day=11).pending == {("e1", 0)}
    assert ask(*acts, day=12).answers == IN_FORCE
    assert not ask(*acts, day=12, known=5).pending
    assert [ask(*acts, day=day, known=7).status for day in (13, 14)] == ["not-set", "in-force"]
    again = event("e5", "16", announced=dated("8"), calls_off="e1")
    assert ask(*acts, again).status == "not-set"


def test_a_denied_answer_is_a_claim_and_what_it_replaced_stands_again() -> None:
    wire = Set(term="t", value="2", through=dated("18"), unless=("x",))
    acts = (
        event("e1", "3", one("1")),
        event("e2", "5", wire, authority=PRESS),
        event("e3", "9", denies="e2", announced=dated("7")),
    )
    assert ask(*acts).answers == IN_FORCE
    assert ask(*acts, day=18).claims == {("e2", 0)}
    assert ask(*acts, day=18).flags == {"claimed-otherwise"}
    assert not ask(*acts, day=19).claims
    assert ask(*acts, day=18, known=6).outcomes == {Outcome("in-force", ("e2", 0))}


def test_a_denied_end_is_a_claim_that_there_is_no_such_term() -> None:
    acts = event("e1", "3", one("1")), event("e2", "5", End(term="t"), authority=REPORTED)
    assert ask(*acts, event("e3", "9", denies="e2")).claims == {("e2", 0)}
    assert ask(*acts, event("e3", "9", denies="e2")).flags == {"claimed-otherwise"}
    assert ask(*acts, event("e3", "9", denies="e2")).answers == IN_FORCE


def test_a_denial_reaches_its_own_rank_and_what_is_told_of_the_event() -> None:
    acts = (
        event("e1", "3", one("1"), authority=PRESS),
        event("e2", "9", replace(one("2"), of="e1"), authority=REPORTED),
        event("e3", "9", replace(one("3"), of="e1"), authority=FILING),
        event("e4", "9", denies="e1", authority=PRESS),
    )
    assert ask(*acts[:2], acts[3]).claims == {("e1", 0), ("e2", 0)}
    assert ask(*acts).outcomes == {Outcome("in-force", ("e3", 0))}
    weak = replace(acts[3], authority=REPORTED)
    assert ask(acts[0], weak).outcomes == {Outcome("in-force", ("e1", 0))}


def test_a_denied_condition_and_a_denied_text_count_for_nothing() -> None:
    acts = (
        event("e1", "3", Set(term="t", value="1", unless=("x",)), Set(term="u", value="1")),
        event("e2", "5", met=("x",), restates=("u",), authority=PRESS),
    )
    denial = event("e3", "9", denies="e2")
    assert [ask(*acts, term=term).status for term in "tu"] == ["ended", "ended"]
    assert [ask(*acts, denial, term=term).status for term in "tu"] == ["in-force", "in-force"]


def test_a_denied_event_does_nothing_to_others() -> None:
    target = plan("e1", one("1"), authority=REPORTED)
    dating = event("e2", "5", dates="e1", authority=PRESS)
    denial = event("e3", "9", denies="e2", authority=PRESS)
    assert ask(target, dating, denial).pending == {("e1", 0)}
    calling = event("e2", "5", announced=dated("3"), calls_off="e1", authority=PRESS)
    assert not ask(target, calling).pending
    assert ask(target, calling, denial).pending == {("e1", 0)}
    wire = event("e1", "3", one("1"), authority=REPORTED)
    confirming = event("e2", "5", confirms="e1", authority=PRESS)
    assert {each[-1] for each in ask(wire, confirming, denial).combined} == {REPORTED}


def test_no_day_is_counted_from_a_denied_event() -> None:
    given = Set(term="t", value="1", when=counted("1d", "e1"), through=counted("3d", "e1"))
    kept = Set(term="u", value="1", through=counted("3d", "e1"))
    acts = event("e1", "3", authority=PRESS), event("e2", "4", given, kept, announced=dated("4"))
    denial = event("e3", "9", denies="e1")
    assert ask(*acts).answers == {("expired", "1", on(6), frozenset())}
    assert ask(*acts, denial).pending == {("e2", 0)}
    assert ask(*acts, denial, term="u").answers == IN_FORCE


def test_a_confirmed_event_has_the_higher_authority_and_both_sources() -> None:
    acts = (
        event("e1", "3", one("1"), Claim(term="u", value="1"), authority=REPORTED),
        event("e2", "6", confirms="e1", sources=("a",), announced=dated("6")),
    )
    assert ask(*acts).combined == {("in-force", "1", None, frozenset(), OFFICIAL)}
    assert not ask(*acts).confirmed
    assert ask(*acts, term="u").claims == {("e1", 1)}
    assert {step.sources for step in steps_of(log(*acts))} == {("s", "a")}
    assert ask(*acts, known=5).flags == {"reported"}
    assert {step.sources for step in steps_of(log(*acts), known=on(5))} == {("s",)}
    lower = replace(acts[1], authority=REPORTED)
    assert {each[-1] for each in ask(event("e1", "3", one("1")), lower).combined} == {OFFICIAL}


def test_what_confirms_passes_on_what_confirms_it() -> None:
    wire = event("e1", "3", one("1"), authority=REPORTED)
    second = event("e2", "5", confirms="e1", authority=PRESS)
    party = event("e3", "7", confirms="e2", sources=("a",), announced=dated("7"))
    assert {each[-1] for each in ask(wire, second, party).combined} == {OFFICIAL}
    assert {each[-1] for each in ask(wire, second, party, known=6).combined} == {PRESS}
    assert {step.sources for step in steps_of(log(wire, second, party))} == {("s", "a")}


def test_what_a_party_confirms_a_press_denial_does_not_reach() -> None:
    wire = event("e1", "3", one("1"), authority=REPORTED)
    denial = event("e2", "5", denies="e1", authority=PRESS)
    party = event("e3", "7", confirms="e1")
    assert ask(wire, denial).status == "not-set"
    assert ask(wire, denial, party).answers == IN_FORCE
    assert ask(wire, denial, party, event("e4", "8", confirms="e2")).status == "not-set"
    assert ask(wire, denial, party, event("e4", "8", denies="e3")).status == "not-set"


def test_what_is_told_of_a_confirmed_event_keeps_its_own_authority() -> None:
    told = ask(
        event("e1", "3", authority=REPORTED),
        event("e2", "4", replace(one("1"), of="e1"), authority=REPORTED),
        event("e3", "7", confirms="e1"),
    )
    assert {each[-1] for each in told.combined} == {REPORTED}


# --- Once (§3) ------------------------------------------------------------------------------------


def test_what_begins_once_a_condition_is_met_is_pending_until_then() -> None:
    given = event("e1", "3", Set(term="t", value="1", once="x"))
    met = event("e2", "7", one("2"), met=("x",), announced=dated("8"))
    assert ask(given).pending == {("e1", 0)}
    assert ask(given, met, day=6).pending == {("e1", 0)}
    assert ask(given, met, day=7).outcomes == {Outcome("in-force", ("e1", 0))}
    assert ask(given, met, day=20, known=7).pending == {("e1", 0)}
    assert [step.ref for step in steps_of(log(given, met))][-2:] == [("e2", 0), ("e1", 0)]


def test_the_first_event_that_meets_it_and_stands_begins_it() -> None:
    given = event("e1", "2", Set(term="t", value="1", once="x"))
    first = event("e2", "9", met=("x",), authority=PRESS)
    second = event("e3", "5", met=("x",))
    assert ask(given, first, second, day=8).status == "not-set"
    assert ask(given, first, second, day=9).status == "in-force"
    assert ask(given, first, second, event("e4", "9", denies="e2"), day=5).status == "in-force"
    never = plan("e2", met=("x",))
    off = event("e4", "5", announced=dated("4"), calls_off="e2")
    assert ask(given, never, second).pending == {("e1", 0)}
    assert ask(given, never, second, off, day=5).status == "in-force"


def test_neither_a_date_nor_a_dating_event_moves_what_begins_once() -> None:
    given = plan("e1", Set(term="t", value="1", once="x"), Set(term="u", value="1"))
    acts = given, event("e2", "5", dates="e1"), event("e3", "8", met=("x",))
    assert [ask(*acts, day=day).status for day in (7, 8)] == ["not-set", "in-force"]
    assert ask(*acts, day=5, term="u").status == "in-force"


def test_what_begins_once_moves_with_the_event_that_meets_it() -> None:
    given = event("e1", "2", Set(term="t", value="1", once="x"), one("0"))
    acts = given, plan("e2", met=("x",)), event("e3", "8", dates="e2")
    assert [{value for _, value, _, _ in ask(*acts, day=day).answers} for day in (7, 8)] == [
        {"0"},
        {"1"},
    ]
    assert [step.ref for step in steps_of(log(*acts))] == [("e1", 1), ("e2", -1), ("e1", 0)]


# --- Counted days (§2) ----------------------------------------------------------------------------


def test_a_day_is_counted_from_an_event() -> None:
    moved = replace(event("e2", None, one("1")), when=counted("3d", "e1"))
    acts = event("e1", "4"), moved
    assert [ask(*acts, day=day).status for day in (6, 7)] == ["not-set", "in-force"]
    chained = Set(term="u", value="1", when=counted("2d", "e2"))
    chain = (*acts, event("e3", "2", chained))
    assert [ask(*chain, day=day, term="u").status for day in (8, 9)] == ["not-set", "in-force"]


def test_a_month_after_the_last_day_of_a_longer_one_is_the_last_day() -> None:
    given = Set(term="t", value="1", when=counted("1m", "e1"), through=counted("2m", "e1"))
    kept = log(event("e1", "31", given))
    days = date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 1)
    found = [told(kept, on=day)["t"].status for day in days]
    assert found == ["not-set", "in-force", "in-force", "expired"]


def test_a_time_from_an_event_ends_on_the_day_before() -> None:
    given = Set(term="t", value="1", through=counted("120m", "e1", is_last=True))
    kept = log(event("e1", "2010-02-23", given))
    assert told(kept, on=date(2020, 2, 22))["t"].status == "in-force"
    assert told(kept, on=date(2020, 2, 23))["t"].status == "expired"


def test_each_world_moves_the_day_it_picked() -> None:
    acts = (
        event("e1", "[2026-01-04..2026-01-06]", one("1")),
        replace(event("e2", None, End(term="t")), when=counted("2d", "e1")),
    )
    assert [ask(*acts, day=day).status for day in (3, 4, 5, 6, 7, 8)] == [
        "not-set", *["undetermined"] * 4, "ended",
    ]  # fmt: skip
    assert {status for status, *_ in ask(*acts, day=5).answers} == {"not-set", "in-force"}
    assert {status for status, *_ in ask(*acts, day=7).answers} == {"in-force", "ended"}


def test_a_last_day_counted_from_an_uncertain_day_is_told_as_the_latest() -> None:
    """Each world is over after its own last day; what is told is the latest, as of any text."""
    vague = event("e1", "2026-01-05~")
    given = event("e2", "3", Set(term="t", value="1", through=counted("4d", "e1", is_last=True)))
    assert ask(vague, given, day=7).answers == {("in-force", "1", on(9), frozenset())}
    assert ask(vague, given, day=8).answers == {
        (status, "1", on(9), frozenset()) for status in ("in-force", "expired")
    }
    assert ask(vague, given, day=10).answers == {("expired", "1", on(9), frozenset())}
    assert ask(vague, given, day=7).flags == {"approximate"}


def test_a_last_day_shares_the_pick_of_the_event_it_is_counted_from() -> None:
    own = Set(term="t", value="1", through=counted("1d", "e1"))
    acts = event("e1", "[2026-01-04..2026-01-06]", own), event("e2", "7", Reaffirm(term="t"))
    assert {status for status, *_ in ask(*acts, day=5).answers} == {"not-set", "in-force"}
    assert {status for status, *_ in ask(*acts, day=6).answers} == {"in-force", "expired"}
    ending = replace(event("e3", None, End(term="t")), when=counted("2d", "e1"))
    assert {status for status, *_ in ask(*acts, ending, day=6).answers} == {"in-force", "ended"}


def test_a_last_day_counted_from_what_may_never_come_is_open() -> None:
    given = event("e2", "3", Set(term="t", value="1", through=counted("4d", "e1")))
    assert ask(given, plan("e1")).answers == IN_FORCE
    assert ask(given).answers == IN_FORCE
    assert ask(event("e1", "25", announced=dated("9")), given, known=8).answers == IN_FORCE
    assert {each[:3] for each in ask(event("e1", "[2026-01-10..]"), given).answers} == {
        ("in-force", "1", None), ("expired", "1", None),
    }  # fmt: skip


def test_a_counted_day_is_pending_where_the_known_cut_removes_its_event() -> None:
    given = replace(event("e2", None, one("1"), announced=dated("2")), when=counted("1d", "e1"))
    acts = event("e1", "4", announced=dated("8")), given
    assert ask(*acts, day=5).answers == IN_FORCE
    assert ask(*acts, known=7).pending == {("e2", 0)}
    assert ask(*acts, Retract(id="r", event="e1", reason="no")).pending == {("e2", 0)}
    called_off = event("e3", "9", announced=dated("3"), calls_off="e1")
    assert ask(*acts, called_off).pending == {("e2", 0)}


def test_a_counted_day_is_no_default_for_an_announcement() -> None:
    moved = replace(event("e2", None, one("1")), when=counted("3d", "e1"))
    kept = log(event("e1", "4"), moved, days={0: 20, 1: 20})
    assert told(kept, on=on(25), known=on(19))["t"].status == "not-set"
    assert told(kept, on=on(25), known=on(20))["t"].status == "in-force"


def test_while_looks_at_the_latest_day_that_a_counted_last_day_can_be() -> None:
    hanging = Set(term="t", value="1", hinge="u", through=counted("3d", "e1"))
    acts = (
        event("e1", "[2026-01-04..2026-01-06]"),
        event("e2", "3", hanging, Set(term="u", value="9")),
        event("e3", "8", End(term="u")),
    )
    assert {status for status, *_ in ask(*acts, day=7).answers} == {"in-force"}
    assert {status for status, *_ in ask(*acts, day=20).answers} == {"ended"}
    late = (*acts[:2], replace(acts[2], when=dated("10")))
    assert {status for status, *_ in ask(*late, day=20).answers} == {"expired"}


# --- Restated texts (§3, §5) ----------------------------------------------------------------------


def test_a_restated_text_ends_what_it_does_not_mention() -> None:
    acts = (
        event("e1", "3", one("1"), Set(term="u", value="1")),
        event("e2", "5", Note(term="u", text="as before"), restates=("*",), authority=PRESS),
    )
    told = ask(*acts)
    assert told.outcomes == {Outcome("ended", ("e1", 0), ("e2", -1))}
    assert told.combined == {("ended", None, None, frozenset(), PRESS)}
    assert ask(*acts, term="u").answers == IN_FORCE
    other = replace(acts[1], restates=("v", "u"))
    assert ask(acts[0], other).answers == IN_FORCE


def test_what_is_told_of_another_event_is_mentioned_too() -> None:
    acts = (
        event("e1", "3", one("0"), Set(term="u", value="1")),
        event("e2", "5", replace(one("1"), of="e1"), restates=("*",)),
    )
    assert ask(*acts).answers == IN_FORCE
    assert ask(*acts, term="u").status == "ended"


def test_a_restated_text_ends_only_what_is_in_force_and_is_never_pending() -> None:
    given = event("e1", "3", Set(term="t", value="1", through=dated("4")))
    again = event("e2", "5", restates=("t",))
    assert ask(given, again).status == "expired"
    assert not ask(given, plan("e2", restates=("t",))).pending
    renewed = event("e3", "5", one("1"), after="e2")
    assert ask(event("e1", "3", one("0")), again, renewed).answers == IN_FORCE


def test_what_confirmed_an_answer_does_not_confirm_that_a_text_ended_it() -> None:
    again = event("e2", "4", Reaffirm(term="t"))
    assert not ask(event("e1", "3", one("1")), again, event("e3", "5", restates=("t",))).confirmed


def test_a_text_restates_a_renamed_term_by_either_name() -> None:
    for glob in ("t", "u*"):
        acts = (
            event("e1", "3", one("1")),
            event("e2", "5", restates=(glob,)),
            Redefine(id="r", thing=Term(key="t", title="T"), renamed="u"),
        )
        assert ask(*acts, term="u").status == "ended"


def test_a_text_of_higher_rank_that_ended_an_answer_is_replaced_by_nothing() -> None:
    acts = (
        event("e1", "3", one("1")),
        event("e2", "5", restates=("t",)),
        event("e3", "7", one("2"), authority=PRESS),
    )
    assert ask(*acts).replaced == {(("e3", 0), Outcome("ended", ("e1", 0), ("e2", -1)))}


# --- Renewal (§3) ---------------------------------------------------------------------------------


def renewing(through: str, renews: Duration, **more: Any) -> Set:
    return Set(term="t", value="1", through=dated(through), renews=renews, **more)


def test_an_answer_that_renews_has_the_last_day_of_its_run() -> None:
    given = event("e1", "3", renewing("5", Duration(days=4)))
    assert [(day, *ask(given, day=day).answers) for day in (5, 6, 9, 10)] == [
        (day, ("in-force", "1", on(last), frozenset()))
        for day, last in ((5, 5), (6, 9), (9, 9), (10, 13))
    ]
    assert [ask(given, day=day).flags for day in (5, 6)] == [set(), {"renewed"}]


def test_runs_are_counted_from_the_first_last_day() -> None:
    kept = log(event("e1", "3", renewing("31", Duration(1))))
    [(_, _, last, _)] = told(kept, on=date(2026, 3, 5))["t"].answers
    assert last == date(2026, 3, 31)


def test_an_answer_that_renews_goes_on_until_something_ends_it() -> None:
    given = event("e1", "3", renewing("5", Duration(days=4), unless=("x",)))
    assert ask(given, event("e2", "8", met=("x",))).outcomes == {
        Outcome("ended", ("e1", 0), ("e2", -1))
    }
    assert not ask(given, event("e2", "8", End(term="t"))).flags
    assert ask(given, event("e2", "8", restates=("t",))).status == "ended"


def test_a_claim_is_compared_with_the_first_run() -> None:
    given = event("e1", "3", renewing("5", Duration(days=20)))
    same = event("e2", "4", Claim(term="t", value="1", through=dated("25")))
    assert ask(given, same).flags == {"renewed", "claimed-otherwise"}
    first = replace(given, changes=(renewing("25", Duration(days=20)),))
    assert not ask(first, same).flags


def test_what_renews_hangs_on_another_term_today() -> None:
    given = event("e1", "3", renewing("5", Duration(days=4), hinge="u"), Set(term="u", value="9"))
    assert ask(given, event("e2", "8", End(term="u"))).status == "ended"
    over = replace(given, changes=(given.changes[0], Set(term="u", value="9", through=dated("7"))))
    assert ask(over).answers == {("expired", "1", on(7), frozenset())}
    assert not ask(over).flags
    assert ask(over, day=7).flags == {"renewed"}


def test_a_denied_answer_that_renews_claims_its_first_run() -> None:
    acts = event("e1", "3", renewing("5", Duration(days=4))), event("e2", "9", denies="e1")
    assert ask(*acts, day=5).claims
    assert not ask(*acts, day=6).claims


def test_a_notice_says_nothing_of_the_answer() -> None:
    given = event("e1", "3", Set(term="t", value="1", notice=Duration(days=9)))
    assert ask(given).answers == IN_FORCE


# --- What the log covers (§4) ---------------------------------------------------------------------


def test_what_is_not_set_before_the_first_day_covered_is_not_covered() -> None:
    cover = Cover(id="c", since=dated("10"))
    given = event("e1", "3", one("1"))
    assert [ask(cover, day=day).status for day in (9, 10)] == ["not-covered", "not-set"]
    assert ask(cover, given, day=9).status == "in-force"
    assert ask(cover, event("e1", "3", one("1")), event("e2", "5", End(term="t"))).status == "ended"
    vague = event("e1", "[2026-01-03..2026-01-09]", one("1"))
    assert {status for status, *_ in ask(cover, vague, day=5).answers} == {
        "in-force", "not-covered",
    }  # fmt: skip
    assert told(log(cover, days={0: 8}), on=on(5), recorded="2026-01-07")["t"].status == "not-set"


def test_a_log_may_cover_some_terms_only() -> None:
    covers = Cover(id="c", since=dated("10"), terms=("u",)), Cover(id="d", through=dated("20"))
    assert [ask(*covers, day=5, term=term).status for term in "tu"] == ["not-set", "not-covered"]
    every = Cover(id="e", since=dated("4"))
    assert ask(*covers, every, day=5, term="u").status == "not-set"


def test_a_period_varied_between_not_covered_and_not_set() -> None:
    kept = log(Cover(id="c", since=dated("10")))
    period = told_of_period(kept, first=on(9), last=on(10))["t"]
    assert [each.status for each in period.stretches] == ["not-covered", "not-set"]
