"""The command for assistants: the questions as tools of the Model Context Protocol."""

from collections.abc import Iterator

import click

from cli.options import on_database
from events.errors import TimelineError


class NoProtocolError(TimelineError):
    """Raise when the library that speaks the protocol is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "To answer assistants, install the extra mcp: pip install 'partnership-timeline[mcp]'."
        )


@click.command()
@click.option("--list", "is_list", is_flag=True, help="Print the tools and what they take.")
@on_database
def mcp(is_list: bool, db: str | None) -> None:
    """Answer an assistant over the Model Context Protocol, on the standard streams.

    The assistant starts it, asks what `as-of`, `history` and the other commands that read can be
    asked, and gets what they answer with `-o json`. Nothing can be written through it. What to put
    into the settings of an assistant: docs/mcp.md.

    Example: timeline mcp --list
    """
    if is_list:
        click.echo("\n".join(_listed()))
        return
    from importlib.util import find_spec

    from cli.serve.queries import readable

    if find_spec("mcp") is None:
        raise NoProtocolError
    from cli.serve.mcp_tools import serve

    serve(readable(db))


def _listed() -> Iterator[str]:
    from cli.serve.mcp_words import TOLD, tool_name
    from cli.serve.queries import QUESTIONS, parameters
    from cli.terminal import bold, wrapped

    for question in QUESTIONS:
        taken = [
            one.name if one.param.required else f"[{one.name}]" for one in parameters(question)
        ]
        yield bold(tool_name(question))
        yield from wrapped(TOLD[question], first="  ")
        yield from wrapped(f"takes: {', '.join(taken)}", first="  ", rest="    ")
