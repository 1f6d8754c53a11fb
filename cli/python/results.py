"""What the library answers: the JSON of the command line, immutable and with attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from html import escape
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    NoReturn,
    Self,
    TypeVar,
    get_args,
    get_type_hints,
    overload,
)

from cli.forms.json_text import dump
from cli.terminal import printable
from events.errors import NotFoundError, TimelineError

if TYPE_CHECKING:
    import pandas
    import polars

SHOWN = 20
"""The most rows that the text of a table shows."""


class NoSuchKeyError(NotFoundError, KeyError):
    """Raised by `[...]` when there is no such partnership or no answer for such a term."""

    __str__ = Exception.__str__


class NoFramesError(TimelineError):
    """Raised when the library that makes data frames is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This needs {name}, which is not installed: `pip install {name}`.")


class Result:
    """One object of an answer; its keys are attributes, `from` and `while` being `from_`, `while_`.

    Dates are EDTF text, at the precision of their source.
    """

    __slots__ = ("_form",)

    _form: Mapping[str, Any]
    _shown: ClassVar[Sequence[str]] = ()

    def __init__(self, form: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_form", form)

    @classmethod
    @cache
    def _parts(cls) -> Mapping[str, type[Result]]:
        """Return the kinds of the objects under its keys, as the annotations say."""
        hints = ((key, hint) for key, hint in get_type_hints(cls).items() if key[0] != "_")
        parts = ((key, part) for key, hint in hints for part in (hint, *get_args(hint)))
        return {key.removesuffix("_"): part for key, part in parts if _is_kind(part)}

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> Self:
        """Return the result that has this *form*, with what a reader of its JSON would have."""
        return cls(json.loads(json.dumps(form)))

    def to_dict(self) -> dict[str, Any]:
        """Return the object that the command line prints with `-o json`."""
        return deepcopy(dict(self._form))

    def to_json(self) -> str:
        """Return the text that the command line prints with `-o json`."""
        return dump(self._form)

    if not TYPE_CHECKING:  # A type checker knows the attributes by their annotations alone.

        def __getattr__(self, name: str) -> Any:
            key = name.removesuffix("_")
            if name.startswith("_") or key not in self._form:
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.")
            return _frozen(self._form[key], self._parts().get(key, Result))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed.")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.to_dict(),)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *map(_attribute, self._form)]

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._form == getattr(other, "_form", None)

    def __hash__(self) -> int:
        return hash(json.dumps(self._form, sort_keys=True))

    def __repr__(self) -> str:
        said = (_cell(self._form.get(key)) for key in self._shown or self._form)
        return f"<{type(self).__name__} {' · '.join(filter(None, said))}>"


def _is_kind(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Result)


Row = TypeVar("Row", bound=Result, covariant=True)


class Table(Result, Sequence[Row], Generic[Row]):
    """An answer with rows: a sequence of them, and what was asked as attributes."""

    __slots__ = ()

    _rows: ClassVar[str]

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        found: Row | tuple[Row, ...] = self._all()[at]
        return found

    def __len__(self) -> int:
        return len(self._form[self._rows])

    def __iter__(self) -> Iterator[Row]:
        return iter(self._all())

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame. Raises NoFramesError if it is not installed."""
        try:
            import polars
        except ImportError:
            raise NoFramesError("polars") from None
        rows = self.to_dict()[self._rows]
        return polars.DataFrame(rows or self._empty(), infer_schema_length=None)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame. Raises NoFramesError if it is not installed."""
        try:
            import pandas
        except ImportError:
            raise NoFramesError("pandas") from None
        return pandas.DataFrame(self.to_dict()[self._rows] or self._empty())

    def _all(self) -> tuple[Row, ...]:
        kind: Any = self._parts()[self._rows]
        return tuple(map(kind, self._form[self._rows]))

    def _empty(self) -> dict[str, list[Any]]:
        names = self._parts()[self._rows].__annotations__
        return {name.removesuffix("_"): [] for name in names if not name.startswith("_")}

    def __repr__(self) -> str:
        rows = [f"  {row!r}" for row in self[:SHOWN]]
        rest = [f"  and {len(self) - SHOWN} more"] if len(self) > SHOWN else []
        return "\n".join([f"{super().__repr__()[:-1]}, {len(self)} rows>", *rows, *rest])

    def _repr_html_(self) -> str:
        """Return the rows as the table that a notebook shows."""
        shown = self._parts()[self._rows]._shown
        head = "".join(f"<th>{escape(key)}</th>" for key in shown)
        body = "".join(_html_row(row, shown) for row in self._form[self._rows])
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_row(row: Mapping[str, Any], shown: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(_cell(row[key]))}</td>' for key in shown)}</tr>"


def _cell(value: Any) -> str:
    """Return *value* as people read it, in one line, with harmful characters escaped."""
    if isinstance(value, Mapping):
        return _cell(value.get("value") or value.get("status"))
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    return "" if value is None else printable(str(value))


def _frozen(value: Any, kind: type[Result]) -> Any:
    """Return *value*, of the JSON, so that it cannot be changed; an object becomes a *kind*."""
    if isinstance(value, Mapping):
        return kind(value)
    return tuple(_frozen(one, kind) for one in value) if isinstance(value, list) else value


def _attribute(key: str) -> str:
    return f"{key}_" if key in ("from", "while") else key
