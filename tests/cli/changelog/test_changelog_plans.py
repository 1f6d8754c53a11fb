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

    assert ["7 January 2024: Free to sell", "8 November 2023: The sale closes"] == [
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
        (section["heading"], f"{line['title']}. {line['sentence']}")
        for section in made["sections"]
        for group in section["groups"]
        for line in group["lines"]
    ]


def test_a_plan_is_announced_and_then_comes_about(logged: Any) -> None:
    """Each on its day and by its own event, on every clock."""
    run = logged(BEFORE, PLAN, DATED)
    announced = ("30 January 2023: Acme will go down", "Stake. On a day not yet stated: 15%.")
    changed = "Stake. 15%. Before: 43%. It had been announced before."

    assert [("8 November 2023: The sale closes", changed), announced] == told(run, "2023")
    assert [("8 November 2023: The sale closes", changed), announced] == told(
        run, "2023", "--by", "announced"
    )
    assert [announced] == told(run, "2023-01")


def test_what_dated_a_plan_is_cited_with_it(logged: Any) -> None:
    """The day is known from its source, the value from that of the plan."""
    dated = DATED.replace("[acme]", "[wire]").replace("}", ", authority: press}")
    made = said(logged(BEFORE, PLAN, dated)("changelog", "2023-11", "-o", "json"))
    section = made["sections"][0]
    [line] = section["groups"][0]["lines"]

    assert (["plan", "closing"], [1], [2]) == (line["events"], section["cites"], line["cites"])
    assert ["Wire", "First"] == [source["title"] for source in made["sources"]]


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
    sentence = "Once this is met (The regulator clears it): 20%."
    run = logged(BEFORE, waiting)

    assert [("30 January 2023: Globex may go up", f"Stake. {sentence}")] == told(run, "2023")
    [ahead] = said(run("changelog", "2023", "-o", "json"))["upcoming"]
    assert sentence.startswith(f"{ahead['lead']}: ")
    assert ("becomes 20%", "From then on: 20%.") == (ahead["does"], ahead["sentence"])


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
        ("1 May 2023: No", "Stake. 43%. What was reported is denied by Acme: 0%."),
        ("1 April 2023: Wrong", "Stake. 0%. Before: 43%."),
        ("1 March 2023: No sale", "Stake. 15%."),
        ("1 February 2023: Wire", "Stake. 15%."),
    ] == found


def test_a_run_that_renews_is_told_on_its_first_day(logged: Any) -> None:
    """Nobody says it on that day, so the day itself is the heading."""
    yearly = BEFORE.replace("43%", "yearly, through: 2022-06-30, renews: 1y")
    run = logged(yearly)
    line = "Stake. Through 30 June 2024: yearly."

    for clock in ("effective", "announced", "recorded"):
        assert [("1 July 2023", line)] == told(run, "2023", "--by", clock)
    assert [
        (
            "1 July 2025",
            "Stake. Through 30 June 2026, the last of 3 renewals in this period: yearly.",
        ),
        ("1 July 2023", line),
    ] == told(run, "2023..2025")
    [coming] = said(run("changelog", "2023", "-o", "json"))["upcoming"]
    assert "30 June 2024" == coming["lead"]
    assert "Renews for 1 year. What goes on: yearly." == coming["sentence"]


def test_a_right_that_was_used_also_happened(logged: Any) -> None:
    """It changes no answer and is news."""
    used = CLOSED.replace("sources", "changes: [{use: stake, note: all of it}], sources")

    assert [("8 November 2023: The sale closes", "Stake. In practice: all of it.")] == told(
        logged(BEFORE, used), "2023"
    )


def test_the_party_that_says_what_the_press_said_confirms_it(logged: Any) -> None:
    """Until then it was only reported."""
    party = PLAN.replace("announced", "when: 2023-01-30\n    announced").replace("15%", "43%")
    run = logged(BEFORE.replace("[acme]", "[wire]\n    authority: press"), party)

    assert [("30 January 2023: Acme will go down", "Stake. 43%.")] == told(run, "2023")
