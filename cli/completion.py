"""Shell completion of partnerships, terms and event ids, from the database that would be read."""

import os
from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

from events.errors import TimelineError

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offering(names: Callable[[click.Context], Iterable[str]]) -> Complete:
    """Return what offers the *names* that begin as typed; a database in trouble offers none."""

    def complete(ctx: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
        try:
            return [CompletionItem(name) for name in names(ctx) if name.startswith(typed)]
        except TimelineError:
            return []

    return complete


def _partnerships(ctx: click.Context) -> Iterable[str]:
    from events.log import open_log

    path = _database(ctx)
    if not path:
        return []
    with open_log(path) as log:
        return [head.slug for head in log.partnerships()]


def _terms(ctx: click.Context) -> Iterable[str]:
    from cli.opening import view

    path = _database(ctx)
    return view(path, ctx.params.get("partnership")).record.terms if path else []


def _events(ctx: click.Context) -> Iterable[str]:
    from cli.opening import view
    from events.kinds import Correct, Event, Retract

    path = _database(ctx)
    if not path:
        return []
    acts = (one.act for one in view(path, ctx.params.get("partnership")).record.acts)
    return [act.id for act in acts if isinstance(act, Event | Correct | Retract)]


def _database(ctx: click.Context) -> str | None:
    """Return the database to complete from; completion makes none."""
    from cli.opening import default_database

    named: str | None = ctx.params.get("db") or os.environ.get("TIMELINE_DB")
    if named:
        return named
    return default_database() if os.path.exists(default_database()) else None


complete_partnership = _offering(_partnerships)
"""Offer the partnerships in the log."""

complete_term = _offering(_terms)
"""Offer the terms of the partnership."""

complete_event = _offering(_events)
"""Offer the events of the partnership, and the acts on the record."""
