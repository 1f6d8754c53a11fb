"""Verify that every entry of a log is what was recorded, and that none is lost or moved."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from events.errors import IntegrityError, StorageError
from events.log.log import Log
from events.model.subjects import subjects_of
from events.proof import stored_rows
from events.proof.batches import Batch, batches
from events.proof.chain_check import ChainCheck
from events.proof.checkpoints import Tree
from events.proof.payload_check import act_of, subjects_in
from events.proof.stored_rows import short
from events.proof.subject_check import REBUILD, SubjectCheck
from events.storage.database import Row


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a log: a *sentence* that says what is wrong, and where.

    *version* is None unless an entry is wrong. If *beside* is true, the log is right: only data
    derived from it is wrong and can be rebuilt.
    """

    partnership: str | None
    version: int | None
    sentence: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a verification: the number of *entries* checked, and the *faults*.

    Only the first fault of each partnership is among them. *trees* has the present tree over the
    digests of each partnership, and *roots* the root at each of the sizes asked for.
    """

    entries: int
    faults: tuple[Fault, ...]
    trees: Mapping[str, Tree] = field(default_factory=dict)
    roots: Mapping[tuple[str, int], bytes] = field(default_factory=dict)

    @property
    def is_log_whole(self) -> bool:
        """Return whether the log itself is without fault, whatever is wrong with derived data."""
        return all(fault.beside for fault in self.faults)


def verify(log: Log, sizes: Collection[tuple[str, int]] = ()) -> Found:
    """Check every entry of *log*, its digest and payload, the order, and the index of subjects.

    It takes one pass, and memory that grows with the number of partnerships and *sizes*, not of
    entries. Each of *sizes* is a pair of a partnership and a count N; the root of the tree over its
    first N entries is returned too.
    """
    check = stored_rows.check_database(log)
    replay = _Replay(log, sizes)
    try:
        for batch in batches(stored_rows.entries(log)):
            replay.take_all(batch)
        faults = [*_damages(check), *replay.rest()]
        # If a whole partnership was removed, only the gap in the positions shows it.
        if log.database.counts_positions and all(one.beside for one in faults):
            faults += _gap(log, replay.last, replay.entries)
    except StorageError as error:
        faults = [*_damages(check), *replay.faults, replay.unreadable(error)]
    return Found(replay.entries, tuple(dict.fromkeys(faults)), replay.trees, replay.roots)


def require_whole(log: Log) -> None:
    """Raise IntegrityError if an entry of *log* is wrong; faults in derived data are ignored."""
    for fault in verify(log).faults:
        if fault.partnership is not None and not fault.beside:
            raise IntegrityError(
                f"{fault.partnership}, entry {fault.version}: {fault.sentence} Restore a backup, "
                "or an export, from before that."
            )


def _damages(check: Callable[[], Iterator[str]]) -> list[Fault]:
    found: list[Fault] = []
    try:
        found += (Fault(None, None, sentence) for sentence in check())
    except StorageError as error:
        found.append(Fault(None, None, str(error)))
    return found


def _gap(log: Log, last: int, entries: int) -> Iterator[Fault]:
    """Yield a fault for the first entry after a gap in the positions, if there is one.

    Positions count from 1, so there is a gap if *last*, the highest, is not the number of
    *entries*.
    """
    if last == entries:
        return
    for position, slug, version in stored_rows.after_gap(log):
        yield Fault(
            slug,
            version,
            f"no entry of the log has the position before its own, {position}: "
            "entries were moved or removed.",
        )


class _Replay:
    """A pass over all entries, sorted by partnership and version, and over their subjects."""

    def __init__(self, log: Log, sizes: Collection[tuple[str, int]]) -> None:
        self.entries = self.last = 0
        self.faults: list[Fault] = []
        self.trees: dict[str, Tree] = {}
        self.roots: dict[tuple[str, int], bytes] = {}
        self._sizes = frozenset(sizes)
        self._chain = ChainCheck(None)
        self._subjects = SubjectCheck(log)

    def take_all(self, batch: Batch | Sequence[Row]) -> None:
        """Check *batch* as the next entries: at once or, if it does not pass, row by row."""
        rows = batch.rows if isinstance(batch, Batch) else batch
        if not (isinstance(batch, Batch) and self._takes_whole(batch)):
            for row in rows:
                self.take(row)

    def _takes_whole(self, batch: Batch) -> bool:
        """Check *batch* at once; return whether it passed. One that did not is not counted."""
        chained = self._begun(batch.slug)
        if chained.is_broken or chained.is_left or not chained.allows(batch):
            return False
        subjects = subjects_in(batch)
        if subjects is None or not self._subjects.matches(batch.slug, batch.versions[-1], subjects):
            return False
        self.entries += len(batch.rows)
        self.last = max(self.last, batch.positions[-1])
        self._grow(chained, batch)
        chained.go_on(batch)
        return True

    def _grow(self, chained: ChainCheck, batch: Batch) -> None:
        done = 0
        for size in range(chained.version + 1, batch.versions[-1] + 1) if self._sizes else ():
            if (batch.slug, size) in self._sizes:
                end = size - chained.version
                chained.tree.add_all(batch.digests[done:end])
                self.roots[batch.slug, size] = chained.tree.root()
                done = end
        chained.tree.add_all(batch.digests[done:])

    def _begun(self, slug: object) -> ChainCheck:
        if slug != self._chain.slug:
            self._close()
            self._chain = ChainCheck(slug)
        return self._chain

    def take(self, row: Row) -> None:
        """Check *row* as the next entry, and keep the fault found, if any."""
        self.entries += 1
        position, slug, version, id, *_, payload, digest = row
        if type(position) is int and position > self.last:
            self.last = position
        chained = self._begun(slug)
        if chained.is_broken:
            return
        act = chained.fault(row) or act_of(id, payload)
        if isinstance(act, str):
            self._break(slug, version, act)
            return
        chained.tree.add(digest)
        if (slug, version) in self._sizes:
            self.roots[slug, version] = chained.tree.root()
        if not chained.is_left:
            said = self._subjects.fault(slug, version, subjects_of(act))
            if said is not None:
                chained.is_left = True
                self.faults.append(Fault(slug, version, said, beside=True))

    def _break(self, slug: object, version: object, sentence: str) -> None:
        self._chain.is_broken = True
        number = version if type(version) is int else None
        self.faults.append(Fault(slug if type(slug) is str else repr(slug), number, sentence))

    def _close(self) -> None:
        """Finish the partnership being checked, and report a stored subject that no entry has."""
        slug = self._chain.slug
        if not self._chain.is_broken and type(slug) is str:
            self.trees[slug] = Tree(self._chain.tree.size, self._chain.tree.root())
        is_known = self._chain.is_broken or self._chain.is_left
        left = self._subjects.passed(slug, is_last=False)
        if left is not None and not is_known:
            self._orphan(left)

    def _orphan(self, left: Row) -> None:
        sentence = (
            f"What is stored beside the log has {short(left)}, which is not in it: it was added, "
            f"and then {REBUILD} Or entries were removed from the end; restore a backup."
        )
        self.faults.append(Fault(None, None, sentence, beside=True))

    def rest(self) -> list[Fault]:
        """Finish the last partnership, and return all faults."""
        self._close()
        left = self._subjects.passed(None, is_last=True)
        if left is not None:
            self._orphan(left)
        if self._subjects.trouble is not None:
            self.faults.append(Fault(None, None, self._subjects.trouble, beside=True))
        return self.faults

    def unreadable(self, error: StorageError) -> Fault:
        """Return a fault that says that the entries after the last one read cannot be read."""
        if self._chain.slug is None:
            return Fault(None, None, str(error))
        said = f"what comes after it cannot be read: {error}"
        return Fault(str(self._chain.slug), self._chain.version, said)
