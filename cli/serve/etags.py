"""Make the entity tags of answers, and read those that a client holds."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from cli.fast.help import VERSION
from cli.reading.session import opened
from cli.typed_values import today


class Heads(NamedTuple):
    """The head of each partnership that an answer depends on."""

    digests: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, db: str, slugs: Iterable[str]) -> "Heads":
        """Read the heads of the partnerships *slugs* from *db*."""
        with opened(db) as log:
            heads = [log.head(slug) for slug in slugs]
        return cls(tuple((head.slug, head.digest.hex()) for head in heads))

    def tag(self, address: str) -> str:
        """Return the entity tag of the answer at *address* while these are the heads.

        The tag depends on today's date, since a question in words such as `yesterday` has another
        answer tomorrow.
        """
        heads = (part for head in self.digests for part in head)
        return tag_of(VERSION, today().isoformat(), address, *heads)


def tag_of(*parts: str) -> str:
    """Return a strong entity tag that only these *parts* have."""
    return f'"{sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def held_by(headers: Iterable[str]) -> frozenset[str]:
    """Return the tags named by the If-None-Match *headers*, including `*`, which matches any."""
    said = (one.strip() for header in headers for one in header.split(","))
    return frozenset(one.removeprefix("W/") for one in said)
