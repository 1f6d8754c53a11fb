"""An explanation that can be forwarded: at most a screen, in titles, and every claim answered."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Run, said

from cli.render import explanation

pytestmark = pytest.mark.drawn

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
  hosting: {title: Hosting, asks: "Where does it run?", topic: Products}
  price: {title: Price, topic: Money}
conditions:
  sold: {title: Globex is sold}
sources:
  s1: {title: The agreement, publisher: Acme, published: 2019-07-22, url: "https://acme.example/1"}
  s2: {title: A scoop, publisher: The Daily, published: 2021-05-03}
  s3: {title: A statement, publisher: Globex, published: 2026-02-27}
events:
  - id: e-start
    when: 2019-07-22
    by: [Acme, Globex]
    title: The alliance begins
    sources: [s1]
    changes:
      - {set: licence.end, value: through 2032, through: 2032, unless: [sold]}
      - {set: licence.field, value: cars only, while: licence.end}
      - {set: fee, value: "10"}
      - {set: seat, value: an observer}
      - {set: hosting, value: Globex}
      - {set: price, value: fixed}
  - {id: e-guess, when: 2020-03-01, title: A guess, authority: press, by: [The Guesser],
     sources: [s2], changes: [{claim: licence.end, value: through 2030}]}
  - {id: e-scoop, when: 2021-05, announced: 2021-05-03, title: A scoop, authority: press,
     sources: [s2], changes: [{set: fee, value: "5"}]}
  - id: e-statement
    when: 2026-02-27
    by: [Acme, Globex]
    title: Nothing changes
    sources: [s3]
    changes: [{end: seat}, {reaffirm: fee}, {reaffirm: licence.end}, {leave-unsaid: hosting}]
  - {id: e-column, when: 2026-02-28, title: A column, authority: press, sources: [s2],
     changes: [{claim: seat, value: retained, note: It had ended the day before.}]}
  - {id: e-quarrel, when: 2026-03-18, title: A quarrel, authority: press, sources: [s2], changes:
     [{dispute: hosting, positions: [{party: Acme, says: it may run anywhere}]}]}
  - {id: e-rumour, when: 2026-03-20, title: A rumour, authority: press, by: [The Evening],
     sources: [s2], changes: [{set: seat, value: given back}]}
  - {id: e-denial, denies: e-rumour, announced: 2026-03-21, by: [Globex], title: Not given back,
     sources: [s3]}
  - {id: e-ahead, when: 2026-09-01, announced: 2026-02-27, by: [Acme], title: Ahead,
     sources: [s3], changes: [{set: hosting, value: anywhere}]}
"""
CROWD = "".join(
    f"  - {{id: e-claim-{n}, when: 2022-01-{n:02}, title: Column {n}, authority: press, "
    f"by: [Writer {n}], sources: [s2], changes: [{{claim: price, value: about {n}}}]}}\n"
    for n in range(1, 29)
)
TERMS = ("licence.end", "licence.field", "fee", "seat", "hosting", "price")
DAYS = ("2018-01-01", "2019-07-22", "2021-05-10", "2026-02", "2026-04-01", "2040-01-01")


@pytest.fixture
def explained(command: Run, tmp_path: Path) -> Run:
    """Return a function that asks `explain` of a ledger with every kind of statement."""
    database = f"sqlite:///{tmp_path / 'log.db'}"
    command("init", "--db", database)
    result = command("import", "-", "--db", database, input=LEDGER + CROWD)
    assert 0 == result.exit_code, result.output
    return lambda *words: command("explain", *words, "--db", database)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("term", TERMS)
def test_it_fits_a_screen_and_has_neither_ids_nor_codes(explained: Run, term: str, on: str) -> None:
    """Somebody who knows neither keys nor flags can forward it."""
    lines = explained(term, on).stdout.splitlines()
    told = "\n".join(one for one in lines if not one.lstrip().startswith("- "))

    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert not re.search(r"\[|\]|\be-[a-z]|\d{4}-\d{2}|_", told)
    assert not {code for code in ("licence.", "in-force", "not-set", "meaning, s") if code in told}


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("term", TERMS)
def test_what_decided_it_is_named_with_its_day_its_speaker_and_its_source(
    explained: Run, term: str, on: str
) -> None:
    """Whoever is asked who says so, and since when, can answer."""
    why = said(explained(term, on, "-o", "json"))
    text = flat(explained(term, on).stdout)
    deciding = {one["event"] for one in _possible(why["answer"]) if one["event"]}

    for one in why["candidates"]:
        if one["event"] in deciding and one["effect"] in ("answer", "possible", "expired"):
            assert f"“{one['title']}”" in text
            assert all(speaker in text for speaker in one["speakers"])
            assert one["sources"][0]["title"] in text
    assert why["rule"] in text


def _possible(answer: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [answer, *answer["periods"]]
    return [each for one in parts for each in (one, *one["possible"])]


def flat(text: str) -> str:
    return " ".join(text.split())


WHY = {
    "seat": (
        "The Daily claims otherwise: retained (as of 28 February 2026). It had ended the day "
        "before.",
        "The Evening claims otherwise: given back (as of 20 March 2026). Denied by “Not given "
        "back”.",
    ),
    "licence.end": (
        "The Guesser claims otherwise: through 2030 (as of 1 March 2020). “Nothing changes” has "
        "restated the term since.",
    ),
    "price": (
        "Writer 28 claims otherwise: about 28 (as of 28 January 2022). It tells of no new "
        "happening, and a claim alone changes nothing.",
    ),
    "fee": (
        "“The alliance begins”. It said: 10. What replaced it came later, by the word of The "
        "Daily.",
    ),
}


@pytest.mark.parametrize("term", WHY)
def test_every_statement_that_differs_is_told_with_why_it_does_not_stand(
    explained: Run, term: str
) -> None:
    """By the note of whoever recorded it, or by what else happened."""
    text = flat(explained(term, "2026-04-01").stdout)

    assert "What was said otherwise" in text
    assert [] == [one for one in WHY[term] if one not in text]


def test_what_has_no_room_is_counted(explained: Run) -> None:
    """Twenty-eight columns would fill three screens."""
    short, whole = (
        flat(explained("price", "2026-04-01", *more).stdout) for more in ((), ["--all"])
    )
    told = short.count("claims otherwise")
    left = re.search(r"And (\d+) more: --all has them", short)

    assert left is not None
    assert 28 == told + int(left[1])
    assert 28 == whole.count("claims otherwise")
    assert 28 == len({*re.findall(r"“Column \d+”", whole)})


def test_what_was_said_since_is_told_apart(explained: Run) -> None:
    """That nothing changed, and that nothing was said, confirm nothing."""
    fee, licence, hosting = (
        flat(explained(one, "2026-04-01").stdout) for one in ("fee", "licence.end", "hosting")
    )

    assert "“Nothing changes”. It says that nothing changed, and not what the answer is." in fee
    assert "“Nothing changes”. This confirms it." in licence
    assert "“Nothing changes”. It does not mention what it should have restated" in hosting


def test_disputes_and_announcements_are_told_with_their_sources(explained: Run) -> None:
    """They change no answer yet."""
    text = flat(explained("hosting", "2026-04-01").stdout)

    assert "Acme says: It may run anywhere. - The Daily, A scoop" in text
    assert "Announced, on 1 September 2026: anywhere. - Globex, A statement" in text


def test_what_was_not_public_by_then_is_counted(explained: Run) -> None:
    """It is known of, and would be hindsight."""
    text = flat(explained("fee", "2026-02-27", "--known", "2019-12-31").stdout)

    assert "2 statements were not public by then; without --known, they are weighed too." in text


def test_a_page_is_worked_out_no_oftener_than_a_screen_has_lines(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of disputes were once told in hundreds of pages, each an item shorter."""
    database, seen = f"sqlite:///{tmp_path / 'many.db'}", Counter[str]()
    for name in ("blocks", "acts_about", "headline"):
        monkeypatch.setattr(explanation, name, counting(getattr(explanation, name), seen))
    many = "".join(
        f"  - {{id: e-{n}, when: 2022-01-01, title: E, authority: press, sources: [s2],"
        " changes: [{dispute: price}]}\n"
        for n in range(200)
    )
    command("init", "--db", database)
    assert 0 == command("import", "-", "--db", database, input=LEDGER + many).exit_code
    told = command("explain", "price", "2022-02-01", "--db", database).stdout

    assert "more: --all has them." in told
    assert 1 == seen["blocks"] == seen["acts_about"]
    assert seen["headline"] <= explanation.SCREEN


def counting(function: Callable[..., Any], seen: Counter[str]) -> Callable[..., Any]:
    """Return *function*, its calls counted in *seen*."""

    def counted(*arguments: Any) -> Any:
        seen[function.__name__] += 1
        return function(*arguments)

    return counted
