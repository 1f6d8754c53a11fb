"""Values: named tuples, as those of `typing`, without the time that it takes to import and make.

A question needs a dozen kinds of them before it can be answered; each takes a third of a
millisecond to make there, and `typing` as long to import as Python to start.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as NamedTuple
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
