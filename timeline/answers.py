"""Answers: what a term is said to be on a day, and what is said beside it."""

from events.dates import Date
from events.values import NamedTuple
from timeline.steps import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from events.kinds import Authority, Position, Term

NOT_SET = "not-set"
UNDETERMINED = "undetermined"
FLAGS = (
    "reported", "contested", "disputed", "carried", "pending", "doubtful", "approximate",
)  # fmt: skip


class Possible(NamedTuple):
    """One answer that some world gives, and the event that gave it."""

    status: str
    value: str | None
    through: Date | None
    unless: tuple[str, ...]
    event: str | None


class Claim(NamedTuple):
    """A statement of lower rank that stands beside the answer."""

    status: str
    value: str | None
    authority: "Authority"
    event: str
    contradicts: bool
    sources: tuple[str, ...]


class Answer(NamedTuple):
    """The answer of a term: certain, or *undetermined* with every one that is *possible*.

    *since* is the date of the event that gave it, at the precision known; *positions* are those of
    the latest dispute that may not be settled; *pending* are changes announced that lie ahead.
    """

    term: "Term"
    status: str
    value: str | None = None
    through: Date | None = None
    unless: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    authority: "Authority | None" = None
    since: Date | None = None
    last_confirmed: Date | None = None
    event: str | None = None
    sources: tuple[str, ...] = ()
    possible: tuple[Possible, ...] = ()
    claims: tuple[Claim, ...] = ()
    positions: "tuple[Position, ...]" = ()
    pending: tuple[Step, ...] = ()

    @property
    def same(self) -> tuple[object, ...]:
        """What makes two answers equal: flags, claims and confirmations are no part of it."""
        if self.status == UNDETERMINED:
            return self.status, frozenset(_same(one) for one in self.possible)
        return _same(self)


def _same(one: Answer | Possible) -> tuple[object, ...]:
    last = one.through.latest if one.through else None
    return one.status, one.value, last, frozenset(one.unless)
