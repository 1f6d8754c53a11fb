"""The ledger that comes with the program, and how to add it to a database."""

from events.ledger import reader
from events.ledger.reader import Ledger
from events.log.importer import Offer, Taken, take_in
from events.log.log import open_log
from timeline.answers.update import bring_up

NAME = "openai-microsoft.yaml"


def bundled() -> Ledger:
    """Return the bundled ledger."""
    data = (reader.DATA / NAME).read_bytes()
    return reader.read(data, NAME)


def load_bundled(db: str) -> Taken:
    """Add to the database *db* the entries of the bundled ledger that it lacks."""
    said = bundled()
    with open_log(db, writing=True, follow=bring_up) as log:
        return take_in(log, said.partnership, offers(said, NAME))


def offers(said: Ledger, file: str) -> list[Offer]:
    """Return the items of a ledger as offers to a log, each with its place in *file*."""
    return [
        Offer(one.act, file, one.line, one.column, one.recorded, one.actor) for one in said.items
    ]
