"""Find a command by name, and import no other."""

import os
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from cli.errors import exit_on_error
from cli.fast.help import ABOUT, TRY, VERSION
from cli.fast.help import COMMANDS as COMMANDS


class LazyGroup(click.Group):
    """A group that imports a command only when it is run or its help is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of the commands, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as above)
        """Import the command *cmd_name*, or return None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (as above)
        """Let *formatter* list the commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command, and report an error of this program as a sentence and an exit code.

        *args* and *kwargs* are passed to click.
        """
        return exit_on_error(lambda: super(LazyGroup, self).main(*args, **kwargs))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands that start with *incomplete*, without importing any."""
        begun = [
            (name, line) for name, (_, line) in COMMANDS.items() if name.startswith(incomplete)
        ]
        offered = [CompletionItem(name, help=line) for name, line in begun]
        return offered + click.Command.shell_complete(self, ctx, incomplete)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    help=ABOUT,
    epilog=TRY,
)
@click.version_option(VERSION, prog_name="timeline")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Set up what every command relies on."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False
