"""Real deals, on both engines: plans, conditions, renewals, and days counted from events.

The numbers are those of the 22 inputs that four real partnerships left behind; what has to come out
was written down before.
"""

from deals import Make
from running import BOTH

ENGINES = BOTH

STAKE = """\
terms: {stake: {title: Stake}}
events:
"""
PLAN = """\
  - {id: held, when: 2019-01-01, title: Held, OFFICIAL, changes: [{set: stake, value: 43%}]}
  - {id: plan, announced: 2020-01-01, title: A plan, OFFICIAL,
     changes: [{set: stake, value: 15%}]}
"""
SOLD = """\
  - {id: sale, when: 2021-01-01, title: The sale, OFFICIAL,
     changes: [{set: stake, value: 15%}]}
"""
CLOSED = "  - {id: closing, dates: plan, when: 2021-01-01, title: It closes, OFFICIAL}\n"
ANNOUNCED = ("1 January 2020: A plan", "Announced", "Stake. On a day not yet stated: 15%.")


def test_01_a_plan_is_in_the_changelog_of_the_day_it_was_announced(deal: Make) -> None:
    """It changed no answer; whoever reads the changelog of that month has to see it."""
    made = deal(STAKE + PLAN + SOLD)

    assert [ANNOUNCED] == made.changelog("2020-01")
    assert [ANNOUNCED] == made.changelog("2020-01", "--by", "announced")


def test_01_what_dates_a_plan_ends_the_wait(deal: Make) -> None:
    """Until then it is pending, and afterwards nothing is."""
    made = deal(STAKE + PLAN + CLOSED)
    [pending] = made.term("stake", "2020-06-01", "--known", "2020-06-01")["pending"]

    assert ("plan", None) == (pending["event"], pending["when"])
    assert [("announced", None, "15%")] == made.coming("2020-06-01")
    assert [] == made.coming("2021-01-01")
    assert [] == made.term("stake", "2021-01-01")["pending"]
    assert [("2019-01-01", "2020-12-31")] == made.spans("stake", "43%")
    assert [("2021-01-01", None)] == made.spans("stake", "15%")
    assert {} == made.findings()


def test_01_a_plan_that_came_about_and_was_never_dated_is_found(deal: Make) -> None:
    """Else it would be pending for ever, and nobody would be told."""
    made = deal(STAKE + PLAN + SOLD)
    said = made.findings()

    assert ["come-about"] == [*said]
    assert "the plan was never dated" in said["come-about"]
    assert "`dates: plan`" in said["come-about"]
    assert [("announced", None, "15%")] == made.coming("2021-01-01")


LATE = """\
  - {id: held, when: 2019-01-01, title: Held, OFFICIAL, changes: [{set: stake, value: 49%}]}
  - {id: plan, when: "[2020-01-01..2020-06-30]", announced: 2020-01-01, title: A plan, OFFICIAL,
     changes: [{set: stake, value: 100%}]}
"""
LATER = """\
  - {id: closing, dates: plan, when: 2020-08-01, announced: 2020-07-20, title: It closes, OFFICIAL}
"""


def test_02_a_plan_that_closed_late_was_not_in_force_before(deal: Make) -> None:
    """Its days were over, and it had not happened."""
    made = deal(STAKE + LATE + LATER)

    assert "49%" == made.answer("stake", "2020-07-10")
    assert [("2019-01-01", "2020-07-31")] == made.spans("stake", "49%")
    assert [("2020-08-01", None)] == made.spans("stake", "100%")


def test_02_before_the_closing_was_announced_the_plan_is_seen(deal: Make) -> None:
    """After that, the day is; with hindsight only for whoever asks for it."""
    made = deal(STAKE + LATE + LATER)
    planned, closes = (
        ("announced", when, "100%") for when in ("[2020-01-01..2020-06-30]", "2020-08-01")
    )

    assert [planned] == made.coming("2020-03-01")
    assert [closes] == made.coming("2020-03-01", "--known", "today")
    assert [("overdue", *planned[1:])] == made.coming("2020-07-10")
    assert [closes] == made.coming("2020-07-20")


def test_02_a_plan_whose_days_are_over_is_found(deal: Make) -> None:
    """Until it is dated."""
    late, closed = deal(STAKE + LATE), deal(STAKE + LATE + LATER)

    assert "these days are over" in late.findings("2020-07-10")["overdue"]
    assert "overdue" not in late.findings("2020-06-29")
    assert "overdue" not in closed.findings()


COFFEE = """\
terms: {supply: {title: Supply}}
events:
  - {id: deal, when: 2020-01-01, title: A deal, OFFICIAL,
     changes: [{set: supply, value: packaged, through: 2022-12-31, renews: 1y, notice: 180d}]}
"""


def test_11_what_renews_is_in_force_after_its_first_run(deal: Make) -> None:
    """Three years, then a year at a time: the last day told is that of the year it is in."""
    made = deal(COFFEE)
    first, third = made.term("supply", "2022-12-31"), made.term("supply", "2024-03-01")

    assert ("packaged", "2022-12-31", []) == tuple(
        first[key] for key in ("value", "through", "flags")
    )
    assert ("in-force", "2024-12-31") == (third["status"], third["through"])
    assert ["renewed"] == third["flags"]
    assert {} == made.findings()


def test_11_each_day_for_notice_is_coming(deal: Make) -> None:
    """180 days before the last day of a run."""
    made = deal(COFFEE)

    assert [
        ("notice", "2024-07-04", "packaged"),
        ("renewal", "2025-01-01", "packaged"),
        ("notice", "2025-07-04", "packaged"),
        ("renewal", "2026-01-01", "packaged"),
    ] == made.coming("2024-03-01", "--within", "700d")


HANGING = """\
terms: {isa.end: {title: Agreement}, isa.defence: {title: Defence}}
events:
  - id: first
    when: 2001-01-01
    title: An agreement
    authority: official
    sources: [text]
    changes:
      - {set: isa.end, value: twelve years, through: 2012-12-31}
      - {set: isa.defence, value: of each other, while: isa.end}
  - {id: longer, when: 2012-06-01, title: An extension, OFFICIAL,
     changes: [{set: isa.end, value: three years more, through: 2015-12-31}]}
"""


def test_12_what_hangs_on_an_agreement_is_over_with_it(deal: Make) -> None:
    """An extension prolongs it, though nobody sets it again."""
    made = deal(HANGING)

    assert [("2001-01-01", "2015-12-31")] == made.spans("isa.defence", "of each other")
    assert "expired" == made.answer("isa.defence", "2016-01-01")
    assert ("isa.end", "2001-01-01") == tuple(
        made.term("isa.defence", "2014-01-01")[key] for key in ("while", "since")
    )
    told = made.text("as-of", "2016-01-01", "--term", "isa.defence")
    assert "No longer, after 31 December 2015." in told
    assert "It ended together with “Agreement”, on which it depended." in told


CANCELLED = """\
terms: {isa.end: {title: Agreement}, isa.defence: {title: Defence}}
conditions: {sold: {title: Acme is sold}}
events:
  - {id: first, when: 2001-01-01, title: An agreement, OFFICIAL,
     changes: [{set: isa.end, value: for ever, unless: [sold]}]}
  - {id: guard, when: 2001-01-02, title: A defence, OFFICIAL,
     changes: [{set: isa.defence, value: of each other, while: isa.end}]}
  - {id: sale, when: 2003-02-10, met: [sold], title: A sale, OFFICIAL}
"""


def test_12_it_is_over_also_where_a_condition_ended_the_agreement(deal: Make) -> None:
    """Asked about alone, though no event says anything of it that day."""
    made = deal(CANCELLED)
    row = made.term("isa.defence", "2003")

    assert [("2001-01-02", "2003-02-09")] == made.spans("isa.defence", "of each other")
    assert "varied" == row["status"]
    assert ["in-force", "ended"] == [one["status"] for one in row["periods"]]


COUNTED = """\
terms: {search: {title: Search}, fee: {title: Fee}, exit: {title: Exit}}
events:
  - {id: entry, when: 2010-02-23, title: Entry into force, OFFICIAL,
     changes: [{set: search, value: exclusive, through: 10y from entry}]}
  - {id: payable, when: 60d after entry, announced: 2010-02-23, title: The fee, OFFICIAL,
     changes: [{set: fee, value: payable}]}
  - {id: notice, when: 2015-10-31, title: Notice is given, OFFICIAL}
  - {id: leave, when: 4m after notice, announced: 2015-10-31, title: The exit, OFFICIAL,
     changes: [{set: exit, value: free}]}
"""


def test_14_days_are_counted_from_events(deal: Make) -> None:
    """Ten years are over on the day before their tenth anniversary; February has no 31st."""
    made = deal(COUNTED)

    assert "2020-02-22" == made.term("search", "2015-01-01")["through"]
    assert [("2010-02-23", "2020-02-22")] == made.spans("search", "exclusive")
    assert [("2010-04-24", None)] == made.spans("fee", "payable")
    assert [("2016-02-29", None)] == made.spans("exit", "free")


def test_14_a_corrected_day_moves_what_is_counted_from_it(deal: Make) -> None:
    """Nobody has to count again."""
    made = deal(COUNTED)
    words = ("correct", "entry", "--when", "2010-03-01", "--reason", "The text gives the day.")
    assert 0 == made.run(*words).exit_code

    assert [("2010-03-01", "2020-02-29")] == made.spans("search", "exclusive")
    assert [("2010-04-30", None)] == made.spans("fee", "payable")


CLEARED = """\
terms: {right: {title: Right to buy}}
conditions: {cleared: {title: A court has cleared the deal}}
events:
  - {id: deal, when: 2014-01-01, title: A deal, OFFICIAL,
     changes: [{set: right, value: all of it, once: cleared}]}
"""
COURT = "  - {id: court, when: 2015-06-01, met: [cleared], title: A court clears it, FILED}\n"


def test_16_a_right_starts_once_its_condition_is_met(deal: Make) -> None:
    """It is pending until then, and not a day longer."""
    made = deal(CLEARED + COURT)
    [pending] = made.term("right", "2014-06-01", "--known", "2014-06-01")["pending"]

    assert ("deal", None, "cleared") == tuple(pending[key] for key in ("event", "when", "once"))
    assert "not-set" == made.answer("right", "2015-05-31")
    assert [("2015-06-01", None)] == made.spans("right", "all of it")
    assert [] == made.term("right", "2015-06-01")["pending"]


def test_16_check_does_not_ask_for_an_end_by_the_condition(deal: Make) -> None:
    """It begins an answer, before and after it is met; no answer ends by it."""
    waiting, met = deal(CLEARED), deal(CLEARED + COURT)

    assert [("condition", None, "all of it")] == waiting.coming("2014-06-01")
    assert [{}, {}] == [made.findings() for made in (waiting, met)]
