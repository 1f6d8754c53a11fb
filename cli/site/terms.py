"""Make the page of a term: its answer and why, its history, and its sources."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from cli.fast.sentences import claimed
from cli.forms import json_text
from cli.site.model import Book
from cli.site.templating import page
from cli.site.words import (
    cite,
    days,
    event_link,
    gone,
    limits,
    row,
    source_links,
    term_link,
    timed,
    with_links,
)
from cli.wording.answers import STATUS, change, limited
from cli.wording.dates import length
from cli.wording.deeds import because
from cli.wording.reasons import EFFECTS, rule
from events.model.kinds import Term
from timeline.record.relations import relations_of
from timeline.record.steps import Step
from timeline.rule.answer import Answer, Claimed, in_place
from timeline.views.explain import Candidate
from timeline.views.periods import Period

UP = "../"


def term_pages(book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the page of every term of *book*."""
    for key in book.record.terms:
        yield f"{book.slug}/terms/{key}.html", page("term.html", _values(book, key))


def _values(book: Book, key: str) -> dict[str, Any]:
    record, term = book.record, book.record.terms[key]
    since, why = book.explanation(key)
    steps, held = book.steps[key], book.period(key)
    sources = dict.fromkeys(source for step in steps for source in step.sources)
    hung = book.chains.with_dependencies(key)
    entry = book.last_entries.last(
        events=book.near({step.event for one in hung for step in book.steps.get(one, ())}),
        terms=hung,
        sources=sources,
        conditions={name for step in steps for name in (*step.unless, *once_of(step))},
    )
    return {
        "up": UP,
        "name": book.name,
        "term": term,
        "facts": list(_facts(book, term)),
        "held": days(held.first, held.last),
        "answer": row(book, book.answer(key), UP),
        "why": {
            "since": timed(since) if since > date.min else None,
            "rule": rule(why),
            "candidates": [_candidate(book, one) for one in why.candidates],
            "ahead": [_step(book, one) for one in why.ahead],
            "void": [_step(book, one) for one in why.void],
        },
        "history": [_period(book, one) for one in book.history(key)],
        "claims": list(_claims(book, key)),
        "sources": source_links(record, sources),
        "cite": cite(book, term.title, entry),
    }


def _facts(book: Book, term: Term) -> Iterator[tuple[str, Sequence[str]]]:
    record = book.record
    yield "Name", [term.key]
    if term.topic:
        yield "Topic", [term.topic]
    standing = _standing(book.answer(term.key))
    conditions = dict.fromkeys(name for step in standing for name in (*step.unless, *once_of(step)))
    if conditions:
        yield "Conditions", [record.conditions[name].title for name in conditions]
    hinges = dict.fromkeys(step.hinge for step in standing if step.hinge)
    if hinges:
        yield "Hangs on", [term_link(record, one, UP) for one in hinges]
    former = [old for old, new in record.renamed.items() if new == term.key]
    if former:
        yield "Formerly called", former
    if term.unit is not None:
        yield "Unit", [term.unit]
    if term.notice is not None:
        yield "Notice", [f"{length(term.notice)} before its last day"]
    if term.key in record.retired:
        into = record.retired[term.key].into
        yield "Its place was taken by", [term_link(record, one, UP) for one in into]


def _standing(answer: Answer) -> list[Step]:
    """Return the statements that *answer*, or what it may be, rests on while it is in force."""
    several = (answer.decided,) if answer.decided else answer.possible
    given = (one.outcome.given for one in several if one.status == "in-force")
    return [step for step in (*given, *answer.pending) if step]


def _step(book: Book, step: Step) -> dict[str, Any]:
    relations = relations_of(book.record)
    return {
        "when": timed(step.when) if step.when else "without a date",
        "says": change(step) + limits(step, book.title_of),
        "because": [with_links(book.record, one, UP) for one in because(step, relations)],
        "event": event_link(book.record, step.event, UP),
        "authority": step.authority,
        "announced": timed(step.announced),
        "sources": source_links(book.record, step.sources),
    }


def once_of(step: Step) -> list[str]:
    """Return the condition for which *step* waits, or nothing."""
    once = json_text.once(step)
    return [once] if once else []


def _candidate(book: Book, one: Candidate) -> dict[str, Any]:
    return _step(book, one.step) | {"effect": _effect(book, one), "perhaps": one.perhaps}


def _effect(book: Book, one: Candidate) -> Markup:
    """Say in a sentence what became of a candidate, with a link to the event responsible."""
    by = event_link(book.record, one.by.event, UP) if one.by else "nothing"
    return escape(EFFECTS[one.effect]).format(by=by)


def _period(book: Book, one: Period) -> dict[str, Any]:
    deciding = one.decided.deciding if one.decided else None
    return {
        "days": days(one.first, one.last),
        "status": one.status,
        "words": STATUS[one.status],
        "value": period_value(one),
        "possible": [
            (limited(each), event_link(book.record, each.deciding.event, UP))
            if each.deciding
            else (limited(each), None)
            for each in (one.possible if one.decided is None else ())
        ],
        "event": event_link(book.record, deciding.event, UP) if deciding else None,
        "authority": one.decided.authority if one.decided else None,
        "announced": timed(one.known_from),
        "beside": [_step(book, step) for step in one.beside],
    }


def period_value(one: Period) -> str:
    """Return the text shown as the value in *one*, a period of a history."""
    if one.decided is None:
        return "one of:"
    return gone(one.decided) if one.status == "expired" else one.decided.value or ""


def _claims(book: Book, key: str) -> Iterator[dict[str, Any]]:
    """Yield every claim that ever stood, with the days on which it may have stood."""
    found: dict[Step, tuple[int, int]] = {}
    for first, last, state in book.by_day.line(key):
        for step in in_place(state.claims):
            found[step] = found.get(step, (first, last))[0], last
    for step, (first, last) in found.items():
        yield {
            "says": claimed(Claimed(step=step, differs=False)),
            "public": timed(step.announced),
            "event": event_link(book.record, step.event, UP),
            "days": days(first, last),
            "sources": source_links(book.record, step.sources),
        }
