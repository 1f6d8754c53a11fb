"""Have many processes write to one log at once, and count what went wrong: nothing may.

Run it with `.ci/job writers_at_once --writers 8 --each 500`.
It fails if an entry is lost or
there twice, if a version is missing, if a writer gave up, if an import was to be seen in part, or
if a log does not pass a verification.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice, permutations, product
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from foreign import foreign
from servers import Server, own_server
from writers import BATCHES, HALF, PARALLEL, append, append_expecting, at_once, import_at_once

from events.log.log import open_log
from events.proof.verification import verify
from events.storage.engines import is_server
from migrations.run import upgrade

SLUGS = ("a", "b", "c")
Ids = dict[str, set[str]]
Done = tuple[list[int | None], Ids]
"""How the writers ended, and what should be in the log."""


@dataclass(frozen=True)
class Setting:
    """Where is written, by how many, how much each, and where they count their *conflicts*."""

    url: str
    folder: str
    writers: int
    each: int
    conflicts: Any

    def names(self) -> set[str]:
        """Return what all of them append."""
        return {f"w{w}-{n}" for w, n in product(range(self.writers), range(self.each))}


def one_partnership(given: Setting) -> Done:
    """All append to the same."""
    args = [(given.url, "us", writer, given.each) for writer in range(given.writers)]
    return at_once(append, args), {"us": given.names()}


def expecting(given: Setting) -> Done:
    """All append to the same, and only to what they have seen; they look again at a conflict."""
    args = [
        (given.url, "us", writer, given.each, given.conflicts) for writer in range(given.writers)
    ]
    return at_once(append_expecting, args), {"us": given.names()}


def own_partnerships(given: Setting) -> Done:
    """Each appends to one of its own."""
    args = [(given.url, f"p{writer}", writer, given.each) for writer in range(given.writers)]
    own = {f"p{w}": {f"w{w}-{n}" for n in range(given.each)} for w in range(given.writers)}
    return at_once(append, args), own


def the_same(given: Setting) -> Done:
    """All append the same entries."""
    codes = at_once(append, [(given.url, "us", 0, given.each)] * given.writers)
    return codes, {"us": {f"w0-{number}" for number in range(given.each)}}


def opposite_orders(given: Setting) -> Done:
    """All import into the same three, in different orders, while one more reads."""
    orders = list(islice(cycle(permutations(SLUGS)), given.writers))
    codes = import_at_once(given.url, given.folder, SLUGS, orders)
    files = [f"w{w}-{batch}" for w, batch in product(range(given.writers), range(BATCHES))]
    ids = {f"{file}-{number}" for file, number in product(files, range(HALF - 1))}
    return codes, dict.fromkeys(SLUGS, ids | {f"define:source:{file}" for file in files})


WORK: dict[str, Callable[[Setting], Done]] = {
    "one partnership": one_partnership,
    "one, expecting a version": expecting,
    "partnerships of their own": own_partnerships,
    "the same entries": the_same,
    "imports in opposite orders": opposite_orders,
}


def counted(url: str, expected: Ids) -> dict[str, int]:
    """Count what is in the log, and what is not as it should be."""
    kept = lost = twice = gaps = 0
    with open_log(url) as log:
        faulty = len(verify(log).faults)
        for slug, ids in expected.items():
            entries = log.entries(slug)
            there = [entry.id for entry in entries]
            kept += len(there)
            lost += len(ids - set(there))
            twice += len(there) - len(set(there) & ids)
            gaps += len(set(range(1, len(ids) + 1)) - {entry.version for entry in entries})
    sql = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    return {
        "kept": kept,
        "lost": lost,
        "twice": twice,
        "gaps": gaps,
        "faults": faulty,
        "deadlocks": foreign(url, sql)[0][0] if is_server(url) else 0,
    }


WRONG = ("lost", "twice", "gaps", "faults", "deadlocks", "gave up")


def worked(name: str, given: Setting) -> dict[str, int]:
    """Have them do the work of this *name*, and count."""
    upgrade(given.url)
    begun = time.perf_counter()
    codes, expected = WORK[name](given)
    spent = time.perf_counter() - begun
    found = counted(given.url, expected)
    found["gave up"] = sum(code != 0 for code in codes)
    return {**found, "conflicts": given.conflicts.value, "kept/s": round(found["kept"] / spent)}


def main() -> int:
    """Write, and print a table of what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--each", type=int, default=500, help="How many entries each appends.")
    asked = parser.parse_args()
    wrong = 0
    columns = ("kept", *WRONG, "conflicts", "kept/s")
    print(f"{'':38}" + "".join(f"{column:>10}" for column in columns))
    with TemporaryDirectory() as folder, own_server({}) as server:
        for (number, name), place in product(enumerate(WORK), ("a file", "a server")):
            url = f"{folder}/{number}.db" if place == "a file" else _database(server, f"w{number}")
            conflicts = PARALLEL.Value("q")
            found = worked(name, Setting(url, folder, asked.writers, asked.each, conflicts))
            wrong += sum(found[column] for column in WRONG)
            numbers = "".join(f"{found[column]:10}" for column in columns)
            print(f"{name + ', ' + place:38}{numbers}", flush=True)
    print(f"{asked.writers} writers, {asked.each} entries each. Wrong: {wrong}.")
    return 1 if wrong else 0


def _database(server: Server, name: str) -> str:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.url.replace("/postgres?", f"/{name}?")


if __name__ == "__main__":
    sys.exit(main())
