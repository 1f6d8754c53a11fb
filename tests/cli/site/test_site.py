"""Sites: sound pages that lead to each other and nowhere else, and change where an edit does."""

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rule_histories as histories
from depth import scaled
from described import complaints
from markup import ADDRESSES, INLINES, TEXTS, Tags
from poison import ledger, taken_in
from running import Run, said
from shell import ROOT
from sites import view_of

from benchmarks.data import Shape, lines
from cli.changelog.words import sentence
from cli.files import written_bytes
from cli.forms import json_text
from cli.reading.bundled import bundled
from cli.reading.session import Whole
from cli.site.build import pages
from cli.site.data import data
from cli.site.model import Book
from cli.site.partnership import PICTURE, partnership_page
from cli.site.templating import STYLE, style
from cli.terminal import printable
from cli.wording.dates import day_in_words
from events.model.kinds import VERBS, Correct, Event, Retract
from events.payload import codec
from timeline.boxes.replay import answers_of
from timeline.record.incremental import GrowingRecord
from timeline.record.record import Kept, Record, record_of
from timeline.views.periods import history

pytestmark = pytest.mark.drawn

HISTORIES, CHUNK = scaled(40), 6
ON = date(2026, 10, 8)
VOID = {"meta", "link", "br", "hr", "img", "input"}
HEADS = {"index.html", "openai-microsoft/index.html"}
"""The pages that name the head of the log, and so change with every entry."""

Pages = dict[str, bytes]


def of_bundled() -> Whole:
    """Return the bundled partnership as a command sees it."""
    items = enumerate(bundled().items, 1)
    return view_of(
        "openai-microsoft", [Kept(number, item.recorded or "", item.act) for number, item in items]
    )


@pytest.fixture(scope="module")
def site() -> Pages:
    """Return the pages about the bundled partnership."""
    return paged(of_bundled(), ON)


def paged(seen: Whole, on: date | None = None) -> Pages:
    """Return the pages about what was *seen*, without their style and the picture."""
    made = dict(pages([seen], on=on))
    assert made.pop(STYLE) == style()[1]
    assert made.pop(f"{seen.slug}/{PICTURE}").startswith(b"<svg ")
    return made


@pytest.fixture(scope="module")
def book() -> Book:
    """Return all that those pages are made of."""
    return Book(of_bundled(), ON)


def of_seed(seed: int) -> list[Kept]:
    """Return a small log of which the hard cases are common."""
    return [
        Kept(version, recorded.replace("Z", ".000000Z"), act)
        for version, recorded, act in histories.history(Random(seed))
    ]


FIRST, AFTER = date(2026, 1, 1), date(2026, 1, 16)
"""The first day of those logs, and one on which all of it has happened."""


class Page(HTMLParser):
    """What is wrong with a page, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.inside: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        self.wrong += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag, and what is wrong with it."""
        given = dict(attrs)
        if len(given) < len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice: {attrs}")
        self.tags.append((tag, given))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that closes itself, as those of a drawing do."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag, which has to be this one."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, text: str) -> None:
        """Keep what is said in the innermost tag."""
        if self.open:
            self.inside.setdefault(self.open[-1], []).append(text)

    def values(self, *names: str) -> list[str]:
        """Return the values of attributes."""
        return [one[name] or "" for _, one in self.tags for name in names if name in one]

    def said(self, tag: str) -> str:
        """Return what is said in all the tags of a kind."""
        return "".join(self.inside.get(tag, []))


@lru_cache(maxsize=200)
def page(content: bytes) -> Page:
    """Return a page as it was read, for whoever asks next."""
    return Page(content.decode())


def complaints_of(found: Page) -> Iterator[str]:
    """Yield what is wrong with a page, as a validator would."""
    yield from found.wrong
    ids = found.values("id")
    yield from (f"id {one} twice" for one in ids if ids.count(one) > 1)
    named = [one for name in ("aria-labelledby", "aria-describedby", "for")
             for several in found.values(name) for one in several.split()]  # fmt: skip
    yield from (f"nothing is called {one}" for one in named if one not in ids)
    steps = zip(found.headings, found.headings[1:], strict=False)
    yield from (f"h{one} is followed by h{other}" for one, other in steps if other > one + 1)
    for tag in ("h1", "main", "title", "header", "footer"):
        if [one for one, _ in found.tags].count(tag) != 1:
            yield f"not one <{tag}>"
    if ("html", {"lang": "en"}) not in found.tags:
        yield "no language"
    for name in ("viewport", "color-scheme"):
        if name not in found.values("name"):
            yield f"no {name}"
    yield from (f"an empty {one}" for one in ("title", "h1") if not found.said(one).strip())
    tables = [one for one, _ in found.tags].count("table")
    if [one for one, _ in found.tags].count("caption") != tables:
        yield "a table without a caption"
    times = [one["datetime"] or "" for tag, one in found.tags if tag == "time"]
    yield from (f"no time: {one}" for one in times if not is_time(one))


is_time = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d:\d\d\.\d{6}Z)?)?)?"
).fullmatch


def unsound(site: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [(path, one) for path, text in site.items() for one in complaints_of(page(text))]


def test_every_page_is_sound(site: Pages) -> None:
    """Tags are closed in order, ids are named once, headings skip no level."""
    assert len(site) > 80
    assert unsound(site) == []


@pytest.mark.parametrize("seed", range(30))
def test_every_page_of_any_log_is_sound(seed: int) -> None:
    """Of dates of every kind, and of terms of which nothing is said."""
    kept = of_seed(seed)

    assert unsound(paged(view_of("one-two", kept))) == []


def test_what_is_not_sound_would_be_noticed(site: Pages) -> None:
    """Else the tests above would find anything sound."""
    text = site["openai-microsoft/index.html"].decode()
    for one, other in (
        ("</section>", ""),
        ("<h2", "<h4"),
        (' id="terms-heading"', ""),
        (' id="terms-heading"', ' id="lanes-heading"'),
        ('<time datetime="', '<time datetime="some day of '),
        ("<caption", "<p"),
    ):
        assert [*complaints_of(Page(text.replace(one, other, 1)))], one


def links(site: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield where each page leads, its style left out."""
    for path, text in site.items():
        yield from (
            (path, given["href"] or "")
            for tag, given in page(text).tags
            if tag == "a" and given["href"] != PICTURE
        )


def test_links_lead_to_pages_of_the_folder(site: Pages) -> None:
    """And to places that are there; all others to the web, and say nothing to whom they lead."""
    ids = {path: {*page(text).values("id")} for path, text in site.items()}
    count = 0
    for path, href in links(site):
        if href.startswith(("https://", "http://")):
            continue
        target, _, place = href.partition("#")
        there = path if not target else normal(f"{path.rpartition('/')[0]}/{target}")
        count += 1

        assert there in site, f"{path}: {href}"
        assert not place or place in ids[there], f"{path}: {href}"
    assert count > 1000


def normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part:
            parts.append(part)
    return "/".join(parts)


def test_every_page_is_led_to(site: Pages) -> None:
    """From the overview, by links that need no script."""
    reached, ahead = set(), ["index.html"]
    while ahead:
        path = ahead.pop()
        reached.add(path)
        for _, href in links({path: site[path]}):
            if not href.startswith(("http", "#")):
                target = normal(f"{path.rpartition('/')[0]}/{href.partition('#')[0]}")
                ahead += [target] if target not in reached else []

    assert set(site) == reached


def test_nothing_is_fetched(site: Pages) -> None:
    """No page asks for anything but the style beside it, and a browser is told to let none."""
    own = style()[1].decode()
    for path, text in site.items():
        found = page(text)
        loaded = [given for tag, given in found.tags if tag == "link"]

        drawn = ["chart.svg"] * (path == "openai-microsoft/index.html")

        assert {tag for tag, _ in found.tags} & FETCHING == set(), path
        assert found.values("src", "srcset", "data", "background", "ping", "poster") == drawn
        assert loaded == [{"rel": "stylesheet", "href": f"{'../' * path.count('/')}{STYLE}"}]
        assert policy(found).startswith("default-src 'none'; "), path
    assert "@import" not in own
    assert [one for one in re.findall(r"url\(([^)]*)", own) if one[:1] != "#"] == []


FETCHING = {"iframe", "object", "embed", "audio", "video", "source", "base", "form", "style"}


def policy(found: Page) -> str:
    [content] = [
        one["content"] or ""
        for tag, one in found.tags
        if tag == "meta" and one.get("http-equiv") == "Content-Security-Policy"
    ]
    return content


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_a_browser_lets_nothing_run_but_our_script(site: Pages) -> None:
    """The policy names what stands in the page, to the letter; there is no handler beside it."""
    for path, text in site.items():
        found = page(text)
        rules = dict(one.split(" ", 1) for one in policy(found).split("; "))
        runs = re.findall(r"<script>(.*?)</script>", text.decode(), re.DOTALL)

        assert rules["style-src"] == "'self' file:"
        assert rules.get("script-src") == (digest(runs[0]) if runs else None)
        assert bool(runs) == (path == "openai-microsoft/index.html")
        assert {"base-uri", "form-action"} <= rules.keys()
        assert [one for _, given in found.tags for one in given if is_running(one)] == []


def is_running(attribute: str) -> bool:
    return attribute.startswith("on") or attribute in ("style", "srcdoc", "formaction")


# --- Hostile texts


@pytest.fixture(scope="module")
def known() -> dict[object, Pages]:
    """Return the sites that were made before, for whoever asks for the same."""
    return {}


@pytest.fixture
def poisoned(command: Run, tmp_path: Path, known: dict[object, Pages]) -> Callable[..., Pages]:
    """Give the site of a log in which every text is the one that is asked for."""

    def made(text: str, **given: str) -> Pages:
        key = (text, *given.items())
        if key not in known:
            name = str(abs(hash(key)))
            taken_in(command, tmp_path / f"{name}.db", ledger(text, **given))
            done = command("site", tmp_path / name, "--db", tmp_path / f"{name}.db")
            assert done.exit_code == 0, done.output
            known[key] = files(tmp_path / name)
        return known[key]

    return made


def files(folder: Path) -> Pages:
    """Return the pages in a folder."""
    found = (one for one in folder.rglob("*.html") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def built(site: Pages) -> dict[str, list[str]]:
    """Return the tags of each page with the names of their attributes, the data being no tags."""
    return {path: Tags(bare(text)).build for path, text in site.items()}


def bare(text: bytes) -> str:
    """Return a page without its own script."""
    return re.sub(r"<script>.*?</script>", "", text.decode(), flags=re.DOTALL)


@pytest.mark.parametrize("text", [*TEXTS, *INLINES[:9]], ids=ascii)
def test_hostile_texts_make_no_markup(poisoned: Callable[..., Pages], text: str) -> None:
    """Every page has the build that it has with a plain word, and what is said is seen."""
    plain, site = poisoned("word"), poisoned(text)

    assert built(site) == built(plain)
    assert unsound(site) == []
    for path, content in site.items():
        own = page(content)
        assert [one for one in own.values("href") if one.lower().startswith("javascript")] == []
        assert not any(map(is_harmful, {*content.decode()})), path
    told = page(site["acme-globex/events/nasty.html"]).said("h1")
    assert " ".join(printable(f"{text} again", lines=True).split()) == " ".join(told.split())


def is_harmful(character: str) -> bool:
    return character != "\n" and printable(character) != character


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_one_link_to_it(poisoned: Callable[..., Pages], address: str) -> None:
    """It cannot end its quotes, nor lead to anything but a page on the web."""
    plain, site = poisoned("word"), poisoned("word", address=address)
    out = [href for _, href in links(site) if ":" in href]

    assert built(site) == built(plain)
    assert out
    assert all(one.lower().startswith("https://example.com/") for one in out)


def test_hostile_texts_end_no_data(poisoned: Callable[..., Pages]) -> None:
    """The script is given them as they are, in an element that they cannot leave."""
    text = "</script><script>alert(1)</script><!-- \u2028 ' \" \\ ]]> &lt; \u202e {{ 7*7 }}"
    site = poisoned(text)
    given = embedded(site["acme-globex/index.html"])

    assert [one for one in "<>&\u2028\u202e" if one in given] == []
    assert json.loads(given)["name"] == text
    assert text in [one["value"] for [one, *_] in json.loads(given)["steps"] if "value" in one]


def embedded(content: bytes) -> str:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', content.decode())
    assert found is not None
    return found[1]


def test_the_parsers_would_notice(poisoned: Callable[..., Pages]) -> None:
    """With the text as it is, another build is found."""
    site = poisoned("word")
    for text in ("<b>", "<script>alert(1)</script>", "<!-- -->", '"><img src=x>'):
        other = {path: one.replace(b"word", text.encode()) for path, one in site.items()}

        assert built(other) != built(site)


# --- The data


def test_the_data_is_as_its_schema_says(book: Book) -> None:
    """Who reads it is not only our script."""
    given = json.loads(json.dumps(data(book)))

    assert complaints("site", given) == []
    given["surprise"] = 1
    assert complaints("site", given) != []


@pytest.mark.parametrize("on", ["2019-07-22", "2021-06-15", "2026-02-27", "2026-04-27"])
def test_the_table_stands_there_before_any_script(timeline: Run, tmp_path: Path, on: str) -> None:
    """With the answers of the day that was asked for."""
    timeline("site", tmp_path / "out", "--on", on)
    expected = said(timeline("as-of", on, "-o", "json"))
    text = (tmp_path / "out" / "openai-microsoft" / "index.html").read_text(encoding="utf-8")
    rows = dict(re.findall(r'<tr data-term="([^"]+)" (.*?)</tr>', text, re.DOTALL))

    assert list(rows) == [one["term"] for one in expected["terms"]]
    for one in expected["terms"]:
        row = rows[one["term"]]
        assert f'data-status="{one["status"]}"' in row
        assert re.findall(r'data-flag="([a-z-]+)"', row) == one["flags"]
        assert (one["event"] is None) or f'href="events/{one["event"]}.html"' in row
        assert row.count('rel="nofollow') == len([s for s in one["sources"] if s["url"]])
        for each in (*one["possible"], *one["replaced"], *one["claims"], *one["disputes"]):
            assert (each["event"] is None) or f'href="events/{each["event"]}.html">' in row
    told = timeline("as-of", on).stdout.partition("\n\n")[0].partition("terms: ")[2]
    assert " ".join(told.split()) in said_in(text)


def said_in(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("&#39;", "'")


# --- A document without a script


def test_the_page_is_a_document_without_a_script(site: Pages, record: Record) -> None:
    """It has every answer that every term has had, and what changed lately."""
    text = plain(site["openai-microsoft/index.html"])
    lines = answers_of(record.acts, lambda record: [*record.terms]).known(None)
    for key, term in record.terms.items():
        assert term.title in text
        for one in history(lines, key):
            assert all(each.value is None or each.value in text for each in one.possible), key
            ends = (json_text.day_of(one.first), json_text.day_of(one.last))
            first = next(filter(None, ends), None)
            assert first is None or day_in_words(date.fromisoformat(first)) in text


def plain(content: bytes) -> str:
    found = page(content)
    return " ".join("".join(one for tag in SEEN for one in found.inside.get(tag, ())).split())


SEEN = (
    "h1",
    "h2",
    "h3",
    "p",
    "b",
    "a",
    "li",
    "td",
    "th",
    "div",
    "span",
    "time",
    "small",
    "summary",
)


def test_the_changelog_is_whole(site: Pages, book: Book) -> None:
    """Each line stands on the page of its year."""
    for line in book.lines:
        text = plain(site[f"openai-microsoft/changelog/{line.on.year:04}.html"])

        assert " ".join(sentence(line, book.title_of).split()) in text
    assert len(book.lines) > 60


def test_what_was_disputed_is_not_said_to_be_settled(timeline: Run, tmp_path: Path) -> None:
    """A line that stands by itself has a name of its own, and is counted by it."""
    added = timeline(
        "append", "--when", "2026-03-20", "--title", "They agree", "--authority", "official",
        "--source", "https://example.com/agreed", "--settle", "first-party.hosting",
    )  # fmt: skip
    site = made(timeline, tmp_path / "out")
    year, years, began, ended = (
        page(site[f"openai-microsoft/{name}.html"]).inside
        for name in (
            "changelog/2026",
            "changelog/index",
            "events/2026-03-18-dispute",
            "events/2026-03-20-they-agree",
        )
    )

    assert added.exit_code == 0, added.output
    assert (2, 3) == (year["b"].count("Disputed."), year["b"].count("Settled."))
    assert "2 disputed, 3 settled" in " ".join(years["dd"])
    assert ["Disputed.", "Disputed."] == began["b"]
    assert ["Settled."] == ended["b"]


def test_a_page_of_a_term_explains_its_answer(site: Pages, timeline: Run) -> None:
    """With what was weighed, what became of it, and every source."""
    for term in ("ip-license.end", "cloud.rofr"):
        why = said(timeline("explain", term, str(ON), "-o", "json"))
        found = page(site[f"openai-microsoft/terms/{term}.html"])
        text = plain(site[f"openai-microsoft/terms/{term}.html"])

        assert why["rule"] in text
        for one in why["candidates"]:
            assert one["title"] in text
            assert f"../events/{one['event']}.html" in found.values("href")
            assert {s["url"] for s in one["sources"]} - {None} <= {*found.values("href")}


HUNG = """
partnership: acme-globex
title: Acme and Globex
terms: {fee: {title: Fee, asks: What does Acme pay?, unit: USD}, stake: {title: Stake}}
conditions: {sold: {title: Acme is sold}}
sources: {memo: {title: Memo}, wire: {title: Wire, publisher: Reuters}}
events:
  - {id: deal, when: 2020-01-01, title: Deal, authority: official, sources: [memo],
     changes: [{set: fee, value: 1 USD, unless: [sold]}, {set: stake, value: all, unless: [sold]}]}
  - {id: again, when: 2021-01-01, title: Again, authority: official, sources: [memo],
     changes: [{set: fee, value: 2 USD}]}
  - {id: column, when: 2021-03-01, title: Column, authority: reported, sources: [wire],
     changes: [{claim: fee, value: 3 USD}]}
covered_through: 2022-05-04
"""


def test_a_term_has_the_conditions_of_its_standing_answer(hung: Pages) -> None:
    """Those of an answer that another took the place of say nothing any more."""
    labels = {term: page(hung[f"acme-globex/terms/{term}.html"]).inside["dt"]
              for term in ("fee", "stake")}  # fmt: skip

    assert "Conditions" not in labels["fee"]
    assert "Conditions" in labels["stake"]


def test_a_claim_never_took_effect(hung: Pages) -> None:
    """It has a day; and its term says who made it, and when that became public."""
    labels = {id: page(hung[f"acme-globex/events/{id}.html"]).inside["dt"]
              for id in ("deal", "column")}  # fmt: skip
    claims = plain(hung["acme-globex/terms/fee.html"]).partition("Claims")[2]

    assert "Took effect" in labels["deal"]
    assert {"Took effect", "Day"} & {*labels["column"]} == {"Day"}
    assert "1 March 2021" in claims
    assert "Reuters claims" in claims


def test_pages_open_on_the_last_day_covered(hung: Pages) -> None:
    """And say that they do."""
    own = hung["acme-globex/index.html"]

    assert "2022-05-04" == json.loads(embedded(own))["on"]
    assert "later news may be missing. This page opens on that last day." in plain(own)


def test_a_glossary_has_every_question(hung: Pages) -> None:
    """With what there is to know of it, and the conditions."""
    text = hung["acme-globex/glossary.html"].decode()

    for said_of in ("What does Acme pay?", "Its values are in USD.", "Stake", "Acme is sold"):
        assert said_of in text


@pytest.fixture
def hung(command: Run, tmp_path: Path) -> Pages:
    """Return the pages of a log with a condition, a claim and a last day."""
    taken_in(command, tmp_path / "hung.db", HUNG)
    done = command("site", tmp_path / "hung", "--db", tmp_path / "hung.db")
    assert done.exit_code == 0, done.output
    return files(tmp_path / "hung")


def test_a_page_of_an_event_says_all_that_it_says(site: Pages, timeline: Run) -> None:
    """When, who says so, what of each term, where, and what was put right."""
    events = said(timeline("log", "-o", "json"))["events"]
    for event in events:
        shown = said(timeline("show", event["event"], "-o", "json"))
        found = page(site[f"openai-microsoft/events/{event['event']}.html"])
        text = plain(site[f"openai-microsoft/events/{event['event']}.html"])
        now = shown["as_corrected"]

        assert now["title"] in text
        assert now.get("summary", "") in text
        assert f"entry {shown['version']}" in " ".join(found.inside["dd"])
        for change in now.get("changes", ()):
            assert f"../terms/{term_of(change)}.html" in found.values("href")
            assert str(change.get("value", "")) in text
        for act in shown["acts"]:
            assert act["reason"] in text
        assert {s["url"] for s in shown["sources"].values()} - {None} <= {*found.values("href")}


def test_a_correction_of_sources_names_them(site: Pages) -> None:
    """As a reader would, without the signs of JSON."""
    found = page(site["openai-microsoft/events/article-004-oracle.html"]).inside

    assert ["XXXX-06", "article-004"] == [*map(str.strip, found["del"][:2])]
    assert ["2024-06-11", "article-004, oracle-2024"] == [*map(str.strip, found["ins"][:2])]


def term_of(change: Mapping[str, str]) -> str:
    """Return the term of a change as ledgers have it."""
    return next(change[verb] for verb in VERBS if verb in change)


# --- Edits


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


EVENT, AMENDMENT = "2025-01-21-rofr", "2026-04-27-amendment"


def made(timeline: Run, folder: Path) -> Pages:
    done = timeline("site", folder, "--on", "2026-10-08")
    assert done.exit_code == 0, done.output
    return files(folder)


@pytest.fixture(scope="module")
def folders() -> list[Path]:
    """Return where the command has written the site of the bundled log, once it has."""
    return []


@pytest.fixture
def out(
    timeline: Run, tmp_path: Path, folders: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a folder of one's own with that site in it."""
    if not folders:
        folder = tmp_path_factory.mktemp("written") / "out"
        made(timeline, folder)
        folders.append(folder)
    return Path(shutil.copytree(folders[0], tmp_path / "out"))


def hanging_on(book: Book, event: str) -> set[str]:
    """Return the pages of the terms whose answers hang on *event*, and of what is said of them."""
    near = {one for one in book.events if event in book.near([one])}
    terms = {
        key
        for key in book.terms
        for one in book.chains.with_dependencies(key)
        if near & {step.event for step in book.steps.get(one, ())}
    }
    said = near | {step.event for key in terms for step in book.steps[key]}
    pages = [*(f"terms/{key}" for key in terms), *(f"events/{one}" for one in said)]
    return {f"openai-microsoft/{one}.html" for one in pages}


def naming(site: Pages, event: str) -> set[str]:
    """Return the pages that name an event."""
    return {path for path, text in site.items() if event.encode() in text}


@pytest.mark.parametrize(
    "edit",
    [
        ("--title", "Exclusivity gives way"),
        ("--summary", "Another summary."),
        ("--when", "2025-01-20"),
    ],
)
def test_a_correction_changes_the_pages_it_touches(
    timeline: Run, out: Path, tmp_path: Path, edit: tuple[str, str]
) -> None:
    """Those of the event and of its terms, where it is named, and where the head of the log is."""
    before = files(out)
    done = timeline("correct", EVENT, *edit, "--reason", "It was wrong.")
    assert done.exit_code == 0, done.output
    after = made(timeline, tmp_path / "after")
    event = said(timeline("show", EVENT, "-o", "json"))["as_corrected"]
    changed = differing(before, after)
    terms = {f"openai-microsoft/terms/{term_of(one)}.html" for one in event["changes"]}
    year = {"openai-microsoft/changelog/2025.html", "openai-microsoft/changelog/2026.html"}
    index = {"openai-microsoft/changelog/index.html"}

    assert HEADS | terms | year | {f"openai-microsoft/events/{EVENT}.html"} <= changed
    named = naming(before, EVENT) | naming(after, EVENT)
    assert changed - HEADS - index <= named | hanging_on(Book(of_bundled(), ON), EVENT)
    assert len(changed) < len(after) / 2


@pytest.mark.parametrize("edit", ["title", "locator"])
def test_a_ledger_edited_before_import_changes_the_pages_it_touches(
    command: Run, tmp_path: Path, edit: str
) -> None:
    """Every digest after the edit is another one; who does not name the event is none the wiser."""
    text, book = bundled_text(), Book(of_bundled(), ON)
    event = EVENT if edit == "title" else AMENDMENT
    told = book.record.events[book.events[event]].event
    cited = (f"locator: {book.record.sources[key].locator}\n" for key in told.sources)
    one = f"title: {told.title}\n"
    if edit == "locator":
        one = next(each for each in cited if text.count(each) == 1)
    other = f"{edit}: Another {edit}\n"
    near = [each for each in book.events if event in book.near([each])]
    assert text.count(one) == 1
    sites = []
    for number, own in enumerate((text, text.replace(one, other))):
        path = tmp_path / f"{number}.db"
        taken_in(command, path, own)
        command("site", tmp_path / str(number), "--db", path)
        sites.append(files(tmp_path / str(number)))
    changed = differing(*sites)

    assert HEADS <= changed
    assert changed == HEADS | {
        path for path in changed if any(each.encode() in sites[1][path] for each in near)
    }
    assert f"openai-microsoft/events/{event}.html" in changed
    assert len(changed) < len(sites[0]) / 2


def bundled_text() -> str:
    return (ROOT / "events" / "ledger" / "data" / "openai-microsoft.yaml").read_text(
        encoding="utf-8"
    )


def hinged(kept: Sequence[Kept]) -> set[str]:
    """Return the terms of which an answer hangs, or hung, on another."""
    events = (standing.event for standing in record_of(kept).events)
    changes = (change for event in events for change in event.changes)
    return {change.term for change in changes if getattr(change, "hinge", None)}


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_an_entry_changes_the_pages_that_name_its_event(first: int) -> None:
    """As the log grows, no other term and no other year becomes another; who names it cites it.

    What hangs on a term becomes another with it, and so do the events that lean on the event.
    """
    for seed in range(first, first + CHUNK):
        kept = of_seed(seed)
        start = next(n for n, one in enumerate(kept) if one.act.id == "e1")
        before = about(kept[: start + 1])
        for length in range(start + 2, len(kept) + 1):
            after, event = about(kept[:length]), event_of(kept, length)
            if event is not None:
                named = {path for path, text in after.items() if f"/{event}.html" in text}
                was = {path for path, text in before.items() if f"/{event}.html" in text}
                cites = {path for path, text in after.items() if f"entry {length} of" in text}

                hung = {f"one-two/terms/{one}.html" for one in hinged(kept[:length])}
                leaning = GrowingRecord(kept[:length]).touched(event)
                hung |= {
                    path for path in after if any(f"/{e}.html" in after[path] for e in leaning)
                }
                gone = before.keys() - after.keys()

                changed = differing(before, after) - gone
                assert changed <= was | cites, f"seed {seed}, entry {length}"
                assert named <= cites <= named | hung
            before = after


def event_of(kept: list[Kept], length: int) -> str | None:
    """Return the event that the entry before *length* is about."""
    act = kept[length - 1].act
    if not isinstance(act, Event | Correct | Retract):
        return None
    corrected = {one.act.id: one.act.event for one in kept if isinstance(one.act, Correct)}
    return act.id if isinstance(act, Event) else corrected.get(act.event, act.event)


def about(kept: list[Kept]) -> dict[str, str]:
    """Return the pages of terms and years: those of events say what came of them by others too."""
    site = paged(view_of("one-two", kept), AFTER)
    return {
        path: text.decode()
        for path, text in site.items()
        if path.startswith(("one-two/terms", "one-two/changelog")) and "index" not in path
    }


def test_the_same_log_gives_the_same_bytes(timeline: Run, tmp_path: Path) -> None:
    """On another day of the clock, and from a log that was taken in again."""
    timeline("site", tmp_path / "one")
    exported = timeline("export", "-o", "jsonl").stdout
    (tmp_path / "log.jsonl").write_text(exported, encoding="utf-8")
    timeline("init", "--db", tmp_path / "other.db")
    timeline("import", tmp_path / "log.jsonl", "--db", tmp_path / "other.db")
    timeline("site", tmp_path / "two", "--db", tmp_path / "other.db")

    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert manifest(tmp_path / "one") == manifest(tmp_path / "two")


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


# --- The folder


def test_the_manifest_lists_every_file(out: Path) -> None:
    """With its digest, for whoever copies the site."""
    assert manifest(out)["files"] == digests(out)


def digests(out: Path) -> dict[str, str]:
    """Return the digest of every file in a folder but its manifest."""
    there = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {
        name: sha256(path.read_bytes()).hexdigest()
        for name, path in there.items()
        if name != "manifest.json"
    }


def test_a_second_time_nothing_is_written(timeline: Run, tmp_path: Path) -> None:
    """Who copies what is new by its age has nothing to copy."""
    out = tmp_path / "out"
    first = timeline("site", out)
    stamps = {one: one.stat().st_mtime_ns for one in out.rglob("*") if one.is_file()}
    second = timeline("site", out)

    assert re.search(r"(\d+) files of 1 partnership, \1 of them written\.", first.stdout)
    assert " files of 1 partnership, 0 of them written." in second.stdout
    assert stamps == {one: one.stat().st_mtime_ns for one in out.rglob("*") if one.is_file()}


def test_only_what_differs_is_written(timeline: Run, out: Path) -> None:
    """A page that somebody has altered is as it should be again."""
    site = files(out)
    (out / "index.html").write_text("altered", encoding="utf-8")
    (out / "openai-microsoft" / "index.html").unlink()
    done = timeline("site", out, "--on", "2026-10-08")

    assert "2 of them written." in done.stdout
    assert files(out) == site


def test_pages_that_are_no_longer_made_are_removed(
    timeline: Run, out: Path, tmp_path: Path
) -> None:
    """And folders that they leave empty; what others have put there stays."""
    taken_in(timeline, tmp_path / "acme.db", ledger("word"))
    (out / "openai-microsoft" / "terms" / "notes.txt").write_text("mine", encoding="utf-8")
    done = timeline("site", out, "--db", tmp_path / "acme.db")

    assert re.search(r", \d\d+ removed\.", done.stdout)
    assert {one.name for one in out.iterdir()} == {
        *("acme-globex", "index.html", "manifest.json", "openai-microsoft", STYLE),
    }
    assert [one.name for one in (out / "openai-microsoft").rglob("*")] == ["terms", "notes.txt"]
    assert all(path in manifest(out)["files"] for path in files(out))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"made_by": "another", "files": {}}', "[" * 100_000, "\udcff"]
)
def test_a_folder_of_somebody_else_is_refused(timeline: Run, tmp_path: Path, text: str) -> None:
    """Nothing in it is touched, whatever it calls a manifest."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "photo.jpg").write_bytes(b"mine")
    if text:
        (out / "manifest.json").write_text(text, encoding="utf-8", errors="surrogateescape")
    before = {one: one.read_bytes() for one in out.iterdir()}
    done = timeline("site", out)

    assert done.exit_code == 1
    assert f"{out} is no site that was made here, and has files in it, such as " in done.stderr
    assert "Name a new folder, or an empty one." in done.stderr
    assert before == {one: one.read_bytes() for one in out.iterdir()}


@pytest.mark.parametrize(
    "path", ["../mine", "/etc/mine", "a/../../mine", "a\\..\\mine", "a//b", ""]
)
def test_a_manifest_that_leads_out_of_its_folder_is_not_ours(
    timeline: Run, out: Path, tmp_path: Path, path: str
) -> None:
    """Else whoever can write it could have any file removed."""
    listed = manifest(out)
    listed["files"][path] = "0" * 64
    (out / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    done = timeline("site", out)

    assert done.exit_code == 1
    assert (tmp_path / "mine").exists()


def test_a_link_out_of_the_folder_is_not_followed(timeline: Run, out: Path, tmp_path: Path) -> None:
    """Neither to write nor to remove."""
    other = tmp_path / "other"
    (out / "openai-microsoft").rename(other)
    (out / "openai-microsoft").symlink_to(other)
    before = files(other)
    done = timeline("site", out, "--on", "2020-01-01")

    assert done.exit_code == 1
    assert f"leads out of {out}; remove the link." in done.stderr
    assert files(other) == before


def test_a_run_that_was_interrupted_is_taken_up(
    timeline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there is known as ours, and in the end nothing is left over."""
    out = tmp_path / "out"

    def failing(content: bytes, name: str) -> None:
        if "events" in name:
            raise KeyboardInterrupt
        written_bytes(content, name)

    with monkeypatch.context() as patch:
        patch.setattr("cli.site.output.written_bytes", failing)
        timeline("site", out)
    half = len(files(out))
    done = timeline("site", out)

    assert 0 < half < len(files(out))
    assert done.exit_code == 0
    assert manifest(out)["files"] == digests(out)


# --- What is asked for


@pytest.fixture
def two(timeline: Run) -> Run:
    """Run the command on a log of two partnerships."""
    done = timeline("import", "-", input=ledger("word"))
    assert done.exit_code == 0, done.output
    return timeline


def test_all_partnerships_are_there_unless_some_are_named(two: Run, tmp_path: Path) -> None:
    """The overview lists those that have a page, in the order asked for."""
    two("site", tmp_path / "all")
    two("site", tmp_path / "one", "-p", "acme-globex")

    assert {path.partition("/")[0] for path in files(tmp_path / "all")} == {
        *("index.html", "acme-globex", "openai-microsoft"),
    }
    assert {path.partition("/")[0] for path in files(tmp_path / "one")} == {
        *("index.html", "acme-globex"),
    }
    assert unsound(files(tmp_path / "all")) == []


def test_a_site_may_be_of_what_was_recorded_by_an_instant(
    timeline: Run, out: Path, tmp_path: Path
) -> None:
    """With the head that the log had then."""
    before = files(out)
    [instant] = re.findall(
        r'entry \d+, recorded <time datetime="([^"]+)', str(before["index.html"])
    )
    timeline("append", "--when", "2026-12-01", "--title", "New", "--authority", "official",
             "--source", "https://example.com/new", "--set", "ip-license.end=none")  # fmt: skip
    timeline("site", tmp_path / "then", "--on", "2026-10-08", "--recorded", instant)

    assert files(tmp_path / "then") == before


@pytest.mark.parametrize(
    ("given", "code", "sentence"),
    [
        (("--on", "2025-10"), 2, "--on is the one day that pages open on; 2025-10 is several."),
        (("--on", "soon"), 2, "'soon' cannot be read as a date"),
        (("-p", "nobody"), 4, "There is no partnership nobody."),
        (("--recorded", "2020-01-01"), 4, "Nothing had been recorded by 2020-01-01"),
        (("--db", "/nowhere/x.db"), 4, "There is no database /nowhere/x.db"),
    ],
)
def test_what_cannot_be_done_is_said(
    timeline: Run, tmp_path: Path, given: tuple[str, ...], code: int, sentence: str
) -> None:
    """In a sentence, before anything is written."""
    done = timeline("site", tmp_path / "out", *given)

    assert done.exit_code == code
    assert sentence in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_empty_log_has_no_site(command: Run, tmp_path: Path) -> None:
    """It is said how to fill it."""
    command("init", "--db", tmp_path / "empty.db")
    done = command("site", tmp_path / "out", "--db", tmp_path / "empty.db")

    assert done.exit_code == 4
    assert "The log is empty. Import a ledger file" in done.stderr


@pytest.mark.parametrize("slug", ["index.html", "manifest.json", STYLE])
def test_a_partnership_cannot_take_the_place_of_a_page(
    command: Run, tmp_path: Path, slug: str
) -> None:
    """Nobody calls one so, but somebody might."""
    taken_in(command, tmp_path / "log.db", f"partnership: {slug}\ntitle: One\n")
    done = command("site", tmp_path / "out", "--db", tmp_path / "log.db")

    assert done.exit_code == 1
    assert f"A partnership called {slug} can have no page" in done.stderr


def test_a_partnership_of_which_nothing_is_said_has_its_pages(command: Run, tmp_path: Path) -> None:
    """Without a term, and with one that was never set."""
    for text in ("", "terms: {fee: {title: Fee}}\n"):
        path = tmp_path / f"{len(text)}.db"
        taken_in(command, path, f"partnership: one\ntitle: One\n{text}")
        done = command("site", tmp_path / str(len(text)), "--db", path)
        site = files(tmp_path / str(len(text)))

        assert done.exit_code == 0, done.output
        assert unsound(site) == []
        assert "Nothing has changed yet." in plain(site["one/index.html"])


def test_a_file_is_no_folder(timeline: Run, tmp_path: Path) -> None:
    """It is not written over."""
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = timeline("site", tmp_path / "out")

    assert done.exit_code == 1
    assert f"{tmp_path / 'out'} is no folder for a site:" in done.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_terms_that_others_took_the_place_of_keep_their_pages(
    timeline: Run, tmp_path: Path
) -> None:
    """Under their own name; one that was renamed has one page, under the new one."""
    timeline("define", "cloud.first-look", "--title", "First look")
    timeline("redefine", "cloud.rofr", "--rename", "cloud.refusal")
    done = timeline(
        "redefine",
        "cloud.exclusivity",
        "--split",
        "cloud.first-look",
        "--split",
        "cloud.refusal",
    )
    site = made(timeline, tmp_path / "out")

    assert done.exit_code == 0, done.output
    assert "openai-microsoft/terms/cloud.rofr.html" not in site
    assert "cloud.rofr" in plain(site["openai-microsoft/terms/cloud.refusal.html"]) + "".join(
        page(site["openai-microsoft/terms/cloud.refusal.html"]).inside["dd"]
    )
    assert b"Its place was taken by" in site["openai-microsoft/terms/cloud.exclusivity.html"]
    assert b'data-term="cloud.exclusivity"' not in site["openai-microsoft/index.html"]
    assert unsound(site) == []
    assert {normal(f"{p.rpartition('/')[0]}/{h.partition('#')[0]}") for p, h in links(site)
            if not h.startswith(("http", "#"))} <= set(site)  # fmt: skip


def test_a_page_of_two_thousand_events_is_light() -> None:
    """All that it loads is in it: less than two million bytes."""
    rows = [json.loads(line) for line in lines(Shape(partnerships=1, terms=30, events=2000))]
    kept = [
        Kept(number, row["recorded"], codec.decode(json.dumps(row["entry"]).encode()))
        for number, row in enumerate(rows, 1)
    ]
    path, content = partnership_page(Book(view_of("p00000", kept), date(2024, 8, 22)))

    assert path == "p00000/index.html"
    assert len(record_of(kept).events) > 1900
    assert len(content) < 2_000_000
