"""The steps of a term: its changes in the form in which the as-of rule folds them.

Every question imports this room, cold: it has no dataclass, and knows the vocabulary by name only.
"""

from functools import cached_property

from events.dates import Date
from timeline.windows import Windows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from events.kinds import Authority, Change, Event, Position
    from timeline.merged import Standing

FAR = 10_000_000
"""An ordinal beyond every calendar day: how far an end reaches that nobody has stated."""

MET = "met"
"""What a step does that says that a named condition came about."""


class Met:
    """A named condition came about."""

    __slots__ = ("condition",)

    def __init__(self, condition: str) -> None:
        self.condition = condition


Days = tuple[tuple[int, int], ...]
"""Possible days as ordinals: disjoint, sorted, both ends inclusive."""


class Step:
    """One change of one term, or a condition met, with all that its event lends it.

    *verb* is what it does, as ledger files name it; *id* is the id of its event. *place* orders
    the steps of one day: the happening, the telling of it, the index therein. Steps with the same
    *moment* happened on the same day, whichever that was; *days* are its possible days, as
    ordinals, and *through* the last day of a value that has one, else `FAR`. *value*, *until* (the
    date that *through* is the last day of), *unless* and *adds* are those of a set, *positions*
    those of a dispute, *condition* is the one that was met. *public* is the first day on which it
    was surely public, else `FAR`.

    *change* and *standing* are those of the record that it was read from. A step is never altered.
    """

    __slots__ = (
        "adds", "announced", "authority", "change", "condition", "days", "id", "moment", "place",
        "positions", "public", "rank", "sources", "standing", "through", "unless", "until", "value",
        "verb", "when",
    )  # fmt: skip

    def __init__(
        self,
        *,
        verb: str,
        id: str,
        place: tuple[int, int, int],
        moment: tuple[int, int],
        when: Date | None,
        announced: Date,
        authority: "Authority",
        rank: int,
        sources: tuple[str, ...],
        change: "Change | Met",
        standing: "Standing",
        value: str | None = None,
        until: Date | None = None,
        unless: tuple[str, ...] = (),
        adds: bool = False,
        positions: "tuple[Position, ...]" = (),
        condition: str | None = None,
    ) -> None:
        self.verb, self.id, self.place, self.moment = verb, id, place, moment
        self.when, self.announced, self.authority, self.rank = when, announced, authority, rank
        self.sources, self.value, self.until, self.unless = sources, value, until, unless
        self.adds, self.positions, self.condition = adds, positions, condition
        self.change, self.standing = change, standing
        self.days: Days = ordinals(when) if when else ()
        known = announced.latest
        self.public = known.toordinal() if known else FAR
        latest = until.latest if until else None
        self.through = latest.toordinal() if latest else FAR

    @property
    def event(self) -> "Event":
        """The event that says so, as the record has it."""
        return self.standing.event

    @property
    def answers(self) -> bool:
        """Whether it gives an answer: a *set* or an *end*."""
        return self.verb in ("set", "end")

    def meets(self, other: "Step") -> bool:
        """Whether it says that a condition came about that ends *other* early."""
        return self.condition is not None and self.condition in other.unless

    def reaffirms(self) -> bool:
        """Whether it restates the answer."""
        return self.verb == "reaffirm"

    @property
    def is_ahead(self) -> bool:
        """Whether it was announced before it may have begun, or has no day."""
        return self.public < (self.days[0][0] if self.days else FAR)

    def pending(self, on: int) -> bool:
        """Whether on that day it was announced while it lay ahead, or had no day at all."""
        ahead = not self.days or self.days[0][0] > on
        return ahead and self.announced_by(on)

    def announced_by(self, day: int) -> bool:
        """Whether it was certainly public by the end of *day*."""
        return self.public <= day

    def citing(self, sources: tuple[str, ...]) -> "Step":
        """Return the same step with other *sources*."""
        twin = object.__new__(Step)
        for name in self.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.sources = sources
        return twin


class Steps(tuple[Step, ...]):
    """The steps of one term in log order."""

    @cached_property
    def windows(self) -> Windows:
        """Which of them can matter on a day."""
        return Windows(self)


def ordinals(when: Date) -> Days:
    """Return the possible days of *when* as ordinals; an open end reaches `FAR`."""
    return tuple(
        (first.toordinal() if first else -FAR, last.toordinal() if last else FAR)
        for first, last in when.spans
    )
