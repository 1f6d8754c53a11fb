"""Outcomes: the answers that worlds give, and the steps they are owed to."""

from events.dates import Date
from events.values import NamedTuple
from timeline.steps import FAR, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from events.kinds import Authority


class Outcome(NamedTuple):
    """An answer that some world gives, and the steps that gave it.

    *given* is the set or end, *ended* the condition met that ended it, if one did.
    """

    status: str
    given: Step | None = None
    ended: Step | None = None

    @property
    def step(self) -> Step | None:
        """The step that the answer is owed to."""
        return self.ended or self.given

    @property
    def value(self) -> str | None:
        """The value, in force or expired."""
        given = self._set
        return given.value if given else None

    @property
    def through(self) -> Date | None:
        """The last day of the value, where it has one."""
        given = self._set
        return given.until if given else None

    @property
    def unless(self) -> tuple[str, ...]:
        """The conditions that end the value early."""
        given = self._set
        return given.unless if given else ()

    @property
    def _set(self) -> Step | None:
        return self.given if self.given and self.status != "ended" else None

    @property
    def answer(self) -> tuple[object, ...]:
        """What makes two outcomes the same answer."""
        given = self._set
        if given is None:
            return self.status, None, FAR, _NONE
        return self.status, given.value, given.through, frozenset(given.unless)

    @property
    def authority(self) -> "Authority | None":
        """Who says so: of two statements it rests on, the weaker."""
        if self.given is None:
            return None
        if self.ended is None or self.given.rank < self.ended.rank:
            return self.given.authority
        return self.ended.authority

    @property
    def rank(self) -> int:
        """The rank of that authority; 0 where nothing is set."""
        return self.given.rank if self.given else 0


_NONE: frozenset[str] = frozenset()
