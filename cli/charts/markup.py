"""Write SVG elements with every text and attribute escaped, and fit text into a width."""

from html import escape

from cli.terminal import columns_of, printable


def element(name: str, *inside: str, **given: object) -> str:
    """Return the element *name* with the attributes *given*, around the markup *inside*.

    In the name of an attribute, `_` becomes `-`, and a `_` at the end is dropped.
    """
    attributes = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in given.items()
    )
    return f"<{name}{attributes}>{''.join(inside)}</{name}>" if inside else f"<{name}{attributes}/>"


def words(text: str) -> str:
    """Return *text* as the text of an element, with markup and harmful characters escaped."""
    return escape(printable("".join(map(_allowed, text)), lines=False), quote=True)


def _allowed(character: str) -> str:
    """Return *character*, or U+FFFD if it is one of the two noncharacters XML forbids."""
    return "\ufffd" if character in "\ufffe\uffff" else character


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else words(str(value))


def text_at(x: float, y: float, text: str, kind: str, hint: str | None = None) -> str:
    """Return *text* starting at *x*, *y*, of the CSS class *kind*, with *hint* as its tooltip."""
    title = [element("title", words(hint))] if hint else []
    return element("text", *title, words(text), x=x, y=y, class_=kind)


def line_between(x: float, y: float, to_x: float, to_y: float, kind: str) -> str:
    """Return a straight line from *x*, *y* to *to_x*, *to_y*, of the CSS class *kind*."""
    return element("line", x1=x, y1=y, x2=to_x, y2=to_y, class_=kind)


def rectangle(x: float, y: float, size: float, height: float, kind: str, **given: object) -> str:
    """Return a rectangle with its top left corner at *x*, *y*, of the CSS class *kind*.

    *size* is its width and *height* its height; *given* are more attributes.
    """
    named = {"class_": kind} if kind else {}
    return element("rect", x=x, y=y, width=size, height=height, **named, **given)


def fitted(text: str, room: float, size: float) -> str:
    """Return *text*, cut with an ellipsis if it is wider than *room* at the font *size*.

    It is cut after a word, unless its first one is too long already.
    """
    shown = printable(text)
    if length(shown, size) <= room:
        return shown
    left = room - length("…", size)
    kept = ""
    for character in shown:
        left -= length(character, size)
        if left < 0:
            break
        kept += character
    if not shown[len(kept) : len(kept) + 1].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip(' ,;:')}…"


def length(text: str, size: float) -> float:
    """Return the least width of *text* at the font *size*, in any font that a chart asks for."""
    return size * sum(map(_width, text))


def _width(character: str) -> float:
    if character in _NARROW:
        return 0.29
    if character.isascii():
        return _WIDE.get(character, 0.68 if character.isupper() else 0.55)
    return columns_of(character) * (0.62 if columns_of(character) == 1 else 0.52)


_NARROW = frozenset("iljtfIr.,:;'|! ()[]/-")
_WIDE = {"m": 0.84, "w": 0.73, "M": 0.84, "W": 0.95, "%": 0.89, "@": 1.02, "…": 1.0}


def filled(text: str, room: float, size: float, most: int) -> list[str]:
    """Return *text* at the font *size* in at most *most* lines as wide as *room*.

    The last line is cut if it must be.
    """
    lines: list[str] = []
    rest = printable(text).split()
    while rest and len(lines) < most - 1:
        count = next(
            (n for n in range(len(rest), 0, -1) if length(" ".join(rest[:n]), size) <= room), 0
        )
        if not count:
            break
        lines.append(" ".join(rest[:count]))
        rest = rest[count:]
    return [*lines, fitted(" ".join(rest), room, size)] if rest else lines


def labelled(text: str, room: float, size: float, most: int) -> list[str]:
    """Return *text* as `filled` does, or nothing where less than half of it would be left."""
    lines = filled(text, room, size, most) if room > size else []
    kept = sum(map(len, lines))
    is_whole = not any(line.endswith("…") for line in lines)
    return lines if is_whole or kept > max(len(text) / 2, _LEGIBLE) else []


_LEGIBLE = 12
"""What is cut has to have more characters than this to say anything."""
