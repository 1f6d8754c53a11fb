"""The commands that suit the program to its user: a partnership of choice, and completion."""

import click

from cli.completion import complete_partnership
from cli.options import on_database
from cli.shells import SHELLS
from cli.terminal import deliver, echo


@click.command()
@click.argument("slug", required=False, shell_complete=complete_partnership)
@click.option("--forget", is_flag=True, help="Remember none any more.")
@on_database
def use(slug: str | None, forget: bool, db: str | None) -> None:
    """Remember SLUG: commands without -p are about that partnership from now on.

    Without SLUG, tell which one is remembered. What is typed with -p, or is in
    TIMELINE_PARTNERSHIP, goes before it.

    Example: timeline use openai-microsoft
    """
    from cli.reading.preference import forgotten, kept, remembered
    from cli.reading.session import opened

    if forget:
        forgotten()
        echo("No partnership is remembered.")
    elif slug is None:
        echo(remembered() or "No partnership is remembered.")
    else:
        with opened(db) as log:
            kept(log, slug)
        echo(f"Commands without -p are about {slug} from now on.")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, terms, events and files in SHELL.

    \b
    bash: eval "$(timeline completion bash)" in ~/.bashrc
    zsh:  eval "$(timeline completion zsh)" in ~/.zshrc, after compinit
    fish: timeline completion fish > ~/.config/fish/completions/timeline.fish

    Example: timeline completion bash
    """
    from click.shell_completion import get_completion_class

    root = ctx.find_root()
    name = root.info_name or "timeline"
    made = get_completion_class(shell)
    assert made is not None
    deliver(made(root.command, {}, name, f"_{name}_COMPLETE".upper().replace("-", "_")).source())
