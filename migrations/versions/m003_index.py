"""The index: the steps of every term and the words of the vocabulary, kept beside the log."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "m003"
down_revision = "m002"
branch_labels = None
depends_on = None

_OPEN = "10000000"
"""The ordinal of an end that nobody has stated."""


def upgrade() -> None:
    """Make the tables, empty: `timeline init` fills them after this, as `timeline rebuild` does."""
    collation = "C" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "indexed",
        sa.Column("partnership", sa.String(100, collation), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "words",
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("word", sa.String(400, collation), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer()),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("partnership", "word", "since", name="words_once"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tracks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("term", sa.String(300, collation), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
        sa.Column("beginless", sa.Integer(), nullable=False),
        sa.Column("endless", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("third", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.UniqueConstraint("partnership", "term", name="tracks_once"),
    )
    op.create_table(
        "steps",
        sa.Column("track", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("idx", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer()),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(300, collation), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("track", "day", "told", "place", "idx", "since", name="steps_once"),
        sqlite_with_rowid=False,
    )
    for name, columns, where in (
        ("steps_vague", ["track", "day"], "latest > day"),
        ("steps_endless", ["track", "day"], f"latest = {_OPEN}"),
        ("steps_ahead", ["track", "day"], "announced < day"),
        ("steps_telling", ["told"], "told <> place"),
    ):
        only = sa.text(where)
        op.create_index(name, "steps", columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    """Refuse: an older program would not keep the index up to date."""
    raise CommandError("An index is never dropped without the log; restore a backup instead.")
