"""What each act on the record is about, beside the log; and the log's own identity."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "m002"
down_revision = "m001"
branch_labels = None
depends_on = None

# The subject of an entry that is stored already, read from its payload: as `events.subjects` says.
_SUBJECT = """
    coalesce({define}, {redefine}, 'act:' || {correct}, 'act:' || {retract},
             'assert:' || {assert} || '@' || {on}, CASE WHEN {cover} IS NULL THEN NULL
                                                        ELSE 'cover' END)
"""
_KEYS = ("define", "redefine", "correct", "retract", "assert", "on", "cover")
_READ = {
    "sqlite": "json_extract(CAST(payload AS TEXT), '$.{}')",
    "postgresql": "(convert_from(payload, 'UTF8')::json ->> '{}')",
}
_IDENTITY = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}
_SQLITE = (
    """
    CREATE TRIGGER identity_refuses_update BEFORE UPDATE ON identity
    BEGIN SELECT RAISE(ABORT, 'the identity of a log is never altered'); END
    """,
    """
    CREATE TRIGGER identity_refuses_delete BEFORE DELETE ON identity
    BEGIN SELECT RAISE(ABORT, 'the identity of a log is never altered'); END
    """,
    """
    CREATE TRIGGER identity_refuses_another BEFORE INSERT ON identity
    WHEN EXISTS (SELECT 1 FROM identity)
    BEGIN SELECT RAISE(ABORT, 'the identity of a log is never altered'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE TRIGGER identity_refuses_change BEFORE UPDATE OR DELETE ON identity
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only()
    """,
    """
    CREATE TRIGGER identity_refuses_truncate BEFORE TRUNCATE ON identity
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()
    """,
)
_PARTITIONS = tuple(
    f"CREATE TABLE subjects_{part} PARTITION OF subjects "
    f"FOR VALUES WITH (MODULUS 16, REMAINDER {part})"
    for part in range(16)
)


def upgrade() -> None:
    """Make both tables and fill them."""
    engine = op.get_bind().dialect.name
    collation = "C" if engine == "postgresql" else None
    op.create_table(
        "subjects",
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("subject", sa.String(400, collation), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership", "subject", "version", name="subjects_once"),
        sqlite_with_rowid=False,
        postgresql_partition_by="HASH (partnership)",
    )
    for statement in _PARTITIONS if engine == "postgresql" else ():
        op.execute(statement)
    subject = _SUBJECT.format(**{key: _READ[engine].format(key) for key in _KEYS})
    op.execute(
        "INSERT INTO subjects (partnership, subject, version)"
        f" SELECT partnership, {subject}, version FROM log WHERE {subject} IS NOT NULL"
    )
    op.create_table(
        "identity",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("log", sa.String(32, collation), nullable=False),
        sa.CheckConstraint("one = 1", name="identity_is_one"),
    )
    op.execute(f"INSERT INTO identity (one, log) VALUES (1, {_IDENTITY[engine]})")
    for statement in _POSTGRESQL if engine == "postgresql" else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: what has been a log keeps its identity."""
    raise CommandError("The identity of a log is never dropped; restore a backup instead.")
