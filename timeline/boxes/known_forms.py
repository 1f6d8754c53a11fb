"""Steps in the forms that they have in views known by different days.

What other events do to an event takes effect from their announcement on: a plan without a date gets
a date, and a report that is denied becomes a claim. Until then, the event is read as it was.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from timeline.boxes.items import Find
from timeline.boxes.lines import Lines
from timeline.record.days import FAR
from timeline.record.incremental import GrowingRecord, closed
from timeline.record.relations import Acted
from timeline.record.steps import Step


class Form(NamedTuple):
    """The form of a *step* in views known by the days *since* through *until*.

    *before* is the form up to the day before *since*, and *gained* is what other events did to
    bring this one about.
    """

    step: Step
    since: int
    until: int
    before: Step | None
    gained: tuple[Acted, ...]


class KnownForms:
    """The forms of the steps of all terms; *lines* must be uncut, with a record of all acts."""

    def __init__(self, lines: Lines) -> None:
        self._steps = lines.steps
        self._growth = GrowingRecord(lines.record.acts)
        every = (step for own in lines.steps.values() for step in own)
        self._named = {(step.version, step.index): step for step in every}
        self._found: dict[tuple[int, int], tuple[Form, ...]] = {}

    def of(self, step: Step) -> tuple[Form, ...]:
        """Return the forms of *step*, the earliest first."""
        key = step.version, step.index
        if key not in self._found:
            self._found[key] = tuple(_forms(self._growth.forms(step)))
        return self._found[key]

    def on(self, step: Step, known: int) -> Step:
        """Return *step*, public by the day *known*, as a view known by that day has it."""
        forms = self.of(step)
        return forms[max(bisect_right(forms, known, key=lambda one: one.since) - 1, 0)].step

    def find(self, known: int) -> Find:
        """Return a function that finds a step as a view known by the day *known* has it."""
        return lambda version, index: self.on(self._step(version, index), known)

    def _step(self, version: int, index: int) -> Step:
        key = version, index
        if key not in self._named:  # Only what was believed before may still refer to it.
            self._named[key] = self._growth.step(version, index)
        return self._named[key]

    def with_dependencies(self, term: str) -> list[str]:
        """Return *term* and the terms on which its answer depends, or depended in some form."""
        return closed([term], self._hinges)

    @cached_property
    def _hinges(self) -> dict[str, set[str]]:
        return {
            term: {form.step.hinge for step in own for form in self.of(step) if form.step.hinge}
            for term, own in self._steps.items()
        }

    def turns(self, terms: Iterable[str]) -> list[int]:
        """Return the days, in order, on which a step of one of *terms* turned into another form."""
        steps = (step for term in terms for step in self._steps.get(term, ()))
        return sorted({form.since for step in steps for form in self.of(step)[1:]})


def _forms(several: tuple[tuple[int, Step], ...]) -> Iterator[Form]:
    untils = [*(since - 1 for since, _ in several[1:]), FAR]
    before: Step | None = None
    for (since, step), until in zip(several, untils, strict=True):
        done = {*before.acted} if before else ()
        yield Form(step, since, until, before, tuple(one for one in step.acted if one not in done))
        before = step
