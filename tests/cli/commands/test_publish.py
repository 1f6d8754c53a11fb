"""What is published for other programs: read again by the libraries of their own field."""

import csv
import io
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from described import complaints
from foreign import foreign
from markup import ADDRESSES, TEXTS, Tags
from poison import ledger, printed, taken_in
from pyarrow import parquet
from rdflib import RDF, Graph, Literal, URIRef
from running import Run

from cli.publish.rows import EVENTS, STATES
from cli.terminal import printable
from events.dates.dates import parse
from events.model.amounts import Amount
from timeline.answers.table import ANSWERS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
"""The library's own reader makes one."""

SCHEMA = "https://schema.org/"
KNOWN_TO_SCHEMA_ORG = {
    "Dataset": {"name", "identifier", "version", "about", "temporalCoverage"},
    "Organization": {"name"},
    "DefinedTerm": {"name", "termCode", "description"},
    "CreativeWork": {
        *("name", "url", "publisher", "datePublished", "about", "isPartOf", "temporalCoverage"),
        *("dateCreated", "dateModified", "citation", "creditText", "author", "mentions"),
    },
    "Event": {"name", "identifier", "description", "startDate", "endDate", "about", "subjectOf"},
}
KNOWN_TO_SCHEMA_ORG["Dataset"] |= {"dateCreated", "dateModified"}
"""The properties that we use and that schema.org has for what we use them of."""


def blanks(text: str) -> str:
    """Return *text* as it is compared: blanks count once, what harms a terminal is shown."""
    return printable(" ".join(text.split()))


@pytest.fixture
def poisoned(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the command on a log in which every text is the one that is asked for."""

    def made(text: str, **given: str) -> Run:
        path = tmp_path / f"{abs(hash((text, *given.items())))}.db"
        taken_in(command, path, ledger(text, **given))
        monkeypatch.setenv("TIMELINE_DB", str(path))
        return command

    return made


def rows(run: Run, *more: str) -> list[dict[str, str]]:
    result = run("publish", *more)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def answers(timeline: Run, on: str, *more: str) -> dict[str, dict[str, Any]]:
    value = json.loads(timeline("as-of", on, "-o", "json", *more).stdout)
    return {one["term"]: one for one in value["terms"]}


def holds(row: dict[str, str], on: str, what: str) -> bool:
    first, last = row[f"first_{what}"], row[f"last_{what}"]
    return (first or "0") <= on <= (last or "9") and (
        what == "possible" or row["certain"] == "true"
    )


UNSAID = ("undetermined", "not-set", "not-covered")

DAYS = ("2010-01-01", "2019-07-22", "2021-06-15", "2023-01-15", "2025-10-28", "2026-05-01")


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("known", [(), ("--known", "2025-01-22")])
def test_the_states_say_what_as_of_says(timeline: Run, on: str, known: tuple[str, ...]) -> None:
    """On any day, with all that is known and with what was."""
    states = rows(timeline, *known)
    for term, answer in answers(timeline, on, *known).items():
        possible = answer["possible"] or [answer]
        expected = {(one["status"], one["value"] or "") for one in possible}
        expected -= {("not-set", ""), ("not-covered", "")}
        own = [one for one in states if one["term"] == term]
        found = {
            (o["status"], o["value"].removeprefix("'")) for o in own if holds(o, on, "possible")
        }
        certain = [one for one in own if holds(one, on, "certain")]

        assert found == expected
        assert len(certain) == (1 if answer["status"] not in UNSAID else 0)


def test_there_is_a_row_for_every_change(timeline: Run) -> None:
    """Of the log, with the days that its date may mean."""
    found = rows(timeline, "--rows", "events")
    told = json.loads(timeline("log", "-o", "json").stdout)["events"]

    assert {one["event"] for one in found} == {one["event"] for one in told}
    for one in found:
        when = parse(one["when"]) if one["when"] else None
        assert one["first_possible"] == (str(when.earliest) if when and when.earliest else "")
        assert one["last_possible"] == (str(when.latest) if when and when.latest else "")


def test_a_sheet_may_be_of_some_terms(timeline: Run) -> None:
    """Of the states and of what events say."""
    for kind in ("states", "events"):
        found = rows(timeline, "--rows", kind, "--term", "cloud.*")

        assert found
        assert all(one["term"].startswith("cloud.") for one in found)


@pytest.mark.parametrize(("kind", "fields"), [("states", STATES), ("events", EVENTS)])
def test_parquet_read_again_has_what_the_sheet_has(
    timeline: Run, tmp_path: Path, kind: str, fields: tuple[str, ...]
) -> None:
    """With days as days, lists as lists, and the head of the log in its schema."""
    path = tmp_path / "out.parquet"
    done = timeline("publish", "-o", "parquet", "--rows", kind, path)
    table = parquet.read_table(path)
    sheet = rows(timeline, "--rows", kind)

    assert done.exit_code == 0, done.output
    assert tuple(table.column_names) == fields
    assert table.schema.metadata[b"partnership"] == b"openai-microsoft"
    assert len(table.schema.metadata[b"head"]) == 64
    assert str(table.schema.field("first_possible").type) == "date32[day]"
    for one, row in zip(table.to_pylist(), sheet, strict=True):
        for field in fields:
            assert said(one[field]) == row[field].removeprefix("'"), field


def said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, int | float | Decimal):
        return Amount(Decimal(str(value)), None, "").text
    return value.isoformat() if isinstance(value, date) else str(value)


def test_answers_are_those_of_the_plain_view(timeline: Run, log_url: str, tmp_path: Path) -> None:
    """Of every partnership, on both clocks of days, so that an engine of columns can be asked."""
    path = tmp_path / "out.parquet"
    timeline("publish", "-o", "parquet", "--rows", "answers", path)
    table = parquet.read_table(path)
    sheet = rows(timeline, "--rows", "answers")
    view = foreign(log_url, f"SELECT {', '.join(ANSWERS)} FROM answers_now")

    assert sorted(tuple(map(said, row)) for row in view) == sorted(
        tuple(map(said, row.values())) for row in table.to_pylist()
    )
    assert [[*one] for one in sheet] == [[*ANSWERS]] * len(view)
    assert str(table.schema.field("effective_from").type) == "date32[day]"


@pytest.mark.parametrize(
    "more", [("--term", "*"), ("--known", "2025"), ("--recorded", "2026-01-01T00:00:00Z")]
)
def test_answers_are_all_that_there_are(timeline: Run, more: tuple[str, str]) -> None:
    result = timeline("publish", "--rows", "answers", *more)

    assert result.exit_code == 2
    assert f"{more[0]} is not for --rows answers" in result.stderr


def test_answers_that_lag_are_not_published(timeline: Run, log_url: str) -> None:
    foreign(log_url, "UPDATE reached SET version = 3")
    result = timeline("publish", "--rows", "answers")

    assert result.exit_code == 1
    assert "The stored answers of openai-microsoft lag behind its log" in result.stderr


def test_without_the_extra_one_sentence_says_what_to_do(
    timeline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most people have no use for pyarrow, which is large."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = timeline("publish", "-o", "parquet")

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: Parquet needs pyarrow, which is not installed: "
        "`pip install 'partnership-timeline[parquet]'`.\n"
    )
    assert result.stdout == ""


@pytest.mark.parametrize("form", ["csv", "parquet", "timelinejs", "jsonld"])
def test_the_same_log_gives_the_same_bytes(timeline: Run, tmp_path: Path, form: str) -> None:
    """On standard output and in a file."""
    first = timeline("publish", "-o", form).stdout_bytes
    timeline("publish", "-o", form, tmp_path / "out")

    assert timeline("publish", "-o", form).stdout_bytes == first
    assert (tmp_path / "out").read_bytes() == first


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_that_cannot_be_written_is_named(timeline: Run, tmp_path: Path, form: str) -> None:
    """And nothing is left behind."""
    result = timeline("publish", "-o", form, tmp_path / "none" / "out")

    assert result.exit_code == 1
    assert "out cannot be written: No such file or directory." in result.stderr


@pytest.mark.parametrize("more", [("--rows", "events"), ("--term", "*"), ("--known", "2025")])
@pytest.mark.parametrize("form", ["timelinejs", "jsonld"])
def test_what_is_for_a_sheet_is_refused_elsewhere(
    timeline: Run, form: str, more: tuple[str, str]
) -> None:
    """An option that does nothing would be taken for one that does."""
    result = timeline("publish", "-o", form, *more)

    assert result.exit_code == 2
    assert f"{more[0]} is for a sheet" in result.stderr


def test_the_slides_are_as_their_schema_says(timeline: Run) -> None:
    """One an event that has a day, in order; an imprecise one spans its days and says so."""
    value = json.loads(timeline("publish", "-o", "timelinejs").stdout)
    days = [tuple(one["start_date"].values()) for one in value["events"]]
    words = [one["display_date"] for one in value["events"] if "end_date" in one]

    assert complaints("timelinejs", value) == []
    assert days == sorted(days)
    assert "at some point in 2021" in words
    assert len({one["unique_id"] for one in value["events"]}) == len(days)
    value["events"][0]["surprise"] = 1
    assert complaints("timelinejs", value) != []


def test_a_slide_names_who_says_so_in_the_sentence_of_the_feed(timeline: Run) -> None:
    """One said of two parties that "a party (OpenAI and Microsoft)" says so."""
    slides = json.loads(timeline("publish", "-o", "timelinejs").stdout)["events"]
    items = json.loads(timeline("feed", "-o", "jsonfeed").stdout)["items"]
    said = "According to OpenAI and Microsoft on "

    assert any(said in one["text"]["text"] for one in slides)
    assert any(said in one["content_text"] for one in items)


@pytest.mark.drawn
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_slide_has_the_build_that_it_has_with_a_plain_word(poisoned: Any, text: str) -> None:
    """TimelineJS takes every text for HTML: no tag or link comes of data, and all is shown."""
    plain = json.loads(printed(poisoned("word"), "publish", "timelinejs"))
    value = json.loads(printed(poisoned(text), "publish", "timelinejs"))

    assert complaints("timelinejs", value) == []
    for one, other in zip(value["events"], plain["events"], strict=True):
        page, bare = Tags(one["text"]["text"]), Tags(other["text"]["text"])
        assert page.build == bare.build
        assert page.links == bare.links
        assert Tags(one["text"]["headline"] + one.get("group", "")).build == []
        assert blanks(text) in blanks(Tags(one["text"]["headline"]).words)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_in_a_slide_is_one_link_to_it(poisoned: Any, address: str) -> None:
    """It cannot end its quotes."""
    value = json.loads(printed(poisoned("word", address=address), "publish", "timelinejs"))
    plain = json.loads(printed(poisoned("word"), "publish", "timelinejs"))

    for one, other in zip(value["events"], plain["events"], strict=True):
        assert Tags(one["text"]["text"]).build == Tags(other["text"]["text"]).build


def graph_of(text: str) -> Graph:
    """Return what an RDF library makes of JSON-LD, without fetching anything."""
    return Graph().parse(data=text, format="json-ld")


def test_the_graph_speaks_schema_org(timeline: Run) -> None:
    """Every property is one that schema.org has for what it is said of."""
    text = timeline("publish", "-o", "jsonld").stdout
    graph = graph_of(text)
    used: dict[str, set[str]] = {}
    for subject, kind in graph.subject_objects(RDF.type):
        names = {str(one) for one in graph.predicates(subject) if one != RDF.type}
        used.setdefault(str(kind), set()).update(names)

    assert complaints("jsonld", json.loads(text)) == []
    assert {SCHEMA + kind for kind in KNOWN_TO_SCHEMA_ORG} == used.keys()
    for name, names in KNOWN_TO_SCHEMA_ORG.items():
        assert used[SCHEMA + name] <= {SCHEMA + one for one in names}, name


def test_an_imprecise_date_is_edtf_and_no_day(timeline: Run) -> None:
    """What happened in a year has no first day that anybody knows."""
    graph = graph_of(timeline("publish", "-o", "jsonld").stdout)
    events = list(graph.subjects(RDF.type, URIRef(f"{SCHEMA}Event")))
    imprecise = 0
    for event in events:
        (account,) = graph.objects(event, URIRef(f"{SCHEMA}subjectOf"))
        edtf = str(graph.value(account, URIRef(f"{SCHEMA}temporalCoverage")))
        start = graph.value(event, URIRef(f"{SCHEMA}startDate"))
        is_day = parse(edtf).is_day
        imprecise += not is_day

        assert start == (Literal(edtf, datatype=URIRef(f"{SCHEMA}Date")) if is_day else None)
        assert graph.value(account, URIRef(f"{SCHEMA}dateCreated")) is not None

    assert imprecise > 0
    assert len(events) == len(json.loads(timeline("log", "-o", "json").stdout)["events"])


@pytest.mark.drawn
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_graph_of_any_text_is_as_large_and_may_stand_in_a_page(poisoned: Any, text: str) -> None:
    """Nothing in it ends the element that it stands in, and every text is one literal."""
    found = printed(poisoned(text), "publish", "jsonld")
    plain = printed(poisoned("word"), "publish", "jsonld")

    assert complaints("jsonld", json.loads(found)) == []
    assert "<" not in found
    assert len(graph_of(found)) == len(graph_of(plain))
