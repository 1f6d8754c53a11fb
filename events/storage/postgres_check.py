"""Check that the schema of a log on a server is the one that the migrations make, and no more."""

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from events.storage import postgres_schema
from events.storage.database import Row
from events.storage.schema_faults import altered, foreign

PARTS = 16
"""Over how many tables the rows of each table are spread."""

Object = tuple[str, str, str]
"""The kind of an object, its name, and the table that it belongs to or is."""

MADE: dict[Object, tuple[str, ...]] = {
    ("function", "log_is_append_only", ""): ("4617636db8a35283",),
    ("function", "log_is_of_today", ""): ("ab085a324d73869b",),
    ("constraint", "alembic_version_pkc", "alembic_version"): ("77fd25f021fbb59c",),
    ("index", "alembic_version_pkc", "alembic_version"): ("5c2b8d94f38c5308",),
    ("table", "alembic_version", "alembic_version"): ("cdeceb7b78f1e704",),
    ("constraint", "answers_once", "answers"): ("37d7cd2c5bc06370",),
    ("index", "answers_by_day", "answers"): ("e243440e0ddf3331",),
    ("index", "answers_once", "answers"): ("ccf2e23ca90b3f75",),
    ("table", "answers", "answers"): ("bfdff0d275be346b",),
    ("constraint", "answers_#_pkey", "answers_#"): ("37d7cd2c5bc06370",),
    ("index", "answers_#_partnership_idx", "answers_#"): ("99a8dbb9d3cae808",),
    ("index", "answers_#_pkey", "answers_#"): ("9ca79bcd9797e813",),
    ("table", "answers_#", "answers_#"): ("cf994410bbf86d07",),
    ("view", "answers_now", "answers_now"): ("b365b90ff0dc4e16", "46f0880316a20c3a"),
    ("sequence", "answers_number", "answers_number"): ("87762cecb2b5fb2d",),
    ("view", "events", "events"): ("16cf50af20076156", "110ad4563323cbf0"),
    ("constraint", "identity_is_one", "identity"): ("3ac47b11691b2dcd",),
    ("constraint", "identity_pkey", "identity"): ("70507ac7e255d533",),
    ("index", "identity_pkey", "identity"): ("a3e297af9dd418c0",),
    ("table", "identity", "identity"): ("b4aa010406a58b9e",),
    ("trigger", "identity_refuses_change", "identity"): ("6635db031d29a73d",),
    ("trigger", "identity_refuses_truncate", "identity"): ("9691f0bd1bdd0d51",),
    ("constraint", "inbox_number_counts", "inbox"): ("fe34452cf1b22a69",),
    ("constraint", "inbox_once", "inbox"): ("37d7cd2c5bc06370",),
    ("constraint", "inbox_snapshot_once", "inbox"): ("20528730caae35a7",),
    ("index", "inbox_by_address", "inbox"): ("2434ded2050591dd",),
    ("index", "inbox_by_wording", "inbox"): ("bddd329cb85d4479",),
    ("index", "inbox_once", "inbox"): ("c3ab0e232289d066",),
    ("index", "inbox_snapshot_once", "inbox"): ("5393316eb12c0225",),
    ("table", "inbox", "inbox"): ("41cebedf36c7aef7",),
    ("constraint", "log_actor_named", "log"): ("f7246c0dc6e6439e",),
    ("constraint", "log_digest_whole", "log"): ("1e7c0a0038bb5d50",),
    ("constraint", "log_id_named", "log"): ("271775d072ee1d28",),
    ("constraint", "log_id_once", "log"): ("dce3bd2b184ea6df",),
    ("constraint", "log_partnership_named", "log"): ("76c046703b19b067",),
    ("constraint", "log_payload_present", "log"): ("46d7532c0b42a397",),
    ("constraint", "log_position_counts", "log"): ("e0b1ad2f67a8d033",),
    ("constraint", "log_recorded_whole", "log"): ("e3bcdf4b784fe674",),
    ("constraint", "log_version_counts", "log"): ("3d68fb756a2b833a",),
    ("constraint", "log_version_once", "log"): ("57ed1582b08d631c",),
    ("index", "log_id_once", "log"): ("f13131953fe6e628",),
    ("index", "log_version_once", "log"): ("463b07da6ba6e7a1",),
    ("table", "log", "log"): ("abb028ee6eff4da3",),
    ("trigger", "log_refuses_change", "log"): ("f56123dca89315f5",),
    ("trigger", "log_refuses_future", "log"): ("a670ef8f6bf22420",),
    ("trigger", "log_refuses_truncate", "log"): ("c77e11fe8db7ba34",),
    ("constraint", "log_#_partnership_id_key", "log_#"): ("dce3bd2b184ea6df",),
    ("constraint", "log_#_pkey", "log_#"): ("57ed1582b08d631c",),
    ("constraint", "log_actor_named", "log_#"): ("f7246c0dc6e6439e",),
    ("constraint", "log_digest_whole", "log_#"): ("1e7c0a0038bb5d50",),
    ("constraint", "log_id_named", "log_#"): ("271775d072ee1d28",),
    ("constraint", "log_partnership_named", "log_#"): ("76c046703b19b067",),
    ("constraint", "log_payload_present", "log_#"): ("46d7532c0b42a397",),
    ("constraint", "log_position_counts", "log_#"): ("e0b1ad2f67a8d033",),
    ("constraint", "log_recorded_whole", "log_#"): ("e3bcdf4b784fe674",),
    ("constraint", "log_version_counts", "log_#"): ("3d68fb756a2b833a",),
    ("index", "log_#_partnership_id_key", "log_#"): ("85cdb1138f12f123",),
    ("index", "log_#_pkey", "log_#"): ("d161d52ef7fafc35",),
    ("table", "log_#", "log_#"): ("2cd4803f82837e07",),
    ("trigger", "log_refuses_change", "log_#"): ("4ebe641ccca2b65e",),
    ("trigger", "log_refuses_future", "log_#"): ("73b9cc590ecb6f00",),
    ("trigger", "log_refuses_truncate", "log_#"): ("ae7bea120e97bf69",),
    ("sequence", "log_position", "log_position"): ("87762cecb2b5fb2d",),
    ("constraint", "reached_once", "reached"): ("cd7c9cf6006d8f1c",),
    ("index", "reached_once", "reached"): ("8740023f2ff53b65",),
    ("table", "reached", "reached"): ("2fc0734aff8cabcc",),
    ("constraint", "reached_#_pkey", "reached_#"): ("cd7c9cf6006d8f1c",),
    ("index", "reached_#_pkey", "reached_#"): ("c8327e8a4059be88",),
    ("table", "reached_#", "reached_#"): ("e57015cfbe0684d7",),
    ("view", "sources", "sources"): ("ae389b113e9b784d",),
    ("constraint", "subjects_once", "subjects"): ("096c3e14b00e3f90",),
    ("index", "subjects_once", "subjects"): ("1e7d5e4cb830c7ea",),
    ("table", "subjects", "subjects"): ("74bf1b6503c8c6c8",),
    ("constraint", "subjects_#_pkey", "subjects_#"): ("096c3e14b00e3f90",),
    ("index", "subjects_#_pkey", "subjects_#"): ("dc58fa6dfc6b285e",),
    ("table", "subjects_#", "subjects_#"): ("db98df7ef53af043",),
    ("view", "terms", "terms"): ("bfeec9934fa9dbd4",),
    ("constraint", "watches_once", "watches"): ("081428714f9057aa",),
    ("index", "watches_once", "watches"): ("57b1ad333240fd51",),
    ("table", "watches", "watches"): ("0dfb959173647f97",),
}
"""Every object that the migrations make, with a prefix of the SHA-256 of its definition.

The name of a part such as `log_7` is written `log_#`. Before PostgreSQL 16 views were printed
otherwise, so that some have two digests.
"""

RIGHTS = {
    "log": {"SELECT", "INSERT of a column"},
    "subjects": {"SELECT", "INSERT", "INSERT of a column"},
    "answers": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "reached": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "inbox": {"SELECT", "INSERT", "UPDATE"},
    "watches": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "log_position": {"SELECT", "USAGE"},
    "answers_number": {"SELECT", "USAGE"},
}
"""What others than the owner may be allowed, apart from reading."""


def departures(rows: Callable[[str], Sequence[Row]]) -> Iterator[str]:
    """Yield a sentence for each object that is missing, other than it was made, or foreign.

    Owners and rights are compared too. *rows* runs a query.
    """
    found = dict(map(digest, rows(postgres_schema.SCHEMA)))
    for made, number in _expected():
        if found.pop((made, number), None) not in MADE[made]:
            yield altered(*(one.replace("#", number) for one in made[1:]))
    for made, number in found:
        yield foreign(*(one.replace("#", number) for one in made))
    for who, right, table, column, may_pass_on in rows(postgres_schema.RIGHTS):
        if not _is_granted(right, table, column) or may_pass_on:
            yield f"{who} may {right} {column or table}, which no grant gives; revoke that."
    for table, owner in rows(postgres_schema.OWNERS):
        yield f"{table} belongs to {owner}, who does not own the log; give it back to its owner."
    for (table,) in rows(postgres_schema.HIDDEN):
        yield f"Another {table} is found before that of the log; drop it, or mend the search path."
    for (role,) in rows(postgres_schema.ROLE):
        yield f"No safeguard fires here: session_replication_role is {role}, and not origin."


def digest(row: Row) -> tuple[tuple[Object, str], str]:
    """Return the object in *row* by its name in MADE, the number of its part, and its digest."""
    kind, name, table, text = row
    part = _PART.match(table)
    number = part[2] if part else ""
    if part:
        named = re.compile(rf"\b(log|subjects|answers|reached)_{number}(?![0-9])")
        name, table, text = (_CUT.sub(r"\1", named.sub(r"\1_#", one)) for one in row[1:])
        text = re.sub(rf"\bremainder {number}\b", "remainder #", text)
    return ((kind, name, table), number), sha256(text.encode()).hexdigest()[:16]


def _expected() -> Iterator[tuple[Object, str]]:
    for made in MADE:
        numbers = map(str, range(PARTS)) if made[2].endswith("_#") else [""]
        yield from ((made, number) for number in numbers)


def _is_granted(right: str, table: str, column: str | None) -> bool:
    if right == "SELECT" or column == "position":
        return right == "SELECT"
    allowed = RIGHTS.get(table, set())
    return right in allowed or (column is not None and f"{right} of a column" in allowed)


_PART = re.compile("(log|subjects|answers|reached)_([0-9]+)$")
_CUT = re.compile(r"(?<=_partnership)_term_until_\w+(_idx)\b")
"""What PostgreSQL cuts off differently in the name of an index of a part."""
