"""Encode acts as payloads, and decode payloads.

A payload is the canonical JSON (RFC 8785) of an act in its plain shape, which ledger files use
too, with the payload version under `v`.
"""

import json
from collections.abc import Mapping

from events.errors import InputError, IntegrityError, MigrationNeededError
from events.model.kinds import Act
from events.model.problems import Problem
from events.payload import fast, json_text
from events.payload.write import plain

__all__ = [
    "PAYLOAD_LIMIT", "VERSION", "Problem", "canonical", "decode", "decode_plain", "encode", "plain",
    "read", "unversioned",
]  # fmt: skip

VERSION = 1
"""The payload version that this program writes."""

PAYLOAD_LIMIT = 256 * 1024
"""The most bytes that a payload may take, so that every line of an export can be read again.

No export needs more than three bytes for each byte of a payload, except for DEL, which therefore
counts twice.
"""


def encode(act: Act) -> bytes:
    """Return the payload of *act*; the same act always gives the same bytes.

    Raises InputError if the act cannot be stored. Every key is ASCII, so sorting by code point
    gives the order that RFC 8785 requires.
    """
    return canonical({**plain(act), "v": VERSION})


def canonical(stored: Mapping[str, object]) -> bytes:
    """Return the mapping *stored* as canonical JSON.

    To give a payload, *stored* must include the version. Raises InputError if *stored* is too large
    or holds a lone surrogate.
    """
    try:
        payload = _JSON.encode(stored).encode()
    except UnicodeEncodeError:
        raise InputError(
            "A text holds half of a character (a lone surrogate); write it again."
        ) from None
    size = len(payload) + payload.count(b"\x7f")
    if size > PAYLOAD_LIMIT:
        raise InputError(
            f"The entry takes {size} bytes, at most {PAYLOAD_LIMIT} are kept; shorten it."
        )
    return payload


_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def decode(payload: bytes) -> Act:
    """Return the act in a stored *payload*.

    Raises IntegrityError if it cannot be read, MigrationNeededError if a newer program wrote it.
    """
    try:
        stored = json_text.parse(payload)
    except json_text.JsonTextError as error:
        raise IntegrityError(f"A stored entry cannot be read. {error}") from None
    return decode_plain(stored)


def decode_plain(stored: object) -> Act:
    """Return the act in *stored*, a payload already parsed; raise the errors of `decode`."""
    if type(stored) is not dict:
        raise IntegrityError("A stored entry is a mapping of keys to values; this one is not.")
    problems: list[Problem] = []
    act = read(unversioned(stored), problems)
    if act is None:
        sentences = " ".join(map(str, problems))
        raise IntegrityError(f"A stored entry cannot be read. {sentences}")
    return act


def unversioned(stored: Mapping[str, object]) -> dict[str, object]:
    """Return *stored* without its version.

    Raises IntegrityError if it has no valid version, MigrationNeededError if it has a newer one.
    """
    shape = dict(stored)
    version = shape.pop("v", None)
    if type(version) is not int or version < VERSION:
        raise IntegrityError("A stored entry does not say the version of its payload.")
    if version > VERSION:
        raise MigrationNeededError(
            f"The database was written by a newer program (payload version {version}, this one "
            f"reads up to {VERSION}); install the newer timeline."
        )
    return shape


def read(plain: object, problems: list[Problem], *, id_needed: bool = True) -> Act | None:
    """Return the act that *plain* describes, or None, with the reasons added to *problems*.

    Unless *id_needed*, an act other than an event may lack its id; the id is then empty, and the
    caller must replace it.
    """
    act = fast.act_of(plain, id_needed=id_needed)
    if act is not None:
        return act
    from events.payload import explain  # Only what is refused needs it.

    return explain.read(plain, problems, id_needed=id_needed)
