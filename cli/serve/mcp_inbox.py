"""What an assistant may put into the inbox, and what it may have decided if its user agrees."""

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import anyio.to_thread
from mcp.server import ServerRequestContext
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ClientCapabilities,
    ElicitationCapability,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
    TextContent,
    Tool,
    ToolAnnotations,
)

from cli.forms import json_text
from cli.inbox import network
from cli.inbox.article import (
    MOST_PUBLISHER,
    MOST_TEXT,
    MOST_TITLE,
    Article,
    day_in,
    made,
    one_line,
)
from cli.inbox.deciding import accept_as, one
from cli.inbox.proposing import Intake
from cli.inbox.reading import articles_at
from cli.reading.partnership import chosen_in
from cli.reading.session import opened
from cli.serve.capture import captured
from cli.serve.descriptions import WRITING
from events.errors import InputError, UsageError
from events.inbox.drafts import OPEN, DecidedError, Draft
from timeline.intake.proposals import proposed
from timeline.intake.quotes import Text

PROPOSE, ACCEPT = "propose", "accept"

_TEXT = {"type": "string"}
_PLACE = {"partnership": _TEXT | {"description": "Which partnership; may be left out if one."}}


class InboxTools:
    """The tools of an assistant that write to *db*: one that proposes, and one that accepts.

    There is one that accepts only if there is an *approver*, in whose name it does that.
    """

    def __init__(self, db: str, approver: str | None) -> None:
        self._db, self._approver = db, approver
        self.tools = [_propose(), *([_accept()] if approver else [])]

    async def call(
        self, ctx: ServerRequestContext[Any], asked: CallToolRequestParams
    ) -> CallToolResult | InputRequiredResult:
        """Return the result of the tool that was *asked* for, one of these."""
        if asked.name == PROPOSE:
            about = ctx.session.client_params
            client = about.client_info.name if about else "an assistant"
            given = asked.arguments or {}
            return await anyio.to_thread.run_sync(put_in, given, self._db, client)
        assert self._approver is not None
        return await accepted(ctx, asked, self._db, self._approver)


def _propose() -> Tool:
    return Tool(
        name=PROPOSE,
        description=WRITING[PROPOSE],
        input_schema={
            "type": "object",
            "properties": {
                "event": {
                    "type": "object",
                    "description": "The event as a ledger has it: title, when, by, authority and "
                    "changes, such as {set: TERM, value: TEXT}. Leave `when` out where the article "
                    "does not say the day; the day it came out is another. Without id and sources.",
                },
                "quotes": {
                    "type": "array",
                    "items": _TEXT,
                    "minItems": 1,
                    "description": "The words of the article that it rests on, eight at most each.",
                },
                "url": _TEXT | {"description": "The address of the article, http or https."},
                "text": _TEXT | {"description": "The whole text of an article without address."},
                "title": _TEXT | {"description": "With `text`: the headline."},
                "publisher": _TEXT | {"description": "With `text`: who published it."},
                "published": _TEXT | {"description": "With `text`: the day it came out."},
                **_PLACE,
            },
            "required": ["event", "quotes"],
            "additionalProperties": False,
        },
        output_schema={
            "type": "object",
            "properties": {
                "draft": {
                    "type": ["integer", "null"],
                    "description": "Its number in the inbox; null if it is nothing new.",
                },
                "why_not": {"type": ["string", "null"], "description": "Why it is nothing new."},
            },
            "required": ["draft", "why_not"],
        },
        annotations=ToolAnnotations(
            read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True
        ),
    )


def _accept() -> Tool:
    return Tool(
        name=ACCEPT,
        description=WRITING[ACCEPT],
        input_schema={
            "type": "object",
            "properties": {
                "draft": {"type": "integer", "description": "The number of the draft."},
                **_PLACE,
            },
            "required": ["draft"],
            "additionalProperties": False,
        },
        output_schema={
            "type": "object",
            "properties": {"event": {"type": "string", "description": "The event it became."}},
            "required": ["event"],
        },
        annotations=ToolAnnotations(
            read_only_hint=False, destructive_hint=False, idempotent_hint=True,
            open_world_hint=False,
        ),
    )  # fmt: skip


def put_in(given: Mapping[str, Any], db: str, client: str) -> CallToolResult:
    """Put the proposal *given* by the program *client* into the inbox in the database *db*."""
    _require_known(given, _propose())
    event, quotes = _event(given), _quotes(given)
    article = _article(given)
    with captured(), opened(db, writing=True) as log:
        intake = Intake(log, chosen_in(log, _partnership(given)))
        text = Text(article.text)
        if known := intake.known(article, text):
            return result({"draft": None, "why_not": known})
        proposal = proposed(event, quotes, text, article.published)
        taken = intake.propose(article, text, proposal, f"{one_line(client)[:100]} over MCP")
    return result({"draft": taken.number, "why_not": taken.why_not})


async def accepted(
    ctx: ServerRequestContext[Any], asked: CallToolRequestParams, db: str, approver: str
) -> CallToolResult | InputRequiredResult:
    """Append the draft that is *asked* for in the name of *approver*, if the user agrees."""
    given = asked.arguments or {}
    slug, draft = await anyio.to_thread.run_sync(_open, given, db)
    answer = await _agreement(ctx, asked, draft)
    if isinstance(answer, InputRequiredResult):
        return answer
    if answer.action != "accept" or (answer.content or {}).get("accept") is not True:
        raise InputError("The user did not agree; nothing was appended.")
    return await anyio.to_thread.run_sync(_append, slug, draft, db, approver)


def _open(given: Mapping[str, Any], db: str) -> tuple[str, Draft]:
    _require_known(given, _accept())
    number = given.get("draft")
    if not isinstance(number, int) or isinstance(number, bool):
        raise UsageError("'draft' has to be the number of a draft.")
    slug, draft = one({"db": db, "partnership": _partnership(given), "number": number})
    if draft.state != OPEN:
        raise DecidedError(draft)
    return slug, draft


async def _agreement(
    ctx: ServerRequestContext[Any], asked: CallToolRequestParams, draft: Draft
) -> ElicitResult | InputRequiredResult:
    """Return what the user says to *draft*, or how the client has to ask.

    Since 2026-07-28 the client is told to ask and to call again; before, it is asked meanwhile.
    """
    asks = ClientCapabilities(elicitation=ElicitationCapability())
    if not ctx.session.check_client_capability(asks):
        raise InputError(
            "Your program cannot ask its user. A person accepts it with "
            f"`timeline inbox accept {draft.number}`."
        )
    form = ElicitRequestFormParams(message=_question(draft), requested_schema=_FORM)
    if ctx.session.can_send_request:
        return await ctx.session.elicit_form(form.message, _FORM, ctx.request_id)
    shown = sha256(draft.draft.encode()).hexdigest()
    answer = (asked.input_responses or {}).get(ACCEPT)
    if isinstance(answer, ElicitResult) and asked.request_state == shown:
        return answer
    request = ElicitRequest(params=form)
    return InputRequiredResult(input_requests={ACCEPT: request}, request_state=shown)


_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {"accept": {"type": "boolean", "title": "Append this event to the record"}},
    "required": ["accept"],
}


def _question(draft: Draft) -> str:
    return (
        f"Append draft {draft.number} as an event? Proposed by {draft.proposer}, from "
        f"{draft.publisher or 'an article'}, {draft.address or 'without address'}:\n\n{draft.draft}"
    )


def _append(slug: str, draft: Draft, db: str, approver: str) -> CallToolResult:
    given = {"db": db, "partnership": slug, "number": draft.number, "actor": approver}
    with captured():
        accept_as({**given, "dry_run": False, "form": "json"}, slug, draft)
    _, decided = one(given)
    return result({"event": decided.event})


def result(value: dict[str, Any]) -> CallToolResult:
    """Return *value* as the result of a tool."""
    text = TextContent(type="text", text=json_text.dump(value, indent=None))
    return CallToolResult(content=[text], structured_content=value)


def _require_known(given: Mapping[str, Any], tool: Tool) -> None:
    known = tool.input_schema["properties"]
    for name in given:
        if name not in known:
            raise UsageError(f"{tool.name} has no argument '{name}'. It has: {', '.join(known)}.")
    for name, schema in known.items():
        if schema == _TEXT | {"description": schema.get("description")} and not isinstance(
            given.get(name, ""), str
        ):
            raise UsageError(f"'{name}' has to be text, not {json.dumps(given[name])[:40]}.")


def _require_read(given: Mapping[str, Any]) -> None:
    """Raise UsageError if what is *given* of a text would be cut, or is no day."""
    for name, most in (("title", MOST_TITLE), ("publisher", MOST_PUBLISHER), ("text", MOST_TEXT)):
        if len(given.get(name, "")) > most:
            raise UsageError(f"'{name}' has more than {most:,} characters; shorten it.")
    published = given.get("published", "")
    if published and day_in(published) is None:
        raise UsageError(
            f"'published' is no day: '{published[:40]}'. Write 2026-03-10 or 10 March 2026, or "
            "leave it out."
        )


def _partnership(given: Mapping[str, Any]) -> str | None:
    return given.get("partnership") or os.environ.get("TIMELINE_PARTNERSHIP")


def _event(given: Mapping[str, Any]) -> Mapping[str, Any]:
    event = given.get("event")
    if not isinstance(event, dict):
        raise UsageError("'event' has to be an object, with title, changes and what else it has.")
    for key in ("id", "sources", "quotes"):
        if key in event:
            raise UsageError(f"Leave '{key}' out of 'event': the article is its source.")
    return event


def _quotes(given: Mapping[str, Any]) -> list[str]:
    quotes = given.get("quotes")
    if not isinstance(quotes, list) or not all(isinstance(one, str) for one in quotes):
        raise UsageError("'quotes' has to be a list of texts: words of the article.")
    return quotes


def _article(given: Mapping[str, Any]) -> Article:
    """Return the article that is *given*: by its address, at which it is fetched, or its text."""
    url, text = given.get("url"), given.get("text")
    if bool(url) == bool(text):
        raise UsageError("Give either 'url' or 'text'.")
    if text:
        _require_read(given)
        about = {name: given.get(name) for name in ("publisher", "published")}
        title = given.get("title") or text.strip().partition("\n")[0]
        return made(text, title, text.encode(errors="replace"), name="The text", **about)
    for name in ("title", "publisher", "published"):
        if name in given:
            raise UsageError(f"Leave '{name}' out: the page at 'url' says it.")
    network.require_web(str(url))
    articles = [*articles_at(str(url), lambda _: None)]
    if len(articles) != 1:
        raise InputError(f"There are {len(articles)} articles there; name one by its own address.")
    return articles[0]
