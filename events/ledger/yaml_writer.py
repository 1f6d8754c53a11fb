"""Write a plain tree as YAML the way a person would, without changing any scalar.

Text that other YAML readers, above all those of YAML 1.1, would take for a number, a date, a
truth value or null is quoted.
"""

import re
from collections.abc import Iterator, Mapping
from textwrap import wrap

WIDTH = 100


def block(tree: Mapping[str, object], indent: int = 0) -> Iterator[str]:
    """Yield the YAML lines of *tree*, a mapping of texts, lists and mappings, in its order.

    Each line is indented by at least *indent* blanks.
    """
    for key, value in tree.items():
        name = key if _is_text(key) else quoted(key)
        yield from _pair(" " * indent + f"{name}:", value, indent)


def _pair(start: str, value: object, indent: int) -> Iterator[str]:
    match value:
        case dict():
            yield start
            yield from block(value, indent + 2)
        case list() if not value:
            yield f"{start} []"
        case list():
            yield from _list(start, value, indent)
        case None | True:
            yield f"{start} {'true' if value else 'null'}"
        case _:
            yield from _text(start, str(value), indent + 2)


def _list(start: str, items: list[object], indent: int) -> Iterator[str]:
    flow = f"{start} [{', '.join(map(str, items))}]"
    if all(isinstance(item, str) and _is_bare(item) for item in items) and len(flow) <= WIDTH:
        yield flow
        return
    yield start
    for item in items:
        yield from _item(item, indent + 2)


def _item(item: object, indent: int) -> Iterator[str]:
    if not isinstance(item, dict):
        yield from _text(" " * indent + "-", str(item), indent + 2)
        return
    first, *rest = block(item, indent + 2)
    yield " " * indent + "- " + first[indent + 2 :]
    yield from rest


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    margin = " " * indent
    if _is_plain(text) and (len(start) + len(text) < WIDTH or " " not in text):
        yield f"{start} {text}"
    elif _is_prose(text):
        yield f"{start} >-"
        lines = wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        yield from (margin + line for line in lines)
    elif _is_verse(text):
        yield f"{start} |-"
        yield from (margin + line if line else "" for line in text.split("\n"))
    else:
        yield f"{start} {quoted(text)}"


def quoted(text: str) -> str:
    """Return *text* in double quotes, or in single quotes if that avoids escapes."""
    if text.isprintable() and ('"' in text or "\\" in text) and "'" not in text:
        return f"'{text}'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign.isprintable():
        return sign
    code = ord(sign)
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _is_bare(text: str) -> bool:
    """Return whether *text* needs no quotes inside brackets."""
    return (
        text[:1].isalnum()
        and all(sign.isalnum() or sign in " ._/-" for sign in text)
        and text[-1] != " "
        and _is_text(text)
    )


def _is_plain(text: str) -> bool:
    """Return whether *text* needs no quotes as a value on one line."""
    return (
        text[:1].isalnum()
        and text.isprintable()
        and not text.endswith((" ", ":"))
        and ": " not in text
        and " #" not in text
        and _is_text(text)
    )


def _is_text(text: str) -> bool:
    """Return whether every YAML reader takes *text* for text when it has no quotes."""
    return not (_WORD(text) or _NUMBER(text) or _DATE(text))


_WORD = re.compile("y|n|yes|no|on|off|true|false|null|~|", re.IGNORECASE).fullmatch
_NUMBER = re.compile(
    r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+"
    r"|(?:[0-9][0-9_]*(?::[0-5]?[0-9])*)?(?:\.[0-9_]*)?(?:e[-+]?[0-9_]+)?|\.inf)|\.nan",
    re.IGNORECASE,
).fullmatch
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:(?:t|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"[ \t]*(?:z|[-+][0-9]{1,2}(?::?[0-9]{2})?)?)?",
    re.IGNORECASE,
).fullmatch


def _is_prose(text: str) -> bool:
    """Return whether *text* is one long paragraph that may be folded at any blank."""
    return (
        len(text) > WIDTH // 2
        and text.isprintable()
        and " " in text
        and text == " ".join(text.split())
    )


def _is_verse(text: str) -> bool:
    """Return whether *text* is several lines that need no escapes."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and bool(lines[0] and lines[-1])
        and all(line.isprintable() and line == line.strip() for line in lines)
    )
