"""Bring a database to the newest edition, from a checkout or an installed wheel alike."""

import os
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from events import database
from events.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

_FOLDER = os.path.dirname(os.path.abspath(__file__))

HEAD = max(name for name in os.listdir(os.path.join(_FOLDER, "versions")) if name[0] == "m")[:4]
"""The newest revision: `m001` of `m001_log.py`."""


def current(url: str) -> str | None:
    """Return the revision of the database at *url*, None where there is nothing yet.

    Raises StorageError when the file there is no database of this program.
    """
    path = database.path_of(url)
    if not os.path.lexists(path):
        return None
    with closing(database.connect(path)) as connection, database.troubles(path):
        return database.edition(connection, path)


def upgrade(url: str) -> None:
    """Make the database at *url* if need be, and bring it to HEAD in one transaction.

    Raises StorageError when it cannot be written or belongs to another program, and
    MigrationNeededError when it is newer than this program.
    """
    found = current(url)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        database.require_edition(found, database.path_of(url))
    _make_folder(os.path.dirname(database.path_of(url)))
    _migrate(url)


def engine_for(url: str) -> "Engine":
    """Return an engine of one connection that takes the write lock first; dispose of it."""
    import sqlalchemy as sa

    engine = sa.create_engine(
        sa.URL.create("sqlite", database=database.path_of(url)),
        connect_args={"timeout": database.PATIENCE},
        poolclass=sa.pool.StaticPool,
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for order in database.WRITING:
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
    with database.troubles(database.path_of(url)):
        try:
            command.upgrade(config, "head")
        except DBAPIError as error:
            raise error.orig or error from error
        finally:
            engine.dispose()
