"""${message}"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """TODO: say what changes. Write sa.String, never a type of ours; no batch mode on the log."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """TODO: say what is undone, or refuse with a sentence."""
    ${downgrades if downgrades else "pass"}
