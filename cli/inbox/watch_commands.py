"""The command for the feeds and folders from which the inbox is filled."""

from typing import Any

import click

from cli.forms import json_text
from cli.options import hands_on, on_actor, on_partnership, output
from cli.terminal import deliver, echo, printable

_PLACE = click.argument("place", metavar="FEED|FOLDER")


@click.group(invoke_without_command=True)
@output("text", "json")
@on_partnership
@click.pass_context
def watch(ctx: click.Context, /, **given: Any) -> None:
    """List the feeds and folders that `timeline inbox pull` reads.

    Example: timeline watch add https://example.com/feed.atom --match "Acme stake" --as press
    """
    if hands_on(ctx, given):
        return
    from cli.inbox.pulling import as_json, listed, watched

    slug, watches = watched(given)
    if given["form"] == "json":
        deliver(json_text.dump(as_json(slug, watches)))
        return
    for line in listed(watches):
        echo(line)
    if not watches:
        echo(f"Nothing is watched for {slug}. `timeline watch add FEED` begins.")


@watch.command()
@_PLACE
@click.option("--match", metavar="WORDS", default="", help="Only articles with all these words.")
@on_actor
@on_partnership
def add(place: str, match: str, actor: str | None, **given: Any) -> None:
    """Watch the RSS, Atom or JSON feed at an address, or the articles in a folder.

    Nothing is read yet; `timeline inbox pull` does that, as often as you like. --as says who
    proposes the drafts. The feed of a company's filings at EDGAR is an Atom feed.

    Example: timeline watch add https://example.com/feed.atom --match "Acme stake" --as press
    """
    from cli.inbox.pulling import watch

    slug = watch(given, place, match, actor)
    echo(f"{printable(place)} is watched for {slug}. `timeline inbox pull` reads it.")


@watch.command()
@_PLACE
@on_partnership
def remove(place: str, **given: Any) -> None:
    """Watch FEED or FOLDER no longer; the drafts that came from there stay."""
    from cli.inbox.pulling import forget

    forget(given, place)
    echo(f"{printable(place)} is watched no longer.")
