"""The enumeration of worlds answers what docs/meaning.md says, in histories written by hand."""

from dataclasses import replace
from datetime import date

import pytest
from rule_logs import dated, event, log, on, one
from rule_oracle import Outcome, Told, count_worlds, steps_of, told, told_of_period

from events.dates.dates import parse
from events.model.kinds import (
    Act,
    Authority,
    Claim,
    Correct,
    Correction,
    Dispute,
    End,
    LeaveUnsaid,
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
