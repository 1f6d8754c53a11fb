"""Read the articles of a feed: RSS, Atom or JSON Feed."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from cli.inbox.article import Article, UnreadableError, decoded, made, readable, require
from cli.inbox.pages import text_of

MOST = 1000
"""The most items of a feed that are read."""


def items_of_feed(data: bytes, name: str, _: str | None) -> Iterator[Article]:
    """Yield the items of the RSS, Atom or JSON Feed in *data*, called *name*."""
    if data.lstrip()[:1] == b"{":
        yield from _items_of_json(data, name)
        return
    require("feedparser")
    import feedparser

    if b"<!ENTITY" in data:
        raise UnreadableError(name, "it defines entities, as no feed has to")
    with readable(name, ValueError, LookupError, TypeError):
        feed = feedparser.parse(io.BytesIO(data))
    publisher = feed.feed.get("title")
    for item in feed.entries[:MOST]:
        parts = [one.get("value", "") for one in item.get("content", ())] or [
            item.get("summary", "")
        ]
        when = item.get("published_parsed")
        published = "-".join(f"{one:02}" for one in when[:3]) if when else item.get("published")
        yield from _item(
            *(
                "\n".join(parts),
                item.get("title", ""),
                item.get("link"),
                published,
                publisher,
                name,
            ),
            language=feed.feed.get("language"),
        )


def _items_of_json(data: bytes, name: str) -> Iterator[Article]:
    with readable(name, ValueError):
        feed = json.loads(decoded(data))
    for item in _list(feed.get("items"))[:MOST]:
        text = _text(item, "content_html") or _text(item, "content_text") or _text(item, "summary")
        yield from _item(
            *(text, _text(item, "title"), _text(item, "url"), _text(item, "date_published")),
            *(_text(feed, "title"), name),
            language=_text(feed, "language"),
        )


def _list(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _item(
    markup: str,
    title: str,
    link: str | None,
    published: str | None,
    publisher: str | None,
    name: str,
    *,
    language: str | None,
) -> Iterator[Article]:
    """Yield an item of a feed, unless it has neither a title nor a text."""
    text = "\n".join([text_of(f"<p>{title}</p>", name), text_of(markup, name)])
    if text.strip():
        # A feed is written anew each hour; the item alone is the same.
        own = f"{link}\n{title}\n{published}\n{markup}".encode(errors="replace")
        yield made(
            text, text_of(f"<p>{title}</p>", name), own, name=name, address=link or None,
            publisher=publisher, published=published, language=language,
        )  # fmt: skip
