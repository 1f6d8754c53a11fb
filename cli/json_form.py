"""The JSON forms: answers, events and sources under the keys that others rely on."""

from cli.terminal import is_harmful

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from events.dates import Date
    from events.kinds import Source
    from timeline.answers import Answer, Claim, Possible
    from timeline.differences import Difference
    from timeline.history import Period
    from timeline.merged import Record
    from timeline.steps import Step

try:
    from _json import encode_basestring as _quoted  # `json` itself takes longer to import.
except ImportError:
    from json.encoder import encode_basestring as _quoted


def dump(value: object, *, indent: int | None = 2) -> str:
    """Return *value* as JSON in which control and bidirectional characters are escaped.

    It is laid out as `json.dumps` does it.
    """
    return escaped(_written(value, indent, "\n"))


def _written(value: object, indent: int | None, margin: str) -> str:
    inner = margin if indent is None else margin + " " * indent
    match value:
        case str():
            return _quoted(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case dict():
            members = [f"{_quoted(key)}: {_written(value[key], indent, inner)}" for key in value]
            return _enclosed("{}", members, margin, inner)
        case list() | tuple():
            return _enclosed("[]", [_written(one, indent, inner) for one in value], margin, inner)
        case _:
            raise TypeError(f"{value!r} has no form in JSON")


def _enclosed(brackets: str, members: "Sequence[str]", margin: str, inner: str) -> str:
    """Put each member on a line of its own, or all on one where nothing is indented."""
    if not members:
        return brackets
    begin, between, end = ("", ", ", "") if inner == margin else (inner, f",{inner}", margin)
    return brackets[0] + begin + between.join(members) + end + brackets[1]


def escaped(text: str) -> str:
    """Return the JSON *text*, which stays the same value, with no harmful character raw in it."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(_escaped(one) if one > "\x1f" and is_harmful(one) else one for one in text)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def text_of(when: "Date | None") -> str | None:
    """Return a date as EDTF text, null where there is none."""
    return when.edtf if when else None


def answer(one: "Answer", record: "Record") -> "dict[str, Any]":
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


def bare(one: "Answer") -> "dict[str, Any]":
    """Return what makes an answer the answer it is, and its event."""
    return {
        "status": one.status,
        "value": one.value,
        "through": text_of(one.through),
        "unless": list(one.unless),
        "possible": [_possible(each) for each in one.possible],
        "event": one.event,
    }


def _possible(one: "Possible") -> "dict[str, Any]":
    return {"status": one.status, "value": one.value, "event": one.event}


def _claim(one: "Claim") -> "dict[str, Any]":
    return {
        "status": one.status,
        "value": one.value,
        "authority": one.authority,
        "event": one.event,
        "contradicts": one.contradicts,
    }


def _step(step: "Step") -> "dict[str, Any]":
    return {
        "event": step.id,
        "verb": step.verb,
        "when": text_of(step.when),
        "announced": text_of(step.announced),
    }


def source(one: "Source") -> "dict[str, Any]":
    """Return a source; where the words are the evidence, with the locator that finds them."""
    form = {
        "url": one.url,
        "title": one.title,
        "publisher": one.publisher,
        "published": text_of(one.published),
    }
    return form | ({"locator": one.locator} if one.locator else {})


def period(one: "Period") -> "dict[str, Any]":
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


def difference(one: "Difference") -> "dict[str, Any]":
    """Return one row of a comparison."""
    return {
        "term": one.after.term.key,
        "cause": one.cause,
        "before": bare(one.before),
        "after": bare(one.after),
        "events": list(one.events),
    }


def lines(rows: "Iterable[Mapping[str, Any]]") -> str:
    """Return *rows* as JSON Lines: each ends its line, and none at all is nothing at all."""
    return "".join(f"{dump(row, indent=None)}\n" for row in rows)
