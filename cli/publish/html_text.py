"""Write the text of an entry as HTML, with everything from the log escaped."""

from collections.abc import Iterable, Iterator
from html import escape

from cli.publish.feed_text import EntryText, Link


def body(one: EntryText) -> str:
    """Return the text *one* of an entry as HTML, with everything from the log escaped."""
    return "\n".join(_blocks(one))


def text(one: EntryText) -> str:
    """Return the text *one* of an entry as plain text."""
    sources = [f"- {link.text}{f' <{link.url}>' if link.url else ''}" for link in one.sources]
    lines = [*one.said, *(f"- {each}" for each in one.changes)]
    return "\n".join([*lines, *(["Sources:", *sources] if sources else [])])


def _blocks(one: EntryText) -> Iterator[str]:
    yield from (f"<p>{escape(each)}</p>" for each in one.said)
    yield from listed(one.changes)
    yield from cited(one.sources)


def listed(items: Iterable[str]) -> Iterator[str]:
    """Yield an HTML list of *items*, or nothing if there are none."""
    yield from _list(map(escape, items))


def cited(sources: Iterable[Link]) -> Iterator[str]:
    """Yield an HTML list of *sources* under a heading, or nothing if there are none."""
    found = list(_list(map(_link, sources)))
    if found:
        yield from ("<p>Sources:</p>", *found)


def _list(items: Iterable[str]) -> Iterator[str]:
    found = [f"<li>{item}</li>" for item in items]
    if found:
        yield f"<ul>{''.join(found)}</ul>"


def _link(one: Link) -> str:
    text = escape(one.text)
    return f'<a href="{escape(one.url)}" rel="nofollow noopener">{text}</a>' if one.url else text
