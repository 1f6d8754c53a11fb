"""Time stamps of RFC 3161 below a note: an authority's word that its text existed at an instant.

A stamp is a line like that of a signature, so that programs which do not know it pass over it. Its
bytes are the answer of the authority, as it was received.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from events.errors import InputError, IntegrityError, TimelineError
from events.model.values import Value, value
from events.proof.signed_notes import Note, Signature

PACKAGE = "pip install 'partnership-timeline[stamp]'"
"""The command that installs what stamps need."""


class StampError(IntegrityError):
    """Raised when a time stamp is not of the text, or not of the authority, that it should be."""


class RootNeededError(InputError):
    """Raised when there is no root certificate that a time stamp could be checked against."""

    def __init__(self) -> None:
        super().__init__(
            "The stamp brings no root certificate. Get that of the authority from its own pages, "
            "and name its file with --stamp-cert."
        )


class StampingNeededError(TimelineError):
    """Raised when a stamp is asked for but the package `rfc3161-client` is not installed."""

    def __init__(self) -> None:
        super().__init__(f"Time stamps need the package rfc3161-client: {PACKAGE}.")


@value
class Stamp(Value):
    """What a time stamp says: *authority* states that a text existed at the instant *at*.

    It *is_trusted* if it was checked against a certificate that did not come with the stamp.
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
    """Return *note* with a time stamp below it: the *answer* of the authority called *name*."""
    return replace(note, signatures=(*note.signatures, Signature(name, _key(name), answer)))


def _key(name: str) -> bytes:
    """Return the key ID that marks a signature line called *name* as a time stamp.

    C2SP gives the type 255, followed by a name, to kinds of signatures that it does not define.
    """
    return sha256(f"{name}\n".encode() + b"\xffrfc3161").digest()[:4]
