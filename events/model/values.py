"""Frozen values, equal if their fields are, that are quick to import."""

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform

_Kind = TypeVar("_Kind", bound="Value")
_Made = TypeVar("_Made")


class Value:
    """The base of the classes declared with `kind`."""

    _defaults: ClassVar[dict[str, object]]
    _names: ClassVar[dict[str, None]]

    def __init__(self, *placed: Any, **given: Any) -> None:
        held = self._defaults | dict(zip(self._names, placed, strict=False)) | given
        if held.keys() != self._names.keys():
            raise TypeError(f"{type(self).__name__} has {[*self._names]}, not {[*given]}")
        self.__dict__.update(held)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return self._held() == other._held() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._held().items()))

    def _held(self) -> dict[str, Any]:
        """Return the fields by name, without what a `cached_property` has put beside them."""
        held = vars(self)
        if len(held) == len(self._names):
            return held
        return {name: held[name] for name in self._names}

    def __repr__(self) -> str:
        held = (f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"{type(self).__name__}({', '.join(held)})"


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def by_identity(made: type[_Made]) -> type[_Made]:
    """Return the class *made* as a dataclass with slots, whose values equal only themselves.

    Only the type checker guards the fields, so that both the class and its values are made in a
    fraction of the time that `dataclass(frozen=True)` takes.
    """
    return dataclass(slots=True, kw_only=True, repr=False, eq=False)(made)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def kind(made: type[_Kind]) -> type[_Kind]:
    """Return the class *made* as a frozen dataclass that takes its fields by name.

    This differs from `dataclass(frozen=True, kw_only=True)` only in import time: `dataclass`
    compiles six methods for each class, which for the thirty kinds takes nearly three times
    as long as starting Python.
    """
    return _made(made, kw_only=True)


@dataclass_transform(frozen_default=True)
def value(made: type[_Kind]) -> type[_Kind]:
    """Return the class *made* as `kind` does, as one that takes its fields by place too."""
    return _made(made, kw_only=False)


def _made(made: type[_Kind], *, kw_only: bool) -> type[_Kind]:
    done: Any = dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(made)
    done._names = {field.name: None for field in fields(done)}
    done._defaults = {
        field.name: field.default for field in fields(done) if field.default is not MISSING
    }
    return made
