"""Values checked against the JSON Schema of the command that printed them."""

import json

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import Schema
from shell import ROOT

FOLDER = ROOT / "docs" / "schemas"


def complaints(command: str, value: object) -> list[str]:
    """Return what violates the schema of *command* in *value*."""
    empty: Registry[Schema] = Registry()
    registry = empty.with_resources(
        (path.as_uri(), Resource.from_contents(json.loads(path.read_text(encoding="utf-8"))))
        for path in (FOLDER / f"{name}.schema.json" for name in ("common", command))
    )
    address = (FOLDER / f"{command}.schema.json").as_uri()
    validator = Draft202012Validator({"$ref": address}, registry=registry)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
