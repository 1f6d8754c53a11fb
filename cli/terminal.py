"""Write text to a terminal: made harmless, wrapped to fit, coloured only where wanted."""

import os
import sys
from collections.abc import Iterable, Iterator

NARROW = 80
WIDE = 100

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_HARMFUL = (
    *((0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E)),
    *((0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF)),
    *((0xFFF9, 0xFFFB), (0xE0000, 0xE007F)),
)
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0").union(
    map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0))
)
"""What Python calls printable, and shows nothing: fillers and variation selectors."""


def is_harmless(text: str) -> bool:
    """Return whether no character of *text* is harmful, nor of a kind that may be."""
    return text.isprintable() and (text.isascii() or _UNSEEN.isdisjoint(text))


def is_harmful(character: str) -> bool:
    """Return whether *character* moves the cursor, is invisible or changes the text direction."""
    if character.isprintable():
        return character in _UNSEEN
    code = ord(character)
    return any(first <= code <= last for first, last in _HARMFUL)


def printable(text: str, *, lines: bool = False) -> str:
    """Return *text* with each harmful character escaped; with *lines*, newlines stay."""
    if is_harmless(text):
        return text
    return "".join(_escaped(one, lines) if is_harmful(one) else one for one in text)


def _escaped(character: str, lines: bool) -> str:
    if character == "\n" and lines:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def echo(text: str, *, nl: bool = True, err: bool = False) -> None:
    """Write *text*, for a person to read, to stdout or, if *err*, to stderr, and flush.

    A newline follows if *nl*; colours are removed where not wanted. This function replaces
    `click.echo`, which writes UTF-8 to a stream in ASCII and colours a dumb terminal.
    """
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        return
    coloured = is_obeying(err=err) and not os.environ.get("NO_COLOR")
    if sys.platform == "win32":
        import click

        click.echo(text, nl=nl, err=err, color=None if coloured else False)
        return
    stream.write((text if coloured else uncoloured(text)) + "\n" * nl)
    stream.flush()


def is_obeying(*, err: bool = False) -> bool:
    """Return whether stdout, or stderr if *err*, is a terminal that obeys escape sequences."""
    stream = sys.stderr if err else sys.stdout
    return stream is not None and os.environ.get("TERM") != "dumb" and stream.isatty()


def deliver(text: str, *, nl: bool = True) -> None:
    """Write *text*, for a program to read, to stdout, and flush; a newline follows if *nl*.

    It is written in UTF-8, whatever the encoding of the stream.
    """
    stream = sys.stdout
    if stream is None:
        return
    if (stream.encoding or "utf-8").lower() in ("utf-8", "utf8"):
        stream.write(text + "\n" * nl)
    else:
        stream.flush()
        stream.buffer.write((text + "\n" * nl).encode(errors="backslashreplace"))
    stream.flush()


def uncoloured(text: str) -> str:
    """Return *text* without the colours that `bold` and `dim` put there."""
    return text.replace(_BOLD, "").replace(_DIM, "").replace(_PLAIN, "")


def width() -> int:
    """Return the number of columns to fill: those of the terminal, from 40 to 100, or else 80."""
    if sys.stdout is None or not sys.stdout.isatty():
        return NARROW
    return max(40, min(columns_there_are(), WIDE))


def columns_there_are() -> int:
    """Return the number of columns of the terminal, without the slow import of `shutil`."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or NARROW
    except (AttributeError, ValueError, OSError):
        return NARROW


def wrapped(
    text: str, *, first: str = "", rest: str | None = None, size: int | None = None
) -> list[str]:
    """Return *text* in lines, of which the first begins with *first* and the others with *rest*.

    Lines are as wide as the terminal, or *size* columns. By default *rest* is blanks of the
    length of *first*.
    """
    size = size or width()
    if rest is None:
        rest = " " * len(first)
    shown = printable(text)
    if columns_of(shown) != len(shown):
        room = max(size - max(len(first), len(rest)), 2)
        return [(rest if at else first) + line for at, line in enumerate(_filled(shown, room))]
    return list(_folded(shown, size, first, rest)) or [first.rstrip()]


def _folded(text: str, size: int, first: str, rest: str) -> Iterator[str]:
    """Yield the lines that `textwrap.wrap` would, without trailing blanks or its slow import."""
    at, indent = 0, first
    while at < len(text):
        end = _end_of_line(text, at, max(size - len(indent), 1))
        line, at = text[at:end].rstrip(" "), end
        if line:
            yield indent + line
            indent = rest
            at = len(text) - len(text[at:].lstrip(" "))


def _end_of_line(text: str, begin: int, room: int) -> int:
    """Return where the last word that fits in *room* ends, or where an overlong word is cut."""
    end = begin + room
    if end >= len(text) or " " in text[end - 1 : end + 1]:
        return min(end, len(text))
    word = max(begin, text.rfind(" ", begin, end) + 1)
    after = text.find(" ", end)
    length = (after if after >= 0 else len(text)) - word
    return end if length > room else word


def columns_of(text: str) -> int:
    """Return the number of columns of *text* on a terminal, where wide characters take two."""
    if text.isascii():
        return len(text)
    # Accented letters, dashes and quotes take one, and need no slow import.
    odd = {one for one in {*text} if one > "\u02ff" and not "\u2010" <= one <= "\u205e"}
    if not odd:
        return len(text)
    from unicodedata import combining, east_asian_width

    wide = {one for one in odd if east_asian_width(one) in "WF"}
    none = {one for one in odd if combining(one)}
    return len(text) + sum(map(text.count, wide - none)) - sum(map(text.count, none))


def _filled(text: str, room: int) -> Iterator[str]:
    """Yield lines with as many words as fit in *room* columns; a longer word is broken."""
    line, used = list[str](), 0
    for word in text.split():
        size = columns_of(word)
        if line and used + 1 + size <= room:
            line += (" ", word)
            used += 1 + size
            continue
        if line:
            yield "".join(line)
        line, used = [], 0
        # A line of characters that take no column may be as long as the text is.
        for character in word:
            size = columns_of(character)
            if used + size > room:
                yield "".join(line)
                line, used = [], 0
            line.append(character)
            used += size
    yield "".join(line)


def columns(left: str, lines: Iterable[str], at: int) -> Iterator[str]:
    """Yield *left*, and *lines* as a column beside it that begins at *at*.

    If *left* is too long, the column begins below.
    """
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
    """Return *text* in bold, which printing removes where colour is not wanted."""
    return _BOLD + text + _PLAIN


def dim(text: str) -> str:
    """Return *text* dimmed; no meaning may depend on the dimming."""
    return _DIM + text + _PLAIN
