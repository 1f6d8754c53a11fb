"""Keeping: the index of a partnership follows its log, within the transaction of each append."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from events.log import Entry, Log
from timeline.indexing import Indexer
from timeline.record import Kept
from timeline.settling import settle

if TYPE_CHECKING:
    from events.log import Added


def keep(log: Log, partnership: str) -> "Keeper":
    """Return what keeps the index of *partnership*; for `events.log.open_log`."""
    return Keeper(log, partnership)


class Keeper:
    """Takes every entry into the index that is in the log and not in the index yet."""

    def __init__(self, log: Log, partnership: str) -> None:
        self._log, self._slug = log, partnership
        self._begin()

    def _begin(self) -> None:
        self._shelf = self._log.shelf(self._slug)
        self._indexer = Indexer(self._shelf, Past(self._log, self._slug))
        self._version = self._settled = self._shelf.version()

    def __call__(self, added: "Sequence[Added]") -> None:
        """Take in what is new: *added*, where nothing before that is missing.

        With none, nothing follows soon: then the answers hold again that were settled before.
        """
        if self._version != self._shelf.version():
            self._begin()  # Another program has been at it.
        if added and added[0][0] == self._version + 1:
            new = (Kept(*one) for one in added)
        else:
            new = (kept_of(entry) for entry in self._log.stream(self._slug, after=self._version))
        for kept in new:
            self._indexer.take(kept)
            self._version = kept.version
        self._indexer.forget()
        self._shelf.settle(self._version)
        if not added or _is_due(self._settled, self._version):
            settle(self._shelf, [one for one in self._shelf.unsettled() if one.holds])
            self._settled = self._version


def settle_all(log: Log) -> int:
    """Store the answers of all terms of all partnerships; return how many there are now.

    In a transaction for each partnership: whoever appends meanwhile waits for one at the most.
    """
    for head in log.partnerships():
        with log.together([head.slug]):
            log.follow(head.slug)
            shelf = log.shelf(head.slug)
            settle(shelf, shelf.unsettled())
    return log.portfolio().answers()


def _is_due(before: int, now: int) -> bool:
    """Whether so much has been added since the answers were settled that they are again.

    That is every 32 entries, or every eighth of the log: it costs the same for each entry.
    """
    scale = max(5, now.bit_length() - 3)
    return before >> scale != now >> scale


class Past:
    """What the log holds of a partnership, for `timeline.indexing`."""

    def __init__(self, log: Log, partnership: str) -> None:
        self._log, self._slug = log, partnership

    def find(self, id: str) -> Kept | None:
        """Return the act with this id."""
        entry = self._log.find(self._slug, id)
        return None if entry is None else kept_of(entry)

    def about(self, subject: str) -> Sequence[Kept]:
        """Return the acts with this subject, in order."""
        return [kept_of(entry) for entry in self._log.about(self._slug, subject)]

    def terms(self) -> Sequence[Kept]:
        """Return the acts that define a term or define it anew, in order."""
        return [kept_of(entry) for entry in self._log.about_any(self._slug, "term:")]


def kept_of(entry: Entry) -> Kept:
    """Return what *entry* says, for the rooms that give it meaning."""
    return Kept(entry.version, entry.recorded, entry.act())
