"""The words of a text, for finding it again whatever its case and punctuation."""

from collections.abc import Sequence
from itertools import takewhile
from unicodedata import normalize


def words_of(text: str) -> list[str]:
    """Return the words of *text* in lower case; `%` is one, as it is read aloud."""
    plain = normalize("NFKC", text).casefold().replace("%", " percent ")
    return "".join(one if one.isalnum() else " " for one in plain).split()


def has_words(text: str, typed: Sequence[str]) -> bool:
    """Return whether each word *typed* begins a word of *text*."""
    words = words_of(text)
    return all(any(word.startswith(one) for word in words) for one in typed)


def how_well(text: str, typed: Sequence[str]) -> list[int]:
    """Return how well *text* has each of the words *typed*.

    A word counts 2 if *text* has it, 1 if it only has a longer or a related one, and 0 if neither.
    """
    words = words_of(text)
    return [
        2 if one in words else int(any(word.startswith(one) or akin(word, one) for word in words))
        for one in typed
    ]


def akin(one: str, other: str) -> bool:
    """Return whether two words differ only in their endings: expires and expired."""
    begun = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    longest = max(len(one), len(other))
    return begun >= STEM and longest - begun <= ENDING and begun > longest * 0.6


STEM, ENDING = 5, 4
"""How many letters words that are akin share at least, and how many may follow."""
