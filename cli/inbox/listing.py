"""Show drafts: a line or two for each in a list, one whole, and all of them as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from cli.terminal import dim, printable, wrapped
from events.inbox.drafts import OPEN, Draft
from timeline.intake.quotes import Text

AROUND = 60
"""How many characters of the article are shown on each side of a quote."""


def as_json(slug: str, drafts: Sequence[Draft]) -> dict[str, Any]:
    """Return *drafts* of the partnership *slug* as a JSON object."""
    return {"partnership": slug, "drafts": [_object(one) for one in drafts]}


def _object(draft: Draft) -> dict[str, Any]:
    body = json.loads(draft.body)
    text = Text(draft.article) if draft.article is not None else None
    return {
        "id": draft.number,
        "state": draft.state,
        "title": draft.title,
        "source": draft.address,
        "publisher": draft.publisher,
        "published": draft.published,
        "language": draft.language,
        "snapshot": draft.snapshot,
        "added": draft.added,
        "proposed_by": draft.proposer,
        "approved_by": draft.decider if draft.state not in (OPEN, "rejected") else None,
        "decided": draft.decided,
        "decided_by": draft.decider,
        "reason": draft.reason,
        "event": draft.event,
        "changes": body["changes"],
        "quotes": [
            {**one, "found": None if text is None else text.find(one["text"]) is not None}
            for one in body["quotes"]
        ],
        "like": body["like"],
        "draft": draft.draft,
    }


def listed(drafts: Sequence[Draft]) -> Iterator[str]:
    """Yield the lines of a list of *drafts*."""
    for draft in drafts:
        body = json.loads(draft.body)
        state = "" if draft.state == OPEN else f" ({draft.state})"
        yield from wrapped(f"{draft.number}  {printable(draft.title)}{state}", rest="   ")
        terms = ", ".join(one["term"] for one in body["changes"]) or "no term"
        where = [draft.publisher, draft.published, terms]
        yield from map(dim, wrapped("; ".join(printable(one) for one in where if one), first="   "))
        for event in body["like"][:1]:
            yield from wrapped(f"It may be the news of {event}.", first="   ")


def whole(draft: Draft) -> Iterator[str]:
    """Yield the lines that show one *draft*: its origin, its quotes in their place, its text."""
    yield from wrapped(f"Draft {draft.number}, {draft.state}: {printable(draft.title)}", rest="  ")
    origin = [draft.publisher, draft.published, draft.language, draft.address]
    yield from wrapped("; ".join(printable(one) for one in origin if one), first="  ")
    yield from wrapped(f"Proposed by {printable(draft.proposer)}, {draft.added}.", first="  ")
    if draft.decided:
        yield from wrapped(_decision(draft), first="  ")
    if draft.article is not None:
        yield from _in_place(Text(draft.article), json.loads(draft.body)["quotes"])
    yield ""
    yield printable(draft.draft.rstrip("\n"), lines=True)


def _decision(draft: Draft) -> str:
    reason = f": {printable(draft.reason)}" if draft.reason else ""
    event = f" as {draft.event}" if draft.event else ""
    did = f"{draft.state.capitalize()} by {printable(draft.decider or '')}"
    return f"{did}{event}, {draft.decided}{reason}"


def _in_place(text: Text, quotes: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield each quote with the words around it: what a stranger wrote, marked as such."""
    if quotes:
        yield ""
        yield "The article says, where [ and ] enclose what is kept:"
    for one in quotes:
        start, end = one["start"], one["end"]
        before = text.plain[max(start - AROUND, 0) : start].rpartition("\n")[2]
        after = text.plain[end : end + AROUND].partition("\n")[0]
        said = f"…{before}[{text.plain[start:end]}]{after}…"
        yield from wrapped(printable(" ".join(said.split())), first="  | ", rest="  | ")
