"""A client that calls an ASGI application in process, as a server would."""

import json
from collections.abc import MutableMapping
from typing import Any, NamedTuple
from urllib.parse import unquote

import anyio

from cli.serve.capture import capturing
from cli.serve.request_guard import App


class Answered(NamedTuple):
    """The response of an application."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed as JSON."""
        return json.loads(self.body)


def asked(
    app: App, address: str, method: str = "GET", *, host: str = "localhost:8000", **headers: str
) -> Answered:
    """Return the response of *app* at *address*; in header names, `_` stands for `-`."""
    path, _, query = address.partition("?")
    given = {"host": host} | {name.replace("_", "-"): headers[name] for name in headers}
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), given[name].encode()) for name in given],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
    }
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    async def ask() -> None:
        await app(scope, receive, send)

    with capturing():
        anyio.run(ask)
    start, *bodies = said
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    assert len(found) == len(start["headers"]), "a header is there twice"
    return Answered(int(start["status"]), found, b"".join(one.get("body", b"") for one in bodies))
