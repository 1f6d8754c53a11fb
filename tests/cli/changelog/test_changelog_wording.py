"""A changelog can be sent as it is: rules on its wording, whatever the ledger says."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from running import Run, said

from timeline.views.changelog import GROUPS

LEDGER = """\
partnership: acme-globex
recorded: 2026-05-03T00:00:00Z
title: Acme and Globex
parties: [Acme, Globex]
covered_from: 2019-01-01
covered_through: 2026-05-31
terms:
  licence: {title: Licence end}
  hosting: {title: Hosting}
  cloud: {title: Cloud first}
  cap: {title: Cap}
  seat: {title: Board seat}
  refusal: {title: Right of first refusal}
  goal: {title: Definition of the goal}
  research: {title: Research}
  models: {title: Open models}
  capacity: {title: Capacity elsewhere}
conditions:
  verified: {title: The goal has been verified}
sources:
  old: {url: "https://example.com/old", title: First agreement,
    publisher: Acme, published: 2019-01-02}
  acme: {url: "https://example.com/a", title: Amended,
    publisher: Acme, published: 2026-04-27}
  globex: {url: "https://example.com/g", title: Amended too,
    publisher: Globex, published: 2026-04-27}
  verge: {url: "https://example.com/v", title: It is dead,
    publisher: The Verge, published: 2026-04-28}
  paper: {url: "https://example.com/p", title: Weighs action,
    publisher: Financial Times, published: 2026-03-18}
  blog: {url: "https://example.com/b", title: What it means,
    publisher: A blog, published: "[2026-03-01..2026-03-20]"}
  joint: {url: "https://example.com/j", title: Joint statement,
    publisher: Acme, published: 2026-02-27}
  cloudy: {url: "https://example.com/c", title: Capacity,
    publisher: Cloudy, published: 2025-11-03}
  filing: {url: "https://example.com/f", title: Form 10-Q,
    publisher: Acme, published: 2026-04-29}
events:
  - id: first
    when: 2019-01-02
    title: The first agreement
    by: [Acme, Globex]
    sources: [old]
    changes:
      - {set: licence, value: through 2030, through: 2030}
      - {set: hosting, value: on Acme's cloud alone}
      - {set: refusal, value: "yes, on new capacity"}
      - {set: research, value: until the goal is verified, unless: [verified]}
      - {set: models, value: allowed}
      - {set: seat, value: one observer}
  - id: leaves
    when: 2024-07-01
    title: Acme leaves the board
    by: [Acme, Globex]
    sources: [old]
    changes: [{end: seat}]
  - id: leak
    when: 2024-12-01
    title: A figure leaks
    authority: reported
    by: [The Information]
    sources: [old]
    changes: [{set: goal, value: about $100B in profit}]
  - id: capacity
    when: 2025-11-03
    announced: 2025-11-03
    title: Globex buys capacity from Cloudy
    summary: $38B over seven years.
    by: [Globex]
    authority: official
    sources: [cloudy]
    changes: [{use: capacity, note: "Cloudy, $38B over seven years"}]
  - id: round
    when: 2026-01-15
    announced: 2026-01-15
    title: Globex closes a round of $122B
    summary: Valued at $852B.
    authority: official
    sources: [cloudy]
  - id: joint
    when: 2026-02-27
    announced: 2026-02-27
    title: Both say that nothing changes
    by: [Acme, Globex]
    sources: [joint]
    changes:
      - {reaffirm: goal}
      - {reaffirm: licence, note: through 2030}
      - {set: hosting, value: "on Acme's cloud alone, for stateless APIs", of: first}
  - id: blog
    when: 2026-02-27
    announced: "[2026-03-01..2026-03-20]"
    title: A blog carries old terms forward
    authority: press
    by: [A blog]
    sources: [blog]
    changes:
      - {claim: licence, value: through 2028, through: 2028, note: the date of another deal}
      - {claim: refusal, value: kept on all capacity, note: the date of another deal}
  - id: quarrel
    when: 2026-03-18
    announced: 2026-03-18
    title: Acme is said to weigh legal action
    authority: reported
    by: [Financial Times]
    sources: [paper]
    changes:
      - dispute: hosting
        positions:
          - {party: Acme, says: it would break the rule}
          - {party: Globex, says: the rule is about APIs}
  - id: amended
    when: 2026-04-27
    announced: 2026-04-27
    title: An amended agreement opens every cloud
    summary: Globex may serve its products anywhere.
    by: [Acme, Globex]
    sources: [acme, globex]
    changes:
      - {set: cloud, value: "Cloud first, except where Acme cannot"}
      - {set: licence, value: through 2032, through: 2032}
      - {set: seat, value: one seat}
      - {set: hosting, value: any cloud}
      - {settle: hosting, note: read from the new terms}
      - {end: refusal}
      - {set: cap, value: undisclosed}
      - {leave-unsaid: research}
      - {leave-unsaid: models}
      - {leave-unsaid: goal}
      - {claim: research, ended: true, authority: reported, by: [The Verge], sources: [verge]}
  - id: quarter
    when: 2026-03-31
    announced: 2026-04-29
    title: The quarterly report
    by: [Acme]
    authority: filing
    sources: [filing]
    changes:
      - {note: capacity, text: $11.8B paid on that day}
      - {note: licence, text: the end is named}
  - id: wrong
    when: 2026-05-02
    announced: 2026-05-02
    title: A wrong report
    authority: press
    by: [A blog]
    sources: [blog]
    changes: [{set: cap, value: $40B}]
  - correct: leak
    recorded: 2026-05-20T00:00:00Z
    changes: [{set: goal, value: about $90B in profit}]
    reason: The article was misread.
  - retract: wrong
    recorded: 2026-05-20T00:00:00Z
    reason: It was about another company.
"""
SPRING = "2025-10-01..2026-05-31"
INTERNAL = (
    "the answer stays", "is new", "effective", "leave-unsaid", "in-force", "the press",
    "a party", "changed no term", "undetermined", "announced some day", "not set",
)  # fmt: skip


@pytest.fixture
def acme(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command on a log of its own."""
    path = tmp_path / "acme.db"
    command("init", "--db", path)
    taken = command("import", "-", "--db", path, input=LEDGER)
    assert 0 == taken.exit_code, taken.stderr
    monkeypatch.setenv("TIMELINE_DB", str(path))
    return command


def made(run: Run, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = said(run("changelog", *(words or (SPRING,)), "-o", "json"))
    return found


def body(run: Run, *words: str) -> str:
    """Return the Markdown of a changelog up to its sources."""
    return run("changelog", *(words or (SPRING,))).stdout.partition("\n## Sources")[0]


def rows(section: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for group in section["groups"]:
        yield from group["lines"]


def of(changelog: dict[str, Any], event: str) -> dict[str, Any]:
    [found] = [one for one in changelog["sections"] if one["event"] == event]
    return dict(found)


def lines_of(section: dict[str, Any], group: str) -> dict[str, str]:
    return {line["title"]: line["sentence"] for line in rows(section) if line["group"] == group}


def test_no_line_says_its_value_twice(acme: Run) -> None:
    """`Cloud first is new: "Cloud first, …"` says it twice, and so does a note that repeats it."""
    for section in made(acme)["sections"]:
        for line in rows(section):
            value = (line["after"] or {}).get("value")
            text = f"{line['lead']}. {line['sentence']}".casefold()
            if value:
                assert text.count(value.casefold()) <= 1, text
    amended = of(made(acme), "amended")

    assert "Except where Acme cannot." == lines_of(amended, "Added")["Cloud first"]
    assert "Through 2032. Before: through 2030." == lines_of(amended, "Changed")["Licence end"]


@pytest.mark.parametrize("per", ["day", "event", "term"])
def test_nothing_is_said_twice_in_a_section(acme: Run, per: str) -> None:
    """Neither a sentence, nor the date of the heading, nor who said so."""
    found = made(acme, SPRING, "--per", per)
    for section in found["sections"]:
        told = [one for line in rows(section) for one in line["sentence"].split(". ")]
        several = [one for one in told if len(one.split()) > 3]

        assert len(several) == len(set(several)), several
        for line in rows(section) if section["date"] else ():
            assert section["date"] not in line["sentence"]
    summaries = [one["summary"] for one in found["sections"] if one["summary"]]

    assert len(summaries) == len(set(summaries))


def test_groups_come_in_the_order_that_matters(acme: Run) -> None:
    """What ended stands before what began, and a dispute apart from its end."""
    for section in made(acme)["sections"]:
        places = [GROUPS.index(group["name"]) for group in section["groups"]]

        assert sorted(places) == places
    names = [group["name"] for group in of(made(acme), "amended")["groups"]]

    assert names.index("Ended") < names.index("Added") < names.index("Returned")
    assert ["Board seat"] == list(lines_of(of(made(acme), "amended"), "Returned"))
    assert ["Hosting"] == list(lines_of(of(made(acme), "quarrel"), "Disputed"))


def test_what_was_not_restated_is_one_sentence(acme: Run) -> None:
    """Nine bullets for one silence are eight too many."""
    groups = {group["name"]: group for group in of(made(acme), "amended")["groups"]}
    sentence = "Definition of the goal, Research and Open models stay as they were."

    assert 3 == len(groups["Not restated"]["lines"])
    assert sorted(sentence.split()) == sorted(groups["Not restated"]["sentence"].split())
    assert 1 == body(acme).count("stay as they were.")


@pytest.mark.parametrize("per", ["day", "event", "term"])
def test_citations_are_numbered_as_they_are_met(acme: Run, per: str) -> None:
    """In the text itself, from the top of the page."""
    met = [int(one) for one in re.findall(r" \[(\d+)\]", body(acme, SPRING, "--per", per))]
    first = list(dict.fromkeys(met))

    assert list(range(1, len(first) + 1)) == first
    assert len(first) == len(made(acme, SPRING, "--per", per)["sources"])


def test_every_citation_supports_what_it_stands_at(acme: Run) -> None:
    """The block of an event is cited once, and a line cites only what is its own."""
    found = made(acme)
    titles = {one["number"]: one["title"] for one in found["sources"]}
    amended, quarrel = of(found, "amended"), of(found, "quarrel")

    assert ["Amended", "Amended too"] == [titles[number] for number in amended["cites"]]
    assert ["Weighs action"] == [titles[number] for number in quarrel["cites"]]
    cited = {line["title"]: line["cites"] for line in rows(amended) if line["cites"]}
    assert {"Research": ["It is dead"]} == {
        term: [titles[number] for number in numbers] for term, numbers in cited.items()
    }


def test_publishers_are_named_as_they_are_spoken_of(acme: Run) -> None:
    """Not as "the press"; and once, where the section begins."""
    found = made(acme)

    assert "Reported by the Financial Times." == of(found, "quarrel")["credit"]
    said = "According to a filing by Acme. This describes the position on 31 March 2026."
    assert said == of(found, "quarter")["credit"]
    assert 1 == body(acme).count("the Financial Times")
    assert (
        "According to The Verge" in lines_of(of(found, "amended"), "Claimed otherwise")["Research"]
    )


def test_dates_are_words_at_the_precision_of_their_source(acme: Run) -> None:
    """No reader of a changelog knows EDTF."""
    text = body(acme)

    assert "## Between 1 and 20 March 2026: A blog carries old terms forward" in text
    assert not re.search(r"\b\d{4}-\d\d|\.\.", text.replace(SPRING, ""))


def test_words_of_the_workshop_stay_there(acme: Run) -> None:
    """Neither keys nor ids, nor what only we call things."""
    text = body(acme)

    assert [] == [one for one in INTERNAL if one in text]


def test_news_that_changes_no_term_has_its_headline(acme: Run) -> None:
    """The deals with others are the news of the year."""
    text = body(acme)
    capacity = text.partition("## 3 November 2025: ")[2].partition("\n## ")[0]

    assert capacity.startswith(
        "Globex buys capacity from Cloudy\n\n$38B over seven years. According"
    )
    assert "- **Capacity elsewhere.** In practice: Cloudy, $38B over seven years." in capacity
    assert "## 15 January 2026: Globex closes a round of $122B\n\nValued at $852B." in text
    assert "### Also happened" not in capacity


def test_an_official_word_does_not_confirm_a_leak(acme: Run) -> None:
    """Both say that it is unchanged, and give no figure."""
    joint = of(made(acme), "joint")
    sentence = lines_of(joint, "Said unchanged")["Definition of the goal"]

    assert "Definition of the goal" not in lines_of(joint, "Confirmed")
    assert sentence.startswith("Said to be unchanged; its content was not given.")
    assert ["Hosting"] == list(lines_of(joint, "Clarified"))
    assert [] == list(lines_of(joint, "Changed"))


def test_a_claim_stands_beside_what_the_record_has(acme: Run) -> None:
    """A note on several claims is said once."""
    claims = lines_of(of(made(acme), "blog"), "Claimed otherwise")

    assert (
        "Claimed: through 2028. On record: through 2030. The date of another deal."
        == (claims["Licence end"])
    )
    assert "On record: yes, on new capacity." in claims["Right of first refusal"]


def test_a_correction_says_what_we_said_and_what_is(acme: Run) -> None:
    """In the period in which it was recorded, and in no other."""
    found = {one["event"]: one for one in made(acme, "2026-05")["corrections"]}

    assert ("A figure leaks", "A wrong report") == (found["leak"]["title"], found["wrong"]["title"])
    assert (
        "Definition of the goal: we said “about $100B in profit”; it is “about $90B in profit”. "
        "The article was misread."
    ) == found["leak"]["sentence"]
    assert (
        "We withdraw this; it said Cap: “$40B”. It was about another company."
        == found["wrong"]["sentence"]
    )
    for elsewhere in ("2018", "2026-03", "2026-04"):
        assert [] == made(acme, elsewhere)["corrections"]


@pytest.mark.parametrize("per", ["day", "event"])
def test_the_newest_comes_first(acme: Run, per: str) -> None:
    """Whatever a section is about."""
    shown = [section["date"] for section in made(acme, SPRING, "--per", per)["sections"]]
    years = [int(re.findall(r"\d{4}", one)[-1]) for one in shown]

    assert all(later >= earlier for later, earlier in pairwise(years))
    assert shown.index("27 April 2026") < shown.index("18 March 2026")


def test_it_opens_with_up_to_three_sentences(acme: Run) -> None:
    """What changed most, what is disputed, what is next."""
    [lede] = made(acme)["lede"]

    assert [lede] == made(acme, SPRING, "--per", "term")["lede"]

    assert lede.startswith("“An amended agreement opens every cloud” (27 April 2026) changed ")
    assert "The dispute over “Hosting” ended on 27 April 2026." in lede
    assert lede.endswith("on record is 31 December 2032: the last day of “Licence end”.")
    assert len(re.findall(r"\.(?: |$)", lede)) <= 3
    assert ["Nothing happened in this period."] == [
        one.partition(" The next")[0] for one in made(acme, "2023")["lede"]
    ]


def test_an_opening_of_ones_own_takes_its_place(acme: Run, tmp_path: Path) -> None:
    """And belongs to what is issued and checked."""
    lead, issued = tmp_path / "lead.txt", tmp_path / "issued.md"
    lead.write_text("The clouds are open.\nNobody sues.\n\nMore <b>soon</b>.\n")
    asked = ("changelog", SPRING, "--lead", str(lead))
    found = made(acme, SPRING, "--lead", str(lead))
    issued.write_text(acme(*asked, "--issue", "Spring").stdout)

    assert ["The clouds are open. Nobody sues.", "More <b>soon</b>."] == found["lede"]
    assert f"--lead {lead}" in found["command"]
    assert "<b>" not in acme(*asked, "-o", "html").stdout
    assert 0 == acme("changelog", "--check", issued).exit_code
    for data, complaint in ((b"\xff", "is not UTF-8"), (b" \n", "is empty")):
        lead.write_bytes(data)
        refused = acme(*asked)
        assert (1, "") == (refused.exit_code, refused.stdout)
        assert complaint in refused.stderr


def test_the_page_is_made_for_night_and_paper_and_asks_nobody(acme: Run) -> None:
    """It is sent as one file, and opened anywhere."""
    page = acme("changelog", SPRING, "-o", "html").stdout

    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert not re.search(r"<(?:link|script|img)\b|url\(|@import", page)
    assert 1 == page.count("<h1>")
    assert page.count("<section>") == page.count("</section>")
