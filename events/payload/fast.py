"""The fast reader of payloads: it builds an act, or returns None, and `explain` has the reasons.

It checks everything: whatever it refuses, `explain` refuses too, with reasons.
"""

from collections.abc import Callable
from functools import lru_cache

from events.model.kinds import Act
from events.payload.schema import SHAPES, shape_of
from events.payload.shapes import Listing, Mappings, Plain, Shape
from events.payload.values import REFUSALS, RefusedError, Take, Value, take_name

_Read = Callable[[Plain], object]


def act_of(plain: object, *, id_needed: bool = True) -> Act | None:
    """Return the act that *plain* describes, or None if anything is wrong with it.

    Unless *id_needed*, an act other than an event may lack its id, which is then empty.
    """
    if type(plain) is not dict:
        return None
    shape = shape_of(plain)
    if shape is None:
        return None
    try:
        act = _ACTS[shape](plain)
    except REFUSALS:
        return None
    return act if act.id or not id_needed else None


def _reader(shape: Shape) -> _Read:
    """Return a reader for mappings of *shape*, with every lookup done in advance."""
    keys = {key.name: (key.attribute, _taking(key.value)) for key in shape.keys}
    blank, build, size = shape.blank, shape.build, len({key.attribute for key in shape.keys})
    kind, new = shape.kind, object.__new__
    rules = tuple(rule.broken for rule in shape.rules)
    always = any(rule.always for rule in shape.rules)
    about = frozenset[str]().union(*(rule.about for rule in shape.rules))

    def read(plain: Plain) -> object:
        fields = blank.copy()
        for key, value in plain.items():
            attribute, take = keys[key]
            fields[attribute] = take(value)
        if len(fields) != size:
            raise RefusedError
        if always or not about.isdisjoint(plain):
            for broken in rules:
                if broken(plain, fields):
                    raise RefusedError
        if build is not None:
            return build(plain, fields)
        held: object = new(kind)
        held.__dict__.update(fields)
        return held

    return read


def _taking(value: Value | Listing | Mappings) -> Take:
    match value:
        case Value():
            return value.take
        case Listing():
            return _listed(value)
        case Mappings():
            return _mappings(value)


def _listed(listing: Listing) -> Take:
    take, least = listing.item.take, listing.least

    def distinct(items: tuple[object, ...]) -> tuple[object, ...]:
        found = tuple([take(item) for item in items])
        if len(found) > 1 and len(set(found)) != len(found):
            raise RefusedError
        return found

    # Names are short, so caching lists of them takes little memory.
    remembered = lru_cache(1024)(distinct) if take is take_name else distinct

    def read(value: object) -> tuple[object, ...]:
        if type(value) is not list or len(value) < least:
            raise RefusedError
        items = tuple(value)
        return remembered(items) if len(items) <= _FEW else distinct(items)

    return read


_FEW = 8


def _mappings(mappings: Mappings) -> Take:
    shape_of, readers = mappings.shape_of, dict[Shape, _Read]()

    def read_one(plain: object) -> object:
        if type(plain) is not dict:
            raise RefusedError
        shape = shape_of(plain)
        if shape is None:
            raise RefusedError
        reader = readers.get(shape)
        if reader is None:
            reader = readers[shape] = _reader(shape)
        return reader(plain)

    def read(value: object) -> tuple[object, ...]:
        if type(value) is not list:
            raise RefusedError
        return tuple([read_one(item) for item in value])

    return read


_ACTS: dict[Shape, Callable[[Plain], Act]] = {
    shape: _reader(shape)  # type: ignore[misc]  # the shape of an act builds an act
    for shape in SHAPES
}
