"""Arrow: the rows that stand, copied once to a Parquet file, and asked about a day."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.peers.by_hand import LAST

NAMES = ("partnership", "term", "status", "value", "effective_from", "effective_to")
STANDING = f"SELECT {', '.join(NAMES)} FROM answers_now WHERE known_to = '{LAST}'"
"""With all that is known now, which is what a portfolio is asked with."""

Ask = Callable[[str], Any]
"""Returns an Arrow table of the answers on a day."""


def parquet(file: Path, rows: list[tuple[Any, ...]]) -> None:
    """Write the *file*, with the days as days."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    columns[4:] = [pc.cast(days, pa.date32()) for days in columns[4:]]
    table = pa.table(dict(zip(NAMES, columns, strict=True)))
    coded = [pc.dictionary_encode(table[name]) for name in NAMES[:4]]
    for at, column in enumerate(coded):
        table = table.set_column(at, NAMES[at], column)
    pq.write_table(table, file, compression="zstd")


def askers(file: Path) -> dict[str, Ask]:
    """Return those who are installed and can ask the *file*."""
    found: dict[str, Ask] = {"pyarrow on Parquet": lambda day: _pyarrow(file, day)}
    with suppress(ImportError):
        import duckdb

        connection = duckdb.connect()
        sql = (
            f"SELECT partnership, term, status, value FROM '{file}'"
            " WHERE CAST(? AS DATE) BETWEEN effective_from AND effective_to"
        )
        found["DuckDB on Parquet"] = lambda day: connection.sql(sql, params=[day]).to_arrow_table()
    with suppress(ImportError):
        import polars as pl

        def polars(day: str) -> Any:
            on = pl.lit(day).cast(pl.Date)
            frame = pl.scan_parquet(file).filter(
                on.is_between(pl.col("effective_from"), pl.col("effective_to"))
            )
            return frame.select(NAMES[:4]).collect().to_arrow()

        found["Polars on Parquet"] = polars
    return found


def _pyarrow(file: Path, day: str) -> Any:
    from datetime import date

    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    on = pc.scalar(date.fromisoformat(day))
    wanted = (pc.field("effective_from") <= on) & (pc.field("effective_to") >= on)
    return pq.read_table(file, columns=[*NAMES[:4]], filters=wanted)
