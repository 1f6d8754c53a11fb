"""Text for a person: made harmless, wrapped to the width there is, coloured only where wanted."""

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator

import click

HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
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
    return f"\\u{ord(character):04x}"


def width() -> int:
    """Return how many columns to fill: those of the terminal, or 80 where there is none."""
    if not sys.stdout.isatty():
        return NARROW
    return max(40, min(shutil.get_terminal_size((NARROW, 24)).columns, WIDE))


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> list[str]:
    """Wrap *text* to lines that begin with *first*, and those that follow with *rest*."""
    if rest is None:
        rest = " " * len(first)
    return textwrap.wrap(
        printable(text),
        width(),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def columns(left: str, lines: Iterable[str], at: int) -> Iterator[str]:
    """Put *left* before the *lines* of a column that begins *at*, alone if it is longer."""
    several = [line for text in lines for line in wrapped(text, first=" " * at)]
    if len(left) < at and several:
        yield left + several.pop(0)[len(left) :]
    else:
        yield left
    yield from several


def bold(text: str) -> str:
    """Return *text* in bold, for where colour is wanted."""
    return click.style(text, bold=True)


def dim(text: str) -> str:
    """Return *text* dimmed; nothing may depend on its being so."""
    return click.style(text, dim=True)
