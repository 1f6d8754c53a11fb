"""Complete partnerships, terms and event ids in a shell, from the database the command reads."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from cli.fast.data_folder import default_database
from events.errors import TimelineError

if TYPE_CHECKING:
    from events.log.log import Log

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


Names = Callable[[click.Context, str], Iterable[str]]


def _offering(names: Names) -> Complete:
    """Return a completer that offers those of *names* that begin with what was typed.

    If the names cannot be read, it offers nothing.
    """

    def complete(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
        try:
            return [name for name in names(ctx, typed) if name.startswith(typed)]
        except TimelineError:
            return []

    return complete


def _partnerships(ctx: click.Context, _: str) -> Iterable[str]:
    with _opened(ctx) as log:
        return [head.slug for head in log.partnerships()] if log else []


def _terms(ctx: click.Context, _: str) -> Iterable[str]:
    from cli.reading.session import view

    database = _database(ctx)
    return view(database, ctx.params.get("partnership")).record.terms if database else []


def _events(ctx: click.Context, typed: str) -> Iterable[str]:
    from cli.reading.partnership import chosen_in

    with _opened(ctx) as log:
        if log is None:
            return []
        return log.happenings(chosen_in(log, ctx.params.get("partnership")), typed)


@contextmanager
def _opened(ctx: click.Context) -> "Iterator[Log | None]":
    """Open the log to complete from; yield None if there is none."""
    from events.log.log import open_log

    path = _database(ctx)
    if path is None:
        yield None
        return
    with open_log(path) as log:
        yield log


def _database(ctx: click.Context) -> str | None:
    """Return the database to complete from, or None: completion never creates one."""
    named: str | None = ctx.params.get("db") or os.environ.get("TIMELINE_DB")
    if named:
        return named
    return default_database() if os.path.exists(default_database()) else None


complete_partnership = _offering(_partnerships)
"""Offer the partnerships in the log."""

complete_term = _offering(_terms)
"""Offer the terms of the partnership."""

complete_event = _offering(_events)
"""Offer the events of the partnership, and the corrections and retractions."""
