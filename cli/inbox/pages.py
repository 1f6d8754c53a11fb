"""Read an article from a web page: its main text as a reader sees it, and its own metadata."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from cli.inbox.article import Article, UnreadableError, canonical, decoded, made, readable, require

LIMIT = 5 * 1024 * 1024
"""The most bytes of a page."""

DEEPEST = 250
"""How deep the elements of a page may be nested."""


def pages_in(data: bytes, name: str, address: str | None) -> Iterator[Article]:
    """Yield the article in *data*, a page from *address* that messages call *name*."""
    require("trafilatura")
    if len(data) > LIMIT:
        raise UnreadableError(name, f"the page is larger than {LIMIT // 1024**2} MB")
    text = decoded(data, _charset(data))
    with readable(name, ValueError):
        tree = _tree(text)
        if tree is None:
            raise UnreadableError(name, "no text is visible in it")
        own = _one(tree, _ADDRESS)
        yield made(
            _main(tree),
            _one(tree, _TITLE) or "",
            data,
            name=name,
            address=_same_site(address, own),
            publisher=_one(tree, _PUBLISHER),
            published=_one(tree, _PUBLISHED) or _linked(text),
            language=_one(tree, ("/html/@lang", "/html/@xml:lang")),
        )


def text_of(markup: str, name: str) -> str:
    """Return the visible text of a piece of *markup*, such as the body of a mail, called *name*."""
    require("trafilatura")
    with readable(name, ValueError):
        tree = _tree(markup[:LIMIT])
        return "" if tree is None else _plain(tree)


def _tree(text: str) -> Any:
    """Return the elements of a page without those that are not shown, or None if it has none."""
    from lxml import etree, html

    _require_shallow(text)
    # lxml refuses text that declares an encoding.
    bare = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    try:
        tree = html.document_fromstring(bare) if bare.strip() else None
    except etree.ParserError:
        return None
    for hidden in [] if tree is None else tree.xpath(_HIDDEN):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    return tree


def _require_shallow(text: str) -> None:
    """Raise RecursionError if elements are nested so deeply that a parser may crash."""
    depth = 0
    for found in _TAG.finditer(text):
        depth += -1 if found[1] else 1
        depth = max(depth, 0)
        if depth > DEEPEST:
            raise RecursionError


_TAG = re.compile(
    r"<(/?)(?:div|span|section|article|ul|ol|table|tr|td|blockquote|b|i|em|strong|font|a|main|dl)\b",
    re.IGNORECASE,
)


def _main(tree: Any) -> str:
    import trafilatura

    found = trafilatura.extract(
        tree, include_comments=False, include_tables=True, favor_recall=True, config=_config()
    )
    return found or _plain(tree)


@cache
def _config() -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    # A wire story of two sentences is an article too, and keeps its paragraphs.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
    return config


def _plain(tree: Any) -> str:
    body = tree.find("body")
    blocks = (tree if body is None else body).xpath(_BLOCKS)
    for block in blocks:
        block.tail = "\n" + (block.tail or "")
    return str((tree if body is None else body).text_content())


_BLOCKS = ".//p|.//div|.//br|.//li|.//tr|.//h1|.//h2|.//h3|.//h4|.//blockquote"
_HIDDEN = (
    "//script|//style|//noscript|//template|//iframe|//object|//comment()|//*[@hidden]"
    "|//*[contains(translate(@style, 'DISPLAYNOE ', 'displaynoe'), 'display:none')]"
    "|//*[contains(translate(@style, 'VISBLTYHDEN ', 'visbltyhden'), 'visibility:hidden')]"
    "|//*[contains(translate(@style, 'FONTSIZE ', 'fontsize'), 'font-size:0')]"
)
_TITLE = ('//meta[@property="og:title"]/@content', "//h1//text()", "//title/text()")
_PUBLISHER = ('//meta[@property="og:site_name"]/@content', '//meta[@name="publisher"]/@content')
_PUBLISHED = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//meta[@name="date" or @name="pubdate" or @name="dc.date" or @name="DC.date.issued"]/@content',
    '//time[@itemprop="datePublished" or @pubdate]/@datetime',
)
_ADDRESS = ('//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content')


def _one(tree: Any, paths: tuple[str, ...]) -> str | None:
    """Return the first text that one of *paths* finds in *tree*."""
    for path in paths:
        for found in tree.xpath(path):
            if found.strip():
                return str(found)
    return None


def _linked(text: str) -> str | None:
    """Return the day of publication that the page gives in JSON-LD."""
    found = re.search(r'"datePublished"\s*:\s*"(\d{4}-\d{2}-\d{2})', text)
    return found[1] if found else None


def _same_site(address: str | None, own: str | None) -> str | None:
    """Return *own*, the address that a page gives itself, unless *address* is of another site."""
    given, said = canonical(address or ""), canonical(own or "")
    if given is None or said is None:
        return given or said
    return said if said.split("/")[2] == given.split("/")[2] else given


def _charset(data: bytes) -> str | None:
    found = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:2048], re.IGNORECASE)
    return found[1].decode("ascii", "replace") if found else None
