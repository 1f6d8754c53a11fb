"""The commands: each is found by its name, and only that one is loaded."""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from cli.troubles import told

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "as-of": ("cli.asking:as_of", "The terms on a day."),
    "matrix": ("cli.matrix:matrix", "The terms of all partnerships on a day."),
    "history": ("cli.asking:history", "Every answer a term has had."),
    "explain": ("cli.asking:explain", "Why the answer is what it is."),
    "when": ("cli.asking:when", "The days on which an answer held."),
    "chart": ("cli.charting:chart", "The timeline drawn: text, SVG, PNG, PDF, Mermaid."),
    "diff": ("cli.comparing:diff", "What differs between two days, and why."),
    "changelog": ("cli.comparing:changelog", "The cited changelog of a period."),
    "next": ("cli.coming:next_", "What is coming: expiries, notice days, changes."),
    "feed": ("cli.publishing:feed", "A feed of changes and corrections to subscribe to."),
    "log": ("cli.listing:log", "Events, one line each."),
    "show": ("cli.listing:show", "One event whole."),
    "corrections": ("cli.listing:corrections", "What was wrong in the record, and since when."),
    "terms": ("cli.listing:terms", "The terms there are to ask about."),
    "partnerships": ("cli.listing:partnerships", "The partnerships in the log."),
    "check": ("cli.checking:check", "What the record leaves to be settled."),
    "verify": ("cli.verifying:verify", "Has anything in the log been altered or lost."),
    "checkpoint": ("cli.proving:checkpoint", "What the log is now, for others to keep."),
    "receipt": ("cli.proving:receipt", "Prove an event or an answer without the log."),
    "append": ("cli.adding:append", "Add one event."),
    "correct": ("cli.adding:correct", "Say that the record of an event was wrong."),
    "retract": ("cli.adding:retract", "Say that an event should never have been recorded."),
    "define": ("cli.defining:define", "Define a term or a condition."),
    "redefine": ("cli.defining:redefine", "Rename, split, merge or reword a term."),
    "cover": ("cli.defining:cover", "Say through which day the log is complete."),
    "import": ("cli.moving:import_", "Take in ledger files and JSON Lines."),
    "export": ("cli.moving:export", "Write the log out, lossless."),
    "publish": ("cli.publishing:publish", "Sheets, TimelineJS and JSON-LD for others."),
    "serve": ("cli.serving:serve", "The site and its answers over HTTP, as the log is."),
    "mcp": ("cli.assisting:mcp", "Tools for assistants, by the Model Context Protocol."),
    "site": ("cli.publishing:site", "A site for browsers: every day, every source."),
    "new": ("cli.moving:new", "Start a ledger file of one's own."),
    "init": ("cli.moving:init", "Make or migrate a database."),
    "backup": ("cli.backing:backup", "A verified copy, made while others write."),
    "restore": ("cli.backing:restore", "Put a backup back in its place."),
    "rebuild": ("cli.verifying:rebuild", "Make anew what is stored beside the log."),
    "bench": ("cli.bench:bench", "How fast all this is here, with your own log."),
}
"""Every command: where it lives, and the line that `timeline --help` says of it."""


class LazyGroup(click.Group):
    """A group that imports a command when it is run or asked about, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Name the commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load the command *cmd_name*, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and tell any trouble of ours in a sentence and an exit code."""
        return told(lambda: super(LazyGroup, self).main(*args, **kwargs))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Offer the commands that begin as typed, without loading any."""
        from click.shell_completion import CompletionItem

        begun = [
            (name, line) for name, (_, line) in COMMANDS.items() if name.startswith(incomplete)
        ]
        offered = [CompletionItem(name, help=line) for name, line in begun]
        return offered + click.Command.shell_complete(self, ctx, incomplete)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Try: timeline as-of 2026-02-27",
)
@click.version_option(package_name="partnership-timeline", prog_name="timeline")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Ask what the terms of a partnership were on a day, and how we know.

    Dates are as precise as you type them: 2026-02-27, 2025-10, "October 2025", today.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
