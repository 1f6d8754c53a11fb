"""The SQLAlchemy engine that migrations run on, for SQLite or PostgreSQL."""

import sqlite3

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.event import listen
from sqlalchemy.pool import StaticPool

from events.storage import engines, sqlite
from events.storage.database import PATIENCE


def engine_for(url: str) -> Engine:
    """Return an engine for *url* with one connection; transactions begin with a write lock.

    The caller must dispose of the engine.
    """
    if engines.is_server(url):
        from events.storage import postgres

        engine = create_engine(
            "postgresql+psycopg://",
            creator=lambda: postgres.connect_to_migrate(url),
            poolclass=StaticPool,
        )
        listen(engine, "begin", _wait_for_others)
        return engine
    engine = create_engine(
        URL.create("sqlite", database=sqlite.path_of(url)),
        connect_args={"timeout": PATIENCE},
        poolclass=StaticPool,
    )
    listen(engine, "connect", _prepare)
    listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _wait_for_others(begun: Connection) -> None:
    begun.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE:g}s'")
    begun.exec_driver_sql(_ONE_AT_A_TIME)


_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('partnership-timeline migrations'))"


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for order in sqlite.WRITING:
        connection.execute(order)
