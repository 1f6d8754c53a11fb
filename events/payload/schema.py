"""The grammar of payloads: the keys, types and rules of every kind of mapping.

`fast` and `explain` read payloads according to these tables, and `write` writes them so.
"""

from events.model.kinds import (
    Act,
    Assert,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    ExpectedClaim,
    ExpectedPlan,
    Issue,
    Redefine,
    Retract,
    Thing,
    key_of,
)
from events.payload import counted_days as counted
from events.payload import date_values as dates
from events.payload import rules, values
from events.payload.change_schema import BY, CHANGE_LIST, names_key
from events.payload.shapes import Fields, Key, Listing, Mappings, Plain, Said, Shape, made
from events.payload.thing_schema import DEFINITIONS, OWN_ID, definition_of
from events.payload.values import TEXT

_GLOBS = Listing(values.GLOB, "write [term-name, \"cloud.*\", …], with '*' for any letters")
_CITED = Listing(values.SOURCE, "write [source-name, …]", 1, "an event cites at least one source")
_FIELD_KEYS = (
    Key("when", counted.WHEN),
    Key("announced", dates.PUBLIC),
    Key("after", values.EVENT),
    Key("dates", values.EVENT),
    Key("calls-off", values.EVENT),
    Key("confirms", values.EVENT),
    Key("denies", values.EVENT),
    Key("title", TEXT, needed="say in one line what happened"),
    Key("summary", TEXT),
    Key("authority", values.AUTHORITY),
    BY,
    Key("sources", _CITED, needed="an event cites at least one source"),
    names_key("met", values.CONDITION, "condition"),
    Key("restates", _GLOBS),
    Key("changes", CHANGE_LIST),
)
EVENT_KEYS = {key.attribute: key.name for key in _FIELD_KEYS}
"""The key of each field of an event, in the order in which files show them."""

_BETWEEN_FIELDS = (rules.CHANGES_IN_ORDER, rules.ITSELF)

EVENT = Shape(
    Event,
    (Key("id", values.EVENT, needed="name an event"), *_FIELD_KEYS),
    _BETWEEN_FIELDS,
)

_REASON = "say why it should never have been recorded"


def _corrected(plain: Plain, fields: Fields) -> object:
    own = {name: fields.pop(name) for name in ("event", "id", "reason")}
    given = frozenset(field for field, key in EVENT_KEYS.items() if key in plain)
    return made(Correct, {**own, "fields": made(Correction, {**fields, "given": given})})


def _said_by_correction(act: object) -> Said:
    assert isinstance(act, Correct)
    return {**vars(act.fields), "event": act.event, "id": act.id, "reason": act.reason}


_REMOVABLE = {
    **dict.fromkeys(("after", "dates", "calls-off", "confirms", "denies"), values.MAYBE_EVENT),
    "summary": values.MAYBE_TEXT,
    "authority": values.MAYBE_AUTHORITY,
}
"""The types of fields that a correction may also remove from an event, by giving null."""

_CORRECT = Shape(
    Correction,
    (
        Key("correct", values.EVENT, "event", needed="name an event"),
        OWN_ID,
        Key("reason", TEXT, needed="say why the record is corrected"),
        *(Key(key.name, _REMOVABLE.get(key.name, key.value)) for key in _FIELD_KEYS),
    ),
    (rules.replaces(EVENT_KEYS.values()), *_BETWEEN_FIELDS),
    build=_corrected,
    said_by=_said_by_correction,
)
_RETRACT = Shape(
    Retract,
    (
        Key("retract", values.ACT_ID, "event", needed="name an event"),
        OWN_ID,
        Key("reason", TEXT, needed=_REASON),
    ),
)
_COVER = Shape(
    Cover,
    (
        Key("cover", dates.COVERED, "through", needed="say through which day the log is complete"),
        OWN_ID,
        Key("from", dates.FIRST_DAY, "since"),
        Key("terms", _GLOBS),
    ),
    (rules.COVERS,),
)
_SAID = (
    Key("value", TEXT),
    Key("status", values.STATUS),
    Key("authority", values.AUTHORITY),
    BY,
    Key("since", dates.EXPECTED_DATE),
    Key("through", dates.EXPECTED_DATE),
)
_CLAIM = Shape(ExpectedClaim, _SAID)
_PLAN = Shape(
    ExpectedPlan,
    (
        Key("verb", values.VERB),
        Key("value", TEXT),
        Key("when", dates.EXPECTED_DATE),
        Key("once", values.CONDITION),
    ),
)


def _list_of(kind: str, advice: str, shape: Shape) -> Mappings:
    return Mappings(kind, advice, lambda _: shape, lambda _: shape, lambda _: None)


EXPECTED = (
    *_SAID,
    names_key("unless", values.CONDITION, "condition"),
    Key("while", values.TERM, "hinge"),
    Key("last_confirmed", dates.EXPECTED_DATE),
    Key("confirmed", values.EVENT),
    Key("carried", values.EVENT),
    Key("flags", Listing(values.FLAG_NAME, "write [disputed, …], or [] for no flag")),
    Key("claims", _list_of("claim", "{value: TEXT, by: [SPEAKER]}", _CLAIM)),
    Key("pending", _list_of("plan", "{value: TEXT, when: DATE}", _PLAN)),
)
"""What an assertion may expect, under the keys of `as-of -o json`, from which they are copied."""

_ASSERT = Shape(
    Assert,
    (
        Key("assert", values.TERM, "term", needed="name a term"),
        OWN_ID,
        Key("on", dates.DAY, needed="say on which day the answer is expected"),
        Key("known", dates.CUT),
        *EXPECTED,
    ),
    (rules.expects([key.name for key in EXPECTED]),),
)
_ISSUE = Shape(
    Issue,
    (
        Key("issue", TEXT, "name", needed="name what was issued"),
        OWN_ID,
        Key("command", TEXT, needed="say which command gave it"),
        Key("head", values.DIGEST, needed="give a digest"),
        Key("sha256", values.DIGEST, needed="give a digest"),
        Key("last", dates.DATE),
    ),
)

_ON_THE_RECORD = {
    "correct": _CORRECT, "retract": _RETRACT, "cover": _COVER, "assert": _ASSERT, "issue": _ISSUE,
}  # fmt: skip

ACT_VERBS = ("correct", "retract", "define", "redefine", "cover", "assert", "issue")
"""The keys that mark a mapping as an act on the record; without any of them it is an event."""

_VERBS = frozenset(ACT_VERBS)

SHAPES = (
    EVENT,
    *_ON_THE_RECORD.values(),
    *(shape for shapes in DEFINITIONS.values() for shape in shapes.values()),
)
"""The shapes of all acts."""


def shape_of(plain: Plain) -> Shape | None:
    """Return the shape of the act *plain*, or None if it defines an unknown sort of thing."""
    if _VERBS.isdisjoint(plain):
        return EVENT
    verb = next(key for key in plain if key in _VERBS)
    return definition_of(plain, verb) if verb in DEFINITIONS else _ON_THE_RECORD[verb]


def shape_of_act(act: Act) -> Shape:
    """Return the shape in which *act* is written."""
    match act:
        case Event():
            return EVENT
        case Correct():
            return _CORRECT
        case Retract():
            return _RETRACT
        case Define(thing=thing):
            return DEFINITIONS["define"][_sort(thing)]
        case Redefine(thing=thing):
            return DEFINITIONS["redefine"][_sort(thing)]
        case Cover():
            return _COVER
        case Assert():
            return _ASSERT
        case Issue():
            return _ISSUE


def _sort(thing: Thing) -> str:
    return key_of(thing).partition(":")[0]
