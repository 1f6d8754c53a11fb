"""The grammar of definitions: partnerships, terms, conditions and sources."""

from events.model.kinds import (
    Condition,
    Define,
    Partnership,
    Redefine,
    Source,
    Term,
)
from events.model.problems import shown
from events.payload import date_values as dates
from events.payload import rules, values
from events.payload.shapes import (
    Breach,
    Build,
    Fields,
    Key,
    Listing,
    Plain,
    Rule,
    Said,
    Shape,
    made,
)
from events.payload.values import TEXT, RefusedError, Value, checked, is_name

OWN_ID = Key("id", values.ACT_ID, default="")
"""The id of an act on the record; if it is left out, the reader may number the act."""

_TITLE = "give the term a short name for people"
_THINGS: dict[str, tuple[type, tuple[Key, ...], tuple[Rule, ...]]] = {
    "partnership": (
        Partnership,
        (
            Key("title", TEXT, needed="say who the partners are"),
            Key("parties", Listing(TEXT, "write [Party, Other party]")),
        ),
        (),
    ),
    "term": (
        Term,
        (
            Key("title", TEXT, needed=_TITLE),
            Key("asks", TEXT),
            Key("topic", TEXT),
            Key("unit", TEXT),
            Key("like", values.QUESTION),
            Key("notice", values.DURATION),
        ),
        (),
    ),
    "condition": (
        Condition,
        (Key("title", TEXT, needed="say in words when it is met"),),
        (),
    ),
    "source": (
        Source,
        (
            Key("url", values.URL),
            Key("title", TEXT),
            Key("publisher", TEXT),
            Key("published", dates.PUBLIC),
            Key("locator", values.LOCATOR),
            Key("retells", values.SOURCE),
            Key("snapshot", values.DIGEST),
            Key("at", values.SPAN),
        ),
        (rules.FOUND, rules.PLACED),
    ),
}


def _thing(sort: str) -> Value:
    """Return the type of `SORT:NAME`, which an act holds as NAME, or of `partnership`."""
    start = "" if sort == "partnership" else f"{sort}:"

    def take(value: object) -> str:
        if not start:
            return ""
        if type(value) is str and value.startswith(start):
            return checked(value[len(start) :], is_name)
        raise RefusedError

    def why(_: str, value: object) -> str:
        return values.no_name(f"a {sort}", str(value)[len(start) :])

    return Value(take, why, lambda key: start + str(key) if start else sort)


def _definition(verb: str, sort: str) -> Shape:
    kind, keys, kept = _THINGS[sort]
    named = Key(verb, _thing(sort), "key", needed="name what is defined")
    if verb == "define":
        return Shape(kind, (named, OWN_ID, *keys), kept, build=_defined(kind), said_by=_said)
    more = _FATE if sort == "term" else ()
    kept = (*kept, rules.FATE) if more else kept
    keys = (named, OWN_ID, *keys, *more)
    return Shape(kind, keys, kept, build=_redefined(kind), said_by=_said)


_FATE = (
    Key("renamed", values.TERM, default=None),
    Key(
        "split",
        Listing(
            values.TERM,
            "write [term-name, …], or leave 'split' out",
            2,
            "a term is split into two terms or more; for one use 'renamed'",
        ),
        default=(),
    ),
    Key("merged", values.TERM, default=None),
)


def _defined(kind: type) -> Build:
    def build(_: Plain, fields: Fields) -> object:
        return made(Define, {"id": fields.pop("id"), "thing": _made_thing(kind, fields)})

    return build


def _redefined(kind: type) -> Build:
    def build(_: Plain, fields: Fields) -> object:
        own = {"id": fields.pop("id"), "renamed": None, "split": (), "merged": None}
        own |= {name: fields.pop(name) for name in rules.INTO if name in fields}
        return made(Redefine, {**own, "thing": _made_thing(kind, fields)})

    return build


def _made_thing(kind: type, fields: Fields) -> object:
    if kind is Partnership:
        del fields["key"]
    return made(kind, fields)


def _said(act: object) -> Said:
    assert isinstance(act, Define | Redefine)
    return {"key": "", **vars(act.thing), **vars(act)}


DEFINITIONS = {
    verb: {sort: _definition(verb, sort) for sort in _THINGS} for verb in ("define", "redefine")
}
"""The shapes of definitions, by verb and by the sort of thing defined."""


def definition_of(plain: Plain, verb: str) -> Shape | None:
    """Return the shape of the definition *plain*, or None if it names no known sort of thing.

    *verb* is `define` or `redefine`.
    """
    value = plain[verb]
    if type(value) is not str:
        return None
    sort, colon, _ = value.partition(":")
    return DEFINITIONS[verb].get(sort) if bool(colon) == (sort != "partnership") else None


def without_sort(plain: Plain, verb: str) -> Breach:
    """Return the complaint that the definition *plain* names no known sort of thing.

    *verb* is `define` or `redefine`.
    """
    return (verb,), (
        f"Name what is defined: term:NAME, condition:NAME, source:NAME or partnership; "
        f"{shown(plain[verb])} is none of these."
    )
