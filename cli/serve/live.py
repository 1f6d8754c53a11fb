"""Make the pages of the site from the current log, so that a browser shows every change."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from html import unescape
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from cli.reading.partnership import chosen, chosen_in
from cli.reading.session import Whole, opened, view, views
from cli.serve.etags import Heads, tag_of
from cli.site.build import OVERVIEW, overview, pages, stored_rows
from cli.site.output import file_path
from events.errors import TimelineError

SCRIPT = "live.js"
"""The file, and the address, of the script that checks whether a page has changed."""


class Page(NamedTuple):
    """A response: its *body*, and the headers that go with it."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def tag(self) -> str:
        """The entity tag, which no other body at this address has."""
        return self.headers["etag"]


class Pages:
    """The pages of all partnerships in a log, each made when it is first asked for."""

    def __init__(self, db: str) -> None:
        self._db = db
        self._caches: dict[str, PageCache] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def find(self, path: str) -> Page | None:
        """Return the page at *path*, the name of a file of the site, or None if there is none.

        Raises NotFoundError if *path* names an unknown partnership.
        """
        slug, below, _ = path.partition("/")
        slug = slug.removesuffix("~") if below else ""
        if not slug and path not in OVERVIEW:
            return None  # Browsers ask for icons and manifests, whatever there is.
        if slug and slug not in self._caches:
            with opened(self._db) as log:
                chosen_in(log, slug)  # Nothing is kept of a partnership that there is not.
        with self._locks[slug]:
            try:
                return self._cached(slug).find(path)
            except TimelineError:
                self._caches.pop(slug, None)  # What is left of it is not made any more.
                raise

    def _cached(self, slug: str) -> "PageCache":
        """Return the page cache of the partnership *slug* or, if it is empty, of the overview."""
        cache = self._caches.get(slug)
        if cache is None or cache.heads != Heads.of(self._db, slug or None):
            seen = [view(self._db, slug)] if slug else views(self._db) or [*chosen([], None)]
            make = pages if slug else overview
            made = make(seen, rows=partial(stored_rows, self._db))
            cache = self._caches[slug] = PageCache(seen, made)
        return cache


class PageCache:
    """The pages *made* of the partnerships *seen*, valid while these have the same *heads*."""

    def __init__(self, seen: Sequence[Whole], made: Iterator[tuple[str, bytes]]) -> None:
        self.heads = Heads(tuple((one.slug, one.head) for one in seen))
        self._made: dict[str, Page] = {}
        self._left = made

    def find(self, path: str) -> Page | None:
        """Return the page at *path*, or None; pages that come before it are made too."""
        while path not in self._made:
            made = next(self._left, None)
            if made is None:
                return None
            name, body = made
            self._made[file_path(name)] = served(name, body)
        return self._made[path]


def served(path: str, body: bytes) -> Page:
    """Return the file *path* of the site, with the content *body*, as a response.

    A page gets the script that watches for changes.
    """
    kind = path.rpartition(".")[2]
    tag = tag_of(path, str(len(body)), body.decode())
    headers = {"etag": tag, "content-type": _TYPES.get(kind, "application/octet-stream")}
    if kind == "html":
        found = _POLICY.search(body)
        rules = unescape(found[1].decode()) if found else ""
        headers["content-security-policy"] = policy(rules)
        script = f'<script src="/{SCRIPT}" data-tag={tag} defer></script>\n'
        body = _POLICY.sub(b"", body, count=1).replace(b"</head>", script.encode() + b"</head>", 1)
    return Page(body, headers)


_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n?')


def policy(rules: str) -> str:
    """Return the policy header of a page with the *rules* of its own meta element.

    A header can say more than a meta element: `frame-ancestors` works only in a header.
    """
    said = [rule.split() for rule in rules.split(";") if rule.strip()]
    allowed = {name: sources for name, *sources in said}
    allowed["default-src"] = ["'none'"]
    allowed["script-src"] = [*allowed.get("script-src", ()), "'self'"]
    allowed["connect-src"] = ["'self'"]
    allowed |= {name: ["'none'"] for name in ("base-uri", "form-action", "frame-ancestors")}
    return "; ".join(" ".join([name, *sources]) for name, sources in allowed.items())


@cache
def script() -> Page:
    """Return the script that every page loads."""
    file = Path(__file__).parent / SCRIPT
    text = file.read_text("utf-8")
    return Page(text.encode(), {"etag": tag_of(SCRIPT, text), "content-type": _TYPES["js"]})
