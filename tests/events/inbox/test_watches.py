"""A place is watched once in each partnership, and how the last pull went is kept."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from running import BOTH
from servers import Make

from events.errors import InputError, NotFoundError
from events.inbox.watches import WatchedError, Watches
from events.storage.engines import open_database

ENGINES = BOTH
PLACE = "https://wire.example/feed"


@pytest.fixture
def watches(new: Make) -> Iterator[Watches]:
    """Return the watches of a partnership in a migrated database."""
    with closing(open_database(new("migrated"), writing=True)) as database:
        yield Watches(database, "acme-globex")


def test_a_place_is_watched_once(watches: Watches) -> None:
    """With two rows it would be pulled twice, each time for other words."""
    watches.add(PLACE, "stake", "press")

    with pytest.raises(WatchedError, match="is watched already"):
        watches.add(PLACE, "licence", "press")
    assert [(PLACE, "stake", "press", None)] == [
        (one.place, one.words, one.proposer, one.pulled) for one in watches.all()
    ]


def test_what_is_removed_is_gone(watches: Watches) -> None:
    """And can be watched again, for other words."""
    watches.add(PLACE, "stake", "press")
    watches.remove(PLACE)

    assert [] == watches.all()
    with pytest.raises(NotFoundError, match="`timeline watch` lists what is"):
        watches.remove(PLACE)


def test_how_the_last_pull_went_is_kept(watches: Watches) -> None:
    """Otherwise a dead feed would look like one without news."""
    watches.add(PLACE, "", "press")
    watches.pulled(PLACE, None)
    [read] = watches.all()
    watches.pulled(PLACE, "It was not there.")
    [failed] = watches.all()
    watches.pulled(PLACE, None)
    [mended] = watches.all()

    assert read.pulled
    assert read.trouble is None
    assert (read.pulled, "It was not there.") == (failed.pulled, failed.trouble)
    assert mended.trouble is None


def test_a_value_that_does_not_fit_is_refused(watches: Watches) -> None:
    """PostgreSQL would fail in words of its own."""
    with pytest.raises(InputError, match="words"):
        watches.add(PLACE, "x" * 501, "press")
