"""Acts into stored text, and back: the one place that knows old payloads.

A payload is canonical JSON (RFC 8785) of the plain shape, which is also the shape of the ledger
file, with the payload version under `v`.
"""

from __future__ import annotations

from functools import cache

from events import json_scan, ordinary
from events.dates import Date
from events.errors import InputError, IntegrityError, MigrationNeededError
from events.kinds import (
    EVENT_FIELDS,
    Act,
    Assert,
    Change,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Dispute,
    Event,
    Issue,
    Note,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    Thing,
    key_of,
    verb,
)
from events.problems import Problem
from events.validation import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from json import JSONEncoder
    from typing import TypeGuard

__all__ = ["PAYLOAD_LIMIT", "VERSION", "Problem", "decode", "encode", "plain", "read", "upcast"]

VERSION = 2
"""The payload version that is written; every earlier one is read for ever."""

PAYLOAD_LIMIT = 256 * 1024
"""The most bytes an entry may take, so that no line of an export grows past what is read.

An export writes nothing with more than three times its bytes, except a DEL: that counts twice.
"""


def encode(act: Act) -> bytes:
    """Return the payload of *act*; the same act always gives the same bytes.

    Every key is ASCII, so that sorting by code point is the order that RFC 8785 asks for.
    """
    return canonical({**plain(act), "v": VERSION})


def canonical(stored: Mapping[str, object]) -> bytes:
    """Return *stored*, plain and with its version, as the bytes that are digested."""
    text = _encoder().encode(stored)
    try:
        payload = text.encode()
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


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder  # slow to import, and no question writes anything

    return JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def decode(payload: bytes) -> Act:
    """Return the act of a stored *payload* of any version up to this program's."""
    stored = json_scan.read(payload)
    return decode_plain(_parsed(payload) if stored is None else stored)


def _parsed(payload: bytes) -> object:
    """Return what *payload* holds, or say why it cannot be read."""
    from events import json_text  # slow to import, and of no use for what is in order

    try:
        return json_text.parse(payload)
    except json_text.JsonTextError as error:
        raise IntegrityError(f"A stored entry cannot be read. {error}") from None


def decode_plain(stored: object) -> Act:
    """Return the act of a payload that was parsed already."""
    at_once = ordinary.act_of(stored) if is_current(stored) else None
    if at_once is not None:
        return at_once
    problems: list[Problem] = []
    act = read(upcast(stored), problems)
    if act is None:
        sentences = " ".join(problem.sentence for problem in problems)
        raise IntegrityError(f"A stored entry cannot be read. {sentences}")
    return act


def is_current(stored: object) -> TypeGuard[dict[str, object]]:
    """Tell whether what is *stored* has the version that is written today."""
    return type(stored) is dict and type(stored.get("v")) is int and stored["v"] == VERSION


def upcast(stored: object) -> dict[str, object]:
    """Return the plain shape, without its version, of an entry *stored* under any version."""
    if not isinstance(stored, dict):
        raise IntegrityError("A stored entry is a mapping of keys to values; this one is not.")
    version = stored.get("v")
    if type(version) is not int or version < 1:
        raise IntegrityError("A stored entry does not say the version of its payload.")
    if version > VERSION:
        raise MigrationNeededError(
            f"The database was written by a newer program (payload version {version}, this one "
            f"reads up to {VERSION}); install the newer timeline."
        )
    shape = {key: value for key, value in stored.items() if key != "v"}
    for step in range(version, VERSION):
        shape = _UPCASTS[step](shape)
    return shape


_CONFIDENCES = {
    "primary": "official",
    "filing": "filing",
    "regulator": "filing",
    "secondary": "press",
    "reported": "reported",
}


def _from_1(shape: dict[str, object]) -> dict[str, object]:
    """Rename what the prototypes called otherwise: the day, the authority, the verb's key."""
    changes = shape.get("changes")
    if isinstance(changes, list):
        shape = {**shape, "changes": [_change_from_1(change) for change in changes]}
    return _renamed_from_1(shape)


def _change_from_1(change: object) -> object:
    if not isinstance(change, dict) or "verb" not in change or "term" not in change:
        return change
    rest = {key: value for key, value in change.items() if key not in ("verb", "term")}
    return _renamed_from_1({str(change["verb"]): change["term"], **rest})


def _renamed_from_1(shape: dict[str, object]) -> dict[str, object]:
    renamed = {_NAMES_FROM_1.get(key, key): value for key, value in shape.items()}
    if "confidence" in shape:
        said = str(shape["confidence"])
        renamed["authority"] = _CONFIDENCES.get(said, said)
    return renamed


_NAMES_FROM_1 = {"effective": "when", "confidence": "authority"}

_UPCASTS: dict[int, Callable[[dict[str, object]], dict[str, object]]] = {1: _from_1}


def plain(act: Act) -> dict[str, object]:
    """Return *act* in the shape of the ledger file: texts, lists, mappings; absences left out."""
    match act:
        case Event():
            return _present({"id": act.id} | {name: _field(act, name) for name in EVENT_FIELDS})
        case Correct():
            fields = {name: _field(act.fields, name) for name in EVENT_FIELDS}
            given = {name: fields[name] for name in EVENT_FIELDS if name in act.fields.given}
            return {"correct": act.event, "id": act.id, "reason": act.reason, **given}
        case Retract():
            return {"retract": act.event, "id": act.id, "reason": act.reason}
        case Define():
            return {"define": key_of(act.thing), "id": act.id, **_thing(act.thing)}
        case Redefine():
            into = _present(
                {"renamed": act.renamed, "split": list(act.split), "merged": act.merged}
            )
            return {"redefine": key_of(act.thing), "id": act.id, **_thing(act.thing), **into}
        case Cover():
            return {"cover": str(act.through), "id": act.id}
        case Issue():
            return _present(
                {
                    "issue": act.name,
                    "id": act.id,
                    "command": act.command,
                    "head": act.head,
                    "sha256": act.sha256,
                    "last": _text(act.last),
                }
            )
        case Assert():
            return _present(
                {
                    "assert": act.term,
                    "id": act.id,
                    "on": str(act.on),
                    "known": _text(act.known),
                    "value": act.value,
                    "status": act.status,
                }
            )


def _present(pairs: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in pairs.items() if value is not None and value != []}


def _text(date: Date | None) -> str | None:
    return None if date is None else str(date)


def _field(said: Event | Correction, name: str) -> object:
    match name:
        case "when":
            return _text(said.when)
        case "announced":
            return _text(said.announced)
        case "title":
            return said.title
        case "summary":
            return said.summary
        case "authority":
            return str(said.authority)
        case "sources":
            return list(said.sources)
        case "met":
            return list(said.met)
        case _:
            return [_change(change) for change in said.changes]


def _change(change: Change) -> dict[str, object]:
    return _present({verb(change): change.term} | _own(change) | _common(change))


def _own(change: Change) -> dict[str, object]:
    match change:
        case Set():
            return {
                "value": change.value,
                "through": _text(change.through),
                "unless": list(change.unless),
                "adds": True if change.adds else None,
            }
        case Dispute():
            return {"positions": [{"party": p.party, "says": p.says} for p in change.positions]}
        case Note():
            return {"text": change.text}
        case _:
            return {}


def _common(change: Change) -> dict[str, object]:
    common: dict[str, object] = {
        "when": _text(change.when),
        "announced": _text(change.announced),
        "authority": None if change.authority is None else str(change.authority),
        "sources": list(change.sources),
        "of": change.of,
    }
    return common if isinstance(change, Note) else common | {"note": change.note}


def _thing(thing: Thing) -> dict[str, object]:
    match thing:
        case Partnership():
            return _present({"title": thing.title, "parties": list(thing.parties)})
        case Term():
            notice = None if thing.notice is None else f"{thing.notice}d"
            named = {"title": thing.title, "asks": thing.asks, "topic": thing.topic}
            return _present({**named, "notice": notice})
        case Condition():
            return {"title": thing.title}
        case Source():
            return _present(
                {
                    "url": thing.url,
                    "title": thing.title,
                    "publisher": thing.publisher,
                    "published": _text(thing.published),
                    "locator": thing.locator,
                }
            )
