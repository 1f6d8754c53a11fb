"""Refuse writing requests and foreign host names, and set the common headers."""

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, MutableMapping
from ipaddress import ip_address
from typing import Any

from cli.serve.problem_details import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

STRICT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content security policy of an answer that loads nothing and runs nothing."""

ALWAYS = {
    "cache-control": "no-cache",
    "content-security-policy": STRICT,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""The headers added to every answer that does not set them itself."""


class RequestGuard:
    """Passes GET and HEAD requests for a name of this server on to *app*, and refuses all others.

    A hostile page may make its own name resolve to our address and so ask us through its reader's
    browser (DNS rebinding). The Host header then has a name that is not ours.
    """

    def __init__(self, app: App, hosts: Iterable[str]) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the application, or answer with the refusal."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        is_head = scope["method"] == "HEAD"
        send = _sending(send, is_head=is_head)
        refused = self._refused(scope)
        if refused is not None:
            return await refused.response()(scope, receive, send)
        return await self._app({**scope, "method": "GET"}, receive, send)

    def _refused(self, scope: Scope) -> Problem | None:
        names = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(names) != 1 or not is_ours(names[0], self._hosts):
            return Problem(
                421,
                "This server does not answer under that name; "
                "whoever runs it can allow it with --allow-host NAME.",
            )
        if scope["method"] not in ("GET", "HEAD"):
            return Problem(405, "This server is only read: use GET.", {"allow": "GET, HEAD"})
        return None


def is_ours(host: str, hosts: Collection[str]) -> bool:
    """Return whether the Host header *host* names this machine itself or one of *hosts*."""
    name = host_of(host)
    return name is not None and (name in hosts or is_loopback(name))


def host_of(header: str) -> str | None:
    """Return the name in the Host *header* without its port, or None if it is malformed."""
    found = _HOST.fullmatch(header.lower())
    return found and (found["name"] or found["six"])


_HOST = re.compile(r"(?:(?P<name>[a-z0-9._-]+)|\[(?P<six>[0-9a-f:.]+)\])(?::[0-9]{0,5})?")


def is_loopback(name: str) -> bool:
    """Return whether *name* always means this machine, whoever resolves it."""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _sending(send: Send, *, is_head: bool) -> Send:
    """Return *send*, wrapped to add the headers of ALWAYS and to drop the body for HEAD."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            more = [
                (name.encode(), value.encode())
                for name, value in ALWAYS.items()
                if name.encode() not in there
            ]
            message = {**message, "headers": [*message["headers"], *more]}
        if is_head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sending
