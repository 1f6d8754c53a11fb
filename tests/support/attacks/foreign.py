"""A foreign program, which changes a database without any code of ours."""

import sqlite3
from contextlib import closing
from typing import Any

import psycopg

from events.storage.engines import is_server


def foreign(url: str, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Execute *sql* as another program would, and return the rows that it selects."""
    if not is_server(url):
        with closing(sqlite3.connect(url)) as connection, connection:
            return connection.execute(sql, values).fetchall()
    with psycopg.connect(url) as server:
        # Percent signs are doubled only in a query that has parameters.
        cursor = server.execute(sql.replace("?", "%s").encode(), values or None)
        return cursor.fetchall() if cursor.description else []
