"""Problems in a plain mapping: where each one is, and what to write instead."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """A *sentence* on what is wrong at *path* in a plain mapping.

    The problem is the key there if *at_key*, and otherwise the value.
    """

    path: Path
    sentence: str
    at_key: bool = False

    def __str__(self) -> str:
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{place[1:]}: {self.sentence}" if place else self.sentence


def one_of(word: str, choices: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the one of *choices* closest to *word*.

    Returns an empty text if none is close.
    """
    # Imported here because only a refused mapping needs it and it takes 2 ms.
    from difflib import get_close_matches

    near = get_close_matches(word[:100], islice(choices, _COMPARED), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def shown(value: object) -> str:
    """Return *value* for use in a sentence: a text shortened and quoted, or else its type.

    Control characters, which a terminal would obey, are escaped.
    """
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:59]}…")
    return _SORTS.get(type(value), "something else")


_COMPARED = 2000
"""The most names to compare; beyond that a suggestion takes longer than it is worth."""

_SORTS: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    dict: "a mapping",
    list: "a list",
    type(None): "null",
}
