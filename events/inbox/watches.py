"""The watches: feeds and folders from which the inbox of a partnership is filled."""

from typing import NamedTuple

from events.errors import NotFoundError, TimelineError
from events.inbox.drafts import now
from events.storage.database import Database
from events.storage.tables import validated_watch


class Watch(NamedTuple):
    """A watch as it is kept; `events.storage.tables.WatchRow` says what its fields are."""

    place: str
    words: str
    proposer: str
    added: str
    pulled: str | None
    trouble: str | None


class WatchedError(TimelineError):
    """Raised when a place is watched already."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} is watched already; `timeline watch remove` it first to change its words."
        )


class Watches:
    """The watches of one partnership in an open *database*."""

    def __init__(self, database: Database, partnership: str) -> None:
        self._database, self._slug = database, partnership

    def all(self) -> list[Watch]:
        """Return the watches in the order of their places."""
        return [Watch(*row) for row in self._database.rows(_EVERY, self._slug)]

    def add(self, place: str, words: str, proposer: str) -> None:
        """Watch *place* for articles with all *words*. Raises WatchedError if it is already."""
        new = validated_watch(partnership=self._slug, place=place, words=words, proposer=proposer)
        with self._database.writing([self._slug], keep=True):
            if any(one.place == new.place for one in self.all()):
                raise WatchedError(new.place)
            row = {**new.model_dump(), "added": now()}
            self._database.insert("watches", [*row], [tuple(row.values())])

    def remove(self, place: str) -> None:
        """Watch *place* no longer. Raises NotFoundError if it is not watched."""
        with self._database.writing([self._slug], keep=True):
            if all(one.place != place for one in self.all()):
                raise NotFoundError(
                    f"{place} is not watched for {self._slug}; `timeline watch` lists what is."
                )
            self._database.run(_REMOVE, self._slug, place)

    def pulled(self, place: str, trouble: str | None) -> None:
        """Store that *place* was just read to its end or, if not, what the *trouble* was."""
        with self._database.writing([self._slug], keep=True):
            if trouble is None:
                self._database.run(_PULLED, now(), self._slug, place)
            else:
                self._database.run(_TROUBLED, trouble, self._slug, place)


_EVERY = f"""
    SELECT {", ".join(Watch._fields)} FROM watches WHERE partnership = ? ORDER BY place
"""
_REMOVE = "DELETE FROM watches WHERE partnership = ? AND place = ?"
_PULLED = "UPDATE watches SET pulled = ?, trouble = NULL WHERE partnership = ? AND place = ?"
_TROUBLED = "UPDATE watches SET trouble = ? WHERE partnership = ? AND place = ?"
