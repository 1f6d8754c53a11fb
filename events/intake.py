"""Intake: what of a file is new to a log, taken in whole or refused with all its complaints."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from events import garbage
from events.admission import Admission, Gate, admit
from events.codec import encode
from events.complaints import Complaint, LedgerError
from events.errors import InputError, IntegrityError, TimelineError
from events.kinds import Act
from events.log import Entry, Head, Log

BATCH = 1000
"""How many entries are held in memory before they are handed to the database."""

AHEAD = 100
"""How many acts are read before what the log holds about them is looked up."""

WEIGHT = 4 * 1024 * 1024
"""How many bytes the entries may have that are held in memory before that."""

COMPLAINT_LIMIT = 100
"""How many complaints are told at once."""


class Offer(NamedTuple):
    """An act that a file holds, with what it carried there and where it stands."""

    act: Act
    file: str
    line: int = 1
    column: int = 1
    recorded: str | None = None
    payload: bytes | None = None
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries were *added*, acts *repeated*; and whether their instants were kept."""

    head: Head
    added: int
    repeated: int
    restored: bool


def take_in(log: Log, partnership: str, offers: Sequence[Offer]) -> Taken:
    """Append what of *offers* is new to *partnership*; an empty one keeps their instants.

    Raises LedgerError with all complaints, IntegrityError where a digest is not that of the chain.
    """
    with log.together([partnership]):
        intake = Intake(log)
        intake.lane(partnership)
        intake.offer_all((partnership, offer) for offer in offers)
        return intake.settled()[0]


def look(standing: Sequence[Act], offers: Sequence[Offer]) -> Admission:
    """Tell what of *offers* may follow *standing*, or raise LedgerError with all complaints."""
    admission = admit(standing, [offer.act for offer in offers])
    if problems := [*admission.problems, *_without_payload(admission)]:
        raise LedgerError(
            Complaint(offers[at].file, offers[at].line, offers[at].column, sentence)
            for at, sentence in problems
        )
    return admission


def _without_payload(admission: Admission) -> Iterator[tuple[int, str]]:
    """Yield what is too much for an entry, by its index, and why."""
    for at, act in admission.new:
        try:
            encode(act)
        except InputError as error:
            yield at, str(error)


class Intake:
    """What is taken in within one transaction, into any number of partnerships.

    However much it is, only a batch of it is in memory.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._lanes: dict[str, _Lane] = {}
        self._awake: dict[str, _Lane] = {}
        self._before: dict[str, _Lane] = {}
        self._complaints: list[Complaint] = []
        self._held = 0

    def lane(self, partnership: str) -> "_Lane":
        """Return where what is offered to *partnership* goes."""
        if partnership not in self._lanes:
            with self._log.together([partnership]):
                self._lanes[partnership] = _Lane(self._log, partnership)
        return self._lanes[partnership]

    def offer_all(self, offers: Iterable[tuple[str, Offer]]) -> None:
        """Append what of *offers*, each to its partnership, is new and has nothing against it.

        Raises LedgerError where there have been too many complaints to go on.
        """
        with garbage.rarely_sought():
            for batch in _batches(offers):
                self._expect(batch)
                self._take(batch)
                self._held += len(batch)
                if self._held >= BATCH:
                    self._flush()

    def _expect(self, batch: "_Batch") -> None:
        """Look up at once what a *batch* will ask the log about."""
        asking: defaultdict[str, list[Act]] = defaultdict(list)
        for partnership, offer in batch:
            asking[partnership].append(offer.act)
        for partnership, acts in asking.items():
            lane = self._awake[partnership] = self.lane(partnership)
            lane.expect(acts)

    def _take(self, batch: "_Batch") -> None:
        for partnership, offer in batch:
            sentences = self._lanes[partnership].problems(offer)
            if sentences:
                self._complain(offer, sentences)

    def _complain(self, offer: Offer, sentences: Sequence[str]) -> None:
        self._complaints += [
            Complaint(offer.file, offer.line, offer.column, sentence) for sentence in sentences
        ]
        if len(self._complaints) >= COMPLAINT_LIMIT:
            raise LedgerError(self._complaints[:COMPLAINT_LIMIT])

    def acts(self, partnership: str) -> Iterator[Act]:
        """Yield every act of *partnership* that the next may refer to."""
        return self.lane(partnership).acts()

    def settled(self) -> list[Taken]:
        """Hand the rest over, and tell of each partnership in the order in which they came.

        Raises LedgerError with all complaints.
        """
        if self._complaints:
            raise LedgerError(self._complaints)
        self._flush()
        return [lane.taken for lane in self._lanes.values()]

    def _flush(self) -> None:
        for lane in self._awake.values():
            lane.flush()
        for partnership in self._before.keys() - self._awake.keys():
            self._before[partnership].rest()
        self._before, self._awake, self._held = self._awake, {}, 0


_Batch = list[tuple[str, Offer]]


def _batches(offers: Iterable[tuple[str, Offer]]) -> Iterator[_Batch]:
    """Yield *offers* a batch at a time; those before one that cannot be read come before it."""
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


class _Lane:
    """The part of an intake that goes to one partnership."""

    def __init__(self, log: Log, partnership: str) -> None:
        self._writer = log.writer(partnership)
        self._restoring = self._chained = self._begins = self._writer.head.version == 0
        self._past = Logged(log, partnership, is_empty=self._begins)
        self._gate = Gate(self._past)
        self._added = self._repeated = self._kept = 0

    @property
    def taken(self) -> Taken:
        return Taken(self._writer.head, self._added, self._repeated, self._kept > 0)

    def expect(self, acts: Sequence[Act]) -> None:
        """Look up at once what the log holds of that which *acts* will ask about."""
        if not self._begins:
            self._past.expect([act.id for act in acts], self._gate.asked(acts))

    def problems(self, offer: Offer) -> Sequence[str]:
        """Append what is new; return a sentence for everything that keeps it out."""
        if self._gate.passes(offer.act):
            return self._unadded(offer.act, offer)
        verdict = self._gate.judge(offer.act)
        if verdict.is_new:
            return self._unadded(verdict.act, offer)
        self._repeated += verdict.repeated
        return verdict.problems

    def _unadded(self, act: Act, offer: Offer) -> Sequence[str]:
        """Append *act*, or return the sentence that says why not."""
        try:
            self._add(act, offer)
        except InputError as error:
            return [str(error)]
        return ()

    def _add(self, act: Act, offer: Offer) -> None:
        payload = offer.payload if act is offer.act else None
        recorded = offer.recorded if self._restoring else None
        self._writer.add(act, payload or encode(act), recorded)
        self._added += 1
        self._kept += recorded is not None
        self._chained = self._chained and recorded is not None
        if self._chained and offer.digest not in (None, self._writer.digest):
            raise IntegrityError(
                f"{offer.file}:{offer.line}: entry {act.id} does not have the digest it says; "
                "it, or one before it, was altered, left out or moved. Nothing was written."
            )

    def acts(self) -> Iterator[Act]:
        return self._gate.acts()

    def flush(self) -> None:
        self._begins = False
        self._writer.flush()
        self._past.forget()
        self._gate.forget()

    def rest(self) -> None:
        """Take less room: of the last batch nothing was for this partnership."""
        self._gate.rest()


class Logged:
    """The past of a partnership as the log holds it, looked up when it is asked for.

    One that *is_empty* is not looked at before there may be something in it.
    """

    def __init__(self, log: Log, partnership: str, *, is_empty: bool = False) -> None:
        self._log, self._partnership = log, partnership
        self.forget()
        self._is_empty = is_empty

    def forget(self) -> None:
        """Forget what was looked up: the log may have grown."""
        self._found: dict[str, Entry | None] = {}
        self._about: dict[str, list[Entry]] = {}
        self._is_empty = False

    def expect(self, ids: Sequence[str], subjects: Sequence[str]) -> None:
        """Look up at once the acts with these ids, and those with these subjects."""
        if self._is_empty:
            return
        self._found |= dict.fromkeys(ids)
        for entry in self._log.find_all(self._partnership, ids):
            self._found[entry.id] = entry
        for subject in subjects:
            self._about[subject] = []
        for subject, entry in self._log.about_all(self._partnership, subjects):
            self._about[subject].append(entry)

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with this id and its version."""
        if id not in self._found:
            self.expect([id], [])
        entry = self._found.get(id)
        return None if entry is None else (entry.version, entry.act())

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts with this subject, in order."""
        return [entry.act() for entry in self._entries(subject)]

    def has(self, subject: str) -> bool:
        """Tell whether there is any act with this subject."""
        return bool(self._entries(subject))

    def _entries(self, subject: str) -> Sequence[Entry]:
        if subject not in self._about:
            self.expect([], [subject])
        return self._about.get(subject, ())

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the first thousand subjects that begin with *prefix*."""
        yield from self._log.subjects(self._partnership, prefix)

    def acts(self) -> Iterator[Act]:
        """Yield every act, in order."""
        return (entry.act() for entry in self._log.stream(self._partnership))
