"""Escapes: what a log holds makes no markup, no tag, no property where it is shown.

A document of hostile texts is read by a real parser, and has the build that it has with a plain
word in their place: the same headings, rows, links, tags and properties, and the text is in it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markup import ADDRESSES, INLINES, TEXTS, Tags
from poison import forms, ledger, printed, taken_in
from running import Run

from cli.forms.markdown import escaped
from cli.terminal import printable

BLOCKS = (
    *(
        "# a",
        "## a",
        "- a",
        "+ a",
        "* a",
        "1. a",
        "2) a",
        "> a",
        "---",
        "***",
        "===",
        "= a",
        "  - a",
    ),
    *(
        "    a",
        "```",
        "~~~",
        "``` a",
        "~~~ a",
        "[a]: javascript:x",
        "|---|",
        "- [ ] a",
        "[^1]",
        ": a",
    ),
    *(
        "1986\\. a",
        "<!--",
        "</li></ul>",
        "<script>",
        "--> a",
        "]]>",
        "| a | b |",
        "\ta",
        "a  ",
        "a",
    ),
)


class Trusting(MarkdownIt):
    """A parser that makes a link of every address, of a script too."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (the name it has there)
        """Let it be."""
        return True


MARKDOWN = Trusting("commonmark").enable(["table", "strikethrough"])
PERS = ((), ("--per", "term"), ("--per", "event"))
Document = tuple[str, tuple[str, ...]]
DOCUMENTS: list[Document] = [
    *((name, ()) for name in forms("md")),
    *(("changelog", per) for per in PERS[1:]),
]

Made = Callable[..., Run]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the databases of this file, each of one text."""
    return tmp_path_factory.mktemp("escapes")


@pytest.fixture
def holding(command: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Return the command on a log in which every text is the one asked for."""

    def made(text: str, **given: str) -> Run:
        path = folder / f"{abs(hash((text, *given.items())))}.db"
        if not path.exists():
            taken_in(command, path, ledger(text, **given))
        monkeypatch.setenv("TIMELINE_DB", str(path))
        return command

    return made


@pytest.fixture
def plain(holding: Made) -> Mapping[Document, list[str]]:
    """Return the structure of each document when every text is a plain word."""
    if not _PLAIN:
        run = holding("word")
        _PLAIN.update({one: build(printed(run, one[0], "md", *one[1])) for one in DOCUMENTS})
    return _PLAIN


_PLAIN: dict[Document, list[str]] = {}


STRAIGHT = str.maketrans("“”", '""')


def same(text: str) -> str:
    """Return *text* as it is compared: what harms a terminal is shown, blanks count once."""
    return " ".join(printable(text).split())


def tokens(text: str) -> list[Token]:
    """Return what a reader of Markdown makes of *text*, in one list."""
    return [one for block in MARKDOWN.parse(text) for one in (block, *(block.children or ()))]


def build(text: str) -> list[str]:
    """Return the blocks and marks of a Markdown document, without its words."""
    words = ("text", "softbreak", "text_special", "inline")
    return [f"{one.type} {one.tag}" for one in tokens(text) if one.type not in words]


def words(text: str) -> str:
    """Return the words of a Markdown document, as a reader sees them."""
    kinds = ("text", "text_special", "code_inline", "code_block")
    return same("".join(one.content if one.type in kinds else " " for one in _inner(text)))


def _inner(text: str) -> list[Token]:
    return [one for one in tokens(text) if one.type not in ("inline", "softbreak")]


PLACES = (
    "{}",
    "# {}",
    "- {}",
    "9. {}",
    "**{}**",
    "a {} b",
    "a\n{}",
    "|a|b|\n|---|---|\n| {} | b |",
)


@pytest.mark.parametrize("text", [*BLOCKS, *INLINES, *TEXTS], ids=ascii)
def test_what_is_escaped_is_only_words_in_every_place_of_markdown(text: str) -> None:
    """No tag, link, image, heading, list, code, rule, row or cell comes of it; all is shown."""
    for place in PLACES:
        document, expected = place.format(escaped(text)), build(place.format("word"))
        less_bold = [one for one in expected if "strong" not in one]

        assert build(document) in (expected, less_bold), document
        assert same(text) in words(document), document


@pytest.mark.drawn
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_markdown_has_the_build_that_it_has_with_a_plain_word(
    holding: Made, plain: Mapping[Document, list[str]], text: str
) -> None:
    """In every document of every command."""
    run = holding(text)
    for command, more in DOCUMENTS:
        document = printed(run, command, "md", *more)

        assert build(document) == plain[command, more], (command, more)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_in_markdown_is_one_link_to_it(holding: Made, address: str) -> None:
    """It cannot end its brackets."""
    document = printed(holding("word", address=address), "changelog", "md")
    links = [one.attrs["href"] for one in tokens(document) if one.type == "link_open"]

    assert build(document) == build(printed(holding("word"), "changelog", "md"))
    assert [str(link)[:20].lower() for link in links] == ["https://example.com/"]


@pytest.mark.drawn
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_page_has_the_build_that_it_has_with_a_plain_word(holding: Made, text: str) -> None:
    """No tag, no handler, no link comes of data, and all of it is shown."""
    for more in PERS:
        plain = Tags(printed(holding("word"), "changelog", "html", *more))
        page = Tags(printed(holding(text), "changelog", "html", *more))

        assert page.build == plain.build
        assert page.links == plain.links
        # Straight quotation marks become those of print.
        assert same(text).translate(STRAIGHT) in same(page.words).translate(STRAIGHT)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_in_a_page_is_one_link_to_it(holding: Made, address: str) -> None:
    """It cannot end its quotes."""
    page = Tags(printed(holding("word", address=address), "changelog", "html"))
    plain = Tags(printed(holding("word"), "changelog", "html"))

    assert page.build == plain.build
    assert [link for link in page.links if not link.startswith("#")] == [address]


def properties(calendar: str) -> list[list[str]]:
    """Return the names of the components of *calendar*, each with those of its properties."""
    read = Calendar.from_ical(calendar)
    return [[one.name or "", *sorted(one.keys())] for one in read.walk()]


@pytest.mark.drawn
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_a_calendar_has_the_build_that_it_has_with_a_plain_word(holding: Made, text: str) -> None:
    """No property, alarm or entry comes of data, read by a parser or line by line."""
    plain = printed(holding("word"), "next", "ics")
    calendar = printed(holding(text), "next", "ics")
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(calendar)]

    assert properties(calendar) == properties(plain)
    assert names == [line.partition(":")[0].partition(";")[0] for line in unfolded(plain)]
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert Calendar.from_ical(calendar).walk("VEVENT")


def unfolded(calendar: str) -> list[str]:
    """Return the lines of *calendar*, those that were folded as one."""
    return calendar.replace("\r\n ", "").replace("\r\n\t", "").splitlines()


@pytest.mark.parametrize("name", ["x`|<b>", "x](javascript:y)", "x**_~~", "x\"'>&lt;", "x#!-1.|"])
def test_the_id_of_an_act_is_escaped_too(
    holding: Made, plain: Mapping[Document, list[str]], name: str
) -> None:
    """It may hold any sign that is no blank."""
    expected = Tags(printed(holding("word"), "changelog", "html"))
    run = holding("word", retraction=name)
    page = Tags(printed(run, "changelog", "html"))

    for command, more in DOCUMENTS:
        assert build(printed(run, command, "md", *more)) == plain[command, more], (command, more)
    assert page.build == expected.build


def test_the_parsers_would_notice(holding: Made) -> None:
    """With the raw text in place, each of them sees another structure."""
    document = printed(holding("word"), "as-of", "md")
    page = printed(holding("word"), "changelog", "html")
    calendar = printed(holding("word"), "next", "ics")

    for text in ("<b>", "[a](javascript:alert(1))", "a\n\n# b", "`a`", "**a**"):
        assert build(document.replace("word", text)) != build(document), text
    assert Tags(page.replace("word", "<b>")).build != Tags(page).build
    assert properties(calendar.replace("word", "a\r\nX-A:b")) != properties(calendar)
