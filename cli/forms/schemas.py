"""The JSON Schemas of the answers, each with every definition it refers to."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

_COMMON = "common.schema.json#/$defs/"
_FILE = ".schema.json"


def whole(question: str) -> dict[str, Any]:
    """Return the schema of answers to *question*, with every definition the schema refers to."""
    own = _read(question)
    there = _read("common")["$defs"] | own.pop("$defs", {})
    for ref in {*_refs([own, *there.values()])}:
        if ref.endswith(_FILE):
            other = _read(ref.removesuffix(_FILE))
            there = other.pop("$defs", {}) | there | {ref: other}
    needed = _needed(own, there)
    defined = {"$defs": {name: there[name] for name in needed}} if needed else {}
    placed: dict[str, Any] = _placed(own | defined, lambda ref: f"#/$defs/{_last(ref)}")
    return placed


def components(questions: Iterable[str]) -> dict[str, Any]:
    """Return the schemas of the answers to *questions*, keyed by name in an OpenAPI document."""
    rooms = {"": _read("common")["$defs"]}
    for question in questions:
        own = _read(question)
        parts = own.pop("$defs", {})
        rooms[question] = {question: own} | {f"{question}.{name}": parts[name] for name in parts}
    return {
        name: _placed(schema, partial(_component, room))
        for room, several in rooms.items()
        for name, schema in several.items()
    }


def _component(room: str, ref: str) -> str:
    if ref.endswith(_FILE):
        return f"#/components/schemas/{ref.removesuffix(_FILE)}"
    name = _last(ref) if ref.startswith(_COMMON) or not room else f"{room}.{_last(ref)}"
    return f"#/components/schemas/{name}"


def _read(name: str) -> dict[str, Any]:
    """Read a schema from the installed program, or from the docs of a checkout."""
    here = Path(__file__).parents[1]
    folders = (here / "schemas", here.parent / "docs" / "schemas")
    folder = next(one for one in folders if one.is_dir())
    read: dict[str, Any] = json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
    del read["$schema"]
    return read


def _needed(value: object, there: Mapping[str, Any]) -> list[str]:
    """Return the names of the definitions that *value* refers to, directly or in turn."""
    found: list[str] = []
    ahead = [_last(ref) for ref in _refs(value)]
    while ahead:
        name = ahead.pop(0)
        if name not in found:
            found.append(name)
            ahead += [_last(ref) for ref in _refs(there[name])]
    return found


def _refs(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for part in value.values():
            yield from _refs(part)
    if isinstance(value, list):
        for part in value:
            yield from _refs(part)


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]


def _placed(value: Any, place: Callable[[str], str]) -> Any:
    """Return *value* with each `$ref` rewritten by *place*."""
    if isinstance(value, dict):
        return {
            name: place(part) if name == "$ref" and isinstance(part, str) else _placed(part, place)
            for name, part in value.items()
        }
    return [_placed(part, place) for part in value] if isinstance(value, list) else value
