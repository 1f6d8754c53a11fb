"""Offer the questions to assistants as tools of the Model Context Protocol."""

from collections.abc import Mapping
from signal import SIG_DFL, SIGINT, signal
from typing import Any

import anyio
import anyio.to_thread
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
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
from cli.serve.descriptions import DESCRIPTIONS, INSTRUCTIONS, tool_name
from cli.serve.mcp_lines import Lines
from cli.serve.public_errors import public
from cli.serve.queries import QUESTIONS, Answer, ask, parameters
from events.errors import TimelineError

NAMES: Mapping[str, str] = {tool_name(question): question for question in QUESTIONS}
"""The questions by the names of their tools."""


def serve(db: str) -> None:
    """Answer an assistant from *db* on the standard streams until it disconnects."""
    # By default, Python would wait for the thread that is reading the next question.
    signal(SIGINT, SIG_DFL)
    with capturing():
        try:
            anyio.run(_serve, db)
        except* BrokenPipeError:
            pass  # The assistant disconnected before it had its answer.


async def _serve(db: str) -> None:
    server, lines = serving(db), Lines()
    async with stdio_server(stdin=lines) as (reading, writing):
        lines.answering = writing
        await server.run(reading, writing, server.create_initialization_options())


def serving(db: str) -> Server[Any]:
    """Return the server that answers from the database *db*, read anew for each question.

    The library's MCPServer is not used: it ignores arguments that a tool does not have, and reads
    the date `[2019,2020]` as a list.
    """

    async def listed(
        _: ServerRequestContext[Any], __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[tool(question) for question in QUESTIONS])

    async def called(_: ServerRequestContext[Any], asked: CallToolRequestParams) -> CallToolResult:
        if asked.name not in NAMES:
            there = ", ".join(NAMES)
            raise MCPError(INVALID_PARAMS, f"There is no tool '{asked.name}'. There are: {there}.")
        question, given = NAMES[asked.name], asked.arguments or {}
        return await anyio.to_thread.run_sync(answered, question, given, db)

    return Server(
        "timeline",
        title="Partnership timeline",
        version=VERSION,
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )


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
        return CallToolResult(content=[_text(str(public(error, db)))], is_error=True)
    value = answer.value
    return CallToolResult(
        content=[_text(json_text.dump(value, indent=None)), *_noted(answer)],
        structured_content=value,
    )


def _noted(answer: Answer) -> list[TextContent]:
    return [_text(answer.notes.strip())] if answer.notes.strip() else []


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)
