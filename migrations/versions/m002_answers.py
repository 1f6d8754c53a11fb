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


def upgrade() -> None:
    """Make the tables, on a server spread over partitions by partnership, and the view."""
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
    for statement in (*(_PARTITIONS if is_server else ()), _NOW):
        op.execute(statement)


def downgrade() -> None:
    """Refuse, as the step before does; what this one made can be made anew."""
    raise CommandError("There is no way back, and a log is never dropped; restore a backup.")
