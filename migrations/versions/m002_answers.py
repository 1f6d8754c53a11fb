"""The projection beside the log: every answer, and what stands beside it, on three clocks."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "m002"
down_revision = "m001"
branch_labels = None
depends_on = None

_PARTITIONS = tuple(
    f"CREATE TABLE {table}_{part} PARTITION OF {table} "
    f"FOR VALUES WITH (MODULUS 16, REMAINDER {part})"
    for table in ("answers", "reached")
    for part in range(16)
)
_NOW = """
    CREATE VIEW answers_now AS
    SELECT partnership, term, status, value, through, authority, event,
           day_from, day_to, known_from, known_to
    FROM answers WHERE kind = 'answer' AND until = 2147483647
"""
_TERMS = """
    CREATE VIEW terms AS
    SELECT standing.partnership, standing.term, {title} AS title, {asks} AS asks,
           {topic} AS topic, {unit} AS unit
    FROM (SELECT DISTINCT partnership, term FROM answers WHERE until = 2147483647) AS standing
    JOIN log ON log.partnership = standing.partnership AND log.version = (
        SELECT max(act.version) FROM subjects JOIN log AS act
        ON act.partnership = subjects.partnership AND act.version = subjects.version
        WHERE subjects.partnership = standing.partnership
          AND subject = 'term:' || standing.term AND coalesce({define}, {redefine}) = subject)
"""
_SOURCES = """
    CREATE VIEW sources AS
    SELECT log.partnership, substr(named.subject, 8) AS source, {title} AS title,
           {publisher} AS publisher, {published} AS published, {url} AS url, {locator} AS locator
    FROM subjects AS named
    JOIN log ON log.partnership = named.partnership AND log.version = named.version
    WHERE named.subject LIKE 'source:%' AND named.version = (
        SELECT max(version) FROM subjects
        WHERE subjects.partnership = named.partnership AND subjects.subject = named.subject)
"""
_EVENTS = """
    CREATE VIEW events AS
    SELECT log.partnership, log.version, log.id AS event, {title} AS title, {when} AS effective,
           {announced} AS announced, {authority} AS authority, log.recorded, log.actor
    FROM log
    WHERE {has_title} AND NOT {has_define} AND NOT {has_redefine} AND NOT EXISTS (
        SELECT 1 FROM subjects JOIN log AS act
        ON act.partnership = subjects.partnership AND act.version = subjects.version
        WHERE subjects.partnership = log.partnership
          AND subject = 'act:' || log.id AND {has_retract})
"""
_CORRECTED = """(
    SELECT {field} FROM log AS act
    WHERE act.partnership = log.partnership AND act.version = coalesce((
        SELECT max(act.version) FROM subjects JOIN log AS act
        ON act.partnership = subjects.partnership AND act.version = subjects.version
        WHERE subjects.partnership = log.partnership AND subject = 'act:' || log.id
          AND {has_correct} AND {has_field} AND NOT EXISTS (
            SELECT 1 FROM subjects AS withdrawn
            WHERE withdrawn.partnership = act.partnership AND withdrawn.subject = 'act:' || act.id)
    ), log.version))"""
_FIELD = {
    "sqlite": "json_extract(CAST({of}.payload AS TEXT), '$.{name}')",
    "postgresql": "(CAST(convert_from({of}.payload, 'UTF8') AS json) ->> '{name}')",
}
_HAS = {
    "sqlite": "(json_type(CAST({of}.payload AS TEXT), '$.{name}') IS NOT NULL)",
    "postgresql": "((CAST(convert_from({of}.payload, 'UTF8') AS json) -> '{name}') IS NOT NULL)",
}


def _views(engine: str) -> tuple[str, ...]:
    """Return plain views, for tools that know nothing of payloads; an event as it was corrected."""

    def field(name: str, of: str = "log") -> str:
        return _FIELD[engine].format(of=of, name=name)

    def has(name: str, of: str = "log") -> str:
        return _HAS[engine].format(of=of, name=name)

    def corrected(name: str) -> str:
        return _CORRECTED.format(
            field=field(name, "act"), has_correct=has("correct", "act"), has_field=has(name, "act")
        )

    plain = ("title", "asks", "topic", "unit", "publisher", "published", "url", "locator")
    fields = {name: field(name) for name in plain}
    altered = {name: corrected(name) for name in ("title", "when", "announced", "authority")}
    kinds = {f"has_{name}": has(name) for name in ("title", "define", "redefine")}
    events = _EVENTS.format(**altered, **kinds, has_retract=has("retract", "act"))
    named = {name: field(name, "act") for name in ("define", "redefine")}
    return _NOW, _TERMS.format(**fields, **named), _SOURCES.format(**fields), events


def upgrade() -> None:
    """Make the tables, on a server spread over partitions by partnership, and the views."""
    is_server = op.get_bind().dialect.name == "postgresql"
    collation = "C" if is_server else None
    number = sa.Column("number", sa.Integer(), primary_key=True)
    if is_server:
        op.execute("CREATE SEQUENCE answers_number")
        default = sa.text("nextval('answers_number')")
        number = sa.Column("number", sa.BigInteger(), server_default=default, nullable=False)
    key = [sa.PrimaryKeyConstraint("partnership", "number", name="answers_once")]
    op.create_table(
        "answers",
        number,
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("term", sa.String(200, collation), nullable=False),
        sa.Column("kind", sa.String(20, collation), nullable=False),
        sa.Column("status", sa.String(20, collation), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("through", sa.String(10, collation), nullable=True),
        sa.Column("authority", sa.String(20, collation), nullable=True),
        sa.Column("event", sa.String(300, collation), nullable=True),
        sa.Column("day_from", sa.String(10, collation), nullable=False),
        sa.Column("day_to", sa.String(10, collation), nullable=False),
        sa.Column("known_from", sa.String(10, collation), nullable=False),
        sa.Column("known_to", sa.String(10, collation), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        *(key if is_server else ()),
        postgresql_partition_by="HASH (partnership)",
    )
    op.create_index(
        "answers_by_day", "answers", ["partnership", "term", "until", "day_from", "known_from"]
    )
    op.create_table(
        "reached",
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership", name="reached_once"),
        postgresql_partition_by="HASH (partnership)",
    )
    views = _views("postgresql" if is_server else "sqlite")
    for statement in (*(_PARTITIONS if is_server else ()), *views):
        op.execute(statement)


def downgrade() -> None:
    """Refuse, as the step before does; what this one made can be made anew."""
    raise CommandError("There is no way back, and a log is never dropped; restore a backup.")
