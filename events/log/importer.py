"""Intake: what of a file is new to a log, taken in whole or refused with all its complaints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from events.errors import InputError, IntegrityError, TimelineError
from events.ledger.complaints import Complaint, LedgerError
from events.log.admission import Admission, Gate, judged
from events.log.log import Entry, Head, Log
from events.model.kinds import Act
from events.payload.codec import encode

BATCH, WEIGHT = 5000, 8 * 1024 * 1024
"""How many entries, of how many bytes, are held in memory before the database gets them."""

AHEAD = 100
"""How many acts are read before what the log holds about them is looked up."""

COMPLAINT_LIMIT = 100
"""How many complaints are told at once."""


class Offer(NamedTuple):
    """An act that a file holds, with what it carried there and where it stands."""

    act: Act
    file: str
    line: int = 1
    column: int = 1
    recorded: str | None = None
    actor: str | None = None
    payload: bytes | None = None
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries were *added*, acts *repeated*; and whether their instants were kept."""

    head: Head
    added: int
    repeated: int
    restored: bool


def take_in(
    log: Log, partnership: str, offers: Sequence[Offer], *, actor: str | None = None
) -> Taken:
    """Append what of *offers* is new to *partnership*, recorded by *actor*.

    An empty partnership keeps their instants, and with each who recorded it.

    Raises LedgerError with all complaints, IntegrityError where a digest is not that of the chain.
    """
    with log.together([partnership]):
        intake = Intake(log, actor)
        intake.lane(partnership)
        intake.offer_all((partnership, offer) for offer in offers)
        return intake.settled()[0]


def look(log: Log, partnership: str, offers: Sequence[Offer]) -> Admission:
    """Tell what of *offers* the log would take in, or raise LedgerError with all complaints."""
    gate = Gate(Logged(log, partnership, Lookup(log), is_empty=False))
    admission = judged(gate, [offer.act for offer in offers])
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

    However much it is, only a batch of it is in memory. It is recorded by *actor*, but for what a
    restore keeps.
    """

    def __init__(self, log: Log, actor: str | None = None) -> None:
        self._log, self._actor = log, actor
        self._looked = Lookup(log)
        self._lanes: dict[str, _Lane] = {}
        self._awake: dict[str, _Lane] = {}
        self._before: dict[str, _Lane] = {}
        self._complaints: list[Complaint] = []
        self._held = self._weight = 0

    def lane(self, partnership: str) -> "_Lane":
        """Return where what is offered to *partnership* goes."""
        if partnership not in self._lanes:
            with self._log.together([partnership]):
                self._lanes[partnership] = _Lane(self._log, partnership, self._looked, self._actor)
        return self._lanes[partnership]

    def offer_all(self, offers: Iterable[tuple[str, Offer]]) -> None:
        """Append what of *offers*, each to its partnership, is new and has nothing against it.

        Raises LedgerError where there have been too many complaints to go on.
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
        """Look up at once what a *batch* will ask the log about."""
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
        self._looked.up([*ids], [*subjects])

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
        taken = [lane.taken for lane in self._lanes.values()]
        self._log.followed(*(one.head.slug for one in taken if one.added))
        return taken

    def _flush(self) -> None:
        self._log.flush([lane.writer for lane in self._awake.values()])
        self._looked.forget()
        for lane in self._awake.values():
            lane.go_on()
        for partnership in self._before.keys() - self._awake.keys():
            self._before[partnership].rest()
        self._before, self._awake = self._awake, {}
        self._held = self._weight = 0


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


def _weight(batch: _Batch) -> int:
    return sum(len(offer.payload or b"") for _, offer in batch)


class _Lane:
    """The part of an intake that goes to one partnership; it *begins* while the log has none."""

    def __init__(self, log: Log, partnership: str, looked: "Lookup", actor: str | None) -> None:
        self.writer, self._actor = log.writer(partnership), actor
        self._restoring = self._chained = self.begins = self.writer.head.version == 0
        self._past = Logged(log, partnership, looked, is_empty=self.begins)
        self._gate = Gate(self._past)
        self._added = self._repeated = self._kept = 0

    @property
    def taken(self) -> Taken:
        return Taken(self.writer.head, self._added, self._repeated, self._kept > 0)

    def asked(self, act: Act) -> tuple[list[str], list[str]]:
        """Return the ids and the subjects that a judgement of *act* asks the log about, mostly."""
        return self._gate.asked(act)

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
        """Return who records *offer*: what is restored was recorded by whom its file names."""
        if self._restoring and (offer.recorded or offer.actor):
            return offer.actor
        return self._actor

    def acts(self) -> Iterator[Act]:
        return self._gate.acts()

    def go_on(self) -> None:
        """Forget what was added, which the log has by now."""
        self.begins = False
        self._past.is_empty = False
        self._gate.forget()

    def rest(self) -> None:
        """Take less room: of the last batch nothing was for this partnership."""
        self._gate.rest()


Key = tuple[str, str]
"""A partnership, and an id or a subject."""


class Lookup:
    """What was looked up in a log since it grew last, of any partnership."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.forget()

    def forget(self) -> None:
        """Forget all: the log has grown."""
        self._by_id: dict[Key, Entry | None] = {}
        self._about: dict[Key, list[Entry]] = {}

    def up(self, ids: Sequence[Key], subjects: Sequence[Key]) -> None:
        """Look up the entries with these ids, and those with these subjects."""
        self._by_id |= dict.fromkeys(ids)
        for entry in self._log.find_all(ids):
            self._by_id[entry.partnership, entry.id] = entry
        for key in subjects:
            self._about[key] = []
        for subject, entry in self._log.about_all(subjects):
            self._about[entry.partnership, subject].append(entry)

    def by_id(self, key: Key) -> Entry | None:
        """Return the entry with an id."""
        if key not in self._by_id:
            self.up([key], [])
        return self._by_id[key]

    def about(self, key: Key) -> list[Entry]:
        """Return the entries with a subject, in order."""
        if key not in self._about:
            self.up([], [key])
        return self._about[key]


class Logged:
    """The past of a partnership as the log holds it, looked up when it is asked for.

    While it *is_empty* there is nothing to look up.
    """

    def __init__(self, log: Log, partnership: str, looked: Lookup, *, is_empty: bool) -> None:
        self._log, self._partnership, self._looked = log, partnership, looked
        self.is_empty = is_empty

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with this id and its version."""
        if self.is_empty:
            return None
        entry = self._looked.by_id((self._partnership, id))
        return None if entry is None else (entry.version, entry.act())

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts with this subject, in order."""
        return [entry.act() for entry in self._entries(subject)]

    def has(self, subject: str) -> bool:
        """Tell whether there is any act with this subject."""
        return bool(self._entries(subject))

    def _entries(self, subject: str) -> Sequence[Entry]:
        return () if self.is_empty else self._looked.about((self._partnership, subject))

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the first thousand subjects that begin with *prefix*."""
        yield from self._log.subjects(self._partnership, prefix)

    def acts(self) -> Iterator[Act]:
        """Yield every act, in order."""
        return (entry.act() for entry in self._log.stream(self._partnership))
