"""The kinds of events, changes and acts about the record, such as corrections, as frozen values.

The unions `Change` and `Act` are closed: if a `match` over one forgets a kind, mypy reports it.
`events.payload` defines how each kind is written, and docs/meaning.md what it means.
"""

from collections.abc import Iterator
from enum import StrEnum

from events.dates.dates import Date
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.values import Value, kind


class Authority(StrEnum):
    """How much weight a statement has; it never decides what is current."""

    OFFICIAL = "official"
    FILING = "filing"
    PRESS = "press"
    REPORTED = "reported"

    @property
    def rank(self) -> int:
        """The rank: 3 for the parties or a register, 2 for the press, 1 for the rest."""
        return _RANKS[self]


_RANKS = {Authority.OFFICIAL: 3, Authority.FILING: 3, Authority.PRESS: 2, Authority.REPORTED: 1}


When = Date | Reckoned
"""A date of its own, or one counted from the day of an event."""


@kind
class Position(Value):
    """The position of one party in a dispute."""

    party: str
    says: str


@kind
class _Change(Value):
    """The fields of every change; those it leaves out are taken from its event.

    A change with *of* tells more about an earlier event, the one with that id.
    """

    term: str
    when: When | None = None
    announced: Date | None = None
    authority: Authority | None = None
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    of: str | None = None


@kind
class _Noted(_Change):
    """A change with a *note* for the reader."""

    note: str | None = None


@kind
class Set(_Noted):
    """From the day of this change the answer is *value*.

    *through* is its last day, inclusive; *during* gives the first and last day at once. An answer
    with *renews* goes on after its last day, in runs of that length; *notice* is the time by which
    notice must precede the last day of a run. Meeting any condition in *unless* ends the answer
    early, and it takes effect only *once* a condition is met. It is in force only while the term
    *hinge* is; payloads call that key `while`.
    """

    value: str
    through: When | None = None
    during: Date | None = None
    renews: Duration | None = None
    notice: Duration | None = None
    unless: tuple[str, ...] = ()
    once: str | None = None
    hinge: str | None = None


@kind
class End(_Noted):
    """From the day of this change there is no such term."""


@kind
class Claim(_Noted):
    """Somebody says that the answer is *value* or, if *value* is None, that the term has ended.

    A claim never becomes the answer. *through* is the last day claimed; *adds* marks a detail that
    stands beside the answer and contradicts nothing.
    """

    value: str | None = None
    through: When | None = None
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
    """From the day of this change the parties disagree; their positions may not be public."""

    positions: tuple[Position, ...] = ()


@kind
class Settle(_Noted):
    """From the day of this change the term is no longer disputed."""


@kind
class Use(_Noted):
    """A party used a right that the term gives; the answer stays the same."""


@kind
class Note(_Change):
    """Something worth knowing about the term; the answer stays the same."""

    text: str


Change = Set | End | Claim | Reaffirm | LeaveUnsaid | Dispute | Settle | Use | Note


@kind
class Event(Value):
    """Something that happened or was said; without *when* it was announced but has no date.

    *by* lists the speakers; an *authority* left out follows from them (docs/meaning.md §3). *met*
    lists the conditions met, and *restates* the globs of the terms that end here unless the event
    changes them. If the event named by *after* falls on the same day, this one comes directly after
    it. *dates*, *calls_off*, *confirms* and *denies* name an event that this one dates, calls off,
    confirms or denies, from its own announcement on (docs/meaning.md §3).
    """

    id: str
    title: str
    sources: tuple[str, ...]
    authority: Authority | None = None
    by: tuple[str, ...] = ()
    when: When | None = None
    announced: Date | None = None
    after: str | None = None
    dates: str | None = None
    calls_off: str | None = None
    confirms: str | None = None
    denies: str | None = None
    summary: str | None = None
    met: tuple[str, ...] = ()
    restates: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


EVENT_FIELDS = (
    "when", "announced", "after", "dates", "calls_off", "confirms", "denies", "title", "summary",
    "authority", "by", "sources", "met", "restates", "changes",
)  # fmt: skip
"""The fields that a correction may replace, in the order in which files show them."""


@kind
class Correction(Value):
    """The fields of a correction, each of which replaces the whole field of that name in the event.

    *given* names the fields that are replaced; the values of all others mean nothing.
    """

    given: frozenset[str]
    title: str = ""
    authority: Authority | None = None
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    when: When | None = None
    announced: Date | None = None
    after: str | None = None
    dates: str | None = None
    calls_off: str | None = None
    confirms: str | None = None
    denies: str | None = None
    summary: str | None = None
    met: tuple[str, ...] = ()
    restates: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@kind
class Correct(Value):
    """*event* was recorded wrongly: *fields* replace its own, for the *reason* given."""

    id: str
    event: str
    fields: Correction
    reason: str


@kind
class Retract(Value):
    """*event*, an event or a correction, should never have been recorded.

    The corrections of a retracted event fall with it.
    """

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

    *asks* is the question in full, and *topic* the heading under which it is listed. The values of
    a term with a *unit* begin with a number. *like* names a question that terms of several
    partnerships share. *notice* is the time by which notice must precede a last day.
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
    """Something that may come about, and then ends an answer or lets one take effect."""

    key: str
    title: str


@kind
class Source(Value):
    """Where something was said: an address, or a title by which it can be found.

    *locator* gives the place in the source, in at most eight words. *retells* is the key of the
    source whose news this one passes on. *snapshot* is the SHA-256 of the bytes that were read, and
    *at* says where the locator stands in their visible text, from the first sign to before the
    last: `120-166`.
    """

    key: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: Date | None = None
    locator: str | None = None
    retells: str | None = None
    snapshot: str | None = None
    at: str | None = None


Thing = Partnership | Term | Condition | Source


@kind
class Define(Value):
    """*thing* is part of the vocabulary; nothing happened in the world."""

    id: str
    thing: Thing


@kind
class Redefine(Value):
    """*thing* replaces the definition under its key; nothing happened in the world.

    A term may be *renamed*, *split* into several terms, or *merged* with others into one. The terms
    it becomes are defined first, and the old name still leads to its answers.
    """

    id: str
    thing: Thing
    renamed: str | None = None
    split: tuple[str, ...] = ()
    merged: str | None = None

    @property
    def into(self) -> tuple[str, ...]:
        """The names of the terms that take the place of this one."""
        return self.split or tuple(name for name in (self.renamed, self.merged) if name)


@kind
class Cover(Value):
    """The log is stated to be complete from *since* through *through*.

    At least one of the two days is given; the other stays what it was. If *terms* lists globs, this
    is said only of the terms whose names match.
    """

    id: str
    since: Date | None = None
    through: Date | None = None
    terms: tuple[str, ...] = ()


@kind
class ExpectedClaim(Value):
    """A claim expected beside an answer; what is None may be anything."""

    value: str | None = None
    status: str | None = None
    by: tuple[str, ...] | None = None
    authority: Authority | None = None
    since: Date | None = None
    through: Date | None = None


@kind
class ExpectedPlan(Value):
    """A pending change expected beside an answer; what is None may be anything."""

    verb: str | None = None
    value: str | None = None
    when: Date | None = None
    once: str | None = None


@kind
class Assert(Value):
    """The keeper of the log expects *term* to have this answer; `check` reports any other.

    The answer is the one for the day *on*, given what was known by the day *known*. Every other
    field is one of the answer and of what is told beside it, as `as-of -o json` names them (*hinge*
    is called `while` there). *confirmed* is the event that confirms the answer, and *carried* the
    last one that left it unsaid. What is None may be anything; an empty tuple says that there is
    none.
    """

    id: str
    on: Date
    term: str
    known: Date | None = None
    value: str | None = None
    status: str | None = None
    authority: Authority | None = None
    by: tuple[str, ...] | None = None
    since: Date | None = None
    through: Date | None = None
    unless: tuple[str, ...] | None = None
    hinge: str | None = None
    last_confirmed: Date | None = None
    confirmed: str | None = None
    carried: str | None = None
    flags: tuple[str, ...] | None = None
    claims: tuple[ExpectedClaim, ...] | None = None
    pending: tuple[ExpectedPlan, ...] | None = None


@kind
class Issue(Value):
    """The changelog *name* of a period was issued: the output of *command* at the digest *head*.

    *sha256* is the digest of the changelog, and *last* the last day of the period. Both digests are
    hexadecimal.
    """

    id: str
    name: str
    command: str
    head: str
    sha256: str
    last: Date | None = None


Act = Event | Correct | Retract | Define | Redefine | Cover | Assert | Issue


def verb(change: Change) -> str:
    """Return the verb of *change* as ledger files and commands spell it, such as `leave-unsaid`."""
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
    """Return the key of *thing* in its partnership: `term:ip-license.end`, or `partnership`."""
    match thing:
        case Partnership():
            return "partnership"
        case Term():
            return f"term:{thing.key}"
        case Condition():
            return f"condition:{thing.key}"
        case Source():
            return f"source:{thing.key}"
