"""Digests: how each entry of a partnership is chained to the one before it."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

GENESIS = bytes(32)
"""The digest before the first entry of every partnership."""


def digest(
    previous: bytes,
    *,
    partnership: str,
    version: int,
    recorded: str,
    actor: str | None,
    payload: bytes,
) -> bytes:
    """Return the SHA-256 of an entry chained to the digest *previous* (32 bytes).

    The payload, and the other values together, are each preceded by their length, so that no two
    entries hash the same bytes. An actor is never empty, so an empty line means that none is named.
    The position is left out: it only orders listings, and differs between copies of the same log.
    """
    head = f"{partnership}\n{version}\n{recorded}\n{actor or ''}\n".encode()
    return sha256(b"%b%d\n%b%d\n%b" % (previous, len(head), head, len(payload), payload)).digest()


def digests(
    previous: Iterable[bytes],
    *,
    partnership: str,
    versions: Iterable[int],
    recorded: Iterable[str],
    actors: Iterable[str | None],
    payloads: Sequence[bytes],
) -> list[bytes]:
    """Return the digests of several entries of a *partnership*, as `digest` does.

    Every argument but *partnership* has one item for each entry.
    """
    heads = [
        f"{partnership}\n{one}\n{at}\n{actor or ''}\n".encode()
        for one, at, actor in zip(versions, recorded, actors, strict=True)
    ]
    return [
        sha256(b"%b%d\n%b%d\n%b" % (before, len(head), head, len(payload), payload)).digest()
        for before, head, payload in zip(previous, heads, payloads, strict=True)
    ]
