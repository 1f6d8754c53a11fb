"""The parts of the grammar: mappings with keys, lists of values, and rules between keys."""

from collections.abc import Callable, Mapping, Sequence

from events.model.problems import Path
from events.payload.values import Value

Plain = dict[str, object]
Fields = dict[str, object]
Said = Mapping[str, object]


class Listing:
    """A list of distinct single values of the type *item*.

    *advice* says how to write the list, and *least* is its minimum length. *few* is the complaint
    about a shorter one.
    """

    __slots__ = ("advice", "few", "item", "least")

    def __init__(self, item: Value, advice: str, least: int = 0, few: str = "") -> None:
        self.item, self.advice, self.least, self.few = item, advice, least, few


class Mappings:
    """A list of mappings; *shape_of* returns the shape of each.

    Where *shape_of* returns None, *fault* returns the reason. *kind* is the word for such a mapping
    in a sentence, and *advice* says how to write one. *shape_of_held* returns the shape in which to
    write a value.
    """

    __slots__ = ("advice", "fault", "kind", "shape_of", "shape_of_held")

    def __init__(
        self,
        kind: str,
        advice: str,
        shape_of: Callable[[Plain], "Shape | None"],
        shape_of_held: Callable[[object], "Shape"],
        fault: Callable[[Plain], "Breach | None"],
    ) -> None:
        self.kind, self.advice, self.fault = kind, advice, fault
        self.shape_of, self.shape_of_held = shape_of, shape_of_held


_OF_KIND = object()


class Key:
    """A key of a mapping, the type of its value, and the *attribute* in which an act holds it.

    By default the attribute is named like the key, with underscores for hyphens. If *needed* is
    given, the key is required, and *needed* is the advice given when it is missing. If an optional
    key is missing, the attribute is *default*, or else the default of its kind. Two keys may share
    an attribute.
    """

    __slots__ = ("attribute", "default", "name", "needed", "value")

    def __init__(
        self,
        name: str,
        value: Value | Listing | Mappings,
        attribute: str = "",
        *,
        needed: str = "",
        default: object = _OF_KIND,
    ) -> None:
        self.name, self.value = name, value
        self.attribute = attribute or name.replace("-", "_")
        self.needed, self.default = needed, default


Breach = tuple[Path, str]
"""The place at which a rule is broken, and the sentence about it."""

Check = Callable[[Plain, Fields], Sequence[Breach]]


class Rule:
    """A rule about certain keys; *broken* returns the places where a mapping breaks it.

    The rule applies to mappings that have one of the keys *about*, or to all if *always*.
    """

    __slots__ = ("about", "always", "broken")

    def __init__(self, broken: Check, about: Sequence[str], *, always: bool = False) -> None:
        self.broken, self.about, self.always = broken, frozenset(about), always

    def concerns(self, plain: Plain) -> bool:
        """Return whether this rule applies to the mapping *plain*."""
        return self.always or not self.about.isdisjoint(plain)


Build = Callable[[Plain, Fields], object]


class Shape:
    """A sort of mapping: its *keys* in file order, its *rules*, and the *kind* of value it becomes.

    *build*, if given, makes the value instead of the constructor; *said_by* is its inverse and
    returns the attributes.
    """

    __slots__ = ("blank", "build", "keys", "kind", "names", "rules", "said_by")

    def __init__(
        self,
        kind: type,
        keys: Sequence[Key],
        rules: Sequence[Rule] = (),
        *,
        build: Build | None = None,
        said_by: Callable[[object], Said] = vars,
    ) -> None:
        self.kind, self.keys, self.rules = kind, tuple(keys), tuple(rules)
        self.names = frozenset(key.name for key in keys)
        self.said_by = said_by
        self.blank = {key.attribute: _default(kind, key) for key in keys if not key.needed}
        self.build = build


def _default(kind: type, key: Key) -> object:
    return getattr(kind, key.attribute) if key.default is _OF_KIND else key.default


def made(kind: type, fields: Fields) -> object:
    """Return a value of *kind* with all its *fields*, skipping the checks of its constructor."""
    held: object = object.__new__(kind)
    held.__dict__.update(fields)
    return held
