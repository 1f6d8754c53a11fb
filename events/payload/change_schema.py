"""The grammar of changes: the keys that each verb allows, with their types and rules."""

from events.model.kinds import VERBS, Position
from events.payload import counted_days as counted
from events.payload import date_values as dates
from events.payload import rules, values
from events.payload.hints import without_verb
from events.payload.shapes import Breach, Key, Listing, Mappings, Plain, Rule, Shape
from events.payload.values import TEXT, Value


def names_key(key: str, item: Value, what: str) -> Key:
    """Return the grammar of the key *key*, which holds a list of names of type *item*.

    *what* is the noun for the things named, such as `condition`.
    """
    advice = f"write [{what}-name, …], or leave '{key}' out"
    return Key(key, Listing(item, advice))


_SOURCES = Listing(values.SOURCE, "write [source-name, …]")
BY = Key("by", Listing(TEXT, "write [Speaker, …], or leave 'by' out"))

_STATEMENT = (
    Key("when", counted.OWN_WHEN),
    Key("announced", dates.OWN_PUBLIC),
    Key("authority", values.AUTHORITY),
    BY,
    Key("sources", _SOURCES),
    Key("of", values.EVENT),
)
"""The keys that every change may have."""

_NOTE = Key("note", TEXT)
_LASTING = (Key("through", counted.LAST_DAY), Key("during", dates.SPAN))

_POSITION = Shape(
    Position,
    (Key("party", TEXT, needed="say who holds it"), Key("says", TEXT, needed="say what it holds")),
)
_POSITIONS = Mappings(
    "position",
    "{party: NAME, says: TEXT}",
    lambda _: _POSITION,
    lambda _: _POSITION,
    lambda _: None,
)

_OWN: dict[str, tuple[tuple[Key, ...], tuple[Rule, ...]]] = {
    "set": (
        (
            Key("value", TEXT, needed="give the whole answer, or undisclosed, or none"),
            *_LASTING,
            Key("renews", values.DURATION),
            Key("notice", values.DURATION),
            names_key("unless", values.CONDITION, "condition"),
            Key("once", values.CONDITION),
            Key("while", values.TERM, "hinge"),
            *_STATEMENT,
            _NOTE,
        ),
        (rules.OF, rules.DURING, rules.ONCE, rules.RENEWS, rules.IN_ORDER),
    ),
    "claim": (
        (
            Key("value", TEXT),
            Key("ended", values.ENDED, "value"),
            *_LASTING,
            Key("adds", values.FLAG),
            *_STATEMENT,
            _NOTE,
        ),
        (rules.CLAIM, rules.OF, rules.DURING, rules.IN_ORDER),
    ),
    "dispute": ((Key("positions", _POSITIONS), *_STATEMENT, _NOTE), (rules.OF,)),
    "note": ((Key("text", TEXT, needed="say what is worth knowing"), *_STATEMENT), (rules.OF,)),
}
_PLAIN_CHANGE = ((*_STATEMENT, _NOTE), (rules.OF,))


def _change(verb: str) -> Shape:
    keys, kept = _OWN.get(verb, _PLAIN_CHANGE)
    term = Key(verb, values.TERM, "term", needed="name a term")
    return Shape(VERBS[verb], (term, *keys), kept)


CHANGES = {verb: _change(verb) for verb in VERBS}
"""The shapes of changes, by verb."""

OTHER_VERBS = frozenset(VERBS) - {"note"}
"""All verbs except `note`, which is also a key that the others allow."""

_CHANGES_BY_KIND: dict[type, Shape] = {shape.kind: shape for shape in CHANGES.values()}


def _shape_of_change(plain: Plain) -> Shape | None:
    for key in plain:
        if key in OTHER_VERBS:
            return CHANGES[key]
    return CHANGES["note"] if "note" in plain else None


_BESIDE = frozenset[str]().union(*(shape.names for shape in CHANGES.values())) - set(VERBS)
"""The keys that may stand beside a verb and are not verbs themselves."""


def _fault(plain: Plain) -> Breach | None:
    verbs = [key for key in plain if key in OTHER_VERBS]
    if len(verbs) > 1:
        return (), f"One change has one verb; split {' and '.join(map(repr, verbs))}."
    return None if verbs or "note" in plain else without_verb(plain, _BESIDE)


CHANGE_LIST = Mappings(
    "change",
    "'- VERB: TERM'",
    _shape_of_change,
    lambda change: _CHANGES_BY_KIND[type(change)],
    _fault,
)
