"""A log on a server, as docs/postgresql.md tells: its sessions, replicas, and what goes wrong.

`.ci/update postgresql` runs the sessions and writes what they print.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import servers
import sessions
from click.testing import CliRunner
from foreign import foreign
from running import Run, skip_without
from second_ledger import filled
from servers import NoServerError, Server
from shell import ROOT, shell

from cli.reading.bundled import bundled, load_bundled
from cli.registry import main
from events.errors import StorageError
from events.ledger.reader import template
from events.log.log import open_log
from events.storage import postgres
from migrations.run import upgrade

pytestmark = pytest.mark.drawn

PAGE = ROOT / "docs" / "postgresql.md"
NEW = (
    "append", "--when", "2026-12-01", "--title", "Licence extended", "--authority", "official",
    "--source", "https://example.com/a", "--set", "ip-license.end=through 2035",
)  # fmt: skip
MISSING = "no'such"
FRESH = "TEMPLATE template0 ENCODING 'UTF8'"
ASKED = (
    ("as-of", "2026-02-27"), ("log",), ("partnerships",), ("history", "cloud.rofr"), ("check",),
    ("export", "-o", "jsonl"), ("checkpoint",), ("changelog", "2026"), ("diff", "2025", "2026"),
    ("receipt", "2025-10-28-definitive"), (*NEW, "--dry-run"),
)  # fmt: skip


@contextmanager
def pair(folder: Path) -> Iterator[tuple[Server, Server]]:
    """Give a server in *folder* and a replica of it, both of one's own."""
    place = folder / f"pair{os.getpid()}-{next(_numbers)}"
    place.mkdir()
    place.chmod(0o755)
    program = servers.program(folder)
    primary = Server(place / "a", program, servers.QUICK)
    replica = Server(place / "b", program, servers.QUICK)
    try:
        primary.make(access="local all locked scram-sha-256")
        primary.start()
        replica.follow(primary)
        replica.start()
        yield primary, replica
    finally:
        for one in (replica, primary):
            one.stop()


_numbers = count(1)


def at(server: Server, name: str, role: str = "postgres") -> str:
    """Return the address of the database *name* on *server*."""
    return f"postgresql://{role}@/{name}?host={server.folder}"


def has_caught_up(primary: Server, replica: Server) -> bool:
    """Wait until *replica* has all that *primary* has; tell whether it came to that."""
    there = foreign(primary.url, "SELECT pg_current_wal_lsn()")[0][0]
    for _ in range(1000):
        if foreign(replica.url, f"SELECT pg_last_wal_replay_lsn() >= '{there}'")[0][0]:
            return True
        time.sleep(0.02)
    return False


# The page


@contextmanager
def site(folder: Path, home: Path) -> Iterator[Callable[[str], str]]:
    """Give the means to run a line of the page: db.example.com and its replica are in *folder*."""
    with (
        pair(folder) as (primary, replica),
        shell(home),
        pytest.MonkeyPatch.context() as patch,
    ):
        hosts = {"db": str(primary.folder), "replica": str(replica.folder)}
        patch.setenv("PATH", f"{primary.program.folder}{os.pathsep}{os.environ['PATH']}")
        patch.setenv("LC_ALL", "C.UTF-8")

        def printed(line: str) -> str:
            if "replica." in line or "replica." in os.environ.get("TIMELINE_DB", ""):
                assert has_caught_up(primary, replica)
            here = _here(line.strip(), hosts)
            if here.startswith("export "):
                name, _, value = here.removeprefix("export ").partition("=")
                patch.setenv(name, value)
                return ""
            said = _timeline(here) if here.startswith("timeline ") else _program(here)
            return _there(said, hosts)

        Path("acme-globex.yaml").write_text(filled(template("acme-globex")))
        yield printed


_ADDRESS = re.compile(r"(postgresql(?:\+psycopg)?://[a-z]+@)(db|replica)\.example\.com/([a-z]+)")
_HOST = re.compile(r"(db|replica)\.example\.com")


def _here(line: str, hosts: dict[str, str]) -> str:
    """Return *line* with the addresses that the servers really have."""
    line = _ADDRESS.sub(lambda found: f"{found[1]}/{found[3]}?host={hosts[found[2]]}", line)
    return _HOST.sub(lambda found: hosts[found[1]], line)


def _there(said: str, hosts: dict[str, str]) -> str:
    for name, folder in hosts.items():
        shown = rf"(postgresql(?:\+psycopg)?://[a-z]+@)/([a-z]+)\?host={re.escape(folder)}"
        said = re.sub(shown, rf"\g<1>{name}.example.com/\g<2>", said)
    return said


def _timeline(line: str) -> str:
    """Run one command, or several of which each reads what the one before has written."""
    line, _, file = line.partition(" > ")
    said, errors = "", ""
    for part in line.split(" | "):
        program, *words = shlex.split(part)
        assert program == "timeline"
        done = CliRunner().invoke(
            main, words, prog_name="timeline", catch_exceptions=False, input=said
        )
        said, errors = done.stdout, errors + done.stderr
    if file:
        Path(file).write_text(said, encoding="utf-8")
        said = ""
    return said + errors


def _program(line: str) -> str:
    done = subprocess.run(
        line,
        shell=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def folder_of(run_folder: tuple[Path, int]) -> Path:
    """Return the folder for servers of one's own, or skip where there are no programs."""
    folder, pid = run_folder
    try:
        servers.program(folder)
    except NoServerError as error:
        skip_without(f"server of one's own: {error}")
    servers.guard(folder, pid)
    return folder


def test_the_sessions_of_the_page_are_real(run_folder: tuple[Path, int], tmp_path: Path) -> None:
    """A database is set up once and by heart; what the page says has to be so."""
    text = PAGE.read_text(encoding="utf-8")
    with site(folder_of(run_folder), tmp_path) as run:
        again = sessions.replayed(text, run)

    assert text == again


# A replica


@pytest.fixture(scope="module")
def both(run_folder: tuple[Path, int]) -> Iterator[tuple[Server, Server]]:
    """Return a server and its replica, for the tests of this module."""
    with pair(folder_of(run_folder)) as (primary, replica):
        order(primary, "postgres", f"CREATE DATABASE bundled {FRESH}")
        upgrade(at(primary, "bundled"))
        load_bundled(at(primary, "bundled"))
        assert has_caught_up(primary, replica)
        yield primary, replica


@pytest.fixture
def name(both: tuple[Server, Server]) -> str:
    """Make a database of one's own with the bundled ledger."""
    made = f"log{next(_numbers)}"
    order(both[0], "postgres", f"CREATE DATABASE {made} TEMPLATE bundled")
    return made


def order(server: Server, name: str, *orders: str) -> None:
    """Have a superuser give these orders in the database *name*, each by itself."""
    with psycopg.connect(at(server, name), autocommit=True) as connection:
        for one in orders:
            connection.execute(one.encode())


def sentence(url: str, *words: str, code: int = 1) -> str:
    """Return the sentence, and nothing else, that a command on the database at *url* fails with."""
    refused = CliRunner().invoke(main, [*words, "--db", url], catch_exceptions=False)

    assert code == refused.exit_code, refused.output
    assert refused.stdout == ""
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1
    return refused.stderr


def test_a_replica_answers_as_the_server_does(both: tuple[Server, Server], command: Run) -> None:
    """Whoever asks need not disturb those who write."""
    for words in ASKED:
        first, second = (command(*words, "--db", at(one, "bundled")) for one in both)

        assert 0 == first.exit_code, first.output
        assert (first.stdout, first.stderr) == (second.stdout, second.stderr)
    for one in both:
        assert 0 == command("verify", "--db", at(one, "bundled")).exit_code


@pytest.mark.parametrize(
    "words",
    [
        NEW,
        ("correct", "2026-04-27-amendment", "--reason", "a slip", "--title", "Another"),
        ("retract", "2026-04-27-amendment", "--with-dependents", "--reason", "a slip"),
        ("define", "audit", "--title", "Audit"),
        ("cover", "2026-11-20"),
        ("rebuild",),
    ],
    ids=" ".join,
)
def test_a_replica_says_that_it_is_not_written_to(
    both: tuple[Server, Server], words: tuple[str, ...]
) -> None:
    """In a sentence, with what to do."""
    url = at(both[1], "bundled")
    expected = f"Error: {url} is read-only, perhaps a replica; name the server that"

    assert sentence(url, *words).startswith(expected)


def test_no_log_is_made_and_nothing_imported_on_a_replica(
    both: tuple[Server, Server], tmp_path: Path
) -> None:
    """Not even begun."""
    (tmp_path / "acme.yaml").write_text(filled(template("acme-globex")))
    order(both[0], "postgres", f"CREATE DATABASE nothing {FRESH}")
    assert has_caught_up(*both)

    assert "is read-only" in sentence(at(both[1], "bundled"), "import", str(tmp_path / "acme.yaml"))
    assert "is read-only" in sentence(at(both[1], "nothing"), "init")
    assert "holds no log yet" in sentence(at(both[1], "nothing"), "as-of")


def test_a_replica_that_lacks_verified_entries_is_told_until_it_has_them(
    both: tuple[Server, Server], name: str, command: Run
) -> None:
    """It cannot be told from a log that lost its end."""
    assert has_caught_up(*both)
    foreign(both[1].url, "SELECT pg_wal_replay_pause()")
    try:
        assert 0 == command(*NEW, "--db", at(both[0], name)).exit_code
        assert 0 == command("verify", "--db", at(both[0], name)).exit_code
        behind = command("verify", "--db", at(both[1], name))
    finally:
        foreign(both[1].url, "SELECT pg_wal_replay_resume()")
    assert has_caught_up(*both)

    assert 3 == behind.exit_code
    assert "was shortened" in behind.stdout
    assert 0 == command("verify", "--db", at(both[1], name)).exit_code


def test_reading_that_a_replica_breaks_off_is_a_sentence(
    both: tuple[Server, Server], name: str
) -> None:
    """It was told to catch up at once, and what was being read is no more."""
    at_once = "ALTER SYSTEM SET max_standby_streaming_delay = 0"
    order(both[1], "postgres", at_once, "SELECT pg_reload_conf()")
    assert has_caught_up(*both)
    with open_log(at(both[1], name)) as log:
        assert log.entries("openai-microsoft")
        order(both[0], name, "DELETE FROM subjects", "VACUUM subjects")
        assert has_caught_up(*both)
        with pytest.raises(StorageError, match="broke the reading off, as a replica does"):
            log.entries("openai-microsoft")


def test_a_replica_that_is_promoted_goes_on_as_the_same_log(
    run_folder: tuple[Path, int], command: Run
) -> None:
    """And a server that is written to all the same is found out."""
    with pair(folder_of(run_folder)) as (old, new):
        upgrade(at(old, "postgres"))
        load_bundled(at(old, "postgres"))
        assert 0 == command("verify", "--db", at(old, "postgres")).exit_code
        assert has_caught_up(old, new)
        new.program.run("pg_ctl", "-D", str(new.data), "-w", "promote")
        added = command(*NEW, "--db", at(new, "postgres"))
        verified = command("verify", "--db", at(new, "postgres"))
        forked = command("cover", "2026-11-20", "--db", at(old, "postgres"))
        other = command("verify", "--db", at(old, "postgres"))

    assert 0 == added.exit_code, added.output
    assert "The log continues the one that was verified here last." in verified.stdout
    assert 0 == forked.exit_code
    assert 3 == other.exit_code


# Where it goes wrong


def test_a_password_is_asked_for_and_never_repeated(
    both: tuple[Server, Server], home: Path, command: Run
) -> None:
    """Neither a wrong one nor that of another parameter; from a file it is taken."""
    order(
        both[0],
        "bundled",
        "CREATE ROLE locked LOGIN PASSWORD 'right'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO locked",
    )
    url = at(both[0], "bundled", "locked")
    for given in (
        url,
        url.replace("locked@", "locked:wrong@"),
        f"{url}&password=wrong",
        f"{url}&password=wrong&sslpassword=wrong",
    ):
        for words in (("as-of",), ("init",), NEW):
            said = sentence(given, *words)

            assert said.startswith(f"Error: {url} does not let this role in: ")
            assert "read from ~/.pgpass" in said
            assert "wrong" not in said
    (home / ".pgpass").write_text(f"{both[0].folder}:*:*:locked:right\n")
    (home / ".pgpass").chmod(0o600)
    (home / ".pg_service.conf").write_text(
        f"[deals]\nhost={both[0].folder}\ndbname=bundled\nuser=locked\n"
    )
    for address in (url, "postgresql://?service=deals"):
        answered = command("partnerships", "--db", address)

        assert 0 == answered.exit_code, answered.output


@pytest.mark.parametrize("words", [("as-of",), ("init",), NEW, ("verify",)])
def test_what_keeps_a_server_out_of_reach_is_a_sentence(
    both: tuple[Server, Server], words: tuple[str, ...]
) -> None:
    """No such database, no such role, no such server, one without SSL."""
    url = at(both[0], MISSING, "postgres:secret")
    there = at(both[0], "postgres", "postgres:secret")
    said = (
        sentence(url, *words, code=4),
        sentence(there.replace("postgres:secret", "nobody:secret"), *words),
        sentence(f"{there}/nowhere", *words),
        sentence("postgresql://u:secret@127.0.0.1:1/deals", *words),
        sentence("postgresql://u:secret@127.0.0.1:port/deals", *words),
        sentence("postgresql:///deals?service=none&password=secret", *words),
    )

    assert f"There is no database postgresql://postgres@/{MISSING}?host=" in said[0]
    assert f"make one with `createdb {shlex.quote(MISSING)}`." in said[0]
    assert 'role "nobody" does not exist' in said[1]
    assert "cannot be reached" in said[2]
    assert "postgresql://u@127.0.0.1:1/deals cannot be reached" in said[3]
    assert "postgresql:///deals?service=none cannot be reached" in said[5]
    assert not any("secret" in one for one in said)


@pytest.mark.parametrize(("more", "seconds"), [("", "10"), ("&connect_timeout=3", "3")])
def test_how_long_to_wait_for_a_server_may_be_said(
    both: tuple[Server, Server], more: str, seconds: str
) -> None:
    """Ten seconds, where the address does not say."""
    with closing(postgres.connect(at(both[0], "bundled") + more)) as connection:
        assert seconds == connection.info.get_parameters()["connect_timeout"]


def test_a_missing_name_is_taken_from_what_the_server_says(both: tuple[Server, Server]) -> None:
    """Without a name in the address it is that of the role."""
    order(both[0], "postgres", "CREATE ROLE solo LOGIN")

    assert "make one with `createdb solo`" in sentence(at(both[0], "", "solo"), "as-of", code=4)


@pytest.mark.parametrize(
    "slip",
    [
        "postgresql:deals", "postgresql:/u:secret@host/deals", "postgres:u:secret@host",
        "postgresql+psycopg2://u:secret@host/deals", "POSTGRESQL:/u:secret@host/deals",
        "host=db password=secret dbname=deals", "password=secret", "user = u password=secret",
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", [("init",), ("as-of",), ("init", "--grant", "clerk")])
def test_a_slip_in_an_address_makes_no_file(
    slip: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Run
) -> None:
    """It would be called by the password."""
    monkeypatch.chdir(tmp_path)
    refused = command(*words, "--db", slip)

    assert refused.exit_code in (1, 2)
    assert "secret" not in refused.output
    assert refused.stderr.count("\n") == 1 or refused.exit_code == 2
    assert ["home"] == os.listdir(tmp_path)


@pytest.mark.parametrize("words", [("as-of",), ("init",), ("init", "--grant", "clerk"), NEW])
def test_without_the_extra_it_is_said_how_to_get_it(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Whoever needs no server has no driver."""
    assert home.is_dir()
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = sentence("postgresql://u:secret@127.0.0.1:1/deals", *words)

    assert "pip install 'partnership-timeline[postgres]'" in said
    assert "secret" not in said


def test_a_server_that_is_too_old_or_not_in_utf_8_is_told(
    both: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is made."""
    latin = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    order(both[0], "postgres", f"CREATE DATABASE latin {latin}")
    order(both[0], "postgres", f"CREATE DATABASE recent {FRESH}")

    assert "has the encoding LATIN1" in sentence(at(both[0], "latin"), "init")
    monkeypatch.setattr(postgres, "OLDEST", 99)
    assert "a log needs 99 or newer" in sentence(at(both[0], "recent"), "init")
    assert "holds no log yet" in sentence(at(both[0], "recent"), "as-of")


# What a superuser can do


OFF = "SET session_replication_role = replica"
"""No trigger fires for whoever may say so: superusers."""

LAST = len(bundled().items)
"""The version of the last entry of the bundled ledger."""

NOTHING = "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (["UPDATE log SET payload = payload || ' '::bytea WHERE version = 7"], "entry 7:"),
        (["UPDATE log SET recorded = '2026-11-20' || substr(recorded, 11) WHERE version = 7"],
         "entry 7:"),
        (["UPDATE log SET digest = sha256(digest) WHERE version = 7"], "entry 7:"),
        (["UPDATE log SET id = 'another' WHERE version = 7"], "entry 7:"),
        (["UPDATE log SET partnership = 'acme' WHERE version > 300"], "acme, entry 301:"),
        (["DELETE FROM log WHERE version = 7"], "entry 8:"),
        (["UPDATE log SET version = version + 1000 WHERE version = 7"], "entry 8:"),
        (["INSERT INTO log (partnership, version, id, recorded, actor, payload, digest)"
          f" SELECT partnership, {LAST + 1}, 'made-up', recorded, actor, payload, digest"
          f" FROM log WHERE version = {LAST}"], f"entry {LAST + 1}:"),
        (["UPDATE subjects SET subject = 'cover' WHERE version = 7"], "`timeline rebuild`"),
        (["DELETE FROM subjects WHERE version = 7"], "`timeline rebuild`"),
        (["ALTER TABLE log DISABLE TRIGGER ALL"], "The safeguard log_refuses_change of the table"),
        (["ALTER TABLE log_7 DISABLE TRIGGER log_refuses_truncate"], "of the table log_7 was"),
        (["DROP TRIGGER log_refuses_change ON log"], "The safeguard log_refuses_change of the"),
        (["DROP TRIGGER log_refuses_truncate ON log_7"], "of the table log_7 was altered or"),
        ([f"CREATE OR REPLACE FUNCTION log_is_append_only{NOTHING}"], "was altered or removed"),
        ([f"CREATE FUNCTION nothing{NOTHING}",
          "CREATE TRIGGER mine BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION nothing()"],
         "There is a trigger mine on log"),
        (["DROP TRIGGER log_refuses_change ON log",
          "CREATE TRIGGER log_refuses_change BEFORE UPDATE OR DELETE ON log FOR EACH ROW"
          " WHEN (false) EXECUTE FUNCTION log_is_append_only()"], "log_refuses_change of the"),
        (["DROP TRIGGER log_refuses_change ON log",
          "CREATE TRIGGER log_refuses_change BEFORE UPDATE OF position ON log FOR EACH ROW"
          " EXECUTE FUNCTION log_is_append_only()"], "log_refuses_change of the table log_0 was"),
        (["DROP TRIGGER log_refuses_future ON log"], "log_refuses_future of the table log_15 was"),
        (["CREATE OR REPLACE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
          " $$ BEGIN IF false THEN RAISE EXCEPTION 'x'; END IF; RETURN NEW; END $$"],
         "The safeguard log_is_append_only of the database was"),
        (["ALTER FUNCTION log_is_of_today() SECURITY DEFINER"], "log_is_of_today of the database"),
        (["CREATE FUNCTION log_is_of_today(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'"],
         "There is a function log_is_of_today(integer) that"),
        (["CREATE RULE lose AS ON INSERT TO log DO INSTEAD NOTHING"], "a rule lose on log that"),
        (["CREATE RULE lose AS ON UPDATE TO answers_now DO INSTEAD NOTHING"],
         "There is a rule lose on answers_now that"),
        (["ALTER TABLE log_3 ENABLE ROW LEVEL SECURITY"], "The safeguard log_3 of the database"),
        (["CREATE POLICY p ON answers FOR SELECT USING (false)"], "a policy p on answers that"),
        (["ALTER TABLE log DROP CONSTRAINT log_version_once"], "log_version_once of the table log"),
        (["ALTER TABLE log DROP CONSTRAINT log_id_once"], "The safeguard log_id_once of the table"),
        (["ALTER TABLE log DROP CONSTRAINT log_digest_whole"], "log_digest_whole of the table"),
        (["ALTER TABLE identity DROP CONSTRAINT identity_is_one"], "identity_is_one of the table"),
        (["DROP INDEX answers_by_day"], "The safeguard answers_by_day of the table answers was"),
        (["CREATE INDEX mine ON log_2 (recorded)"], "There is an index mine on log_2 that"),
        (["ALTER TABLE log ALTER COLUMN position SET DEFAULT 7"], "The safeguard log of the"),
        (["ALTER TABLE answers ALTER COLUMN body DROP NOT NULL"], "The safeguard answers of the"),
        (["ALTER TABLE subjects ADD COLUMN more integer"], "The safeguard subjects_1 of the"),
        (["ALTER TABLE reached_5 SET UNLOGGED"], "The safeguard reached_5 of the database was"),
        (["ALTER SEQUENCE log_position MAXVALUE 1000000 CYCLE"], "The safeguard log_position of"),
        (["DROP VIEW sources", "CREATE VIEW sources AS SELECT 1 AS a"], "The safeguard sources of"),
        (["ALTER TABLE log DETACH PARTITION log_4"], "The safeguard log_4 of the database was"),
        (["CREATE TABLE mine (a integer)"], "There is a table mine that this program did not make"),
        (["CREATE MATERIALIZED VIEW mine AS SELECT 1"], "There is a table mine that"),
        (["CREATE FUNCTION same(varchar, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
          "CREATE OPERATOR = (LEFTARG = varchar, RIGHTARG = text, FUNCTION = same)"],
         "There is an operator = that this program did not make"),
        (["GRANT UPDATE, DELETE, TRUNCATE ON log TO PUBLIC"], "Everybody may DELETE log, which no"),
        (["GRANT UPDATE (payload) ON log TO PUBLIC"], "Everybody may UPDATE payload"),
        (["GRANT INSERT ON log TO PUBLIC"], "Everybody may INSERT log"),
        (["GRANT INSERT (position) ON log TO PUBLIC"], "Everybody may INSERT position"),
        (["GRANT UPDATE ON SEQUENCE log_position TO PUBLIC"], "Everybody may UPDATE log_position"),
        (["GRANT TRUNCATE ON answers TO PUBLIC"], "Everybody may TRUNCATE answers"),
        (["GRANT SELECT ON log TO pg_monitor WITH GRANT OPTION"], "pg_monitor may SELECT log"),
        (["ALTER TABLE log_3 OWNER TO pg_monitor"], "log_3 belongs to pg_monitor, who does not"),
        (["CREATE SCHEMA ahead", "CREATE TABLE ahead.answers (LIKE answers)",
          "ALTER DATABASE {} SET search_path = ahead, public"], "Another answers is found before"),
        (["ALTER DATABASE {} SET session_replication_role = replica"], "No safeguard fires here"),
        (["DELETE FROM identity"], "The identity of the log was altered or removed"),
    ],
)  # fmt: skip
def test_what_a_superuser_alters_is_noticed(
    both: tuple[Server, Server], name: str, orders: list[str], expected: str, command: Run
) -> None:
    """The triggers do not stop him; the chain and the safeguards tell."""
    order(both[0], name, OFF, *(one.replace("{}", name) for one in orders))
    found = command("verify", "--db", at(both[0], name), "-o", "json")
    told = command("verify", "--db", at(both[0], name))

    assert 3 == found.exit_code == told.exit_code
    assert json.loads(found.stdout)["whole"] is False
    assert expected in " ".join(told.stdout.split())


def test_what_a_role_that_appends_writes_by_other_programs_is_named(
    both: tuple[Server, Server], name: str, command: Run
) -> None:
    """It may insert; that is all it may, and it is seen."""
    order(both[0], name, "CREATE ROLE clerk LOGIN")
    assert 0 == command("init", "--grant", "clerk", "--db", at(both[0], name)).exit_code
    forged = (
        "INSERT INTO log (partnership, version, id, recorded, actor, payload, digest) SELECT"
        f" partnership, {LAST + 1}, 'x', recorded, actor, payload, digest FROM log"
        f" WHERE version = {LAST}"
    )
    foreign(at(both[0], name, "clerk"), forged)
    told = command("verify", "--db", at(both[0], name))

    assert 3 == told.exit_code
    assert f"openai-microsoft, entry {LAST + 1}:" in told.stdout


def test_what_a_role_that_appends_spoils_beside_the_log_is_named_and_made_anew(
    both: tuple[Server, Server], name: str, command: Run
) -> None:
    """It may add to it; the log itself is whole all the while."""
    url, role = at(both[0], name), f"clerk{next(_numbers)}"
    order(both[0], name, f"CREATE ROLE {role} LOGIN")
    assert 0 == command("init", "--grant", role, "--db", url).exit_code
    for spoiled in (
        "INSERT INTO subjects VALUES ('openai-microsoft', 'cover', 5)",
        "INSERT INTO subjects VALUES ('openai-microsoft', 'term:x', 999)",
        "INSERT INTO subjects VALUES ('nobody', 'cover', 1)",
    ):
        foreign(at(both[0], name, role), spoiled)
        told = command("verify", "--db", url)

        assert 3 == told.exit_code
        assert "The log itself is whole. Run `timeline rebuild`." in told.stdout
        assert 0 == command("rebuild", "--db", url).exit_code
        assert 0 == command("verify", "--db", url).exit_code
    assert 0 == command(*NEW, "--db", at(both[0], name, role)).exit_code
    assert 0 == command("verify", "--db", url).exit_code


def test_what_a_superuser_removes_from_the_end_is_remembered(
    both: tuple[Server, Server], name: str, command: Run
) -> None:
    """In itself such a log is whole."""
    url = at(both[0], name)
    assert 0 == command("verify", "--db", url).exit_code
    left = LAST - 10
    cut = [f"DELETE FROM {table} WHERE version > {left}" for table in ("log", "subjects")]
    order(both[0], name, OFF, *cut)
    told = command("verify", "--db", url)

    assert 3 == told.exit_code
    assert f"the checkpoint counts {LAST} entries, the log has {left}" in " ".join(
        told.stdout.split()
    )


# Moving


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_a_log_moves_to_a_server_and_back(
    both: tuple[Server, Server], form: str, tmp_path: Path, command: Run
) -> None:
    """The same heads on either side, and the same file in the end."""
    made, here, back = f"moved_{form}", str(tmp_path / "a.db"), str(tmp_path / "b.db")
    order(both[0], "postgres", f"CREATE DATABASE {made} {FRESH}")
    upgrade(here)
    load_bundled(here)
    assert 0 == command(*NEW, "--db", here).exit_code
    for url in (at(both[0], made), back):
        upgrade(url)
    texts, heads = [], []
    for url, after in ((here, at(both[0], made)), (at(both[0], made), back), (back, None)):
        texts.append(command("export", "-o", form, "--db", url).stdout)
        heads.append(command("partnerships", "-o", "json", "--db", url).stdout)
        assert 0 == command("verify", "--db", url).exit_code
        if after is not None:
            assert 0 == command("import", "-", "--db", after, input=texts[-1]).exit_code

    assert 1 == len(set(texts)) == len(set(heads))
    assert LAST + 2 == json.loads(heads[0])["partnerships"][0]["version"]


def update() -> None:
    """Rewrite the outputs on the page."""
    folder = servers.folder_for_sockets()
    try:
        servers.guard(folder, os.getpid())
        with TemporaryDirectory() as home, site(folder, Path(home)) as run:
            text = sessions.replayed(PAGE.read_text(encoding="utf-8"), run)
    finally:
        servers.ended(folder)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("Usage: .ci/update postgresql")
    update()
