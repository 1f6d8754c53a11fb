"""The JSON forms: answers, events and sources under the keys that others rely on."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from events.dates import Date
from events.kinds import Source
from timeline.answers import Answer, Claim, Possible
from timeline.differences import Difference
from timeline.history import Period
from timeline.record import Record
from timeline.steps import Step

_HARMFUL = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def dump(value: object, *, indent: int | None = 2) -> str:
    """Return *value* as JSON in which control and bidirectional characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return escaped(text)


def escaped(text: str) -> str:
    """Return the JSON *text*, which stays the same value, with no harmful character raw in it."""
    return _HARMFUL.sub(lambda found: json.dumps(found[0])[1:-1], text)


def text_of(when: Date | None) -> str | None:
    """Return a date as EDTF text, null where there is none."""
    return when.edtf if when else None


def answer(one: Answer, record: Record) -> dict[str, Any]:
    """Return the answer of a term, whole."""
    form: dict[str, Any] = {
        "term": one.term.key,
        "title": one.term.title,
        "topic": one.term.topic,
        "status": one.status,
        "value": one.value,
        "flags": list(one.flags),
        "authority": one.authority,
        "since": text_of(one.since),
        "through": text_of(one.through),
        "unless": list(one.unless),
        "last_confirmed": text_of(one.last_confirmed),
        "event": one.event,
        "sources": [source(record.sources[key]) for key in one.sources],
        "possible": [_possible(each) for each in one.possible],
        "claims": [_claim(each) for each in one.claims],
    }
    if one.positions:
        form["positions"] = [{"party": each.party, "says": each.says} for each in one.positions]
    if one.pending:
        form["pending"] = [_step(step) for step in one.pending]
    return form


def bare(one: Answer) -> dict[str, Any]:
    """Return what makes an answer the answer it is, and its event."""
    return {
        "status": one.status,
        "value": one.value,
        "through": text_of(one.through),
        "unless": list(one.unless),
        "possible": [_possible(each) for each in one.possible],
        "event": one.event,
    }


def _possible(one: Possible) -> dict[str, Any]:
    return {"status": one.status, "value": one.value, "event": one.event}


def _claim(one: Claim) -> dict[str, Any]:
    return {
        "status": one.status,
        "value": one.value,
        "authority": one.authority,
        "event": one.event,
        "contradicts": one.contradicts,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "event": step.event.id,
        "verb": step.verb,
        "when": text_of(step.when),
        "announced": text_of(step.announced),
    }


def source(one: Source) -> dict[str, Any]:
    """Return a source; where the words are the evidence, with the locator that finds them."""
    form = {
        "url": one.url,
        "title": one.title,
        "publisher": one.publisher,
        "published": text_of(one.published),
    }
    return form | ({"locator": one.locator} if one.locator else {})


def period(one: Period) -> dict[str, Any]:
    """Return one answer of a history; *until* is its last day."""
    return {
        "value": one.answer.value,
        "status": one.answer.status,
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
        "event": one.answer.event,
        "known_from": text_of(one.known_from),
        "possible": [_possible(each) for each in one.answer.possible],
        "beside": [_step(step) for step in one.beside],
    }


def difference(one: Difference) -> dict[str, Any]:
    """Return one row of a comparison."""
    return {
        "term": one.after.term.key,
        "cause": one.cause,
        "before": bare(one.before),
        "after": bare(one.after),
        "events": list(one.events),
    }


def lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return *rows* as JSON Lines: each ends its line, and none at all is nothing at all."""
    return "".join(f"{dump(row, indent=None)}\n" for row in rows)
