"""Decide which addresses may be linked, and give what is published its permanent name."""

from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from cli.terminal import is_harmful

_NAMESPACE = UUID("5f0f9a52-6c55-5a35-9d0e-6a7f5c1c7f10")
"""Never to be changed: the name of everything that was ever published begins here."""


def linked(url: str | None) -> str | None:
    """Return *url* as it may be linked, None where it is no address of a page on the web."""
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
    """Return the URN of what is called *name* in the partnership *slug*: always the same."""
    return uuid5(_NAMESPACE, f"{slug}/{name}").urn
