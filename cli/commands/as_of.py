"""Answer `timeline as-of` from arguments already parsed, without importing click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.reading.snapshot import snapshot_on
from cli.render.answers import Question, show
from cli.typed_values import day_typed, today
from events.dates.dates import Date, DateError, day
from events.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from cli.fast.arguments import Form


def show_terms(
    date: Date | None,
    form: Form,
    *,
    globs: Sequence[str] = (),
    sources: bool = False,
    known: Date | None = None,
    recorded: str | None = None,
    partnership: str | None = None,
    db: str | None = None,
) -> None:
    """Show the terms matched by *globs* (default: all) on *date* (default: today) in a *form*.

    They are those of *partnership* in *db*, with the clocks cut at *known* and *recorded*, and with
    their *sources* if asked for.
    """
    on = date or day(today())
    try:
        found = snapshot_on(db, partnership, on, known=known, recorded=recorded, globs=globs)
    except NotFoundError:
        if date is None and globs and any(one.isdecimal() for one in globs[0]):
            _date(globs[0])  # What has digits was probably meant as a date.
        raise
    asked = Question(found.view, on, known, found.unannounced)
    show(asked, found.answers, form, sources=sources)


def _date(text: str) -> None:
    try:
        day_typed(text)
    except DateError as error:
        raise UsageError(str(error)) from None
