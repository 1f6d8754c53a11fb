"""Preview an act: which answers it changes, on the days it is about and today."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from events.model.kinds import Term
from events.model.values import Value, value
from timeline.boxes.lines import Lines
from timeline.record.steps import ANSWERS, DECIDING, Step
from timeline.rule.answer import Answer, answer_in
from timeline.rule.line import Stretch, said_on
from timeline.rule.said import Outcome
from timeline.rule.state import State
from timeline.rule.terms import Terms
from timeline.views.answer_changes import answer_changes, earlier_names


@value
class Compared(Value):
    """The answers of a term on the day *on*, *before* the act and *after* it."""

    on: date
    before: Answer
    after: Answer

    @property
    def term(self) -> str:
        """The name of the term after the act."""
        return self.after.term.key


@value
class Preview(Value):
    """The effects of an act: changed answers, answers with changed flags, and unchanged answers.

    *on* is the day on which most of the changes are shown. *replaced* pairs a `set` or `end` of the
    act with the answer of higher rank that it replaces.
    """

    on: date
    changed: tuple[Compared, ...]
    flagged: tuple[Compared, ...]
    same: tuple[Compared, ...]
    replaced: tuple[tuple[Step, Outcome], ...]


def preview(before: Lines, after: Lines, today: date) -> Preview:
    """Return the preview of an act, given the lines of all terms *before* and *after* it.

    The answers compared are those of *today* and of the days that the act is about.
    """
    return _Comparison(before, after, today).preview()


class _Comparison:
    def __init__(self, before: Lines, after: Lines, today: date) -> None:
        self.was, self.now, self.today = before, after, today
        self.terms, renamed = after.record.terms, after.record.renamed
        earlier = earlier_names(before.record, before.steps, renamed)
        self.names = {key: key for key in self.terms} | earlier
        self.steps = {key: steps for key, steps in self._differing() if steps}
        both = Terms(self.was.steps), Terms(self.now.steps)
        touched = {key: self._touched(key, *both) for key in (*self.steps, *self.names)}
        self.days = {
            key: self._days(step for name in names for step in self.steps[name])
            for key, names in touched.items()
            if names
        }

    def _touched(self, key: str, was: Terms, now: Terms) -> set[str]:
        """Return the terms that the act touches among *key* and its dependencies.

        Those are the terms on which it depended before the act, or depends after it.
        """
        before = was.with_dependencies(self.names[key])
        return self.steps.keys() & {*before, *now.with_dependencies(key)}

    def _differing(self) -> Iterator[tuple[str, list[Step]]]:
        """Yield for each term the steps that only one of the two records has."""
        for key, name in self.names.items():
            was = {step.fields: step for step in self.was.steps.get(name, ())}
            now = {step.fields: step for step in self.now.steps.get(key, ())}
            yield (
                key,
                [
                    *(step for said, step in was.items() if said not in now),
                    *(step for said, step in now.items() if said not in was),
                ],
            )

    def _days(self, steps: Iterable[Step]) -> list[date]:
        """Return the days to compare: today, and the first and last possible days of *steps*.

        A first possible day in the future comes before today.
        """
        ends = {end for step in steps if step.days for end in (step.days[0][0], step.days[-1][1])}
        own = [date.fromordinal(end) for end in sorted(ends) if 1 <= end <= date.max.toordinal()]
        days = [*own[:1], self.today] if own and own[0] > self.today else [self.today, *own]
        return [*dict.fromkeys([*days, *own])]

    def preview(self) -> Preview:
        changed = [*self._changed()]
        known = {one.term for one in changed}
        rest = [key for key in self.days if key not in known]
        flagged = [one for key in rest for one in self._flagged(key)]
        known |= {one.term for one in flagged}
        main = [one.on for one in (changed or flagged)]
        on = max(main, key=lambda each: (main.count(each), each)) if main else self._first_day()
        same = [self._on(key, on) for key in rest if key in self.steps and key not in known]
        replaced = [one for key in self.steps for one in self._replaced(key)]
        return Preview(on, tuple(changed), tuple(flagged), tuple(same), tuple(replaced))

    def _first_day(self) -> date:
        return next((days[0] for days in self.days.values()), self.today)

    def _changed(self) -> Iterator[Compared]:
        for key, days in self.days.items():
            on = next((one for one in days if self._differs(key, one)), None)
            on = on or self._parting(key)
            if on is not None:
                yield self._on(key, on)

    def _differs(self, key: str, on: date) -> bool:
        return _on(self.was, self.names[key], on).same != _on(self.now, key, on).same

    def _parting(self, key: str) -> date | None:
        """Return the first day on which the answers differ, or None if there is none."""
        steps = self.steps.get(key)
        if steps is not None and not any(step.verb in DECIDING for step in steps):
            return None
        was, now = _stretches(self.was, self.names[key]), _stretches(self.now, key)
        found = answer_changes(was, now, date.max.toordinal())
        return date.fromordinal(max(found[0].first, 1)) if found else None

    def _flagged(self, key: str) -> Iterator[Compared]:
        compared = (self._on(key, on) for on in self.days[key])
        yield from [one for one in compared if one.before.flags != one.after.flags][:1]

    def _on(self, key: str, on: date) -> Compared:
        term, name = self.terms[key], self.names[key]
        own = term if name == key else Term(key=name, title=term.title)
        return Compared(on, _answer(self.was, own, on), _answer(self.now, term, on))

    def _replaced(self, key: str) -> Iterator[tuple[Step, Outcome]]:
        """Yield each step of the act that now replaces an answer of higher rank, with that answer.

        Steps that already did so before the act are left out.
        """
        highest = max((step.rank for step in self.now.steps[key]), default=0)
        own = [
            step
            for step in self.steps[key]
            if step.verb in ANSWERS and step.days and step.rank < highest
        ]
        before = {_name(step) for step, _ in _standing_in(self.was, self.names[key], own)}
        for step, outcome in _standing_in(self.now, key, own):
            if _name(step) not in before:
                yield step, outcome


def _on(lines: Lines, key: str, on: date) -> State:
    line = lines.line(key)
    return line[line.index_on(on.toordinal())].state


def _answer(lines: Lines, term: Term, on: date) -> Answer:
    """Return the answer of *term* on one day, without the run of days on which it holds."""
    return answer_in(term, _on(lines, term.key, on), on.toordinal(), on.toordinal())


def _stretches(lines: Lines, key: str) -> list[Stretch]:
    return [Stretch(first, last, state.answers) for first, last, state in lines.line(key)]


def _standing_in(lines: Lines, key: str, steps: Sequence[Step]) -> Iterator[tuple[Step, Outcome]]:
    """Yield those of *steps* that replace an answer of higher rank, and that answer."""
    wanted = {_name(step) for step in steps}
    found: dict[tuple[int, int], tuple[Step, Outcome]] = {}
    for on in dict.fromkeys(min(step.days[-1][1], date.max.toordinal()) for step in steps):
        for step, outcome in said_on(lines.steps[key], on).replaced:
            if _name(step) in wanted:
                found.setdefault(_name(step), (step, outcome))
    return iter(found.values())


def _name(step: Step) -> tuple[int, int]:
    return step.version, step.index
