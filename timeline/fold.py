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
    """The state of a term while its steps are folded in order, with the *effects* so far."""

    def __init__(self) -> None:
        self.outcome = Outcome("not-set")
        self.claims: list[Step] = []
        self.dispute: Step | None = None
        self.carried: Step | None = None
        self.confirmed: Step | None = None
        self.effects: list[Effect] = []

    def apply(self, step: Step, day: int) -> None:
        """Fold in *step*, which happened on *day*."""
        self.pass_time(day)
        what, about = self._effect(step)
        self.effects.append(Effect(step, day, what, about))

    def pass_time(self, day: int) -> None:
        """Let the answer expire if *day* is after its last."""
        given = self.outcome.given
        if given and self.outcome.status == "in-force" and given.through < day:
            self.outcome = Outcome("expired", given)
            self.dispute = self.carried = None

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
                self.dispute = step
                return "disputed", standing
            case "settle":
                settled, self.dispute = self.dispute, None
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
        self.claims = []
        if before.status == "expired":
            return "answered-in-room", before.step
        return ("replaced", before.step) if before.step else ("answered", None)

    def _stand(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.dispute = self.carried = self.confirmed = None

    def _claim(self, step: Step) -> tuple[str, Step | None]:
        self.claims = [one for one in self.claims if one.rank > step.rank] + [step]
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
        self.claims, self.carried, self.confirmed = [], None, step
        return "reaffirmed", standing


def fold(steps: Iterable[tuple[int, Step]], on: int) -> Fold:
    """Fold the *steps*, each with its day, up to the end of day *on*."""
    folded = Fold()
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
