"""Read the answers of every partnership on a day."""

from collections.abc import Sequence
from typing import NamedTuple

from cli.fast.globs import matches
from cli.reading.selection import chosen, no_such, selected
from cli.reading.session import asked_in, opened
from cli.reading.snapshot import Snapshot, snapshot_of
from events.dates.dates import Date
from events.errors import NotFoundError
from events.log.log import Log
from timeline.record.record import Record


class Query(NamedTuple):
    """A question to every partnership: the day *on*, the cuts, and globs of terms."""

    on: Date
    known: Date | None
    recorded: str | None
    globs: Sequence[str]


class Held(NamedTuple):
    """The answers of one partnership, in a *snapshot*.

    *missing* are the globs that match none of its terms.
    """

    snapshot: Snapshot
    missing: Sequence[str]


def portfolio(db: str | None, query: Query) -> list[Held]:
    """Return the answers to *query* of every partnership in *db*.

    A partnership with nothing recorded by then is left out. Raises NotFoundError if a glob matches
    no term of any partnership.
    """
    with opened(db) as log:
        heads = log.partnerships()
        by = query.recorded
        seen = [one.slug for one in heads if log.head(one.slug, recorded_by=by).version]
        if not heads:
            chosen([], None)
        if not seen:
            raise NotFoundError(f"Nothing had been recorded by {query.recorded}.")
        found = [_held(log, slug, query) for slug in seen]
    for glob in query.globs:
        if all(glob in one.missing for one in found):
            terms = dict.fromkeys(term for one in found for term in one.snapshot.view.record.terms)
            raise NotFoundError(no_such("term", glob, terms, "timeline matrix"))
    return found


def _held(log: Log, slug: str, query: Query) -> Held:
    missing: list[str] = []

    def choose(record: Record) -> list[str]:
        present, missing[:] = _divided(record, query.globs)
        return selected(record, present) if present or not query.globs else []

    seen = asked_in(
        log, slug, choose, known=query.known, recorded=query.recorded, is_list=not query.globs,
        on=query.on,
    )  # fmt: skip
    return Held(snapshot_of(seen, query.on, query.globs), missing)


def _divided(record: Record, globs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split *globs* into those that match a term of *record* and those that match none."""
    names = [*record.terms, *record.renamed]
    present = [glob for glob in globs if any(matches(name, glob) for name in names)]
    return present, [glob for glob in globs if glob not in present]
