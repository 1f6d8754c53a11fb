"""Read the lines of terms: whole lines, or only what lies ahead of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cli.reading.partnership import chosen_in
from cli.reading.selection import holding, selected
from cli.reading.session import Asked, asked_in, opened, viewed
from events.dates.dates import Date, day
from events.errors import NotFoundError

if TYPE_CHECKING:
    from events.log.log import Log
    from timeline.boxes.lines import Choose
    from timeline.record.record import Record


def whole_lines(
    db: str | None,
    partnership: str | None,
    globs: Sequence[str],
    *,
    known: Date | None,
    recorded: str | None,
) -> Asked:
    """Read the terms of *partnership* in *db* matched by *globs* (default: all).

    The lines are as known by the day *known* and as recorded by the instant *recorded*. The terms
    on which the matched terms depend are read too.
    """
    from timeline.record.incremental import closed

    with opened(db) as log:
        slug = chosen_in(log, partnership, holding(log, globs))
        if not globs:
            return _every(log, slug, known, recorded)

        def read(choose: Choose) -> Asked:
            return asked_in(
                log, slug, choose, known=known, recorded=recorded, is_list=True, with_all=True
            )

        seen = read(lambda record: selected(record, globs))
        steps = seen.lines.steps
        hinges = {key: {one.hinge for one in own if one.hinge} for key, own in steps.items()}
        names = {*closed(seen.terms, hinges)}
        if names <= {*seen.terms}:
            return seen
        return replace(read(lambda _: sorted(names)), terms=seen.terms)


def _every(log: Log, slug: str, known: Date | None, recorded: str | None) -> Asked:
    """Read all terms, which needs the whole log."""
    from timeline.answers.reader import read_all
    from timeline.record.days import FAR

    seen = viewed(log, slug, recorded)
    cut = known.earliest.toordinal() if known and known.earliest else FAR
    return Asked(
        slug=slug, record=seen.record, recorded=recorded, last=seen.last, known=known,
        terms=selected(seen.record, ()), answers=read_all(log, slug, seen.record, cut),
    )  # fmt: skip


def lines_ahead(
    db: str | None,
    partnership: str | None,
    globs: Sequence[str],
    *,
    after: date,
    known: Date | None,
    recorded: str | None,
) -> Asked:
    """Read what `whole_lines` reads, but only for the day *after* and later days.

    The other arguments are as in `whole_lines`.
    """
    from timeline.answers.reader import read_ahead

    by = known.earliest if known else after
    if by is None or by > after:  # With hindsight `read_ahead` lacks events that never lay ahead.
        return whole_lines(db, partnership, globs, known=known, recorded=recorded)
    with opened(db) as log:
        slug = chosen_in(log, partnership, holding(log, globs))
        last, terms = log.head(slug, recorded_by=recorded), list[str]()
        if not last.version:
            raise NotFoundError(f"Nothing of {slug} had been recorded by {recorded}.")

        def choose(record: Record) -> list[str]:
            terms.extend(selected(record, globs))
            return terms

        answers = read_ahead(log, slug, choose, version=last.version, known=by, since=after)
    return Asked(
        slug=slug, record=answers.record, recorded=recorded, last=last, terms=terms,
        known=known or day(after), answers=answers,
    )  # fmt: skip
