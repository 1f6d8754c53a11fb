"""Show drafts: a line or two for each in a list, one whole, and all of them as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cli.terminal import dim, printable, wrapped
from cli.wording.dates import instant_in_words
from events.inbox.drafts import OPEN, REJECTED, Draft
from timeline.intake.quotes import Text

AROUND = 60
"""How many characters of the article are shown on each side of a quote."""


class Coverage(NamedTuple):
    """The numbers of the *drafts* that tell one piece of news, and the *origins* it comes from."""

    drafts: tuple[int, ...]
    origins: tuple[str, ...]

    def __str__(self) -> str:
        articles, origins = len(self.drafts), len(self.origins)
        kinds = "origin" if origins == 1 else "origins"
        return f"{articles} articles from {origins} {kinds}: {', '.join(self.origins)}"


def coverage_of(every: Sequence[Draft]) -> dict[int, Coverage]:
    """Return the coverage of the news that each draft in *every* tells, by number of the draft.

    Rejected drafts do not count towards it, nor do earlier versions of an article.
    """
    bodies = {one.number: json.loads(one.body) for one in every}
    groups: dict[int, list[int]] = {}
    replaced = {body["replaces"] for body in bodies.values()}
    for one in every:
        if one.state != REJECTED and one.number not in replaced:
            groups.setdefault(bodies[one.number]["repeats"] or one.number, []).append(one.number)
    told = {
        first: Coverage(tuple(numbers), tuple(sorted({bodies[one]["origin"] for one in numbers})))
        for first, numbers in groups.items()
    }
    alone = Coverage((), ())
    return {number: told.get(body["repeats"] or number, alone) for number, body in bodies.items()}


def as_json(slug: str, drafts: Sequence[Draft], every: Sequence[Draft]) -> dict[str, Any]:
    """Return *drafts* of the partnership *slug* as JSON; *every* is all the drafts it has."""
    told = coverage_of(every)
    return {"partnership": slug, "drafts": [_object(one, told[one.number]) for one in drafts]}


def _object(draft: Draft, told: Coverage) -> dict[str, Any]:
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
        "origin": body["origin"],
        "repeats": body["repeats"],
        "replaces": body["replaces"],
        "told_by": list(told.drafts),
        "origins": list(told.origins),
        "draft": draft.draft,
    }


def listed(drafts: Sequence[Draft], every: Sequence[Draft]) -> Iterator[str]:
    """Yield the lines that list *drafts*; *every* is all the drafts of the partnership."""
    told, events = coverage_of(every), {one.number: one.event for one in every}
    for draft in drafts:
        body = json.loads(draft.body)
        state = "" if draft.state == OPEN else f" ({draft.state})"
        yield from wrapped(f"{draft.number}  {printable(draft.title)}{state}", rest="   ")
        terms = ", ".join(one["term"] for one in body["changes"]) or "no term"
        where = [draft.publisher, draft.published, terms]
        yield from map(dim, wrapped("; ".join(printable(one) for one in where if one), first="   "))
        for event in body["like"][:1]:
            yield from wrapped(f"It may be the news of {event}.", first="   ")
        if body["replaces"]:
            yield from wrapped(f"It is a new text of draft {body['replaces']}.", first="   ")
        yield from _same_news(body["repeats"], told[draft.number], events)


def _same_news(
    first: int | None, told: Coverage, events: Mapping[int, str | None]
) -> Iterator[str]:
    """Yield a line if others tell the news of a draft, too; *first* told it before this one."""
    if first:
        event = f", which is {events[first]} now" if events.get(first) else ""
        yield from wrapped(f"It tells what draft {first} does{event}.", first="   ")
    elif len(told.drafts) > 1:
        yield from wrapped(f"Told by {printable(str(told))}.", first="   ")


def whole(draft: Draft, every: Sequence[Draft]) -> Iterator[str]:
    """Yield the lines that show one *draft*: its origin, its quotes in their place, its text.

    *every* is all the drafts of the partnership.
    """
    yield from wrapped(f"Draft {draft.number}, {draft.state}: {printable(draft.title)}", rest="  ")
    origin = [draft.publisher, draft.published, draft.language, draft.address]
    yield from wrapped("; ".join(printable(one) for one in origin if one), first="  ")
    added = instant_in_words(draft.added)
    yield from wrapped(f"Proposed by {printable(draft.proposer)}, {added}.", first="  ")
    told = coverage_of(every)[draft.number]
    if len(told.drafts) > 1:
        numbers = ", ".join(map(str, told.drafts))
        yield from wrapped(f"Told by {printable(str(told))} (drafts {numbers}).", first="  ")
    else:
        yield from wrapped(f"Origin, by its words: {_origin(draft)}.", first="  ")
    if draft.decided:
        yield from wrapped(_decision(draft), first="  ")
    if draft.article is not None:
        yield from _in_place(Text(draft.article), json.loads(draft.body)["quotes"])
    yield ""
    yield printable(draft.draft.rstrip("\n"), lines=True)


def _origin(draft: Draft) -> str:
    return printable(json.loads(draft.body)["origin"])


def _decision(draft: Draft) -> str:
    reason = f": {printable(draft.reason)}" if draft.reason else ""
    event = f" as {draft.event}" if draft.event else ""
    did = f"{draft.state.capitalize()} by {printable(draft.decider or '')}"
    return f"{did}{event}, {instant_in_words(draft.decided or '')}{reason}"


def _in_place(text: Text, quotes: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield each quote with the words around it, marked as the words of a stranger."""
    if quotes:
        yield ""
        yield "The article says, where [ and ] enclose what is kept:"
    for one in quotes:
        start, end = one["start"], one["end"]
        before = text.plain[max(start - AROUND, 0) : start].rpartition("\n")[2]
        after = text.plain[end : end + AROUND].partition("\n")[0]
        said = f"…{before}[{text.plain[start:end]}]{after}…"
        yield from wrapped(printable(" ".join(said.split())), first="  | ", rest="  | ")
