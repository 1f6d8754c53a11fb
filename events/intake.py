"""Intake: what of a file is new to a log, taken in whole or refused with all its complaints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from events.admission import Admission, Gate, admit
from events.codec import encode
from events.complaints import Complaint, LedgerError
from events.errors import InputError, IntegrityError
from events.kinds import Act
from events.log import Entry, Head, Log

BATCH = 1000
"""How many entries are held in memory before they are handed to the database."""

COMPLAINT_LIMIT = 100
"""How many complaints are told at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
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
    from events import tables  # noqa: F401  # slow: before the lock is taken, not under it

    with log.together([partnership]):
        intake = Intake(log)
        intake.lane(partnership)
        for offer in offers:
            intake.offer(partnership, offer)
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
        self._complaints: list[Complaint] = []
        self._held = 0

    def lane(self, partnership: str) -> "_Lane":
        """Return where what is offered to *partnership* goes."""
        if partnership not in self._lanes:
            with self._log.together([partnership]):
                self._lanes[partnership] = _Lane(self._log, partnership)
        return self._lanes[partnership]

    def offer(self, partnership: str, offer: Offer) -> None:
        """Append what *offer* holds, if it is new and nothing speaks against it.

        Raises LedgerError where there have been too many complaints to go on.
        """
        lane = self.lane(partnership)
        self._complaints += (
            Complaint(offer.file, offer.line, offer.column, said) for said in lane.problems(offer)
        )
        if len(self._complaints) >= COMPLAINT_LIMIT:
            raise LedgerError(self._complaints[:COMPLAINT_LIMIT])
        self._held += 1
        if self._held >= BATCH:
            self._flush()

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
        for lane in self._lanes.values():
            lane.flush()
        self._held = 0


class _Lane:
    """The part of an intake that goes to one partnership."""

    def __init__(self, log: Log, partnership: str) -> None:
        self._writer = log.writer(partnership)
        self._past = Logged(log, partnership)
        self._gate = Gate(self._past)
        self._restoring = self._chained = self._writer.head.version == 0
        self._added = self._repeated = self._kept = 0

    @property
    def taken(self) -> Taken:
        return Taken(self._writer.head, self._added, self._repeated, self._kept > 0)

    def problems(self, offer: Offer) -> list[str]:
        """Append what is new; return a sentence for everything that keeps it out."""
        verdict = self._gate.judge(offer.act)
        if verdict.repeated:
            self._repeated += 1
        elif not verdict.problems:
            try:
                self._add(verdict.act, offer)
            except InputError as error:
                return [str(error)]
        return list(verdict.problems)

    def _add(self, act: Act, offer: Offer) -> None:
        payload = offer.payload if act is offer.act else None
        recorded = offer.recorded if self._restoring else None
        self._writer.add(act, payload or encode(act), recorded)
        self._added += 1
        self._kept += recorded is not None
        self._chained = self._chained and recorded is not None
        if self._chained and offer.digest not in (None, self._writer.head.digest):
            raise IntegrityError(
                f"{offer.file}:{offer.line}: entry {act.id} does not have the digest it says; "
                "it, or one before it, was altered, left out or moved. Nothing was written."
            )

    def acts(self) -> Iterator[Act]:
        return self._gate.acts()

    def flush(self) -> None:
        self._writer.flush()
        self._past.forget()
        self._gate.forget()


class Logged:
    """The past of a partnership as the log holds it, looked up when it is asked for."""

    def __init__(self, log: Log, partnership: str) -> None:
        self._log, self._partnership = log, partnership
        self.forget()

    def forget(self) -> None:
        """Forget what was looked up: the log may have grown."""
        self._found: dict[str, tuple[int, Act] | None] = {}
        self._about: dict[str, list[Act]] = {}

    def find(self, id: str) -> tuple[int, Act] | None:
        """Return the act with this id and its version."""
        if id not in self._found:
            entry = self._log.find(self._partnership, id)
            self._found[id] = None if entry is None else (entry.version, entry.act())
        return self._found[id]

    def about(self, subject: str) -> Sequence[Act]:
        """Return the acts with this subject, in order."""
        if subject not in self._about:
            self._about[subject] = _acts(self._log.about(self._partnership, subject))
        return self._about[subject]

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield the first thousand subjects that begin with *prefix*."""
        yield from self._log.subjects(self._partnership, prefix)

    def acts(self) -> Iterator[Act]:
        """Yield every act, in order."""
        return (entry.act() for entry in self._log.stream(self._partnership))


def _acts(entries: Sequence[Entry]) -> list[Act]:
    return [entry.act() for entry in entries]
