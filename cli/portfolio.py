"""A portfolio: the portraits of all partnerships on a day."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from cli.opening import View, chosen, no_such, views
from cli.portrait import Portrait, portrayed
from events.dates import Date
from events.errors import NotFoundError
from events.garbage import rarely_sought
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
    with rarely_sought():
        seen = views(db, asked.recorded)
        if not seen:
            raise _nothing(db, asked.recorded)
        found = [_held(one, asked) for one in seen]
    for glob in asked.globs:
        if all(glob in one.missing for one in found):
            terms = dict.fromkeys(term for one in seen for term in one.record.terms)
            raise NotFoundError(no_such("term", glob, terms, "timeline matrix"))
    return found


def _nothing(db: str | None, recorded: str | None) -> NotFoundError:
    if not views(db):
        chosen([], None)
    return NotFoundError(f"Nothing had been recorded by {recorded}.")


def _held(seen: View, asked: Asked) -> Held:
    present, missing = _divided(seen.record, asked.globs)
    if asked.globs and not present:
        return Held(Portrait(seen, []), missing)
    return Held(portrayed(seen, asked.on, asked.known, present), missing)


def _divided(record: Record, globs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which of *globs* match a term of *record*, and which none."""
    names = [*record.terms, *record.renamed]
    present = [glob for glob in globs if any(fnmatchcase(name, glob) for name in names)]
    return present, [glob for glob in globs if glob not in present]
