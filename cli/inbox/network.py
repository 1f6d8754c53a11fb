"""Fetch an address over the network: the only function that leaves this machine.

An address that a stranger wrote may name this machine, or one behind the same wall. So only public
addresses are connected to, at the very number that was looked at, and after each redirection anew.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from events.errors import InputError

LIMIT = 20 * 1024 * 1024
"""The most bytes of an article."""

PATIENCE, IN_ALL = 15.0, 60.0
"""How many seconds to wait for an answer, and for all of it."""

HOPS = 5
"""How many redirections are followed."""


class Fetched(NamedTuple):
    """The bytes that an *address* gave, after redirections."""

    data: bytes
    address: str


class FetchError(InputError):
    """Raised when an address is not fetched; the sentence says what to do instead."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            f"{address[:200]} was not fetched: {reason}. Save the page and give its file instead."
        )


def over_http(address: str) -> Fetched:
    """Return what the public *address* has. Raises FetchError if it may not or cannot be read."""
    until = time.monotonic() + IN_ALL
    for _ in range(HOPS + 1):
        try:
            found = _asked(address, until)
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            _require_time(address, until)
            raise FetchError(address, _reason(error)) from None
        _require_time(address, until)
        if isinstance(found, bytes):
            return Fetched(found, address)
        address = urljoin(address, found)
    raise FetchError(address, f"it leads on more than {HOPS} times")


def _require_time(address: str, until: float) -> None:
    if time.monotonic() >= until:
        raise FetchError(address, f"it takes longer than {IN_ALL:g} seconds")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


network: Callable[[str], Fetched] = over_http
"""Fetches an address; tests put a folder of files in its place."""


def _asked(address: str, until: float) -> bytes | str:
    """Return the bytes at *address*, or where it leads to, before the moment *until*."""
    parts = require_web(address)
    with closing(_connection(address, parts)) as connection, _cut_off(connection, until):
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        headers = {"User-Agent": "partnership-timeline", "Accept-Encoding": "identity"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        onward = answer.getheader("Location")
        if answer.status in (301, 302, 303, 307, 308) and onward:
            return onward
        if answer.status != 200:
            raise FetchError(address, f"the server answers {answer.status}")
        if answer.getheader("Content-Encoding", "identity") != "identity":
            raise FetchError(address, "it is compressed though that was not asked for")
        return _read(answer, address, until)


def require_web(address: str) -> SplitResult:
    """Return the parts of *address*. Raises FetchError if such an address is never fetched."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise FetchError(address, str(error)) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(address, "only http and https addresses are")
    if parts.username is not None or parts.password is not None:
        raise FetchError(address, "it holds a name or a password")
    return parts


def _read(answer: http.client.HTTPResponse, address: str, until: float) -> bytes:
    parts, size = list[bytes](), 0
    while some := answer.read1(65536):
        parts.append(some)
        size += len(some)
        if size > LIMIT:
            raise FetchError(address, f"it is larger than {LIMIT // 1024**2} MB")
        _require_time(address, until)
    return b"".join(parts)


@contextmanager
def _cut_off(connection: http.client.HTTPConnection, until: float) -> Iterator[None]:
    """Connect, and cut the *connection* off at the moment *until*.

    Each byte may come in time, and the headers still have no end.
    """
    connection.connect()
    timer = Timer(max(until - time.monotonic(), 0), _shut, [connection.sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _connection(address: str, parts: SplitResult) -> http.client.HTTPConnection:
    assert parts.hostname is not None
    is_safe = parts.scheme == "https"
    port = parts.port or (443 if is_safe else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    numbers = [str(one[4][0]) for one in found]
    if not numbers or not all(map(is_public, numbers)):
        raise FetchError(address, "it is not a public address")
    return (_Safe if is_safe else _Plain)(parts.hostname, port, numbers[0])


def is_public(number: str) -> bool:
    """Return whether *number* is an IP address on the public internet, and not one in disguise."""
    try:
        found = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None or found.teredo or found.is_site_local:
            return False
        if any(found in one for one in _TRANSLATED):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv6 networks whose addresses stand for addresses of IPv4, private ones among them."""


class _Plain(http.client.HTTPConnection):
    """A connection to the *number* that was looked at, whatever the name leads to by now."""

    def __init__(self, host: str, port: int, number: str) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._number = number

    def connect(self) -> None:
        """Connect to the number."""
        self.sock = socket.create_connection((self._number, self.port), PATIENCE)


class _Safe(_Plain):
    """The same over TLS, for which the name counts."""

    def connect(self) -> None:
        """Connect to the number, and see the certificate of the name."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
