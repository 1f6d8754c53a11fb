"""Bring a database to the newest revision, whether installed from a checkout or a wheel."""

import os
import sys

from events.errors import StorageError
from events.storage import engines, sqlite
from events.storage.database import require_edition

_FOLDER = os.path.dirname(os.path.abspath(__file__))

HEAD = max(name for name in os.listdir(os.path.join(_FOLDER, "versions")) if name[0] == "m")[:4]
"""The newest revision, such as `m001`, read from the name of its file, `m001_log.py`."""


def upgrade(url: str) -> None:
    """Bring the database at *url* to the revision HEAD, in one transaction.

    A file is created if it does not exist; on a server the database must exist, and may be empty.
    Raises StorageError if the database cannot be written or belongs to another program,
    MigrationNeededError if it is newer than this program.
    """
    found = engines.revision(url)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        require_edition(found, url)
    if not engines.is_server(url):
        _make_folder(os.path.dirname(sqlite.path_of(url)))
    _migrate(url)


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder or ".", exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def _migrate(url: str) -> None:
    # Alembic takes half a second to import, and most databases are at HEAD already.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.exc import DBAPIError

    from migrations.engine import engine_for

    engine = engine_for(url)
    config = Config(stdout=sys.stderr, attributes={"engine": engine})
    config.set_main_option("script_location", _FOLDER.replace("%", "%%"))
    with engines.storage_errors(url):
        try:
            command.upgrade(config, "head")
        except DBAPIError as error:
            raise error.orig or error from error
        finally:
            engine.dispose()
