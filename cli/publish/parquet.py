"""Write rows as Parquet with pyarrow, which the extra `parquet` installs."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from cli.publish.rows import DAYS, LISTS, SPANS
from events.errors import InputError
from events.model.amounts import PARTS, WHOLE

if TYPE_CHECKING:
    from pyarrow import DataType


MANY = 100_000
"""The number of rows in a row group: so many are in memory at once, here and in a reader."""


class NoParquetError(InputError):
    """Raised when the extra that Parquet needs is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Parquet needs pyarrow, which is not installed: "
            "`pip install 'partnership-timeline[parquet]'`."
        )


def parquet(fields: Sequence[str], rows: Iterable[dict[str, Any]], meta: dict[str, str]) -> bytes:
    """Return the *fields* of *rows* as a Parquet file, in which they have types.

    Days, amounts, lists and booleans are stored as such. *meta* is stored with the schema. The same
    rows always give the same bytes.
    """
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise NoParquetError from None
    schema = pyarrow.schema([(name, type_of(name)) for name in fields], metadata=meta)
    stream, left = BytesIO(), map(_with_number, rows)
    with ParquetWriter(stream, schema) as writer:
        while some := [*islice(left, MANY)]:
            writer.write_table(pyarrow.Table.from_pylist(some, schema=schema))
    return stream.getvalue()


def _with_number(row: dict[str, Any]) -> dict[str, Any]:
    """Return *row* with its amount, which has digits as text, as a decimal."""
    return row | {"amount": Decimal(row["amount"])} if row["amount"] else row


def type_of(name: str) -> "DataType":
    """Return the type of the column *name*."""
    import pyarrow

    if name == "amount":
        return pyarrow.decimal128(WHOLE + PARTS, PARTS)
    if name in DAYS | SPANS:
        return pyarrow.date32()
    if name in LISTS:
        return pyarrow.list_(pyarrow.string())
    if name in ("certain", "retired"):
        return pyarrow.bool_()
    others = {"version": pyarrow.int64(), "place": pyarrow.int32()}
    return others.get(name, pyarrow.string())
