"""The commands that list: events by each clock, one entry whole, terms and partnerships."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from running import Run, said
from second_ledger import SECOND

from timeline.record.record import Record

pytestmark = pytest.mark.drawn

PARTLY = """\
partnership: acme-globex
title: Acme and Globex
terms: {fee: {title: Fee}}
sources:
  letter: {title: Letter, published: 2020-05-04}
events:
  - {id: bare, when: 2020-01-05, title: Of no term, authority: press, sources: [letter]}
  - id: mixed
    when: 2020-01-06
    title: One thing was told later
    authority: press
    sources: [letter]
    changes:
      - {set: fee, value: $5}
      - {note: fee, text: A detail., announced: 2022}
  - id: early
    when: 2020-01-07
    announced: 2023
    title: One thing was told earlier
    authority: press
    sources: [letter]
    changes:
      - {set: fee, value: $6, announced: 2020-06}
      - {note: fee, text: A detail.}
"""


WHOLE = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
covered_from: 2019
covered_through: 2026
actor: Ada
recorded: 2026-11-20T00:00Z
terms:
  deal: {title: Deal, asks: Is there a deal?}
  fee: {title: Fee, asks: What is paid?, unit: USD, like: licence.fee, notice: 60d}
sources:
  letter: {url: https://example.com/letter, publisher: Acme, published: 2020-05-04}
  wire: {url: https://example.com/wire, publisher: Wire, published: 2020-05-04}
events:
  - id: deal
    when: 2020-05-04
    title: A deal is made
    by: [Acme, Globex]
    sources: [letter]
    changes:
      - {set: deal, value: agreed}
      - {set: fee, value: 5 million, while: deal}
      - {set: fee, value: 4 million, during: 2019}
  - id: wire
    when: 2020-05-04
    after: deal
    title: The wire has another fee
    authority: press
    sources: [wire]
    recorded: 2026-11-20T01:00Z
    actor: Bob
    changes:
      - {claim: fee, value: 6 million}
      - {claim: deal, ended: true, by: [A Lawyer]}
  - correct: wire
    title: The wire has it wrong
    reason: It does.
    actor: Cy
"""


@pytest.fixture
def whole(timeline: Run) -> Run:
    """Put a partnership into the log that says all that there is to say."""
    assert timeline("import", "-", input=WHOLE).exit_code == 0
    return timeline


@pytest.fixture
def several(timeline: Run, tmp_path: Path) -> Run:
    """Put a second partnership into the log."""
    path = tmp_path / "acme.yaml"
    path.write_text(SECOND)
    assert timeline("import", path).exit_code == 0
    return timeline


def listed(timeline: Run, *options: str) -> list[str]:
    """Return the ids that `log` lists, in its order."""
    return [row["event"] for row in said(timeline("log", *options, "-o", "json"))["events"]]


def test_the_log_lists_every_event_newest_first(timeline: Run, record: Record) -> None:
    """As git does: what is new is what one looks for."""
    rows = said(timeline("log", "-o", "json"))["events"]
    exact = [row["when"] for row in rows if row["when"] and len(row["when"]) == 10]

    assert {row["event"] for row in rows} == {one.event.id for one in record.events}
    assert exact == sorted(exact, reverse=True)
    assert rows[-1]["event"] == "2016-azure-primary"


def test_reverse_lists_the_oldest_first(timeline: Run) -> None:
    """It is the same list, turned."""
    for by in ("effective", "announced", "recorded"):
        assert listed(timeline, "--by", by, "--reverse") == listed(timeline, "--by", by)[::-1]


def test_each_clock_gives_an_order_of_its_own(timeline: Run) -> None:
    """What took effect in 2021 was announced in 2023."""
    effective = listed(timeline, "--reverse")
    announced = listed(timeline, "--by", "announced", "--reverse")
    rows = said(timeline("log", "--by", "recorded", "--reverse", "-o", "json"))["events"]
    versions = [row["version"] for row in rows]

    for order, expected in ((effective, True), (announced, False)):
        before = order.index("2021-second-round") < order.index("2023-01-16-azure-openai")

        assert before is expected
    assert versions == sorted(versions)


def test_the_log_of_a_term_lists_what_touches_it(timeline: Run) -> None:
    """Also by a pattern."""
    assert set(listed(timeline, "--term", "governance.*")) == {
        "2023-11-17-dismissal",
        "2023-observer-seat",
        "2024-observer-exit",
    }


def test_the_log_as_known_lists_what_was_public(timeline: Run) -> None:
    """The round of 2021 was not; it came out on 2023-01-23."""
    assert listed(timeline, "--known", "2019-12-31") == ["2019-investment", "2016-azure-primary"]
    assert "2021-second-round" not in listed(timeline, "--known", "2023-01-22")
    assert "2021-second-round" in listed(timeline, "--known", "2023-01-23")


def test_an_event_is_listed_as_soon_as_some_of_it_was_public(timeline: Run, tmp_path: Path) -> None:
    """As-of shows what it had said by then, so the log has to list it."""
    path = tmp_path / "acme.yaml"
    path.write_text(PARTLY)
    timeline("import", path)
    rows = said(timeline("log", "-p", "acme-globex", "--reverse", "-o", "json"))["events"]
    known = listed(timeline, "-p", "acme-globex", "--known", "2020-12-31")

    assert {row["event"]: row["announced"] for row in rows} == {
        "bare": "2020-05-04",
        "early": "2023",
        "mixed": "2020-05-04",
    }
    assert set(known) == {"bare", "early", "mixed"}


def test_a_log_without_a_match_says_so(timeline: Run) -> None:
    """It is no empty table."""
    told = timeline("log", "--known", "2010").stdout

    assert "No event" in told
    assert said(timeline("log", "--known", "2010", "-o", "json"))["events"] == []


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "md"])
def test_the_log_names_every_event_in_every_form(timeline: Run, record: Record, form: str) -> None:
    """The forms differ in looks only."""
    told = timeline("log", "-o", form).stdout.replace("\\", "")

    assert [one.event.id for one in record.events if one.event.id not in told] == []


def test_the_log_says_when_each_was_announced_and_recorded(timeline: Run) -> None:
    """Three clocks, and the place in the log."""
    [row] = [
        one
        for one in said(timeline("log", "-o", "json"))["events"]
        if one["event"] == "2021-second-round"
    ]

    assert (row["when"], row["announced"]) == ("2021", "2023-01-23")
    assert row["recorded"] == "2026-11-21T00:00:00.000000Z"
    assert row["terms"] == ["investment.commitment"]
    assert row["retracted"] is False


def test_csv_of_the_log_has_a_row_an_event(timeline: Run, record: Record) -> None:
    """Also where a title holds a comma."""
    rows = list(csv.DictReader(io.StringIO(timeline("log", "-o", "csv").stdout)))

    assert {row["event"] for row in rows} == {one.event.id for one in record.events}


def test_an_event_is_shown_whole(timeline: Run) -> None:
    """What it says, its sources and its entry."""
    shown = said(timeline("show", "2025-10-28-definitive", "-o", "json"))
    told = timeline("show", "2025-10-28-definitive").stdout

    assert shown["id"] == "2025-10-28-definitive"
    assert shown["as_recorded"] == shown["as_corrected"]
    assert shown["acts"] == []
    assert list(shown["sources"]) == ["oai-2025-10", "ms-2025-10", "10q-q1fy26"]
    assert shown["digest"] in told
    assert "Exclusive until AGI. It ends once this is met: " in " ".join(told.split())


@pytest.mark.parametrize("form", ["table", "md"])
@pytest.mark.parametrize(
    "name",
    ["article-004-oracle", "article-004-oracle.c1", "define:term:cloud.rofr",
     "define:source:10k-fy23", "define:partnership", "2025-08-05-gptoss"],
)  # fmt: skip
def test_every_sort_of_entry_can_be_shown(timeline: Run, name: str, form: str) -> None:
    """Vocabulary and corrections are entries like any other."""
    found = timeline("show", name, "-o", form)

    assert found.exit_code == 0
    assert name in found.stdout.replace("\\", "")


def test_a_correction_is_shown_with_its_reason(timeline: Run) -> None:
    """Whoever wonders about the record reads why it changed."""
    shown = said(timeline("show", "article-004-oracle.c1", "-o", "json"))
    told = " ".join(timeline("show", "article-004-oracle.c1").stdout.split())

    assert shown["as_recorded"]["correct"] == "article-004-oracle"
    assert shown["as_recorded"]["reason"] in told
    assert shown["recorded"] == "2026-11-21T06:00:00.000000Z"


def test_a_vocabulary_entry_is_shown_as_it_was_defined(timeline: Run) -> None:
    """The question that a term answers is part of the record."""
    shown = said(timeline("show", "define:term:cloud.rofr", "-o", "json"))

    assert shown["as_recorded"]["asks"].startswith("Must OpenAI offer its need")
    assert shown["as_corrected"] is None


def test_the_log_says_who_spoke_and_who_recorded(whole: Run) -> None:
    """An authority that is left out follows from the speakers, and is told like any other."""
    wire, deal = said(whole("log", "-p", "acme-globex", "-o", "json"))["events"]

    assert (deal["by"], deal["authority"], deal["after"]) == (["Acme", "Globex"], "official", None)
    assert (wire["by"], wire["authority"], wire["after"]) == (["Wire"], "press", "deal")
    assert (deal["actor"], wire["actor"], wire["acts"]) == ("Ada", "Bob", ["wire.c1"])


def test_all_that_a_change_carries_is_shown(whole: Run) -> None:
    """In sentences, and in JSON in the words of the ledger file."""
    asked = ("show", "deal", "-p", "acme-globex")
    shown, told = said(whole(*asked, "-o", "json")), whole(*asked).stdout

    assert (shown["actor"], shown["as_recorded"]["by"]) == ("Ada", ["Acme", "Globex"])
    assert shown["as_recorded"]["changes"][1:] == [
        {"set": "fee", "value": "5 million", "while": "deal"},
        {"set": "fee", "value": "4 million", "during": "2019"},
    ]
    assert "by Ada" in told
    text = " ".join(told.split())
    assert "Acme and Globex on " in text
    assert ": 5 million. It lasts only as long as “" in text
    assert ": 4 million. It runs through 2019. This is dated 1 January 2019." in text


def test_a_claim_is_shown_with_its_speaker(whole: Run) -> None:
    """Whoever corrected it is named too."""
    asked = ("show", "wire", "-p", "acme-globex")
    shown, told = said(whole(*asked, "-o", "json")), whole(*asked).stdout

    assert shown["as_corrected"]["changes"] == [
        {"claim": "fee", "value": "6 million"},
        {"claim": "deal", "ended": True, "by": ["A Lawyer"]},
    ]
    assert [act["actor"] for act in shown["acts"]] == ["Cy"]
    text = " ".join(told.split())
    assert "It comes directly after “" in text
    assert "A Lawyer claims" in text
    assert ": that it has ended (as of 4 May 2020). A claim changes nothing." in text
    assert "by Cy: It does." in " ".join(told.split())


def test_a_term_says_its_unit_and_what_it_is_like(whole: Run) -> None:
    """That is part of the question."""
    rows = said(whole("terms", "-p", "acme-globex", "-o", "json"))["terms"]
    told = " ".join(whole("terms", "-p", "acme-globex").stdout.split())

    assert [(row["unit"], row["like"], row["notice"]) for row in rows] == [
        (None, None, None),
        ("USD", "licence.fee", "60d"),
    ]
    assert "What is paid? (in USD; like licence.fee; notice 60d)" in told


def test_a_partnership_says_from_when_it_is_complete(whole: Run) -> None:
    """Both ends of what was searched."""
    acme, openai = said(whole("partnerships", "-o", "json"))["partnerships"]

    assert (acme["covered_from"], acme["covered_through"]) == ("2019", "2026")
    assert openai["covered_from"] == "2016-11-15"
    assert "covered from" in whole("partnerships").stdout


def test_an_export_keeps_who_recorded_what(whole: Run, tmp_path: Path) -> None:
    """The actor is under the digest: without it the copy would have another head."""
    path = tmp_path / "acme.yaml"
    assert whole("export", path, "-p", "acme-globex").exit_code == 0
    copy = tmp_path / "copy.db"
    for words in (("init",), ("import", path)):
        assert whole(*words, "--db", copy).exit_code == 0
    heads = {
        found["head"]
        for db in ((), ("--db", copy))
        for found in said(whole("partnerships", "-o", "json", *db))["partnerships"]
        if found["partnership"] == "acme-globex"
    }

    assert len(heads) == 1
    assert "0 entries" in whole("import", path).stdout


MOVED = ("show", "2025-01-21-rofr")


def test_each_correction_is_shown_against_the_event_as_it_stood(timeline: Run) -> None:
    """The second puts right what the first made of it, not what was recorded first."""
    for day in ("2025-01-22", "2025-01-23"):
        move = ("correct", "2025-01-21-rofr", "--when", day, "--reason", f"it was {day}")
        assert timeline(*move).exit_code == 0
    told = " ".join(timeline(*MOVED).stdout.split())

    assert "when: was 2025-01-21, is 2025-01-22" in told
    assert "when: was 2025-01-22, is 2025-01-23" in told
    assert told.count("when: was") == 2


def test_a_field_that_a_correction_repeats_is_not_shown_as_changed(
    timeline: Run, tmp_path: Path
) -> None:
    """A file may give the event whole."""
    path = tmp_path / "event.yaml"
    path.write_text("when: 2025-01-22\nauthority: official\n")
    timeline("correct", "2025-01-21-rofr", path, "--reason", "so it says")
    told = timeline(*MOVED).stdout

    assert "when: was 2025-01-21, is 2025-01-22" in told
    assert "authority: was" not in told


def test_an_unknown_event_is_told_with_what_was_perhaps_meant(timeline: Run) -> None:
    """Exit code 4 is for what is not there."""
    found = timeline("show", "2025-10-28-definitve")

    assert found.exit_code == 4
    assert found.stderr == (
        "Error: There is no event '2025-10-28-definitve'. Did you mean 2025-10-28-definitive?\n"
    )


def test_every_term_is_listed_with_its_question(timeline: Run, record: Record) -> None:
    """That is what there is to ask about."""
    rows = said(timeline("terms", "-o", "json"))["terms"]
    told = timeline("terms").stdout

    assert [row["term"] for row in rows] == list(record.terms)
    assert all(row["asks"] and row["topic"] for row in rows)
    assert [term for term in record.terms if term not in told] == []
    assert "Intellectual property" in told.splitlines()


def test_the_terms_listed_can_be_chosen(timeline: Run) -> None:
    """By a pattern, as everywhere."""
    rows = said(timeline("terms", "--term", "agi.*", "-o", "json"))["terms"]

    assert [row["term"] for row in rows] == [
        "agi.definition",
        "agi.declaration-process",
        "agi.sufficient-definition",
        "agi.sufficient-process",
        "agi.contract-consequence",
    ]


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "md"])
def test_the_partnerships_are_listed_in_every_form(several: Run, form: str) -> None:
    """Each with its head."""
    told = several("partnerships", "-o", form).stdout.replace("\\", "")

    assert "acme-globex" in told
    assert "openai-microsoft" in told


def test_a_partnership_is_listed_with_its_size(several: Run, record: Record) -> None:
    """How many terms, events and entries; through when it claims to be complete."""
    acme, openai = said(several("partnerships", "-o", "json"))["partnerships"]

    assert (acme["partnership"], acme["title"]) == ("acme-globex", "Acme and Globex")
    assert (acme["terms"], acme["events"], acme["covered_through"]) == (1, 2, None)
    assert (openai["terms"], openai["events"]) == (len(record.terms), len(record.events))
    assert openai["version"] == len(record.acts)


@pytest.mark.parametrize(
    "asked",
    [
        ("as-of",), ("log",), ("terms",), ("diff", "2020", "2021"), ("changelog",), ("export",),
        ("append", "--title", "A", "--source", "https://example.com", "--authority", "press"),
    ],
)  # fmt: skip
def test_with_several_partnerships_a_missing_one_lists_them(
    several: Run, asked: tuple[str, ...]
) -> None:
    """Nothing is guessed."""
    found = several(*asked)

    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr == (
        "Error: Say which partnership with -p SLUG after the command, or once for all with "
        "`timeline use SLUG`. There are: acme-globex, openai-microsoft.\n"
    )


@pytest.mark.parametrize(
    "asked",
    [
        ("history", "fee"), ("explain", "Fee"), ("show", "2020-05-fee"), ("as-of", "--term", "fee"),
        ("log", "--term", "fee"), ("diff", "2020-05-01", "2021", "--term", "fee"),
    ],
)  # fmt: skip
def test_what_only_one_of_several_has_needs_no_partnership(
    several: Run, asked: tuple[str, ...]
) -> None:
    """There is nothing to guess."""
    assert said(several(*asked, "-o", "json"))["partnership"] == "acme-globex"


def test_one_of_several_partnerships_can_be_asked(several: Run) -> None:
    """Each with its own head and terms."""
    [answer] = said(several("as-of", "2020-06-01", "-p", "acme-globex", "-o", "json"))["terms"]

    assert (answer["term"], answer["value"], answer["since"]) == ("fee", "$5", "2020-05")


def test_an_event_without_a_date_is_listed_as_pending(several: Run) -> None:
    """It was announced, and is never in force."""
    [answer] = said(several("as-of", "2020-06-01", "-p", "acme-globex", "-o", "json"))["terms"]
    told = several("as-of", "2020-06-01", "-p", "acme-globex").stdout

    assert answer["flags"] == ["pending"]
    assert [one["event"] for one in answer["pending"]] == ["wish"]
    assert "Announced, on a day not yet stated: $6." in told
    assert "undated" in several("log", "-p", "acme-globex").stdout


def test_a_log_that_is_complete_through_no_stated_day_says_so(several: Run) -> None:
    """Nothing is claimed that nobody claimed."""
    found = several("as-of", "-p", "acme-globex")

    assert found.exit_code == 0
    assert "does not say for which days it is complete" in " ".join(found.stdout.split())


# --- As recorded by an instant

BEFORE = "2026-11-21T11:00:00.000000Z"
READING = [
    ("as-of", "2026-10-01"),
    ("diff", "2018", "2026-10-01"),
    ("history", "cloud.rofr"),
    ("explain", "cloud.rofr"),
    ("when", "cloud.rofr"),
    ("log",),
    ("show", "2025-01-21-rofr"),
    ("changelog",),
    ("next", "2026-02-27"),
    ("corrections",),
    ("terms",),
    ("partnerships",),
    ("check", "2026-11-01"),
]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the log is that has grown since, once a test has needed it."""
    return tmp_path_factory.mktemp("grown") / "timeline.db"


@pytest.fixture
def later(timeline: Run, database: Path, grown: Path) -> Path:
    """Return a log in which much was recorded since."""
    if grown.exists():
        return grown
    source = ("--authority", "official", "--source", "https://example.com/later")
    for words in (
        ("correct", "2025-01-21-rofr", "--when", "2025-01-22", "--reason", "later"),
        ("redefine", "cloud.rofr", "--rename", "cloud.refusal"),
        ("redefine", "ip-license.end", "--title", "End of it"),
        ("define", "later", "--title", "Later"),
        ("append", "--when", "2026-11-20", "--title", "Later", *source, "--set", "later=x"),
        ("cover", "2026-11-20"),
        ("retract", "2024-observer-exit", "--reason", "later"),
        ("changelog", "2026-04", "--issue", "later"),
    ):
        assert timeline(*words).exit_code == 0, words
    assert timeline("import", "-", input=SECOND).exit_code == 0
    return Path(shutil.copy(database, grown))


@pytest.mark.parametrize("asked", READING, ids=lambda asked: asked[0])
def test_nothing_that_was_recorded_later_leaks(
    timeline: Run, later: Path, bundled_database: Path, asked: tuple[str, ...]
) -> None:
    """Every command that reads answers as it did then: with a log that holds no more than that."""
    for form in ({"changelog": "txt", "explain": "text"}.get(asked[0], "table"), "json"):
        cut = (*asked, "--recorded", BEFORE, "-o", form)
        named = () if asked[0] == "partnerships" else ("-p", "openai-microsoft")
        then = timeline(*cut, *named, "--db", bundled_database)
        now = timeline(*cut, *named, "--db", later)

        assert (then.exit_code, then.stdout) == (now.exit_code, now.stdout)
        assert then.exit_code < 2


@pytest.mark.parametrize("asked", READING, ids=lambda asked: asked[0])
def test_an_instant_before_the_log_is_told(timeline: Run, asked: tuple[str, ...]) -> None:
    """In a sentence; a list of partnerships has none of them."""
    found = timeline(*asked, "--recorded", "2020-01-01")

    assert "recorded by 2020-01-01T23:59:59.999999Z" in " ".join(
        (found.stdout + found.stderr).split()
    )
    assert found.exit_code == (0 if asked[0] == "partnerships" else 4)


# --- What there is nothing of

NOTHING = [
    (("log", "--known", "2010"), "event,when,announced,recorded,actor,version,after,title"),
    (("corrections", "--term", "cloud.rofr"), "id,what,event,reason,wrong_since,fixed,version"),
    (("diff", "2026-05-01", "2026-05-01"), "term,cause,from,until,before,after,events"),
    (
        ("history", "cloud.rofr", "--known", "2010"),
        "since,until,status,value,amount,event,known_from",
    ),
    (
        ("when", "cloud.rofr", "no such"),
        "certainty,since,until,status,value,amount,answer,begins,ends",
    ),
    (("next", "2040-01-01", "--within", "1d"), "kind,on,when,term,title,certain,verb,value"),
    (("check", "2019-12-31", "--term", "cloud.rofr"), "code,level,says,command,terms,events,on"),
    (("partnerships", "--recorded", "2020-01-01"), "partnership,title,terms,events,version,head"),
]


@pytest.mark.parametrize(("asked", "header"), NOTHING, ids=lambda one: one[0])
def test_nothing_is_no_line_and_a_header(
    timeline: Run, asked: tuple[str, ...], header: str
) -> None:
    """A program that reads line by line meets no empty one, and one that reads CSV the names."""
    lines, sheet = (timeline(*asked, "-o", form) for form in ("ndjson", "csv"))

    assert (0, "") == (lines.exit_code, lines.stdout)
    assert 1 == len(sheet.stdout.splitlines())
    assert sheet.stdout.startswith(header)


@pytest.mark.parametrize(
    "asked",
    [("log",), ("corrections",), ("terms",), ("partnerships",), ("when", "cloud.rofr")],
    ids=lambda asked: asked[0],
)
def test_a_sheet_has_the_columns_of_the_lines(timeline: Run, asked: tuple[str, ...]) -> None:
    """What one form tells, the other does too."""
    [first, *_] = timeline(*asked, "-o", "ndjson").stdout.splitlines()
    header = timeline(*asked, "-o", "csv").stdout.splitlines()[0]

    assert list(json.loads(first)) == header.split(",")


@pytest.mark.parametrize("form", ["table", "md"])
@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (("log", "--known", "2010"), "No event of openai-microsoft matches"),
        (("corrections", "--term", "cloud.rofr"), "Nothing that is said on these terms was ever"),
        (("corrections", "--recorded", "2026-11-21T03:00Z"), "Nothing of openai-microsoft was"),
        (("diff", "2026-05-01", "2026-05-01"), "no term differs"),
        (("history", "cloud.rofr", "--known", "2010"), "Nothing of it was public by then."),
        (("when", "cloud.rofr", "no such"), "On no day"),
        (("next", "2040-01-01", "--within", "1d"), "Nothing is known to come"),
        (("check", "2019-12-31", "--term", "cloud.rofr"), "Nothing to settle."),
        (("partnerships", "--recorded", "2020-01-01"), "Nothing had been recorded by 2020-01-01"),
    ],
    ids=lambda one: one if isinstance(one, str) else one[0],
)
def test_a_person_is_told_why_there_is_nothing(
    timeline: Run, asked: tuple[str, ...], reason: str, form: str
) -> None:
    """Never an empty table, and never wider than a terminal."""
    told = timeline(*asked, "-o", form).stdout

    assert reason in " ".join(told.replace("\\", "").split())
    assert "|" not in told
    assert form == "md" or max(map(len, told.splitlines())) <= 80


def test_a_partnership_without_terms_says_so(timeline: Run) -> None:
    """It is no empty table."""
    timeline("import", "-", input="partnership: empty-one\ntitle: Empty\n")

    assert "has no terms" in timeline("terms", "-p", "empty-one").stdout
    assert timeline("as-of", "-p", "empty-one", "-o", "ndjson").stdout == ""


def test_the_corrections_of_a_term_are_those_of_what_touches_it(timeline: Run) -> None:
    """Under the name that it has now, too."""
    for words in (
        ("correct", "2025-01-21-rofr", "--when", "2025-01-22", "--reason", "so"),
        ("redefine", "cloud.rofr", "--rename", "cloud.refusal"),
    ):
        timeline(*words)
    found = said(timeline("corrections", "--term", "cloud.refusal", "-o", "json"))["corrections"]

    assert [one["event"] for one in found] == ["2025-01-21-rofr"]


def test_history_tells_in_every_form_what_fell_beside_an_answer(timeline: Run) -> None:
    """A reader of the sheet misses nothing that the table shows."""
    periods = said(timeline("history", "cloud.rofr", "-o", "json"))["periods"]
    [row, *_] = csv.DictReader(io.StringIO(timeline("history", "cloud.rofr", "-o", "csv").stdout))

    assert periods[0]["beside"] == [
        {
            "event": "2025-07-30-10k",
            "verb": "reaffirm",
            "when": "2025-07-30",
            "once": None,
            "announced": "2025-07-30",
            "value": None,
            "by": ["Microsoft"],
            "authority": "filing",
        }
    ]
    assert row["beside"] == "2025-07-30 reaffirm [2025-07-30-10k]"
    assert "It is restated as it was. According to a filing by Microsoft on 30 July" in (
        timeline("history", "cloud.rofr", "-o", "md").stdout
    )
