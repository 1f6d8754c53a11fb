"""Fetch articles from their addresses: no other module does.

An address that a stranger wrote may name this machine, or one behind the same firewall. So its IP
address has to be public, and the connection is made to the very IP address that was checked. The
same holds for each redirection.
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
"""How many seconds to wait for more of an answer, and for the whole of it."""

HOPS = 5
"""How many redirections are followed."""


class Fetched(NamedTuple):
    """The bytes that were fetched, and the *address* that gave them, after redirections."""

    data: bytes
    address: str


class FetchError(InputError):
    """Raised when an address is not fetched; the sentence says what to do instead."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            f"{address[:200]} was not fetched: {reason}. Save the page and give its file instead."
        )


def over_http(address: str) -> Fetched:
    """Return what is at *address*. Raises FetchError if it is not public or cannot be read."""
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
"""The function that fetches an address; tests put one that reads files in its place."""


def _asked(address: str, until: float) -> bytes | str:
    """Return the bytes at *address*, or the address it redirects to, before the moment *until*."""
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
    """Return the parts of *address*. Raises FetchError if it is of a kind never fetched."""
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

    A server may send each byte in time and still never come to the end of its headers.
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
    """Return whether *number* is a public IP address, and does not stand for a private one."""
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
    """A connection to the IP address *number* that was checked, wherever *host* leads by now."""

    def __init__(self, host: str, port: int, number: str) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._number = number

    def connect(self) -> None:
        """Connect to the IP address that was checked."""
        self.sock = socket.create_connection((self._number, self.port), PATIENCE)


class _Safe(_Plain):
    """The same over TLS, with a certificate for the name of the host."""

    def connect(self) -> None:
        """Connect, and check the certificate against the name of the host."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
