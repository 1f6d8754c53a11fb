"""Every event, change and act on the record, as frozen values.

The unions `Change` and `Act` are closed: a kind that a `match` over them forgets is a type error.
What a payload may say of each is in `events.payload`, what it means in docs/meaning.md.
"""

from collections.abc import Iterator
from enum import StrEnum

from events.model.dates import Date
from events.model.durations import Duration
from events.model.values import Value, kind


class Authority(StrEnum):
    """How far a statement is to be trusted; it never decides what is current."""

    OFFICIAL = "official"
    FILING = "filing"
    PRESS = "press"
    REPORTED = "reported"

    @property
    def rank(self) -> int:
        """The rank: 3 for the parties or a register, 2 for the press, 1 for the rest."""
        return _RANKS[self]


_RANKS = {Authority.OFFICIAL: 3, Authority.FILING: 3, Authority.PRESS: 2, Authority.REPORTED: 1}


@kind
class Position(Value):
    """The position of one party in a dispute."""

    party: str
    says: str


@kind
class _Change(Value):
    """What every change may carry; what it leaves out it takes from its event.

    With *of* it tells more about the happening that is the event of that id.
    """

    term: str
    when: Date | None = None
    announced: Date | None = None
    authority: Authority | None = None
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    of: str | None = None


@kind
class _Noted(_Change):
    note: str | None = None


@kind
class Set(_Noted):
    """From its day the answer is *value*.

    *through* is its last day, inclusive; *during* gives the first and the last day at once. Any
    condition of *unless* ends it early, and it is in force only as long as the term *hinge* is,
    which a payload calls `while`.
    """

    value: str
    through: Date | None = None
    during: Date | None = None
    unless: tuple[str, ...] = ()
    hinge: str | None = None


@kind
class End(_Noted):
    """From its day there is no such term."""


@kind
class Claim(_Noted):
    """Somebody says that the answer is *value*, or where that is None, that the term has ended.

    It never becomes the answer. *through* is the last day of what is claimed; *adds* says that it
    is detail beside the answer and contradicts nothing.
    """

    value: str | None = None
    through: Date | None = None
    during: Date | None = None
    adds: bool = False


@kind
class Reaffirm(_Noted):
    """The answer stays; a restatement confirms an answer of its own rank."""


@kind
class LeaveUnsaid(_Noted):
    """A text that should have restated the term did not. Silence is not repeal."""


@kind
class Dispute(_Noted):
    """From its day parties disagree about the term; their positions may not be public."""

    positions: tuple[Position, ...] = ()


@kind
class Settle(_Noted):
    """From its day nothing about the term is disputed any more."""


@kind
class Use(_Noted):
    """A right was made use of; the answer is the same."""


@kind
class Note(_Change):
    """Something worth knowing about the term; the answer is the same."""

    text: str


Change = Set | End | Claim | Reaffirm | LeaveUnsaid | Dispute | Settle | Use | Note


@kind
class Event(Value):
    """Something that happened or was said. Without *when* it is announced and not dated.

    *by* are its speakers. An *authority* that is left out follows from them (docs/meaning.md §3).
    *met* are the conditions that came about; on its day it comes directly *after* another event.
    """

    id: str
    title: str
    sources: tuple[str, ...]
    authority: Authority | None = None
    by: tuple[str, ...] = ()
    when: Date | None = None
    announced: Date | None = None
    after: str | None = None
    summary: str | None = None
    met: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


EVENT_FIELDS = (
    "when", "announced", "after", "title", "summary", "authority", "by", "sources", "met",
    "changes",
)  # fmt: skip
"""What a correction may replace, in the order in which files show it."""


@kind
class Correction(Value):
    """The fields of an event that replace what the record wrongly said, each whole.

    *given* names the fields that are replaced; of the others the values here mean nothing.
    """

    given: frozenset[str]
    title: str = ""
    authority: Authority | None = None
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    when: Date | None = None
    announced: Date | None = None
    after: str | None = None
    summary: str | None = None
    met: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@kind
class Correct(Value):
    """The record of *event* was wrong; *fields* replace its own."""

    id: str
    event: str
    fields: Correction
    reason: str


@kind
class Retract(Value):
    """*event* (or a correction) should never have been recorded; its corrections fall with it."""

    id: str
    event: str
    reason: str


@kind
class Partnership(Value):
    """The title of a partnership, and its parties."""

    title: str
    parties: tuple[str, ...] = ()


@kind
class Term(Value):
    """One question about the deal that has one answer at a time.

    A term with a *unit* has numbers for values. *like* names the question that terms of several
    partnerships share. *notice* is how long before a last day notice has to be given.
    """

    key: str
    title: str
    asks: str | None = None
    topic: str | None = None
    unit: str | None = None
    like: str | None = None
    notice: Duration | None = None


@kind
class Condition(Value):
    """Something that may come about and end an answer early."""

    key: str
    title: str


@kind
class Source(Value):
    """Where it was said: an address, or a title by which it can be found.

    *locator* is at most eight words that find the place in it.
    """

    key: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: Date | None = None
    locator: str | None = None


Thing = Partnership | Term | Condition | Source


@kind
class Define(Value):
    """*thing* is part of the vocabulary; nothing happened in the world."""

    id: str
    thing: Thing


@kind
class Redefine(Value):
    """*thing* replaces what was defined under its key; nothing happened in the world.

    A term may get another name (*renamed*), be *split* into several or be *merged* with others
    into one: those are defined before, and the old name still leads to its answers.
    """

    id: str
    thing: Thing
    renamed: str | None = None
    split: tuple[str, ...] = ()
    merged: str | None = None

    @property
    def into(self) -> tuple[str, ...]:
        """The terms that take the place of this one."""
        return self.split or tuple(name for name in (self.renamed, self.merged) if name)


@kind
class Cover(Value):
    """The log claims to be complete from *since* through *through*.

    At least one of the two days is given; the other stays what it was.
    """

    id: str
    since: Date | None = None
    through: Date | None = None


@kind
class Assert(Value):
    """The keeper of the log expects this answer of *term*; `check` says if it is another."""

    id: str
    on: Date
    term: str
    known: Date | None = None
    value: str | None = None
    status: str | None = None


@kind
class Issue(Value):
    """The changelog *name* of a period was issued: what *command* gave at the digest *head*.

    *sha256* is that of its text, both digests in hexadecimal.
    """

    id: str
    name: str
    command: str
    head: str
    sha256: str
    last: Date | None = None


Act = Event | Correct | Retract | Define | Redefine | Cover | Assert | Issue


def verb(change: Change) -> str:
    """Name *change* as ledger files and commands do: `set`, `leave-unsaid`."""
    return VERB_OF[type(change)]


VERB_OF: dict[type[Change], str] = {
    Set: "set",
    End: "end",
    Claim: "claim",
    Reaffirm: "reaffirm",
    LeaveUnsaid: "leave-unsaid",
    Dispute: "dispute",
    Settle: "settle",
    Use: "use",
    Note: "note",
}
VERBS: dict[str, type[Change]] = {name: kind for kind, name in VERB_OF.items()}


def sources_of(act: Event | Correct) -> Iterator[str]:
    """Yield the key of every source that *act* cites."""
    said = act if isinstance(act, Event) else act.fields
    yield from said.sources
    for change in said.changes:
        yield from change.sources


def key_of(thing: Thing) -> str:
    """Name *thing* within its partnership: `term:ip-license.end`, or `partnership`."""
    match thing:
        case Partnership():
            return "partnership"
        case Term():
            return f"term:{thing.key}"
        case Condition():
            return f"condition:{thing.key}"
        case Source():
            return f"source:{thing.key}"
