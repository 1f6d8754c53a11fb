"""Tell the values worth printing from those that only repeat what stands beside them."""

import re

from cli.wording.dates import plainly
from events.dates.dates import Date
from events.model.vocabulary import NONE, UNDISCLOSED


def tells(value: str | None, last: Date | None = None) -> bool:
    """Return whether *value* is worth printing beside *last*, the last day on which it holds.

    It is not if it only repeats that day, is missing or undisclosed, or is a bare `yes`, `no` or
    `non-exclusive`.
    """
    if value in (None, UNDISCLOSED, NONE) or _BARE.fullmatch(value):
        return False
    found = words(value)
    return not found or not found <= words(f"until through {plainly(last) if last else ''}")


_BARE = re.compile(r"yes|no|no longer|non-\w+", re.IGNORECASE)
"""The values that only answer what their term asks."""


def words(text: str) -> set[str]:
    """Return the words of *text* that tell something: no short or common ones."""
    found = re.findall(r"[^\W_]+", text)
    telling = (one for one in found if len(one) > 3 or one.isdigit() or one.isupper())
    return {one.casefold() for one in telling} - _COMMON


_COMMON = frozenset({
    "about", "also", "been", "does", "from", "have", "more", "only", "said", "same", "still",
    "than", "that", "then", "there", "these", "they", "this", "were", "which", "with",
})  # fmt: skip
