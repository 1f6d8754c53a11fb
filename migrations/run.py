"""Bring a database to the newest revision, from a checkout or an installed wheel alike."""

import os
import sqlite3
import sys
from typing import TYPE_CHECKING

from events.errors import StorageError
from events.storage import engines, sqlite
from events.storage.database import PATIENCE, require_edition

if TYPE_CHECKING:
    from sqlalchemy import Engine

_FOLDER = os.path.dirname(os.path.abspath(__file__))

HEAD = max(name for name in os.listdir(os.path.join(_FOLDER, "versions")) if name[0] == "m")[:4]
"""The newest revision: `m001` of `m001_log.py`."""


def upgrade(url: str) -> None:
    """Make the database at *url* if need be, and bring it to HEAD in one transaction.

    A database of a server has to be there, empty. Raises StorageError when it cannot be written or
    belongs to another program, and MigrationNeededError when it is newer than this program.
    """
    found = engines.revision(url)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        require_edition(found, url)
    if not engines.is_server(url):
        _make_folder(os.path.dirname(sqlite.path_of(url)))
    _migrate(url)


def engine_for(url: str) -> "Engine":
    """Return an engine of one connection that takes the write lock first; dispose of it."""
    import sqlalchemy as sa

    if engines.is_server(url):
        from events.storage import postgres

        engine = sa.create_engine(
            "postgresql+psycopg://",
            creator=lambda: postgres.connect_to_migrate(url),
            poolclass=sa.pool.StaticPool,
        )
        sa.event.listen(engine, "begin", lambda begun: begun.exec_driver_sql(_ONE_AT_A_TIME))
        return engine
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=sqlite.path_of(url)),
        connect_args={"timeout": PATIENCE},
        poolclass=sa.pool.StaticPool,
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('partnership-timeline migrations'))"


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for order in sqlite.WRITING:
        connection.execute(order)


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder or ".", exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def _migrate(url: str) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.exc import DBAPIError

    engine = engine_for(url)
    config = Config(stdout=sys.stderr, attributes={"engine": engine})
    config.set_main_option("script_location", _FOLDER.replace("%", "%%"))
    with engines.troubles(url):
        try:
            command.upgrade(config, "head")
        except DBAPIError as error:
            raise error.orig or error from error
        finally:
            engine.dispose()
