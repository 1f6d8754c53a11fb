"""The signs of a text chart, in Unicode and in ASCII, and the lines to write them into."""

from collections.abc import Sequence

from cli.charts.marks import SIGNS as MARKS
from cli.terminal import columns_of

SIGNS = {
    "in-force": "━", "reported": "╍", "over": "·", "begin": "┣", "on": "▶", "rise": "┃",
    "edge": "░", "shade": "╱", "day": "│", "here": "▼", "tick": "┬", "axis": "─", "span": "~",
    "cut": "…", "changed": "●", "claimed": "○", "confirmed": "✓", "noted": "▪",
}  # fmt: skip
ASCII = {
    "in-force": "=", "reported": "-", "over": ".", "begin": "[", "on": ">", "rise": ":",
    "edge": "?", "shade": "/", "day": "|", "here": "v", "tick": "+", "axis": "-", "span": "~",
    "cut": "..", "changed": "*", "claimed": "o", "confirmed": "&", "noted": ",",
}  # fmt: skip

LEGEND = {
    "reported": "by report only",
    "over": "ended or expired",
    "edge": "day uncertain",
    "shade": "claimed otherwise or disputed",
    **MARKS,
}
"""What the signs stand for that have to be explained."""


def signs(encoding: str | None) -> dict[str, str]:
    """Return the Unicode signs or, if *encoding* lacks any of them, the ASCII signs."""
    try:
        "".join(SIGNS.values()).encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return SIGNS


def cut(words: str, room: int, sign: str) -> str:
    """Return *words*, cut to *room* columns and ending in *sign* if they are wider.

    They are cut after a word, unless the first one is too long already.
    """
    if columns_of(words) <= room:
        return words
    kept, used = "", 0
    for character in words:
        used += columns_of(character)
        if used > room - len(sign):
            break
        kept += character
    if not words[len(kept) : len(kept) + 1].isspace():
        whole = kept.rpartition(" ")[0]
        kept = whole if whole.strip() else kept
    return kept.rstrip(" ,;:") + sign


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
