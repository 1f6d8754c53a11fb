"""Open the database at a URL with the right engine, SQLite or PostgreSQL."""

import os
from contextlib import AbstractContextManager, closing

from events.errors import StorageError
from events.storage import sqlite
from events.storage.database import Database


def is_server(url: str) -> bool:
    """Return whether *url* names a PostgreSQL database, not a file."""
    return url.partition("://")[0] in ("postgresql", "postgres", "postgresql+psycopg")


def open_database(url: str, *, writing: bool = False) -> Database:
    """Open the database at *url*: `postgresql://…`, `sqlite:///PATH` or a bare path.

    It is opened for reading unless *writing*. Raises NotFoundError if there is none,
    MigrationNeededError if another edition of the program made it, StorageError if it cannot be
    used. Never creates one.
    """
    if not is_server(url):
        return sqlite.opened(url, writing=writing)
    _require_driver()
    from events.storage import postgres

    return postgres.opened(url, writing=writing)


def revision(url: str) -> str | None:
    """Return the revision of the database at *url*, or None if there is nothing yet.

    Raises StorageError if the database belongs to another program.
    """
    if not is_server(url):
        return sqlite.revision(url)
    _require_driver()
    from events.storage import postgres

    name = postgres.without_password(url)
    with closing(postgres.connect(url)) as server, postgres.storage_errors(name):
        return postgres.edition(server, name)


def place_of(url: str) -> str:
    """Return the name of the database at *url* that is the same from every folder."""
    return name_of(url) if is_server(url) else os.path.realpath(sqlite.path_of(url))


def name_of(url: str) -> str:
    """Return the name that messages give the database at *url*, without a password."""
    if not is_server(url):
        return sqlite.path_of(url)
    _require_driver()
    from events.storage import postgres

    return postgres.without_password(url)


def storage_errors(url: str) -> AbstractContextManager[None]:
    """Return a context in which errors of the engine become a TimelineError.

    The error names the database at *url*.
    """
    if not is_server(url):
        return sqlite.storage_errors(sqlite.path_of(url))
    from events.storage import postgres

    return postgres.storage_errors(postgres.without_password(url))


def _require_driver() -> None:
    # The driver is an optional extra, which SQLite does not need.
    try:
        import psycopg  # noqa: F401 (only to see whether it can be)
    except ImportError:
        raise StorageError(
            "PostgreSQL needs one more package: pip install 'partnership-timeline[postgres]'."
        ) from None
