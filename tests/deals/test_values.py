"""Real deals, on both engines: values that are undisclosed, numbers, or of one year.

The numbers are those of the 22 inputs that four real partnerships left behind; what has to come out
was written down before.
"""

import csv
import io

from deals import Make
from running import BOTH

ENGINES = BOTH

HIDDEN = """\
terms: {rate: {title: Rate}}
events:
  - {id: deal, when: 2016, title: A deal, OFFICIAL, changes: [{set: rate, value: undisclosed}]}
"""
APART = """\
  - {id: court, when: "[2016..2023-11-13]", announced: 2023-11-13, title: In court, FILED,
     changes: [{set: rate, value: 36%}]}
"""
OF = """\
  - {id: court, announced: 2023-11-13, title: In court, FILED,
     changes: [{set: rate, value: 36%, of: deal}]}
"""


def test_10_a_figure_that_may_be_the_undisclosed_one_is_asked_about(deal: Make) -> None:
    """Written as a happening of its own, it leaves the term undetermined."""
    made = deal(HIDDEN + APART)

    assert "undetermined" == made.answer("rate", "2020-01-01")
    assert "does the latter tell of the same happening?" in made.findings()["same-happening"]
    assert "`of: deal`" in made.findings()["same-happening"]


def test_10_told_of_its_happening_it_settles_the_rate(deal: Make) -> None:
    """From the day of the deal, for whoever knows it; undisclosed for whoever could not."""
    made = deal(HIDDEN + OF)

    assert "36%" == made.answer("rate", "2020-01-01")
    assert "undisclosed" == made.answer("rate", "2020-01-01", "--known", "2023-11-12")
    assert "same-happening" not in made.findings()


STEPS = {
    "2009": "9",
    "2010": "28.4",
    "2012": "24",
    "2013": "24.63",
    "2014": "22.73",
    "2015": "18.66",
}
SHARES = 'terms: {stake: {title: Stake, unit: "%"}}\nevents:\n' + "".join(
    f"  - {{id: s{year}, when: {year}-01-01, title: Shares, OFFICIAL,\n"
    f"     changes: [{{set: stake, value: {share}%}}]}}\n"
    for year, share in STEPS.items()
)


def test_13_shares_are_compared_as_numbers(deal: Make) -> None:
    """As texts, 9% would be more than 20%."""
    made = deal(SHARES)
    years = [("2010-01-01", "2011-12-31"), ("2012-01-01", "2012-12-31")]
    later = [("2013-01-01", "2013-12-31"), ("2014-01-01", "2014-12-31")]

    assert years + later == made.spans("stake", ">20%")
    assert [years[0], later[0]] == made.spans("stake", ">24")
    assert [("2009-01-01", "2009-12-31"), ("2015-01-01", None)] == made.spans("stake", "<=18.66%")


def test_13_shares_are_numbers_in_a_sheet(deal: Make) -> None:
    """Written as they were said, and as numbers."""
    text = deal(SHARES).run("history", "stake", "-o", "csv").stdout
    rows = [*csv.DictReader(io.StringIO(text))]

    assert [f"{share}%" for share in STEPS.values()] == [row["value"] for row in rows]
    assert [*STEPS.values()] == [row["amount"] for row in rows]


def test_13_shares_are_drawn_as_steps(deal: Make) -> None:
    """The larger number stands one line higher, and none is cut."""
    lines = deal(SHARES).run("chart", "2009..2016").stdout.splitlines()
    row = {
        share: next(at for at, line in enumerate(lines) if f"┣{share}%" in line)
        for share in STEPS.values()
    }

    assert row["28.4"] < row["24"] < row["9"]
    assert row["24.63"] < row["22.73"]
    assert row["24.63"] < row["24"]


YEARLY = """\
terms: {payment: {title: Yearly payment}}
events:
  - {id: told, when: 2023-05-01, announced: 2023-05-01, title: In court, OFFICIAL,
     changes: [{set: payment, value: $20B, during: 2022}]}
"""


def test_18_the_sum_of_a_year_is_the_answer_on_all_its_days(deal: Make) -> None:
    """It was paid for 2022, not from some day of 2022 on."""
    made = deal(YEARLY)

    assert [("2022-01-01", "2022-12-31")] == made.spans("payment", "$20B")
    assert "$20B" == made.answer("payment", "2022")
    assert "expired" == made.answer("payment", "2023-01-01")


def test_18_the_changelog_says_it_in_a_sentence(deal: Make) -> None:
    """The sum and its year, and since when that is known."""
    [(heading, group, sentence)] = deal(YEARLY).changelog("2023")

    assert ("1 May 2023: In court", "Learned about the past") == (heading, group)
    assert sentence.startswith(
        "Yearly payment. $20B (from 1 January 2022 through 31 December 2022). Nothing was"
    )
