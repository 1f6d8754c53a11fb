"""Decode stored payloads, and say what is wrong with one that holds no valid act."""

import json
from typing import NoReturn

from events.errors import IntegrityError, TimelineError
from events.model.kinds import Act
from events.model.subjects import subjects_of
from events.payload import codec
from events.proof.batches import Batch
from events.proof.stored_rows import short
from events.storage.database import Row


def subjects_in(batch: Batch) -> list[Row] | None:
    """Return the subjects that should be stored for *batch*, or None if a payload is wrong."""
    found: list[Row] = []
    for id, version, payload in zip(batch.ids, batch.versions, batch.payloads, strict=True):
        act = act_of(id, payload)
        if isinstance(act, str):
            return None
        found += [(batch.slug, version, subject) for subject in subjects_of(act)]
    return found


def act_of(id: str, payload: bytes) -> Act | str:
    """Return the act *id* in *payload*, or a sentence on what is wrong with the payload."""
    try:
        act = codec.decode_plain(_parsed(payload))
        if codec.encode(act) != payload:
            return "its payload is not in canonical form."
    except TimelineError as error:
        return f"it cannot be read: {error}"
    except RecursionError:
        return "it cannot be read: it is nested too deeply."
    if act.id != id:
        return f"it stands under the id {short(id)}, and says that it is {short(act.id)}."
    return act


def _parsed(payload: bytes) -> dict[str, object]:
    """Parse *payload* as a JSON mapping.

    Duplicate keys need no check here: the parser keeps only one of them, so the caller finds that
    the payload is not in canonical form.
    """
    try:
        stored = _DECODER.decode(payload.decode())
    except (ValueError, RecursionError):
        stored = None
    if not isinstance(stored, dict):
        codec.decode(payload)
        raise IntegrityError("A stored entry is a mapping of keys to values; this one is not.")
    return stored


def _refuse(number: str) -> NoReturn:
    raise ValueError(number)


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
