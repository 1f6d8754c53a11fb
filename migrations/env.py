"""Run the migrations with Alembic, on the engine that `migrations.run` passes in.

If Alembic is run by hand, `-x db=URL` names the database.
"""

from alembic import context
from sqlalchemy import Engine

from migrations.engine import engine_for


def _engine() -> Engine:
    handed_over: Engine | None = context.config.attributes.get("engine")
    if handed_over is not None:
        return handed_over
    return engine_for(context.get_x_argument(as_dictionary=True).get("db", "timeline.db"))


def _migrate(engine: Engine) -> None:
    with engine.begin() as connection:
        # What the models say is given by who compares; importing them takes longer than migrating.
        models = context.config.attributes.get("models")
        context.configure(connection=connection, target_metadata=models, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()


_migrate(_engine())
