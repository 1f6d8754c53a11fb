"""A role with the right to read and append has no other: tried with a real one."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from click.testing import Result
from foreign import foreign
from running import Run, said
from servers import Databases

from events.errors import StorageError
from events.log.log import open_log
from events.storage import engines
from migrations import run

ENGINES = ("postgresql",)
COLUMNS = {
    "log": "payload", "subjects": "subject", "identity": "log", "alembic_version": "version_num",
}  # fmt: skip
"""Of every table a column."""

TABLES = tuple(COLUMNS)
DERIVED = ("answers", "reached")
"""Those an append brings up to date."""

NEW = (
    "append", "--when", "2026-12-01", "--title", "Licence extended", "--authority", "official",
    "--source", "https://example.com/a", "--set", "ip-license.end=through 2035",
)  # fmt: skip


@pytest.fixture
def role(databases: Databases, log_url: str) -> Iterator[str]:
    """Make a role that may log in, and has no right yet; drop it when its database is no more."""
    name = f"{databases.prefix}_clerk_{secrets.token_hex(4)}"
    databases.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{name}'")
    yield name
    foreign(log_url, f"DROP OWNED BY {name}")
    databases.execute(f"DROP ROLE {name}")


def of_role(log_url: str, role: str) -> str:
    """Return the same address for *role* to use."""
    parts = urlsplit(log_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{role}@{host}"))


@pytest.fixture
def clerk(timeline: Run, log_url: str, role: str) -> Callable[..., Result]:
    """Run the command as the role, once it has been given the right to read and append."""
    told = timeline("init", "--grant", role)

    assert told.exit_code == 0, told.output
    assert f"{role} may read the log and append to it, and nothing else.\n" in told.stdout
    return lambda *words, **given: timeline(*words, "--db", of_role(log_url, role), **given)


def sentence(refused: Result) -> str:
    """Return what was said of a refusal that is one sentence, and no traceback."""
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("Error: ")
    return refused.stderr


def test_it_reads(clerk: Run, timeline: Run) -> None:
    """Every answer, as the owner gets it."""
    for words in (("as-of", "2026-02-27"), ("log",), ("partnerships",), ("export", "-o", "jsonl")):
        own = timeline(*words).stdout

        assert own == clerk(*words).stdout != ""


def test_it_appends_and_imports(clerk: Run, timeline: Run, log_url: str) -> None:
    """One by one, and many by COPY."""
    lines = timeline("export", "-o", "jsonl").stdout.replace("openai-microsoft", "copy")
    undated = "".join(
        line.partition(',"recorded"')[0] + ',"entry"' + line.partition(',"entry"')[2]
        for line in lines.splitlines(keepends=True)
    )
    appended = said(clerk(*NEW, "-o", "json"))
    corrected = clerk("correct", appended["event"], "--reason", "slip", "--when", "2026-12-02")
    imported = clerk("import", "-", input=undated)
    with open_log(log_url) as log:
        heads = {head.slug: head.version for head in log.partnerships()}

    assert appended["written"] is True
    assert corrected.exit_code == 0, corrected.output
    assert imported.exit_code == 0, imported.output
    assert heads["copy"] == len(lines.splitlines())
    assert heads["openai-microsoft"] == heads["copy"] + 3


def test_it_verifies(clerk: Run) -> None:
    """Whoever appends may look whether the log is whole, and what is derived as it should be."""
    assert clerk(*NEW).exit_code == 0
    assert clerk("verify").exit_code == 0


def test_it_fills_the_inbox_and_decides(
    clerk: Run, log_url: str, role: str, tmp_path: Path
) -> None:
    """Who appends takes in articles, too; but nobody else than the owner makes a draft vanish."""
    (tmp_path / "a.txt").write_text("Acme\n\nNothing that bears on a term.")
    assert clerk("watch", "add", tmp_path / "a.txt").exit_code == 0
    assert clerk("inbox", "pull").exit_code == 0
    assert clerk("watch", "remove", tmp_path / "a.txt").exit_code == 0
    assert clerk("inbox", "reject", 1, "--reason", "no", "--as", "Ann").exit_code == 0
    assert clerk("verify").exit_code == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        foreign(of_role(log_url, role), "DELETE FROM inbox")


@pytest.mark.parametrize("view", ["answers_now", "terms", "sources", "events"])
def test_it_reads_the_views(clerk: Run, log_url: str, role: str, view: str) -> None:
    """With whatever program people read tables."""
    assert clerk("partnerships").exit_code == 0
    assert foreign(of_role(log_url, role), f"SELECT count(*) FROM {view}")[0][0] > 0


@pytest.mark.parametrize(
    "order",
    [
        *(f"UPDATE {table} SET {column} = {column}" for table, column in COLUMNS.items()),
        *(f"DELETE FROM {table}" for table in TABLES),
        *(f"TRUNCATE {table}" for table in TABLES),
        *(f"DROP TABLE {table}" for table in TABLES),
        *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES),
        *(f"ALTER TABLE {table} ADD COLUMN more integer" for table in TABLES),
        *(
            order.format(table)
            for table in DERIVED
            for order in (
                "TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} DISABLE TRIGGER ALL",
                "ALTER TABLE {} ADD COLUMN more integer", "DELETE FROM {}_0",
                "CREATE TRIGGER mine BEFORE INSERT ON {} EXECUTE FUNCTION log_is_append_only()",
            )
        ),
        "DROP VIEW answers_now",
        "DELETE FROM answers_now",
        "SELECT setval('answers_number', 1)",
        "TRUNCATE log_0",
        "DELETE FROM log_0",
        "INSERT INTO log_0 SELECT * FROM log",
        "DROP TRIGGER log_refuses_change ON log",
        "CREATE TRIGGER mine BEFORE INSERT ON log EXECUTE FUNCTION log_is_append_only()",
        "CREATE OR REPLACE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        "INSERT INTO log SELECT 2 ^ 62, partnership, 999, 'x', recorded, actor, payload, digest"
        " FROM log WHERE version = 1",
        "COPY log FROM STDIN",
        "INSERT INTO identity VALUES (1, 'another')",
        "INSERT INTO alembic_version VALUES ('m999')",
        "SET session_replication_role = replica",
        "SELECT setval('log_position', 1)",
        "DROP SEQUENCE log_position",
        "CREATE TABLE mine (a integer)",
        "INSERT INTO log SELECT * FROM log"
        " ON CONFLICT (partnership, version) DO UPDATE SET payload = ''",
    ],
)  # fmt: skip
def test_the_server_refuses_all_else(clerk: Run, log_url: str, role: str, order: str) -> None:
    """Whatever program it uses."""
    assert clerk("partnerships").exit_code == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        foreign(of_role(log_url, role), order)


@pytest.mark.parametrize("recorded", ["9999-12-31T23:59:59.999999Z", "not an instant at all, no"])
def test_it_records_nothing_in_the_future(
    clerk: Run, log_url: str, role: str, recorded: str
) -> None:
    """The owner can, in a restore; for everybody else the server's clock is the bound."""
    entry = (
        "INSERT INTO log (partnership, version, id, recorded, payload, digest)"
        f" SELECT 'new', 1, 'x', rpad('{recorded}', 27), payload, digest FROM log WHERE version = 1"
        " LIMIT 1"
    )
    assert clerk("partnerships").exit_code == 0
    with pytest.raises(psycopg.errors.CheckViolation, match="recorded in the future"):
        foreign(of_role(log_url, role), entry)

    foreign(log_url, entry)


def test_our_commands_say_so_in_a_sentence(timeline: Run, log_url: str, role: str) -> None:
    """Before the right is given even reading is refused."""
    other = of_role(log_url, role)

    assert "does not allow this role" in sentence(timeline("partnerships", "--db", other))
    assert "does not allow this role" in sentence(timeline(*NEW, "--db", other))
    assert role not in sentence(timeline(*NEW, "--db", other)).replace(f"{role}@", "")


def test_it_cannot_migrate(databases: Databases, role: str) -> None:
    """An older database is brought up to date by its owner."""
    with databases.new("empty") as empty:
        foreign(empty, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        with pytest.raises(StorageError, match="does not allow this role"):
            run.upgrade(of_role(empty, role))

        assert engines.revision(empty) is None


def test_a_right_too_many_is_taken_away(timeline: Run, log_url: str, role: str) -> None:
    """Nothing else means nothing else."""
    foreign(log_url, f"GRANT ALL ON log, subjects, answers TO {role}")
    assert timeline("init", "--grant", role).exit_code == 0
    for order in ("DELETE FROM subjects", "TRUNCATE answers"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            foreign(of_role(log_url, role), order)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("GRANT DELETE ON subjects TO PUBLIC", "delete on subjects"),
        ("GRANT TRUNCATE ON answers TO PUBLIC", "truncate on answers"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "create in schema public"),
    ],
)
def test_what_everybody_may_is_told(
    timeline: Run, log_url: str, role: str, order: str, expected: str
) -> None:
    """It is not ours to take away from others."""
    foreign(log_url, order)
    refused = timeline("init", "--grant", role)

    assert refused.exit_code == 1
    assert expected in refused.stderr
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        foreign(of_role(log_url, role), "SELECT * FROM log")


def test_a_mighty_role_is_refused(timeline: Run, log_url: str) -> None:
    """A grant would promise what it cannot keep."""
    owner = foreign(log_url, "SELECT current_user")[0][0]
    refused = timeline("init", "--grant", owner)

    assert refused.exit_code == 1
    assert f"{owner} is a superuser or may act for the owner" in refused.stderr


def test_an_unknown_role_is_told(timeline: Run) -> None:
    """With what to do about it."""
    for name in ("nobody-of-this-name", 'x"; DROP TABLE log; --', "$(rm)"):
        refused = timeline("init", "--grant", name)

        assert refused.exit_code == 4
        assert f"There is no role {name} at" in refused.stderr
        assert "createuser" in refused.stderr


def test_only_the_owner_gives_rights(clerk: Run, role: str) -> None:
    """Not whoever may append."""
    refused = clerk("init", "--grant", role)

    assert refused.exit_code == 1
    assert "who owns the log in" in refused.stderr


def test_a_file_has_no_roles(command: Run, tmp_path: object) -> None:
    """And none is made on the way to saying so."""
    path = f"{tmp_path}/new.db"
    refused = command("init", "--grant", "clerk", "--db", path)

    assert refused.exit_code == 2
    assert "--grant is for a database on a server" in refused.stderr
    assert command("partnerships", "--db", path).exit_code == 4
