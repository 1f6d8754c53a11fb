"""The ledgers that come with the program, and how to add them to a database."""

from collections.abc import Iterator

from events.ledger import reader
from events.ledger.reader import Ledger
from events.log.importer import Offer, Taken, take_in
from events.log.log import open_log
from timeline.answers.update import bring_up

FIRST = "openai-microsoft"
"""The partnership that the first command puts into a new database."""

NAMES = (FIRST, "fiat-chrysler", "epic-apple")
"""The partnerships whose ledgers come with the program."""


def bundled(name: str = FIRST) -> Ledger:
    """Return the bundled ledger of the partnership *name*."""
    file = f"{name}.yaml"
    return reader.read((reader.DATA / file).read_bytes(), file)


def load_bundled(db: str, name: str = FIRST) -> Taken:
    """Add to the database *db* the entries of the bundled ledger *name* that it lacks."""
    said = bundled(name)
    with open_log(db, writing=True, follow=bring_up) as log:
        return take_in(log, said.partnership, offers(said, f"{name}.yaml"))


def load_all(db: str) -> Iterator[Taken]:
    """Add to the database *db* what it lacks of every bundled ledger, one after the other."""
    for name in NAMES:
        yield load_bundled(db, name)


def offers(said: Ledger, file: str) -> list[Offer]:
    """Return the items of the ledger *said* as offers to a log, each with its place in *file*."""
    return [
        Offer(one.act, file, one.line, one.column, one.recorded, one.actor) for one in said.items
    ]
