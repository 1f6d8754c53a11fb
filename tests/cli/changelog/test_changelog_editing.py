"""A changelog is edited as a newspaper is: each thing once, and nothing said that is not so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import Run, said

LEDGER = """\
partnership: acme-globex
recorded: 2026-05-03T00:00:00Z
title: Acme and Globex
parties: [Acme, Globex]
covered_from: 2019-01-01
covered_through: 2026-05-31
terms:
  hosting: {title: Hosting}
  share: {title: Share}
  fee: {title: Fee}
  goal: {title: Goal}
  test: {title: Test}
  seat: {title: Seat}
sources:
  acme: {url: "https://example.com/a", title: One, publisher: Acme, published: 2019-01-02}
  joint: {url: "https://example.com/j", title: Two, publisher: Acme, published: 2026-02-27}
  verge: {url: "https://example.com/v", title: Dead, publisher: The Verge, published: 2026-02-27}
events:
  - id: first
    when: 2019-01-02
    title: The first agreement
    by: [Acme, Globex]
    sources: [acme]
    changes:
      - {set: hosting, value: on one cloud}
      - {set: fee, value: undisclosed}
      - {set: goal, value: a high one}
      - {set: test, value: a hard one}
      - {set: seat, value: one seat, through: 2030}
  - id: second
    when: 2020-03-01
    title: The second agreement
    by: [Acme, Globex]
    sources: [acme]
    changes: [{set: share, value: "yes"}]
  - id: joint
    when: 2026-02-27
    announced: 2026-02-27
    title: Nothing changes
    by: [Acme, Globex]
    sources: [joint]
    changes:
      - {set: hosting, value: "on one cloud, for APIs", of: first}
      - {set: share, value: "yes, of all", of: second}
      - {set: test, value: "a hard one, in writing", of: first}
      - {reaffirm: hosting, note: which is called central}
      - {reaffirm: fee}
      - {reaffirm: goal, note: '"as high as ever"'}
  - id: blog
    when: 2026-02-27
    announced: 2026-02-27
    title: The press reads it
    authority: press
    by: [The Verge]
    sources: [verge]
    changes:
      - {claim: goal, ended: true, note: no party says so}
      - {claim: test, ended: true}
      - {claim: seat, value: with a vote, adds: true, through: 2026-04-26}
"""


@pytest.fixture
def made(command: Run, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that makes the changelog of that February."""
    path = tmp_path / "acme.db"
    command("init", "--db", path)
    taken = command("import", "-", "--db", path, input=LEDGER)
    assert 0 == taken.exit_code, taken.stderr
    words = ("changelog", "2026-02", "-o", "json", "--db", str(path))
    return lambda *more: said(command(*words, *more))


def groups_of(made: Callable[..., Any], event: str) -> dict[str, dict[str, Any]]:
    [section] = [one for one in made()["sections"] if one["event"] == event]
    return {one["name"]: one for one in section["groups"]}


def sentences(group: dict[str, Any]) -> dict[str, str]:
    return {one["lead"]: one["sentence"] for one in group["lines"] if one["sentence"]}


def test_what_an_event_clarifies_it_does_not_confirm_again(made: Callable[..., Any]) -> None:
    """One line has the new words and what was said in confirming."""
    joint = groups_of(made, "joint")

    assert "Which is called central." in sentences(joint["Clarified"])["Hosting"]
    assert {"Fee", "Goal"} == set(sentences(joint["Confirmed"]))
    only = made("--only", "confirmed")["sections"][0]["groups"][0]
    assert "Hosting" in sentences(only)


def test_nobody_confirms_what_is_not_disclosed(made: Callable[..., Any]) -> None:
    """It was said again, and is as unknown as before."""
    confirmed = sentences(groups_of(made, "joint")["Confirmed"])

    assert "Restated as before, and still not published." == confirmed["Fee"]


def test_a_quotation_is_called_one(made: Callable[..., Any]) -> None:
    """Whether a person or a text is quoted."""
    confirmed = sentences(groups_of(made, "joint")["Confirmed"])

    assert "A high one. Quoted: “as high as ever”." == confirmed["Goal"]


def test_a_heading_has_no_date_that_a_line_below_it_has_not(made: Callable[..., Any]) -> None:
    """Where the dates differ each line has its own."""
    clarified = groups_of(made, "joint")["Clarified"]

    assert "Clarified" == clarified["heading"]
    assert all("(since " in one for one in sentences(clarified).values())


def test_the_parties_speak_before_the_press_does(made: Callable[..., Any]) -> None:
    """On one day, whichever was recorded last."""
    assert ["joint", "blog"] == [one["event"] for one in made()["sections"]]


def test_one_claim_on_several_terms_is_one_line(made: Callable[..., Any]) -> None:
    """It names them all, and each keeps its row for a program."""
    claims = groups_of(made, "blog")["Claimed otherwise"]
    text = "Said to have ended. On record, each is still in force. No party says so."

    assert {"Goal and Test": text} == sentences(claims)
    assert ["Goal", "Test"] == [one["title"] for one in claims["lines"]]


def test_the_limit_of_a_claim_is_not_told_as_a_fact(made: Callable[..., Any]) -> None:
    """Nobody but the speaker says that it ran through April."""
    assert {"Seat": "With a vote."} == sentences(groups_of(made, "blog")["Also claimed"])


def test_what_is_coming_begins_with_its_day(made: Callable[..., Any]) -> None:
    """Then what happens; the opening says the same of the next day."""
    [seat] = made()["upcoming"]
    told = " ".join(seat[part] for part in ("lead", "title", "sentence"))

    assert "31 December 2030 Seat Last day. Until then: one seat." == told
    assert "date on record is 31 December 2030: the last day of “Seat”." in made()["lede"][0]


def test_an_official_word_that_changes_nothing_is_in_the_opening(made: Callable[..., Any]) -> None:
    """That nothing changes may be the news."""
    [lede] = made("--term", "fee", "--term", "goal")["lede"]
    word = "“Nothing changes” (27 February 2026) confirmed two terms."

    assert f"No term changed in this period; {word}" == lede


CHAIN = """\
partnership: a-b
title: A and B
parties: [A, B]
terms: {fee: {title: Fee}}
sources: {wire: {title: A report}}
events:
  - {id: sold, when: 2020-01-01, title: Sold, authority: press, sources: [wire],
     changes: [{set: fee, value: "5"}]}
  - {id: again, announced: 2020-01-02, title: Again, authority: press, sources: [wire],
     confirms: sold}
  - {id: filed, announced: 2020-01-03, title: Filed, authority: filing, sources: [wire],
     confirms: again}
"""


def test_who_confirms_a_confirmation_confirms_no_term_with_it(command: Run, tmp_path: Path) -> None:
    """The opening counts terms, and such a line is about none."""
    path = tmp_path / "chain.db"
    command("init", "--db", path)
    taken = command("import", "-", "--db", path, input=CHAIN)
    assert 0 == taken.exit_code, taken.stderr

    found = said(command("changelog", "2020", "-o", "json", "--db", path))

    assert ["“Sold” (1 January 2020) added one term."] == found["lede"]
    assert ["filed", "again", "sold"] == [one["event"] for one in found["sections"]]
