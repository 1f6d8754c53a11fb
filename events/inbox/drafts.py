"""The inbox: articles, and the events drafted from them, until a person decides.

It lies beside the log. No answer is read from here, and nothing here is ever in force.
"""

from collections.abc import Iterator
from datetime import UTC
from typing import NamedTuple

from events.errors import NotFoundError, TimelineError
from events.log import log
from events.storage.database import Database
from events.storage.tables import validated_draft

OPEN, ACCEPTED, REJECTED, MERGED = "open", "accepted", "rejected", "merged"
"""The states of a draft; only an open one can still be decided."""


class Draft(NamedTuple):
    """A draft as the inbox keeps it; `events.storage.tables.DraftRow` says what its fields are."""

    number: int
    state: str
    added: str
    snapshot: str
    wording: str
    address: str | None
    title: str
    publisher: str | None
    published: str | None
    language: str | None
    article: str | None
    draft: str
    body: str
    proposer: str
    decided: str | None
    decider: str | None
    reason: str | None
    event: str | None


class DecidedError(TimelineError):
    """Raised when a draft is to be decided that was decided already."""

    def __init__(self, draft: Draft) -> None:
        event = f" as {draft.event}" if draft.event else ""
        super().__init__(
            f"Draft {draft.number} was {draft.state}{event} already; nothing was done."
        )


class Inbox:
    """The drafts of one partnership in an open *database*."""

    def __init__(self, database: Database, partnership: str) -> None:
        self._database, self._slug = database, partnership

    def drafts(self, state: str | None = None) -> list[Draft]:
        """Return the drafts in the order in which they came, or those in one *state*."""
        if state is None:
            return [Draft(*row) for row in self._database.rows(_EVERY, self._slug)]
        return [Draft(*row) for row in self._database.rows(_IN_STATE, self._slug, state)]

    def draft(self, number: int) -> Draft:
        """Return the draft *number*. Raises NotFoundError if there is none."""
        rows = self._database.rows(_ONE, self._slug, number)
        if not rows:
            raise NotFoundError(
                f"There is no draft {number} in the inbox of {self._slug}; `timeline inbox` "
                "lists those there are."
            )
        return Draft(*rows[0])

    def bodies(self, *, but: str) -> Iterator[tuple[int, str, str]]:
        """Yield number, title and body of each draft that is not in the state *but*."""
        for number, title, body in self._database.rows(_BODIES, self._slug, but):
            yield int(number), str(title), str(body)

    def article(self, number: int) -> str | None:
        """Return the text of the article of draft *number*, or None once it was forgotten."""
        rows = self._database.rows(_ARTICLE, self._slug, number)
        return None if not rows or rows[0][0] is None else str(rows[0][0])

    def same(self, snapshot: str, wording: str) -> int | None:
        """Return the number of the first draft with this *snapshot* or *wording*, or None.

        Either of them tells that it is the same article in the same version.
        """
        [(found,)] = self._database.rows(_SAME, self._slug, snapshot, self._slug, wording)
        return None if found is None else int(found)

    def at(self, address: str) -> Draft | None:
        """Return the last draft that was made of the article at this *address*, or None."""
        [(found,)] = self._database.rows(_AT, self._slug, address)
        return None if found is None else self.draft(int(found))

    def add(self, **values: str | None) -> int | None:
        """Add a draft with these *values*, and return its number, or None if it is there already.

        The fields are those of `events.storage.tables.NewDraft` but for the partnership.
        """
        new = validated_draft(partnership=self._slug, **values)
        with self._database.writing([self._slug], keep=True):
            if self.same(new.snapshot, new.wording) is not None:
                return None
            [(last,)] = self._database.rows(_LAST, self._slug)
            row = {"number": last + 1, "state": OPEN, "added": now(), **new.model_dump()}
            self._database.insert("inbox", [*row], [tuple(row.values())])
        return int(last) + 1

    def redraft(self, number: int, draft: str) -> None:
        """Replace the text of the open draft *number* by *draft*, as a person edited it."""
        with self._database.writing([self._slug], keep=True):
            self._require_open(number)
            self._database.run(_REDRAFT, draft, self._slug, number)

    def decide(
        self, number: int, state: str, decider: str, *, event: str | None, reason: str | None
    ) -> None:
        """Give the open draft *number* its final *state*, and forget the text of the article.

        What stays is who decided and why, the *event* it became, and its hashes, by which the same
        article is known when it comes again.
        """
        with self._database.writing([self._slug], keep=True):
            self._require_open(number)
            self._database.run(_DECIDE, state, now(), decider, reason, event, self._slug, number)

    def _require_open(self, number: int) -> None:
        draft = self.draft(number)
        if draft.state != OPEN:
            raise DecidedError(draft)


def now() -> str:
    """Return the instant that the clock of the log shows, as it is stored."""
    read = log.clock().astimezone(UTC)
    return read.isoformat(timespec="microseconds").replace("+00:00", "Z")


_EVERY = f"SELECT {', '.join(Draft._fields)} FROM inbox WHERE partnership = ? ORDER BY number"
_IN_STATE = _EVERY.replace(" ORDER", " AND state = ? ORDER")
_ONE = _EVERY.replace(" ORDER", " AND number = ? ORDER")
# With OR in one query SQLite would go through every draft in the order of numbers, each time.
_SAME = """
    SELECT min(number) FROM (
        SELECT number FROM inbox WHERE partnership = ? AND snapshot = ?
        UNION ALL SELECT number FROM inbox WHERE partnership = ? AND wording = ?
    ) AS found
"""
_ARTICLE = "SELECT article FROM inbox WHERE partnership = ? AND number = ?"
_AT = "SELECT max(number) FROM inbox WHERE partnership = ? AND address = ?"
_BODIES = """
    SELECT number, title, body FROM inbox WHERE partnership = ? AND state <> ? ORDER BY number
"""
_LAST = "SELECT coalesce(max(number), 0) FROM inbox WHERE partnership = ?"
_REDRAFT = "UPDATE inbox SET draft = ? WHERE partnership = ? AND number = ?"
_DECIDE = """
    UPDATE inbox SET state = ?, decided = ?, decider = ?, reason = ?, event = ?, article = NULL
    WHERE partnership = ? AND number = ?
"""
