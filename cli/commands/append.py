"""The commands that append an event, correct one or retract one."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.completion import complete_event, complete_term
from cli.options import DATE, on_actor, on_partnership, output
from events.dates.dates import Date
from events.dates.reckoned import loosely_counted
from events.model.vocabulary import AUTHORITIES, VERBS

_MORE = {"claim": ("claim-ended",)}


class Ordered(click.Command):
    """A command that keeps the order in which verbs are typed: it is the order of the changes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse *args*, and list their verbs in `ctx.meta` in the order typed, with repetitions."""
        *_, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta["verbs"] = [one.name for one in order if one.name in _NAMES]
        return super().parse_args(ctx, args)


_TYPED = tuple(typed for verb in VERBS for typed in (verb, *_MORE.get(verb, ())))
"""The verbs as they are typed; a claim has two."""

_NAMES = frozenset(verb.replace("-", "_") for verb in _TYPED)


def _verbs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add one repeatable option for each verb of the vocabulary."""
    for verb in reversed(_TYPED):
        command = click.option(
            f"--{verb}",
            metavar=_METAVARS.get(verb, "TERM[=NOTE]"),
            multiple=True,
            shell_complete=complete_term,
            help=_HELP[verb],
        )(command)
    return command


_METAVARS = {"set": "TERM=VALUE", "claim": "TERM=VALUE", "note": "TERM=TEXT"}
_HELP = {
    "set": "From that day the answer is VALUE.",
    "end": "From that day there is no such term.",
    "claim": "Somebody says that the answer is VALUE; nothing happened.",
    "claim-ended": "Somebody says that there is no such term any more.",
    "reaffirm": "The answer was restated.",
    "leave-unsaid": "A text that should have restated it did not.",
    "dispute": "From that day the parties disagree; see --position.",
    "settle": "From that day no dispute about it is left.",
    "use": "A party made use of the term.",
    "note": "Worth knowing; changes nothing.",
}


if TYPE_CHECKING:
    from events.log.importer import Offer

    _WhenType = click.ParamType[Date | str]
else:
    _WhenType = click.ParamType


class WhenParam(_WhenType):
    """A date, or a day counted from an event, such as `60d after closing`, as text."""

    name = "DATE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Date | str:
        """Return what *value* means: a date, or the text of a counted day.

        If it means neither, the command fails with a sentence that says what to type.
        """
        if isinstance(value, str) and loosely_counted(value):
            return " ".join(value.split())
        return DATE.convert(value, param, ctx)


def _naming(flag: str, help: str) -> Callable[..., Any]:
    """Return an option that names another event."""
    return click.option(flag, metavar="EVENT", shell_complete=complete_event, help=help)


_DESCRIBING = (
    click.option("--when", type=WhenParam(), help="The effective day; leave out if none is known."),
    click.option("--announced", type=DATE, help="When it became public."),
    click.option("--title", metavar="TEXT", help="What happened, in a few words of your own."),
    click.option("--summary", metavar="TEXT", help="A sentence or two more."),
    click.option("--authority", type=click.Choice(AUTHORITIES), help="How far to trust it."),
    click.option("--by", metavar="NAME", multiple=True, help="Who says so."),
    click.option("--source", metavar="URL|KEY", multiple=True, help="Where it was said."),
    click.option("--source-title", metavar="TEXT", multiple=True, help="That source's title."),
    click.option("--publisher", metavar="NAME", multiple=True, help="Who published it."),
    click.option("--published", type=DATE, multiple=True, help="When it was published."),
    click.option("--locator", metavar="WORDS", multiple=True, help="Up to eight words to find it."),
    _verbs,
    click.option(
        "--through", metavar="TERM=DATE", multiple=True, help="The last day of a --set or --claim."
    ),
    click.option("--during", metavar="TERM=DATE", multiple=True, help="Its first and last day."),
    click.option("--unless", metavar="TERM=CONDITION", multiple=True, help="What ends it early."),
    click.option("--while", metavar="TERM=TERM", multiple=True, help="On which term it hangs."),
    click.option("--once", metavar="TERM=CONDITION", multiple=True, help="What it waits for."),
    click.option(
        "--renews", metavar="TERM=1y", multiple=True, help="How long it goes on each time."
    ),
    click.option("--notice", metavar="TERM=60d", multiple=True, help="Notice before its last day."),
    click.option("--adds", metavar="TERM", multiple=True, help="The --claim adds detail only."),
    click.option("--of", metavar="TERM=EVENT", multiple=True, help="It tells more about EVENT."),
    click.option("--position", metavar="TERM=PARTY: SAYS", multiple=True, help="A disputing side."),
    click.option("--met", metavar="CONDITION", multiple=True, help="A condition came about."),
    click.option(
        "--restates",
        metavar="GLOB",
        multiple=True,
        help="Terms that end if the new text does not mention them.",
    ),
    _naming("--dates", "The announced EVENT happened on this one's day."),
    _naming("--calls-off", "The announced EVENT never will happen."),
    _naming("--confirms", "Another speaker says the same as EVENT."),
    _naming("--denies", "EVENT did not happen."),
    _naming("--after", "On one day it comes directly after EVENT."),
    click.option("--edit", is_flag=True, help="Write it in $EDITOR; flags are its beginning."),
    click.option("-n", "--dry-run", is_flag=True, help="Show what would change; write nothing."),
)


def describing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to *command* the options that describe what happened, when, and where it was said."""
    for option in reversed(_DESCRIBING):
        command = option(command)
    return command


@click.command(cls=Ordered)
@click.argument("file", required=False)
@describing
@click.option("--id", "event_id", metavar="ID", help="Its id.  [default: the date and the title]")
@output("text", "json")
@on_actor
@on_partnership
@click.pass_context
def append(ctx: click.Context, /, **given: Any) -> None:
    """Add one event: from flags, from FILE, from `-` (standard input), or with --edit.

    The same event again adds nothing. FILE holds an event as it stands in a ledger file.

    \b
    Example: timeline append --dry-run --when 2026-12-01 \\
        --title "Licence extended" --authority official \\
        --source https://example.com/a --set "ip-license.end=through 2035"
    """
    from cli.append.event_input import event_offers
    from cli.append.event_text import event_text

    _put(given, ctx.meta.get("verbs", []), event_text, event_offers)


@click.command(cls=Ordered)
@click.argument("event", shell_complete=complete_event)
@click.argument("file", required=False)
@click.option("--reason", metavar="TEXT", required=True, help="What was wrong, and how you know.")
@describing
@click.option("--id", "event_id", metavar="ID", help="The id of the correction.")
@output("text", "json")
@on_actor
@on_partnership
@click.pass_context
def correct(ctx: click.Context, /, **given: Any) -> None:
    """Say that the record of EVENT was wrong, and what it should have been.

    Each field that is given replaces that field of EVENT; its changes are one field, so give all of
    them. What was recorded stays in the log: --recorded with an earlier instant shows it. If
    something is no longer true, append a new event instead.

    Example: timeline correct 2025-01-21-rofr --dry-run --when 2025-01-22
    --reason "the contract was signed a day later"
    """
    from cli.append.event_input import correction_offers
    from cli.append.event_text import correction_text

    _put(given, ctx.meta.get("verbs", []), correction_text, correction_offers)


def _put(
    given: Mapping[str, Any],
    verbs: Sequence[str],
    text: Callable[..., str],
    offers: "Callable[..., list[Offer]]",
) -> None:
    """Append what *offers* reads from flags or a file, or from a *text* in the user's editor."""
    from cli.append.appending import put
    from cli.append.drafts import put_edited
    from cli.append.event_text import is_begun

    if given["edit"]:
        put_edited(
            given,
            lambda slug, acts: text(given, verbs, slug, acts),
            lambda given: lambda slug, acts: offers(given, verbs, slug, acts),
            is_begun=is_begun(given, verbs),
        )
    else:
        put(given, lambda slug, acts: offers(given, verbs, slug, acts))


@click.command()
@click.argument("event", shell_complete=complete_event)
@click.option("--reason", metavar="TEXT", required=True, help="Why it should not be there.")
@click.option("--id", "event_id", metavar="ID", help="The id of the retraction.")
@click.option("--with-dependents", is_flag=True, help="Retract what depends on it too.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change; write nothing.")
@output("text", "json")
@on_actor
@on_partnership
def retract(**given: Any) -> None:
    """Say that EVENT (or a correction) should never have been recorded.

    Corrections of it fall with it. If other events depend on it, such as one that dates or confirms
    it, give --with-dependents, which retracts them too. Everything stays in the log: --recorded
    with an earlier instant shows it.

    Example: timeline retract 2026-04-12-memo --dry-run --reason "a forgery"
    """
    from cli.append.appending import put
    from cli.append.event_input import retraction_offers

    put(given, lambda _slug, acts: retraction_offers(given, acts))
