"""Settled answers: what each term was on every day, kept beside its steps."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "m004"
down_revision = "m003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: `timeline init` fills it after this, as `timeline rebuild` does."""
    op.add_column("tracks", sa.Column("holds", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "answers",
        sa.Column("track", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("track", "day", name="answers_once"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Refuse: an older program would not say what no longer holds."""
    raise CommandError("An index is never dropped without the log; restore a backup instead.")
