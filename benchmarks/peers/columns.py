"""Columns: DuckDB and Polars over a Parquet file, for all partnerships on one day.

The latest row wins by day, and among those of a day by its place: one key of both, so that the
answer is exact. (An ASOF JOIN on the day alone may take either of two rows of one day.)
"""

from array import array
from pathlib import Path
from typing import Any

from benchmarks.data import OTHER, Numbers

CODE = 1 << 20
"""What is added to the value of an end, so that one number says both."""


def parquet(file: Path, numbers: Numbers) -> Path:
    """Write the *file* of the rows that set or end, in the order of the log."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if file.exists():
        return file
    columns = {name: _column(pa, numbers.columns[name]) for name in _KEPT}
    seq = pa.array(range(len(numbers)), pa.int32())
    table = pa.table({**columns, "seq": seq})
    beside = file.with_suffix(".part")
    pq.write_table(table.filter(pc.field("verb") != OTHER), beside, compression="zstd")
    beside.replace(file)
    return file


_KEPT = ("partnership", "term", "verb", "day", "value")


def _column(pa: Any, values: "array[int]") -> Any:
    return pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(values)])


class Duck:
    """DuckDB, in process."""

    name = "DuckDB on Parquet"

    def __init__(self, file: Path) -> None:
        import duckdb

        self._connection = duckdb.connect()
        self._file = file

    def on(self, day: int) -> tuple[int, int]:
        """Return how many terms have a value, and the sum; every row is fetched."""
        codes = self.timed(day)["code"].to_pylist()
        values = [code for code in codes if code < CODE]
        return len(values), sum(values)

    def timed(self, day: int) -> Any:
        """Return the answer as the engine gives it, which is what is timed."""
        sql = _SQL.format(file=self._file)
        return self._connection.sql(sql, params=[day]).to_arrow_table()

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()


_SQL = f"""
    SELECT partnership, term, arg_max(value + verb * {CODE}, (day::BIGINT << 32) | seq) AS code
    FROM '{{file}}' WHERE day <= ? GROUP BY partnership, term
"""


class Bears:
    """Polars, lazily."""

    name = "Polars on Parquet"

    def __init__(self, file: Path) -> None:
        self._file = file

    def timed(self, day: int) -> Any:
        """Return the answer as the library gives it, which is what is timed."""
        import polars as pl

        key = pl.col("day").cast(pl.Int64) * (1 << 32) + pl.col("seq")
        code = pl.col("value") + pl.col("verb") * CODE
        return (
            pl.scan_parquet(self._file)
            .filter(pl.col("day") <= day)
            .select("partnership", "term", key.alias("key"), code.alias("code"))
            .group_by("partnership", "term")
            .agg(pl.col("code").sort_by("key").last())
            .collect()
        )

    def on(self, day: int) -> tuple[int, int]:
        """Return how many terms have a value, and the sum."""
        values = [code for code in self.timed(day)["code"].to_list() if code < CODE]
        return len(values), sum(values)
