"""An answer told in sentences: title, answer, who says so, and who says otherwise and why not."""

import json
import re
from pathlib import Path

import pytest
from running import Run

LEDGER = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
covered_from: 2019-01-01
covered_through: 2026-06-30
terms:
  licence.end: {title: Licence, asks: "How long does the licence run?", topic: Licence}
  licence.field: {title: Field of use, asks: "For what?", topic: Licence}
  fee: {title: Fee, asks: "What is the fee?", topic: Money}
  seat: {title: Board seat, asks: "Has Acme a seat?", topic: Board}
  rent: {title: Rent, asks: "Is rent paid?", topic: Money}
  hosting: {title: Hosting, asks: "Where does it run?", topic: Products}
  lease: {title: Lease, asks: "How long is the lease?", topic: Money}
  option: {title: Option, asks: "Is there an option?", topic: Money}
  patent: {title: Patent, asks: "Is there a patent?", topic: Money}
  badge: {title: Badge, asks: "What is on the badge?", topic: Products}
  moon: {title: Moon, asks: "Who owns the moon?", topic: Money}
  price: {title: Price, asks: "What is the price?", topic: Money}
conditions:
  sold: {title: Globex is sold}
sources:
  s1: {title: The agreement, publisher: Acme, published: 2019-07-22}
  s2: {title: A scoop, publisher: The Daily, published: 2021-05-03}
  s3: {title: A statement, publisher: Globex, published: 2026-02-27}
events:
  - id: start
    when: 2019-07-22
    by: [Acme, Globex]
    title: The alliance begins
    sources: [s1]
    changes:
      - {set: licence.end, value: through 2032, through: 2032, unless: [sold]}
      - {set: licence.field, value: cars only, while: licence.end}
      - {set: seat, value: an observer}
      - {set: rent, value: "yes", through: 2024-12-31}
      - {set: hosting, value: Globex}
      - {set: lease, value: five years, through: 2024-07-21, renews: 1y}
      - {set: price, value: ten dollars}
  - {id: scoop, when: 2021-05, announced: 2021-05-03, title: A scoop, authority: press,
     sources: [s2], changes: [{set: fee, value: 5 percent}]}
  - {id: tied, when: 2021-06-01, by: [Acme, Globex], title: A patent, sources: [s1],
     changes: [{set: patent, value: shared, while: fee}]}
  - {id: rise, when: 2021-06-01, title: A rise, authority: press, sources: [s2],
     changes: [{set: price, value: eleven dollars}]}
  - id: statement
    when: 2026-02-27
    by: [Acme, Globex]
    title: Nothing changes
    sources: [s3]
    changes:
      - {end: seat}
      - {reaffirm: fee}
      - {reaffirm: licence.end}
      - {leave-unsaid: hosting}
      - {set: badge, value: a lion, of: start}
  - {id: column, when: 2026-02-28, title: A column, authority: press, sources: [s2],
     changes: [{claim: seat, value: retained, note: it had ended the day before}]}
  - {id: quarrel, when: 2026-03-18, title: A quarrel, authority: press, sources: [s2], changes:
     [{dispute: hosting, positions: [{party: Acme, says: it may run anywhere}]}]}
  - {id: ahead, when: 2026-09-01, announced: 2026-02-27, by: [Acme], title: Ahead, sources: [s3],
     changes: [{set: option, value: granted}]}
"""


@pytest.fixture
def told(command: Run, tmp_path: Path) -> Run:
    """Return a function that asks `as-of` and returns what it prints."""
    database = f"sqlite:///{tmp_path / 'log.db'}"
    command("init", "--db", database)
    assert 0 == command("import", "-", "--db", database, input=LEDGER).exit_code
    return lambda *words: command("as-of", *words, "--db", database)


ON = "2026-04-01"

TOLD = {
    "licence.end": (
        "Licence: How long does the licence run? Through 2032. Since 22 July 2019, according to "
        "Acme and Globex. It ends once this is met: Globex is sold. Last confirmed on 27 February "
        "2026."
    ),
    "licence.field": (
        "Cars only. Since 22 July 2019, according to Acme and Globex. It lasts only as long as "
        "“Licence” does."
    ),
    "fee": (
        "5 percent. Since some point in May 2021, as reported by The Daily. On 27 February 2026 "
        "Acme and Globex said that it is unchanged, without saying what it is."
    ),
    "seat": (
        "No longer, since 27 February 2026. According to Acme and Globex. The Daily claims "
        "otherwise: retained (as of 28 February 2026). It had ended the day before."
    ),
    "rent": "No longer, after 31 December 2024. Its last day was given on 22 July 2019, according",
    "hosting": (
        "Later texts do not mention it, which does not end it. Disputed since 18 March 2026, as "
        "reported by The Daily. Acme says: It may run anywhere."
    ),
    "lease": "It runs through 21 July 2026, and then renews for 1 year at a time.",
    "patent": (
        "Shared. Since 1 June 2021, according to Acme and Globex. It lasts only as long as “Fee” "
        "does. “Fee” itself is only reported."
    ),
    "option": "Nothing on record says so. Announced, on 1 September 2026: granted.",
    "price": "This took the place of what Acme and Globex said: ten dollars.",
    "badge": "A lion. Since 22 July 2019, as Acme and Globex said on 27 February 2026.",
    "moon": "Moon: Who owns the moon? Nothing on record says so.",
}


@pytest.mark.parametrize("term", TOLD)
def test_each_kind_of_answer_is_told_in_sentences(told: Run, term: str) -> None:
    """Somebody who knows neither keys nor flags can forward them."""
    text = " ".join(told(ON, "--term", term).stdout.split())

    assert TOLD[term] in text


def test_an_answer_that_changed_within_the_days_is_told_by_stretches(told: Run) -> None:
    """Neither half of the month is the answer."""
    text = " ".join(told("2026-02", "--term", "seat").stdout.split())

    assert "It changed within these days:" in text
    assert "- from 1 February 2026 through 26 February 2026: An observer." in text
    assert "- from 27 February 2026 through 28 February 2026: No longer" in text


def test_an_answer_that_is_not_certain_is_told_with_all_that_it_may_be(told: Run) -> None:
    """The scoop of May 2021 gives no day."""
    text = " ".join(told("2021-05-10", "--term", "fee").stdout.split())

    assert "That is not certain. It is one of these: - Nothing on record says so. - 5 per" in text


@pytest.mark.parametrize("on", ["2019-07-22", "2021-05-10", "2024-07", ON, "2040-01-01"])
def test_sentences_have_neither_ids_nor_codes(told: Run, on: str) -> None:
    """Keys, ids, brackets, flags and dates by numbers are for machines: `-o table`, `-o json`."""
    text = told(on).stdout
    keys = {one["term"] for one in json.loads(told(on, "-o", "json").stdout)["terms"]}

    assert not re.search(r"\[|\]|\d{4}-\d{2}|_", text)
    assert not {key for key in keys if "." in key and key in text}
    assert not {code for code in ("in-force", "not-set", "CLAIMED", "DISPUTED") if code in text}
    assert max(map(len, text.splitlines())) <= 80


def test_a_paragraph_is_said_once(told: Run) -> None:
    """What the answer says, a sentence beside it does not repeat."""
    text = " ".join(told(ON, "--term", "licence.end").stdout.split())

    assert text.count("2032") == 1
