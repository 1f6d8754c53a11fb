"""What an article said is kept, and told when that is no longer so."""

import json
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import articles
import click
import pytest
from running import Run, said

from cli.inbox import deciding
from cli.site.words import source_link
from events.model.kinds import Source
from events.storage.evidence import Evidence

SAYS = (
    "On 3 March 2026 Microsoft agreed to raise its stake and will hold about 30 percent of OpenAI."
)
TITLE = "A larger stake"
KEY, EVENT = "the-wire-2026-03-04", "2026-03-03-a-larger-stake"
Accept = Callable[..., None]


def page(*more: str, says: str = SAYS) -> bytes:
    """Return the page of the article, with *more* paragraphs."""
    return articles.page(says, *more, title=TITLE, published="2026-03-04")


@pytest.fixture
def accept(timeline: Run, tmp_path: Path) -> Accept:
    """Return a function that accepts the draft of a page, with these flags."""

    def accepted(*flags: str, data: bytes | None = None) -> None:
        path = tmp_path / "article.html"
        path.write_bytes(data or page())
        for words in (("inbox", "add", path), ("inbox", "accept", 1, "--as", "Ann", *flags)):
            done = timeline(*words)
            assert 0 == done.exit_code, done.output

    return accepted


@pytest.fixture
def evidence(database: Path) -> Path:
    """Return the folder beside the database."""
    return database.parent / "evidence"


def kept(evidence: Path) -> list[Path]:
    """Return the files of the folder *evidence*."""
    return sorted(one for one in evidence.rglob("*") if one.is_file())


def source(timeline: Run) -> dict[str, Any]:
    """Return the source that the event cites, as `sources` lists it."""
    listed = said(timeline("sources", "-o", "json"))["sources"]
    [found] = [one for one in listed if one["source"] == KEY]
    return dict(found)


def findings(timeline: Run, *flags: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code of `sources check` and what it found about the article."""
    done = timeline("sources", "check", "-o", "json", *flags)
    told = json.loads(done.stdout)
    every = [*told["findings"], *told["remarks"]]
    return done.exit_code, [one for one in every if one["source"] == KEY]


def test_accepting_keeps_the_bytes_and_says_where_the_quote_stands(
    timeline: Run, accept: Accept, evidence: Path
) -> None:
    """Whoever doubts it later reads what was read then."""
    accept()
    found = source(timeline)
    start, end = map(int, found["at"].split("-"))

    assert [page()] == [one.read_bytes() for one in kept(evidence)]
    assert [found["snapshot"]] == [one.name for one in kept(evidence)]
    assert found["kept"]
    assert found["locator"] == f"{TITLE}\n{SAYS}"[start:end]
    assert (0, []) == findings(timeline)


def test_the_place_of_a_locator_is_ours(
    timeline: Run, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person may cite a page; no place is taken from what is typed."""

    def edit(text: str, **_: object) -> str:
        return re.sub(r"( +)locator: .*", r"\1locator: page 3\n\1at: 3-9", text)

    monkeypatch.setattr(click, "edit", edit)
    accept("--edit")

    assert ("page 3", None) == (source(timeline)["locator"], source(timeline)["at"])


def test_a_refused_draft_keeps_its_bytes(
    timeline: Run, evidence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is still open, whatever was to become of them had it been accepted."""
    path = tmp_path / "article.html"
    path.write_bytes(page())
    timeline("inbox", "add", path)
    wrong = partial(re.sub, r"(set|claim): \S+", r"\1: no.such-term")
    monkeypatch.setattr(click, "edit", lambda text, **_: wrong(text))
    done = timeline("inbox", "accept", 1, "--as", "Ann", "--no-bytes", "--edit")

    assert 1 == done.exit_code
    assert [page()] == [one.read_bytes() for one in kept(evidence)]


def test_show_and_the_site_say_what_backs_a_source(timeline: Run, accept: Accept) -> None:
    """A reader of either sees which sources are more than an address."""
    accept()
    shown = " ".join(timeline("show", EVENT).stdout.split())
    own = said(timeline("show", EVENT, "-o", "json"))["sources"][KEY]
    start, _, end = own["at"].partition("-")
    told = f"Snapshot {own['snapshot'][:12]}, signs {start} to {end} of its text."
    plain = Source(key="s", title="A", snapshot=own["snapshot"], at=own["at"])

    assert told in shown
    assert str(source_link(plain)).endswith(told)


def test_a_rejected_article_leaves_no_bytes(timeline: Run, evidence: Path, tmp_path: Path) -> None:
    """What nobody cites is not ours to keep."""
    path = tmp_path / "article.html"
    path.write_bytes(page())
    timeline("inbox", "add", path)
    assert [page()] == [one.read_bytes() for one in kept(evidence)]
    done = timeline("inbox", "reject", 1, "--reason", "an opinion", "--as", "Ann")

    assert 0 == done.exit_code
    assert [] == kept(evidence)


@pytest.mark.parametrize("flags", [("--no-bytes",), ()])
def test_bytes_may_stay_out_and_the_hash_stays(
    timeline: Run, accept: Accept, evidence: Path, flags: tuple[str, ...]
) -> None:
    """A licensed text is not ours to copy; that its bytes are not here is told, and no finding."""
    accept(*flags)
    for one in kept(evidence):
        one.unlink()
    code, [remark] = findings(timeline)

    assert 0 == code
    assert "missing" == remark["finding"]
    assert source(timeline)["snapshot"] in remark["says"]
    assert not source(timeline)["kept"]


def test_altered_bytes_are_a_finding(timeline: Run, accept: Accept, evidence: Path) -> None:
    """The hash is in the log, which nobody alters."""
    accept()
    [file] = kept(evidence)
    file.write_bytes(page("A word more."))
    code, [found] = findings(timeline)

    assert (1, "altered") == (code, found["finding"])
    assert "was altered" in timeline("sources", "check").stdout


def test_a_quote_that_the_bytes_do_not_have_is_a_finding(timeline: Run, accept: Accept) -> None:
    """Somebody may write a source by hand, or redefine one."""
    accept()
    found = source(timeline)
    ledger = f"""
partnership: openai-microsoft
events:
  - redefine: source:{KEY}
    title: {TITLE}
    locator: will hold about 40 percent
    snapshot: {found["snapshot"]}
    at: 3-29
"""
    done = timeline("import", "-", "--as", "Ann", input=ledger)
    assert 0 == done.exit_code, done.output
    code, [told] = findings(timeline)

    assert (1, "unquoted") == (code, told["finding"])


@pytest.mark.parametrize("at", ["take", "put", "_store"])
def test_killed_around_the_append_nothing_is_lost_or_doubled(
    timeline: Run, evidence: Path, tmp_path: Path, at: str
) -> None:
    """Before the bytes are kept, between them and the append, and after it: accept it again."""
    (tmp_path / "article.html").write_bytes(page())
    assert 0 == timeline("inbox", "add", tmp_path / "article.html").exit_code
    child = os.fork()
    if not child:
        owner = Evidence if at == "take" else deciding
        setattr(owner, at, lambda *_: os._exit(9))
        timeline("inbox", "accept", 1, "--as", "Ann")
        os._exit(0)
    assert 9 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert 1 == len(kept(evidence))

    done = timeline("inbox", "accept", 1, "--as", "Ann")
    assert 0 == done.exit_code, done.output
    assert [page()] == [one.read_bytes() for one in kept(evidence)]
    assert 1 == timeline("export", "-o", "jsonl").stdout.count(f'"id":"{EVENT}"')
    assert (0, []) == findings(timeline)
    assert [] == said(timeline("inbox", "-o", "json"))["drafts"]


ADDRESS = "https://example.com/new"


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (page(), None),
        (page().replace(b"<nav>Home Login</nav>", b"<nav>Home Login 7</nav>"), None),
        (page("It has been corrected: 28 percent."), "changed"),
        (page(says=SAYS.replace("agreed to raise", "declined to raise")), "changed"),
        (None, "gone"),
    ],
    ids=["same", "other-advertising", "longer", "without-the-quote", "dead"],
)
def test_online_a_page_that_changed_is_kept_beside_what_was_read(
    timeline: Run,
    accept: Accept,
    evidence: Path,
    web: dict[str, bytes],
    now: bytes | None,
    kind: str | None,
) -> None:
    """What an outlet takes back silently is news too."""
    accept()
    if now is not None:
        web[ADDRESS] = now
    _, found = findings(timeline, "--online")

    assert ([kind] if kind else []) == [one["finding"] for one in found]
    if kind == "changed":
        assert {now, page()} == {one.read_bytes() for one in kept(evidence)}
        assert [one.name for one in kept(evidence)] == sorted(found[0]["kept"])
        assert ("no longer has" in found[0]["says"]) is (b"declined" in (now or b""))


@pytest.mark.drawn
@pytest.mark.parametrize("link", [ADDRESS, f"{ADDRESS}?utm_source=feed", "/new"])
def test_of_an_item_of_a_feed_only_the_quote_is_looked_for(
    timeline: Run, web: dict[str, bytes], link: str
) -> None:
    """What was read is a few lines of what the page has."""
    web["https://example.com/feed"] = articles.rss((TITLE, link, f"&lt;p&gt;{SAYS}&lt;/p&gt;"))
    assert 0 == timeline("inbox", "add", "https://example.com/feed").exit_code
    done = timeline("inbox", "accept", 1, "--as", "Ann")
    assert 0 == done.exit_code, done.output
    web[ADDRESS] = page("And much more.")
    assert (0, []) == said_of(timeline)
    web[ADDRESS] = page(says="It was taken back.")

    assert (1, ["changed"]) == said_of(timeline)


@pytest.mark.drawn
def test_online_it_is_told_if_nothing_can_be_compared(
    timeline: Run, accept: Accept, web: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes were left out, and a page number is no quote: silence would sound like consent."""
    paged = partial(re.sub, "locator: .*", "locator: page 4")
    monkeypatch.setattr(click, "edit", lambda text, **_: paged(text))
    accept("--edit", "--no-bytes")
    for now, remarks in ((page(), ["missing"]), (page("More."), ["missing", "uncompared"])):
        web[ADDRESS] = now
        assert remarks == [one["finding"] for one in findings(timeline, "--online")[1]]


def said_of(timeline: Run) -> tuple[int, list[str]]:
    """Return whether the only source with a snapshot has findings online, and which."""
    listed = said(timeline("sources", "-o", "json"))["sources"]
    [own] = [one["source"] for one in listed if one["snapshot"]]
    told = json.loads(timeline("sources", "check", "--online", "-o", "json").stdout)
    found = [one["finding"] for one in told["findings"] if one["source"] == own]
    return int(bool(found)), found


def test_the_place_of_a_quote_needs_a_snapshot_and_a_quote(timeline: Run) -> None:
    """A place in nothing is a slip; so is one that ends before it begins."""
    ledger = """
partnership: openai-microsoft
sources:
  note: {{title: A note, locator: some words, {}}}
"""
    for keys, told in {
        "at: 3-9": "'at' says where the locator stands in a snapshot",
        f"at: 9-3, snapshot: {'0' * 64}": "such as 120-166",
        "snapshot: 0": "64 digits",
    }.items():
        refused = timeline("import", "-", input=ledger.format(keys))
        assert 1 == refused.exit_code
        assert told in " ".join(refused.output.split())
