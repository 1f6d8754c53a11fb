"""Parse strict JSON into plain values, refusing the irregularities that `json` allows."""

import json
from typing import NoReturn

from events.errors import InputError
from events.model.problems import shown


class JsonTextError(InputError):
    """Raised when a text is not JSON, or is JSON that two programs could read differently."""


def parse(text: bytes | str) -> object:
    """Return the plain value that the JSON *text* holds.

    Raises JsonTextError on invalid JSON, duplicate keys, NaN, Infinity and fractions.
    """
    try:
        return _DECODER.decode(text if isinstance(text, str) else text.decode())
    except UnicodeDecodeError:
        raise JsonTextError("This is not UTF-8 text; save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"{error.msg}, at character {error.pos + 1}"
        raise JsonTextError(f"This is not JSON: {where}.") from None
    except RecursionError:
        raise JsonTextError("This JSON is nested too deeply; an entry has five levels.") from None
    except ValueError:
        raise JsonTextError("A number here is too long; put it in quotes.") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    mapping = dict(pairs)
    if len(mapping) == len(pairs):
        return mapping
    twice, seen = "", set[str]()
    for twice, _ in pairs:
        if twice in seen:
            break
        seen.add(twice)
    raise JsonTextError(f"The key {shown(twice)} stands twice in one object; keep one of them.")


def _refuse(number: str) -> NoReturn:
    raise JsonTextError(f"The number {number[:40]} is not allowed here; put it in quotes.")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse)
