"""Answers, events and sources as JSON, under the keys that other programs rely on.

Many commands import this module before they know whether there is an answer, so `timeline.rule` is
only imported for an answer that needs it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cli.fast.words import day_of as day_of
from cli.terminal import is_harmful, is_harmless
from events.model.amounts import amount_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from events.dates.dates import Date
    from events.dates.durations import Duration
    from events.model.kinds import Source
    from timeline.record.record import Record
    from timeline.record.steps import Step
    from timeline.rule.answer import Answer, Claimed
    from timeline.rule.said import Outcome
    from timeline.rule.terms import PossibleAnswer
    from timeline.views.periods import Period


def dump(value: object, *, indent: int | None = 2) -> str:
    """Return *value* as JSON, indented by *indent*, with harmful characters escaped.

    Harmful are control, invisible and bidirectional characters.
    """
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent))


def escaped(text: str) -> str:
    """Return the JSON *text* with control, invisible and bidirectional characters escaped.

    The escaped text means the same.
    """
    if is_harmless(text.replace("\n", "")):
        return text
    return "".join(_escaped(one) if one > "\x1f" and is_harmful(one) else one for one in text)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def text_of(when: Date | None) -> str | None:
    """Return the date *when* as EDTF text, or None if there is none."""
    return when.edtf if when else None


def written(length: Duration | None) -> str | None:
    """Return the duration *length* as it is written, such as `4m`, or None if there is none."""
    return str(length) if length else None


def once(step: Step | None) -> str | None:
    """Return the condition for which *step* waits or waited before it took effect, or None."""
    return getattr(step.change, "once", None) if step else None


def answer_json(one: Answer, record: Record) -> dict[str, Any]:
    """Return the answer *one* with all its fields; *record* has the sources."""
    decided, term = one.decided, one.term
    deciding = decided.deciding if decided else None
    given = decided.outcome.given if decided else None
    confirmed = one.confirmed or deciding
    holds = given if decided and decided.status != "ended" else None
    return {
        "term": term.key,
        "title": term.title,
        "asks": term.asks,
        "topic": term.topic,
        "status": one.status,
        "value": decided.value if decided else None,
        "amount": amount_text(decided.value, term.unit) if decided else None,
        "unit": term.unit,
        "flags": list(one.flags),
        "authority": decided.authority if decided else None,
        "by": list(deciding.by) if deciding else [],
        "since": text_of(deciding.when) if deciding else None,
        "from": day_of(one.first),
        "until": day_of(one.last),
        "through": text_of(decided.until) if decided else None,
        "renews": written(decided.renews) if decided else None,
        "notice": written((holds.notice if holds else None) or term.notice),
        "unless": conditions(decided) if decided else [],
        "once": once(holds),
        "while": given.hinge if given else None,
        "last_confirmed": text_of(confirmed.when) if confirmed else None,
        "confirmed": _confirmed(one, record),
        "said_unchanged": _unchanged(one, record),
        "event": deciding.event if deciding else None,
        "sources": sources(cited(one), record),
        "possible": [possibility(each, term.unit) for each in one.possible],
        "periods": [answer_json(each, record) for each in one.periods],
        "replaced": [replaced(each) for each in one.replaced],
        "claims": [claim(each, term.unit, record) for each in one.claims],
        "disputes": [dispute(each, record) for each in one.disputes],
        "pending": [pending(each) for each in one.pending],
    }


def bare(one: Answer) -> dict[str, Any]:
    """Return the event that decided the answer *one*, and the fields by which answers differ."""
    decided = one.decided
    deciding = decided.deciding if decided else None
    unit = one.term.unit
    return {
        "status": one.status,
        "value": decided.value if decided else None,
        "amount": amount_text(decided.value, unit) if decided else None,
        "through": text_of(decided.until) if decided else None,
        "renews": written(decided.renews) if decided else None,
        "unless": conditions(decided) if decided else [],
        "possible": [possibility(each, unit) for each in one.possible],
        "event": deciding.event if deciding else None,
    }


def possibility(one: PossibleAnswer, unit: str | None) -> dict[str, Any]:
    """Return *one*, a possible answer of a term that has this *unit*."""
    step = one.deciding
    return {
        "status": one.status,
        "value": one.value,
        "amount": amount_text(one.value, unit),
        "through": text_of(one.until),
        "renews": written(one.renews),
        "unless": conditions(one),
        "event": step.event if step else None,
        "authority": one.authority,
        "since": text_of(step.when) if step else None,
    }


def replaced(one: Outcome) -> dict[str, Any]:
    """Return *one*, an answer of higher rank that another one replaced."""
    from timeline.rule.terms import possible_answer

    form = possibility(possible_answer(one), None)
    return {key: form[key] for key in ("status", "value", "event", "since", "authority")}


def claim(one: Claimed, unit: str | None, record: Record) -> dict[str, Any]:
    """Return the claim *one* about a term that has this *unit*; *record* has the sources."""
    step = one.step
    return {
        "status": "ended" if step.value is None else "in-force",
        "value": step.value,
        "amount": amount_text(step.value, unit),
        "through": text_of(step.until),
        "by": list(step.by),
        "authority": step.authority,
        "event": step.event,
        "since": text_of(step.when),
        "sources": sources(step.sources, record),
        "differs": one.differs,
        "denied_by": denied_by(step),
    }


def denied_by(step: Step) -> str | None:
    """Return the event that denies *step*, or None."""
    return next((one.event for one in step.acted if one.done == "denies"), None)


def dispute(step: Step, record: Record) -> dict[str, Any]:
    """Return the dispute *step*; its list of positions is empty if they are not public.

    *record* has the sources.
    """
    return {
        "event": step.event,
        "since": text_of(step.when),
        "by": list(step.by),
        "authority": step.authority,
        "positions": [{"party": each.party, "says": each.says} for each in step.positions],
        "sources": sources(step.sources, record),
    }


def pending(step: Step) -> dict[str, Any]:
    """Return the announced change *step*: its event, its verb, its value and its dates."""
    return {
        "event": step.event,
        "verb": step.verb,
        "value": step.value,
        "when": text_of(step.when),
        "once": once(step),
        "announced": text_of(step.announced),
    }


def period(one: Period, unit: str | None) -> dict[str, Any]:
    """Return *one*, a period in the history of a term that has this *unit*.

    The fields `since` and `until` are the first and last day of the period.
    """
    decided = one.decided
    deciding = decided.deciding if decided else None
    return {
        "value": decided.value if decided else None,
        "amount": amount_text(decided.value, unit) if decided else None,
        "status": one.status,
        "since": day_of(one.first),
        "until": day_of(one.last),
        "event": deciding.event if deciding else None,
        "known_from": text_of(one.known_from),
        "through": text_of(decided.until) if decided else None,
        "renews": written(decided.renews) if decided else None,
        "unless": conditions(decided) if decided else [],
        "authority": decided.authority if decided else None,
        "by": list(deciding.by) if deciding else [],
        "acted": [each._asdict() for each in deciding.acted] if deciding else [],
        "possible": [] if decided else [possibility(each, unit) for each in one.possible],
        "beside": [beside(step) for step in one.beside],
    }


def beside(step: Step) -> dict[str, Any]:
    """Return *step*, which decided nothing, such as a claim, a restatement, a dispute or a note."""
    return pending(step) | {"by": list(step.by), "authority": step.authority}


def _confirmed(one: Answer, record: Record) -> dict[str, Any] | None:
    """Return the restatement that confirms the answer, or None; `perhaps` unless it surely does."""
    if one.confirmed is None:
        return None
    return {
        "event": one.confirmed.event,
        "perhaps": not one.surely,
        "sources": sources(one.confirmed.sources, record),
    }


def _unchanged(one: Answer, record: Record) -> dict[str, Any] | None:
    if one.unchanged is None:
        return None
    return {
        "event": one.unchanged.event,
        "authority": one.unchanged.authority,
        "sources": sources(one.unchanged.sources, record),
    }


def sources(keys: Iterable[str], record: Record) -> list[dict[str, Any]]:
    """Return the sources that *record* has under *keys*."""
    return [source(record.sources[key]) for key in keys if key in record.sources]


def source(one: Source) -> dict[str, Any]:
    """Return the source *one*; its locator says where in it the evidence stands."""
    return {
        "url": one.url,
        "title": one.title,
        "publisher": one.publisher,
        "published": text_of(one.published),
        "locator": one.locator,
    }


def lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return *rows* as JSON Lines, each ending in a newline."""
    return "".join(f"{dump(row, indent=None)}\n" for row in rows)


def conditions(one: PossibleAnswer) -> list[str]:
    """Return the conditions that would end the answer *one*, in the order they were given."""
    given = one.outcome.given
    written = getattr(given.change, "unless", ()) if given else ()
    return [condition for condition in written if condition in one.unless]


def cited(one: Answer) -> tuple[str, ...]:
    """Return the keys of the sources for what gave, or may have given, the answer *one*."""
    parts = (each for whole in (one, *one.periods) for each in (whole.decided, *whole.possible))
    steps = (each.deciding for each in parts if each)
    return tuple(dict.fromkeys(key for step in steps if step for key in step.sources))
