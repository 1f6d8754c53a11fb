"""Find a quote in the visible text of an article: word for word, or not at all.

Case, white space, quotation marks, dashes and the ways of composing an accent do not count. All
else does: *now* is not *never*, and "either party" does not stand in "neither party".
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from rapidfuzz import fuzz

WORDS = 8
"""The most words of a source that are kept."""

NEAR = 70
"""From which score on (of 100) a passage is named as the nearest to a quote that is not there."""

LONGEST = 2000
"""The most characters of a quote that is looked for."""


class Quote(NamedTuple):
    """Words of an article, from the offset *start* of its visible text to the one before *end*."""

    text: str
    start: int
    end: int


class Text:
    """The visible text of an article, in Unicode NFC, which can be searched for quotes."""

    def __init__(self, plain: str) -> None:
        self.plain = normalize("NFC", plain)
        folded = [*_folded(self.plain)]
        self.folded = "".join(sign for sign, _ in folded)
        self._places = [at for _, at in folded]

    def find(self, quote: str) -> Quote | None:
        """Return where *quote* stands, from word boundary to word boundary, or None."""
        sought = fold(quote).strip()
        if not sought or len(quote) > LONGEST or not any(map(str.isalnum, sought)):
            return None
        at = self.folded.find(sought)
        while at >= 0:
            start, end = self._span(at, at + len(sought))
            if self._whole(at, len(sought)) and is_bounded(self.plain, start, end):
                return self.part(start, end)
            at = self.folded.find(sought, at + 1)
        return None

    def part(self, start: int, end: int) -> Quote:
        """Return the words of the text from *start* to *end*, on one line."""
        return Quote(" ".join(self.plain[start:end].split()), start, end)

    def nearest(self, quote: str) -> Quote | None:
        """Return the passage most like *quote*, or None if there is none that is like it."""
        sought = fold(quote[:LONGEST]).strip()
        found = fuzz.partial_ratio_alignment(sought, self.folded, score_cutoff=NEAR)
        if not sought or found is None or found.dest_start >= found.dest_end:
            return None
        start, end = self._span(found.dest_start, found.dest_end)
        while start and not self.plain[start - 1].isspace():
            start -= 1
        while end < len(self.plain) and not self.plain[end].isspace():
            end += 1
        return self.part(start, end)

    def _span(self, first: int, last: int) -> tuple[int, int]:
        return self._places[first], self._places[last - 1] + 1

    def _whole(self, first: int, length: int) -> bool:
        """Return whether a match begins and ends with a letter of the text, not within one.

        A sharp s folds to two letters; a quote of the first alone is none of the text.
        """
        places, after = self._places, first + length
        begins = first == 0 or places[first - 1] != places[first]
        return begins and (after == len(places) or places[after - 1] != places[after])


def is_bounded(text: str, start: int, end: int) -> bool:
    """Return whether *text* has a word boundary at *start* and one at *end*.

    What joins two words to one, as in non-exclusive, 1.5 or don't, is no boundary; nor is what a
    number does not mean the same without: its minus, its percent sign.
    """
    before, first = text[max(start - 2, 0) : start], text[start]
    after, last = text[end : end + 2], text[end - 1]
    return not (_joins(before[::-1], first, _BEFORE) or _joins(after, last, _AFTER))


def _joins(outside: str, inside: str, signs: str) -> bool:
    """Return whether the signs *outside*, from the nearest on, belong to the sign *inside*.

    *signs* are those that belong to a digit beside them.
    """
    if not outside or not _is_word(inside):
        return False
    if _is_word(outside[0]) or (inside.isdigit() and outside[0] in signs):
        return True
    if len(outside) > 1 and outside[0] == _RANGE:
        return inside.isdigit() and outside[1].isdigit()
    return len(outside) > 1 and outside[0] in _JOINTS and _is_word(outside[1])


def _is_word(sign: str) -> bool:
    return sign.isalnum() or category(sign)[0] == "M"


_RANGE = "–"
_JOINTS = "-‐‑.,'’/:_&@"
_BEFORE, _AFTER = "-−‐‑–+", "%‰"

_QUOTES = dict.fromkeys(map(ord, "\"'`´‘’‚‛“”„‟«»‹›′″"), "'")
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−⸺⸻﹘﹣－"), "-")
_SIGNS = _QUOTES | _DASHES
_PLAIN = {chr(one): chr(one).translate(_SIGNS).casefold() for one in range(0x21, 0x7F)}
"""What most letters are folded to, which need not be looked up in the tables of Unicode."""


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Yield each sign of *text* that counts, folded, with the offset that it has there."""
    blank = True
    for at, sign in enumerate(text):
        if sign.isspace():
            if not blank:
                yield " ", at
            blank = True
        elif sign in _PLAIN:
            blank = False
            yield _PLAIN[sign], at
        elif category(sign) != "Cf":  # A soft hyphen, or a mark of direction, is not seen.
            blank = False
            for one in sign.translate(_SIGNS).casefold():
                yield one, at


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return *text* as it is compared: one case, one blank, one quotation mark, one dash."""
    return "".join(sign for sign, _ in _folded(normalize("NFC", text)))


def in_few_words(text: Text, start: int, end: int, about: int) -> Quote:
    """Return at most eight words of *text* between *start* and *end*, around the offset *about*."""
    words = [(one.start(), one.end()) for one in _WORD.finditer(text.plain, start, end)]
    if not words:
        return text.part(start, end)
    here = max(bisect_right([first for first, _ in words], about) - 1, 0)
    first = max(0, min(here - WORDS // 2, len(words) - WORDS))
    chosen = words[first : first + WORDS]
    return text.part(chosen[0][0], chosen[-1][1])


_WORD = re.compile(r"\S+")
