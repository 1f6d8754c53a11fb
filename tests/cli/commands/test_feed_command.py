"""Feeds: read by the parsers of their own field, harmless, and the same for the same log."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from described import complaints
from markup import ADDRESSES, TEXTS, Tags
from poison import ledger, printed, taken_in
from running import Run, said

from cli.publish.addresses import linked
from cli.terminal import printable

ATOM = "{http://www.w3.org/2005/Atom}"
ENTRY = ("id", "title", "published", "updated", "content")
URLS = re.compile(r"https?://")
LEDGER = """
partnership: acme-globex
title: Acme and Globex
terms:
  fee: {title: Fee}
sources:
  press: {url: "https://example.com/a", title: The deal, published: 2025-10-20}
events:
  - id: deal
    when: 2025-10
    title: The deal
    authority: official
    sources: [press]
    changes: [{set: fee, value: 10 %}]
  - id: raise
    when: 2026-02-01
    title: A raise
    authority: press
    sources: [press]
    changes: [{note: fee, text: a raise is spoken of}]
"""


def blanks(text: str) -> str:
    """Return *text* as it is compared: blanks count once, what harms a terminal is shown."""
    return printable(" ".join(text.split()))


@pytest.fixture
def run(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a log of two events."""
    taken_in(command, tmp_path / "acme.db", LEDGER)
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "acme.db"))
    return command


@pytest.fixture
def poisoned(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the command on a log in which every text is the one that is asked for."""

    def made(text: str, **given: str) -> Run:
        path = tmp_path / f"{abs(hash((text, *given.items())))}.db"
        taken_in(command, path, ledger(text, **given))
        monkeypatch.setenv("TIMELINE_DB", str(path))
        return command

    return made


def read(text: str) -> Any:
    """Return what a feed reader makes of an Atom feed that has no mistake."""
    found = feedparser.parse(text.encode(), sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def items(run: Run, *more: str) -> dict[str, dict[str, Any]]:
    result = run("feed", "-o", "jsonfeed", *more)
    assert result.exit_code == 0, result.output
    return {one["_timeline"]["event"]: one for one in json.loads(result.stdout)["items"]}


def required(text: str) -> None:
    """Check what RFC 4287 asks of a feed and of each entry (§4.1.1, §4.1.2)."""
    feed = ElementTree.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
    ids = [one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for entry in feed.iter(f"{ATOM}entry"):
        assert len(entry.findall(f"{ATOM}content")) == 1


def happened(timeline: Run, *cut: str) -> list[dict[str, Any]]:
    """Return the events of the log."""
    events: list[dict[str, Any]] = said(timeline("log", *cut, "-o", "json"))["events"]
    return events


def corrected(timeline: Run) -> list[str]:
    """Return the events that were corrected, as often as they were."""
    found = said(timeline("log", "--corrections", "-o", "json"))["corrections"]
    return [one["event"] for one in found]


def test_a_feed_reader_finds_every_entry(timeline: Run) -> None:
    """With its title, instants, words and sources."""
    text = timeline("feed", "--limit", "1000", "--url", "https://example.com/atom.xml").stdout
    found = read(text)

    required(text)
    assert len(found.entries) == len(happened(timeline)) + len(corrected(timeline)) > 40
    assert found.feed.title == "OpenAI and Microsoft: changes and corrections"
    assert found.feed.links[0]["href"] == "https://example.com/atom.xml"
    for entry in found.entries:
        assert entry.id.startswith("urn:uuid:")
        assert entry.updated_parsed >= entry.published_parsed
        assert entry.content[0].type == "text/html"
        assert all(link["rel"] == "via" for link in entry.get("links", ()))


def test_a_json_feed_is_as_its_schema_says(timeline: Run) -> None:
    """And has the same entries as the Atom feed."""
    value = json.loads(timeline("feed", "-o", "jsonfeed", "--url", "https://example.com/f").stdout)
    atom = read(timeline("feed").stdout)

    assert complaints("feed", value) == []
    assert [one["id"] for one in value["items"]] == [one.id for one in atom.entries]
    assert [one["title"] for one in value["items"]] == [one.title for one in atom.entries]
    assert [one["content_html"] for one in value["items"]] == [
        one.content[0].value for one in atom.entries
    ]
    value["items"][0]["surprise"] = 1
    assert complaints("feed", value) != []


@pytest.mark.parametrize("form", ["atom", "jsonfeed"])
def test_the_same_log_gives_the_same_bytes(timeline: Run, tmp_path: Path, form: str) -> None:
    """On standard output and in a file."""
    first = timeline("feed", "-o", form).stdout
    timeline("feed", "-o", form, tmp_path / "feed")

    assert timeline("feed", "-o", form).stdout == first
    assert (tmp_path / "feed").read_text(encoding="utf-8") == first


def test_the_newest_come_first_and_a_limit_cuts(timeline: Run) -> None:
    """Whoever polls every hour needs no more."""
    whole = read(timeline("feed").stdout).entries
    few = read(timeline("feed", "--limit", "3").stdout).entries

    assert [one.id for one in few] == [one.id for one in whole[:3]]
    titles = {one["event"]: one["title"] for one in happened(timeline)}
    assert few[0].title == f"Correction: {titles[corrected(timeline)[-1]]}"


@pytest.mark.usefixtures("ticking")
def test_a_correction_changes_its_entry_and_adds_one(run: Run) -> None:
    """All else keeps every byte, and the one that is changed says when."""
    before = {one["id"]: one for one in json.loads(run("feed", "-o", "jsonfeed").stdout)["items"]}
    done = run("correct", "raise", "--title", "Two raises", "--reason", "there were two")
    after = {one["id"]: one for one in json.loads(run("feed", "-o", "jsonfeed").stdout)["items"]}

    assert done.exit_code == 0, done.output
    (changed,) = [one for one in before if before[one] != after[one]]
    (added,) = after.keys() - before.keys()
    assert after[changed]["title"] == "Two raises"
    assert after[changed]["date_published"] == before[changed]["date_published"]
    assert after[changed]["date_modified"] == after[added]["date_modified"]
    assert after[added]["_timeline"]["kind"] == "correction"


@pytest.mark.usefixtures("ticking")
def test_a_retraction_leaves_the_entry_and_says_so(run: Run) -> None:
    """What vanishes from a feed stays with its readers."""
    before = items(run)["raise"]
    run("retract", "raise", "--reason", "a forgery")
    found = json.loads(run("feed", "-o", "jsonfeed").stdout)["items"]
    (after,) = [one for one in found if one["id"] == before["id"]]

    assert after["title"] == "Retracted: A raise"
    assert "a forgery" in after["content_text"]
    assert after["date_modified"] > before["date_modified"]


def test_certainty_is_in_words_and_sources_are_linked(run: Run) -> None:
    """In the body, where every reader shows it."""
    found = items(run)["deal"]

    assert "It is dated October 2025.</p>" in found["content_html"]
    assert '<a href="https://example.com/a" rel="nofollow noopener">' in found["content_html"]
    assert found["external_url"] == "https://example.com/a"
    assert found["_timeline"]["when"] == "2025-10"


def test_what_was_recorded_later_is_not_in_an_older_feed(timeline: Run) -> None:
    """The feed of a day is that of the log as it then was."""
    cut = "--recorded", "2026-11-21T05:00:00Z"
    text = timeline("feed", "--limit", "1000", *cut).stdout

    assert "Correction:" not in text
    assert len(read(text).entries) == len(happened(timeline, *cut)) > 40


def test_an_address_that_is_none_is_refused(timeline: Run) -> None:
    """A self link of another kind would run where it is clicked."""
    result = timeline("feed", "--url", "javascript:alert(1)")

    assert result.exit_code == 2
    assert "--url is the address of a page" in result.stderr


@pytest.mark.drawn
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_an_entry_has_the_build_that_it_has_with_a_plain_word(poisoned: Any, text: str) -> None:
    """No tag, handler or link comes of data in a feed or in the body of an entry; all is shown."""
    plain = read(printed(poisoned("word"), "feed", "atom"))
    found = printed(poisoned(text), "feed", "atom")
    feed = read(found)

    required(found)
    assert [one.tag for one in ElementTree.fromstring(found).iter()] == [
        one.tag for one in ElementTree.fromstring(printed(poisoned("word2"), "feed", "atom")).iter()
    ]
    for entry, other in zip(feed.entries, plain.entries, strict=True):
        body, bare = Tags(entry.content[0].value), Tags(other.content[0].value)
        assert body.build == bare.build
        assert body.links == bare.links
        assert blanks(text) in blanks(body.words) or blanks(text) in blanks(entry.title)


@pytest.mark.drawn
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_json_feed_of_any_text_is_as_its_schema_says(poisoned: Any, text: str) -> None:
    """And its bodies have no tag of the data."""
    value = json.loads(printed(poisoned(text), "feed", "jsonfeed"))
    plain = json.loads(printed(poisoned("word"), "feed", "jsonfeed"))

    assert complaints("feed", value) == []
    for one, other in zip(value["items"], plain["items"], strict=True):
        assert Tags(one["content_html"]).build == Tags(other["content_html"]).build


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_one_link_to_the_web(poisoned: Any, address: str) -> None:
    """It cannot end its quotes, in XML or in the HTML within."""
    found = read(printed(poisoned("word", address=address), "feed", "atom"))
    plain = read(printed(poisoned("word"), "feed", "atom"))

    for entry, other in zip(found.entries, plain.entries, strict=True):
        assert Tags(entry.content[0].value).build == Tags(other.content[0].value).build
        assert len(entry.get("links", ())) == len(other.get("links", ()))
        assert all(
            link["href"][:20].lower() == "https://example.com/" for link in entry.get("links", ())
        )


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,a",
        ),
        *("vbscript:a", "file:///etc/passwd", "//example.com", "https://", "https://[a", "", " "),
        *("https://example.com/\u202ea", "https://example.com/a b", "\x01https://example.com/"),
    ],
)
def test_what_is_no_address_of_the_web_is_no_link(url: str) -> None:
    """Whatever a browser would make of it."""
    assert linked(url) is None


def test_the_parsers_would_notice(poisoned: Any) -> None:
    """With a text as it is, they find a mistake or another build."""
    text = printed(poisoned("word"), "feed", "atom")

    assert feedparser.parse(text.replace("word", "a<b>").encode()).bozo
    assert Tags("<p>word</p>").build != Tags("<p><b>word</b></p>").build
