"""Sizes: how much is generated and how often it is measured, from a check to the full table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Size:
    """The amounts of everything; *budget* and *patience* are seconds, for all laps and for one."""

    name: str
    rounds: int
    checks: int
    """The number of questions checked against the reference before anything is timed."""
    budget: float
    patience: float
    many: Sequence[int]
    """The total numbers of events, in partnerships of a thousand each."""
    alone: Sequence[int]
    """The numbers of events of a single partnership with 20 terms."""
    plain: int
    """The number of events for the row that runs every reading command."""
    large: int
    """The number of events of one partnership whose terms have 50 each."""
    growing: tuple[int, int]
    """The two numbers of events of one partnership between which growth is measured."""
    kinds: int
    """The number of events of each kind of data."""
    long: int
    """The number of steps of the one term that has very many."""
    questions: int
    appended: int
    """The number of events appended in process."""
    portfolio: tuple[int, int]
    """The number of partnerships, and of events in each."""
    imported: tuple[int, int]
    """The number of imported partnerships, and of changes of each of their 20 terms."""
    site: int
    breadth: int = 99
    """The number of commands, and of kinds of data, measured where all could be."""


TINY = Size(
    name="tiny", rounds=1, checks=1, budget=1, patience=120, many=(60,), alone=(40,), plain=40,
    large=100, growing=(40, 80), kinds=30, long=30, questions=4, appended=10, portfolio=(3, 20),
    imported=(1, 3), site=20, breadth=2,
)  # fmt: skip
SMALL = Size(
    name="small", rounds=3, checks=1, budget=0.5, patience=30, many=(1_000, 10_000), alone=(1_000,),
    plain=1_000, large=5_000, growing=(1_000, 3_000), kinds=300, long=300, questions=60,
    appended=100, portfolio=(100, 40), imported=(3, 50), site=300,
)  # fmt: skip
MEDIUM = Size(
    name="medium", rounds=7, checks=2, budget=5, patience=120, many=(1_000, 10_000, 100_000),
    alone=(1_000, 10_000), plain=10_000, large=25_000, growing=(3_000, 10_000), kinds=2_000,
    long=2_000, questions=300, appended=500, portfolio=(1_000, 100), imported=(25, 50), site=3_000,
)  # fmt: skip
FULL = Size(
    name="full", rounds=15, checks=3, budget=20, patience=600,
    many=(1_000, 10_000, 100_000, 1_000_000), alone=(1_000, 10_000, 100_000), plain=10_000,
    large=100_000, growing=(10_000, 30_000), kinds=10_000, long=5_000, questions=1_000,
    appended=1_500, portfolio=(10_000, 100), imported=(100, 50), site=10_000,
)  # fmt: skip
SIZES = {size.name: size for size in (TINY, SMALL, MEDIUM, FULL)}
