"""Create the log, with triggers that keep it append-only, its identity, and its subjects."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "m001"
down_revision = None
branch_labels = None
depends_on = None

# Unless a connection sets recursive_triggers, a REPLACE deletes the old entry without firing the
# trigger on DELETE, and other programs do not set it. So a trigger on INSERT refuses every way to
# replace an entry.
_SQLITE = (
    """
    CREATE TRIGGER log_refuses_update BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only: no entry is altered'); END
    """,
    """
    CREATE TRIGGER log_refuses_delete BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only: no entry is removed'); END
    """,
    """
    CREATE TRIGGER log_refuses_replace BEFORE INSERT ON log
    BEGIN
      SELECT RAISE(ABORT, 'the log is append-only: this version is taken')
        WHERE EXISTS (SELECT 1 FROM log
                      WHERE partnership = NEW.partnership AND version = NEW.version);
      SELECT RAISE(ABORT, 'the log is append-only: this id is taken')
        WHERE EXISTS (SELECT 1 FROM log WHERE partnership = NEW.partnership AND id = NEW.id);
      SELECT RAISE(ABORT, 'the log is append-only: this position is taken')
        WHERE EXISTS (SELECT 1 FROM log WHERE position = NEW.position);
    END
    """,
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

# PostgreSQL has no REPLACE; an upsert that would alter an entry fires the trigger on UPDATE. The
# partitions inherit row triggers, but not those on TRUNCATE.
_POSTGRESQL = (
    """
    CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the log is append-only: no entry is altered or removed'
        USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER log_refuses_change BEFORE UPDATE OR DELETE ON log
    FOR EACH ROW EXECUTE FUNCTION log_is_append_only()
    """,
    *(
        f"""
        CREATE TRIGGER log_refuses_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()
        """
        for table in ("log", *(f"log_{part}" for part in range(16)))
    ),
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
    f"CREATE TABLE {table}_{part} PARTITION OF {table} "
    f"FOR VALUES WITH (MODULUS 16, REMAINDER {part})"
    for table in ("log", "subjects")
    for part in range(16)
)
_IDENTITY = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}


def upgrade() -> None:
    """Create the tables and their triggers; on a server, partition the tables by partnership."""
    engine = op.get_bind().dialect.name
    if engine == "postgresql":
        op.execute("CREATE SEQUENCE log_position")
        _make_log(
            sa.Column(
                "position",
                sa.BigInteger(),
                server_default=sa.text("nextval('log_position')"),
                nullable=False,
            ),
            sa.PrimaryKeyConstraint("partnership", "version", name="log_version_once"),
            collation="C",
        )
    else:
        _make_log(
            sa.Column("position", sa.Integer(), primary_key=True),
            sa.UniqueConstraint("partnership", "version", name="log_version_once"),
        )
    _make_the_rest("C" if engine == "postgresql" else None)
    op.execute(f"INSERT INTO identity (one, log) VALUES (1, {_IDENTITY[engine]})")
    for statement in (*_PARTITIONS, *_POSTGRESQL) if engine == "postgresql" else _SQLITE:
        op.execute(statement)


def _make_log(position: sa.Column[int], once: sa.Constraint, collation: str | None = None) -> None:
    """Create the log itself, with the column *position* and the constraint *once*.

    The *collation* compares texts by their bytes, so that instants and names keep their order.
    """
    op.create_table(
        "log",
        position,
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(300, collation), nullable=False),
        sa.Column("recorded", sa.String(27, collation), nullable=False),
        sa.Column("actor", sa.String(200, collation), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        once,
        sa.UniqueConstraint("partnership", "id", name="log_id_once"),
        sa.CheckConstraint("position >= 1", name="log_position_counts"),
        sa.CheckConstraint("length(partnership) BETWEEN 1 AND 100", name="log_partnership_named"),
        sa.CheckConstraint("version >= 1", name="log_version_counts"),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 300", name="log_id_named"),
        sa.CheckConstraint("length(recorded) = 27", name="log_recorded_whole"),
        sa.CheckConstraint("length(actor) BETWEEN 1 AND 200", name="log_actor_named"),
        sa.CheckConstraint("length(payload) >= 1", name="log_payload_present"),
        sa.CheckConstraint("length(digest) = 32", name="log_digest_whole"),
        postgresql_partition_by="HASH (partnership)",
    )


def _make_the_rest(collation: str | None) -> None:
    """Create the tables of subjects and of the identity."""
    op.create_table(
        "subjects",
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("subject", sa.String(400, collation), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership", "subject", "version", name="subjects_once"),
        sqlite_with_rowid=False,
        postgresql_partition_by="HASH (partnership)",
    )
    op.create_table(
        "identity",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("log", sa.String(32, collation), nullable=False),
        sa.CheckConstraint("one = 1", name="identity_is_one"),
    )


def downgrade() -> None:
    """Refuse, since a log is never dropped."""
    raise CommandError("The log is append-only and is never dropped; restore a backup instead.")
