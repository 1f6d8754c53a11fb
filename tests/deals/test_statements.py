"""Real deals, on both engines: who says so, and how much that is worth.

The numbers are those of the 22 inputs that four real partnerships left behind; what has to come out
was written down before.
"""

import pytest
from deals import Make
from running import BOTH, said

ENGINES = BOTH

STAKE = """\
terms: {stake: {title: Stake}}
events:
  - {id: sold, when: 2020-01-01, title: A sale, OFFICIAL, changes: [{set: stake, value: 15%}]}
"""
AGENCY = """\
  - {id: agency, when: 2021-01-01, title: An agency, PRESS, changes: [{set: stake, value: 10%}]}
"""


def test_03_a_report_of_something_new_is_the_answer(deal: Make) -> None:
    """Rank decides what to trust, and never what is current."""
    made = deal(STAKE + AGENCY)
    row = made.term("stake", "2021-06-01")
    [replaced] = row["replaced"]

    assert ("10%", "2021-01-01", "press") == tuple(
        row[key] for key in ("value", "since", "authority")
    )
    assert ["reported", "replaced-higher"] == row["flags"]
    assert ("15%", "official") == (replaced["value"], replaced["authority"])
    assert [("2021-01-01", None)] == made.spans("stake", "10%")
    assert ["replaced-higher"] == [*made.findings()]


def test_03_append_warns_that_an_official_answer_is_replaced(deal: Make) -> None:
    """Whoever only meant to say what is written there reads how to say that."""
    agency = ("--when", "2021-01-01", "--title", "An agency", "--authority", "press")
    told = deal(STAKE).run("append", *agency, "--source", "wire", "--set", "stake=10%")
    text = " ".join(told.output.split())

    assert 0 == told.exit_code
    assert "takes the place of an answer of higher rank, 15% [sold]" in text
    assert "somebody only says so, use claim" in text


def test_03_a_claim_stands_beside_the_answer(deal: Make) -> None:
    """Nothing happened: an article has it otherwise."""
    row = (made := deal(STAKE + AGENCY.replace("set:", "claim:"))).term("stake", "2021-06-01")
    [claim] = row["claims"]

    assert ("15%", "official", ["claimed-otherwise"]) == tuple(
        row[key] for key in ("value", "authority", "flags")
    )
    assert ("10%", ["Reuters"], True) == tuple(claim[key] for key in ("value", "by", "differs"))
    assert [] == made.spans("stake", "10%")


DISPUTED = """\
terms: {right: {title: Right}}
events:
  - {id: deal, when: 2020-01-01, title: A deal, OFFICIAL, changes: [{set: right, value: sole}]}
  - {id: quarrel, when: 2021-01-01, title: A quarrel, OFFICIAL, changes: [{dispute: right}]}
  - {id: exit, when: 2022-01-01, title: Acme leaves, by: [Acme], OFFICIAL,
     changes: [{end: right}]}
  - {id: peace, when: 2023-01-01, title: They settle, OFFICIAL, changes: [{settle: right}]}
"""


@pytest.mark.parametrize(
    ("on", "status", "flags"),
    [
        ("2020-12-31", "in-force", []),
        ("2021-12-31", "in-force", ["disputed"]),
        ("2022-01-01", "ended", ["disputed"]),
        ("2022-12-31", "ended", ["disputed"]),
        ("2023-01-01", "ended", []),
    ],
)
def test_05_a_dispute_outlives_the_end_by_one_side(
    deal: Make, on: str, status: str, flags: list[str]
) -> None:
    """Whether it has ended is what they dispute, until that is settled."""
    row = deal(DISPUTED).term("right", on)

    assert (status, flags) == (row["status"], row["flags"])


RATE = """\
terms: {rate: {title: Rate}}
events:
"""
WIRE = """\
  - {id: wire, when: 2023-01-01, title: A report, PRESS, changes: [{set: rate, value: 36%}]}
"""
CONFIRMED = """\
  - {id: party, when: 2023-02-01, confirms: wire, title: A statement, by: [Acme], OFFICIAL}
"""
SAID_TOO = """\
  - {id: party, when: 2023-02-01, title: A statement, by: [Acme], OFFICIAL,
     changes: [{set: rate, value: 36%}]}
"""


def test_07_a_party_that_confirms_a_report_is_told_to_confirm_it(deal: Make) -> None:
    """From its announcement on the figure is official, also for the days before."""
    made = deal(RATE + WIRE + CONFIRMED)
    line = "Rate. 36%."

    assert [("1 February 2023: A statement", "Confirmed", line)] == made.changelog("2023-02")
    assert ([], "2023-01-01") == tuple(
        made.term("rate", "2023-01-15")[k] for k in ("flags", "since")
    )
    assert ["reported"] == made.term("rate", "2023-03-01", "--known", "2023-01-31")["flags"]


def test_07_a_party_that_sets_the_same_is_told_to_confirm_it(deal: Make) -> None:
    """The answer does not change, and yet it is no longer only reported."""
    made = deal(RATE + WIRE + SAID_TOO)
    line = "Rate. 36%."

    assert [("1 February 2023: A statement", "Confirmed", line)] == made.changelog("2023-02")
    assert [["reported"], []] == [
        made.term("rate", on)["flags"] for on in ("2023-01-31", "2023-02-01")
    ]


FILED = """\
  - {id: filing, when: 2023-01-01, title: A filing, FILED, changes: [{set: rate, value: 36%}]}
  - {id: agency, when: 2023-02-01, title: A report, PRESS, changes: [{reaffirm: rate}]}
"""


def test_08_the_press_does_not_confirm_a_filing(deal: Make) -> None:
    """It says so; what is of higher rank is neither better known for it nor confirmed later."""
    made = deal(RATE + FILED)
    [(_, group, sentence)] = made.changelog("2023-02")
    row = made.term("rate", "2023-03-01")

    assert "Reaffirmed" == group
    assert "Rate. 36%. Repeated, not confirmed." == sentence
    assert ("2023-01-01", None) == (row["last_confirmed"], row["confirmed"])


OFFERED = """\
terms: {offer: {title: First offer}}
events:
  - {id: deal, when: 2023-01-01, title: A deal, OFFICIAL, changes: [{set: offer, value: one year}]}
  - {id: used, when: 2023-02-01, title: Acme offers, OFFICIAL,
     changes: [{use: offer, note: half of the shares}]}
"""


def test_09_a_right_that_is_used_also_happened(deal: Make) -> None:
    """It changes no answer and is news."""
    line = "First offer. In practice: half of the shares."

    assert [("1 February 2023: Acme offers", "Also happened", line)] == deal(OFFERED).changelog(
        "2023-02"
    )


SWORN = """\
terms: {rate: {title: Rate}, fee: {title: Fee}}
events:
  - {id: oath, when: 2023-11-13, title: A witness, authority: filing, by: [A witness],
     sources: [wire], changes: [{set: rate, value: 36%}]}
  - {id: quoted, when: 2023-11-14, title: Acme is quoted, authority: official, by: [Acme],
     sources: [wire], changes: [{set: fee, value: $1}]}
  - {id: no, when: 2023-11-15, title: Both are quoted, authority: press, sources: [wire], changes: [
      {claim: rate, value: 30%, by: [Acme]}, {claim: rate, value: 33%, by: [Globex]}]}
"""


def test_17_who_says_so_is_not_who_prints_it(deal: Make) -> None:
    """A sworn witness in the press, and a company that an agency quotes, keep their rank."""
    made = deal(SWORN)
    rows = [made.term(key, "2023-11-14") for key in ("rate", "fee")]

    assert [("filing", ["A witness"], []), ("official", ["Acme"], [])] == [
        (row["authority"], row["by"], row["flags"]) for row in rows
    ]
    assert {"Reuters"} == {one["publisher"] for row in rows for one in row["sources"]}


def test_17_speakers_in_one_source_do_not_take_each_others_claims_back(deal: Make) -> None:
    """Both are quoted by one agency, and each says something else."""
    claims = deal(SWORN).term("rate", "2023-11-15")["claims"]

    assert [("30%", ["Acme"]), ("33%", ["Globex"])] == [(one["value"], one["by"]) for one in claims]


REACHED = """\
terms: {right: {title: Right}}
events:
  - {id: deal, when: 2020-01-01, title: A deal, OFFICIAL, changes: [{set: right, value: sole}]}
"""
VOID = """\
  - {id: ruling, announced: 2022-03-01, title: A ruling, FILED, changes: [{end: right, of: deal}]}
"""


def test_what_was_void_from_the_start_was_never_in_force(deal: Make) -> None:
    """The page below the inputs: the ruling ends it on the day of the deal itself."""
    made = deal(REACHED + VOID)

    assert ["ended", "sole"] == [
        made.answer("right", "2021-01-01", *cut) for cut in ((), ("--known", "2022-02-28"))
    ]
    assert [] == made.spans("right", "sole")
    assert "ended" == said(made.run("as-of", "2020-01-01", "-o", "json"))["terms"][0]["status"]
