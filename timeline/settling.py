"""Settling: the answers of a term on every day, worked out once and put beside its steps."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from events.rows import FAR, StepRow, Track, met_track
from timeline.portrait import step_of
from timeline.settled import ASK, text_of
from timeline.steps import Step
from timeline.walk import LAST, Walk

if TYPE_CHECKING:
    from events.kinds import Term

MOST = 4000
"""Of a term with more steps than these nothing is settled."""

WIDE = 24
"""Where some steps that can matter are vague, and there are more than these, the rule is asked."""


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

    Days are ordinals. The first row is that of *since*; none says what the one before it says.
    """
    walk = Walk(cast("Term", term), max(since, 1), steps)  # An answer only carries its term.
    day, before = since, ""
    while day <= LAST:
        body = ASK if walk.width > WIDE else text_of(walk.answer())
        if body != before or day == since:
            yield day, body
        day, before = walk.next, body
        walk.to(day)
