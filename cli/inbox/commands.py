"""The command for what may become an event: articles, and the drafts made of them."""

from collections.abc import Callable
from typing import Any

import click

from cli.completion import complete_event
from cli.forms import json_text
from cli.options import hands_on, on_actor, on_partnership, output
from cli.terminal import deliver, echo, printable

_NUMBER = click.argument("number", type=click.IntRange(min=1))
_DRY = click.option("-n", "--dry-run", is_flag=True, help="Show what would change; write nothing.")


@click.group(invoke_without_command=True)
@click.option("--all", "is_all", is_flag=True, help="Those that were decided, too.")
@output("text", "json")
@on_partnership
@click.pass_context
def inbox(ctx: click.Context, /, is_all: bool, **given: Any) -> None:
    """List what may become an event: drafts, made of articles, that nobody has decided yet.

    No draft is ever in force: not in an answer, on the site or in a feed. Accepting one is an
    ordinary append, by a person.

    Example: timeline inbox --all
    """
    if hands_on(ctx, given):
        return
    from cli.inbox.deciding import every
    from cli.inbox.listing import as_json, listed
    from events.inbox.drafts import OPEN

    slug, there = every(given, None)
    drafts = [one for one in there if is_all or one.state == OPEN]
    if given["form"] == "json":
        deliver(json_text.dump(as_json(slug, drafts, there)))
        return
    for line in listed(drafts, there):
        echo(line)
    if not drafts:
        echo(f"The inbox of {slug} is empty. `timeline inbox add URL` puts an article in.")


@inbox.command()
@click.argument("place", metavar="URL|FILE|FOLDER|-")
@click.option("--match", metavar="WORDS", default="", help="Only articles with all these words.")
@output("text", "json")
@on_actor
@on_partnership
def add(place: str, match: str, form: str, actor: str | None, **given: Any) -> None:
    """Draft an event from each article at URL, in FILE or FOLDER, or on the standard input.

    It may be HTML, text, a PDF, a mail, an RSS, Atom or JSON feed, or a WARC. The same article
    twice is nothing, so that a feed may be read every hour. Only public http and https addresses
    are read.

    Example: timeline inbox add https://example.com/feed.atom --match "Acme stake"
    """
    from cli.inbox.proposing import add

    add(given, place, match, actor, form, _complain)


@inbox.command()
@output("text", "json")
@on_partnership
def pull(form: str, **given: Any) -> None:
    """Draft an event from each new article in the feeds and folders of `timeline watch`.

    Pulled again, it does nothing. A place that cannot be read is told, and the others are read.

    Example: timeline inbox pull
    """
    from cli.inbox.pulling import pull

    pull(given, form, _complain)


def _complain(sentence: str) -> None:
    echo(printable(sentence), err=True)


@inbox.command()
@_NUMBER
@output("text", "json")
@on_partnership
def show(**given: Any) -> None:
    """Show draft NUMBER: its quotes in their place, and what would change if it were accepted."""
    from cli.inbox.deciding import every, one, preview
    from cli.inbox.listing import as_json, whole
    from events.errors import InputError, NotFoundError
    from events.inbox.drafts import OPEN

    (slug, draft), (_, there) = one(given), every(given, None)
    if given["form"] == "json":
        deliver(json_text.dump(as_json(slug, [draft], there)))
        return
    for line in whole(draft, there):
        echo(line)
    if draft.state == OPEN:
        echo("")
        try:
            preview(given, slug, draft)
        except (InputError, NotFoundError) as error:
            echo(f"It cannot be accepted as it is. {error}")


def _deciding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to *command* the options of those that append."""
    command = click.option(
        "--no-bytes", is_flag=True, help="Keep the hash of the article, and not its bytes."
    )(command)
    return _NUMBER(_DRY(output("text", "json")(on_actor(on_partnership(command)))))


@inbox.command()
@_deciding
@click.option("--edit", is_flag=True, help="Change its text in $EDITOR first.")
def accept(**given: Any) -> None:
    """Append draft NUMBER as an event, approved by you.

    The entry says who proposed it and who approved it. A quote that the article does not have is
    refused.

    Example: timeline inbox accept 1 --edit --as Ann
    """
    from cli.inbox.deciding import accept

    accept(given, lambda text: click.edit(text, extension=".yaml"))


@inbox.command()
@_deciding
@click.argument("event", shell_complete=complete_event)
def merge(**given: Any) -> None:
    """Append draft NUMBER as one that confirms EVENT: another speaker says the same.

    Example: timeline inbox merge 1 2025-10-28-definitive --as Ann
    """
    from cli.inbox.deciding import merge

    merge(given)


@inbox.command()
@_NUMBER
@click.option("--reason", metavar="TEXT", required=True, help="Why it is no event.")
@output("text", "json")
@on_actor
@on_partnership
def reject(**given: Any) -> None:
    """Put draft NUMBER away; the same article will not come again.

    Example: timeline inbox reject 1 --reason "an opinion" --as Ann
    """
    from cli.inbox.deciding import every, reject
    from cli.inbox.listing import as_json

    draft = reject(given)
    if given["form"] == "json":
        slug, there = every(given, None)
        deliver(json_text.dump(as_json(slug, [draft], there)))
    else:
        echo(f"Draft {draft.number} was rejected; its text was forgotten.")


@inbox.command()
@on_actor
@on_partnership
def review(**given: Any) -> None:
    """Decide all open drafts in $EDITOR: one YAML file that says what is to become of each.

    Each is left, accepted, merged into an event or rejected for a reason, and its text may be
    changed. Nothing is done unless all of it can be; a text that is refused is kept.

    Example: timeline inbox review --as Ann
    """
    from cli.inbox.review import review

    review(given)
