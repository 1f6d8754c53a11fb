"""Explain over HTTP why something was refused, as problem details (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.responses import Response

from cli.forms import json_text
from events.errors import (
    IntegrityError,
    NotFoundError,
    StorageError,
    TimelineError,
)
from events.storage.deadline import TooLateError

MEDIA_TYPE = "application/problem+json"
SCHEMA: Mapping[str, Any] = {
    "description": "What was wrong, in a sentence (RFC 9457).",
    "type": "object",
    "properties": {
        "type": {"const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}


class Problem(NamedTuple):
    """An HTTP *status* and the sentence that explains it."""

    status: int
    detail: str
    headers: Mapping[str, str] = {}

    @classmethod
    def of(cls, error: TimelineError) -> "Problem":
        """Return the problem for *error*, which the command line reports with an exit code."""
        match error:
            case NotFoundError():
                status = HTTPStatus.NOT_FOUND
            case StorageError() | TooLateError():
                status = HTTPStatus.SERVICE_UNAVAILABLE
            case IntegrityError():
                status = HTTPStatus.INTERNAL_SERVER_ERROR
            case _:
                status = HTTPStatus.UNPROCESSABLE_ENTITY
        return cls(status, str(error))

    def response(self) -> Response:
        """Return the problem as an HTTP response."""
        form = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": int(self.status),
            "detail": self.detail,
        }
        text = json_text.dump(form) + "\n"
        return Response(text, self.status, dict(self.headers), MEDIA_TYPE)
