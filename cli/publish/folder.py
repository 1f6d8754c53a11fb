"""Keep a folder of Parquet files with the stored answers of every partnership up to date.

To open thousands of files would take an engine longer than the question does, so all partnerships
share 64.
"""

import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from cli.files import written_bytes
from cli.publish.boxes import BOXES, Row, rows_of
from cli.publish.parquet import NoParquetError, type_of
from cli.publish.rows import require_current
from cli.reading.partnership import chosen
from cli.reading.session import opened
from events.errors import InputError
from events.log.log import Head, Log

try:
    import pyarrow
    from pyarrow import compute
    from pyarrow.parquet import read_metadata, read_table, write_table
except ImportError:
    raise NoParquetError from None

PARTS = 64
"""The number of files; which one a partnership is in follows from the digest of its slug."""

EDITION = "1"
"""The edition of the files that this program writes; files of another edition are made anew."""

GROUP = 10_000
"""The number of rows in a group, which an engine reads or passes over whole."""

_ORDER = (
    "recorded_until",
    "known_to",
    "effective_from",
    "partnership",
    "kind",
    "term",
    "known_from",
)

Heads = Mapping[str, str]
"""The head of each partnership, in hexadecimal."""


class Made(NamedTuple):
    """How many *partnerships* there are, how many of them had *moved* on, and *files* written."""

    partnerships: int
    moved: int
    files: int


def write_folder(folder: str, db: str | None) -> Made:
    """Bring *folder* up to date with the stored answers of every partnership in *db*.

    A file is written only if the head of a partnership in it has moved, and appears whole; what it
    has of other partnerships is taken over from the file before. Raises InputError if the folder
    has a partnership that *db* has not.
    """
    with opened(db) as log:
        heads = log.partnerships()
        if not heads:
            chosen([], None)
        require_current(log, heads)
        parts = _parts(heads)
        before = {part: _heads_in(_file(folder, part)) for part in range(PARTS)}
        _require_same(folder, parts, before)
        moved = {part: _moved(own, before[part]) for part, own in parts.items()}
        for part, slugs in moved.items():
            if slugs:
                _write(log, _file(folder, part), parts[part], slugs)
    found = [slugs for slugs in moved.values() if slugs]
    return Made(len(heads), sum(map(len, found)), len(found))


def _parts(heads: Iterable[Head]) -> Mapping[int, Heads]:
    """Return the heads of the partnerships in each file."""
    parts: dict[int, dict[str, str]] = {}
    for head in heads:
        part = sha256(head.slug.encode()).digest()[0] % PARTS
        parts.setdefault(part, {})[head.slug] = head.digest.hex()
    return parts


def _file(folder: str, part: int) -> str:
    return os.path.join(folder, f"part={part:02}", "boxes.parquet")


def _heads_in(file: str) -> Heads:
    """Return the heads that *file* has; none if it is not there, or is of another edition."""
    try:
        said = read_metadata(file).metadata or {}
    except FileNotFoundError:
        return {}
    except (OSError, pyarrow.ArrowInvalid):
        raise InputError(f"{file} is no Parquet file; remove it, or name another folder.") from None
    heads: Heads = json.loads(said[b"heads"]) if said.get(b"edition") == EDITION.encode() else {}
    return heads


def _require_same(folder: str, parts: Mapping[int, Heads], before: Mapping[int, Heads]) -> None:
    there = {slug for own in before.values() for slug in own}
    gone = sorted(there - {slug for own in parts.values() for slug in own})
    if gone:
        raise InputError(
            f"{folder} has answers of {gone[0]}, which this database has not: it was written from "
            "another one. Name another folder."
        )


def _moved(heads: Heads, before: Heads) -> list[str]:
    return [slug for slug, head in heads.items() if before.get(slug) != head]


def _write(log: Log, file: str, heads: Heads, moved: Iterable[str]) -> None:
    """Write *file* with new rows of the partnerships *moved* and what it had of the others."""
    fresh = {slug: table_of(rows_of(log, slug)) for slug in moved}
    kept = read_table(file, partitioning=None) if len(fresh) < len(heads) else None
    tables = [fresh[slug] if slug in fresh else _rows_in(kept, slug) for slug in sorted(heads)]
    os.makedirs(os.path.dirname(file), exist_ok=True)
    written_bytes(bytes_of(tables, heads), file)


def bytes_of(tables: Iterable[pyarrow.Table], heads: Heads) -> bytes:
    """Return the file that holds *tables*: those of the partnerships of *heads*, in their order.

    Rows that still hold come last, by day: an engine then passes over the groups of rows that a
    question cannot meet.
    """
    meta = {"edition": EDITION, "heads": json.dumps(heads, sort_keys=True)}
    whole = pyarrow.concat_tables(tables).sort_by([(name, "ascending") for name in _ORDER])
    stream = BytesIO()
    whole = whole.replace_schema_metadata(meta)
    write_table(whole, stream, compression="zstd", row_group_size=GROUP)
    return stream.getvalue()


def _rows_in(table: pyarrow.Table, slug: str) -> pyarrow.Table:
    """Return the rows of the partnership *slug* in *table*."""
    return table.filter(compute.equal(table["partnership"], slug))


def table_of(rows: Iterable[Row]) -> pyarrow.Table:
    """Return *rows* of BOXES as columns with types."""
    schema = pyarrow.schema([(name, type_of(name)) for name in BOXES])
    columns = zip(*rows, strict=True)
    arrays = [
        pyarrow.array(cells, _plain(field.type)).cast(field.type)
        for cells, field in zip(columns, schema, strict=True)
    ]
    return pyarrow.table(arrays, schema)


def _plain(kind: pyarrow.DataType) -> pyarrow.DataType:
    """Return the type of the cells of a column of this *kind*: days and amounts come as text."""
    return kind if kind in (pyarrow.int32(), pyarrow.bool_()) else pyarrow.string()
