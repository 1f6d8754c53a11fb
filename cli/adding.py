"""The command that appends: one event from flags, a file, standard input or an editor."""

from collections.abc import Callable
from typing import Any

import click

from cli.completion import complete_term
from cli.params import DATE, on_partnership, output
from events.kinds import VERBS, Authority


def _ordered(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Remember in which order the verbs were typed; it is that of the changes."""
    if value:
        ctx.meta.setdefault("verbs", []).append(param.name)
    return value


def _verbs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add one repeatable option for each verb of the vocabulary."""
    for verb in reversed(VERBS):
        command = click.option(
            f"--{verb}",
            metavar=_METAVARS.get(verb, "TERM[=NOTE]"),
            multiple=True,
            callback=_ordered,
            shell_complete=complete_term,
            help=_HELP[verb],
        )(command)
    return command


_METAVARS = {"set": "TERM=VALUE", "note": "TERM=TEXT"}
_HELP = {
    "set": "From that day the answer is VALUE.",
    "end": "From that day there is no such term.",
    "reaffirm": "The answer was restated.",
    "leave-unsaid": "A text that should have restated it did not.",
    "dispute": "From that day the parties disagree; see --position.",
    "settle": "From that day the dispute is over.",
    "use": "A party made use of the term.",
    "note": "Worth knowing; changes nothing.",
}


@click.command()
@click.argument("file", required=False)
@click.option("--when", type=DATE, help="The effective day; leave out if none is known.")
@click.option("--announced", type=DATE, help="When it became public.")
@click.option("--title", metavar="TEXT", help="What happened, in a few words of your own.")
@click.option("--summary", metavar="TEXT", help="A sentence or two more.")
@click.option(
    "--authority", type=click.Choice([str(one) for one in Authority]), help="Who says so."
)
@click.option("--source", metavar="URL|KEY", multiple=True, help="Where it was said. Repeatable.")
@click.option("--source-title", metavar="TEXT", multiple=True, help="The title of that source.")
@click.option("--publisher", metavar="NAME", multiple=True, help="Who published that source.")
@click.option("--published", type=DATE, multiple=True, help="When that source was published.")
@click.option(
    "--locator", metavar="WORDS", multiple=True, help="At most eight words to find it by."
)
@_verbs
@click.option("--through", metavar="TERM=DATE", multiple=True, help="The last day of a --set.")
@click.option("--unless", metavar="TERM=CONDITION", multiple=True, help="What ends it early.")
@click.option("--adds", metavar="TERM", multiple=True, help="The --set adds detail to the answer.")
@click.option(
    "--of", metavar="TERM=EVENT", multiple=True, help="The change tells more about EVENT."
)
@click.option(
    "--position", metavar="TERM=PARTY: SAYS", multiple=True, help="A side of a --dispute."
)
@click.option("--met", metavar="CONDITION", multiple=True, help="A named condition came about.")
@click.option("--id", "event_id", metavar="ID", help="Its id.  [default: the date and the title]")
@click.option("--edit", is_flag=True, help="Write the event in $EDITOR.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change; write nothing.")
@output("text", "json")
@on_partnership
@click.pass_context
def append(ctx: click.Context, /, **given: Any) -> None:
    """Add one event: from flags, from FILE, from `-` (standard input), or with --edit.

    The same event again adds nothing. FILE holds an event as it stands in a ledger file.

    Example: timeline append --dry-run --when 2026-12-01 --title "Licence extended"
    --authority official --source https://example.com/a --set "ip-license.end=through 2035"
    """
    from cli.appending import run

    run(given, ctx.meta.get("verbs", []))
