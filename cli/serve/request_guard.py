"""Refuse writing requests and foreign host names, and set the common headers."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote

from cli.serve.problem_details import Problem
from events.storage.deadline import TooLateError, give_up_after

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


SECONDS = 30.0
"""How long an answer may take. The longest wait for a writer is shorter."""


class RequestGuard:
    """Passes GET and HEAD requests for a name of this server on to *app*, and refuses all others.

    A request for a whole address, such as `GET http://localhost:8000/ HTTP/1.1`, is one for its
    path at its host, whatever the Host header says (RFC 9112, 3.2.2).

    A hostile page may make its own name resolve to our address and so ask us through its reader's
    browser (DNS rebinding). The Host header then has a name that is not ours.
    """

    def __init__(self, app: App, hosts: Iterable[str]) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the application, or answer with the refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # What turns out to be no HTTP is answered and shut out while its body is read.
        if (await receive())["type"] == "http.disconnect":
            return
        is_head = scope["method"] == "HEAD"
        send = _sending(send, is_head=is_head)
        scope = _at_path(scope)
        refused = self._refused(scope)
        if refused is not None:
            await refused.response()(scope, receive, send)
            return
        await _in_time(self._app, {**scope, "method": "GET"}, receive, send)

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


async def _in_time(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer by *app* or, if it does not begin to within SECONDS, with a refusal."""
    is_late = has_begun = False

    async def sending(message: MutableMapping[str, Any]) -> None:
        nonlocal has_begun
        has_begun = True
        if not is_late:
            await send(message)

    give_up_after(SECONDS)
    answering = asyncio.ensure_future(app(scope, receive, sending))
    await asyncio.wait({answering}, timeout=SECONDS)
    if answering.done() or has_begun:
        await answering
    else:  # A thread cannot be stopped: it gives up at its next query, and its answer is dropped.
        is_late = True
        answering.add_done_callback(_drop)
        await Problem.of(TooLateError()).response()(scope, receive, send)


def _drop(answering: "asyncio.Future[None]") -> None:
    if not answering.cancelled():
        answering.exception()


def _at_path(scope: Scope) -> Scope:
    """Return *scope* with the host and path of its address, if it asks for a whole address."""
    whole = _WHOLE.fullmatch(scope.get("raw_path") or b"")
    if whole is None:
        return scope
    host, path = whole["host"], whole["path"] or b"/"
    headers = [(name, host if name == b"host" else value) for name, value in scope["headers"]]
    return {**scope, "raw_path": path, "path": unquote(path.decode("ascii")), "headers": headers}


_WHOLE = re.compile(rb"https?://(?P<host>[^/]+)(?P<path>/.*)?", re.IGNORECASE | re.DOTALL)


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
