"""Gathering: terms with all that was ever said of them, and with all on which they hang."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cli.opening import Asked, asked_in, chosen_in, opened, selected
from events.dates import Date

if TYPE_CHECKING:
    from timeline.answers.lines import Choose


def gathered(
    db: str | None,
    partnership: str | None,
    globs: Sequence[str],
    *,
    known: Date | None,
    recorded: str | None,
) -> Asked:
    """Read the terms that one of *globs* matches, or all that there are, as *known* by a day.

    Their lines have those of the terms on which they hang too.
    """
    from timeline.answers.replay import closed

    with opened(db) as log:
        slug = chosen_in(log, partnership)

        def read(choose: Choose) -> Asked:
            return asked_in(
                log, slug, choose, known=known, recorded=recorded, is_list=True, with_all=True
            )

        seen = read(lambda record: selected(record, globs))
        steps = seen.lines.steps
        hinges = {key: {one.hinge for one in own if one.hinge} for key, own in steps.items()}
        names = {name for key in seen.terms for name in closed(key, hinges)}
        if names <= {*seen.terms}:
            return seen
        return replace(read(lambda _: sorted(names)), terms=seen.terms)
