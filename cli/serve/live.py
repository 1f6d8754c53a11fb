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
from cli.reading.session import opened, view
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


CARDS = 100
"""How many partnerships an overview shows, of which there may be a hundred thousand."""

KEPT = 32
"""How many partnerships, and overviews, have their pages kept: those asked for last."""


class Pages:
    """The pages of all partnerships in a log, each made when it is first asked for."""

    def __init__(self, db: str) -> None:
        self._db = db
        self._caches: dict[str, PageCache] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def find(self, path: str, after: str = "") -> Page | None:
        """Return the page at *path*, the name of a file of the site, or None if there is none.

        An overview begins with the partnership that follows the slug *after*. Raises NotFoundError
        if *path* names an unknown partnership.
        """
        slug, below, _ = path.partition("/")
        slug = slug.removesuffix("~") if below else ""
        if not slug and path not in OVERVIEW:
            return None  # Browsers ask for icons and manifests, whatever there is.
        if slug and slug not in self._caches:
            with opened(self._db) as log:
                chosen_in(log, slug)  # Nothing is kept of a partnership that there is not.
        name = slug or f"?{after}"  # No slug begins so.
        with self._locks[name]:
            try:
                return self._cached(name).find(path)
            except TimelineError:
                self._caches.pop(name, None)  # What is left of it is not made any more.
                raise

    def _cached(self, name: str) -> "PageCache":
        """Return the page cache of the partnership *name* or, after `?`, of an overview."""
        about = [name] if name[:1] != "?" else self._listed(name[1:])
        cache, heads = self._caches.pop(name, None), Heads.of(self._db, about)
        if cache is None or cache.heads != heads:
            cache = PageCache(heads, self._made(name, about))
        self._caches[name] = cache
        for left in [*self._caches][:-KEPT]:
            self._caches.pop(left, None)
            self._locks.pop(left, None)
        return cache

    def _listed(self, after: str) -> list[str]:
        """Return what an overview is of and, where there is more, one slug more."""
        with opened(self._db) as log:
            found = log.slugs(CARDS + 1, after)
        return found or ([] if after else [*chosen([], None)])

    def _made(self, name: str, about: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        seen = [view(self._db, one) for one in about[:CARDS]]
        rows = partial(stored_rows, self._db)
        if name[:1] != "?":
            return pages(seen, rows=rows)
        return overview(seen, rows=rows, after=about[CARDS - 1] if about[CARDS:] else None)


class PageCache:
    """The pages *made* of some partnerships, valid while these have the same *heads*."""

    def __init__(self, heads: Heads, made: Iterator[tuple[str, bytes]]) -> None:
        self.heads = heads
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
