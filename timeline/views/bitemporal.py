"""Both clocks at once: what a term answers on every day, by what was public on every day.

Whoever cannot ask the rule, as a page without a server, looks the answers up here.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar

from events.model.kinds import Source, Term
from timeline.record.record import Record
from timeline.record.steps import FAR, Step, steps_of
from timeline.rule.answer import Answer
from timeline.rule.terms import Terms
from timeline.views.answered import QUIET, answer_on_day, turning_days
from timeline.views.parting import above

Shown = TypeVar("Shown", bound=Hashable)
"""What of an answer is kept; two answers of which the same is shown are one."""


class Rectangle(NamedTuple, Generic[Shown]):
    """What is *shown* of the days *first* through *last*, as known on *since* through *until*.

    All are ordinals and inclusive; -FAR and FAR are open ends. FAR also stands for the question
    that has no cut.
    """

    first: int
    last: int
    since: int
    until: int
    shown: Shown


def rectangles(
    record: Record, terms: Iterable[str], shown: Callable[[Answer], Shown]
) -> dict[str, list[Rectangle[Shown]]]:
    """Return the rectangles of each of the *terms*, which cover all days of both clocks.

    Of an answer is kept what *shown* says. They are in order of their first day, and of *since*.
    """
    steps = steps_of(record)
    return {
        key: _sorted(_Plane(record.terms[key], steps, record.sources, shown).rectangles())
        for key in terms
    }


def _sorted(found: Iterable[Rectangle[Shown]]) -> list[Rectangle[Shown]]:
    return sorted(found, key=lambda one: (one.first, one.since))


_Span = tuple[int, int, Shown]
"""A first and a last day, and what is shown on them."""

_Row = tuple[int, Shown]
"""A first day, and what is shown until the next row."""


class _Plane(Generic[Shown]):
    """The days of both clocks for one *term*, filled in day by day of what became public."""

    def __init__(
        self,
        term: Term,
        steps: Mapping[str, Sequence[Step]],
        sources: Mapping[str, Source],
        shown: Callable[[Answer], Shown],
    ) -> None:
        self._term, self._shown = term, shown
        self._steps = {key: steps.get(key, ()) for key in above(term.key, steps)}
        self._citable = {key: _citable(source) for key, source in sources.items()}

    def rectangles(self) -> Iterator[Rectangle[Shown]]:
        """Yield every rectangle, once it is known how far it reaches."""
        rows = [(-FAR, self._on(Terms({}), -FAR))]
        open_: dict[_Span[Shown], int] = dict.fromkeys(_spans(rows), -FAR)
        for cut, public, fresh in self._editions():
            rows = self._rows(public, fresh, cut, rows)
            now = {span: open_.get(span, cut) for span in _spans(rows)}
            for span, since in open_.items():
                if span not in now:
                    yield _rectangle(span, since, cut - 1)
            open_ = now
        yield from (_rectangle(span, since, FAR) for span, since in open_.items())

    def _editions(self) -> Iterator[tuple[int, dict[str, list[Step]], list[Step]]]:
        """Yield each day on which something becomes public, all that then is, and what is new.

        A source that was published later than what it says was announced is cited only then, which
        makes the step another one.
        """
        cuts = {cut for own in self._steps.values() for step in own for cut in self._cuts(step)}
        before: dict[tuple[str, int], Step] = {}
        for cut in sorted(cuts):
            public: dict[str, list[Step]] = {}
            fresh: list[Step] = []
            for key, own in self._steps.items():
                public[key] = []
                for place, step in enumerate(own):
                    if step.public > cut:
                        continue
                    cited = self._cited(step, before.get((key, place)), cut)
                    public[key].append(cited)
                    if cited is not before.get((key, place)):
                        before[key, place] = cited
                        fresh.append(cited)
            yield cut, public, fresh

    def _cuts(self, step: Step) -> Iterator[int]:
        if step.verb not in QUIET:
            yield step.public
            yield from (max(step.public, self._citable.get(key, 0)) for key in step.sources)

    def _cited(self, step: Step, before: Step | None, cut: int) -> Step:
        """Return *step* citing what was published by *cut*, as it was *before* if that is it."""
        keys = tuple(key for key in step.sources if self._citable.get(key, 0) <= cut)
        if len(keys) == len(step.sources):
            return step
        return before if before and before.sources == keys else replace(step, sources=keys)

    def _rows(
        self,
        public: Mapping[str, Sequence[Step]],
        fresh: Sequence[Step],
        cut: int,
        rows: Sequence[_Row[Shown]],
    ) -> list[_Row[Shown]]:
        """Return the *rows* anew where what is *fresh* can matter, and as they are elsewhere."""
        news = [step for step in fresh if step.verb not in QUIET]
        begin = min((_begins(step, cut) for step in news), default=FAR)
        if begin == FAR:
            return list(rows)
        terms, made, end = Terms(public), [], FAR
        for on, matters in turning_days(public, self._term.key, begin):
            if on > begin and not any(step in matters or _lies_ahead(step, on) for step in news):
                end = on
                break
            made.append((on, self._on(terms, on)))
        kept = [row for row in rows if row[0] < begin]
        left = [row for row in rows if row[0] > end]
        if end < FAR:
            left.insert(0, (end, next(shown for first, shown in reversed(rows) if first <= end)))
        return _joined([*kept, *made, *left])

    def _on(self, terms: Terms, on: int) -> Shown:
        return self._shown(answer_on_day(terms, self._term, on))


def _citable(source: Source) -> int:
    """Return the day from which on it was surely published, 0 if it has no date."""
    if source.published is None:
        return 0
    stated = source.published.latest or source.published.earliest
    return stated.toordinal() if stated else FAR


def _begins(step: Step, cut: int) -> int:
    """Return the first day on which *step*, new on the day *cut*, may have come or be pending."""
    return min(step.days[0][0], cut) if step.days else cut


def _lies_ahead(step: Step, on: int) -> bool:
    return not step.days or step.days[0][0] > on


def _spans(rows: Sequence[_Row[Shown]]) -> Iterator[_Span[Shown]]:
    lasts = [*(first - 1 for first, _ in rows[1:]), FAR]
    return ((first, last, shown) for (first, shown), last in zip(rows, lasts, strict=True))


def _rectangle(span: _Span[Shown], since: int, until: int) -> Rectangle[Shown]:
    first, last, shown = span
    return Rectangle(first, last, since, until, shown)


def _joined(rows: Iterable[_Row[Shown]]) -> list[_Row[Shown]]:
    """Leave out rows that show what the one before them shows."""
    found: list[_Row[Shown]] = []
    for row in rows:
        if not found or found[-1][1] != row[1]:
            found.append(row)
    return found
