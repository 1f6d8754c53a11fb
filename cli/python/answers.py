"""The kinds of answers, with the attributes that each of them has."""

from __future__ import annotations

from typing import overload

from cli.python.results import NoSuchKeyError, Result, Row, Table
from cli.suggestions import no_such


class Source(Result):
    """Where something was said."""

    __slots__ = ()
    _shown = ("publisher", "title", "published")

    url: str | None
    title: str | None
    publisher: str | None
    published: str | None
    locator: str | None


class Possible(Result):
    """An answer that some world gives."""

    __slots__ = ()
    _shown = ("status", "value", "event")

    status: str
    value: str | None
    amount: str | None
    through: str | None
    renews: str | None
    unless: tuple[str, ...]
    event: str | None
    authority: str | None
    since: str | None


class Replaced(Result):
    """An answer of higher rank that another one replaced."""

    __slots__ = ()
    _shown = ("status", "value", "event")

    status: str
    value: str | None
    event: str | None
    since: str | None
    authority: str | None


class Claim(Result):
    """What somebody says beside the answer."""

    __slots__ = ()
    _shown = ("by", "status", "value", "event")

    status: str
    value: str | None
    amount: str | None
    through: str | None
    by: tuple[str, ...]
    authority: str
    event: str
    since: str | None
    sources: tuple[Source, ...]
    differs: bool
    denied_by: str | None


class Position(Result):
    """What one party says in a dispute."""

    __slots__ = ()

    party: str
    says: str


class Dispute(Result):
    """A dispute that is not settled."""

    __slots__ = ()
    _shown = ("event", "since", "by")

    event: str
    since: str | None
    by: tuple[str, ...]
    authority: str
    positions: tuple[Position, ...]
    sources: tuple[Source, ...]


class Pending(Result):
    """A change that was announced and lies ahead, or has no day."""

    __slots__ = ()

    event: str
    verb: str
    value: str | None
    when: str | None
    once: str | None
    announced: str


class Confirmed(Result):
    """The restatement that confirms an answer; `perhaps` unless it surely does."""

    __slots__ = ()
    _shown = ("event",)

    event: str
    perhaps: bool
    sources: tuple[Source, ...]


class Unchanged(Result):
    """An official "unchanged" about an answer of lower rank."""

    __slots__ = ()
    _shown = ("event",)

    event: str
    authority: str
    sources: tuple[Source, ...]


class Answer(Result):
    """The answer of a term on a day."""

    __slots__ = ()
    _shown = ("term", "status", "value", "since", "through", "by", "event")

    term: str
    title: str
    asks: str | None
    topic: str | None
    status: str
    value: str | None
    amount: str | None
    unit: str | None
    flags: tuple[str, ...]
    authority: str | None
    by: tuple[str, ...]
    since: str | None
    from_: str | None
    until: str | None
    through: str | None
    renews: str | None
    notice: str | None
    unless: tuple[str, ...]
    once: str | None
    while_: str | None
    last_confirmed: str | None
    confirmed: Confirmed | None
    said_unchanged: Unchanged | None
    event: str | None
    sources: tuple[Source, ...]
    possible: tuple[Possible, ...]
    periods: tuple[Answer, ...]
    replaced: tuple[Replaced, ...]
    claims: tuple[Claim, ...]
    disputes: tuple[Dispute, ...]
    pending: tuple[Pending, ...]


class OfPartnership(Table[Row]):
    """An answer with rows about a partnership, its head, and the days that the log covers."""

    __slots__ = ()

    partnership: str
    head: str
    covered_from: str | None
    covered_through: str | None


class Cut(OfPartnership[Row]):
    """The same, as known and recorded by a time."""

    __slots__ = ()

    known: str | None
    recorded: str | None


class Answers(Cut[Answer]):
    """The answers of a day, each under its term: `answers["cloud.rofr"]`."""

    __slots__ = ()
    _shown = ("partnership", "as_of")
    _rows = "terms"

    as_of: str
    terms: tuple[Answer, ...]

    @overload
    def __getitem__(self, at: int | str) -> Answer: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Answer, ...]: ...
    def __getitem__(self, at: int | str | slice) -> Answer | tuple[Answer, ...]:
        if not isinstance(at, str):
            return super().__getitem__(at)
        for one in self:
            if one.term == at:
                return one
        keys = [one.term for one in self]
        raise NoSuchKeyError(no_such("term", at, keys, "timeline terms"))

    def __contains__(self, value: object) -> bool:
        return any(value in (one, one.term) for one in self)


class Acted(Result):
    """What another event did to one: `dates`, `calls-off`, `confirms` or `denies` it."""

    __slots__ = ()

    done: str
    event: str


class Beside(Result):
    """A statement that decided nothing, such as a claim, a restatement or a note."""

    __slots__ = ()
    _shown = ("verb", "value", "event")

    event: str
    verb: str
    when: str | None
    once: str | None
    announced: str
    value: str | None
    by: tuple[str, ...]
    authority: str


class Period(Result):
    """A period in the history of a term: an answer, and what was said beside it."""

    __slots__ = ()
    _shown = ("since", "until", "status", "value", "event")

    value: str | None
    amount: str | None
    status: str
    since: str | None
    until: str | None
    event: str | None
    known_from: str | None
    through: str | None
    renews: str | None
    unless: tuple[str, ...]
    authority: str | None
    by: tuple[str, ...]
    acted: tuple[Acted, ...]
    possible: tuple[Possible, ...]
    beside: tuple[Beside, ...]


class History(Cut[Period]):
    """Every answer a term has had."""

    __slots__ = ()
    _shown = ("partnership", "term")
    _rows = "periods"

    term: str
    title: str
    asks: str | None
    unit: str | None
    periods: tuple[Period, ...]


class Bare(Result):
    """What two answers may differ in, and the event that decided."""

    __slots__ = ()
    _shown = ("status", "value")

    status: str
    value: str | None
    amount: str | None
    through: str | None
    renews: str | None
    unless: tuple[str, ...]
    possible: tuple[Possible, ...]
    event: str | None


class Days(Result):
    """The days that a difference is about."""

    __slots__ = ()

    from_: str | None
    until: str | None


class Difference(Result):
    """How one answer differs at two points, and why."""

    __slots__ = ()
    _shown = ("term", "cause", "before", "after", "events")

    term: str
    cause: str
    clarified: bool
    days: Days | None
    before: Bare
    after: Bare
    events: tuple[str, ...]


class Point(Result):
    """A point on the three clocks."""

    __slots__ = ()

    as_of: str
    known: str | None
    recorded: str | None


class Differences(OfPartnership[Difference]):
    """How the answers differ at two points."""

    __slots__ = ()
    _shown = ("partnership",)
    _rows = "changes"

    from_: Point
    to: Point
    changes: tuple[Difference, ...]


class Coming(Result):
    """Something that is coming."""

    __slots__ = ()
    _shown = ("when", "kind", "term", "value", "event")

    kind: str
    on: str | None
    when: str | None
    term: str
    title: str
    certain: bool
    verb: str | None
    value: str | None
    last: str | None
    run: int | None
    condition: str | None
    starts: bool | None
    while_: str | None
    while_event: str | None
    event: str
    sources: tuple[Source, ...]


class Outlook(Cut[Coming]):
    """What is coming after a day."""

    __slots__ = ()
    _shown = ("partnership", "as_of")
    _rows = "coming"

    as_of: str
    within: int | None
    coming: tuple[Coming, ...]


class Event(Result):
    """An event, and what was done to it."""

    __slots__ = ()
    _shown = ("when", "event", "title", "authority")

    event: str
    when: str | None
    announced: str
    recorded: str
    actor: str | None
    version: int
    after: str | None
    title: str
    authority: str
    by: tuple[str, ...]
    terms: tuple[str, ...]
    retracted: bool
    acted: tuple[Acted, ...]
    acts: tuple[str, ...]


class Events(Cut[Event]):
    """The events of a partnership, newest first."""

    __slots__ = ()
    _shown = ("partnership",)
    _rows = "events"

    events: tuple[Event, ...]


class Changelog(Result):
    """The cited changelog of a period; `to_markdown` has it as a text."""

    __slots__ = ()
    _shown = ("partnership", "days")

    partnership: str
    title: str
    from_: str | None
    to: str
    days: str
    by: str
    per: str
    recorded: str | None
    head: str
    command: str
    covered_from: str | None
    covered_through: str | None
    complete: str
    since_issue: str | None
    lede: tuple[str, ...]
    sections: tuple[Result, ...]
    corrections: tuple[Result, ...]
    redefined: tuple[Result, ...]
    upcoming: tuple[Result, ...]
    sources: tuple[Result, ...]

    def to_markdown(self) -> str:
        """Return the changelog as Markdown, as `timeline changelog` writes it."""
        from cli.changelog.render import rendered

        # The partnership, a plain name, is all that stands before the form in the command.
        command = self.command.replace(" -o json", " -o md", 1)
        return rendered({**self.to_dict(), "command": command}, "md", None)

    _repr_markdown_ = to_markdown


class Appended(Result):
    """What an append changed or, if nothing was `written`, would change."""

    __slots__ = ()
    _shown = ("event", "written")

    event: str
    added: bool
    written: bool
    head: str
    as_of: str
    changes: tuple[Result, ...]
    flags: tuple[Result, ...]
    replaced: tuple[Result, ...]
    falls: tuple[str, ...]
    rests: tuple[str, ...]
    claims: tuple[Result, ...]
    broken: tuple[Result, ...]
    alike: tuple[str, ...]
    remarks: tuple[str, ...]
