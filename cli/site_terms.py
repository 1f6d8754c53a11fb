"""The page of a term: its answer and why it is that, every answer it has had, and the sources."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup, escape

from cli.explanation_shown import EFFECTS, rule
from cli.site_book import Book
from cli.site_pages import page
from cli.site_words import (
    Link,
    cite,
    claimed,
    days,
    event_link,
    limits,
    row,
    source_links,
    term_link,
    timed,
    value,
)
from cli.wording import STATUS, change, said
from events.model.kinds import Term
from timeline.answers import Answer, Claim
from timeline.explanation import Candidate
from timeline.history import Period
from timeline.steps import Step

UP = "../"


def term_pages(book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the page of every term."""
    for key in book.record.terms:
        yield f"{book.slug}/terms/{key}.html", page("term.html", _values(book, key))


def _values(book: Book, key: str) -> dict[str, Any]:
    record, term = book.record, book.record.terms[key]
    since, why = book.explanation(key)
    steps, held = book.steps[key], book.period(key)
    sources = dict.fromkeys(source for step in steps for source in step.sources)
    entry = book.touched.last(
        events={step.id for step in steps},
        terms=[key],
        sources=sources,
        conditions={name for step in steps for name in step.unless},
    )
    return {
        "up": UP,
        "name": book.name,
        "term": term,
        "facts": list(_facts(book, term)),
        "held": days(held.since, held.until),
        "answer": _answer(book, book.answer(key)),
        "why": {
            "since": timed(since) if since > date.min else None,
            "rule": _SECTION.sub("", rule(why)),
            "candidates": [_candidate(book, one) for one in why.candidates],
            "ahead": [_step(book, one) for one in why.ahead],
        },
        "history": [_period(book, one) for one in book.history(key)],
        "claims": list(_claims(book, key)),
        "sources": source_links(record, sources),
        "cite": cite(book, term.title, entry),
    }


def _facts(book: Book, term: Term) -> Iterator[tuple[str, Sequence[Link]]]:
    record = book.record
    yield "Name", [Link(term.key, None)]
    if term.topic:
        yield "Topic", [Link(term.topic, None)]
    conditions = dict.fromkeys(name for step in book.steps[term.key] for name in step.unless)
    if conditions:
        told = (f"{name}: {record.conditions[name].title}" for name in conditions)
        yield "Conditions", [Link(one, None) for one in told]
    former = [old for old, new in record.renamed.items() if new == term.key]
    if former:
        yield "Formerly called", [Link(old, None) for old in former]
    if term.notice is not None:
        yield "Notice", [Link(f"{term.notice} days before its last day", None)]
    if term.key in record.retired:
        into = record.retired[term.key].into
        yield "Its place was taken by", [term_link(record, one, UP) for one in into]


def _answer(book: Book, answer: Answer) -> dict[str, Any]:
    cells = row(book, answer)
    return cells | {
        "possible": [(text, _up(link)) for text, link in cells["possible"]],
        "claims": [(text, _up(link)) for text, link in cells["claims"]],
        "event": _up(cells["event"]),
        "since": timed(answer.since),
        "pending": [_step(book, one) for one in answer.pending],
    }


def _up(link: Link | None) -> Link | None:
    return Link(link.text, f"{UP}{link.href}") if link else None


def _step(book: Book, step: Step) -> dict[str, Any]:
    return {
        "when": timed(step.when) if step.when else "without a date",
        "says": change(step) + limits(step),
        "event": event_link(book.record, step.id, UP),
        "title": step.event.title,
        "authority": step.authority,
        "announced": timed(step.announced),
        "sources": source_links(book.record, step.sources),
    }


def _candidate(book: Book, one: Candidate) -> dict[str, Any]:
    is_vague = one.step.when is not None and not one.step.when.is_day
    return _step(book, one.step) | {"effect": _effect(book, one), "is_vague": is_vague}


def _effect(book: Book, one: Candidate) -> Markup:
    """Say in a sentence what became of a candidate, with a link to the event that it is owed to."""
    by = event_link(book.record, one.by.id, UP) if one.by else Link("nothing", None)
    linked = Markup('<a href="{}">{}</a>' if by.href else "{1}").format(by.href, by.text)
    return escape(EFFECTS[one.effect]).format(by=linked)


def _period(book: Book, one: Period) -> dict[str, Any]:
    answer = one.answer
    return {
        "days": days(one.since, one.until),
        "status": answer.status,
        "words": STATUS[answer.status],
        "value": value(answer),
        "possible": [
            (said(each), event_link(book.record, each.event, UP) if each.event else None)
            for each in answer.possible
        ],
        "event": event_link(book.record, answer.event, UP) if answer.event else None,
        "authority": answer.authority,
        "announced": timed(one.known_from),
        "beside": [_step(book, step) for step in one.beside],
    }


def _claims(book: Book, key: str) -> Iterator[dict[str, Any]]:
    """Yield every claim that ever stood beside an answer, and on which days it did."""
    rows = book.rows(key)
    ends = [first - timedelta(1) for first, _ in rows[1:]]
    found: dict[Claim, tuple[date | None, date | None]] = {}
    for (first, answer), last in zip(rows, [*ends, None], strict=True):
        for claim in answer.claims:
            found[claim] = found.get(claim, (first, last))[0], last
    for claim, (since, until) in found.items():
        yield {
            "says": claimed(claim),
            "event": event_link(book.record, claim.event, UP),
            "days": days(since if since != date.min else None, until),
            "sources": source_links(book.record, claim.sources),
        }


_SECTION = re.compile(r" \(meaning, section \d\)")
"""What leads into a document that stands beside the program, and not on the site."""
