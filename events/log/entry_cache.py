"""Look up entries of the log for an import, many per query."""

from collections.abc import Iterator, Sequence

from events.log.entry import Entry
from events.log.log import Log
from events.model.kinds import Act

Key = tuple[str, str]
"""A partnership, and an id or a subject."""


class EntryCache:
    """The entries, of any partnership, that were looked up since the log last grew."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.clear()

    def clear(self) -> None:
        """Drop all entries, since the log has grown."""
        self._by_id: dict[Key, Entry | None] = {}
        self._about: dict[Key, list[Entry]] = {}

    def load(self, ids: Sequence[Key], subjects: Sequence[Key]) -> None:
        """Read the entries that have one of *ids*, and those that have one of *subjects*."""
        self._by_id |= dict.fromkeys(ids)
        for entry in self._log.find_all(ids):
            self._by_id[entry.partnership, entry.id] = entry
        for key in subjects:
            self._about[key] = []
        for subject, entry in self._log.about_all(subjects):
            self._about[entry.partnership, subject].append(entry)

    def by_id(self, key: Key) -> Entry | None:
        """Return the entry with the partnership and id in *key*, or None if there is none."""
        if key not in self._by_id:
            self.load([key], [])
        return self._by_id[key]

    def about(self, key: Key) -> list[Entry]:
        """Return the entries with the partnership and subject in *key*, in order."""
        if key not in self._about:
            self.load([], [key])
        return self._about[key]


class ActsInLog:
    """An `ActIndex` of one partnership in the log, which looks acts up as they are needed.

    While the partnership *is_empty*, nothing is looked up.
    """

    def __init__(self, log: Log, partnership: str, cache: EntryCache, *, is_empty: bool) -> None:
        self._log, self._partnership, self._cache = log, partnership, cache
        self.is_empty = is_empty

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with the id *id* and its version, or None if there is none."""
        if self.is_empty:
            return None
        entry = self._cache.by_id((self._partnership, id))
        return None if entry is None else (entry.version, entry.act())

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts with this *subject*, in order."""
        return [entry.act() for entry in self._entries(subject)]

    def has(self, subject: str) -> bool:
        """Return whether any act has this *subject*."""
        return bool(self._entries(subject))

    def _entries(self, subject: str) -> Sequence[Entry]:
        return () if self.is_empty else self._cache.about((self._partnership, subject))

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the first thousand subjects that begin with *prefix*."""
        yield from self._log.subjects(self._partnership, prefix)

    def acts(self) -> Iterator[Act]:
        """Yield every act, in order."""
        return (entry.act() for entry in self._log.stream(self._partnership))
