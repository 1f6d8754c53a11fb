"""The vocabulary: every event, change and act on the record, as frozen values.

The unions `Change` and `Act` are closed: a kind that a `match` forgets is a type error.
"""

from collections.abc import Iterator
from enum import StrEnum

from events.dates import Date
from events.values import dataclass


class Authority(StrEnum):
    """Who says so. It decides whom to believe, never what is current."""

    OFFICIAL = "official"
    FILING = "filing"
    PRESS = "press"
    REPORTED = "reported"

    @property
    def rank(self) -> int:
        """The trust it carries: 3 the parties or a register, 2 the press, 1 unconfirmed."""
        return _RANKS[self]


_RANKS = {Authority.OFFICIAL: 3, Authority.FILING: 3, Authority.PRESS: 2, Authority.REPORTED: 1}


@dataclass(frozen=True, kw_only=True)
class Position:
    """What one party says in a dispute."""

    party: str
    says: str


@dataclass(frozen=True, kw_only=True)
class _Statement:
    term: str
    when: Date | None = None
    announced: Date | None = None
    authority: Authority | None = None
    sources: tuple[str, ...] = ()
    of: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Change(_Statement):
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Set(_Change):
    """From the effective day the answer is *value*.

    *through* is its last day, inclusive; any condition of *unless* ends it early; *adds* says
    that as a claim it is detail beside the standing answer and contradicts nothing.
    """

    value: str
    through: Date | None = None
    unless: tuple[str, ...] = ()
    adds: bool = False


@dataclass(frozen=True, kw_only=True)
class End(_Change):
    """From the effective day there is no such term."""


@dataclass(frozen=True, kw_only=True)
class Reaffirm(_Change):
    """The answer stays; the day it was last confirmed moves."""


@dataclass(frozen=True, kw_only=True)
class LeaveUnsaid(_Change):
    """A text that should have restated the term did not. Silence is not repeal."""


@dataclass(frozen=True, kw_only=True)
class Dispute(_Change):
    """From the day, the parties disagree about the answer."""

    positions: tuple[Position, ...]


@dataclass(frozen=True, kw_only=True)
class Settle(_Change):
    """From the day, the dispute is over."""


@dataclass(frozen=True, kw_only=True)
class Use(_Change):
    """A party made use of the term; the answer is the same."""


@dataclass(frozen=True, kw_only=True)
class Note(_Statement):
    """Something worth knowing about the term; the answer is the same."""

    text: str


Change = Set | End | Reaffirm | LeaveUnsaid | Dispute | Settle | Use | Note


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in the world. Without *when* it is announced but undated."""

    id: str
    title: str
    authority: Authority
    sources: tuple[str, ...]
    when: Date | None = None
    announced: Date | None = None
    summary: str | None = None
    changes: tuple[Change, ...] = ()
    met: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The fields of an event that replace what the record wrongly said, each whole.

    *given* names the fields that are replaced; of the others the values here mean nothing.
    """

    given: frozenset[str]
    title: str = ""
    authority: Authority = Authority.REPORTED
    sources: tuple[str, ...] = ()
    when: Date | None = None
    announced: Date | None = None
    summary: str | None = None
    changes: tuple[Change, ...] = ()
    met: tuple[str, ...] = ()


EVENT_FIELDS = (
    "when", "announced", "title", "summary", "authority", "sources", "changes", "met",
)  # fmt: skip
"""What a correction may replace, in the order in which files show it."""


@dataclass(frozen=True, kw_only=True)
class Correct:
    """The record of *event* was wrong; *fields* replace its own."""

    id: str
    event: str
    fields: Correction
    reason: str


@dataclass(frozen=True, kw_only=True)
class Retract:
    """*event* (or a correction) should never have been recorded; its corrections fall with it."""

    id: str
    event: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """Who the partners are."""

    title: str
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Term:
    """One question about the deal that has one answer at a time.

    *notice* is how many days before its last day a party has to give notice.
    """

    key: str
    title: str
    asks: str | None = None
    topic: str | None = None
    notice: int | None = None


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something that may come about and end an answer early."""

    key: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Source:
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


@dataclass(frozen=True, kw_only=True)
class Define:
    """The vocabulary has *thing*; the world did not change."""

    id: str
    thing: Thing


@dataclass(frozen=True, kw_only=True)
class Redefine:
    """*thing* replaces what was defined under its key; the world did not change.

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


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The log claims to be complete through the last day of *through*."""

    id: str
    through: Date


@dataclass(frozen=True, kw_only=True)
class Assert:
    """Whoever keeps the log expects *term* to answer so; `check` tells when it does not."""

    id: str
    on: Date
    term: str
    known: Date | None = None
    value: str | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True)
class Issue:
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
