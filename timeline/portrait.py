"""A portrait: the terms on a day, from the index of a partnership; as `timeline.as_of` has them.

Where the last step that may have begun is an *anchor* (see `timeline.windows`) and nothing reaches
past it, it is the answer as it stands. Otherwise the steps back to an anchor, and those that reach
past it, are handed to the rule.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from events.dates import Date, parse
from events.rows import Cut, StepRow, Track, met_track
from timeline.answers import NOT_SET, Answer
from timeline.steps import ordinals

if TYPE_CHECKING:
    from events.kinds import Term
    from timeline.steps import Step


class Rows(Protocol):
    """Where the rows of a partnership are found (see `events.index.Index`)."""

    def lasts(self, day: int, cut: Cut) -> Iterator[tuple[Track, bool, bool, StepRow | None]]:
        """Yield of every track the last step that may have begun by *day*.

        With it, whether an imprecise one before it may reach as far, and whether one lies ahead.
        """

    def back(self, track: int, day: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the steps that may have begun by *day*, the last first."""

    def reaching(self, track: Track, day: int, before: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the imprecise steps that begin by *before* and may lie on *day* or after it."""

    def ahead(self, track: Track, day: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the steps that were announced by *day* and lie ahead, or have no day."""


class Last(NamedTuple):
    """What the index has of a term on a day: its track, and the *row* that begins last."""

    track: Track
    vague: bool
    ahead: bool
    row: StepRow | None


def answers(rows: Rows, terms: "Iterable[Term]", on: Date, cut: Cut) -> "Iterator[Answer]":
    """Yield the answer of each of *terms* on *on*, by what *cut* sees."""
    spans = ordinals(on)
    first, last = max(spans[0][0], 0), spans[-1][1]
    lasts = {one[0].term: Last(*one) for one in rows.lasts(last, cut)}
    for term in terms:
        found = lasts.get(term.key)
        if found is None:
            yield Answer(term, NOT_SET)
        elif first == last and not (found.vague or found.ahead) and _is_anchor(found):
            yield _standing(term, found.row, last) if found.row else Answer(term, NOT_SET)
        else:
            from timeline.as_of import answer_on

            steps = _Window(rows, lasts, found.track, cut).steps(first, last)
            yield answer_on(term, steps, on)


def _is_anchor(last: Last) -> bool:
    """Whether no step matters but the last, if there is one."""
    row = last.row
    return row is None or (_anchors(row, last.track) and not row.conditions)


def _anchors(row: StepRow, track: Track) -> bool:
    """Whether *row* is the answer from its place on, whatever went before."""
    if row.latest != row.day or row.verb not in ("set", "end"):
        return False
    return row.rank == 3 or row.day < (track.third if row.rank == 2 else track.second)


def _standing(term: "Term", row: StepRow, on: int) -> Answer:
    """Return the answer that *row* gives, with nothing beside it."""
    when = _date(row.written)
    flags = ("reported",) if row.rank < 3 else ()
    until = _date(row.through) if row.through else None
    if row.verb == "end":
        status, until = "ended", None
    else:
        status = "in-force" if row.last >= on else "expired"
    if when.doubtful or (until and until.doubtful):
        flags = (*flags, "doubtful")
    if when.approximate or (until and until.approximate):
        flags = (*flags, "approximate")
    return Answer(
        term,
        status,
        row.value,
        until,
        flags=flags,
        authority=row.authority,  # type: ignore[arg-type]  # its name, which is all that it is
        since=when,
        last_confirmed=when,
        event=row.event,
        sources=tuple(row.sources.split("\n")) if row.sources else (),
    )


_date = lru_cache(maxsize=4096)(parse)


class _Window:
    """The steps of one term that can matter on some days."""

    def __init__(self, rows: Rows, lasts: dict[str, Last], track: Track, cut: Cut) -> None:
        self._rows, self._lasts, self._track, self._cut = rows, lasts, track, cut

    def steps(self, first: int, last: int) -> "list[Step]":
        """Return all that may matter from the day *first* to the day *last*, in log order."""
        rows: dict[StepRow, str | None] = {}
        anchor = None
        for row in self._rows.back(self._track.id, last, self._cut):
            rows[row] = None
            if row.day <= first and _anchors(row, self._track):
                anchor = row
                break
        if anchor is not None:
            early = self._rows.reaching(self._track, anchor.day, anchor.day, self._cut)
            rows.update(dict.fromkeys(early))
        rows.update(dict.fromkeys(self._rows.ahead(self._track, last, self._cut)))
        rows.update(self._met(anchor, last))
        return sorted((_step(*one) for one in rows.items()), key=lambda step: step.place)

    def _met(self, anchor: StepRow | None, last: int) -> Iterator[tuple[StepRow, str]]:
        """Yield what met a condition that some value of the term has named."""
        for condition in self._track.conditions.split("\n") if self._track.conditions else ():
            found = self._lasts.get(met_track(condition))
            if found is not None:
                for row in self._rows.back(found.track.id, last, self._cut):
                    if anchor is None or row.latest >= anchor.day:
                        yield row, condition


def _step(row: StepRow, condition: str | None) -> "Step":
    """Return the step that *row* stores."""
    from timeline.steps import Step

    more = json.loads(row.more) if row.more else {}
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
        value=row.value,
        until=_date(row.through) if row.through else None,
        unless=tuple(row.conditions.split("\n")) if row.conditions else (),
        adds="adds" in more,
        positions=tuple(Side(*side) for side in more.get("positions", ())),  # type: ignore[misc]
        condition=condition,
    )


class Side(NamedTuple):
    """What one party says in a dispute."""

    party: str
    says: str
