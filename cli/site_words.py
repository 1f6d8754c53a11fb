"""What pages say: answers, dates, sources and entries, in words that a template puts in place."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from markupsafe import Markup

from cli.addresses import linked
from cli.answers_shown import named
from cli.site_book import Book
from cli.terminal import printable
from cli.wording import STATUS, dated, readable, said
from events.dates import Date
from events.log import Entry
from events.model.kinds import Source
from timeline.answers import Answer, Claim
from timeline.merged import Record
from timeline.steps import Step


class Link(NamedTuple):
    """Words, and where they lead: None where there is no page of them, or none on the web."""

    text: str
    href: str | None


def event_link(record: Record, id: str, up: str = "", *, titled: bool = False) -> Link:
    """Return a link to the page of an event, seen from *up*: by its id, or by its title."""
    found = record.standing(id) if titled else None
    return Link(found.event.title if found else id, f"{up}events/{id}.html")


def term_link(record: Record, key: str, up: str = "") -> Link:
    """Return a link to the page of a term, seen from *up*."""
    name = record.renamed.get(key, key)
    return Link(record.terms[name].title, f"{up}terms/{name}.html")


def source_link(one: Source) -> Link:
    """Return a source in words, with its address where that is one of the web."""
    return Link(named(one), linked(one.url))


def source_links(record: Record, keys: Iterable[str]) -> list[Link]:
    """Return sources, each once."""
    return [source_link(record.sources[key]) for key in dict.fromkeys(keys)]


def timed(when: Date | date | None, text: str | None = None) -> Markup:
    """Return a date as HTML has it: in *text*, or as exactly as it is known."""
    if when is None:
        return Markup("")
    exact = when.isoformat() if isinstance(when, date) else when.edtf
    shown = printable(text or (exact if isinstance(when, date) else dated(when)))
    if _is_time(exact):
        return Markup('<time datetime="{}">{}</time>').format(exact, shown)
    return Markup("{}").format(shown)


_is_time = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?").fullmatch


def instant(recorded: str) -> Markup:
    """Return an instant in words, to the second."""
    said = f"{recorded[:10]}, {recorded[11:19]} UTC"
    return Markup('<time datetime="{}">{}</time>').format(recorded, said)


def days(since: date | None, until: date | None) -> Markup:
    """Say on which days something was so."""
    if since is None and until is None:
        return Markup("on every day")
    if since is None:
        return Markup("through {}").format(timed(until))
    if until is None:
        return Markup("from {} on").format(timed(since))
    if since == until:
        return timed(since)
    return Markup("{} through {}").format(timed(since), timed(until))


def row(book: Book, answer: Answer) -> dict[str, Any]:
    """Return the cells of the row of a term; its script writes the same."""
    record = book.record

    def link(id: str | None, *, titled: bool = False) -> Link | None:
        return event_link(record, id, titled=titled) if id else None

    return {
        "key": answer.term.key,
        "title": answer.term.title,
        "href": f"terms/{answer.term.key}.html",
        "status": answer.status,
        "words": STATUS[answer.status],
        "value": value(answer),
        "possible": [(said(one), link(one.event)) for one in answer.possible],
        "claims": [(claimed(one), link(one.event)) for one in answer.claims],
        "positions": [f"{one.party}: {one.says}" for one in answer.positions],
        "flags": answer.flags,
        "since": dated(answer.since) if answer.since else "",
        "event": link(answer.event, titled=True),
        "standing": standing(answer),
        "sources": source_links(record, answer.sources),
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


def limits(step: Step) -> str:
    """Say how long what a step sets runs, and what would end it."""
    through = f"through {readable(step.until)}" if step.until else ""
    unless = f"unless {', '.join(step.unless)}" if step.unless else ""
    parts = [one for one in (through, unless) if one and one != step.value]
    return "".join(f", {one}" for one in parts)


def counted(number: int, one: str, several: str | None = None) -> str:
    """Count things in words: 1 term, 2 terms."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def tallied(names: Sequence[str]) -> str:
    """Say how many there are of each."""
    return ", ".join(f"{names.count(name)} {name}" for name in dict.fromkeys(names))


def cite(book: Book, what: str, entry: Entry) -> dict[str, Any]:
    """Return what somebody needs to cite a page on *what*: the *entry* that it goes back to.

    Its digest in the chain covers all entries before it, and so what the page is not about.
    """
    return {
        "what": what,
        "name": book.name,
        "slug": book.slug,
        "version": entry.version,
        "recorded": entry.recorded,
        "sha256": sha256(entry.payload).hexdigest(),
    }
