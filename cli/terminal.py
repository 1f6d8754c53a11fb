"""Text for a person: made harmless, wrapped to the width there is, coloured only where wanted."""

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator

import click

HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that move the cursor, hide, or turn the direction of what is read."""

NARROW = 80
WIDE = 100


def printable(text: str, *, lines: bool = False) -> str:
    """Show each harmful character of *text* as an escape; *lines* lets line ends be."""
    return HARMFUL.sub(lambda found: _escaped(found[0], lines), text)


def _escaped(character: str, lines: bool) -> str:
    if character == "\n" and lines:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width() -> int:
    """Return how many columns to fill: those of the terminal, or 80 where there is none."""
    if not sys.stdout.isatty():
        return NARROW
    return max(40, min(shutil.get_terminal_size((NARROW, 24)).columns, WIDE))


def wrapped(
    text: str, *, first: str = "", rest: str | None = None, size: int | None = None
) -> list[str]:
    """Wrap *text* to lines that begin with *first*, and those that follow with *rest*.

    Lines are as wide as the terminal, or *size* columns.
    """
    size = size or width()
    if rest is None:
        rest = " " * len(first)
    shown = printable(text)
    if columns_of(shown) != len(shown):
        room = max(size - max(len(first), len(rest)), 2)
        return [(rest if at else first) + line for at, line in enumerate(_filled(shown, room))]
    return textwrap.wrap(
        shown,
        size,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def columns_of(text: str) -> int:
    """Return how many columns a terminal gives to *text*: two to a wide character."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(one) else 1 + (east_asian_width(one) in "WF") for one in text)


def _filled(text: str, room: int) -> Iterator[str]:
    """Yield lines of as many words of *text* as *room* columns hold; longer words are broken."""
    line = ""
    for word in text.split():
        if line and columns_of(line) + 1 + columns_of(word) <= room:
            line += f" {word}"
            continue
        if line:
            yield line
        line = ""
        for character in word:
            if columns_of(line + character) > room:
                yield line
                line = ""
            line += character
    yield line


def columns(left: str, lines: Iterable[str], at: int) -> Iterator[str]:
    """Put *left* before the *lines* of a column that begins *at*, alone if it is longer."""
    several = [line for text in lines for line in wrapped(text, first=" " * at)]
    if len(left) < at and several:
        yield left + several.pop(0)[len(left) :]
    else:
        yield left
    yield from several


def heading(text: str) -> list[str]:
    """Return *text* in bold, wrapped."""
    return [bold(line) for line in wrapped(text)]


def bold(text: str) -> str:
    """Return *text* in bold, for where colour is wanted."""
    return click.style(text, bold=True)


def dim(text: str) -> str:
    """Return *text* dimmed; nothing may depend on its being so."""
    return click.style(text, dim=True)
