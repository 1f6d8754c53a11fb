"""The terms that, by their names, another term may run with, such as the agreement behind a fee.

A name is only a hint, so a finding needs more evidence: the other term was set while the agreement
ran, and nothing has been said of that term since the agreement ended.
"""

from collections.abc import Iterable, Iterator

ENDS = ("end", "term", "duration")
"""The last words of the names of terms that say how long everything else under a prefix runs."""


def parents(key: str, keys: Iterable[str]) -> Iterator[str]:
    """Yield those of *keys* that by their names may be parents of *key*, the nearest first.

    The parents are the prefixes of *key*, such as `licence` for `licence.fee`, and the terms that
    say how long everything under such a prefix runs, such as `licence.end` for `licence.fee`.
    """
    known = {*keys}
    words = key.split(".")
    for number in range(len(words) - 1, 0, -1):
        prefix = ".".join(words[:number])
        named = (prefix, *(f"{prefix}.{word}" for word in ENDS))
        yield from (one for one in named if one in known and one != key)
