"""The commands that answer other programs: over HTTP, and as tools for assistants."""

from collections.abc import Iterator, Sequence

import click

from cli.options import on_actor, on_database
from cli.terminal import deliver, echo
from events.errors import TimelineError, UsageError


class NoServerError(TimelineError):
    """Raised when the libraries that the server needs are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "To serve, install the extra api: pip install 'partnership-timeline[api]'. "
            "`timeline site` needs nothing."
        )


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to answer. Any address but this machine's own lets others in.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to answer at; 0 takes any that is free.",
)
@click.option(
    "--allow-host",
    "hosts",
    metavar="NAME",
    multiple=True,
    help="A name by which this server may be called. Repeatable.",
)
@click.option("--openapi", is_flag=True, help="Print what the API is, for programs, and end.")
@on_database
def serve(host: str, port: int, hosts: Sequence[str], openapi: bool, db: str | None) -> None:
    """Serve the site, and the answers as JSON, over HTTP; nothing can be written through it.

    The address is printed; Ctrl-C stops the server. The pages are those of `timeline site`, and
    reload when the log changes. Whatever a command answers with `-o json` has an address too, such
    as

    /partnerships/SLUG/as-of/2026-02-27?known=2025-10 (docs/serve.md).

    Example: timeline serve --openapi
    """
    from importlib.util import find_spec

    from cli.serve.queries import readable_database
    from cli.terminal import echo

    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise NoServerError
    from cli.forms import json_text
    from cli.serve.api import api
    from cli.serve.request_guard import RequestGuard
    from cli.serve.server import at, is_open, listening, run
    from events.storage.engines import name_of

    path = readable_database(db)
    if openapi:
        deliver(json_text.dump(api(path).openapi()))
        return
    with listening(host, port) as sock:
        address = at(host, sock.getsockname()[1])
        if is_open(sock):
            echo("\n".join(_warned(address, [host, *hosts])), err=True)
        echo(f"Serving {name_of(path)}; Ctrl-C ends it.", err=True)
        echo(f"http://{address}/")
        run(RequestGuard(api(path), [host, *hosts]), sock)


def _warned(address: str, names: Sequence[str]) -> Sequence[str]:
    """Return the warning for a server that other machines can reach."""
    from cli.terminal import wrapped

    return wrapped(
        f"Everybody who reaches {address} can read the whole log: there is no password, and what "
        f"is sent can be read on the way. It answers to {', '.join(names)} and localhost, and to "
        "no other name without --allow-host."
    )


class NoProtocolError(TimelineError):
    """Raised when the library for the Model Context Protocol is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "To answer assistants, install the extra mcp: pip install 'partnership-timeline[mcp]'."
        )


@click.command()
@click.option("--list", "is_list", is_flag=True, help="Print the tools and what they take.")
@click.option(
    "--allow-accept",
    is_flag=True,
    help="Let drafts be accepted in the name of --as, each after the user was asked.",
)
@on_actor
@on_database
def mcp(is_list: bool, allow_accept: bool, actor: str | None, db: str | None) -> None:
    """Answer an assistant over the Model Context Protocol, on the standard streams.

    The assistant starts this command itself. It learns which questions it can ask, such as `as-of`
    and `history`, and gets the answers that `-o json` gives. All it can write is a draft in the
    inbox, for a person to decide. docs/mcp.md says what to put into the settings of an assistant.

    Example: timeline mcp --list
    """
    if is_list:
        echo("\n".join(_listed()))
        return
    from importlib.util import find_spec

    from cli.serve.queries import readable_database

    if find_spec("mcp") is None:
        raise NoProtocolError
    from cli.serve.mcp_tools import serve

    if allow_accept and not actor:
        raise UsageError("Say in whose name drafts are accepted: --as NAME, or TIMELINE_ACTOR.")
    serve(readable_database(db), actor if allow_accept else None)


def _listed() -> Iterator[str]:
    from cli.serve.descriptions import DESCRIPTIONS, WRITING, tool_name
    from cli.serve.queries import QUESTIONS, parameters
    from cli.terminal import bold, wrapped

    for question in QUESTIONS:
        taken = [
            one.name if one.param.required else f"[{one.name}]" for one in parameters(question)
        ]
        yield bold(tool_name(question))
        yield from wrapped(DESCRIPTIONS[question], first="  ")
        yield from wrapped(f"takes: {', '.join(taken)}", first="  ", rest="    ")
    for name, purpose in WRITING.items():
        yield bold(name)
        yield from wrapped(purpose, first="  ")
