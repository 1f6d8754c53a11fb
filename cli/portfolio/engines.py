"""The engines that are asked: DuckDB in this process, or a server that speaks Spark Connect."""

import os
import socket
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from cli.terminal import printable
from events.errors import InputError, NotFoundError, StorageError, UsageError

Row = Sequence[Any]

PORT = 15002
"""The port of Spark Connect where an address names none."""

PATIENCE = {"max_retries": 6, "max_backoff": 1000}
"""How often a server that does not answer is tried again: for seconds, not for minutes."""


class NoEngineError(InputError):
    """Raised when the extra that an engine needs is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"This needs {what}, which is not installed: "
            f"`pip install 'partnership-timeline[{extra}]'`."
        )


def asked(engine: str, folder: str, columns: Sequence[str], bounds: str) -> list[Row]:
    """Return *columns* of the rows in *folder* for which *bounds* holds; both are SQL.

    *engine* is `duckdb` or the address of a server, `sc://HOST`.
    """
    if engine == "duckdb":
        return _duckdb(folder, columns, bounds)
    if engine.startswith("sc://"):
        return _spark(engine, folder, columns, bounds)
    raise UsageError("--engine is duckdb, or the address of a Spark Connect server: sc://HOST.")


def _duckdb(folder: str, columns: Sequence[str], bounds: str) -> list[Row]:
    try:
        import duckdb
    except ImportError:
        raise NoEngineError("DuckDB", "duckdb") from None
    with duckdb.connect() as engine:
        try:
            boxes = engine.read_parquet(os.path.join(folder, "*", "*.parquet"))
            rows: list[Row] = boxes.filter(bounds).project(", ".join(columns)).fetchall()
        except duckdb.IOException:
            raise _nothing(folder) from None
        except duckdb.Error as error:
            raise _refused("DuckDB", error) from None
    return rows


def _nothing(folder: str) -> NotFoundError:
    return NotFoundError(
        f"There are no answers in {folder}; write them with `timeline publish --parquet {folder}`."
    )


def _refused(engine: str, error: Exception) -> StorageError:
    lines = (line.strip() for line in str(error).splitlines())
    said = next((line for line in lines if line and not line.startswith("<")), "no reason is told")
    return StorageError(printable(f"{engine} did not answer: {said}"))


def _spark(address: str, folder: str, columns: Sequence[str], bounds: str) -> list[Row]:
    """Ask the server at *address*, which has to see *folder* under the same name."""
    _require_server(address)
    with warnings.catch_warnings():
        # The first is about functions in pandas, which we do not use; the second is an error, too.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        warnings.filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]")
        try:
            from pyspark.errors import AnalysisException, PySparkException
            from pyspark.sql.connect.session import SparkSession
        except ImportError:
            raise NoEngineError("pyspark-client", "spark") from None
        try:
            with _kept(SparkSession(address)) as session:
                boxes = session.read.parquet(folder if "://" in folder else os.path.abspath(folder))
                found = boxes.where(bounds).selectExpr(*columns)
                return [tuple(row) for row in found.collect()]
        except AnalysisException:
            raise _nothing(folder) from None
        except PySparkException as error:
            raise _refused(address, error) from None


@contextmanager
def _kept(session: Any) -> Iterator[Any]:
    """Yield *session*, which is released at the end unless its server has failed."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    session.client.set_retry_policies([DefaultPolicy(**PATIENCE)])
    has_failed = True
    try:
        yield session
        has_failed = False
    finally:
        session.client.close() if has_failed else session.stop()


def _require_server(address: str) -> None:
    """Raise StorageError unless something listens at *address*: the client tries for minutes."""
    try:
        place = urlsplit(address.partition("/;")[0])
        socket.create_connection((place.hostname or "", place.port or PORT), timeout=10).close()
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise StorageError(f"{address} cannot be reached: {said}.") from None
