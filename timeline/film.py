"""Films: what a term answers on every day, by what was public on every day, worked out ahead.

Whoever cannot ask the rule, as a page without a server, looks the answer up here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from events.dates import Date
from events.kinds import Source, Term
from timeline.answers import NOT_SET, Answer
from timeline.as_of import answer_at, turning_days
from timeline.merged import Record
from timeline.steps import FAR, Step, Steps
from timeline.telling import steps_of

Shown = TypeVar("Shown", bound=Hashable)
"""What of an answer is kept; two answers of which the same is shown are one."""


class Row(NamedTuple, Generic[Shown]):
    """What is *shown* from the day *first*, an ordinal, until the next row; None is from ever."""

    first: int | None
    shown: Shown


class Splice(NamedTuple, Generic[Shown]):
    """What becomes another on the day *cut*: from *at* on so many rows give way to *rows*."""

    cut: int
    at: int
    removed: int
    rows: tuple[Row[Shown], ...]


@dataclass(frozen=True, slots=True)
class Film(Generic[Shown]):
    """The answers of one term: *now*, with all that is known, and *unset*, when nothing was.

    Each of the *splices*, applied in order, leads to the rows by what was public on its day.
    """

    unset: Shown
    now: tuple[Row[Shown], ...]
    splices: tuple[Splice[Shown], ...]

    def known(self, day: int) -> list[Row[Shown]]:
        """Return the rows by what was public by the end of *day*, an ordinal."""
        rows = [Row[Shown](None, self.unset)]
        for splice in self.splices:
            if splice.cut > day:
                break
            rows = _spliced(rows, splice)
        return rows


class Projector(Generic[Shown]):
    """Shows a *film* on any day by what was known on any other; onwards in time it is quick."""

    def __init__(self, film: Film[Shown]) -> None:
        self._film = film
        self._start()

    def _start(self) -> None:
        self._rows = [Row[Shown](None, self._film.unset)]
        self._done = 0

    def shown(self, day: int, known: int) -> Shown:
        """Return what is shown on *day* by what was public by the end of *known*, both ordinals."""
        splices = self._film.splices
        if self._done and splices[self._done - 1].cut > known:
            self._start()
        while self._done < len(splices) and splices[self._done].cut <= known:
            self._rows = _spliced(self._rows, splices[self._done])
            self._done += 1
        return shown_on(self._rows, day)


def _spliced(rows: list[Row[Shown]], splice: Splice[Shown]) -> list[Row[Shown]]:
    rows[splice.at : splice.at + splice.removed] = splice.rows
    return rows


def shown_on(rows: Sequence[Row[Shown]], day: int) -> Shown:
    """Return what *rows* show on *day*, an ordinal."""
    return rows[bisect_right(rows, day, key=_begins) - 1].shown


def _begins(row: Row[Shown]) -> int:
    return 0 if row.first is None else row.first


def films(
    record: Record, terms: Iterable[str], shown: Callable[[Answer], Shown]
) -> dict[str, Film[Shown]]:
    """Return the film of each of the *terms*, of whose answers is kept what *shown* says."""
    steps = steps_of(record)
    return {key: film_of(record.terms[key], steps[key], record.sources, shown) for key in terms}


def film_of(
    term: Term,
    steps: Sequence[Step],
    sources: Mapping[str, Source],
    shown: Callable[[Answer], Shown],
) -> Film[Shown]:
    """Return the film of one *term* from all of its *steps*, in log order.

    An answer on a day hangs on nothing but the steps that may have happened by then and those
    that are pending. So the rows before the first day on which what has just become public can
    matter stay as they are, and what was once worked out of the same steps is not worked out anew.
    """
    made = _Making(term, shown)
    rows = [Row(None, made.unset)]
    splices: list[Splice[Shown]] = []
    for cut, public, begin in _editions(steps, sources):
        later = made.rows(public, begin, rows)
        splice = _splice(cut, rows, later)
        if splice.removed or splice.rows:
            splices.append(splice)
        rows = later
    return Film(made.unset, tuple(made.rows(steps, 0, [])), tuple(splices))


def _editions(
    steps: Sequence[Step], sources: Mapping[str, Source]
) -> Iterator[tuple[int, list[Step], int]]:
    """Yield each day on which another step, or source of one, becomes public, and the steps then.

    With it comes the first day on which what is new can make a difference.
    """
    citable = {key: _citable(sources[key]) for step in steps for key in step.sources}
    public = [(_last(step.announced), step) for step in steps]
    cuts = {
        cut
        for since, step in public
        for cut in (since, *(max(since, citable[key]) for key in step.sources))
    }
    before: dict[int, Step] = {}
    for cut in sorted(cuts - {FAR}):
        now: dict[int, Step] = {}
        for number, (since, step) in enumerate(public):
            if since <= cut:
                now[number] = _cited(step, before.get(number), cut, citable)
        fresh = [step for number, step in now.items() if step is not before.get(number)]
        yield cut, list(now.values()), min(_matters(step, cut) for step in fresh)
        before = now


def _cited(step: Step, before: Step | None, cut: int, citable: Mapping[str, int]) -> Step:
    """Return *step* citing what was published by *cut*: the one from *before*, if it is that."""
    keys = tuple(key for key in step.sources if citable[key] <= cut)
    if len(keys) == len(step.sources):
        return step
    return before if before is not None and before.sources == keys else step.citing(keys)


def _last(when: Date) -> int:
    return when.latest.toordinal() if when.latest else FAR


def _citable(source: Source) -> int:
    """Return the day from which on it was surely published, the earliest if it has no date."""
    if source.published is None:
        return 0
    stated = source.published.latest or source.published.earliest
    return stated.toordinal() if stated else FAR


def _matters(step: Step, cut: int) -> int:
    """Return the first day on which *step*, public since *cut*, may have happened or be pending."""
    return min(step.days[0][0], cut) if step.days else cut


def _splice(cut: int, rows: list[Row[Shown]], later: list[Row[Shown]]) -> Splice[Shown]:
    """Return what leads from *rows* to *later*, as little as it can be."""
    most = min(len(rows), len(later))
    at = next((n for n in range(most) if rows[n] != later[n]), most)
    end = next((n for n in range(most - at) if rows[-1 - n] != later[-1 - n]), most - at)
    return Splice(cut, at, len(rows) - end - at, tuple(later[at : len(later) - end]))


class _Making(Generic[Shown]):
    """The answers of one term as they are worked out, each of the same steps once."""

    def __init__(self, term: Term, shown: Callable[[Answer], Shown]) -> None:
        self._term, self._shown = term, shown
        self.unset = shown(Answer(term=term, status=NOT_SET))
        self._made: dict[tuple[int, _Matter], Shown] = {}
        self._turns: dict[_Matter, frozenset[int]] = {}

    def rows(
        self, steps: Sequence[Step], begin: int, rows: Sequence[Row[Shown]]
    ) -> list[Row[Shown]]:
        """Return the *rows* before the day *begin*, and those that *steps* give from it on."""
        kept = list(rows[: bisect_left(rows, begin, key=_begins)]) if begin > 1 else []
        for turn, shown in self._from(Steps(steps), begin):
            if not kept or kept[-1].shown != shown:
                kept.append(Row(turn if kept else None, shown))
        return kept

    def _from(self, steps: Steps, begin: int) -> Iterator[tuple[int, Shown]]:
        """Yield what is shown on *begin*, and on every later day on which it may be another.

        As long as the same steps matter, that is so on the days on which these few turn.
        """
        later = [turn for turn in turning_days(steps) if begin < turn <= _END]
        before: _Matter | None = None
        for turn in [begin, *later] if begin > 1 else later:
            matter = (*steps.windows.on(turn), *steps.windows.pending(turn))
            if matter != before or turn in self._turns_of(matter):
                yield turn, self._on(matter, turn)
            before = matter

    def _turns_of(self, matter: "_Matter") -> frozenset[int]:
        if matter not in self._turns:
            self._turns[matter] = frozenset(turning_days(matter))
        return self._turns[matter]

    def _on(self, matter: "_Matter", turn: int) -> Shown:
        if (turn, matter) not in self._made:
            self._made[turn, matter] = self._shown(answer_at(self._term, matter, turn))
        return self._made[turn, matter]


_Matter = tuple[Step, ...]
"""The steps that matter on a day: those that may have given the answer, and those pending."""

_END = date.max.toordinal()
