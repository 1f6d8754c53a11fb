"""What is acknowledged is what the database holds: an append looks back before it ends."""

import pytest
from foreign import foreign
from log_entries import event, ids
from running import BOTH
from servers import Make

from events.errors import IntegrityError
from events.log.importer import Offer, take_in
from events.log.log import open_log
from events.model.kinds import Define, Term
from events.storage.engines import is_server
from timeline.answers.update import bring_up

ENGINES = BOTH
FILE = {
    "all": ["CREATE TRIGGER q BEFORE INSERT ON log BEGIN SELECT RAISE(IGNORE); END"],
    "one in the middle": [
        "CREATE TRIGGER q BEFORE INSERT ON log WHEN NEW.version = 2 BEGIN SELECT RAISE(IGNORE); END"
    ],
    "a payload": [
        "DROP TRIGGER log_refuses_update",
        "CREATE TRIGGER q AFTER INSERT ON log WHEN NEW.version = 2"
        " BEGIN UPDATE log SET payload = x'7b7d' WHERE position = NEW.position; END",
    ],
    "an actor": [
        "DROP TRIGGER log_refuses_update",
        "CREATE TRIGGER q AFTER INSERT ON log"
        " BEGIN UPDATE log SET actor = 'Eve' WHERE position = NEW.position; END",
    ],
    "the last, once it is followed": [
        "DROP TRIGGER log_refuses_delete",
        "CREATE TRIGGER q AFTER INSERT ON reached"
        " BEGIN DELETE FROM log WHERE version = NEW.version; END",
    ],
    "all, at once": [
        "DROP TRIGGER log_refuses_delete",
        "CREATE TRIGGER q AFTER INSERT ON log BEGIN DELETE FROM log; END",
    ],
}
FUNCTION = "CREATE FUNCTION q() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$"
EACH = "FOR EACH ROW EXECUTE FUNCTION q()"
SERVER = {
    "all": [FUNCTION.format("RETURN NULL;"), f"CREATE TRIGGER q BEFORE INSERT ON log {EACH}"],
    "one in the middle": [
        FUNCTION.format("IF NEW.version = 2 THEN RETURN NULL; END IF; RETURN NEW;"),
        f"CREATE TRIGGER q BEFORE INSERT ON log {EACH}",
    ],
    "a payload": [
        FUNCTION.format("NEW.payload := convert_to('{}', 'UTF8'); RETURN NEW;"),
        f"CREATE TRIGGER q BEFORE INSERT ON log {EACH}",
    ],
    "an actor": [
        FUNCTION.format("NEW.actor := 'Eve'; RETURN NEW;"),
        f"CREATE TRIGGER q BEFORE INSERT ON log {EACH}",
    ],
    "the last, once it is followed": [
        "DROP TRIGGER log_refuses_change ON log",
        FUNCTION.format("DELETE FROM log WHERE version = NEW.version; RETURN NEW;"),
        f"CREATE TRIGGER q BEFORE INSERT ON reached {EACH}",
    ],
    "all, at once": ["CREATE RULE q AS ON INSERT TO log DO INSTEAD NOTHING"],
}


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


def hindered(path: str, how: str) -> None:
    """Have *path* withhold, or alter, what is written to it."""
    for order in (SERVER if is_server(path) else FILE)[how]:
        foreign(path, order)


@pytest.mark.parametrize("how", SERVER)
def test_an_append_that_is_not_kept_is_refused(path: str, how: str) -> None:
    """Nobody is told of an entry that nobody will find, nor of another one than was written."""
    hindered(path, how)
    with (
        open_log(path, writing=True, follow=bring_up) as log,
        pytest.raises(IntegrityError, match="as it was written"),
    ):
        log.append("us", [event("one"), event("two"), event("three")])

    assert ids(path) == []


@pytest.mark.parametrize("how", [*SERVER][:-1])
def test_an_import_that_is_not_kept_is_refused(path: str, how: str) -> None:
    """On a server it goes by COPY, which rules do not see and triggers do."""
    hindered(path, how)
    terms = [Term(key=f"t{number}", title="T") for number in range(150)]
    offers = [Offer(Define(id=f"define:term:{one.key}", thing=one), "file") for one in terms]
    with (
        open_log(path, writing=True, follow=bring_up) as log,
        pytest.raises(IntegrityError, match="as it was written"),
    ):
        take_in(log, "us", offers)

    assert ids(path) == []
