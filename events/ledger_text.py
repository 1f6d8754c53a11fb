"""Acts into the text of a ledger file, which reads back as the same acts in the same order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from events.model.kinds import (
    Act,
    Assert,
    Condition,
    Cover,
    Define,
    Event,
    Partnership,
    Source,
    Term,
)
from events.payload.codec import plain
from events.references import References
from events.yaml_text import block


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """An act to be written, with what the file must say beside its content."""

    act: Act
    recorded: str
    numbered: bool
    """Whether a reader would give it its id by counting."""
    dated: bool = True
    """Whether it has to say when it was recorded, being neither common nor as the one before."""


def write(partnership: str, entries: Iterable[tuple[Act, str]]) -> str:
    """Return the YAML of the acts of *partnership*, each with the instant it was recorded.

    Those that stand at the beginning in the order of a file go where a person looks for them:
    title, terms, conditions, sources. All others are items of the list of events, in their order.
    """
    listed = _numbered(entries)
    common = _common(listed)
    listed = list(_dated(listed, common))
    begun = _head(listed, common)
    ended = max(begun, _tail(listed))
    parts: dict[str, object] = {
        "partnership": partnership,
        "recorded": common,
        **_parts(listed[:begun]),
        "events": [_shape(entry) for entry in listed[begun:ended]],
        "assertions": [_assertion(entry) for entry in listed[ended:]],
    }
    return "\n".join(block({key: parts[key] for key in _TOP if parts.get(key)})) + "\n"


_TOP = (
    "partnership", "title", "parties", "recorded", "covered_through",
    "terms", "conditions", "sources", "events", "assertions",
)  # fmt: skip


def _numbered(entries: Iterable[tuple[Act, str]]) -> list[_Entry]:
    references, listed = References(), []
    for act, recorded in entries:
        numbered = not isinstance(act, Event) and references.default_id(act) == act.id
        listed.append(_Entry(act=act, recorded=recorded, numbered=numbered))
        references.add(act)
    return listed


def _common(entries: Sequence[_Entry]) -> str:
    """Return the instant that stands once for all: the title's, which has no other place for it."""
    match entries:
        case []:
            return ""
        case [_Entry(act=Define(thing=Partnership()), recorded=recorded), *_]:
            return recorded
        case _:
            return Counter(entry.recorded for entry in entries).most_common(1)[0][0]


def _dated(entries: Sequence[_Entry], common: str) -> Iterator[_Entry]:
    """Yield the entries, each with whether a reader would find its instant without being told."""
    carried = common
    for entry in entries:
        yield replace(entry, dated=entry.recorded != carried)
        carried = max(carried, entry.recorded)


_RANKS: dict[type, int] = {Partnership: 0, Term: 1, Condition: 2, Source: 3, Cover: 4}
_SECTIONS: dict[type, str] = {Term: "terms", Condition: "conditions", Source: "sources"}


def _head(entries: Sequence[_Entry], common: str) -> int:
    """Count the entries at the beginning that can stand in the head of the file."""
    rank, seen = 0, set()
    for count, entry in enumerate(entries):
        subject = entry.act.thing if isinstance(entry.act, Define) else entry.act
        next_rank = _RANKS.get(type(subject), -1)
        alone = next_rank in (0, 4)
        if not entry.numbered or next_rank < rank or entry.act.id in seen:
            return count
        if alone and (entry.recorded != common or (count and next_rank == rank)):
            return count
        rank = next_rank
        seen.add(entry.act.id)
    return len(entries)


def _tail(entries: Sequence[_Entry]) -> int:
    """Return the index from which all are assertions."""
    start = len(entries)
    while start and isinstance(entries[start - 1].act, Assert):
        start -= 1
    return start


def _parts(head: Sequence[_Entry]) -> dict[str, object]:
    parts: dict[str, object] = {}
    sections: dict[str, dict[str, object]] = {}
    for entry in head:
        said = {key: value for key, value in _shape(entry).items() if key != "define"}
        match entry.act:
            case Define(thing=Partnership()):
                parts |= said
            case Define(thing=Term() | Condition() | Source() as thing):
                sections.setdefault(_SECTIONS[type(thing)], {})[thing.key] = said
            case Cover(through=through):
                parts["covered_through"] = str(through)
            case _:
                raise AssertionError(f"{entry.act.id} has no place in the head of a file")
    return parts | sections


def _assertion(entry: _Entry) -> dict[str, object]:
    shape = _shape(entry)
    named = {"on": shape["on"], "known": shape.get("known"), "term": shape["assert"]}
    return {key: value for key, value in named.items() if value is not None} | {
        key: value for key, value in shape.items() if key not in ("assert", "on", "known")
    }


_ORDER = (
    "correct", "retract", "define", "redefine", "cover", "assert", "issue",
    "id", "recorded", "reason", "on", "known", "when", "announced", "title", "asks", "topic",
    "notice", "renamed", "split", "merged", "command", "head", "sha256", "last",
    "parties", "url", "publisher", "published", "locator", "value", "status",
    "summary", "authority", "sources", "met", "changes",
)  # fmt: skip
_PLACES = {key: number for number, key in enumerate(_ORDER)}


def _shape(entry: _Entry) -> dict[str, object]:
    shape = plain(entry.act)
    if entry.numbered:
        del shape["id"]
    if entry.dated:
        shape["recorded"] = entry.recorded
    return {key: _written(key, shape[key]) for key in sorted(shape, key=_PLACES.__getitem__)}


def _written(key: str, value: object) -> object:
    """Return *value* in texts: what JSON says with null or true has a word in a ledger file."""
    match value:
        case None:
            return "" if key == "summary" else "none"
        case True:
            return "true"
        case list():
            return [_written("", item) for item in value]
        case dict():
            return {inner: _written(inner, item) for inner, item in value.items()}
        case _:
            return value
