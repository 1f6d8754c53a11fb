"""What other commands print for people: titles, dates in words, and who says so."""

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
  licence.end: {title: Licence, asks: "How long does the licence run?", topic: Licence, notice: 6m}
  licence.field: {title: Field of use, asks: "For what?", topic: Licence}
  fee: {title: Fee, asks: "What is the fee?", topic: Money}
  lease: {title: Lease, topic: Money}
  seat: {title: Board seat, asks: "Has Acme a seat?", topic: Board}
  plant: {title: Plant, topic: Money}
  rent: {title: Rent, topic: Money}
  veto: {title: Veto, topic: Board}
  badge: {title: Badge, topic: Board}
conditions:
  sold: {title: Globex is sold}
sources:
  s1: {title: The agreement, publisher: Acme, published: 2019-07-22, url: "https://acme.example/1"}
  s2: {title: A scoop, publisher: The Daily, published: 2021-05-03}
events:
  - id: e-start
    when: 2019-07-22
    by: [Acme, Globex]
    title: The alliance begins
    summary: Acme may use it.
    sources: [s1]
    changes:
      - {set: licence.end, value: thirteen years, through: 2032, unless: [sold]}
      - {set: licence.field, value: cars only, while: licence.end}
      - {set: lease, value: five years, through: 2029-07-21, renews: 1y, notice: 3m}
      - {set: fee, value: "10"}
      - {set: seat, value: an observer}
  - {id: e-scoop, when: 2021-05-01, announced: 2021-05-03, title: A scoop, authority: press,
     by: [The Daily], sources: [s2], changes: [{set: fee, value: "5", note: by two sources}]}
  - {id: e-column, when: 2022-01-01, announced: 2022-01-01, title: A column, authority: press,
     by: [The Weekly], sources: [s2], changes: [{claim: fee, value: "7"}, {reaffirm: seat}]}
  - {id: e-plan, when: 2027-Q1, announced: 2026-02-27, by: [Acme], title: A plan, sources: [s1],
     changes: [{set: seat, value: two seats}]}
  - {id: e-late, when: 2020-03-01, announced: 2020-03-01, by: [Acme], title: A plant is promised,
     sources: [s1], changes: [{set: plant, value: in Texas, when: 2020-06}]}
  - {id: e-stop, when: 2018-01-01, announced: 2018-01-01, by: [Acme], title: No rent, sources: [s1],
     changes: [{set: rent, value: "$1", when: 2017-01-01}, {end: rent}]}
  - {id: e-again, when: 2018-02-01, announced: 2018-02-01, by: [Acme], title: Still no rent,
     sources: [s1], changes: [{reaffirm: rent, note: it has ended}]}
  - {id: e-words, when: 2022-02-27, announced: 2022-02-27, by: [Acme], title: As it was worded,
     sources: [s1], changes: [{set: badge, value: a lion, of: e-late}]}
  - {id: e-right, announced: 2026-02-27, by: [Acme], title: A right in waiting, sources: [s1],
     changes: [{set: veto, value: full, once: sold}]}
"""


@pytest.fixture
def run(command: Run, tmp_path: Path) -> Run:
    """Return the command on a database that has the ledger."""
    database = f"sqlite:///{tmp_path / 'log.db'}"
    command("init", "--db", database)
    result = command("import", "-", "--db", database, input=LEDGER)
    assert 0 == result.exit_code, result.output
    return lambda *words: command(*words, "--db", database)


def flat(text: str) -> str:
    return " ".join(text.split())


def is_for_people(text: str) -> bool:
    """Return whether *text* has neither brackets nor ids nor keys nor dates by numbers."""
    return not re.search(r"\[|\]|\be-[a-z]|licence\.|in-force|\d{4}-\d{2}", text)


CAUSES = [
    ("2021-04-30", "2021-05-03", "Why: “A scoop”."),
    ("2021-05-02@2021-05-02", "2021-05-02", "Why: This became public: “A scoop”."),
    ("2032-12-31", "2033-01-01", "Why: Its last day is over."),
    (
        "2019-07-21",
        "2019-07-22",
        "Before: Not on record. Now: Cars only. Since 22 July",
    ),
    (
        "2020-02-29",
        "2020-03-01",
        "Why: “A plant is promised”; worded as in “As it was worded”, 27 February 2022.",
    ),
    ("2019-07-21", "2019-07-22", "It ends once this is met: Globex is sold."),
]


@pytest.mark.parametrize(("start", "end", "sentence"), CAUSES)
def test_a_difference_is_told_before_and_after_and_why(
    run: Run, start: str, end: str, sentence: str
) -> None:
    """With the title of the event behind it, not its id."""
    text = run("diff", start, end).stdout

    assert sentence in flat(text)
    assert is_for_people(text)
    assert sentence.split(": ")[-1] in flat(run("diff", start, end, "-o", "md").stdout)


BESIDE = [
    ("fee", "From 22 July 2019 through 30 April 2021 10. "),
    ("fee", "From 1 May 2021 5. Reported by The Daily on 3 May 2021: “A scoop”."),
    ("fee", "- The Weekly claims: 7 (as of 1 January 2022). A claim changes nothing."),
    ("seat", "- It is restated as it was. Reported by The Weekly on 1 January"),
    ("rent", "- That it has ended is said again. According to Acme"),
    ("seat", "From 1 January 2027 through 30 March 2027 That is not certain. It is one of these"),
    ("licence.field", "Cars only. It lasts only as long as “Licence” does."),
    ("plant", "Nothing on record says so. - In Texas."),
]


@pytest.mark.parametrize(("term", "sentence"), BESIDE)
def test_a_history_is_told_with_who_said_what(run: Run, term: str, sentence: str) -> None:
    """A claim is told as one: whose it is, and that it changed nothing."""
    text = run("history", term).stdout

    assert sentence in flat(text)
    assert is_for_people(text)
    assert max(map(len, text.splitlines())) <= 80


def test_a_history_in_markdown_says_the_same(run: Run) -> None:
    """The days, the answer, and what was said beside it."""
    text = flat(run("history", "fee", "-o", "md").stdout.replace("\\", ""))

    assert "| from 1 May 2021 | 5. Reported by The Daily on 3 May 2021: “A scoop”. | The W" in text


SHOWN = [
    ("e-start", "Acme and Globex on 22 July 2019. Acme may use it. What it says Licence: "),
    ("e-start", "Field of use: Cars only. It lasts only as long as “Licence” does."),
    ("e-start", "Lease: Five years. It runs through 21 July 2029, and then renews for 1 year at"),
    ("e-scoop", "The Daily on 3 May 2021. It is dated 1 May 2021. What it says Fee: 5. By"),
    ("e-late", "Plant: In Texas. This is dated June 2020."),
    ("e-right", "Veto: Full. It takes effect once this is met: Globex is sold."),
]


@pytest.mark.parametrize(("event", "sentence"), SHOWN)
def test_an_event_is_shown_in_sentences_above_its_entry(
    run: Run, event: str, sentence: str
) -> None:
    """Titles stand for keys; the id, the instant and the digest come last."""
    text, _, entry = run("show", event).stdout.partition("\nSources\n")

    assert sentence in flat(text)
    assert is_for_people(text)
    assert f": {event}, recorded 21 November 2026, 12:00:00 UTC." in flat(entry)


def test_a_correction_is_told_as_what_was_said_and_what_is(run: Run) -> None:
    """And which answer it put right, on which days."""
    dated = ("correct", "e-scoop", "--when", "2021-05-02", "--reason", "it was a day later")
    assert 0 == run(*dated).exit_code
    assert 0 == run("retract", "e-plan", "--reason", "nobody said so").exit_code
    text = run("corrections").stdout

    assert "Corrected: A scoop We dated it 1 May 2021; it is dated 2 May 2021. It was" in flat(text)
    assert "Fee, on 1 May 2021. Before: 5. Since 1 May 2021" in flat(text)
    assert "Now: 10. Since 22 July 2019, according to Acme and Globex." in flat(text)
    assert "Withdrawn: A plan We withdraw this; it said Board seat: “two seats”." in flat(text)
    assert is_for_people(text)


def test_a_feed_tells_an_event_as_show_does(run: Run) -> None:
    """One room makes the sentences."""
    items = {one["title"]: one for one in json.loads(run("feed", "-o", "jsonfeed").stdout)["items"]}

    for event, title in (("e-start", "The alliance begins"), ("e-scoop", "A scoop")):
        shown = flat(run("show", event).stdout)
        said = items[title]["content_text"].partition("\nSources:")[0].splitlines()
        assert [] == [one for one in said if one.removeprefix("- ") not in shown]
        assert is_for_people("\n".join(said))
