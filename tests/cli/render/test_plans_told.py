"""What every output tells of plans, confirmations, denials, renewals and restated texts."""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from running import Run, said

LEDGER = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
covered_from: 2019-01-01
terms:
  stake: {title: Stake}
  lock-up: {title: Lock-up}
  run: {title: Run, notice: 6m}
  seats: {title: Seats}
  veto: {title: Veto}
  option: {title: Option}
conditions:
  cleared: {title: The court clears it}
sources:
  acme: {title: First, publisher: Acme, published: 2023-01-30}
  wire: {title: Wire, publisher: Reuters, published: 2023-01-31}
events:
  - {id: start, when: 2018-11-07, title: The alliance begins, sources: [acme],
     changes: [{set: stake, value: 43%}, {set: seats, value: three}, {set: veto, value: on paper}]}
  - id: plan
    announced: 2023-01-30
    title: Acme will sell
    authority: press
    sources: [acme]
    changes:
      - {set: stake, value: 15%}
      - {set: lock-up, value: none, through: 2y from plan}
      - {set: run, value: five years, through: 2028-11-07, renews: 1y, notice: 4m}
  - {id: agency, confirms: plan, announced: 2023-01-31, title: The parties confirm it,
     authority: official, sources: [wire]}
  - {id: decision, when: 2023-06-01, announced: 2023-06-01, authority: filing, met: [cleared],
     title: The decision, sources: [wire]}
  - {id: right, announced: 2023-02-15, title: A right in waiting, sources: [acme],
     changes: [{set: veto, value: "yes", once: cleared}]}
  - {id: closing, dates: plan, when: 2023-11-08, announced: 2023-11-08, title: The sale closes,
     sources: [acme]}
  - {id: review, when: 60d after closing, announced: 2023-11-08, title: The review,
     sources: [acme], changes: [{set: seats, value: four}]}
  - {id: rumour, when: 2024-03-01, announced: 2024-03-01, authority: press, by: [Reuters],
     title: Acme sold more, sources: [wire], changes: [{set: stake, value: 10%}]}
  - {id: no-deal, denies: rumour, announced: 2024-03-02, title: Nothing was sold, sources: [acme]}
  - {id: hope, announced: 2024-05-01, title: Acme hopes, sources: [acme],
     changes: [{set: option, value: exclusive}]}
  - {id: despair, calls-off: hope, announced: 2024-09-01, title: Acme gives up, sources: [acme]}
  - {id: new-text, when: 2025-01-01, announced: 2025-01-01, restates: [seats, veto],
     title: The new text, sources: [acme], changes: [{set: seats, value: two}]}
"""


@pytest.fixture
def ask(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command on a database that has the ledger and nothing else."""
    path = tmp_path / "plans.db"
    command("init", "--db", path)
    result = command("import", "-", "--db", path, input=LEDGER)
    assert 0 == result.exit_code, result.output
    monkeypatch.setenv("TIMELINE_DB", str(path))
    monkeypatch.setenv("TIMELINE_PARTNERSHIP", "acme-globex")
    return command


def flat(text: str) -> str:
    return " ".join(text.split())


def answer(ask: Run, term: str, on: str) -> Any:
    [one] = said(ask("as-of", on, "--term", term, "-o", "json"))["terms"]
    return one


SENTENCES = [
    ("stake", "2024-06-01", "A plan, dated by “The sale closes”."),
    ("stake", "2024-06-01", "Confirmed by “The parties confirm it”; it counts as official."),
    ("stake", "2024-06-01", "10% (as of 1 March 2024). Denied by “Nothing was sold”."),
    ("stake", "2023-06-01 --known 2023-06-01", "Announced, on a day not yet stated: 15%."),
    ("lock-up", "2024-06-01", "Its last day is counted: 2 years from “Acme will sell”."),
    ("run", "2029-06-01", "It renews for 1 year at a time; notice has to be given 4 "
     "months before."),
    ("run", "2029-06-01", "the day lies in the run through 7 November 2029"),
    ("seats", "2024-06-01", "Its day is counted: 60 days after “The sale closes”."),
    ("veto", "2024-06-01", "It takes effect once this is met: The court clears it. It is met by "
     "“The decision”."),
    ("veto", "2023-03-01 --known 2023-03-01", "once this is met: The court clears it: yes."),
    ("veto", "2025-06-01", "The text was restated without it, so it ended."),
    ("option", "2025-06-01", "A plan, called off by “Acme gives up”, announced on 1 September "
     "2024."),
    ("option", "2018-01-01", "the record does not go back that far"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "on", "sentence"), SENTENCES)
def test_explain_says_in_a_sentence_what_made_it_so(
    ask: Run, term: str, on: str, sentence: str
) -> None:
    """Also in Markdown, and without the ids of events."""
    words = ("explain", term, *on.split())

    assert sentence in flat(ask(*words).stdout)
    assert sentence in flat(ask(*words, "-o", "md").stdout.replace("\\", ""))


WEIGHED = [
    ("stake", "2024-06-01", "A plan, dated by “The sale closes”."),
    ("stake", "2024-06-01", "Confirmed by “The parties confirm it”; it counts as official."),
    ("stake", "2024-06-01", "Denied by “Nothing was sold”; so it is read as a claim."),
    ("stake", "2023-06-01 --known 2023-06-01", "A plan: nothing has dated it yet."),
    ("veto", "2023-03-01 --known 2023-03-01", "once this is met: The court clears it. Nobody has "
     "said so yet."),
    ("veto", "2025-06-01", "Ended by “The new text”: the text was restated without it."),
    ("option", "2025-06-01", "A plan, called off by “Acme gives up”, announced on 1 "
     "September 2024."),
]  # fmt: skip


@pytest.mark.parametrize(("term", "on", "sentence"), WEIGHED)
def test_what_was_weighed_says_what_other_events_did_to_it(
    ask: Run, term: str, on: str, sentence: str
) -> None:
    """By the titles of the events; JSON always has it, with their ids."""
    words = ("explain", term, *on.split())

    assert sentence in flat(ask(*words, "--all").stdout)
    assert sentence in flat(ask(*words, "--all", "-o", "md").stdout.replace("\\", ""))
    ids = re.compile(r" \[[a-z-]+\]")
    bare = re.sub("[“”]", "", sentence).split(".")[0]
    assert bare in ids.sub("", flat(ask(*words, "-o", "json").stdout))


def test_what_was_called_off_waits_until_then_and_counts_for_nothing_since(ask: Run) -> None:
    """A plan that is dead is not "not yet"."""
    before, after = (
        said(ask("explain", "option", on, "-o", "json")) for on in ("2024-08-31", "2024-09-01")
    )

    assert (["hope"], []) == tuple(
        [one["event"] for one in before[key]] for key in ("ahead", "void")
    )
    assert ([], ["hope"]) == tuple(
        [one["event"] for one in after[key]] for key in ("ahead", "void")
    )


def test_a_renewed_answer_has_the_last_day_of_the_run_asked_about(ask: Run) -> None:
    """Its own notice goes before that of the term."""
    first, later = answer(ask, "run", "2024-06-01"), answer(ask, "run", "2029-06-01")

    assert ("2028-11-07", []) == (first["through"], first["flags"])
    assert ("2029-11-07", ["renewed"]) == (later["through"], later["flags"])
    assert ("1y", "4m") == (later["renews"], later["notice"])


def test_an_answer_says_for_what_it_waited_and_a_plan_for_what_it_waits(ask: Run) -> None:
    """Who reads the plan is to know what would bring it about."""
    assert "cleared" == answer(ask, "veto", "2024-06-01")["once"]
    known = said(
        ask("as-of", "2023-03-01", "--term", "veto", "--known", "2023-03-01", "-o", "json")
    )
    [plan] = known["terms"][0]["pending"]

    assert ("right", None, "cleared") == (plan["event"], plan["when"], plan["once"])


def test_a_claim_that_was_a_fact_names_its_denial(ask: Run) -> None:
    """Otherwise it looks as if somebody had only said so."""
    [claim] = answer(ask, "stake", "2024-06-01")["claims"]

    assert ("rumour", "no-deal") == (claim["event"], claim["denied_by"])
    told = flat(ask("history", "stake").stdout)
    assert "10% (as of 1 March 2024). Denied by “Nothing was sold”." in told


def test_what_is_not_covered_is_not_called_not_set(ask: Run) -> None:
    """Nothing is known of those days, which is another thing."""
    assert "not-covered" == answer(ask, "option", "2018-01-01")["status"]
    every = ask("matrix", "2018-01-01").stdout

    assert "not covered: stake" in flat(every)
    assert "not set" not in every
    assert 6 == said(ask("matrix", "2018-01-01", "-o", "json"))["counts"]["not_covered"]


@pytest.mark.parametrize(
    ("event", "when", "acted"),
    [
        ("plan", "2023-11-08", [("dates", "closing"), ("confirms", "agency")]),
        ("review", "2024-01-07", []),
        ("hope", None, [("calls-off", "despair")]),
        ("rumour", "2024-03-01", [("denies", "no-deal")]),
    ],
)
def test_log_and_show_have_the_day_of_an_event_and_what_was_done_to_it(
    ask: Run, event: str, when: str | None, acted: list[tuple[str, str]]
) -> None:
    """As written it stands in the event itself."""
    rows = {one["event"]: one for one in said(ask("log", "-o", "json"))["events"]}
    shown = said(ask("show", event, "-o", "json"))
    told = [{"done": done, "event": by} for done, by in acted]

    assert (when, told) == (rows[event]["when"], rows[event]["acted"])
    assert (when, told) == (shown["falls_on"], shown["acted"])


def test_the_authority_of_an_event_is_that_of_what_confirms_it(ask: Run) -> None:
    """And as known before that it is its own."""
    rows = {one["event"]: one for one in said(ask("log", "-o", "json"))["events"]}
    before = said(ask("log", "--known", "2023-01-30", "-o", "json"))["events"]

    assert "official" == rows["plan"]["authority"]
    assert "press" == next(one["authority"] for one in before if one["event"] == "plan")
    assert "Confirmed by “The parties confirm it”." in flat(ask("show", "plan").stdout)


def test_log_marks_what_counts_for_nothing(ask: Run) -> None:
    """Whoever skims the list is not to take it for a fact."""
    told = ask("log").stdout

    assert "Acme hopes (CALLED OFF)" in told
    assert "Acme sold more (DENIED)" in told
    assert "dated by The sale closes [closing]" in told


def test_show_says_what_a_counted_day_comes_to(ask: Run) -> None:
    """Beside the day as it was written."""
    told = flat(ask("show", "review").stdout)

    assert "It is dated 7 January 2024." in told
    assert "That day is counted: 60 days after “The sale closes”." in told


def test_a_sheet_of_events_has_days_and_deeds(ask: Run) -> None:
    """And of a restated text one row for each term that it leaves out."""
    sheet = ask("publish", "--rows", "events").stdout
    rows = [*csv.DictReader(StringIO(sheet))]
    plans = [one for one in rows if one["event"] == "plan"]

    assert {"2023-11-08"} == {one["when"] for one in plans}
    assert {"confirms:agency dates:closing"} == {one["acted"] for one in plans}
    assert ("1y", "4m") == (plans[2]["renews"], plans[2]["notice"])
    assert [("veto", "restates"), ("seats", "set")] == [
        (one["term"], one["verb"]) for one in rows if one["event"] == "new-text"
    ]
    assert "None" not in sheet


def test_linked_data_cancels_what_was_called_off(ask: Run) -> None:
    """In the word of schema.org; and a dated plan has its day."""
    graph = json.loads(ask("publish", "-o", "jsonld").stdout)["@graph"]
    events = {one.get("identifier"): one for one in graph if one["@type"] == "Event"}

    assert {"@id": "https://schema.org/EventCancelled"} == events["hope"]["eventStatus"]
    assert "2023-11-08" == events["plan"]["startDate"]
    assert "eventStatus" not in events["plan"]


def test_a_slide_of_a_plan_lies_on_the_day_that_dated_it(ask: Run) -> None:
    """What was called off has none."""
    slides = json.loads(ask("publish", "-o", "timelinejs").stdout)["events"]
    found = {one["text"]["headline"]: one for one in slides}

    assert {"year": 2023, "month": 11, "day": 8} == found["Acme will sell"]["start_date"]
    assert "Dated by “The sale closes”." in found["Acme will sell"]["text"]["text"]
    assert "Acme hopes" not in found


def test_a_feed_says_what_events_do_to_one_another(ask: Run) -> None:
    """Each entry from its own side."""
    items = json.loads(ask("feed", "-o", "jsonfeed").stdout)["items"]
    found = {one["title"]: one["content_html"] for one in items}

    assert "Called off by “Acme gives up”." in found["Acme hopes"]
    assert "Calls off “Acme hopes”." in found["Acme gives up"]
    assert "dated" not in found["Acme gives up"]
    assert "It is dated 7 January 2024." in found["The review"]
    assert "60 days after “The sale closes”" in found["The review"]


def test_a_chart_draws_where_a_restated_text_ended_a_term(ask: Run) -> None:
    """It is no condition that was met."""
    told = ask("chart", "--term", "veto").stdout

    assert "┣ended" in told
    assert "1 January 2025: The new text" in told
    assert "condition" not in told


def test_the_site_tells_it_on_the_pages_of_events_and_terms(ask: Run, tmp_path: Path) -> None:
    """With links, and titles where titles are meant."""
    result = ask("site", tmp_path / "site", "--on", "2029-06-01")
    assert 0 == result.exit_code, result.output
    pages = tmp_path / "site" / "acme-globex"
    plan, run, option, index = (
        (pages / name).read_text(encoding="utf-8")
        for name in ("events/plan.html", "terms/run.html", "terms/option.html", "index.html")
    )

    assert '<dt>Dated by</dt><dd><a href="../events/closing.html">The sale closes</a></dd>' in plan
    assert "press until it was confirmed" in plan
    assert "It runs through 7 November 2029, and then renews for 1 year at a time." in run
    assert "as weighed since <time" in run
    assert "2028-11-08" in run
    assert "Counting for nothing" in option
    assert "denied since" in index
