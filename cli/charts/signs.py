"""The signs of a text chart, in Unicode and in ASCII, and the lines to write them into."""

from collections.abc import Sequence

from cli.terminal import columns_of

SIGNS = {
    "in-force": "━", "reported": "╍", "ended": "·", "expired": "×", "begin": "┣", "on": "▶",
    "rise": "┃", "edge": "░", "claimed-otherwise": "╱", "disputed": "╳", "day": "│", "here": "▼",
    "tick": "┬", "axis": "─", "span": "~", "cut": "…",
    "set": "●", "end": "●", "claim": "○", "met": "★", "restates": "◇", "reaffirm": "✓",
    "leave-unsaid": "□", "dispute": "!", "settle": "!", "use": "▪", "note": "▪",
}  # fmt: skip
ASCII = {
    "in-force": "=", "reported": "-", "ended": ".", "expired": "x", "begin": "[", "on": ">",
    "rise": ":", "edge": "?", "claimed-otherwise": "/", "disputed": "%", "day": "|", "here": "v",
    "tick": "+", "axis": "-", "span": "~", "cut": "..",
    "set": "*", "end": "*", "claim": "o", "met": "^", "restates": "$", "reaffirm": "&",
    "leave-unsaid": "_", "dispute": "!", "settle": "!", "use": ",", "note": ",",
}  # fmt: skip

SPANS = {
    "in-force": "in force",
    "reported": "so by report only",
    "ended": "ended",
    "expired": "expired",
    "rise": "from one number to the next",
    "edge": "which day is uncertain, and so the answer",
    "claimed-otherwise": "claimed otherwise",
    "disputed": "disputed",
    "span": "some day of these",
    "day": "the chosen day",
}
"""What the signs of days stand for."""


def signs(encoding: str | None) -> dict[str, str]:
    """Return the Unicode signs or, if *encoding* lacks any of them, the ASCII signs."""
    try:
        "".join(SIGNS.values()).encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return SIGNS


def cut(words: str, room: int, sign: str) -> str:
    """Return *words*, cut to *room* columns and ending in *sign* if they are wider."""
    if columns_of(words) <= room:
        return words
    kept = ""
    for character in words:
        if columns_of(kept + character) > room - len(sign):
            break
        kept += character
    return kept.rstrip() + sign


class Line:
    """A line of *size* columns to write into."""

    def __init__(self, size: int) -> None:
        self._cells = [" "] * size

    def fill(self, columns: Sequence[int], sign: str) -> None:
        """Put *sign* into each of *columns*."""
        for at in columns:
            self._cells[at] = sign

    def put(self, at: int, words: str) -> None:
        """Write *words* starting at column *at*; a wide character takes two columns."""
        for character in words:
            taken = columns_of(character)
            if not taken:
                self._cells[at - 1] += character
                continue
            self._cells[at : at + taken] = [character, *[""] * (taken - 1)]
            at += taken

    def __str__(self) -> str:
        return "".join(self._cells).rstrip()
