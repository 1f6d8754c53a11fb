"""Frozen values, equal if their fields are, that are quick to import."""

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform

_Kind = TypeVar("_Kind", bound="Value")


class Value:
    """The base of the classes declared with `kind`."""

    _defaults: ClassVar[dict[str, object]]
    _names: ClassVar[dict[str, None]]

    def __init__(self, **given: Any) -> None:
        held = self._defaults | given
        if held.keys() != self._names.keys():
            raise TypeError(f"{type(self).__name__} has {[*self._names]}, not {[*given]}")
        self.__dict__.update(held)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(vars(self).items()))

    def __repr__(self) -> str:
        held = (f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"{type(self).__name__}({', '.join(held)})"


@dataclass_transform(frozen_default=True, kw_only_default=True)
def kind(made: type[_Kind]) -> type[_Kind]:
    """Return the class *made* as a frozen dataclass that takes its fields by name.

    This differs from `dataclass(frozen=True, kw_only=True)` only in import time: `dataclass`
    compiles six methods for each class, which for the thirty kinds takes nearly three times
    as long as starting Python.
    """
    done: Any = dataclass(init=False, repr=False, eq=False, kw_only=True)(made)
    done._names = {field.name: None for field in fields(done)}
    done._defaults = {
        field.name: field.default for field in fields(done) if field.default is not MISSING
    }
    return made
