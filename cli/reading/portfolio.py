"""A portfolio: the portraits of all partnerships on a day."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from cli.reading.portrait import Portrait, portrayed
from cli.reading.session import asked_in, chosen, no_such, opened, selected
from events.errors import NotFoundError
from events.log.log import Log
from events.model.dates import Date
from timeline.record.record import Record


class Asked(NamedTuple):
    """What is asked of every partnership: on which day, with the clocks cut where, which terms."""

    on: Date
    known: Date | None
    recorded: str | None
    globs: Sequence[str]


class Held(NamedTuple):
    """What is seen of one partnership; *missing* are the globs that match no term of it."""

    portrait: Portrait
    missing: Sequence[str]


def portfolio(db: str | None, asked: Asked) -> list[Held]:
    """Return of every partnership its terms that one of the globs matches, or all.

    Of those only of which something was recorded by then.
    """
    with opened(db) as log:
        heads = log.partnerships()
        by = asked.recorded
        seen = [one.slug for one in heads if log.head(one.slug, recorded_by=by).version]
        if not heads:
            chosen([], None)
        if not seen:
            raise NotFoundError(f"Nothing had been recorded by {asked.recorded}.")
        found = [_held(log, slug, asked) for slug in seen]
    for glob in asked.globs:
        if all(glob in one.missing for one in found):
            terms = dict.fromkeys(term for one in found for term in one.portrait.view.record.terms)
            raise NotFoundError(no_such("term", glob, terms, "timeline matrix"))
    return found


def _held(log: Log, slug: str, asked: Asked) -> Held:
    missing: list[str] = []

    def choose(record: Record) -> list[str]:
        present, missing[:] = _divided(record, asked.globs)
        return selected(record, present) if present or not asked.globs else []

    seen = asked_in(
        log, slug, choose, known=asked.known, recorded=asked.recorded, is_list=not asked.globs
    )
    return Held(portrayed(seen, asked.on, asked.globs), missing)


def _divided(record: Record, globs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which of *globs* match a term of *record*, and which none."""
    names = [*record.terms, *record.renamed]
    present = [glob for glob in globs if any(fnmatchcase(name, glob) for name in names)]
    return present, [glob for glob in globs if glob not in present]
