"""Verification: whatever another program alters is noticed, and the first entry wrong is named."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alterations import (
    BYTES,
    OF_ROWS,
    SCHEMA,
    UNNOTICED,
    Original,
    alter,
    judged,
    original,
    rechain,
    unguarded,
)

from events.dates.dates import parse
from events.errors import IntegrityError
from events.log import subject_index
from events.log.log import open_log
from events.model.kinds import Act, Authority, Correct, Correction, Cover, Define, Event, Term
from events.payload import codec
from events.proof import merkle
from events.proof.verification import Fault, Found, require_whole, verify
from migrations import run

Do = Callable[[sqlite3.Connection], object]

CORRECTION = Correct(
    id="two.c1",
    event="two",
    fields=Correction(given=frozenset({"title"}), title="Else"),
    reason="It was wrong.",
)
ACTS: list[tuple[str, Act]] = [
    ("us", Define(id="fee", thing=Term(key="fee", title="Fee"))),
    ("them", Define(id="fee", thing=Term(key="fee", title="Fee"))),
    ("us", Event(id="one", title="One", authority=Authority.PRESS, sources=("a",))),
    ("us", Event(id="two", title="Two", authority=Authority.PRESS, sources=("a",))),
    ("them", Event(id="one", title="One", authority=Authority.PRESS, sources=("a",))),
    ("us", CORRECTION),
    ("us", Event(id="three", title="Three", authority=Authority.PRESS, sources=("a",))),
    ("them", Cover(id="covered", through=parse("2026-01-01"))),
]
"""In the order of their positions: 1 to 8."""


@pytest.fixture(scope="session")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a database that holds ACTS."""
    path = str(tmp_path_factory.mktemp("whole") / "log.db")
    run.upgrade(path)
    with open_log(path, writing=True) as log:
        for slug, act in ACTS:
            log.append(slug, [act])
    return Path(path).read_bytes()


@pytest.fixture
def path(whole_file: bytes, tmp_path: Path) -> Path:
    """Return the path of a database that holds ACTS."""
    path = tmp_path / "log.db"
    path.write_bytes(whole_file)
    return path


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Original:
    """Return the log that is altered at random."""
    return original(tmp_path_factory.mktemp("original"))


def found(path: Path, *sizes: tuple[str, int]) -> Found:
    with open_log(str(path)) as log:
        return verify(log, sizes)


def faults(path: Path) -> list[tuple[str | None, int | None, str]]:
    return [(one.partnership, one.version, one.sentence) for one in found(path).faults]


def altered(path: Path, do: str | Do, *values: object) -> None:
    with unguarded(path) as connection:
        if isinstance(do, str):
            assert connection.execute(do, values).rowcount > 0
        else:
            do(connection)


def the_only(path: Path) -> Fault:
    """Return the fault, there being one; the log itself fails."""
    (fault,) = found(path).faults
    assert not fault.beside
    return fault


# A whole log


def test_a_whole_log_has_no_faults(path: Path) -> None:
    """Whatever else is tested here would be easy to fulfil without this."""
    assert [] == faults(path)
    assert 8 == found(path).entries


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    """It is what everyone begins with."""
    path = tmp_path / "empty.db"
    run.upgrade(str(path))

    assert Found(0, ()) == found(path)


def test_taking_triggers_off_and_back_alters_nothing(path: Path) -> None:
    """So what is found below is found for what was altered."""
    altered(path, lambda connection: connection.execute("SELECT 1"))

    assert [] == faults(path)


def test_every_kind_of_act_is_whole(varied: Original, tmp_path: Path) -> None:
    """A check that refuses what the program writes would be worse than none."""
    path = tmp_path / "log.db"
    path.write_bytes(varied.data)

    assert [] == faults(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [("title", "e\u0301"), ("met", []), ("changes", []), ("by", []), ("summary", "e\u0301")],
)
def test_a_payload_is_written_in_one_way_only(path: Path, key: str, value: object) -> None:
    """What an append would have put otherwise, no append of ours has put."""
    other = {**codec.plain(Event(id="three", title="T", sources=("a",))), key: value, "v": 1}
    payload = json.dumps(other, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    altered(path, lambda connection: rechain(connection, "us", {5: payload}))

    assert [("us", 5, "its payload is not in canonical form.")] == faults(path)


@pytest.mark.parametrize("name", ["", " Ada", "Ada\n", "e\u0301", "x" * 201])
def test_who_recorded_an_entry_is_a_name(path: Path, name: str) -> None:
    """Of an empty one the digest would be that of none."""

    def do(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA ignore_check_constraints=on")
        connection.execute("UPDATE log SET actor = ? WHERE id = 'three'", [name])
        rechain(connection, "us", {})

    altered(path, do)

    [told] = [fault for fault in faults(path) if fault[:2] == ("us", 5)]

    assert "is no name of who can have recorded it" in told[2]


def test_the_trees_are_over_the_digests(path: Path) -> None:
    """One pass does for a verification and for the checkpoint that is remembered of it."""
    with open_log(str(path)) as log:
        us, them = list(log.digests("us")), list(log.digests("them"))
    told = found(path, ("us", 2), ("us", 5), ("us", 6), ("them", 1), ("none", 1))

    assert {"them": (3, merkle.root(them)), "us": (5, merkle.root(us))} == {
        slug: (tree.size, tree.root) for slug, tree in told.trees.items()
    }
    assert told.roots == {
        ("us", 2): merkle.root(us[:2]),
        ("us", 5): merkle.root(us),
        ("them", 1): merkle.root(them[:1]),
    }


# Values


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "on"),
        ("id", "two.c2"),
        ("recorded", "2020-01-01T00:00:00.000000Z"),
        ("recorded", "2026-01-01T00:00:00.000001Z"),
        ("payload", b"{}"),
        ("payload", b"x"),
        ("digest", b"x" * 32),
        ("digest", b""),
        ("partnership", "other"),
        ("partnership", ""),
        ("version", 30),
        ("version", 0),
        ("position", 80),
        ("position", 0),
        ("payload", "text"),
        ("id", b"one"),
        ("recorded", 2026),
        ("version", "three"),
        ("version", 2.5),
        ("partnership", b"us"),
    ],
)
def test_any_value_altered_is_noticed(path: Path, column: str, value: object) -> None:
    """Triggers guard against accidents; whoever has the file can take them off."""
    altered(path, f"UPDATE log SET {column} = ? WHERE position = 4", value)

    assert [] != faults(path)


def test_the_entry_altered_is_named(path: Path) -> None:
    """It tells which source to look at again, and which backup is old enough."""
    altered(path, "UPDATE log SET payload = replace(payload, 'Two', 'Six') WHERE position = 4")
    altered(path, "UPDATE log SET payload = CAST(payload AS BLOB) WHERE position = 4")

    assert faults(path) == [
        ("us", 3, "its digest is not that of what it holds: it was altered, or moved here.")
    ]


def test_the_first_of_several_is_named_for_each_partnership(path: Path) -> None:
    """All after it are in doubt anyway; another partnership has a chain of its own."""
    altered(path, "UPDATE log SET recorded = '2026-11-21T00:00:00.000000Z' WHERE version > 2")

    assert [("them", 3), ("us", 3)] == [(slug, version) for slug, version, _ in faults(path)]


@pytest.mark.parametrize("recorded", ["2026-11-21T00:00:00.000000z", "2026-02-30T00:00:00.000000Z"])
def test_what_is_no_instant_is_noticed_though_the_chain_fits(path: Path, recorded: str) -> None:
    """A cut by what was recorded compares texts, so there is one way to write an instant."""

    def do(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE log SET recorded = ? WHERE position = 7", [recorded])
        rechain(connection, "us", {})

    altered(path, do)

    fault = the_only(path)
    assert ("us", 5) == (fault.partnership, fault.version)
    assert "is no instant" in fault.sentence


def test_an_instant_before_the_one_above_is_noticed_though_the_chain_fits(path: Path) -> None:
    """It would let something slip into what had been recorded by then."""

    def do(connection: sqlite3.Connection) -> None:
        early = "2000-01-01T00:00:00.000000Z"
        connection.execute("UPDATE log SET recorded = ? WHERE position = 7", [early])
        rechain(connection, "us", {})

    altered(path, do)

    fault = the_only(path)
    assert ("us", 5) == (fault.partnership, fault.version)
    assert "before the entry above it" in fault.sentence


def test_a_name_that_no_partnership_can_have_is_noticed_though_the_chain_fits(path: Path) -> None:
    """Commands and files could not name it."""

    def do(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE log SET partnership = 'U S' WHERE partnership = 'us'")
        connection.execute("UPDATE subjects SET partnership = 'U S' WHERE partnership = 'us'")
        rechain(connection, "U S", {})

    altered(path, do)

    assert ("U S", 1, "this cannot be the name of a partnership.") == faults(path)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"sources":', b'"sources": '),
        (b'{"authority":"press","id":"three"', b'{"id":"three","authority":"press"'),
        (b"Three", b"\\u0054hree"),
        (b'"v":1', b'"v":1,"v":1'),
        (b"}", b"}\n"),
    ],
)
def test_another_form_is_noticed_though_the_chain_fits(path: Path, old: bytes, new: bytes) -> None:
    """Two texts for one act would be two digests for one record."""
    payload = codec.encode(ACTS[6][1])
    assert payload.count(old) == 1
    other = payload.replace(old, new)
    altered(path, lambda connection: rechain(connection, "us", {5: other}))

    assert [("us", 5, "its payload is not in canonical form.")] == faults(path)


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b"{", "it cannot be read: A stored entry cannot be read. This is not JSON"),
        (b"\xff", "it cannot be read: A stored entry cannot be read. This is not UTF-8"),
        (b"[]", "it cannot be read: A stored entry is a mapping"),
        (b'{"v":1.5}', "it cannot be read: A stored entry cannot be read. The number 1.5"),
        (b'{"v":NaN}', "it cannot be read: A stored entry cannot be read. The number NaN"),
        (b'{"id":"three","v":1}', "it cannot be read: A stored entry cannot be read."),
        (b'{"id":"three"}', "it cannot be read: A stored entry does not say the version"),
        (b'{"id":"three","v":9}', "it cannot be read: The database was written by a newer"),
        (b"[" * 60_000 + b"]" * 60_000, "it cannot be read: A stored entry cannot be read. Th"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "it cannot be read:"),
        (
            b'{"id":"three","sources":["a"],"title":"' + b"x" * 300_000 + b'","v":1}',
            "it cannot be read: The entry takes 3000",
        ),
    ],
)
def test_what_is_no_act_is_noticed_though_the_chain_fits(
    path: Path, payload: bytes, said: str
) -> None:
    """Every reading command would stop at it."""
    altered(path, lambda connection: rechain(connection, "us", {5: payload}))

    fault = the_only(path)
    assert ("us", 5) == (fault.partnership, fault.version)
    assert fault.sentence.startswith(said)


def test_an_id_that_the_payload_does_not_have_is_noticed(path: Path) -> None:
    """It is beside the digest, which covers the payload; `show` looks there."""
    altered(path, "UPDATE log SET id = 'four' WHERE position = 7")

    assert faults(path) == [
        ("us", 5, "it stands under the id 'four', and says that it is 'three'.")
    ]


# Rows


def test_an_entry_removed_is_noticed(path: Path) -> None:
    """What came after it says so."""
    altered(path, "DELETE FROM log WHERE position = 4")

    assert faults(path) == [
        ("us", 4, "it follows version 2; what was between them is missing."),
    ]


def test_the_first_entry_removed_is_noticed(path: Path) -> None:
    """A chain begins at version 1."""
    altered(path, "DELETE FROM log WHERE position = 1")

    assert [("us", 2, "it is the first there is; what was before it is missing.")] == faults(path)


def test_an_entry_removed_and_the_rest_renumbered_is_noticed(path: Path) -> None:
    """The digest covers the version, and the entry before."""

    def do(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM log WHERE position = 4")
        for table in ("log", "subjects"):
            connection.execute(
                f"UPDATE {table} SET version = version - 1 WHERE partnership = 'us' AND version > 3"
            )

    altered(path, do)

    assert ("us", 3) == faults(path)[0][:2]
    assert "its digest is not" in faults(path)[0][2]


def test_a_partnership_removed_is_noticed_by_the_gap_it_leaves(path: Path) -> None:
    """No chain is broken by that."""

    def do(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM log WHERE partnership = 'them'")
        connection.execute("DELETE FROM subjects WHERE partnership = 'them'")

    altered(path, do)

    fault = the_only(path)
    assert ("us", 2) == (fault.partnership, fault.version)
    assert "no entry of the log has the position before its own, 3" in fault.sentence


def test_the_last_entry_of_one_partnership_removed_is_noticed_by_the_gap(path: Path) -> None:
    """Its chain is whole without it; only a checkpoint tells where nothing came after it."""

    def do(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM log WHERE position = 7")
        connection.execute("DELETE FROM subjects WHERE (partnership, version) = ('us', 5)")

    altered(path, do)

    fault = the_only(path)
    assert ("them", 3) == (fault.partnership, fault.version)


def test_what_a_removed_entry_leaves_beside_the_log_does_not_hide_the_gap(path: Path) -> None:
    """`rebuild` would take away what is left of it."""
    altered(path, "DELETE FROM log WHERE position = 7")

    assert [(None, True), ("them", False)] == [
        (one.partnership, one.beside) for one in found(path).faults
    ]
    with open_log(str(path), writing=True) as log, pytest.raises(IntegrityError, match="them"):
        require_whole(log)


@pytest.mark.parametrize(("columns", "version"), [("payload", 2), ("payload, digest", 2)])
def test_two_entries_swapped_are_noticed(path: Path, columns: str, version: int) -> None:
    """The log is in the order of recording."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(f"SELECT {columns} FROM log WHERE position IN (3, 4)").fetchall()
    marks = ", ".join(f"{name} = ?" for name in columns.split(", "))
    altered(path, f"UPDATE log SET {marks} WHERE position = 3", *rows[1])
    altered(path, f"UPDATE log SET {marks} WHERE position = 4", *rows[0])

    assert ("us", version) == faults(path)[0][:2]


def test_positions_swapped_within_a_partnership_are_noticed(path: Path) -> None:
    """Listings are in the order of positions."""

    def do(connection: sqlite3.Connection) -> None:
        for old, new in ((3, 90), (4, 3), (90, 4)):
            connection.execute("UPDATE log SET position = ? WHERE position = ?", [new, old])

    altered(path, do)

    assert faults(path) == [("us", 3, "its position 3 is not after that of the entry above it.")]


def test_an_entry_inserted_is_noticed(path: Path) -> None:
    """It cannot have the digest of its place, for whoever comes after it has another before."""

    def do(connection: sqlite3.Connection) -> None:
        sql = "UPDATE log SET version = -version - 1 WHERE partnership = 'us' AND version > 2"
        connection.execute(sql)
        connection.execute("UPDATE log SET version = -version WHERE version < 0")
        act = Event(id="new", title="New", authority=Authority.PRESS, sources=("a",))
        row = (9, "us", 3, "new", "2026-11-21T12:00:00.000000Z", None, codec.encode(act), b"x" * 32)
        connection.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    altered(path, do)

    assert ("us", 3) == faults(path)[0][:2]


def test_an_entry_twice_is_noticed(path: Path) -> None:
    """With another id and version, since the database keeps those apart."""
    altered(
        path,
        "INSERT INTO log SELECT 9, partnership, 6, 'again', recorded, actor, payload, digest"
        " FROM log WHERE position = 7",
    )

    assert ("us", 6) == faults(path)[0][:2]


def test_versions_twice_are_noticed_where_the_table_allows_them(path: Path) -> None:
    """Whoever makes the table anew, without its constraints, may put in what it had refused."""

    def do(connection: sqlite3.Connection) -> None:
        connection.executescript(
            "ALTER TABLE log RENAME TO old;"
            "CREATE TABLE log AS SELECT * FROM old; DROP TABLE old;"
            "INSERT INTO log SELECT 9, partnership, version, id, recorded, actor, payload, digest"
            " FROM log WHERE position = 4; BEGIN"
        )

    altered(path, do)

    assert (None, None, "The safeguard log of the database was altered or removed.") in faults(path)
    assert ("us", 3, "there are two entries with this version.") in faults(path)


# Beside the log


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("DELETE FROM subjects WHERE subject = 'act:two'", ("us", 4)),
        ("DELETE FROM subjects WHERE subject = 'cites:a' AND partnership = 'us'", ("us", 2)),
        ("UPDATE subjects SET subject = 'act:one' WHERE subject = 'act:two'", ("us", 4)),
        ("UPDATE subjects SET version = 3 WHERE subject = 'act:two'", ("us", 3)),
        ("UPDATE subjects SET version = 9 WHERE subject = 'act:two'", ("us", 4)),
        ("UPDATE subjects SET partnership = 'a' WHERE subject = 'act:two'", ("them", 1)),
        ("UPDATE subjects SET partnership = 'zz' WHERE subject = 'act:two'", ("us", 4)),
        ("INSERT INTO subjects VALUES ('us', 'act:three', 2)", ("us", 2)),
        ("INSERT INTO subjects VALUES ('us', 'act:three', 4)", ("us", 4)),
        ("INSERT INTO subjects VALUES ('us', 'on:fee', 3)", ("us", 3)),
        ("INSERT INTO subjects VALUES ('them', 'act:three', 4)", (None, None)),
        ("INSERT INTO subjects VALUES ('us', 'act:three', 6)", (None, None)),
        ("INSERT INTO subjects VALUES ('zz', 'act:three', 1)", (None, None)),
        ("INSERT INTO subjects VALUES ('us', 'act:three', 'x')", (None, None)),
        ("INSERT INTO subjects VALUES (x'00', 'act:three', 1)", (None, None)),
        ("INSERT INTO subjects VALUES (7, 'act:three', 1)", ("them", 1)),
        ("UPDATE subjects SET subject = x'00' WHERE subject = 'act:two'", ("us", 4)),
        ("DELETE FROM subjects", ("them", 1)),
    ],
)
def test_what_is_beside_the_log_is_compared_with_a_replay(
    path: Path, sql: str, first: tuple[str | None, int | None]
) -> None:
    """A subject lost would let a correction be made twice."""
    altered(path, sql)

    told = found(path).faults
    assert first == (told[0].partnership, told[0].version)
    assert all(one.beside for one in told)
    assert all("rebuild" in one.sentence for one in told)


def test_what_is_wrong_beside_the_log_does_not_hide_what_is_wrong_in_it(path: Path) -> None:
    """`rebuild` would mend the one and leave the other for next time."""
    altered(path, "DELETE FROM subjects WHERE partnership = 'us' AND version = 1")
    altered(path, "UPDATE log SET id = 'four' WHERE position = 7")

    assert [("us", 1, True), ("us", 5, False)] == [
        (one.partnership, one.version, one.beside) for one in found(path).faults
    ]


def test_a_broken_chain_does_not_accuse_what_stands_beside_the_next(path: Path) -> None:
    """What is left over of the one partnership is none of the other's."""
    altered(path, "UPDATE log SET id = 'x' WHERE partnership = 'them' AND version = 1")

    assert [("them", 1)] == [(one.partnership, one.version) for one in found(path).faults]


@pytest.mark.parametrize("table", ["subjects", "identity"])
def test_a_table_removed_does_not_hide_what_is_wrong_in_the_log(path: Path, table: str) -> None:
    """The entries can be looked at without it."""
    altered(path, "UPDATE log SET id = 'four' WHERE position = 7")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {table}")

    told = faults(path)
    assert (None, None, f"The safeguard {table} of the database was altered or removed.") in told
    assert "us" in [slug for slug, _, _ in told]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE identity SET log = 'x'",
        "UPDATE identity SET log = upper(log) || 'X'",
        "UPDATE identity SET log = x'00'",
        "DELETE FROM identity",
        "INSERT INTO identity VALUES (2, '0123456789abcdef0123456789abcdef')",
    ],
)
def test_an_identity_that_is_none_is_noticed(path: Path, sql: str) -> None:
    """Another one in its place is for the memory of the last verification to notice."""
    altered(path, sql)

    assert {(None, None)} == {(one.partnership, one.version) for one in found(path).faults}
    assert "The identity of the log was altered or removed" in faults(path)[-1][2]


def test_a_second_revision_is_noticed(path: Path) -> None:
    """No migration knows from which of them to begin."""
    altered(path, "INSERT INTO alembic_version VALUES ('m999')")

    assert [(None, None)] == [(one.partnership, one.version) for one in found(path).faults]
    assert "The revision of the database is not m005 alone" in faults(path)[-1][2]


# Safeguards and the file


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "PRAGMA writable_schema=on;"
            "UPDATE sqlite_master SET type = 'x' WHERE name = 'sqlite_autoindex_log_2'",
            "The safeguard sqlite_autoindex_log_2 of the database",
        ),
        ("DROP TRIGGER log_refuses_update", "The safeguard log_refuses_update of the database"),
        ("DROP TRIGGER identity_refuses_delete", "The safeguard identity_refuses_delete of the"),
        (
            "DROP TRIGGER log_refuses_delete; CREATE TRIGGER log_refuses_delete"
            " BEFORE DELETE ON log WHEN 0 BEGIN SELECT 1; END",
            "The safeguard log_refuses_delete of the database",
        ),
        (
            "CREATE TRIGGER more AFTER INSERT ON log BEGIN DELETE FROM subjects; END",
            "There is a trigger more on log",
        ),
        (
            "CREATE TRIGGER more AFTER INSERT ON LOG BEGIN SELECT 1; END",
            "There is a trigger more on log",
        ),
        (
            "CREATE TRIGGER log AFTER INSERT ON subjects BEGIN SELECT 1; END",
            "There is a trigger log on subjects",
        ),
        ("ALTER TABLE log ADD COLUMN remark", "The safeguard log of the database"),
        ("ALTER TABLE subjects ADD COLUMN remark", "The safeguard subjects of the database"),
        ("ALTER TABLE answers ADD COLUMN remark", "The safeguard answers of the database"),
        ("ALTER TABLE reached ADD COLUMN remark", "The safeguard reached of the database"),
        ("ALTER TABLE inbox ADD COLUMN remark", "The safeguard inbox of the database"),
        (
            "DROP VIEW answers_now; CREATE VIEW answers_now AS SELECT * FROM answers",
            "The safeguard answers_now of the database",
        ),
        (
            "CREATE TRIGGER more AFTER UPDATE ON answers BEGIN SELECT 1; END",
            "There is a trigger more on answers",
        ),
    ],
)
def test_each_safeguard_is_compared(path: Path, sql: str, said: str) -> None:
    """A trigger less today is an entry altered tomorrow."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)

    told = faults(path)
    assert (None, None) == told[0][:2]
    assert told[0][2].lower().startswith(said.lower())


@pytest.mark.parametrize(
    ("kind", "table", "sql"),
    [
        ("trigger", "log", "CREATE/**/TRIGGER quiet BEFORE INSERT ON log BEGIN SELECT 1; END"),
        ("trigger", "log", b"CREATE TRIGGER quiet BEFORE INSERT ON log BEGIN SELECT 1; END"),
        (
            "trigger",
            "subjects",
            "create trigger quiet after update on subjects begin select 1; end",
        ),
        (
            "trigger",
            "reached",
            "CREATE--\nTRIGGER quiet AFTER DELETE ON reached BEGIN SELECT 1; END",
        ),
        ("view", "quiet", "CREATE VIEW quiet AS SELECT * FROM log"),
    ],
)
def test_whatever_stands_in_the_schema_is_ours_or_told(
    path: Path, kind: str, table: str, sql: str | bytes
) -> None:
    """Put there by hand, in words that a pattern would not find."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=on")
        row = (kind, "quiet", table, sql)
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)", row)

    where = "" if table == "quiet" else f" on {table}"
    said = f"There is a {kind} quiet{where} that this program did not make"
    assert [said] == [one[2].partition(";")[0] for one in faults(path) if "quiet" in one[2]]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("CREATE TABLE mine (a)", ["a table mine"]),
        (
            "CREATE TABLE mine (a); CREATE INDEX mine_a ON mine (a)",
            ["a table mine", "an index mine_a"],
        ),
        ("CREATE VIEW mine AS SELECT * FROM log", ["a view mine"]),
        ("CREATE INDEX mine ON log (recorded)", ["an index mine on log"]),
        ("ANALYZE", ["a table sqlite_stat1"]),
    ],
)
def test_tables_of_ones_own_belong_in_a_database_of_their_own(
    path: Path, sql: str, told: list[str]
) -> None:
    """Whoever looks at what is not ours cannot tell what it does to what is."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)

    said = [sentence for _, _, sentence in faults(path)]
    assert told == [name for name in told if any(f"There is {name} " in one for one in said)]


def test_an_index_that_misleads_is_noticed(path: Path) -> None:
    """An entry that the index does not lead to is lost to whoever asks for it."""
    with closing(sqlite3.connect(path)) as connection:
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_log_2'"
        root = connection.execute(sql).fetchone()[0]
    data = bytearray(path.read_bytes())
    start = (root - 1) * page_size
    at = data.index(b"two.c1", start, start + page_size)
    data[at : at + 6] = b"two.c0"
    path.write_bytes(data)

    told = faults(path)
    assert "SQLite finds the file damaged" in told[0][2]


def test_what_cannot_be_read_names_the_last_entry_that_could(path: Path) -> None:
    """A page that is gone takes many entries with it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema=on")
    altered(path, "UPDATE log SET id = CAST(x'ff' AS TEXT) WHERE position = 6")

    told = found(path).faults
    assert ("us", 3) == (told[0].partnership, told[0].version)
    assert told[0].sentence.startswith("what comes after it cannot be read: ")


def test_a_log_that_was_rewritten_whole_passes_in_itself(path: Path) -> None:
    """So it is said in the documentation: only a checkpoint kept elsewhere tells."""
    act = Event(id="three", title="Something else", authority=Authority.PRESS, sources=("a",))
    altered(path, lambda connection: rechain(connection, "us", {5: codec.encode(act)}))

    assert [] == faults(path)


# Rebuilding


def test_a_rebuild_needs_the_payloads_alone(path: Path) -> None:
    """All of what is beside the log is gone, or wrong."""
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("SELECT * FROM subjects").fetchall()
        connection.executescript(
            "UPDATE subjects SET subject = 'x' || version; DELETE FROM subjects WHERE version = 1;"
            "INSERT INTO subjects VALUES ('zz', 'cover', 7)"
        )
    with open_log(str(path), writing=True) as log:
        require_whole(log)
        made = subject_index.rebuild(log)
    with closing(sqlite3.connect(path)) as connection:
        after = connection.execute("SELECT * FROM subjects").fetchall()

    assert 8 == made == len(before)
    assert before == after
    assert [] == faults(path)


def test_nothing_is_rebuilt_from_a_log_that_fails(path: Path) -> None:
    """It would agree with what was altered."""
    altered(path, "UPDATE log SET id = 'four' WHERE position = 7")
    with open_log(str(path)) as log, pytest.raises(IntegrityError, match="us, entry 5: it stands"):
        require_whole(log)


# At random


@pytest.mark.parametrize("seed", range(20))
def test_random_alterations_are_noticed(varied: Original, tmp_path: Path, seed: int) -> None:
    """Twenty each time; `tests/jobs/alterations_at_random.py` makes ten thousand."""
    path = tmp_path / "altered.db"
    outcomes: list[Any] = []
    for number in range(20):
        name = alter(path, varied, Random(f"suite {seed} {number}"))
        outcomes.append((name, judged(path, varied)))

    assert [] == [one for one in outcomes if one[1].verdict == UNNOTICED]
    assert {name for name, _ in outcomes} <= {*OF_ROWS, BYTES, SCHEMA}
