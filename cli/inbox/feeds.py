"""Read the articles of a feed: RSS, Atom or JSON Feed."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

from cli.inbox.article import Article, UnreadableError, decoded, made, readable, require
from cli.inbox.pages import text_of

MOST = 1000
"""How many items of a feed are read; the rest is left out."""


def items_of_feed(
    data: bytes, name: str, address: str | None, tell: Callable[[str], object]
) -> Iterator[Article]:
    """Yield the items of the RSS, Atom or JSON Feed in *data*, called *name*, from *address*.

    An item that cannot be read is an error only after the others were yielded, so that it hides
    none of them. *tell* is given a sentence if there are more items than are read.
    """
    is_json = data.lstrip()[:1] == b"{"
    unreadable: UnreadableError | None = None
    items = [*(_items_of_json if is_json else _items_of_xml)(data, name)]
    if len(items) > MOST:
        tell(f"{name} has {len(items):,} items; the first {MOST:,} were read.")
    for item in items[:MOST]:
        try:
            yield from _article(item, name, address or "")
        except UnreadableError as error:
            unreadable = error
    if unreadable:
        raise unreadable


class _Item(NamedTuple):
    markup: str
    title: str
    link: str | None
    published: str | None
    publisher: str | None
    language: str | None


def _items_of_xml(data: bytes, name: str) -> Iterator[_Item]:
    require("feedparser")
    import feedparser

    if b"<!ENTITY" in data:
        raise UnreadableError(name, "it defines entities, as no feed has to")
    with readable(name, ValueError, LookupError, TypeError):
        feed = feedparser.parse(io.BytesIO(data))
    if feed.bozo and not feed.entries:
        raise UnreadableError(name, "it is damaged, and no item can be found in it")
    publisher = feed.feed.get("title")
    for item in feed.entries:
        parts = [one.get("value", "") for one in item.get("content", ())] or [
            item.get("summary", "")
        ]
        when = item.get("published_parsed")
        published = "-".join(f"{one:02}" for one in when[:3]) if when else item.get("published")
        yield _Item(
            *("\n".join(parts), item.get("title", ""), item.get("link"), published),
            *(publisher, feed.feed.get("language")),
        )


def _items_of_json(data: bytes, name: str) -> Iterator[_Item]:
    with readable(name, ValueError):
        feed = json.loads(decoded(data))
    for item in _list(feed.get("items")):
        text = _text(item, "content_html") or _text(item, "content_text") or _text(item, "summary")
        yield _Item(
            *(text, _text(item, "title"), _text(item, "url"), _text(item, "date_published")),
            *(_text(feed, "title"), _text(feed, "language")),
        )


def _list(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _article(item: _Item, name: str, address: str) -> Iterator[Article]:
    """Yield an *item* of the feed at *address* as an article, if it has a title or a text."""
    title = text_of(f"<p>{item.title}</p>", name)
    text = "\n".join([title, text_of(item.markup, name)])
    if text.strip():
        # The snapshot is of the item alone: the feed around it is written anew each hour.
        own = f"{item.link}\n{item.title}\n{item.published}\n{item.markup}"
        yield made(
            text,
            title,
            own.encode(errors="replace"),
            name=name,
            address=urljoin(address, item.link) if item.link else None,
            publisher=item.publisher,
            published=item.published,
            language=item.language,
        )
