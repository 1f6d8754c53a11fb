"""Write acts in the plain shape that payloads and ledger files share."""

from collections.abc import Callable
from functools import cache

from events.model.kinds import Act, Correct
from events.payload.schema import EVENT_KEYS, shape_of_act
from events.payload.shapes import Listing, Mappings, Said, Shape
from events.payload.values import Value, unchanged


def plain(act: Act) -> dict[str, object]:
    """Return *act* as texts, lists and mappings, without the keys that it does not give.

    Fields that a correction removes are None, or an empty list.
    """
    shape = shape_of_act(act)
    said = _plain(shape, shape.said_by(act))
    if not isinstance(act, Correct):
        return said
    given = {
        key: said.get(key, _EMPTY.get(key))
        for field, key in EVENT_KEYS.items()
        if field in act.fields.given
    }
    return {key: said[key] for key in ("correct", "id", "reason")} | given


_EMPTY: dict[str, list[object]] = {"by": [], "met": [], "restates": [], "changes": []}
"""The values that a correction writes for lists that it removes."""

_Show = Callable[[object], object]


def _plain(shape: Shape, said: Said) -> dict[str, object]:
    written = {}
    for name, attribute, show, absent, blank in _writers(shape):
        held = said[attribute]
        value = absent if held is None else show(held)
        if value is not None and value != blank:
            written[name] = value
    return written


@cache
def _writers(shape: Shape) -> list[tuple[str, str, _Show, object, list[object] | None]]:
    """Return what it takes to write each key; the last is an empty list that is left out.

    Where a key that is left out means something else than an empty list, it is None.
    """
    return [
        (
            key.name,
            key.attribute,
            _showing(key.value),
            getattr(key.value, "absent", None),
            [] if shape.blank.get(key.attribute, ()) == () else None,
        )
        for key in shape.keys
    ]


def _showing(value: Value | Listing | Mappings) -> _Show:
    match value:
        case Value():
            return value.show
        case Listing():
            return _list_of(value.item.show)
        case Mappings():
            return _list_of(_showing_held(value))


def _list_of(show: _Show) -> _Show:
    # An act holds tuples, most often of names, which are written unchanged.
    if show is unchanged:
        return list  # type: ignore[return-value]  # a sequence, by its shape
    return lambda held: [show(one) for one in held]  # type: ignore[attr-defined]  # likewise


def _showing_held(mappings: Mappings) -> _Show:
    def show(held: object) -> object:
        shape = mappings.shape_of_held(held)
        return _plain(shape, shape.said_by(held))

    return show
