"""Write acts as a ledger file that reads back as the same acts in the same order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from events.ledger.references import References
from events.ledger.yaml_writer import block
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


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """An act to be written, with when and by whom it was recorded."""

    act: Act
    recorded: str
    actor: str | None
    numbered: bool
    """Whether the reader of the file would give it the same id by counting."""
    told: dict[str, object] = field(default_factory=dict)
    """The instant or actor that it must give itself because those of the whole file do not fit."""


def write(partnership: str, entries: Iterable[tuple[Act, str, str | None]]) -> str:
    """Return as YAML the acts of *partnership*: *entries*, each with its instant and its actor.

    Definitions at the beginning go where a person looks for them: title, terms, conditions,
    sources. Assertions at the end have a list of their own. All other acts are items of the list
    of events, in their order.
    """
    listed = _numbered(entries)
    recorded, actor = _common(listed)
    listed = list(_with_recording(listed, recorded, actor))
    begun = _head(listed)
    ended = max(begun, _tail(listed))
    parts: dict[str, object] = {
        "partnership": partnership,
        "recorded": recorded,
        "actor": actor,
        **_parts(listed[:begun]),
        "events": [_shape(entry) for entry in listed[begun:ended]],
        "assertions": [_assertion(entry) for entry in listed[ended:]],
    }
    return "\n".join(block({key: parts[key] for key in _TOP if parts.get(key)})) + "\n"


_TOP = (
    "partnership", "title", "parties", "recorded", "actor", "covered_from", "covered_through",
    "terms", "conditions", "sources", "events", "assertions",
)  # fmt: skip


def _numbered(entries: Iterable[tuple[Act, str, str | None]]) -> list[_Entry]:
    references, listed = References(), []
    for act, recorded, actor in entries:
        numbered = not isinstance(act, Event) and references.default_id(act) == act.id
        listed.append(_Entry(act=act, recorded=recorded, actor=actor, numbered=numbered))
        references.add(act)
    return listed


def _common(entries: Sequence[_Entry]) -> tuple[str, str | None]:
    """Return the instant and actor for the whole file: those of the title or else the commonest."""
    match entries:
        case []:
            return "", None
        case [_Entry(act=Define(thing=Partnership())) as title, *_]:
            return title.recorded, title.actor
        case _:
            recorded = Counter(entry.recorded for entry in entries)
            actors = Counter(entry.actor for entry in entries)
            return recorded.most_common(1)[0][0], actors.most_common(1)[0][0]


def _with_recording(
    entries: Sequence[_Entry], recorded: str, actor: str | None
) -> Iterator[_Entry]:
    """Yield the entries, each with what a reader of the file would not assume in *told*.

    A reader assumes *actor*, and the latest instant so far, beginning with *recorded*.
    """
    for entry in entries:
        told: dict[str, object] = {}
        if entry.recorded != recorded:
            told["recorded"] = entry.recorded
        if entry.actor != actor:
            told["actor"] = entry.actor
        yield replace(entry, told=told)
        recorded = max(recorded, entry.recorded)


_RANKS: dict[type, int] = {Partnership: 0, Term: 1, Condition: 2, Source: 3, Cover: 4}
_SECTIONS: dict[type, str] = {Term: "terms", Condition: "conditions", Source: "sources"}


def _head(entries: Sequence[_Entry]) -> int:
    """Return how many of the first entries can go in the head of the file."""
    rank, seen = 0, set()
    for count, entry in enumerate(entries):
        next_rank = _rank(entry.act)
        alone = next_rank in (0, 4)
        if not entry.numbered or next_rank < rank or entry.act.id in seen:
            return count
        if alone and (entry.told or (count and next_rank == rank)):
            return count
        rank = next_rank
        seen.add(entry.act.id)
    return len(entries)


def _rank(act: Act) -> int:
    """Return the place of *act* in the head of a file, or -1 if it has none."""
    if isinstance(act, Cover) and act.terms:
        return -1
    return _RANKS.get(type(act.thing if isinstance(act, Define) else act), -1)


def _tail(entries: Sequence[_Entry]) -> int:
    """Return the index from which all entries are assertions."""
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
            case Cover(since=since, through=through):
                ends = {"covered_from": since, "covered_through": through}
                parts |= {key: str(day) for key, day in ends.items() if day}
            case _:
                raise AssertionError(f"{entry.act.id} has no place in the head of a file")
    return parts | sections


def _assertion(entry: _Entry) -> dict[str, object]:
    shape = _shape(entry)
    named = {"on": shape["on"], "known": shape.get("known"), "term": shape["assert"]}
    return {key: value for key, value in named.items() if value is not None} | {
        key: value for key, value in shape.items() if key not in ("assert", "on", "known")
    }


def _shape(entry: _Entry) -> dict[str, object]:
    shape = plain(entry.act)
    if entry.numbered:
        del shape["id"]
    first = next(iter(shape))
    beginning = {key: shape.pop(key) for key in (first, "id") if key in shape}
    return {**beginning, **entry.told, **{key: _written(key, shape[key]) for key in shape}}


def _written(key: str, value: object) -> object:
    """Return *value*, or the word for a field that a correction removes."""
    return "none" if value is None and key != "summary" else value
