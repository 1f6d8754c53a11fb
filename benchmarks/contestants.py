"""Contestants: what each of them has to be able to do, and the events that they are given."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from benchmarks.data import OTHER, VERBS, Said, Shape, entry, history, slug
from benchmarks.questions import Question


class WrongAnswerError(Exception):
    """Raise where a contestant does not answer as it should: its time would mean nothing."""


class Told(NamedTuple):
    """One event for whoever stores it whole: *plain* is what JSON of it says."""

    partnership: int
    version: int
    when: str
    recorded: str
    plain: dict[str, Any]

    @property
    def slug(self) -> str:
        """The name of the partnership."""
        return slug(self.partnership)

    @property
    def stream(self) -> UUID:
        """The same for those that know nothing but UUIDs."""
        return stream_of(self.partnership)


def stream_of(partnership: int) -> UUID:
    """Return the UUID of a partnership."""
    return UUID(int=(0xA17E << 96) | (partnership + 1) * 2654435761 % (1 << 90))


def told(shape: Shape, *, numbered: bool = False) -> Iterator[Told]:
    """Yield every event, the partnerships taking turns; with its row of numbers in it if asked."""
    histories = [history(shape, one) for one in range(shape.partnerships)]
    for _ in range(shape.events):
        for partnership, one in enumerate(histories):
            yield _told(shape, partnership, next(one), numbered)


def told_of(shape: Shape, partnership: int) -> Iterator[Told]:
    """Yield every event of one partnership."""
    return (_told(shape, partnership, said, False) for said in history(shape, partnership))


def _told(shape: Shape, partnership: int, said: Said, numbered: bool) -> Told:
    plain = json.loads(entry(shape, said))
    if numbered:
        verb = OTHER if said.corrects else VERBS.get(said.verb, OTHER)
        recorded = date.fromisoformat(said.recorded[:10]).toordinal()
        plain["row"] = [said.term, verb, said.day, said.announced, recorded, said.value]
    return Told(partnership, said.number, said.when, said.recorded, plain)


class Writer(Protocol):
    """Who keeps events: each commit is on the disk when it returns, or *name* says otherwise."""

    name: str
    note: str

    def singles(self, events: Sequence[Told]) -> list[float]:
        """Commit each of *events* by itself; return the seconds that each took."""

    def batch(self, events: Sequence[Told]) -> float:
        """Commit *events* together; return the seconds it took."""

    def kept(self, partnership: int) -> list[dict[str, Any]]:
        """Return what was kept of a partnership, in order."""

    def close(self) -> None:
        """Let go of it."""


def by_partnership(events: Iterable[Told]) -> dict[int, list[Told]]:
    """Return *events* by their partnership."""
    found: dict[int, list[Told]] = {}
    for one in events:
        found.setdefault(one.partnership, []).append(one)
    return found


def require_kept(writer: Writer, events: Sequence[Told]) -> None:
    """Raise WrongAnswerError unless *writer* gives back what *events* have given it."""
    for partnership, own in by_partnership(events).items():
        if writer.kept(partnership) != [one.plain for one in own]:
            raise WrongAnswerError(f"{writer.name} did not keep {slug(partnership)} as it was.")


Row = Sequence[int]
"""Term, verb, day, announced, recorded and value."""


def folded(rows: Iterable[Row], asked: Question) -> dict[int, int]:
    """Return the value of each term on the day that is asked about: of all rows the latest wins."""
    found: dict[int, tuple[int, int, int]] = {}
    for term, verb, day, announced, recorded, value in rows:
        if verb == OTHER or day > asked.on:
            continue
        if asked.known is not None and announced > asked.known:
            continue
        if asked.recorded is not None and recorded > asked.recorded:
            break
        if term not in found or day >= found[term][0]:
            found[term] = (day, verb, value)
    return values_of({term: (verb, value) for term, (_, verb, value) in found.items()})


def values_of(found: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """Return the values of the terms that have one, in their order."""
    return {term: value for term, (verb, value) in sorted(found.items()) if not verb}


@dataclass(frozen=True)
class Missing:
    """Who could not take part, and what would have to be installed."""

    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.who} did not take part: {self.what} is not installed."
