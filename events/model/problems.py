"""Problems in a plain mapping: where each is, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong at *path* of a plain mapping, with the key there if *at_key*."""

    path: Path
    sentence: str
    at_key: bool = False

    def __str__(self) -> str:
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{place[1:]}: {self.sentence}" if place else self.sentence


def one_of(word: str, choices: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the choice that *word* looks like, or nothing."""
    # Only a refused mapping needs it, and it takes 2 ms to import.
    from difflib import get_close_matches

    near = get_close_matches(word[:100], islice(choices, _COMPARED), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def shown(value: object) -> str:
    """Quote *value* in a sentence: short, and with what a terminal would obey made visible."""
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:59]}…")
    return _SORTS.get(type(value), "something else")


_COMPARED = 2000
"""Beyond so many names comparing them takes longer than it helps."""

_SORTS: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    dict: "a mapping",
    list: "a list",
    type(None): "null",
}
