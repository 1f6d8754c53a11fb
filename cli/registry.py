"""Find a command by name, and import no other."""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from cli.errors import exit_on_error
from cli.fast.help import COMMANDS as COMMANDS
from cli.fast.help import LISTED, VERSION, first_page
from cli.suggestions import no_such

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class LazyGroup(click.Group):
    """A group that imports a command only when it is run or its help is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of the commands, in the order in which a newcomer needs them."""
        return list(LISTED)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as above)
        """Import the command *cmd_name*, or return None if there is none."""
        found = COMMANDS.get(cmd_name)
        if found is None:
            return None
        module, _, name = found[0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that *args* begin with; if there is none, suggest one."""
        name = args[0]
        if name[:1] != "-" and name not in COMMANDS:
            ctx.fail(no_such("command", name, LISTED, f"{ctx.command_path} --help"))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Let *formatter* show the commands in groups, without importing any."""
        formatter.write(first_page(ctx.command_path) + "\n")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command of *ctx*, and report an error of this program as an exit code."""
        return exit_on_error(lambda: self._invoke(ctx))

    def _invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.Abort as error:
            # A question of click ends like this after Ctrl-C, and where there is nobody to answer.
            if isinstance(error.__context__, KeyboardInterrupt):
                raise KeyboardInterrupt from None
            raise

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Offer the commands that start with *incomplete*, without importing any."""
        from click.shell_completion import CompletionItem

        begun = [(name, line) for name, (_, line) in LISTED.items() if name.startswith(incomplete)]
        offered = [CompletionItem(name, help=line) for name, line in begun]
        return offered + click.Command.shell_complete(self, ctx, incomplete)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(VERSION, prog_name="timeline")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Set up what every command relies on."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False
