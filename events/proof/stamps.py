"""Time stamps of RFC 3161 below a note: somebody else's word on when its text was there.

A stamp is a line like that of a signature, so that programs which do not know it pass over it. Its
bytes are the answer of the authority, as it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from events.errors import InputError, IntegrityError, TimelineError
from events.proof.signed_notes import Note, Signature

PACKAGE = "pip install 'partnership-timeline[stamp]'"
"""The command that installs what stamps need."""


class StampError(IntegrityError):
    """Raised when a time stamp is not of the text, or not of the authority, that it should be."""


class RootNeededError(InputError):
    """Raised when nothing leads from a time stamp to a certificate it could be held against."""

    def __init__(self) -> None:
        super().__init__(
            "The stamp brings no root certificate. Get that of the authority from its own pages, "
            "and name its file with --stamp-cert."
        )


class StampingNeededError(TimelineError):
    """Raised when a stamp is asked for but the package `rfc3161-client` is not installed."""

    def __init__(self) -> None:
        super().__init__(f"Time stamps need the package rfc3161-client: {PACKAGE}.")


@dataclass(frozen=True)
class Stamp:
    """What a time stamp says: that a text was there *at* an instant, by the word of *authority*.

    It *is_trusted* if that was held against a certificate that did not come with the stamp.
    """

    authority: str
    at: str
    is_trusted: bool


def stamps(note: Note) -> Iterator[Signature]:
    """Yield the time stamps below *note*."""
    return (one for one in note.signatures if one.key == _key(one.name))


def unstamped(note: Note) -> Note:
    """Return *note* without its time stamps."""
    held = (one for one in note.signatures if one.key != _key(one.name))
    return replace(note, signatures=tuple(held))


def stamped(note: Note, name: str, answer: bytes) -> Note:
    """Return *note* with the *answer* of the authority called *name* below it."""
    return replace(note, signatures=(*note.signatures, Signature(name, _key(name), answer)))


def _key(name: str) -> bytes:
    """Return the four bytes that say of a line called *name* that it is a time stamp.

    C2SP leaves the type 255 to names of one's own.
    """
    return sha256(f"{name}\n".encode() + b"\xffrfc3161").digest()[:4]
