"""Import the new acts of files into a log: either all of them, or none, with the complaints."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from events.errors import InputError, IntegrityError, TimelineError
from events.ledger.complaints import Complaint, LedgerError
from events.log.admission import Admission, Admitter, admission_by
from events.log.entry import Head
from events.log.entry_cache import ActsInLog, EntryCache, Key
from events.log.log import Log
from events.log.writer import flush_all
from events.model.kinds import Act
from events.model.values import Value, value
from events.payload.codec import encode

BATCH, WEIGHT = 5000, 8 * 1024 * 1024
"""How many entries, and how many payload bytes, are held in memory before they are written."""

AHEAD = 100
"""How many acts are read before the log is queried about them."""

COMPLAINT_LIMIT = 100
"""The most complaints that one LedgerError reports."""


class Offer(NamedTuple):
    """An act that a file offers to the log, and its place in the file.

    *recorded*, *actor*, *payload* and *digest* are what the file gives of the entry.
    """

    act: Act
    file: str
    line: int = 1
    column: int = 1
    recorded: str | None = None
    actor: str | None = None
    payload: bytes | None = None
    digest: bytes | None = None


@value
class Taken(Value):
    """The result of an import into one partnership.

    *added* entries were appended and *repeated* acts were in the log already; *restored* says
    whether instants from the file were kept.
    """

    head: Head
    added: int
    repeated: int
    restored: bool


def take_in(
    log: Log, partnership: str, offers: Sequence[Offer], *, actor: str | None = None
) -> Taken:
    """Append to *log* those of *offers* that are new to *partnership*, recorded by *actor*.

    In an empty partnership the offers keep their own instants and actors. Raises LedgerError with
    all complaints, IntegrityError if a digest does not continue the chain.
    """
    with log.together([partnership]):
        intake = Intake(log, actor)
        intake.lane(partnership)
        intake.offer_all((partnership, offer) for offer in offers)
        return intake.settled()[0]


def look(log: Log, partnership: str, offers: Sequence[Offer]) -> Admission:
    """Return the outcome of importing *offers* into *partnership*; write nothing to *log*.

    Raises LedgerError with all complaints.
    """
    admitter = Admitter(ActsInLog(log, partnership, EntryCache(log), is_empty=False))
    admission = admission_by(admitter, [offer.act for offer in offers])
    if problems := [*admission.problems, *_without_payload(admission)]:
        raise LedgerError(
            Complaint(offers[at].file, offers[at].line, offers[at].column, sentence)
            for at, sentence in problems
        )
    return admission


def _without_payload(admission: Admission) -> Iterator[tuple[int, str]]:
    """Yield the index of each new act that cannot be encoded, and the reason."""
    for at, act in admission.new:
        try:
            encode(act)
        except InputError as error:
            yield at, str(error)


class Intake:
    """An import into any number of partnerships, within one transaction.

    However long it takes, an import holds one batch in memory. *actor* is who records the entries;
    a restore keeps the actors that the file names.
    """

    def __init__(self, log: Log, actor: str | None = None) -> None:
        self._log, self._actor = log, actor
        self._cache = EntryCache(log)
        self._lanes: dict[str, _Lane] = {}
        self._awake: dict[str, _Lane] = {}
        self._before: dict[str, _Lane] = {}
        self._complaints: list[Complaint] = []
        self._held = self._weight = 0

    def lane(self, partnership: str) -> "_Lane":
        """Return the part of the import for *partnership*."""
        if partnership not in self._lanes:
            with self._log.together([partnership]):
                self._lanes[partnership] = _Lane(self._log, partnership, self._cache, self._actor)
        return self._lanes[partnership]

    def offer_all(self, offers: Iterable[tuple[str, Offer]]) -> None:
        """Append those of *offers* that are new and admitted, each to its partnership.

        Raises LedgerError as soon as there are COMPLAINT_LIMIT complaints.
        """
        for batch in _batches(offers):
            self._expect(batch)
            for partnership, offer in batch:
                sentences = self._awake[partnership].problems(offer)
                if sentences:
                    self._complain(offer, sentences)
            self._held += len(batch)
            self._weight += _weight(batch)
            if self._held >= BATCH or self._weight >= WEIGHT:
                self._flush()

    def _expect(self, batch: "_Batch") -> None:
        """Prefetch, in few queries, the entries that judging *batch* will need."""
        ids: dict[Key, None] = {}
        subjects: dict[Key, None] = {}
        for partnership, offer in batch:
            lane = self._awake.get(partnership)
            if lane is None:
                lane = self._awake[partnership] = self.lane(partnership)
            if not lane.begins:
                names, about = lane.asked(offer.act)
                for id in names:
                    ids[partnership, id] = None
                for subject in about:
                    subjects[partnership, subject] = None
        self._cache.load([*ids], [*subjects])

    def _complain(self, offer: Offer, sentences: Sequence[str]) -> None:
        self._complaints += [
            Complaint(offer.file, offer.line, offer.column, sentence) for sentence in sentences
        ]
        if len(self._complaints) >= COMPLAINT_LIMIT:
            raise LedgerError(self._complaints[:COMPLAINT_LIMIT])

    def acts(self, partnership: str) -> Iterator[Act]:
        """Yield every act of *partnership* so far, to which the next one may refer."""
        return self.lane(partnership).acts()

    def settled(self) -> list[Taken]:
        """Write the entries still held, and return the result for each partnership.

        The partnerships are in order of appearance. Raises LedgerError with all complaints.
        """
        if self._complaints:
            raise LedgerError(self._complaints)
        self._flush()
        taken = [lane.taken for lane in self._lanes.values()]
        grown = [one.head for one in taken if one.added]
        self._log.followed(*(head.slug for head in grown))
        self._log.require_heads(*grown)
        return taken

    def _flush(self) -> None:
        flush_all(self._log.database, [lane.writer for lane in self._awake.values()])
        self._cache.clear()
        for lane in self._awake.values():
            lane.forget_acts()
        # There may be thousands of partnerships: only those in the last two flushes keep caches.
        for partnership in self._before.keys() - self._awake.keys():
            self._before[partnership].forget_names()
        self._before, self._awake = self._awake, {}
        self._held = self._weight = 0


_Batch = list[tuple[str, Offer]]


def _batches(offers: Iterable[tuple[str, Offer]]) -> Iterator[_Batch]:
    """Yield *offers* in batches; if reading one fails, yield those before it, then raise."""
    batch: _Batch = []
    weight = 0
    try:
        for one in offers:
            batch.append(one)
            weight += len(one[1].payload or b"")
            if len(batch) == AHEAD or weight >= WEIGHT:
                yield batch
                batch, weight = [], 0
    except TimelineError:
        yield batch
        raise
    yield batch


def _weight(batch: _Batch) -> int:
    return sum(len(offer.payload or b"") for _, offer in batch)


class _Lane:
    """The part of an import for one partnership; it *begins* while that has no stored entries."""

    def __init__(self, log: Log, partnership: str, cache: EntryCache, actor: str | None) -> None:
        self.writer = log.writer(partnership)
        self._actor = actor
        self._restoring = self._chained = self.begins = self.writer.head.version == 0
        self._index = ActsInLog(log, partnership, cache, is_empty=self.begins)
        self._admitter = Admitter(self._index)
        self._added = self._repeated = self._kept = 0

    @property
    def taken(self) -> Taken:
        return Taken(self.writer.head, self._added, self._repeated, self._kept > 0)

    def asked(self, act: Act) -> tuple[list[str], list[str]]:
        """Return most of the ids and subjects that judging *act* will look up."""
        return self._admitter.asked(act)

    def problems(self, offer: Offer) -> Sequence[str]:
        """Append the act if it is new; return a sentence for each reason that keeps it out."""
        if self._admitter.passes(offer.act):
            return self._unadded(offer.act, offer)
        verdict = self._admitter.judge(offer.act)
        if verdict.is_new:
            return self._unadded(verdict.act, offer)
        self._repeated += verdict.repeated
        return verdict.problems

    def _unadded(self, act: Act, offer: Offer) -> Sequence[str]:
        """Append *act*; if it is refused, return the sentence that says why."""
        try:
            self._add(act, offer)
        except InputError as error:
            return [str(error)]
        return ()

    def _add(self, act: Act, offer: Offer) -> None:
        payload = offer.payload if act is offer.act else None
        recorded = offer.recorded if self._restoring else None
        self.writer.add(act, payload or encode(act), recorded, self._recorder(offer))
        self._added += 1
        self._kept += recorded is not None
        self._chained = self._chained and recorded is not None
        if self._chained and offer.digest not in (None, self.writer.digest):
            raise IntegrityError(
                f"{offer.file}:{offer.line}: entry {act.id} does not have the digest it says; "
                "it, or one before it, was altered, left out or moved. Nothing was written."
            )

    def _recorder(self, offer: Offer) -> str | None:
        """Return the actor to record for *offer*: in a restore, the one that the file names."""
        if self._restoring and (offer.recorded or offer.actor):
            return offer.actor
        return self._actor

    def acts(self) -> Iterator[Act]:
        return self._admitter.acts()

    def forget_acts(self) -> None:
        """Forget the acts added so far, since the database has them now."""
        self.begins = False
        self._index.is_empty = False
        self._admitter.forget_acts()

    def forget_names(self) -> None:
        """Drop the cache of names, since the last batch had nothing for this partnership."""
        self._admitter.forget_names()
