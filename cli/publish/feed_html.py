"""The body of a feed's entry as HTML: paragraphs and lists, and no link but to the web."""

from collections.abc import Iterable, Iterator
from html import escape

from cli.publish.feed_text import Link, Told


def body(one: Told) -> str:
    """Return what an entry says as HTML in which nothing of the log is markup."""
    return "\n".join(_blocks(one))


def text(one: Told) -> str:
    """Return what an entry says as plain text."""
    sources = [f"- {link.text}{f' <{link.url}>' if link.url else ''}" for link in one.sources]
    told = [*one.said, *(f"- {each}" for each in one.changes)]
    return "\n".join([*told, *(["Sources:", *sources] if sources else [])])


def _blocks(one: Told) -> Iterator[str]:
    yield from (f"<p>{escape(each)}</p>" for each in one.said)
    yield from _list(escape(each) for each in one.changes)
    if one.sources:
        yield "<p>Sources:</p>"
        yield from _list(map(_link, one.sources))


def _list(items: Iterable[str]) -> Iterator[str]:
    found = [f"<li>{item}</li>" for item in items]
    if found:
        yield f"<ul>{''.join(found)}</ul>"


def _link(one: Link) -> str:
    text = escape(one.text)
    return f'<a href="{escape(one.url)}" rel="nofollow noopener">{text}</a>' if one.url else text
