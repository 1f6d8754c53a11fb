"""A portrait: the terms on a day, from the index of a partnership; as `timeline.as_of` has them.

Where the last step that may have begun is an *anchor* (see `timeline.windows`) and nothing reaches
past it, it is the answer as it stands. Otherwise the steps back to an anchor, and those that reach
past it, are handed to the rule.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from events import json_scan
from events.dates import Date, parse
from events.rows import BETWEEN, Cut, Last, StepRow, Track, met_track
from timeline.answers import NOT_SET, Answer
from timeline.settled import Side, answer_of
from timeline.steps import ordinals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from events.kinds import Term
    from timeline.steps import Step
else:
    Protocol = object


class Rows(Protocol):
    """Where the rows of a partnership are found (see `events.index.Index`)."""

    def settled(self, day: int) -> Sequence[tuple[str, str | None]]:
        """Return of every track the row of its answer on *day*, None where none holds."""

    def lasts(self, day: int, cut: Cut) -> Sequence[Last]:
        """Return of every track the last step that may have begun by *day*."""

    def tracks(self) -> dict[str, Track]:
        """Return the track of every term that ever had a step."""

    def back(self, track: int, day: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the steps that may have begun by *day*, the last first."""

    def reaching(self, track: Track, day: int, before: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the imprecise steps that begin by *before* and may lie on *day* or after it."""

    def ahead(self, track: Track, day: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the steps that were announced by *day* and lie ahead, or have no day."""


def answers(rows: Rows, terms: "Iterable[Term]", on: Date, cut: Cut) -> "Iterator[Answer]":
    """Yield the answer of each of *terms* on *on*, by what *cut* sees."""
    if is_settled(on, cut):
        return answers_settled(rows.settled(last_day(on)), rows, terms, on)
    return answers_from(rows.lasts(last_day(on), cut), rows, terms, on, cut)


def is_settled(on: Date, cut: Cut) -> bool:
    """Whether rows of answers are about such a question: of a day, with no clock cut."""
    spans = ordinals(on)
    return cut == UNCUT and spans[0][0] == spans[-1][1] > 0


UNCUT = Cut()
"""Sees all that is recorded and public now."""


def answers_settled(
    settled: "Iterable[tuple[str, str | None]]", rows: Rows, terms: "Iterable[Term]", on: Date
) -> "Iterator[Answer]":
    """Yield what `answers` does of an uncut day where the rows that are *settled* are at hand."""
    bodies, day = dict(settled), last_day(on)
    tracks: dict[str, Track] = {}
    for term in terms:
        if body := bodies.get(term.key, _NEVER):
            yield Answer(term, NOT_SET) if body is _NEVER else answer_of(term, body)
            continue
        from timeline.as_of import answer_at

        tracks = tracks or rows.tracks()
        yield answer_at(term, _Window(rows, tracks, tracks[term.key], UNCUT).steps(day, day), day)


_NEVER = "never"
"""In the place of a row: the term never had a step."""


def last_day(on: Date) -> int:
    """Return the last day that a question about *on* is about."""
    return ordinals(on)[-1][1]


def answers_from(
    last_steps: Iterable[Last], rows: Rows, terms: "Iterable[Term]", on: Date, cut: Cut
) -> "Iterator[Answer]":
    """Yield what `answers` does where *last_steps* are at hand; *rows* are for the rule."""
    spans = ordinals(on)
    first, last = max(spans[0][0], 0), spans[-1][1]
    lasts = {one.term: one for one in last_steps}
    tracks: dict[str, Track] = {}
    for term in terms:
        found = lasts.get(term.key)
        if found is None:
            yield Answer(term, NOT_SET)
            continue
        plain = None
        if first == last and not found.vague and not found.ahead:
            plain = _plain(term, found, last)
        if plain is None:
            from timeline.as_of import answer_at, answer_on

            tracks = tracks or rows.tracks()
            steps = _Window(rows, tracks, tracks[term.key], cut).steps(first, last)
            one_day = first == last
            plain = answer_at(term, steps, last) if one_day else answer_on(term, steps, on)
        yield plain


def _plain(term: "Term", last: Last, on: int) -> Answer | None:
    """Return the answer of a term if its last step gives it, with nothing beside it."""
    if last.body is None:
        return Answer(term, NOT_SET)
    row = last.body.split(BETWEEN, _CELLS)  # The text as it is: to read a whole row takes longer.
    day, _, _, _, latest, _, rank, limit, verb, event, authority = row[:11]
    written, through, conditions, sources, _, _, value = row[11:]
    if latest != day or conditions or not _surely_believed(rank, int(day), last.second, last.third):
        return None
    if verb == "set":
        status, until = "in-force", _date(through) if through else None
        if int(limit) < on:
            status = "expired"
    elif verb == "end":
        status, until = "ended", None
    else:
        return None
    when = _date(written)
    flags = _PLAIN if rank == "3" else _REPORTED
    if when.doubtful or (until and until.doubtful):
        flags = (*flags, "doubtful")
    if when.approximate or (until and until.approximate):
        flags = (*flags, "approximate")
    return Answer(
        term,
        status,
        value or None,
        until,
        (),
        flags,
        authority,  # type: ignore[arg-type]  # its name, which is all that it is
        when,
        when,
        event,
        tuple(sources.split("\n")) if sources else (),
    )


_CELLS = len(StepRow._fields) - 1
_PLAIN: tuple[str, ...] = ()
_REPORTED = ("reported",)


def _surely_believed(rank: str, day: int, second: int, third: int) -> bool:
    """Whether nothing that outranks a step of *rank* may have decided before its *day*."""
    return rank == "3" or day < (third if rank == "2" else second)


def _is_anchor(row: StepRow, track: Track) -> bool:
    """Whether *row* is the answer from its place on, whatever went before."""
    if row.latest != row.day or row.verb not in ("set", "end"):
        return False
    return _surely_believed(str(row.rank), row.day, track.second, track.third)


_date = lru_cache(maxsize=4096)(parse)


class _Window:
    """The steps of one term that can matter on some days."""

    def __init__(self, rows: Rows, tracks: dict[str, Track], track: Track, cut: Cut) -> None:
        self._rows, self._tracks, self._track, self._cut = rows, tracks, track, cut

    def steps(self, first: int, last: int) -> "list[Step]":
        """Return all that may matter from the day *first* to the day *last*, in log order."""
        rows: dict[StepRow, str | None] = {}
        anchor = None
        for row in self._rows.back(self._track.id, last, self._cut):
            rows[row] = None
            if row.day <= first and _is_anchor(row, self._track):
                anchor = row
                break
        if anchor is not None and self._track.reaches(anchor.day, last):
            early = self._rows.reaching(self._track, anchor.day, anchor.day, self._cut)
            rows.update(dict.fromkeys(early))
        rows.update(dict.fromkeys(self._rows.ahead(self._track, last, self._cut)))
        rows.update(self._met(anchor, last))
        return sorted((step_of(*one) for one in rows.items()), key=lambda step: step.place)

    def _met(self, anchor: StepRow | None, last: int) -> Iterator[tuple[StepRow, str]]:
        """Yield what met a condition that some value of the term has named."""
        for condition in self._track.conditions.split("\n") if self._track.conditions else ():
            found = self._tracks.get(met_track(condition))
            if found is not None:
                for row in self._rows.back(found.id, last, self._cut):
                    if anchor is None or row.latest >= anchor.day:
                        yield row, condition


def step_of(row: StepRow, condition: str | None) -> "Step":
    """Return the step that *row* stores; *condition* is the one that it says was met."""
    from timeline.steps import Step

    more = json_scan.read(row.more) if row.more else {}
    return Step(
        verb=row.verb,
        id=row.event,
        place=(row.told, row.place, row.idx),
        moment=(row.place, row.idx) if "own" in more else (row.told, -1),
        when=_date(row.written) if row.written else None,
        announced=_date(row.public),
        authority=row.authority,  # type: ignore[arg-type]  # its name, which is all that it is
        rank=row.rank,
        sources=tuple(row.sources.split("\n")) if row.sources else (),
        value=row.value if row.verb == "set" else None,
        until=_date(row.through) if row.through else None,
        unless=tuple(row.conditions.split("\n")) if row.conditions else (),
        adds="adds" in more,
        positions=tuple(Side(*side) for side in more.get("positions", ())),  # type: ignore[misc]
        condition=condition,
    )
