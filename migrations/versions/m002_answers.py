"""Create the projection, which has every answer on three clocks, and views for programs."""

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
_ANSWERS_NOW = """
    FROM answers WHERE kind = 'answer' AND until = 2147483647
"""
_TERMS = """
    FROM (SELECT DISTINCT partnership, term FROM answers WHERE until = 2147483647) AS standing
    JOIN log ON log.partnership = standing.partnership AND log.version = (
        SELECT max(act.version) FROM subjects JOIN log AS act
        ON act.partnership = subjects.partnership AND act.version = subjects.version
        WHERE subjects.partnership = standing.partnership
          AND subject = 'term:' || standing.term AND coalesce({define}, {redefine}) = subject)
"""
_SOURCES = """
    FROM subjects AS named
    JOIN log ON log.partnership = named.partnership AND log.version = named.version
    WHERE named.subject LIKE 'source:%' AND named.version = (
        SELECT max(version) FROM subjects
        WHERE subjects.partnership = named.partnership AND subjects.subject = named.subject)
"""
_EVENTS = """
    FROM log
    WHERE {has_title} AND NOT {has_define} AND NOT {has_redefine} AND NOT EXISTS (
        SELECT 1 FROM subjects JOIN log AS act
        ON act.partnership = subjects.partnership AND act.version = subjects.version
        WHERE subjects.partnership = log.partnership
          AND subject = 'act:' || log.id AND {has_retract})
"""
_CORRECTED = """(
    SELECT {field} FROM log AS act
    WHERE act.partnership = log.partnership AND act.version = coalesce((
        SELECT max(act.version) FROM subjects JOIN log AS act
        ON act.partnership = subjects.partnership AND act.version = subjects.version
        WHERE subjects.partnership = log.partnership AND subject = 'act:' || log.id
          AND {has_correct} AND {has_field} AND NOT EXISTS (
            SELECT 1 FROM subjects AS withdrawn
            WHERE withdrawn.partnership = act.partnership AND withdrawn.subject = 'act:' || act.id)
    ), log.version))"""
_FIELD = {
    "sqlite": "json_extract(CAST({of}.payload AS TEXT), '$.{name}')",
    "postgresql": "(CAST(convert_from({of}.payload, 'UTF8') AS json) ->> '{name}')",
}
_HAS = {
    "sqlite": "(json_type(CAST({of}.payload AS TEXT), '$.{name}') IS NOT NULL)",
    "postgresql": "((CAST(convert_from({of}.payload, 'UTF8') AS json) -> '{name}') IS NOT NULL)",
}


_DAY = {"sqlite": "{0}", "postgresql": "CAST({0} AS date)"}
_Columns = list[tuple[str, str, str]]


def _statements(engine: str) -> list[str]:
    """Return the statements that create views for people and tools that cannot read payloads.

    Each column has a description: on PostgreSQL in a comment, on SQLite in the SQL of the view.
    """
    made = []
    for name, says, columns, rest in _views(engine):
        made.append(f"CREATE VIEW {name} AS SELECT -- {says}{_listed(columns)}{rest}")
        if engine == "postgresql":
            made.append(f"COMMENT ON VIEW {name} IS '{says}'")
            made += [f"COMMENT ON COLUMN {name}.{own} IS '{said}'" for own, _, said in columns]
    return made


def _listed(columns: _Columns) -> str:
    ends = [","] * (len(columns) - 1) + [""]
    return "".join(
        f"\n    {what} AS {name}{end} -- {said}"
        for (name, what, said), end in zip(columns, ends, strict=True)
    )


def _views(engine: str) -> list[tuple[str, str, _Columns, str]]:
    """Return for each view its name, a description, its columns, and the rest of its SELECT."""

    def field(name: str, of: str = "log") -> str:
        return _FIELD[engine].format(of=of, name=name)

    def has(name: str, of: str = "log") -> str:
        return _HAS[engine].format(of=of, name=name)

    def corrected(name: str) -> str:
        return _CORRECTED.format(
            field=field(name, "act"), has_correct=has("correct", "act"), has_field=has(name, "act")
        )

    def day(name: str) -> str:
        return _DAY[engine].format(name)

    named = {name: field(name, "act") for name in ("define", "redefine")}
    kinds = {f"has_{name}": has(name) for name in ("title", "define", "redefine")}
    return [
        (
            "answers_now",
            "What each term answers, on which days, by what was public on which days.",
            [
                ("partnership", "partnership", "Whose term it is."),
                ("term", "term", "The key of the term; the view terms has its title."),
                ("status", "status", "in-force, ended, expired, not-set or undetermined."),
                ("value", "value", "The answer; NULL where it is not set, ended or undetermined."),
                (
                    "amount",
                    "CAST(amount AS NUMERIC)",
                    "The number that the value begins with; the view terms says what it counts.",
                ),
                ("through", day("through"), "Its own last day, if it was given one."),
                ("authority", "authority", "official, filing, press or reported."),
                ("event", "event", "The event that gave the answer; the view events has it."),
                ("effective_from", day("day_from"), "Its first day; 0001-01-01 if open."),
                ("effective_to", day("day_to"), "Its last day, included; 9999-12-31 if open."),
                (
                    "known_from",
                    day("known_from"),
                    "The first day on which this was what was known.",
                ),
                ("known_to", day("known_to"), "The last such day; 9999-12-31 if it still is."),
            ],
            _ANSWERS_NOW,
        ),
        (
            "terms",
            "What each term asks.",
            [
                ("partnership", "standing.partnership", "Whose term it is."),
                ("term", "standing.term", "Its key, as in answers_now."),
                ("title", field("title"), "What people call it."),
                ("asks", field("asks"), "The question that it answers."),
                ("topic", field("topic"), "What it is listed under."),
                ("unit", field("unit"), "In what its values are counted, such as % or USD."),
            ],
            _TERMS.format(**named),
        ),
        (
            "sources",
            "Where things were said.",
            [
                ("partnership", "log.partnership", "Whose source it is."),
                ("source", "substr(named.subject, 8)", "Its key."),
                ("title", field("title"), "Its title."),
                ("publisher", field("publisher"), "Who published it."),
                ("published", field("published"), "When, as precisely as is known (EDTF)."),
                ("url", field("url"), "Its address."),
                ("locator", field("locator"), "Where in it."),
            ],
            _SOURCES,
        ),
        (
            "events",
            "What happened or was said, as it was corrected; not what was retracted.",
            [
                ("partnership", "log.partnership", "Whose event it is."),
                ("version", "log.version", "The number of its entry in the log."),
                ("event", "log.id", "Its key, as in answers_now."),
                ("title", corrected("title"), "What happened."),
                ("effective", corrected("when"), "When, as precisely as is known (EDTF)."),
                ("announced", corrected("announced"), "When it became public, where that is said."),
                (
                    "authority",
                    corrected("authority"),
                    "official, filing, press or reported, if said.",
                ),
                ("recorded", "log.recorded", "When the log took it in, UTC."),
                ("actor", "log.actor", "Who recorded it."),
            ],
            _EVENTS.format(**kinds, has_retract=has("retract", "act")),
        ),
    ]


def upgrade() -> None:
    """Create the tables and views; on a server, partition the tables by partnership."""
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
        sa.Column("amount", sa.String(40, collation), nullable=True),
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
        "answers_by_day",
        "answers",
        ["partnership", "term", "until", "day_from", "known_from", "day_to", "known_to"],
    )
    op.create_table(
        "reached",
        sa.Column("partnership", sa.String(100, collation), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership", name="reached_once"),
        postgresql_partition_by="HASH (partnership)",
    )
    views = _statements("postgresql" if is_server else "sqlite")
    for statement in (*(_PARTITIONS if is_server else ()), *views):
        op.execute(statement)


def downgrade() -> None:
    """Refuse, as m001 does; the projection can be rebuilt instead."""
    raise CommandError("There is no way back, and a log is never dropped; restore a backup.")
