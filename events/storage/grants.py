"""Grant a role on a server the rights to read a log and to append to it, and no others."""

from contextlib import closing
from shlex import quote
from typing import LiteralString

import psycopg
from psycopg import sql

from events.errors import InputError, NotFoundError, StorageError
from events.storage import postgres
from events.storage.database import Row, require_edition

VIEWS = ("answers_now", "terms", "sources", "events")
READ = (
    *("log", "subjects", "answers", "reached", "inbox", "watches"),
    *(*VIEWS, "identity", "alembic_version"),
)
ENTRY = ("partnership", "version", "id", "recorded", "actor", "payload", "digest")
"""What an append writes of an entry; the position comes from a sequence."""

DERIVED = ("answers", "reached")
"""The tables of the projection, which every append brings up to date."""


def grant(url: str, role: str) -> None:
    """Grant *role* the rights to read and append to the log at *url*, and revoke all others.

    Raises NotFoundError if there is no such role, StorageError if the caller does not own the log,
    InputError if *role* could alter the log all the same.
    """
    name = postgres.without_password(url)
    with closing(postgres.connect(url, writing=True)) as server, postgres.storage_errors(name):
        require_edition(postgres.edition(server, name), name)
        with server.transaction():
            _require_owner(server, name)
            _require_limited(server, name, role)
            for order in _ORDERS:
                server.execute(_composed(server, order, role))
            _require_nothing_else(server, name, role)


def _require_owner(server: "psycopg.Connection[Row]", name: str) -> None:
    owner, is_owner = _row(server, _OWNER)
    if not is_owner:
        raise StorageError(f"Only {owner}, who owns the log in {name}, can give rights to it.")


def _require_limited(server: "psycopg.Connection[Row]", name: str, role: str) -> None:
    if "\0" in role or not _row(server, _IS_ROLE, role)[0]:
        advice = f"make one with `createuser {quote(role)}`"
        raise NotFoundError(f"There is no role {role} at {name}; {advice}.")
    if _row(server, _IS_MIGHTY, role, role)[0]:
        raise InputError(
            f"{role} is a superuser or may act for the owner of the log, so that it cannot be kept "
            "from altering it; name a role of its own for appending."
        )


def _require_nothing_else(server: "psycopg.Connection[Row]", name: str, role: str) -> None:
    found = [row[0] for row in server.execute(_ELSE, {"role": role})]
    if found:
        raise InputError(
            f"{role} would be able to do more than read and append in {name}: {', '.join(found)}, "
            "by another role or as everybody is. Revoke that, then grant again; nothing was done."
        )


def _row(server: "psycopg.Connection[Row]", query: str, *values: object) -> Row:
    row = server.execute(query.encode(), values).fetchone()
    assert row is not None
    return row


def _composed(server: "psycopg.Connection[Row]", order: LiteralString, role: str) -> sql.Composed:
    database, schema = _row(server, _PLACE)
    return sql.SQL(order).format(
        role=sql.Identifier(role),
        database=sql.Identifier(database),
        schema=sql.Identifier(schema),
        read=sql.SQL(", ").join(sql.Identifier(schema, table) for table in READ),
        log=sql.Identifier(schema, "log"),
        entry=sql.SQL(", ").join(map(sql.Identifier, ENTRY)),
        subjects=sql.Identifier(schema, "subjects"),
        inbox=sql.Identifier(schema, "inbox"),
        watches=sql.Identifier(schema, "watches"),
        derived=sql.SQL(", ").join(sql.Identifier(schema, table) for table in DERIVED),
        position=sql.Identifier(schema, "log_position"),
        number=sql.Identifier(schema, "answers_number"),
    )


_PLACE = """
    SELECT current_database(), nspname
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE pg_class.oid = 'log'::regclass
"""
_ORDERS = (
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON SCHEMA {schema} FROM {role}",
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT ON {read} TO {role}",
    "GRANT INSERT ({entry}) ON {log} TO {role}",
    "GRANT INSERT ON {subjects} TO {role}",
    "GRANT INSERT, UPDATE, DELETE ON {derived} TO {role}",
    "GRANT INSERT, UPDATE ON {inbox} TO {role}",
    "GRANT INSERT, UPDATE, DELETE ON {watches} TO {role}",
    "GRANT USAGE ON SEQUENCE {position}, {number} TO {role}",
)
_OWNER = """
    SELECT relowner::regrole::text, pg_has_role(relowner, 'USAGE')
    FROM pg_class WHERE oid = 'log'::regclass
"""
_IS_ROLE = "SELECT count(*) FROM pg_roles WHERE rolname = %s"
# Before PostgreSQL 16, a role that may create roles can join nearly any other role.
_IS_MIGHTY = """
    WITH owners(owner) AS (
        SELECT relowner FROM pg_class WHERE pg_table_is_visible(oid) AND relname IN
            ('log', 'subjects', 'answers', 'reached', 'inbox', 'watches', 'identity',
             'alembic_version', 'answers_now', 'terms', 'sources', 'events', 'log_position',
             'answers_number')
        UNION SELECT nspowner FROM pg_namespace
            WHERE oid = (SELECT relnamespace FROM pg_class WHERE oid = 'log'::regclass)
        UNION SELECT datdba FROM pg_database WHERE datname = current_database()
        UNION SELECT proowner FROM pg_proc
            WHERE proname IN ('log_is_append_only', 'log_is_of_today')
    )
    SELECT rolsuper
        OR (rolcreaterole AND current_setting('server_version_num')::integer < 160000)
        OR EXISTS (SELECT FROM owners WHERE pg_has_role(%s, owner, 'MEMBER'))
    FROM pg_roles WHERE rolname = %s
"""
_ELSE = """
    SELECT lower(power) || ' on ' || relname
    FROM pg_class, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS power
    WHERE relkind IN ('r', 'p')
      AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'log'::regclass)
      AND NOT (relname ~ '^(answers|reached)(_[0-9]+)?$' AND power IN ('UPDATE', 'DELETE'))
      AND NOT (relname = 'watches' AND power IN ('UPDATE', 'DELETE'))
      AND NOT (relname = 'inbox' AND power = 'UPDATE')
      AND has_table_privilege(%(role)s, pg_class.oid, power)
    UNION ALL
    SELECT 'create in schema ' || nspname FROM pg_namespace
    WHERE oid = (SELECT relnamespace FROM pg_class WHERE oid = 'log'::regclass)
      AND has_schema_privilege(%(role)s, pg_namespace.oid, 'CREATE')
    ORDER BY 1
"""
