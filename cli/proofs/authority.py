"""Ask an authority over the network for a time stamp, within a limit of time."""

from collections.abc import Callable
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from events.errors import InputError

PATIENCE = 30.0
"""How many seconds an authority may take, looking up its IP address included."""

LIMIT = 64 * 1024
"""The most bytes of a time stamp."""


class AuthorityError(InputError):
    """Raised when an authority gave no time stamp that holds; *reason* says why."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address[:200]} gave no time stamp to keep. {reason}")


def name_of(address: str) -> str:
    """Return the host in *address*. Raises AuthorityError if that is not one of http or https."""
    try:
        parts = urlsplit(address)
        name = parts.hostname or ""
    except ValueError:
        name = ""
    if not name.isascii() or not name or parts.scheme not in ("http", "https"):
        raise AuthorityError(address, "Write its address as in https://freetsa.org/tsr.")
    return name


def answer(address: str, query: bytes) -> bytes:
    """Return what the authority at *address* answers to *query*. Raises AuthorityError."""
    found: SimpleQueue[bytes | Exception] = SimpleQueue()
    # In a thread of its own, as a server may stall it in places that have no limit of time.
    Thread(target=_ask, args=(address, query, found.put), daemon=True).start()
    try:
        said = found.get(timeout=PATIENCE)
    except Empty:
        raise AuthorityError(address, f"It takes longer than {PATIENCE:g} seconds.") from None
    if isinstance(said, Exception):
        raise AuthorityError(address, f"{_reason(said)}.") from None
    if len(said) > LIMIT:
        raise AuthorityError(address, f"It sends more than {LIMIT // 1024} KB.")
    return said


def _ask(address: str, query: bytes, tell: Callable[[bytes | Exception], None]) -> None:
    headers = {"Content-Type": "application/timestamp-query", "User-Agent": "partnership-timeline"}
    try:
        with urlopen(Request(address, query, headers), timeout=PATIENCE) as reply:
            tell(reply.read(LIMIT + 1))
    except (OSError, HTTPException, ValueError) as error:
        tell(error)


def _reason(error: Exception) -> str:
    if isinstance(error, HTTPError):
        error.close()
        return f"The server answers {error.code}"
    cause = getattr(error, "reason", error)
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
