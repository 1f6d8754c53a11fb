"""Write a feed of changes and corrections as Atom (RFC 4287) or JSON Feed 1.1."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from cli.forms import json_text
from cli.publish.addresses import name_of
from cli.publish.feed_text import EntryText
from cli.publish.html_text import body, text
from cli.reading.session import View
from cli.render.answers import covered
from cli.terminal import printable
from events.model.values import Value, kind
from timeline.views.feed import Entry


@kind
class Feed(Value):
    """The *entries* of a feed about the partnership *seen*, newest first.

    *url* is the address that the feed will have.
    """

    seen: View
    entries: Sequence[Entry[EntryText]]
    url: str | None = None

    @property
    def title(self) -> str:
        """The title of the feed, which names the partnership."""
        return f"{_title(self.seen)}: changes and corrections"

    @property
    def description(self) -> str:
        """The coverage of the log in words, and the head of the log."""
        return f"The log is complete {covered(self.seen)}; head {self.seen.head}."

    @property
    def updated(self) -> str:
        """The instant of the last change to an entry's text; without entries, of the last act."""
        return max((one.updated for one in self.entries), default=self.seen.last.recorded)

    @property
    def id(self) -> str:
        """The permanent URN of the feed."""
        return name_of(self.seen.slug, "feed")


def _title(seen: View) -> str:
    return printable(" ".join(seen.record.partnership.title.split())) or seen.slug


def atom(feed: Feed) -> str:
    """Return *feed* as Atom."""
    return "".join(f"{line}\n" for line in _atom(feed))


def _atom(feed: Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
    yield f"<id>{feed.id}</id>"
    yield f"<title>{_xml(feed.title)}</title>"
    yield f"<subtitle>{_xml(feed.description)}</subtitle>"
    yield f"<updated>{feed.updated}</updated>"
    yield f"<author><name>{_xml(_title(feed.seen))}</name></author>"
    yield "<generator>partnership-timeline</generator>"
    if feed.url:
        yield f'<link rel="self" type="application/atom+xml" href={_attribute(feed.url)}/>'
    for one in feed.entries:
        yield from _entry(feed.seen.slug, one)
    yield "</feed>"


def _entry(slug: str, one: Entry[EntryText]) -> Iterator[str]:
    words = one.words
    yield "<entry>"
    yield f"<id>{name_of(slug, one.name)}</id>"
    yield f"<title>{_xml(words.title)}</title>"
    yield f"<published>{one.published}</published>"
    yield f"<updated>{one.updated}</updated>"
    yield f'<category term="{words.kind}"/>'
    for tag in words.tags:
        yield f"<category term={_attribute(tag)}/>"
    for link in words.sources:
        if link.url:
            yield f'<link rel="via" href={_attribute(link.url)} title={_attribute(link.text)}/>'
    yield f'<content type="html">{_xml(body(words))}</content>'
    yield "</entry>"


def _xml(text: str) -> str:
    return escape(_sayable(text), quote=False)


def _attribute(text: str) -> str:
    """Return *text* in quotes, as `xml.sax.saxutils` would, which imports half of the network."""
    said = _xml(text).translate(_BLANKS)
    if '"' in said and "'" not in said:
        return f"'{said}'"
    return '"{}"'.format(said.replace('"', "&quot;"))


_BLANKS = {ord(one): f"&#{ord(one)};" for one in "\n\r\t"}


def _sayable(text: str) -> str:
    """Return *text* with the two noncharacters that XML cannot express written as escapes."""
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def json_feed(feed: Feed) -> str:
    """Return *feed* as JSON Feed 1.1."""
    return json_text.dump(_json(feed)) + "\n"


def _json(feed: Feed) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        **({"feed_url": feed.url} if feed.url else {}),
        "language": "en",
        "authors": [{"name": _title(feed.seen)}],
        "_timeline": feed.seen.meta(),
        "items": [_item(feed.seen.slug, one) for one in feed.entries],
    }


def _item(slug: str, one: Entry[EntryText]) -> dict[str, Any]:
    words = one.words
    linked = next((link.url for link in words.sources if link.url), None)
    return {
        "id": name_of(slug, one.name),
        **({"external_url": linked} if linked else {}),
        "title": words.title,
        "content_html": body(words),
        "content_text": text(words),
        "date_published": one.published,
        "date_modified": one.updated,
        "tags": list(dict.fromkeys((words.kind, *words.tags))),
        "_timeline": {"kind": words.kind, "event": words.event, "when": words.when},
    }
