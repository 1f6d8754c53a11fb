"""The commands that define terms, and say how far the log is complete."""

from collections.abc import Callable
from typing import Any

import click

from cli.completion import complete_term
from cli.options import DATE, on_actor, on_partnership, output
from events.dates.dates import Date

_TERM = (
    click.option("--title", metavar="TEXT", help="A short name for people."),
    click.option("--asks", metavar="TEXT", help="The question that the term answers."),
    click.option("--topic", metavar="TEXT", help="The heading under which it is shown."),
    click.option("--unit", metavar="TEXT", help="What its values count: %, USD."),
    click.option("--like", metavar="KEY", help="The same question in other partnerships."),
    click.option("--notice", metavar="60d", help="Notice to be given before its last day."),
)


def _describing(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_TERM):
        command = option(command)
    return command


@click.command()
@click.argument("name")
@_describing
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change; write nothing.")
@output("text", "json")
@on_actor
@on_partnership
def define(name: str, **given: Any) -> None:
    """Define the term NAME, or with condition:NAME a condition that may end terms.

    Example: timeline define audit-rights --dry-run --title "Audit rights" --topic Contract
    """
    from cli.append.appending import put
    from cli.append.definitions import defined

    put(given, lambda _slug, acts: defined(name, given, acts))


@click.command()
@click.argument("term", shell_complete=complete_term)
@_describing
@click.option("--rename", metavar="NAME", help="The name it has from now on.")
@click.option("--split", metavar="TERM", multiple=True, help="A term that takes its place.")
@click.option("--merge", metavar="TERM", help="The term that it becomes one with.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change; write nothing.")
@output("text", "json")
@on_actor
@on_partnership
def redefine(term: str, **given: Any) -> None:
    """Give TERM another title, question, topic or name, or let others take its place.

    No answer changes, and the old name still leads to the answers.

    Example: timeline redefine cloud.rofr --dry-run --rename cloud.first-refusal
    """
    from cli.append.appending import put
    from cli.append.definitions import redefined

    put(given, lambda _slug, acts: redefined(term, given, acts))


@click.command()
@click.argument("date", type=DATE, required=False)
@click.option("--from", "since", type=DATE, help="Since which day nothing is missing.")
@click.option("--terms", metavar="GLOB", multiple=True, help="Say so for these terms only.")
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing.")
@output("text", "json")
@on_actor
@on_partnership
def cover(date: Date | None, since: Date | None, terms: tuple[str, ...], **given: Any) -> None:
    """Say that the log is complete through DATE.

    Everything known to have happened by then is in it. With --from, with or without DATE, it says
    that nothing since that day is missing. With --terms it says so only of the terms that match.

    Example: timeline cover 2026-11-20 --from 2019-07-22 --dry-run
    """
    from cli.append.appending import put
    from cli.append.definitions import covering

    put(given, lambda _slug, acts: covering(since, date, terms, acts))
