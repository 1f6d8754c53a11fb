"""Real deals, on both engines: what the record holds, leaves open, and has in common with others.

The numbers are those of the 22 inputs that four real partnerships left behind; what has to come out
was written down before.
"""

from datetime import date

import pytest
from deals import Deal, Make, ledger
from running import BOTH

ENGINES = BOTH

MONTHS = """\
terms: {stake: {title: Stake}}
events:
  - {id: bought, when: 2002-03, title: A purchase, OFFICIAL, changes: [{set: stake, value: 44%}]}
  - {id: sold, when: 2010-04, title: A sale, OFFICIAL, changes: [{set: stake, value: 43%}]}
"""


def test_04_each_vague_day_is_uncertain_in_its_own_month(deal: Make) -> None:
    """Eight years of certainty lie between the two."""
    rows = deal(MONTHS).rows("check", "findings", "--strict")

    assert [
        ("undetermined", "2002-03-01 through 2002-03-30", "bought"),
        ("undetermined", "2010-04-01 through 2010-04-29", "sold"),
    ] == [
        (row["code"], row["says"].partition(" from ")[2].partition(":")[0], row["events"][0])
        for row in rows
    ]


PAST = """\
terms: {fee: {title: Fee}}
events:
  - {id: later, when: 2015-01-01, announced: 2015-01-01, title: A fee, OFFICIAL,
     changes: [{set: fee, value: 40%}]}
  - {id: earlier, when: 2010-01-01, announced: 2021-05-03, title: Court files, OFFICIAL,
     changes: [{set: fee, value: 50%}]}
"""


@pytest.mark.parametrize("clock", ["effective", "announced"])
def test_06_what_is_learned_of_days_that_are_over_is_in_the_changelog(
    deal: Make, clock: str
) -> None:
    """It changes no answer of today, and no reader of the last changelog knew it."""
    [(heading, group, sentence)] = deal(PAST).changelog("2021", "--by", clock)

    assert ("3 May 2021: Court files", "Learned about the past") == (heading, group)
    assert sentence.startswith("Fee. 50% (from 1 January 2010 through 31 December 2014).")
    assert "Nothing was known of it before." in sentence


RESTATED = """\
terms: {isa.seats: {title: Seats}, isa.veto: {title: Veto}, paid: {title: Paid}}
events:
  - {id: first, when: 2002-01-01, title: An agreement, OFFICIAL, changes: [
      {set: isa.seats, value: two}, {set: isa.veto, value: sole}, {set: paid, value: $5}]}
  - {id: second, when: 2012-01-01, title: Amended and restated, OFFICIAL, restates: ["isa.*"],
     changes: [{set: isa.seats, value: three}]}
"""


def test_15_what_a_restated_text_drops_has_ended(deal: Make) -> None:
    """It is not ended one by one; what was paid is no part of the text."""
    made = deal(RESTATED)
    keys = ("isa.seats", "isa.veto", "paid")
    heading = "1 January 2012: Amended and restated"

    assert ["two", "sole", "$5"] == [made.answer(key, "2011-12-31") for key in keys]
    assert ["three", "ended", "$5"] == [made.answer(key, "2012-01-01") for key in keys]
    assert [
        (heading, "Changed", "Seats. Three. Before: two."),
        (heading, "Ended", "Veto. Until then: sole."),
    ] == made.changelog("2012")


RIGHT = """\
terms: {right: {title: Right}}
events:
  - {id: deal, when: 2020-01-01, title: A deal, OFFICIAL, changes: [{set: right, value: sole}]}
"""
MISSPELT = """\
  - {id: row, when: 2026-01-01, title: A row, OFFICIAL,
     changes: [{dispute: right, positions: [{party: Acmee, says: No}]}]}
"""
WIDENED = """\
  - {id: more, when: 2021-01-01, title: More, OFFICIAL, changes: [{extend: right, through: 2025}]}
"""


def test_19_a_misspelt_party_is_found(deal: Make) -> None:
    """Else its position is that of somebody unknown."""
    found = deal(RIGHT + MISSPELT).findings()

    assert {"party": "row names 'Acmee'; the party is called 'Acme'."} == found


def test_19_an_event_deleted_from_the_ledger_file_is_told_on_import(deal: Make) -> None:
    """It stays in the log, and whoever deleted it would not know."""
    made = deal(RIGHT + MISSPELT)
    told = imported(made, RIGHT)

    assert "the file leaves out 1 event of the log: row. What is recorded stays" in told
    assert ["disputed"] == made.term("right", "2026-02-01")["flags"]
    assert "leaves out" not in imported(made, RIGHT + MISSPELT)


def test_19_a_verb_that_is_none_is_told_what_to_write(deal: Make) -> None:
    """To extend is a `set` with the new value, and nothing is written."""
    made = deal(RIGHT)

    assert "'extend' is no verb; use 'set' with the whole new answer." in imported(
        made, RIGHT + WIDENED
    )
    assert [("2020-01-01", None)] == made.spans("right", "sole")


SUIT = """\
terms: {right: {title: Right}}
events:
  - {id: deal, when: 2009-01-01, title: A deal, OFFICIAL, changes: [{set: right, value: sole}]}
  - {define: "source:q", title: A quarterly report, publisher: SEC, published: 2011-02-01}
  - {id: suit, when: 2010-05-01, title: A suit, authority: filing, sources: [q],
     changes: [{dispute: right}]}
"""


def test_20_a_happening_that_is_late_only_by_its_source_is_found(deal: Make) -> None:
    """Whoever asks what was known in June 2010 would miss the suit without a word."""
    made = deal(SUIT)
    late = made.findings("2011-06-01")["late-source"]
    months = (date(2011, 2, 1) - date(2010, 5, 1)).days // 30

    assert [] == made.term("right", "2010-06-01", "--known", "2010-06-01")["flags"]
    assert f"{months} months later, only because its source is that late" in late
    assert 0 == made.run("correct", "suit", "--announced", "2010-05-02", "--reason", "x").exit_code
    assert ["disputed"] == made.term("right", "2010-06-01", "--known", "2010-06-01")["flags"]


ENDS = """\
partnership: {slug}
terms: {{{key}: {{title: End, like: agreement.end}}}}
sources: {{text: {{title: A text}}}}
events:
  - {{id: deal, when: 2002-01-01, title: A deal, authority: official, sources: [text],
     changes: [{{set: {key}, value: {value}}}]}}
"""


def test_21_terms_meet_by_the_question_they_are_like(deal: Make) -> None:
    """Each deal calls its end otherwise; a long name is not broken within a word."""
    made = deal(RIGHT)
    coffee = "packaged-coffee-and-its-distribution"
    for slug, key, value in (
        ("search", "isa.end", "2020"),
        (coffee, "contract.duration", "2034"),
    ):
        other = ENDS.format(slug=slug, key=key, value=value)
        assert 0 == made.run("import", "-", input=other).exit_code
    told = made.run("matrix", "2010-01-01", "--term", "agreement.end").stdout.splitlines()
    names = [line[:25].strip() for line in told[told.index("") + 2 :]]

    assert [
        "acme-globex",
        "packaged-coffee-and-its-",
        "distribution",
        "contract.duration",
    ] == names[:4]
    assert ["search", "isa.end"] == names[4:]
    assert "no such term" in made.text("matrix", "2010-01-01", "--term", "agreement.end")
    rows = made.rows("matrix", "partnerships", "2010-01-01", "--term", "agreement.end")
    assert [[], ["2034"], ["2020"]] == [[one["value"] for one in row["terms"]] for row in rows]


KEYS = [f"isa.{name}" for name in ("seats", "veto", "board", "lock-up", "notice", "audit")]
FINISHED = (
    "terms: {isa: {title: Agreement}, "
    + ", ".join(f"{key}: {{title: A term}}" for key in KEYS)
    + "}\nevents:\n  - {id: deal, when: 2010-01-01, title: A deal, OFFICIAL, changes: [\n"
    + "      {set: isa, value: for ten years},\n"
    + ",\n".join(f"      {{set: {key}, value: so, through: 2015-12-31}}" for key in KEYS)
    + "]}\n"
)
OVER = """\
  - {id: over, when: 2016-01-01, title: They part, by: [Acme, Globex], OFFICIAL,
     changes: [{end: isa}]}
"""


def test_22_a_finished_partnership_says_so_once(deal: Make) -> None:
    """Six terms expired, and the end of the agreement says what came then, for all of them."""
    unsaid, over = deal(FINISHED), deal(FINISHED + OVER)

    assert ["expired"] * 6 == [row["code"] for row in unsaid.rows("check", "findings")]
    assert {} == over.findings()


def imported(made: Deal, body: str) -> str:
    """Return what is said when a ledger file of *body* is imported again."""
    return " ".join(made.run("import", "-", input=ledger(body)).output.split())
