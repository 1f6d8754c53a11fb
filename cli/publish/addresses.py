"""Decide which addresses may be linked, and give published things permanent names."""

from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from cli.terminal import is_harmful

_NAMESPACE = UUID("5f0f9a52-6c55-5a35-9d0e-6a7f5c1c7f10")
"""Must never change: the names of everything ever published are derived from it."""


def linked(url: str | None) -> str | None:
    """Return *url* quoted for a link, or None if it is not the address of a web page."""
    if not url or any(is_harmful(one) or one.isspace() for one in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return quote(url, safe=_SAFE)


_SAFE = "!#$%&'()*+,-./:;=?@[]_~"


def name_of(slug: str, name: str) -> str:
    """Return the permanent URN of *name* in the partnership *slug*."""
    return uuid5(_NAMESPACE, f"{slug}/{name}").urn
