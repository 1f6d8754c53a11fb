"""The inbox is filled from places that are watched: nothing is lost, and nothing comes twice."""

import os
import shutil
import sqlite3
from itertools import count
from pathlib import Path
from typing import Any

import articles
import pytest
from running import DRAWN, Run, said

from cli.inbox import pulling
from cli.reading.session import opened
from events.inbox.drafts import Inbox

ENGINES = DRAWN
FEED = "https://wire.example/feed"
STAKE = (
    "On 3 March 2026 Microsoft agreed to raise its stake and will hold about {} percent of OpenAI."
)
ITEMS = [(f"A stake of {n}", f"https://wire.example/{n}", STAKE.format(n)) for n in (28, 29, 30)]


def titles(timeline: Run) -> list[str]:
    """Return the titles of the drafts, in the order of their numbers."""
    return [one["title"] for one in said(timeline("inbox", "-o", "json"))["drafts"]]


def test_feeds_and_folders_fill_the_inbox(
    timeline: Run, web: dict[str, bytes], tmp_path: Path
) -> None:
    """RSS, Atom, JSON Feed and a folder; pulled again, nothing."""
    web[FEED] = articles.rss(
        ("A stake of 28", "/28", STAKE.format(28)),
        ("Rain", "https://wire.example/rain", "It rained."),
    )
    web["https://a.example/"] = articles.atom("An atom", "https://a.example/1", STAKE.format(31))
    web["https://j.example/"] = articles.json_feed(
        "A json", "https://j.example/1", STAKE.format(32)
    )
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.html").write_bytes(articles.page(STAKE.format(33), title="A page"))
    for place in (*web, folder):
        added = timeline("watch", "add", place, "--match", "Microsoft stake", "--as", "press")
        assert 0 == added.exit_code, added.output

    pulled = said(timeline("inbox", "pull", "-o", "json"))["drafts"]
    assert ["A page", "An atom", "A json", "A stake of 28"] == [one["title"] for one in pulled]
    assert {"press"} == {one["proposed_by"] for one in pulled}
    assert "https://wire.example/28" == pulled[3]["source"]
    again = timeline("inbox", "pull")
    assert "Nothing new for openai-microsoft; 4 articles were seen before.\n" == again.stdout
    assert 4 == len(titles(timeline))


def test_what_came_since_is_drafted(timeline: Run, web: dict[str, bytes]) -> None:
    """The feed moves on, and what it dropped stays a draft."""
    web[FEED] = articles.rss(ITEMS[0])
    timeline("watch", "add", FEED)
    timeline("inbox", "pull")
    web[FEED] = articles.rss(ITEMS[1])

    assert "Draft 2: A stake of 29" in timeline("inbox", "pull").stdout
    assert ["A stake of 28", "A stake of 29"] == titles(timeline)


def test_a_place_that_cannot_be_read_hides_no_other(timeline: Run, web: dict[str, bytes]) -> None:
    """The trouble is told each time, and stored with the watch, until the place is read again."""
    timeline("watch", "add", "https://gone.example/feed")
    timeline("watch", "add", FEED)
    web[FEED] = articles.rss(ITEMS[0])
    failed = timeline("inbox", "pull")

    assert 1 == failed.exit_code
    assert "Draft 1: A stake of 28" in failed.stdout
    assert "the server answers 404" in failed.stderr
    assert "Not read to the end: https://gone.example/feed." in failed.stderr
    gone, read = said(timeline("watch", "-o", "json"))["watches"]
    assert (None, True) == (gone["pulled"], "404" in gone["trouble"])
    assert (True, None) == (bool(read["pulled"]), read["trouble"])
    assert "The last pull failed: https://gone.example/feed" in timeline("watch").stdout

    web["https://gone.example/feed"] = articles.rss()
    assert 0 == timeline("inbox", "pull").exit_code
    assert "failed" not in timeline("watch").stdout


def test_an_item_that_cannot_be_read_hides_no_other(timeline: Run, web: dict[str, bytes]) -> None:
    """Else a hostile one would keep all later news of its feed out."""
    hostile = ("Deep", "https://wire.example/deep", "&lt;div&gt;" * 1000 + STAKE.format(1))
    web[FEED] = articles.rss(ITEMS[0], hostile, ITEMS[1])
    timeline("watch", "add", FEED)

    assert 1 == timeline("inbox", "pull").exit_code
    assert ["A stake of 28", "A stake of 29"] == titles(timeline)


def test_what_is_watched_no_longer_is_not_read(
    timeline: Run, web: dict[str, bytes], tmp_path: Path
) -> None:
    """Its drafts stay; a folder is the same one, however its path was typed."""
    web[FEED] = articles.rss(ITEMS[0])
    (tmp_path / "news").mkdir()
    for place in (FEED, tmp_path / "news"):
        timeline("watch", "add", place)
    timeline("inbox", "pull")
    for place in (FEED, f"{tmp_path}/other/../news/"):
        removed = timeline("watch", "remove", place)
        assert 0 == removed.exit_code, removed.output
    web[FEED] = articles.rss(ITEMS[1])

    assert "Nothing new" in timeline("inbox", "pull").stdout
    assert ["A stake of 28"] == titles(timeline)
    assert "Nothing is watched" in timeline("watch").stdout
    assert 4 == timeline("watch", "remove", FEED).exit_code


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("file:///etc", "only http and https addresses"),
        ("ftp://wire.example/feed", "only http and https addresses"),
        ("https://me:word@wire.example/feed", "holds a name or a password"),
        ("/nowhere/at/all", "There is nothing at /nowhere/at/all"),
    ],
)
def test_what_is_never_read_is_not_watched(timeline: Run, place: str, sentence: str) -> None:
    """Told when it is typed, and not by a crontab at night."""
    refused = timeline("watch", "add", place)

    assert 1 == refused.exit_code
    assert sentence in " ".join(refused.stderr.split())
    assert [] == said(timeline("watch", "-o", "json"))["watches"]


def test_a_place_that_leads_inside_is_refused_by_the_network(timeline: Run) -> None:
    """No stand-in here: the one function that fetches looks where an address leads."""
    for place in ("http://127.0.0.1:9/feed", "http://169.254.169.254/latest"):
        timeline("watch", "add", place)
    refused = timeline("inbox", "pull")

    assert 1 == refused.exit_code
    assert 2 == refused.stderr.count("it is not a public address")


LEDGER = """
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
terms:
  stake: {title: Stake, asks: "How much of Globex does Acme hold?", unit: "%"}
"""


def killed(url: str, step: int) -> bool:
    """Pull in a process that is killed before its write number *step*; return whether it was.

    To be killed before it reads would be the same as after the write before that.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    writes, connect = count(1), sqlite3.connect

    def strike(statement: str) -> None:
        is_read = statement.split()[0] in ("SELECT", "PRAGMA")
        if not is_read and next(writes) == step:
            os._exit(9)

    def counting(*args: Any, **options: Any) -> Any:
        connection = connect(*args, **options)
        connection.set_trace_callback(strike)
        return connection

    try:
        vars(sqlite3)["connect"] = counting
        pulled(url)
    finally:
        os._exit(0)


def pulled(url: str) -> list[str]:
    """Pull what is watched for acme-globex, and return the titles of all drafts then."""
    with opened(url, writing=True) as log:
        for _ in pulling.pulled(log, "acme-globex", print, []):
            pass
        return [one.title for one in Inbox(log.database, "acme-globex").drafts()]


@pytest.mark.drawn
def test_killed_at_any_step_nothing_is_lost_or_doubled(
    migrated_database: Path, command: Run, web: dict[str, bytes], tmp_path: Path
) -> None:
    """Before each write in turn: the next pull makes it as if nothing had happened."""
    url = str(shutil.copy(migrated_database, tmp_path / "0.db"))
    (tmp_path / "acme.yaml").write_text(LEDGER)
    assert 0 == command("import", tmp_path / "acme.yaml", "--db", url).exit_code
    web[FEED] = articles.rss(*ITEMS[:2])
    (tmp_path / "news.html").write_bytes(articles.page(STAKE.format(33), title="A page"))
    for place in (FEED, tmp_path / "news.html"):
        assert 0 == command("watch", "add", place, "--db", url).exit_code
    for step in count(1):
        copy = str(shutil.copy(url, tmp_path / f"{step}.db"))
        was_killed = killed(copy, step)
        assert ["A page", "A stake of 28", "A stake of 29"] == pulled(copy)
        if not was_killed:
            break

    assert step > 10
