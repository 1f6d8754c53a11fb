"""The command for sources: what backs them, and whether it still does."""

from typing import TYPE_CHECKING, Any

import click

from cli.forms import json_text
from cli.options import hands_on, on_partnership, output
from cli.terminal import deliver, echo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from events.model.kinds import Source
    from events.storage.evidence import Evidence


@click.group(invoke_without_command=True)
@output("text", "json")
@on_partnership
@click.pass_context
def sources(ctx: click.Context, /, **given: Any) -> None:
    """List the sources, and which of them are backed by a snapshot: the bytes that were read.

    Example: timeline sources -o json
    """
    if hands_on(ctx, given):
        return
    from cli.sources.listing import as_json, listed

    slug, cited, evidence = _cited(given)
    if given["form"] == "json":
        deliver(json_text.dump(as_json(slug, cited, evidence)))
        return
    for line in listed(cited, evidence):
        echo(line)
    if not cited:
        echo(f"{slug} has no sources yet.")


@sources.command()
@click.option("--online", is_flag=True, help="Also read each address, and keep what has changed.")
@output("text", "json")
@on_partnership
@click.pass_context
def check(ctx: click.Context, /, online: bool, **given: Any) -> None:
    """Tell whether the snapshots are unaltered and still have the quotes.

    Bytes that are not here are told; they may have been left out. With --online, an address that is
    dead or says something else is a finding, and both versions are kept. The exit code is 1 if
    there is a finding.

    Example: timeline sources check --online
    """
    from cli.inbox import network
    from cli.sources import check as checks
    from cli.sources.listing import found_as_json, found_as_text

    slug, cited, evidence = _cited(given)
    found = [*checks.offline(cited, evidence)]
    if online:
        found += checks.online(cited, evidence, network.network)
    if given["form"] == "json":
        deliver(json_text.dump(found_as_json(slug, cited, found)))
    else:
        for line in found_as_text(cited, found):
            echo(line)
    if any(one.kind not in checks.REMARKS for one in found):
        ctx.exit(1)


def _cited(given: "Mapping[str, Any]") -> "tuple[str, list[Source], Evidence]":
    """Return the partnership that *given* names, its sources, and the bytes kept of them."""
    from cli.evidence.folder import evidence_of
    from cli.reading.partnership import chosen_in
    from cli.reading.session import opened, viewed

    with opened(given["db"]) as log:
        slug = chosen_in(log, given["partnership"])
        record = viewed(log, slug).record
        return slug, [*record.sources.values()], evidence_of(log, slug)
