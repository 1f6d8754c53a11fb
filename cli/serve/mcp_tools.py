"""Offer the questions to assistants as tools of the Model Context Protocol."""

from collections.abc import Mapping
from importlib.util import find_spec
from signal import SIG_DFL, SIGINT, signal
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    InputRequiredResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from cli.fast.help import VERSION
from cli.forms import json_text
from cli.forms.schemas import whole
from cli.serve.capture import capturing
from cli.serve.descriptions import DESCRIPTIONS, INSTRUCTIONS, PROPOSING, tool_name
from cli.serve.mcp_lines import Lines
from cli.serve.public_errors import public
from cli.serve.queries import QUESTIONS, Answer, ask, parameters
from events.errors import TimelineError

if TYPE_CHECKING:
    from cli.serve.mcp_inbox import InboxTools

NAMES: Mapping[str, str] = {tool_name(question): question for question in QUESTIONS}
"""The questions by the names of their tools."""


def serve(db: str, approver: str | None = None) -> None:
    """Answer an assistant from *db* on the standard streams until it disconnects.

    With an *approver*, drafts may be accepted in that name, if the user of the assistant agrees.
    """
    # By default, Python would wait for the thread that is reading the next question.
    signal(SIGINT, SIG_DFL)
    with capturing():
        try:
            anyio.run(_serve, db, approver)
        except* BrokenPipeError:
            pass  # The assistant disconnected before it had its answer.


async def _serve(db: str, approver: str | None) -> None:
    server, lines = serving(db, approver), Lines()
    async with stdio_server(stdin=lines) as (reading, writing):
        lines.answering = writing
        await server.run(reading, writing, server.create_initialization_options())


def serving(db: str, approver: str | None = None) -> Server[Any]:
    """Return the server that answers from the database *db*, read anew for each question.

    With an *approver*, it has a tool that accepts drafts, too.

    The library's MCPServer is not used: it ignores arguments that a tool does not have, and reads
    the date `[2019,2020]` as a list.
    """

    inbox = _inbox(db, approver)
    writing = {one.name for one in inbox.tools} if inbox else set()

    async def listed(
        _: ServerRequestContext[Any], __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        own = inbox.tools if inbox else []
        return ListToolsResult(tools=[*map(tool, QUESTIONS), *own])

    async def called(
        ctx: ServerRequestContext[Any], asked: CallToolRequestParams
    ) -> CallToolResult | InputRequiredResult:
        if inbox and asked.name in writing:
            try:
                return await inbox.call(ctx, asked)
            except TimelineError as error:
                return _refused(error, db)
        if asked.name not in NAMES:
            there = ", ".join([*NAMES, *sorted(writing)])
            raise MCPError(INVALID_PARAMS, f"There is no tool '{asked.name}'. There are: {there}.")
        question, given = NAMES[asked.name], asked.arguments or {}
        return await anyio.to_thread.run_sync(answered, question, given, db)

    return Server(
        "timeline",
        title="Partnership timeline",
        version=VERSION,
        instructions=INSTRUCTIONS + (PROPOSING if inbox else ""),
        on_list_tools=listed,
        on_call_tool=called,
    )


def _inbox(db: str, approver: str | None) -> "InboxTools | None":
    """Return the tools that write, if the libraries that read articles are installed."""
    if find_spec("trafilatura") is None or find_spec("rapidfuzz") is None:
        return None
    from cli.serve.mcp_inbox import InboxTools

    return InboxTools(db, approver)


def tool(question: str) -> Tool:
    """Return the tool that asks *question*, with the schemas of its arguments and answer."""
    said = parameters(question)
    return Tool(
        name=tool_name(question),
        description=DESCRIPTIONS[question],
        input_schema={
            "type": "object",
            "properties": {one.name: one.schema() for one in said},
            "required": [one.name for one in said if one.param.required],
            "additionalProperties": False,
        },
        output_schema={"type": "object"} | whole(question),
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def answered(question: str, given: Mapping[str, Any], db: str) -> CallToolResult:
    """Return the answer of *db* to *question* with the arguments *given*.

    A refused question gets the reason as an error.
    """
    try:
        answer = ask(question, given, db)
    except TimelineError as error:
        return _refused(error, db)
    value = answer.value
    return CallToolResult(
        content=[_text(json_text.dump(value, indent=None)), *_noted(answer)],
        structured_content=value,
    )


def _refused(error: TimelineError, db: str) -> CallToolResult:
    return CallToolResult(content=[_text(str(public(error, db)))], is_error=True)


def _noted(answer: Answer) -> list[TextContent]:
    return [_text(answer.notes.strip())] if answer.notes.strip() else []


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)
