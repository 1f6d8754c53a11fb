"""The lines that an assistant sends: those that are no messages are answered with an error."""

import json
import sys
from collections.abc import AsyncIterator
from io import TextIOWrapper

import anyio
from anyio.streams.memory import MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import (
    INVALID_REQUEST,
    PARSE_ERROR,
    ErrorData,
    JSONRPCError,
    jsonrpc_message_adapter,
)
from pydantic import ValidationError


class Lines(anyio.AsyncFile[str]):
    """The lines of standard input; the library would pass over what is no message.

    Whoever asked would wait for ever. `answering` has to be set before the first line is read.
    """

    answering: MemoryObjectSendStream[SessionMessage]

    def __init__(self) -> None:
        super().__init__(TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"))

    async def __aiter__(self) -> AsyncIterator[str]:
        async for line in super().__aiter__():
            if is_message(line):
                yield line
            elif (refused := refusal(line)) is not None:
                await self.answering.send(SessionMessage(refused))


def refusal(line: str) -> JSONRPCError | None:
    """Return the answer to *line*, which is no message, or None if it wants no answer."""
    if not line.strip():
        return None
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, PARSE_ERROR, "This line is no JSON; send each message as one line.")
    number = said.get("id") if isinstance(said, dict) else None
    if isinstance(said, dict) and "method" in said and "id" not in said:
        return None
    if not isinstance(number, int | str) or not _is_text(number):
        number = None
    if not _is_text(said):
        return _error(number, PARSE_ERROR, "It has half a character in it, a lone surrogate.")
    return _error(number, INVALID_REQUEST, "This is no message of JSON-RPC 2.0.")


def _error(number: int | str | None, code: int, sentence: str) -> JSONRPCError:
    return JSONRPCError(jsonrpc="2.0", id=number, error=ErrorData(code=code, message=sentence))


def is_message(line: str) -> bool:
    """Return whether *line* is a message of the protocol."""
    try:
        jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValidationError:
        return False
    # The library takes a request with an id of another type for a notification.
    said = json.loads(line)
    return "id" not in said or isinstance(said["id"], int | str | None)


def _is_text(said: object) -> bool:
    """Return whether every text in *said* consists of whole characters."""
    text = json.dumps(said, ensure_ascii=False)
    return not any("\ud800" <= character <= "\udfff" for character in text)
