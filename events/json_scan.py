"""JSON as it is stored, read without the time that `json` takes to import."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def read(text: bytes) -> object:
    """Return the value of the JSON *text*, None where `events.json_text` has to look at it.

    That may refuse it; what is read here it reads as the same.
    """
    try:
        whole = text.decode()
        value, end = _scanned(whole)
    except (ValueError, StopIteration, RecursionError):
        return None
    return value if end == len(whole) else None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a key that stands twice")
    return mapping


def _refuse(number: str) -> "NoReturn":
    raise ValueError(number)


class _Manner:
    """How it is read: as `events.json_text` does."""

    strict = True
    object_hook = None
    object_pairs_hook = staticmethod(_unique)
    parse_float = parse_constant = staticmethod(_refuse)
    parse_int = int


try:
    from _json import make_scanner

    _scan = make_scanner(_Manner)  # type: ignore[arg-type]  # it asks for no more

    def _scanned(text: str) -> tuple[object, int]:
        return _scan(text, 0)

except ImportError:

    def _scanned(text: str) -> tuple[object, int]:
        del text
        raise ValueError("nothing to scan it with")
