"""The pages in docs/ make a site in which every page is found and no link is dead."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from shell import ROOT

DOCS = ROOT / "docs"
CONFIG = ROOT / "zensical.toml"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))]
LOADED = {"script", "img", "link", "iframe", "source"}
"""The elements for which a browser fetches something unasked."""


class Link(NamedTuple):
    """An address on a page, and the element that has it."""

    element: str
    address: str


class Page(HTMLParser):
    """A page of the site: its links, and the names that links may lead to."""

    def __init__(self, file: Path) -> None:
        """Read the page in *file*."""
        super().__init__()
        self.links: list[Link] = []
        self.names: set[str] = set()
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element *tag* leads to, and what it is called."""
        said = {name: value for name, value in attrs if value}
        self.names |= {said[name] for name in ("id", "name") if name in said}
        self.links += (Link(tag, said[name]) for name in ("href", "src") if name in said)


page_in = cache(Page)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site, built from the pages as they are; a warning fails."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copy(CONFIG, folder)
    shutil.copytree(DOCS, folder / "docs")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    return folder / "site"


def dead(file: Path, links: list[str]) -> Iterator[str]:
    """Yield those of the *links* in *file*, a page of the site, that lead nowhere."""
    for link in links:
        parts = urlsplit(link)
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        if parts.scheme or parts.netloc:
            continue
        if not target.is_file() or (parts.fragment and parts.fragment not in page_in(target).names):
            yield link


def test_no_link_of_the_site_is_dead(site: Path) -> None:
    """Neither a page nor a heading may move without those who lead to it."""
    files = [file for file in site.glob("*.html") if file.name != "404.html"]
    found = {
        file.name: [*dead(file, [link.address for link in page_in(file).links])] for file in files
    }

    assert {page.stem for page in DOCS.glob("*.md")} == {file.stem for file in files}
    assert {} == {name: links for name, links in found.items() if links}


def test_a_dead_link_is_found(site: Path) -> None:
    """Else the test above would pass whatever the pages say."""
    links = ["dates.html", "dates.html#no-such", "no-such.html", "#no-such", "https://example.com"]

    assert ["dates.html#no-such", "no-such.html", "#no-such"] == [*dead(site / "index.html", links)]


def test_a_page_of_the_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    """It is read where there is no network, and tells nobody who reads it."""
    fetched = {
        link.address
        for file in site.glob("*.html")
        for link in page_in(file).links
        if link.element in LOADED and urlsplit(link.address).netloc
    }

    assert set() == fetched


def test_every_page_is_in_the_contents() -> None:
    """A page that is in none of its groups is found by nobody."""
    contents = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["project"]["nav"]

    assert [page.name for page in sorted(DOCS.glob("*.md"))] == sorted(listed(contents))


def listed(entry: object) -> Iterator[str]:
    """Yield the pages in an *entry* of the contents."""
    match entry:
        case str(name):
            yield name
        case list(entries):
            for one in entries:
                yield from listed(one)
        case dict(named):
            yield from listed([*named.values()])
        case _:
            raise TypeError(f"Neither a page nor a group of pages: {entry}")


def test_every_page_is_named_on_the_first_one() -> None:
    """Whoever reads the files and not the site has no contents beside them."""
    first = {*addresses(tokens(DOCS / "index.md"))}

    assert set() == {page.name for page in DOCS.glob("*.md")} - first - {"index.md"}


def test_every_schema_is_named() -> None:
    """Programs rely on them."""
    named = {
        address.removeprefix("schemas/") for address in addresses(tokens(DOCS / "commands.md"))
    }

    assert set() == {file.name for file in (DOCS / "schemas").iterdir()} - named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_files_lead_somewhere(page: Path) -> None:
    """The files are read as they are, too, where headings are named by another program."""
    assert [] == [link for link in addresses(tokens(page)) if not leads(page, link)]


def leads(page: Path, link: str) -> bool:
    """Tell whether the *link* on *page* leads to a file that is there, and to a heading in it."""
    parts = urlsplit(link)
    target = page.parent / parts.path if parts.path else page
    if parts.scheme:
        return True
    return target.exists() and (not parts.fragment or parts.fragment in headings(target))


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    """Return *page* in its parts."""
    return tuple(MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")))


def addresses(parts: tuple[Token, ...]) -> Iterator[str]:
    """Yield where the links and the pictures among the *parts* of a page lead."""
    for part in parts:
        yield from (str(part.attrs[name]) for name in ("href", "src") if name in part.attrs)
        yield from addresses(tuple(part.children or ()))


def headings(page: Path) -> set[str]:
    """Return the names of the headings on *page*, as code hosts make them."""
    parts = tokens(page)
    texts = (parts[at + 1] for at, one in enumerate(parts) if one.type == "heading_open")
    return {
        "".join(
            letter for letter in plain(text).lower() if letter.isalnum() or letter in " -_"
        ).replace(" ", "-")
        for text in texts
    }


def plain(text: Token) -> str:
    """Return the words of a heading, without its markup."""
    return "".join(one.content for one in text.children or ())
