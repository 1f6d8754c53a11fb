"""The terms that run with another one, by their names: the agreement, and what it agrees on.

The name is a guess, so it needs more evidence to be told: what was set under an agreement, and goes
on after it without a word.
"""

from collections.abc import Iterable, Iterator

ENDS = ("end", "term", "duration")
"""The last words of the names of terms that say how long everything else under a prefix runs."""


def parents(key: str, keys: Iterable[str]) -> Iterator[str]:
    """Yield those of *keys* that by their names may be parents of *key*, the nearest first.

    They are its prefixes, `licence` of `licence.fee`, and the terms that say how long what has the
    same prefix runs: `licence.end` of `licence.fee`.
    """
    known = {*keys}
    words = key.split(".")
    for number in range(len(words) - 1, 0, -1):
        prefix = ".".join(words[:number])
        named = (prefix, *(f"{prefix}.{word}" for word in ENDS))
        yield from (one for one in named if one in known and one != key)
