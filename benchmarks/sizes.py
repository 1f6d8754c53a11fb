"""Sizes: how much is generated and how often it is measured, from a check to the full benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.data import Shape
from benchmarks.kinds import (
    CLAIMS,
    CONFLICTING,
    FOLDED,
    IMPRECISE,
    OVERLAPPING,
    RETROACTIVE,
    REVERSED,
    SHUFFLED,
    TYPICAL,
    Kind,
)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of everything; *budget* is in seconds, for one contestant of one measurement."""

    name: str
    each: int
    """How many events a partnership has, where there are many."""
    totals: Sequence[int]
    """How many events in all, from the fewest to the most."""
    alone: int
    """How many events one partnership has at most."""
    journal_total: int
    """The most events that journals are asked about, which read all of them every time."""
    processes: int
    """How often a process is started."""
    checks: int
    """How many questions are asked of everybody before anything is timed."""
    hurt_by: Sequence[Kind]
    """The kinds of data beside the typical."""
    questions: int
    singles: int
    """How many events are committed one by one."""
    batches: int
    """How many batches of a thousand are committed."""
    rebuilt: int
    verified: int
    portfolio: tuple[int, int]
    """How many partnerships, and how many events of each."""
    changelog: int
    imported: Sequence[int]
    hurting: int
    """How many events there are of each of the other kinds."""
    budget: float
    patience: float
    """How many seconds a process may take."""

    @property
    def grown(self) -> list[int]:
        """From how few to how many events one partnership grows."""
        return [total for total in self.totals[1:] if total < self.alone] + [self.alone]

    @property
    def most(self) -> int:
        """The most events in all."""
        return self.totals[-1]

    def many(self, total: int, kind: Kind = TYPICAL, seed: int = 1) -> Shape:
        """Return *total* events of as many partnerships as share them."""
        each = min(self.each, total)
        return Shape(kind=kind, partnerships=total // each, events=each, seed=seed)

    def one(self, total: int, kind: Kind = TYPICAL, seed: int = 1) -> Shape:
        """Return *total* events of one partnership."""
        return Shape(kind=kind, partnerships=1, events=total, seed=seed)

    def all_kinds(self, seed: int) -> list[Shape]:
        """Return the data on which a question is asked in process: every kind, in one form or two.

        What does not overlap is of one partnership, in which a term has as many changes as it can.
        Where dates overlap the rule has more to decide than there is to read, and there are many.
        """
        typical = [self.many(self.most, seed=seed), self.one(self.alone, seed=seed)]
        return typical[: len(self.totals)] + [
            self.many(self.hurting, kind, seed)
            if kind in (IMPRECISE, CONFLICTING, OVERLAPPING)
            else self.one(self.hurting, kind, seed)
            for kind in self.hurt_by
        ]


ALL = (
    *(RETROACTIVE, IMPRECISE, CONFLICTING),
    *(FOLDED, SHUFFLED, REVERSED, CLAIMS, OVERLAPPING),
)
TINY = Size(
    name="tiny",
    each=60,
    totals=(180,),
    alone=180,
    journal_total=180,
    processes=1,
    checks=1,
    hurt_by=(CONFLICTING,),
    questions=4,
    singles=10,
    batches=1,
    rebuilt=180,
    verified=180,
    portfolio=(3, 60),
    changelog=60,
    imported=(),
    hurting=180,
    budget=0.5,
    patience=30,
)
SMALL = Size(
    name="small",
    each=1000,
    totals=(1000, 10_000),
    alone=3000,
    journal_total=1000,
    processes=5,
    checks=2,
    hurt_by=ALL,
    questions=50,
    singles=100,
    batches=3,
    rebuilt=3000,
    verified=10_000,
    portfolio=(10, 1000),
    changelog=1000,
    imported=(3000,),
    hurting=2000,
    budget=0.4,
    patience=8,
)
FULL = Size(
    name="full",
    each=1000,
    totals=(1000, 10_000, 100_000, 1_000_000),
    alone=1_000_000,
    journal_total=20_000,
    processes=40,
    checks=3,
    hurt_by=ALL,
    questions=2000,
    singles=1500,
    batches=30,
    rebuilt=100_000,
    verified=100_000,
    portfolio=(10_000, 100),
    changelog=10_000,
    imported=(100_000, 1_000_000),
    hurting=10_000,
    budget=4.0,
    patience=120,
)
SIZES = {size.name: size for size in (TINY, SMALL, FULL)}
