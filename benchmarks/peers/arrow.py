"""Arrow: the standing rows, published once to a Parquet file and queried for a day."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.peers.by_hand import LAST

NAMES = ["partnership", "term", "status", "value"]

Ask = Callable[[str], Any]
"""Returns an Arrow table of the answers on a day, with everything known now."""

_SQL = (
    f"SELECT {', '.join(NAMES)} FROM '{{}}' WHERE CAST(? AS DATE) BETWEEN effective_from"
    f" AND effective_to AND known_to = DATE '{LAST}'"
)


def askers(file: Path) -> dict[str, Ask]:
    """Return the installed peers that can query *file*, by name."""
    found: dict[str, Ask] = {"pyarrow on Parquet": lambda day: _pyarrow(file, day)}
    with suppress(ImportError):
        import duckdb

        connection = duckdb.connect()
        sql = _SQL.format(file)
        found["DuckDB on Parquet"] = lambda day: connection.sql(sql, params=[day]).to_arrow_table()
    with suppress(ImportError):
        import polars  # noqa: F401 (only to see whether it can be)

        found["Polars on Parquet"] = lambda day: _polars(file, day)
    return found


def _pyarrow(file: Path, day: str) -> Any:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    on, known = pc.scalar(date.fromisoformat(day)), pc.scalar(date.fromisoformat(LAST))
    wanted = (pc.field("effective_from") <= on) & (pc.field("effective_to") >= on)
    return pq.read_table(file, columns=NAMES, filters=wanted & (pc.field("known_to") == known))


def _polars(file: Path, day: str) -> Any:
    import polars as pl

    on, known = pl.lit(date.fromisoformat(day)), pl.lit(date.fromisoformat(LAST))
    wanted = on.is_between(pl.col("effective_from"), pl.col("effective_to"))
    frame = pl.scan_parquet(file).filter(wanted & (pl.col("known_to") == known))
    return frame.select(NAMES).collect().to_arrow()
