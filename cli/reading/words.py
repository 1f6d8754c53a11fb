"""The words of a text, for finding it again whatever its case and punctuation."""

from collections.abc import Sequence
from unicodedata import normalize


def words_of(text: str) -> list[str]:
    """Return the words of *text* in lower case."""
    plain = normalize("NFKC", text).casefold()
    return "".join(one if one.isalnum() else " " for one in plain).split()


def has_words(text: str, typed: Sequence[str]) -> bool:
    """Return whether each word *typed* begins a word of *text*."""
    words = words_of(text)
    return all(any(word.startswith(one) for word in words) for one in typed)


def how_well(text: str, typed: Sequence[str]) -> int:
    """Return how well *text* fits the words *typed*: 0 if one is missing, more for whole words."""
    words = words_of(text)
    if not has_words(text, typed):
        return 0
    whole = sum(one in words for one in typed)
    in_order = " ".join(typed) in " ".join(words)
    return 1 + whole + (len(typed) if in_order else 0)
