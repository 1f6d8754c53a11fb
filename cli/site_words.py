"""What a page says of an answer, in the words that its script uses too."""

from collections.abc import Sequence
from typing import Any

from cli.addresses import linked
from cli.answers_shown import named
from cli.site_data import event_address
from cli.wording import STATUS, dated, readable, said
from events.kinds import Source
from timeline.answers import Answer, Claim
from timeline.record import Record


def row(answer: Answer, record: Record) -> dict[str, Any]:
    """Return the cells of the row of a term."""
    return {
        "status": answer.status,
        "words": STATUS[answer.status],
        "value": value(answer),
        "possible": [(said(one), _event(one.event, one.event)) for one in answer.possible],
        "claims": [(claimed(one), _event(one.event, one.event)) for one in answer.claims],
        "positions": [f"{one.party}: {one.says}" for one in answer.positions],
        "flags": answer.flags,
        "since": dated(answer.since) if answer.since else "",
        "event": _event(answer.event, _title(answer.event, record)),
        "standing": standing(answer),
        "sources": [source(record.sources[key]) for key in answer.sources],
    }


def value(answer: Answer) -> str:
    """Say what stands in the place of the value."""
    if answer.possible:
        return "one of:"
    return f"was: {answer.value}" if answer.status == "expired" else answer.value or ""


def claimed(claim: Claim) -> str:
    """Say what a claim says, and whether it contradicts the answer."""
    return f"{'but' if claim.contradicts else 'adds'} {claim.authority}: {said(claim)}"


def standing(answer: Answer) -> str:
    """Say on whose word an answer stands, how long, and what would end it."""
    parts: list[str] = [answer.authority] if answer.authority else []
    if answer.through:
        parts.append(f"through {readable(answer.through)}")
    if answer.unless:
        parts.append(f"unless {', '.join(answer.unless)}")
    if answer.last_confirmed and answer.last_confirmed != answer.since:
        parts.append(f"confirmed {dated(answer.last_confirmed)}")
    return "; ".join(parts)


def source(one: Source) -> dict[str, str | None]:
    """Return a source in words, with its address where that is one of the web."""
    return {"said": named(one), "url": linked(one.url)}


def _title(id: str | None, record: Record) -> str | None:
    found = record.standing(id) if id else None
    return found.event.title if found else None


def _event(id: str | None, text: str | None) -> dict[str, str] | None:
    return {"href": event_address(id), "text": text or id} if id else None


def counts(answers: Sequence[Answer]) -> str:
    """Say how many answers there are of each status and with each flag."""
    from cli.answers_shown import counts as counted

    return counted(answers)
