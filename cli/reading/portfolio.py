"""Read the answers of every partnership on a day."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cli.fast.globs import matches
from cli.reading.partnership import chosen
from cli.reading.selection import named, selected
from cli.reading.session import asked_in, opened
from cli.reading.snapshot import Snapshot, snapshot_of
from cli.suggestions import no_such
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

    *missing* are the globs that match no term of the partnership.
    """

    snapshot: Snapshot
    missing: Sequence[str]


def portfolio(db: str | None, query: Query) -> list[Held]:
    """Return the answers to *query* of every partnership in *db*.

    A partnership with nothing recorded by the cut is left out. Raises NotFoundError if a glob
    matches no term of any partnership.
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
    require_each(query.globs, ((one.snapshot.view.record, one.missing) for one in found))
    return found


def require_each(globs: Sequence[str], answered: Iterable[tuple[Record, Sequence[str]]]) -> None:
    """Raise NotFoundError if one of *globs* is among those that every record is missing."""
    found = [*answered]
    for glob in globs:
        if all(glob in missing for _, missing in found):
            terms = dict.fromkeys(name for record, _ in found for name in _names(record))
            raise NotFoundError(no_such("term", glob, terms, "timeline terms"))


def _held(log: Log, slug: str, query: Query) -> Held:
    missing: list[str] = []

    def choose(record: Record) -> list[str]:
        present, missing[:] = divided(record, query.globs)
        return selected(record, present) if present or not query.globs else []

    seen = asked_in(
        log, slug, choose, known=query.known, recorded=query.recorded, is_list=not query.globs,
        on=query.on,
    )  # fmt: skip
    return Held(snapshot_of(seen, query.on, query.globs), missing)


def _names(record: Record) -> list[str]:
    """Return the names of the terms of *record*, and those of the questions they share."""
    return [*record.terms, *(term.like for term in record.terms.values() if term.like)]


def divided(record: Record, globs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return globs for the terms of *record* that *globs* match, and the globs that match none.

    A term is matched by its name, by a former one, by its title, and by the question that it is
    like.
    """
    present: list[str] = []
    missing: list[str] = []
    for glob in globs:
        found = [*named(record, glob), *_alike(record, glob)]
        present += found
        missing += [] if found else [glob]
    return present, missing


def _alike(record: Record, glob: str) -> Iterator[str]:
    """Yield the terms that are like a question which *glob* matches."""
    return (key for key, one in record.terms.items() if one.like and matches(one.like, glob))
