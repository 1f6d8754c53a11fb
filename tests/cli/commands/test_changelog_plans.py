"""The changelog of plans: announced, dated, confirmed, denied, called off, and days counted."""

from pathlib import Path
from typing import Any

import pytest
from running import Run, said

HEAD = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
terms:
  stake: {title: Stake}
  lock-up: {title: Lock-up}
sources:
  acme: {url: "https://example.com/a", title: First, publisher: Acme, published: 2023-01-30}
  wire: {url: "https://example.com/w", title: Wire, publisher: Reuters, published: 2023-01-31}
events:
"""
CLOSED = """\
  - {id: closing, when: 2023-11-08, announced: 2023-11-08, title: The sale closes, sources: [acme]}
"""
COUNTED = """\
  - id: free
    when: 60d after closing
    announced: 2023-11-08
    title: Free to sell
    sources: [acme]
    changes: [{set: lock-up, value: none}]
"""


@pytest.fixture
def logged(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that logs *events* in a database of their own and returns the command."""

    def make(*events: str) -> Run:
        path = tmp_path / "plans.db"
        command("init", "--db", path)
        ledger = HEAD + "".join(events)
        result = command("import", "-", "--db", path, input=ledger)
        assert 0 == result.exit_code, result.output
        monkeypatch.setenv("TIMELINE_DB", str(path))
        return command

    return make


def test_a_section_is_headed_by_the_day_that_was_counted(logged: Any) -> None:
    """Sections of events are newest first, also where the day has to be worked out."""
    made = said(logged(CLOSED, COUNTED)("changelog", "2023..2024", "--per", "event", "-o", "json"))

    assert ["2024-01-07: Free to sell", "2023-11-08: The sale closes"] == [
        section["heading"] for section in made["sections"]
    ]


PLAN = """\
  - id: plan
    announced: 2023-01-30
    by: [Acme, Globex]
    title: Acme will go down
    sources: [acme]
    changes: [{set: stake, value: 15%}]
"""
BEFORE = """\
  - id: before
    when: 2019-01-01
    announced: 2019-01-01
    title: The stake
    sources: [acme]
    changes: [{set: stake, value: 43%}]
"""
DATED = CLOSED.replace("{id", "{dates: plan, id")


def told(run: Run, *words: str) -> list[tuple[str, str]]:
    """Return the headings of a changelog, each with its sentences."""
    made = said(run("changelog", *words, "-o", "json"))
    return [
        (section["heading"], line["title"] + line["sentence"])
        for section in made["sections"]
        for group in section["groups"]
        for line in group["lines"]
    ]


def test_a_plan_is_announced_and_then_comes_about(logged: Any) -> None:
    """Each on its day and by its own event, on every clock."""
    run = logged(BEFORE, PLAN, DATED)
    announced = ("2023-01-30: Acme will go down", 'Stake is announced without a date: "15%".')
    changed = 'Stake changed from "43%" to "15%", as announced before.'

    assert [("2023-11-08: The sale closes", changed), announced] == told(run, "2023")
    assert [("2023-11-08: The sale closes", changed), announced] == told(
        run, "2023", "--by", "announced"
    )
    assert [announced] == told(run, "2023-01")


def test_what_dated_a_plan_is_cited_with_it(logged: Any) -> None:
    """The day is known from its source, the value from that of the plan."""
    dated = DATED.replace("[acme]", "[wire]").replace("}", ", authority: press}")
    [line, *_] = said(logged(BEFORE, PLAN, dated)("changelog", "2023-11", "-o", "json"))["sections"]
    [line] = line["groups"][0]["lines"]

    assert (["plan", "closing"], [1, 2]) == (line["events"], line["cites"])


def test_what_waits_for_a_condition_is_told_with_its_title(logged: Any) -> None:
    """In the section of the announcement, and in what was foreseeable; a key is for files."""
    waiting = """\
  - id: bid
    when: 2023-01-30
    title: Globex may go up
    sources: [acme]
    changes: [{set: stake, value: 20%, once: cleared}]
conditions:
  cleared: {title: The regulator clears it}
"""
    sentence = ' is announced for when "The regulator clears it" is met: "20%".'
    run = logged(BEFORE, waiting)

    assert [("2023-01-30: Globex may go up", f"Stake{sentence}")] == told(run, "2023")
    [ahead] = said(run("changelog", "2023", "-o", "json"))["upcoming"]
    assert sentence == ahead["sentence"]


def test_called_off_confirmed_and_denied_are_told_with_who_says_so(logged: Any) -> None:
    """In sentences, under the title of what was said."""
    wire = "{id: wire, confirms: plan, authority: press, announced: 2023-02-01, title: Wire,"
    off = "{id: off, calls-off: plan, announced: 2023-03-01, title: No sale, by: [Acme, Globex],"
    denial = "{id: denial, denies: wrong, announced: 2023-05-01, title: No, by: [Acme],"
    wrong = (
        "{id: wrong, authority: press, when: 2023-04-01, announced: 2023-04-01, title: Wrong,"
        " changes: [{set: stake, value: 0%}],"
    )
    events = (f"  - {one} sources: [{source}]}}\n" for one, source in (
        (wire, "wire"), (off, "acme"), (wrong, "wire"), (denial, "acme")))  # fmt: skip
    found = told(logged(BEFORE, PLAN, *events), "2023-02..2023")

    assert [
        ("2023-05-01: No", 'Stake was "43%", not "0%"; Acme denies that.'),
        ("2023-04-01: Wrong", 'Stake changed from "43%" to "0%", says Reuters (press).'),
        ("2023-03-01: No sale", 'Stake: Acme and Globex call off "15%".'),
        ("2023-02-01: Wire", 'Stake: Reuters (press) confirms "15%".'),
    ] == [(heading, sentence.replace(" is ", " was ")) for heading, sentence in found]


def test_a_run_that_renews_is_told_on_its_first_day(logged: Any) -> None:
    """Nobody says it on that day, so the day itself is the heading."""
    yearly = BEFORE.replace("43%", "yearly, through: 2022-06-30, renews: 1y")
    run = logged(yearly)
    line = 'Stake is renewed, through 2024-06-30: "yearly".'

    for clock in ("effective", "announced", "recorded"):
        assert [("2023-07-01", line)] == told(run, "2023", "--by", clock)
    [coming] = said(run("changelog", "2023", "-o", "json"))["upcoming"]
    assert ' runs through 2024-06-30, and then renews for 1 year: "yearly".' == coming["sentence"]


def test_a_right_that_was_used_also_happened(logged: Any) -> None:
    """It changes no answer and is news."""
    used = CLOSED.replace("sources", "changes: [{use: stake, note: all of it}], sources")

    assert [("2023-11-08: The sale closes", "Stake was made use of: all of it.")] == told(
        logged(BEFORE, used), "2023"
    )


def test_the_party_that_says_what_the_press_said_confirms_it(logged: Any) -> None:
    """Until then it was only reported."""
    party = PLAN.replace("announced", "when: 2023-01-30\n    announced").replace("15%", "43%")
    run = logged(BEFORE.replace("[acme]", "[wire]\n    authority: press"), party)

    assert [
        ("2023-01-30: Acme will go down", 'Stake was confirmed by Acme and Globex: "43%".')
    ] == told(run, "2023")
