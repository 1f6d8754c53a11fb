"""Verification: whether every entry of a log is what was recorded, and none is lost or moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from events import chain, codec, json_text
from events.database import Row
from events.errors import StorageError, TimelineError
from events.forms import is_name
from events.instants import InstantError, parse_instant
from events.kinds import Act
from events.log import Log
from events.subjects import subject_of


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a log; *version* is that of the entry, where it is one."""

    partnership: str | None
    version: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """How many entries were looked at, and the first fault of each partnership."""

    entries: int
    faults: tuple[Fault, ...]


def verify(log: Log) -> Found:
    """Rehash every stored value of *log*; check order, versions, form, and what stands beside it.

    In constant memory, and in one pass over the log.
    """
    faults = [Fault(None, None, sentence) for sentence in log.damages()]
    if faults:
        return Found(0, tuple(faults))
    replay = _Replay(log)
    try:
        for row in log.rows():
            replay.take(row)
        replay.end()
    except StorageError as error:
        replay.faults.append(Fault(None, None, str(error)))
    return Found(replay.entries, tuple(replay.faults))


class _Replay:
    """All entries, one after the other, by partnership and version; and what is beside them."""

    def __init__(self, log: Log) -> None:
        self.entries = 0
        self.faults: list[Fault] = []
        self._last = 0
        self._chain = _Chain(None)
        self._beside = _Beside(log.beside())
        self._counted = log.counts_positions

    def take(self, row: Row) -> None:
        """Let *row* be the next entry."""
        self.entries += 1
        position, slug, version = row[:3]
        self._last = max(self._last, position)
        if slug != self._chain.slug:
            self._chain = _Chain(slug)
        if self._chain.is_broken:
            return
        sentence = self._chain.fault(row) or self._misfit(row)
        if sentence is not None:
            self._chain.is_broken = True
            number = version if type(version) is int else None
            self.faults.append(Fault(slug if type(slug) is str else repr(slug), number, sentence))

    def _misfit(self, row: Row) -> str | None:
        _, slug, version, id, _, payload, _ = row
        act = _act(id, payload)
        return act if isinstance(act, str) else self._beside.fault(slug, version, subject_of(act))

    def end(self) -> None:
        """Look at what is left over, once all entries were seen."""
        if self.faults:
            return
        self.faults += (Fault(None, None, sentence) for sentence in self._beside.rest())
        if self._counted and self._last != self.entries:
            sentence = "The positions of the entries have gaps: entries were moved or removed."
            self.faults.append(Fault(None, None, sentence))


class _Chain:
    """The chain of one partnership, as far as it was followed."""

    def __init__(self, slug: object) -> None:
        self.slug, self.is_broken = slug, False
        self._version, self._digest, self._recorded, self._position = 0, chain.GENESIS, "", 0

    def fault(self, row: Row) -> str | None:
        """Say what is wrong with the next entry, if anything is."""
        position, slug, version, _, recorded, payload, digest = row
        for value, kind in zip(row, _KINDS, strict=True):
            if type(value) is not kind:
                return f"a value is of another type than it was written with: {_short(value)}."
        if not is_name(slug):
            return "this cannot be the name of a partnership."
        if version != self._version + 1:
            return f"it follows version {self._version}; what was between them is missing."
        if not _is_instant(recorded):
            return f"{_short(recorded)} is no instant at which it can have been recorded."
        if recorded < self._recorded:
            return f"it says it was recorded at {recorded}, before the entry above it."
        expected = chain.digest(
            self._digest, partnership=slug, version=version, recorded=recorded, payload=payload
        )
        if digest != expected:
            return "its digest is not that of what it holds: it was altered, or moved here."
        if position <= self._position:
            return f"its position {position} is not after that of the entry above it."
        self._version, self._digest = version, digest
        self._recorded, self._position = recorded, position
        return None


_KINDS = (int, str, int, str, str, bytes, bytes)


def _is_instant(text: str) -> bool:
    try:
        return parse_instant(text) == text
    except InstantError:
        return False


def _act(id: str, payload: bytes) -> Act | str:
    """Return the act of a payload, or say what is wrong with it although it is what was chained."""
    try:
        act = codec.decode(payload)
        stored = json_text.parse(payload)
        canonical = codec.canonical(stored) if isinstance(stored, dict) else b""
    except TimelineError as error:
        return f"it cannot be read: {error}"
    if canonical != payload:
        return "its payload is not in canonical form."
    if act.id != id:
        return f"it stands under the id {_short(id)}, and says that it is {_short(act.id)}."
    return act


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


class _Beside:
    """What is stored beside the log, in the order of the log."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def fault(self, slug: str, version: int, subject: str | None) -> str | None:
        """Say where what is stored up to this entry is not what a replay gives."""
        found = []
        while self._next is not None and _order(self._next) <= _order((slug, version)):
            found.append(self._next)
            self._next = next(self._rows, None)
        expected = [] if subject is None else [(slug, version, subject)]
        if found == expected:
            return None
        stored = ", ".join(_short(row) for row in found[:3]) or "nothing"
        return (
            f"what is stored beside the log up to it is {stored}, where a replay gives "
            f"{_short(expected[0]) if expected else 'nothing'}; `timeline rebuild` mends that."
        )

    def rest(self) -> Iterator[str]:
        """Say what is stored beyond the last entry."""
        if self._next is not None:
            yield (
                f"What is stored beside the log has {_short(self._next)}, which is not in the log; "
                "`timeline rebuild` mends that."
            )


def _order(row: Row) -> list[tuple[int, Any]]:
    """Sort as databases do: numbers, then texts by their bytes, then bytes."""
    return [_rank(value) for value in row[:2]]


def _rank(value: object) -> tuple[int, Any]:
    match value:
        case str():
            return 1, value.encode()
        case bytes():
            return 2, value
        case _:
            return 0, value
