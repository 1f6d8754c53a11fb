"""Compare the stored index of subjects with the one that a replay of the log gives."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from events.errors import StorageError
from events.log.log import Log
from events.proof import stored_rows
from events.proof.stored_rows import short
from events.storage.database import Row

REBUILD = "`timeline rebuild` mends that."


class SubjectCheck:
    """A cursor over the stored subjects, moved along while the entries are replayed."""

    def __init__(self, log: Log) -> None:
        self.trouble: str | None = None
        self._error: StorageError | None = None
        self._rows = stored_rows.subjects(log)
        self._next: Row | None = None
        self._at: _Order = ()
        self._advance()

    def _advance(self) -> None:
        try:
            self._next = next(self._rows, None)
        except StorageError as error:
            self._next, self._error = None, error
            self.trouble = f"What is stored beside the log cannot be read: {error}"
        self._at = () if self._next is None else _order(self._next)

    def fault(self, slug: str, version: int, subjects: Sequence[str]) -> str | None:
        """Return a sentence on how the stored subjects of an entry differ from *subjects*.

        *subjects* are those that the entry *version* of *slug* should have. Returns None if nothing
        differs. The check then moves past the entry; stored subjects that it skips, because they
        belong to no entry, are reported as subjects of this one.
        """
        found = self._up_to(slug, version)
        expected = [(slug, version, subject) for subject in subjects]
        if found == expected or self.trouble is not None:
            return None
        return (
            f"what is stored beside the log up to it is {_listed(found)}, where a replay gives "
            f"{_listed(expected)}; {REBUILD}"
        )

    def matches(self, slug: str, version: int, expected: Sequence[Row]) -> bool:
        """Return whether the subjects of the entry *version* of *slug* are stored as *expected*.

        If they are, the cursor moves past the entry. If not, it stays, and `fault` can say why.
        """
        if self.trouble is not None:
            return True
        found = self._up_to(slug, version)
        if found == expected and self.trouble is None:
            return True
        self._rows = _again(found, self._next, self._error, self._rows)
        self.trouble = self._error = None
        self._advance()
        return False

    def _up_to(self, slug: str, version: int) -> list[Row]:
        found = []
        here = ((1, slug.encode()), (0, version))
        while self._next is not None and self._at <= here:
            found.append(self._next)
            self._advance()
        return found

    def passed(self, slug: object, *, is_last: bool) -> Row | None:
        """Move past the partnership *slug*, and return the first row skipped, or None.

        With *is_last*, the cursor moves to the end.
        """
        left = None
        end = (_rank(slug), (3, 0))
        while self._next is not None and (is_last or self._at < end):
            left = left or self._next
            self._advance()
        return left


def _again(
    found: Iterable[Row], then: Row | None, error: StorageError | None, rows: Iterator[Row]
) -> Iterator[Row]:
    """Yield the rows *found* again, then *then* and the remaining *rows*, or raise *error*."""
    yield from found
    if error is not None:
        raise error
    if then is not None:
        yield then
        yield from rows


_Order = tuple[tuple[int, Any], ...]


def _order(row: Row) -> _Order:
    """Return a sort key in the order of databases: NULL, numbers, texts by their bytes, bytes."""
    return _rank(row[0]), _rank(row[1])


def _rank(value: object) -> tuple[int, Any]:
    match value:
        case None:
            return -1, 0
        case str():
            return 1, value.encode(errors="surrogatepass")
        case bytes():
            return 2, value
        case _:
            return 0, value


def _listed(rows: Sequence[Row]) -> str:
    return ", ".join(short(row) for row in rows[:3]) or "nothing"
