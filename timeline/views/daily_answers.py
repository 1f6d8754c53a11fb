"""The answers of one term on each day as known on that day, and what changes from day to day."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from events.model.kinds import Term
from events.model.values import Value, value
from timeline.boxes.boxes import Box, Item
from timeline.boxes.items import ANSWER, answers_in
from timeline.boxes.known_forms import KnownForms
from timeline.boxes.lines import stretches
from timeline.record.days import FAR
from timeline.record.steps import ANSWERS, Step
from timeline.rule.line import Stretch, relevant, said_on
from timeline.rule.said import confirms
from timeline.rule.terms import PossibleAnswer, Terms, kinds
from timeline.views.answer_changes import AnswerChange, Said, answer_changes, behind


@value
class Row(Value):
    """A change that took effect on the day *on* or, if *learned*, was learned then of the past."""

    on: int
    learned: bool
    change: AnswerChange

    @cached_property
    def steps(self) -> list[Step]:
        """The steps behind the change."""
        return behind(self.change.was, self.change.now)


_FIRST = attrgetter("first")
_OfDay = dict[int, list[Box]]


class DailyAnswers:
    """The answers of *term* on each day, as known on that day, from its *boxes*."""

    def __init__(self, term: Term, boxes: Iterable[Box], forms: KnownForms) -> None:
        self.term, self._forms = term, forms
        self._boxes = [box for box in boxes if box.item.kind == ANSWER]
        self._turns = forms.turns(forms.with_dependencies(term.key))
        self._asked: list[int] = []
        self._held: dict[int, Said] = {}
        self._said: dict[tuple[Item, int], Said] = {}

    def held(self, on: int) -> Said:
        """Return the answer of *on*, one of the days *asked* of `rows`, as known on that day."""
        return self._held[on]

    def rows(self, low: int, high: int, asked: Iterable[int]) -> Iterator[Row]:
        """Yield the changes of the days *low* through *high*, each compared with the day before.

        *asked* are the days, in order, whose answers `held` will be asked for. The boxes that are
        closed by what becomes known on a day, and those opened by it, cover the same days. A box
        that stays says something else only where a step turned into another form.
        """
        self._asked = [*asked][::-1]
        line = sorted((b for b in self._boxes if b.since < low <= b.until + 1), key=_FIRST)
        closed, opened = _by_day(self._boxes, low, high)
        turns = {on for on in self._turns if low <= on <= high}
        days = sorted({low, *closed, *opened, *turns})
        for on, following in pairwise([*days, high + 1]):
            was = self._stretches(line if on in turns else closed.get(on, ()), on - 1)
            for box in closed.get(on, ()):
                del line[bisect_left(line, box.first, key=_FIRST)]
            for box in opened.get(on, ()):
                insort(line, box, key=_FIRST)
            now = self._stretches(line if on in turns else opened.get(on, ()), on)
            yield from (Row(on, True, one) for one in answer_changes(was, now, on - 1))
            yield from self._between(line, on, following)

    def spans(self, low: int, high: int) -> Iterator[tuple[int, int, Said]]:
        """Yield each span of the days *low* through *high* that one answer has.

        It has its first day, its last day and the answer, as known on each of them.
        """
        for box in self._boxes:
            first, last = max(box.first, box.since, low), min(box.last, box.until, high)
            begin, end = (bisect_right(self._turns, on) for on in (first, last))
            for on, following in pairwise([first, *self._turns[begin:end], last + 1]):
                if on < following:
                    yield on, following - 1, self._told(box, on)

    def _between(self, line: Sequence[Box], start: int, end: int) -> Iterator[Row]:
        """Yield the changes of *line* that take effect from *start* until just before *end*."""
        while self._asked and self._asked[-1] < end:
            on = self._asked.pop()
            self._held[on] = self._told(line[bisect_left(line, on + 1, key=_FIRST) - 1], start)
        begin, stop = (bisect_left(line, day, key=_FIRST) for day in (start, end))
        for was, now in pairwise(self._stretches(line[begin - 1 : stop], start)):
            if kinds(was.said) != kinds(now.said):
                yield Row(now.first, False, AnswerChange(now.first, now.first, was.said, now.said))

    def _stretches(self, boxes: Iterable[Box], known: int) -> list[Stretch]:
        return stretches(boxes, lambda box: self._told(box, known))

    def _told(self, box: Box, known: int) -> Said:
        """Return the possible answers in *box*, as a view known by the day *known* reads them."""
        key = box.item, bisect_right(self._turns, known)
        if key not in self._said:
            self._said[key] = answers_in(box.item, self._forms.find(known))
        return self._said[key]


def _by_day(boxes: Iterable[Box], low: int, high: int) -> tuple[_OfDay, _OfDay]:
    """Return the boxes closed, and those opened, by what became known on each day.

    The days run from *low* through *high*.
    """
    closed, opened = _OfDay(), _OfDay()
    for box in boxes:
        for found, on in ((closed, box.until + 1), (opened, box.since)):
            if low <= on <= high:
                found.setdefault(on, []).append(box)
    return closed, opened


class PublicSteps:
    """The steps of one term, and of the terms it depends on, as they become public day by day."""

    def __init__(self, term: str, steps: Mapping[str, Sequence[Step]], forms: KnownForms) -> None:
        self.own = steps.get(term, ())
        self._term, self._on = term, -FAR
        chain = forms.with_dependencies(term)
        self._known = {key: list[Step]() for key in chain}
        self._is_plain = not forms.turns(chain)
        news = [
            (form.since, key, form.before, form.step)
            for key in chain
            for step in steps.get(key, ())
            for form in forms.of(step)
        ]
        self._news = sorted(news, key=lambda one: one[0], reverse=True)

    def restated(self, on: int, step: Step) -> str:
        """Return the group of *step*, a restatement or an answer given again, on the day *on*.

        Of two days, the earlier must be asked about first.
        """
        public = self._by(on)
        if step.verb in ANSWERS:
            others = public | {self._term: [one for one in public[self._term] if one is not step]}
            met = Terms(others).answers(self._term, on)
            ranks = [one.outcome.rank for one in met if _is_restated(one, step)]
            if not ranks:
                return "Also happened"
            return "Confirmed" if min(ranks) <= step.rank else "Reaffirmed"
        restated = said_on(public[self._term], on).restated
        outcomes = [outcome for outcome, one in restated if one is step]
        if any(confirms(outcome, step) for outcome in outcomes):
            return "Confirmed"
        higher = any(step.rank > outcome.rank for outcome in outcomes)
        return "Said unchanged" if higher else "Reaffirmed"

    def _by(self, on: int) -> dict[str, list[Step]]:
        """Return the steps public by the day *on*; the term's own only if they still matter.

        Where a step may turn into another form, what an answer has followed may matter again.
        """
        if on > self._on and self._is_plain:
            own = self._known[self._term]
            self._known[self._term] = list(filter(relevant(own, self._on), own))
        self._on = max(on, self._on)
        while self._news and self._news[-1][0] <= on:
            _, key, before, step = self._news.pop()
            if before and before.days:
                self._known[key].remove(before)
            if step.days:
                insort(self._known[key], step, key=attrgetter("place"))
        return self._known


def _is_restated(one: PossibleAnswer, step: Step) -> bool:
    """Return whether *one*, which holds without *step*, is the answer that *step* gives."""
    status = "ended" if step.verb == "end" else "in-force"
    return (one.status, one.value) == (status, step.value)
