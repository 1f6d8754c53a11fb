"""Refuse, on a server, an entry of another role that is recorded in the future of its clock.

An entry recorded in 2099 would have every later one recorded then. The owner of the log may add
one all the same, as a restore does that is told to.
"""

from alembic import op
from alembic.util import CommandError

revision = "m003"
down_revision = "m002"
branch_labels = None
depends_on = None

_POSTGRESQL = (
    """
    CREATE FUNCTION log_is_of_today() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.recorded COLLATE "C" > to_char(
          clock_timestamp() AT TIME ZONE 'UTC' + interval '1 day',
          'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        AND NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
      THEN
        RAISE EXCEPTION 'only its owner adds an entry recorded in the future (%)', NEW.recorded
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER log_refuses_future BEFORE INSERT ON log
    FOR EACH ROW EXECUTE FUNCTION log_is_of_today()
    """,
)


def upgrade() -> None:
    """Create the trigger; whoever can write a file can set its clock too."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    """Refuse, as m001 does."""
    raise CommandError("There is no way back, and a log is never dropped; restore a backup.")
