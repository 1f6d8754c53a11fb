"""Put the objects of a PDF into a fixed order, so that the same chart gives the same bytes.

The library writes fonts and other resources in an order that differs from run to run.
"""

import re
from collections.abc import Iterator

_NAMES = re.compile(rb"(?<=<<\n)(?: +/[A-Za-z]+\d+ \d+ 0 R\n){2,}")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")
_STREAM = b"\nstream\n"


def ordered(data: bytes) -> bytes:
    """Return the PDF *data*, objects renumbered in the order in which the trailer leads to them."""
    start = data.rindex(b"xref\n0 ")
    table, _, trailer = data[start:].partition(b"trailer\n")
    objects = dict(_objects(data[:start], [int(found[1]) for found in _ENTRY.finditer(table)]))
    trailer = trailer.partition(b"startxref")[0]
    numbers = {old: new for new, old in enumerate(_reached(trailer, objects), 1)}

    def renumbered(text: bytes) -> bytes:
        return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], text)

    parts, offsets = [data[: data.index(b"\n\n") + 2]], []
    for old, new in numbers.items():
        head, stream = objects[old]
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj%s%s" % (new, renumbered(head), stream))
    begin = sum(map(len, parts))
    parts.append(b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(offsets) + 1))
    parts += [b"%010d 00000 n\r\n" % offset for offset in offsets]
    parts.append(b"trailer\n%sstartxref\n%d\n%%%%EOF" % (renumbered(trailer), begin))
    return b"".join(parts)


def _objects(data: bytes, offsets: list[int]) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Yield the number of each object, with its dictionary and its stream, which may be empty."""
    begins = sorted(offsets)
    for begin, end in zip(begins, [*begins[1:], len(data)], strict=True):
        number, _, rest = data[begin:end].partition(b" 0 obj")
        head, mark, stream = rest.partition(_STREAM)
        yield int(number), (_NAMES.sub(_sorted, head), mark + stream)


def _sorted(found: "re.Match[bytes]") -> bytes:
    return b"".join(sorted(found[0].splitlines(keepends=True)))


def _reached(trailer: bytes, objects: dict[int, tuple[bytes, bytes]]) -> list[int]:
    """Return the numbers of the objects in the order in which they are first referenced."""
    found: dict[int, None] = {}
    ahead = _named(trailer)
    while ahead:
        number = ahead.pop(0)
        if number not in found:
            found[number] = None
            ahead = _named(objects[number][0]) + ahead
    return list(found)


def _named(text: bytes) -> list[int]:
    return [int(one[1]) for one in _REFERENCE.finditer(text)]
