"""Create the inbox: articles and the events drafted from them, beside the log and outside it."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "m004"
down_revision = "m003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the indexes by which an article is found again."""
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None

    def text(name: str, size: int, *, nullable: bool = True) -> sa.Column[str]:
        return sa.Column(name, sa.String(size, collation), nullable=nullable)

    op.create_table(
        "inbox",
        text("partnership", 100, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        text("state", 10, nullable=False),
        text("added", 27, nullable=False),
        text("snapshot", 64, nullable=False),
        text("wording", 64, nullable=False),
        text("address", 2000),
        text("title", 500, nullable=False),
        text("publisher", 200),
        text("published", 100),
        text("language", 20),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        text("proposer", 200, nullable=False),
        text("decided", 27),
        text("decider", 200),
        sa.Column("reason", sa.Text(), nullable=True),
        text("event", 300),
        sa.PrimaryKeyConstraint("partnership", "number", name="inbox_once"),
        sa.UniqueConstraint("partnership", "snapshot", name="inbox_snapshot_once"),
        sa.CheckConstraint("number >= 1", name="inbox_number_counts"),
    )
    op.create_index("inbox_by_wording", "inbox", ["partnership", "wording"])
    op.create_index("inbox_by_address", "inbox", ["partnership", "address"])


def downgrade() -> None:
    """Refuse, as m001 does."""
    raise CommandError("There is no way back, and a log is never dropped; restore a backup.")
