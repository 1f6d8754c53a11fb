"""The commands that suit the program to its user: a partnership of choice, and completion."""

import click

from cli.completion import complete_partnership
from cli.options import on_database


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
        click.echo("No partnership is remembered.")
    elif slug is None:
        click.echo(remembered() or "No partnership is remembered.")
    else:
        with opened(db) as log:
            kept(log, slug)
        click.echo(f"Commands without -p are about {slug} from now on.")
