"""Verification: whether every entry of a log is what was recorded, and none is lost or moved."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from events.errors import IntegrityError, StorageError, TimelineError
from events.log import chain
from events.log.log import Log
from events.model.kinds import Act
from events.model.subjects import subjects_of
from events.payload import codec
from events.payload.entry_values import is_actor
from events.payload.values import is_name
from events.proof.batches import KINDS, Run, is_of, runs
from events.proof.checkpoints import Tree
from events.proof.merkle import Frontier
from events.storage.database import Row


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a log; *version* is that of the entry, where it is one.

    What is *beside* the log is wrong when the log itself is not, and can be made anew.
    """

    partnership: str | None
    version: int | None
    sentence: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many entries were looked at, and what is wrong: of each partnership the first of it.

    *trees* are those over the digests of each partnership, as they are now; *roots* what they were
    at the sizes that were asked about.
    """

    entries: int
    faults: tuple[Fault, ...]
    trees: Mapping[str, Tree] = field(default_factory=dict)
    roots: Mapping[tuple[str, int], bytes] = field(default_factory=dict)

    @property
    def is_log_whole(self) -> bool:
        """Tell whether nothing is wrong with the log itself."""
        return all(fault.beside for fault in self.faults)


def verify(log: Log, sizes: Collection[tuple[str, int]] = ()) -> Found:
    """Rehash every stored value of *log*; check order, versions, form, and what stands beside it.

    In one pass, and in memory that grows with the partnerships and *sizes*, not with the entries.
    *sizes* are those of partnerships at which the root of their tree is asked for.
    """
    looked_over = log.looked_over()
    replay = _Replay(log, sizes)
    try:
        for run in runs(log.rows()):
            replay.take_all(run)
        faults = [*_damages(looked_over), *replay.rest()]
        if log.counts_positions and all(one.beside for one in faults):
            faults += _gap(log, replay.last, replay.entries)
    except StorageError as error:
        faults = [*_damages(looked_over), *replay.faults, replay.unreadable(error)]
    return Found(replay.entries, tuple(dict.fromkeys(faults)), replay.trees, replay.roots)


def require_whole(log: Log) -> None:
    """Raise IntegrityError where an entry of *log* is wrong, whatever stands beside it."""
    for fault in verify(log).faults:
        if fault.partnership is not None and not fault.beside:
            raise IntegrityError(
                f"{fault.partnership}, entry {fault.version}: {fault.sentence} Restore a backup, "
                "or an export, from before that."
            )


def _damages(looked_over: Callable[[], Iterator[str]]) -> list[Fault]:
    found: list[Fault] = []
    try:
        found += (Fault(None, None, sentence) for sentence in looked_over())
    except StorageError as error:
        found.append(Fault(None, None, str(error)))
    return found


def _gap(log: Log, last: int, entries: int) -> Iterator[Fault]:
    """Say which entry comes after a gap, where positions are not 1, 2, 3 and so on."""
    if last == entries:
        return
    for position, slug, version in log.after_gap():
        yield Fault(
            slug,
            version,
            f"no entry of the log has the position before its own, {position}: "
            "entries were moved or removed.",
        )


class _Replay:
    """All entries, one after the other, by partnership and version; and what is beside them."""

    def __init__(self, log: Log, sizes: Collection[tuple[str, int]]) -> None:
        self.entries = self.last = 0
        self.faults: list[Fault] = []
        self.trees: dict[str, Tree] = {}
        self.roots: dict[tuple[str, int], bytes] = {}
        self._sizes = frozenset(sizes)
        self._chain = _Chain(None)
        self._beside = _Beside(log)

    def take_all(self, run: Run | Sequence[Row]) -> None:
        """Let the rows of *run* be the next entries: all at once, or each by itself."""
        rows = run.rows if isinstance(run, Run) else run
        if not (isinstance(run, Run) and self._takes_whole(run)):
            for row in rows:
                self.take(row)

    def _takes_whole(self, run: Run) -> bool:
        """Let *run* be next if nothing is wrong with it, and tell whether that is so."""
        chained = self._begun(run.slug)
        if chained.is_broken or chained.is_left or not chained.allows(run):
            return False
        subjects = _subjects(run)
        if subjects is None or not self._beside.is_just(run.slug, run.versions[-1], subjects):
            return False
        self.entries += len(run.rows)
        self.last = max(self.last, run.positions[-1])
        self._grow(chained, run)
        chained.go_on(run)
        return True

    def _grow(self, chained: "_Chain", run: Run) -> None:
        done = 0
        for size in range(chained.version + 1, run.versions[-1] + 1) if self._sizes else ():
            if (run.slug, size) in self._sizes:
                end = size - chained.version
                chained.tree.add_all(run.digests[done:end])
                self.roots[run.slug, size] = chained.tree.root()
                done = end
        chained.tree.add_all(run.digests[done:])

    def _begun(self, slug: object) -> "_Chain":
        if slug != self._chain.slug:
            self._close()
            self._chain = _Chain(slug)
        return self._chain

    def take(self, row: Row) -> None:
        """Let *row* be the next entry."""
        self.entries += 1
        position, slug, version, id, *_, payload, digest = row
        if type(position) is int and position > self.last:
            self.last = position
        chained = self._begun(slug)
        if chained.is_broken:
            return
        act = chained.fault(row) or _act(id, payload)
        if isinstance(act, str):
            self._break(slug, version, act)
            return
        chained.tree.add(digest)
        if (slug, version) in self._sizes:
            self.roots[slug, version] = chained.tree.root()
        if not chained.is_left:
            said = self._beside.fault(slug, version, subjects_of(act))
            if said is not None:
                chained.is_left = True
                self.faults.append(Fault(slug, version, said, beside=True))

    def _break(self, slug: object, version: object, sentence: str) -> None:
        self._chain.is_broken = True
        number = version if type(version) is int else None
        self.faults.append(Fault(slug if type(slug) is str else repr(slug), number, sentence))

    def _close(self) -> None:
        """Be done with a partnership: nothing beside the log may be left of it, or before it."""
        slug = self._chain.slug
        if not self._chain.is_broken and type(slug) is str:
            self.trees[slug] = Tree(self._chain.tree.size, self._chain.tree.root())
        is_known = self._chain.is_broken or self._chain.is_left
        left = self._beside.passed(slug, is_last=False)
        if left is not None and not is_known:
            self._orphan(left)

    def _orphan(self, left: Row) -> None:
        sentence = (
            f"What is stored beside the log has {_short(left)}, which is not in it: it was added, "
            f"and then {_REBUILD} Or entries were removed from the end; restore a backup."
        )
        self.faults.append(Fault(None, None, sentence, beside=True))

    def rest(self) -> list[Fault]:
        """Return all faults, once all entries were seen."""
        self._close()
        left = self._beside.passed(None, is_last=True)
        if left is not None:
            self._orphan(left)
        if self._beside.trouble is not None:
            self.faults.append(Fault(None, None, self._beside.trouble, beside=True))
        return self.faults

    def unreadable(self, error: StorageError) -> Fault:
        """Return the fault that nothing can be read after the last entry that was."""
        if self._chain.slug is None:
            return Fault(None, None, str(error))
        said = f"what comes after it cannot be read: {error}"
        return Fault(str(self._chain.slug), self._chain.version, said)


_REBUILD = "`timeline rebuild` mends that."


class _Chain:
    """The chain of one partnership, as far as it was followed."""

    __slots__ = (
        *("_digest", "_position", "_recorded", "is_broken", "is_left"),
        *("slug", "tree", "version"),
    )

    def __init__(self, slug: object) -> None:
        self.slug, self.is_broken, self.is_left = slug, False, False
        self.version, self._digest, self._recorded, self._position = 0, chain.GENESIS, "", 0
        self.tree = Frontier()

    def allows(self, run: Run) -> bool:
        """Tell whether nothing is wrong with the next entries, so far as their payloads tell."""
        is_named = self.version > 0 or bool(is_name(run.slug))
        return is_named and run.is_chained(
            self._position, self.version, self._recorded, self._digest
        )

    def go_on(self, run: Run) -> None:
        """Let the last of *run* be the last entry."""
        self.version, self._digest = run.versions[-1], run.digests[-1]
        self._recorded, self._position = run.recorded[-1], run.positions[-1]

    def fault(self, row: Row) -> str | None:
        """Say what is wrong with the next entry, if anything is."""
        position, slug, version, _, recorded, actor, payload, digest = row
        if not all(map(is_of, KINDS, row)):
            return _mistyped(row)
        if version != self.version + 1:
            return _misplaced(version, self.version)
        if version == 1 and not is_name(slug):
            return "this cannot be the name of a partnership."
        if recorded != self._recorded and not _is_instant(recorded):
            return f"{_short(recorded)} is no instant at which it can have been recorded."
        if recorded < self._recorded:
            return f"it says it was recorded at {recorded}, before the entry above it."
        if actor is not None and not is_actor(actor):
            return f"{_short(actor)} is no name of who can have recorded it."
        expected = chain.digest(
            self._digest,
            partnership=slug,
            version=version,
            recorded=recorded,
            actor=actor,
            payload=payload,
        )
        if digest != expected:
            return "its digest is not that of what it holds: it was altered, or moved here."
        if position <= self._position:
            return f"its position {position} is not after that of the entry above it."
        self.version, self._digest = version, digest
        self._recorded, self._position = recorded, position
        return None


def _mistyped(row: Row) -> str:
    value = next(value for value, kind in zip(row, KINDS, strict=True) if not is_of(kind, value))
    return f"a value is of another type than it was written with: {_short(value)}."


def _misplaced(version: int, before: int) -> str:
    if version <= before:
        return "there are two entries with this version."
    if before == 0:
        return "it is the first there is; what was before it is missing."
    return f"it follows version {before}; what was between them is missing."


def _is_instant(text: str) -> bool:
    if not _INSTANT(text):
        return False
    try:
        datetime.fromisoformat(text[:26])
    except ValueError:
        return False
    return True


_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch


def _subjects(run: Run) -> list[Row] | None:
    """Return what stands beside the log of *run*; None where a payload has something wrong."""
    found: list[Row] = []
    for id, version, payload in zip(run.ids, run.versions, run.payloads, strict=True):
        act = _act(id, payload)
        if isinstance(act, str):
            return None
        found += [(run.slug, version, subject) for subject in subjects_of(act)]
    return found


def _act(id: str, payload: bytes) -> Act | str:
    """Return the act of a payload, or say what is wrong with it although it is what was chained."""
    try:
        act = codec.decode_plain(_parsed(payload))
        if codec.encode(act) != payload:
            return "its payload is not in canonical form."
    except TimelineError as error:
        return f"it cannot be read: {error}"
    except RecursionError:
        return "it cannot be read: it is nested too deeply."
    if act.id != id:
        return f"it stands under the id {_short(id)}, and says that it is {_short(act.id)}."
    return act


def _parsed(payload: bytes) -> dict[str, object]:
    """Return what *payload* holds.

    A key that stands twice is not looked for: of two one is lost, and the form is not canonical.
    """
    try:
        stored = _DECODER.decode(payload.decode())
    except (ValueError, RecursionError):
        stored = None
    if not isinstance(stored, dict):
        codec.decode(payload)
        raise IntegrityError("A stored entry is a mapping of keys to values; this one is not.")
    return stored


def _refuse(number: str) -> NoReturn:
    raise ValueError(number)


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _listed(rows: Sequence[Row]) -> str:
    return ", ".join(_short(row) for row in rows[:3]) or "nothing"


class _Beside:
    """What is stored beside the log, in the order of the log."""

    def __init__(self, log: Log) -> None:
        self.trouble: str | None = None
        self._error: StorageError | None = None
        self._rows = log.beside()
        self._next: Row | None = None
        self._at: _Order = ()
        self._advance()

    def _advance(self) -> None:
        try:
            self._next = next(self._rows, None)
        except StorageError as error:
            self._next, self._error = None, error
            self.trouble = f"What is stored beside the log cannot be read: {error}"
        self._at = () if self._next is None else _order(self._next)

    def fault(self, slug: str, version: int, subjects: Sequence[str]) -> str | None:
        """Say where what is stored up to this entry is not what a replay gives."""
        found = self._up_to(slug, version)
        expected = [(slug, version, subject) for subject in subjects]
        if found == expected or self.trouble is not None:
            return None
        return (
            f"what is stored beside the log up to it is {_listed(found)}, where a replay gives "
            f"{_listed(expected)}; {_REBUILD}"
        )

    def is_just(self, slug: str, version: int, expected: Sequence[Row]) -> bool:
        """Tell whether what is stored up to this entry is *expected*, and go beyond it if so."""
        if self.trouble is not None:
            return True
        found = self._up_to(slug, version)
        if found == expected and self.trouble is None:
            return True
        self._rows = _again(found, self._next, self._error, self._rows)
        self.trouble = self._error = None
        self._advance()
        return False

    def _up_to(self, slug: str, version: int) -> list[Row]:
        found = []
        here = ((1, slug.encode()), (0, version))
        while self._next is not None and self._at <= here:
            found.append(self._next)
            self._advance()
        return found

    def passed(self, slug: object, *, is_last: bool) -> Row | None:
        """Go beyond what is left of the partnership *slug*, or of all; return the first of it."""
        left = None
        end = (_rank(slug), (3, 0))
        while self._next is not None and (is_last or self._at < end):
            left = left or self._next
            self._advance()
        return left


def _again(
    found: Iterable[Row], then: Row | None, error: StorageError | None, rows: Iterator[Row]
) -> Iterator[Row]:
    """Yield what was read once more, and go on as it went on."""
    yield from found
    if error is not None:
        raise error
    if then is not None:
        yield then
        yield from rows


_Order = tuple[tuple[int, Any], ...]


def _order(row: Row) -> _Order:
    """Sort as databases do: nothing, then numbers, then texts by their bytes, then bytes."""
    return _rank(row[0]), _rank(row[1])


def _rank(value: object) -> tuple[int, Any]:
    match value:
        case None:
            return -1, 0
        case str():
            return 1, value.encode(errors="surrogatepass")
        case bytes():
            return 2, value
        case _:
            return 0, value
