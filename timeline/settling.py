"""Settling: the answers of a term on every day, worked out once and put beside its steps."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from events.rows import FAR, StepRow, Track, met_track
from timeline.as_of import QUIET, answer_at, turning_days
from timeline.portrait import step_of
from timeline.settled import ASK, text_of
from timeline.steps import Step
from timeline.windows import Windows

if TYPE_CHECKING:
    from events.kinds import Term

MOST = 4000
"""Of a term with more steps than these nothing is settled."""

WIDE = 24
"""Where more steps than these can matter on a day, and some are vague, the rule is asked."""


class Rows(Protocol):
    """Where the steps of a partnership are found (see `events.index.Index`)."""

    def steps(self, track: int, most: int) -> list[StepRow]:
        """Return the steps that are of *track* now, but no more than *most*."""


class Shelf(Rows, Protocol):
    """Where answers are put (see `events.index.Shelf`)."""

    def track(self, term: str) -> Track | None:
        """Return the track of *term*, if it ever had a step."""

    def drop_answers(self, track: Track) -> None:
        """Let no answer of *track* be stored."""

    def put_answers(self, track: Track, rows: Sequence[tuple[int, str]]) -> None:
        """Let *rows* be the answers of *track* from the day *track.holds* on."""


def settle(shelf: Shelf, tracks: Iterable[Track]) -> None:
    """Let the stored answers of *tracks* hold on every day, unless they have very many steps."""
    for track in tracks:
        if len(shelf.steps(track.id, MOST + 1)) <= MOST:
            shelf.put_answers(track, settled(shelf, track, shelf.track))
        elif track.holds:
            shelf.drop_answers(track)


def settled(rows: Rows, track: Track, tracks: "Tracks") -> list[tuple[int, str]]:
    """Return the rows of the answers of *track* from the day *track.holds* on.

    *tracks* finds the others of the partnership.
    """
    conditions = track.conditions.split("\n") if track.conditions else ()
    sources = [(track, None), *((tracks(met_track(one)), one) for one in conditions)]
    found: list[Step] = []
    for one, condition in sources:
        if one:
            found += (step_of(row, condition) for row in rows.steps(one.id, FAR))
    found.sort(key=lambda step: step.place)
    return list(answers(track.term, found, track.holds))


class Tracks(Protocol):
    """Finds a track by its name."""

    def __call__(self, term: str, /) -> Track | None:
        """Return the track of *term*, if it ever had a step."""


def answers(term: str, steps: Sequence[Step], since: int) -> Iterator[tuple[int, str]]:
    """Yield day and body of every row of *term* from the day *since* on, by its *steps*.

    Days are ordinals. The first row is that of *since*; no row says what the one before it says.
    """
    windows = Windows(steps)
    before: str | None = None
    seen: _Sight | None = None
    for day in (since, *(turn for turn in turning_days(steps) if since < turn < FAR)):
        sight = _Sight(day, windows)
        if seen and seen.goes_on(sight):
            continue
        body = sight.body(term)
        if body != before:
            yield day, body
        before, seen = body, sight


class _Sight:
    """The steps that can matter on a *day*."""

    def __init__(self, day: int, windows: Windows) -> None:
        self.day, self.near = day, windows.on(day)
        self.ahead = [step for step in windows.pending(day) if step.verb not in QUIET]

    @cached_property
    def _turns(self) -> list[int]:
        """The days on which an answer may change as long as these are the steps that matter."""
        return turning_days([*self.near, *self.ahead])

    def goes_on(self, later: "_Sight") -> bool:
        """Whether the answer surely is the same on a *later* day.

        The same steps matter, and none is only now over, or has a value that has expired since.
        """
        if self.near != later.near or self.ahead != later.ahead:
            return False
        if all(step.days[-1][1] <= self.day for step in self.near):
            return not any(self.day <= step.through < later.day for step in self.near)
        return bisect_right(self._turns, later.day) == bisect_right(self._turns, self.day)

    def body(self, term: str) -> str:
        """Return the body of the row that says what *term* is."""
        if len(self.near) > WIDE and not self._are_exact():
            return ASK
        # An answer only carries its term.
        return text_of(answer_at(cast("Term", term), [*self.near, *self.ahead], self.day))

    def _are_exact(self) -> bool:
        return all(step.days[0][0] == step.days[-1][1] for step in self.near)
