"""Answer the questions over HTTP, each at an address of its own."""

from typing import Annotated, Any
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute
from pydantic import WithJsonSchema
from starlette.exceptions import HTTPException

from cli.fast.help import VERSION
from cli.forms.schemas import components
from cli.registry import COMMANDS
from cli.serve.descriptions import DESCRIPTIONS, INSTRUCTIONS
from cli.serve.etags import Heads, held_by, tag_of
from cli.serve.live import SCRIPT, Page, Pages, script
from cli.serve.problem_details import SCHEMA, Problem
from cli.serve.public_errors import public
from cli.serve.queries import Answer, ask
from events.errors import NotFoundError, TimelineError, UsageError

DATES = "A date as precise as it is known: 2026-02-27, 2025-10, 2025-Q3, [2024-06,2025-06]."
POINT = "A point: DAY, DAY@KNOWN or DAY@KNOWN@INSTANT."


def _text(form: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": form})


def _texts(form: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "items": {"type": "string", "format": form}})


Slug = Annotated[str, _text("slug"), Path(description="The partnership, by its slug.")]
Day = Annotated[str, _text("edtf"), Path(description=f"The day asked about. {DATES}")]
Term = Annotated[str, _text("term"), Path(description="The term, by its name.")]
Event = Annotated[str, _text("event"), Path(description="The event, by its id.")]
From = Annotated[str, _text("point"), Query(alias="from", description=f"Where to begin. {POINT}")]
To = Annotated[str, _text("point"), Query(description=f"Where to end. {POINT}")]
Since = Annotated[str | None, _text("edtf"), Query(description="Where the period begins.")]
Until = Annotated[str | None, _text("edtf"), Query(description="Where the period ends.")]
Known = Annotated[
    str | None, _text("cut"), Query(description="Only what was public by the end of that day.")
]
Recorded = Annotated[
    str | None,
    _text("instant"),
    Query(description="Only what this log held at that instant (UTC; a day means its end)."),
]
After = Annotated[
    str | None,
    _text("slug"),
    Query(description="Only the partnerships that follow this slug: the `next` of an answer."),
]
Value = Annotated[
    str | None,
    _text("value"),
    Query(
        description="Only answers with this value: a text, a pattern such as *2030* or, where the "
        "term has a unit, a comparison such as >20."
    ),
]
Terms = Annotated[
    list[str] | None,
    _texts("glob"),
    Query(alias="term", description="Only these terms: names, or patterns such as cloud.*."),
]


class Asked:
    """A question received over HTTP, to be answered from the server's database."""

    def __init__(self, request: Request) -> None:
        self._request, self._db = request, str(request.app.state.db)
        self._require_known()

    def _require_known(self) -> None:
        """Raise UsageError for unknown or repeated parameters, which would be ignored silently."""
        there = [one.alias for one in self._request.scope["route"].dependant.query_params]
        said = [name for name, _ in self._request.query_params.multi_items()]
        for name in said:
            if name not in there:
                has = f"It has: {', '.join(there)}." if there else "It has none."
                raise UsageError(f"This address has no parameter '{name}'. {has}")
            if said.count(name) > 1 and name != "term":
                raise UsageError(f"'{name}' is said more than once; say which is meant.")

    def answered(self, question: str, slug: str | None = None, **given: object) -> Response:
        """Return the answer to *question* about *slug*, with the parameters *given*.

        The response is a 304 if the client already holds the answer.
        """
        held = held_by(self._request.headers.getlist("if-none-match"))
        address = f"{self._request.url.path}?{self._request.url.query}"
        if slug is None:  # Making a page of a list costs less than reading all heads.
            answer = ask(question, given, self._db)
            tag = tag_of(address, answer.text)
            return _unchanged(tag) if held & {tag, "*"} else _json(answer, {"etag": tag})
        for _ in range(PATIENCE):
            heads = Heads.of(self._db, [slug])
            tag = heads.tag(address)
            if tag in held:
                return _unchanged(tag)
            answer = ask(question, {"partnership": slug, **given}, self._db)
            if heads == Heads.of(self._db, [slug]):
                return _unchanged(tag) if "*" in held else _json(answer, {"etag": tag})
        return _json(answer, {})


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"etag": tag})


def _json(answer: Answer, headers: dict[str, str]) -> Response:
    return Response(answer.text, headers=headers, media_type="application/json")


PATIENCE = 3
"""The number of attempts, while others append, before an answer goes without an entity tag."""

Asking = Annotated[Asked, Depends(Asked)]
router = APIRouter(prefix="/partnerships", default_response_class=Response)


def described(question: str) -> dict[str, Any]:
    """Return the OpenAPI description of the address that answers *question*."""
    refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{question}"}}}
    reasons = {
        404: "There is no such partnership, term or event.",
        422: "The question was refused.",
        503: "The log cannot be read now.",
    }
    return {
        "operation_id": question,
        "summary": COMMANDS[question][1],
        "description": DESCRIPTIONS[question],
        "responses": {
            200: {"description": f"What `timeline {question} -o json` prints.", "content": content},
            304: {"description": "It is what If-None-Match names."},
            **{code: {"description": why, "content": refused} for code, why in reasons.items()},
        },
    }


@router.get("", **described("partnerships"))
def partnerships(asked: Asking, after: After = None, recorded: Recorded = None) -> Response:
    return asked.answered("partnerships", after=after, recorded=recorded)


@router.get("/{slug}/as-of/{date}", **described("as-of"))
def as_of(
    asked: Asking,
    slug: Slug,
    date: Day,
    known: Known = None,
    recorded: Recorded = None,
    terms: Terms = None,
) -> Response:
    return asked.answered("as-of", slug, date=date, known=known, recorded=recorded, term=terms)


@router.get("/{slug}/diff", **described("diff"))
def diff(
    asked: Asking,
    slug: Slug,
    start: From,
    to: To,
    known: Known = None,
    recorded: Recorded = None,
    terms: Terms = None,
) -> Response:
    given = {"from": start, "to": to, "known": known, "recorded": recorded, "term": terms}
    return asked.answered("diff", slug, **given)


@router.get("/{slug}/history/{term}", **described("history"))
def history(
    asked: Asking,
    slug: Slug,
    term: Term,
    value: Value = None,
    known: Known = None,
    recorded: Recorded = None,
) -> Response:
    given = {"value": value, "known": known, "recorded": recorded}
    return asked.answered("history", slug, term=term, **given)


@router.get("/{slug}/changelog", **described("changelog"))
def changelog(
    asked: Asking, slug: Slug, since: Since = None, until: Until = None, recorded: Recorded = None
) -> Response:
    period = None if since is None and until is None else f"{since or ''}..{until or ''}"
    return asked.answered("changelog", slug, period=period, recorded=recorded)


@router.get("/{slug}/events", **described("log"))
def events(
    asked: Asking,
    slug: Slug,
    known: Known = None,
    recorded: Recorded = None,
    terms: Terms = None,
) -> Response:
    return asked.answered("log", slug, known=known, recorded=recorded, term=terms)


@router.get("/{slug}/events/{event}", **described("show"))
def show(asked: Asking, slug: Slug, event: Event, recorded: Recorded = None) -> Response:
    return asked.answered("show", slug, event=event, recorded=recorded)


@router.get("/{slug}/terms", **described("terms"))
def terms(asked: Asking, slug: Slug, recorded: Recorded = None, terms: Terms = None) -> Response:
    return asked.answered("terms", slug, recorded=recorded, term=terms)


MAKING = 4
"""How many requests for pages may be worked on, or wait for one another, at a time.

Other threads answer questions, so a flood of requests for pages does not hold those up.
"""


def site(pages: Pages) -> APIRouter:
    """Return the router for the files of the site, which *pages* makes."""
    router = APIRouter(include_in_schema=False)

    @router.get(f"/{SCRIPT}")
    def looking(request: Request) -> Response:
        return _page(request, script())

    making = CapacityLimiter(MAKING)

    @router.get("/{path:path}")
    async def page(request: Request, path: str) -> Response:
        return await to_thread.run_sync(made, request, path, limiter=making)

    def made(request: Request, path: str) -> Response:
        after = request.query_params.get("after", "")
        found = _found(pages, f"{path}index.html" if path[-1:] in ("", "/") else path, after)
        if found is not None:
            return _page(request, found)
        if path[-1:] != "/" and _found(pages, f"{path}/index.html"):
            return RedirectResponse(f"/{quote(path)}/", 308)
        raise HTTPException(404)

    return router


def _found(pages: Pages, path: str, after: str = "") -> Page | None:
    """Return the page at *path*, or None if there is none.

    An overview begins with the partnership that follows the slug *after*. Raises NotFoundError for
    an unknown partnership, except below the address of the questions, where the path is a mistyped
    question and names no partnership.
    """
    try:
        return pages.find(path, after)
    except NotFoundError:
        if f"/{path}".startswith(f"{router.prefix}/"):
            return None
        raise


def _page(request: Request, page: Page) -> Response:
    held = held_by(request.headers.getlist("if-none-match"))
    if held & {page.tag, "*"}:
        return Response(status_code=304, headers=page.headers)
    return Response(page.body, headers=page.headers)


class Api(FastAPI):
    """The application, which describes its answers by the schemas of the commands' JSON."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document of the application."""
        document = super().openapi()
        addresses = [one for one in router.routes if isinstance(one, APIRoute)]
        questions = [one.operation_id for one in addresses if one.operation_id]
        document["components"] = {"schemas": {**components(questions), "problem": SCHEMA}}
        return document


def api(db: str) -> FastAPI:
    """Return the application that answers from *db*, which is read anew for each question."""
    app = Api(
        title="Partnership timeline",
        version=VERSION,
        description=INSTRUCTIONS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.db = db
    app.include_router(router)
    app.include_router(site(Pages(db)))

    @app.exception_handler(TimelineError)
    def refused(_: Request, error: TimelineError) -> Response:
        return Problem.of(public(error, db)).response()

    @app.exception_handler(RequestValidationError)
    def missing(_: Request, error: RequestValidationError) -> Response:
        names = " and ".join(f"'{one['loc'][-1]}'" for one in error.errors())
        return Problem(422, f"Say {names} too.").response()

    @app.exception_handler(HTTPException)
    def nothing(request: Request, error: HTTPException) -> Response:
        where = f"There is nothing at {request.url.path}; /openapi.json tells what there is."
        return Problem(error.status_code, where).response()

    @app.exception_handler(Exception)
    def broken(_: Request, __: Exception) -> Response:
        return Problem(
            500, "This is a fault of the program; its standard error says where."
        ).response()

    return app
