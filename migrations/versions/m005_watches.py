"""Create the watches: the feeds and folders from which the inbox is filled, beside the log."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "m005"
down_revision = "m004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None

    def text(name: str, size: int, *, nullable: bool = False) -> sa.Column[str]:
        return sa.Column(name, sa.String(size, collation), nullable=nullable)

    op.create_table(
        "watches",
        text("partnership", 100),
        text("place", 2000),
        text("words", 500),
        text("proposer", 200),
        text("added", 27),
        text("pulled", 27, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("partnership", "place", name="watches_once"),
    )


def downgrade() -> None:
    """Refuse, as m001 does."""
    raise CommandError("There is no way back, and a log is never dropped; restore a backup.")
