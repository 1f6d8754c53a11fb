"""Values: named tuples and dataclasses, without the time that it takes to import and make them.

A question needs dozens of kinds of them before it can be answered. Each takes up to a millisecond
to make by `typing` or `dataclasses`, which take as long to import as Python to start.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING or sys.version_info >= (3, 14):
    from dataclasses import MISSING, fields
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
    from typing import Any
    from typing import NamedTuple as NamedTuple

    def defaults(kind: "type[Any]") -> "dict[str, Any]":
        """Return the values that fields of *kind* have where none is given."""
        return {one.name: one.default for one in fields(kind) if one.default is not MISSING}

else:
    try:
        from _collections import _tuplegetter as _getter
    except ImportError:
        from operator import itemgetter

        def _getter(index, doc):
            return property(itemgetter(index), doc=doc)

    class _Made(type):
        """Makes fields of the names that the body of a class annotates, in their order."""

        def __new__(kind, name, bases, body):
            if bases[0] is tuple or hasattr(bases[0], "_fields"):
                return type.__new__(kind, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            given = {field: body.pop(field) for field in fields if field in body}
            getters = {field: _getter(index, "") for index, field in enumerate(fields)}
            own = {"__slots__": (), "_fields": fields, "__match_args__": fields}
            return type.__new__(
                kind, name, bases, body | getters | own | {"_field_defaults": given}
            )

    def _new(cls):
        """Return the maker that `typing` gives at once; most kinds never need to know of names."""
        names = "".join(f", {field}" for field in cls._fields)
        new = eval(f"lambda cls{names}: new(cls, ({names[2:]},))", {"new": tuple.__new__})
        new.__defaults__ = tuple(cls._field_defaults.values())
        return new

    class NamedTuple(tuple, metaclass=_Made):
        """A tuple whose fields have names and perhaps defaults; see `typing.NamedTuple`."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            if not named and len(values) == len(cls._fields):
                return tuple.__new__(cls, values)
            cls.__new__ = staticmethod(_new(cls))
            return cls(*values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(named)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            said = (f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(said)})"

    def dataclass(*, frozen, kw_only=False):
        """Return what `dataclasses.dataclass` does, for a kind that is never altered."""
        assert frozen

        def made(kind):
            own = kind.__dict__.get("__annotations__", ())  # noqa: RUF063  # slow to import
            kind._fields = (*getattr(kind, "_fields", ()), *own)
            given = {name: kind.__dict__[name] for name in own if name in kind.__dict__}
            kind._given = getattr(kind, "_given", {}) | given
            kind._known = frozenset(kind._fields)
            kind.__match_args__ = () if kw_only else kind._fields
            kind.__dataclass_fields__ = _Fields()
            kind.__init__, kind.__repr__, kind.__eq__, kind.__hash__ = _init, _repr, _eq, _hash
            kind.__setattr__ = kind.__delattr__ = _refuse
            return kind

        return made

    def _init(self, *values, **named):
        kind, held = type(self), self.__dict__
        held.update(kind._given)
        if values:
            places = kind.__match_args__[: len(values)]
            if len(places) < len(values) or not named.keys().isdisjoint(places):
                raise TypeError(f"{kind.__name__} has the fields {', '.join(kind._fields)}")
            held.update(zip(places, values, strict=True))
        held.update(named)
        if held.keys() != kind._known:
            raise TypeError(f"{kind.__name__} has the fields {', '.join(kind._fields)}")

    def _refuse(self, name, _=None):
        raise AttributeError(f"{type(self).__name__} is never altered, nor is its {name}")

    def _eq(self, other):
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def _hash(self):
        return hash(tuple([self.__dict__[name] for name in self._fields]))

    def _repr(self):
        said = (f"{name}={self.__dict__[name]!r}" for name in self._fields)
        return f"{type(self).__qualname__}({', '.join(said)})"

    def defaults(kind):
        """Return the values that fields of *kind* have where none is given."""
        return dict(kind._given)

    def replace(one, **named):
        """Return what `dataclasses.replace` does."""
        return type(one)(**one.__dict__ | named)

    class _Fields:
        """What `dataclasses` asks a kind for, made when it does."""

        def __get__(self, _, kind):
            from dataclasses import dataclass

            body = {"__annotations__": dict.fromkeys(kind._fields, object), **kind._given}
            twin = dataclass(frozen=True, kw_only=not kind.__match_args__)(type("", (), body))
            kind.__dataclass_fields__ = twin.__dataclass_fields__
            return twin.__dataclass_fields__
