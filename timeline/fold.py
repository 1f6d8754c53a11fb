"""The fold of one world: what each step does when every moment has its day (docs/meaning.md §5)."""

from collections.abc import Iterable, Iterator

from events.values import NamedTuple
from timeline import steps
from timeline.outcomes import Outcome
from timeline.steps import Step


class Effect(NamedTuple):
    """What *step* did on *day*: *what* names it, *about* is the step it did it to."""

    step: Step
    day: int
    what: str
    about: Step | None = None


class Fold:
    """The state of a term while its steps are folded in order.

    *disputes* and *confirmations* are the steps that dispute and that restate the answer, but for
    those which a later one of an exact day has put behind it.
    """

    __slots__ = ("carried", "claims", "confirmations", "disputes", "outcome")

    def __init__(self) -> None:
        self.outcome = _NOT_SET
        self.claims: tuple[Step, ...] = ()
        self.disputes: tuple[Step, ...] = ()
        self.carried: Step | None = None
        self.confirmations: tuple[Step, ...] = ()

    def copy(self) -> "Fold":
        """Return one in the same state."""
        other = object.__new__(Fold)
        other.outcome, other.claims, other.disputes = self.outcome, self.claims, self.disputes
        other.carried, other.confirmations = self.carried, self.confirmations
        return other

    @property
    def state(self) -> tuple[object, ...]:
        """What is the same in two that will go the same way."""
        return self.outcome, self.claims, self.disputes, self.carried, self.confirmations

    @property
    def dispute(self) -> Step | None:
        """The last dispute, if it is not settled."""
        return self.disputes[-1] if self.disputes else None

    def apply(self, step: Step, day: int) -> None:
        """Fold in *step*, which happened on *day*."""
        self.pass_time(day)
        self._effect(step)

    def expires(self, day: int) -> bool:
        """Whether there is an answer, and *day* is after its last."""
        given = self.outcome.given
        return given is not None and given.through < day and self.outcome.status == "in-force"

    def pass_time(self, day: int) -> None:
        """Let the answer expire if *day* is after its last."""
        if self.expires(day):
            self.outcome = Outcome("expired", self.outcome.given)
            self.disputes, self.carried = (), None

    def _effect(self, step: Step) -> tuple[str, Step | None]:
        standing = self.outcome.step
        match step.verb:
            case "set" | "end":
                return self._answer(step)
            case steps.MET:
                return self._meet(step)
            case "reaffirm":
                return self._reaffirm(step)
            case "leave-unsaid":
                if self.outcome.status not in ("in-force", "ended"):
                    return "nothing-to-leave-unsaid", None
                self.carried = step
                return "left-unsaid", standing
            case "dispute":
                self.disputes = _with(step, self.disputes)
                return "disputed", standing
            case "settle":
                settled, self.disputes = self.dispute, ()
                return ("settled", settled) if settled else ("nothing-to-settle", None)
            case "use":
                return "used", standing
            case _:
                return "noted", standing

    def _answer(self, step: Step) -> tuple[str, Step | None]:
        before = self.outcome
        if before.status in ("in-force", "ended") and before.rank > step.rank:
            return self._claim(step)
        self._stand(Outcome("ended" if step.verb == "end" else "in-force", step))
        self.claims = ()
        if before.status == "expired":
            return "answered-in-room", before.step
        return ("replaced", before.step) if before.step else ("answered", None)

    def _stand(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.disputes = self.confirmations = ()
        self.carried = None

    def _claim(self, step: Step) -> tuple[str, Step | None]:
        self.claims = (*(one for one in self.claims if one.rank > step.rank), step)
        return "claimed", self.outcome.step

    def _meet(self, step: Step) -> tuple[str, Step | None]:
        given = self.outcome.given
        if given is None or self.outcome.status != "in-force" or not step.meets(given):
            return "nothing-to-end", None
        if step.rank < given.rank:
            return self._claim(step)
        self._stand(Outcome("ended", given, step))
        return "ended-early", given

    def _reaffirm(self, step: Step) -> tuple[str, Step | None]:
        standing = self.outcome.step
        if standing is None or step.rank < self.outcome.rank:
            return "moved-nothing", standing
        self.claims, self.carried = (), None
        self.confirmations = _with(step, self.confirmations)
        return "reaffirmed", standing


_NOT_SET = Outcome("not-set")


def _with(step: Step, earlier: tuple[Step, ...]) -> tuple[Step, ...]:
    """Add *step*; if its day is exact, what was surely on an earlier one is behind it."""
    if earlier and step.days[0][0] == step.days[-1][1]:
        earlier = tuple(one for one in earlier if _last(one) > _last(step))
    return (*earlier, step)


def _last(step: Step) -> tuple[int, tuple[int, int, int]]:
    return step.days[-1][1], step.place


class Story(Fold):
    """A fold that keeps in mind the *effects* of its steps."""

    __slots__ = ("effects",)

    def __init__(self) -> None:
        super().__init__()
        self.effects: list[Effect] = []

    def apply(self, step: Step, day: int) -> None:
        """Fold in *step*, which happened on *day*."""
        self.pass_time(day)
        what, about = self._effect(step)
        self.effects.append(Effect(step, day, what, about))


def fold(steps: Iterable[tuple[int, Step]], on: int) -> Story:
    """Fold the *steps*, each with its day, up to the end of day *on*."""
    folded = Story()
    for day, step in sorted(steps, key=lambda pair: (pair[0], pair[1].place)):
        folded.apply(step, day)
    folded.pass_time(on)
    return folded


def latest_world(steps: Iterable[Step], on: int) -> Iterator[tuple[int, Step]]:
    """Give each step its last possible day up to *on*; leave out those that have none.

    It is one world of many, the only one where every date is a day.
    """
    for step in steps:
        days = [min(last, on) for first, last in step.days if first <= on]
        if days:
            yield days[-1], step
