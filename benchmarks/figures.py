"""Figures: what was measured, how it compares with its floor, and whether a goal is met."""

from dataclasses import dataclass
from statistics import median

from benchmarks.stopwatch import Lap

BROKEN_OFF = -14


@dataclass(frozen=True)
class Figure:
    """The measurement of *who*: several *laps*, each of *count* events or questions."""

    who: str
    laps: tuple[Lap, ...]
    count: int = 1

    @property
    def cpu(self) -> float:
        """The median CPU time in seconds per event or question."""
        return median(lap.cpu for lap in self.laps) / self.count

    @property
    def wall(self) -> float:
        """The median wall time in seconds per event or question."""
        return median(lap.wall for lap in self.laps) / self.count

    @property
    def megabytes(self) -> float:
        """The peak memory in MiB."""
        return max(lap.kib for lap in self.laps) / 1024

    @property
    def is_broken_off(self) -> bool:
        """Whether it exceeded the time limit; it was stopped then, and meets no goal."""
        return any(lap.code == BROKEN_OFF for lap in self.laps)


@dataclass(frozen=True)
class Line:
    """Ours beside its *floor*; *found* is the measured value in words, to compare with *goal*.

    A line without a goal is for information only. The row decides whether the goal *is_met*.
    """

    what: str
    ours: Figure
    floor: Figure | None = None
    found: str = ""
    goal: str = ""
    is_met: bool | None = None


def judged(
    what: str, ours: Figure, found: str, goal: str, is_met: bool, floor: Figure | None = None
) -> Line:
    """Return a line with a goal; a run that was broken off meets none."""
    found = "broken off" if ours.is_broken_off else found
    return Line(what, ours, floor, found, goal, is_met and not ours.is_broken_off)


def seen(what: str, ours: Figure, floor: Figure | None = None) -> Line:
    """Return a line without a goal."""
    return Line(what, ours, floor, ratio(ours.cpu / floor.cpu) if floor else "")


def at_most_times(
    what: str, ours: Figure, floor: Figure, limit: float, *, is_waited: bool = False
) -> Line:
    """Return a line whose goal is for *ours* to take at most *limit* times the CPU of *floor*.

    If *is_waited* is true, the goal is about wall time, since another process does the work.
    """
    times = ours.wall / floor.wall if is_waited else ours.cpu / floor.cpu
    goal = f"≤ {limit:g} × {'time' if is_waited else 'CPU'}"
    return judged(what, ours, ratio(times), goal, times <= limit, floor)


def within(what: str, ours: Figure, limit: float, floor: Figure | None = None) -> Line:
    """Return a line whose goal is for *ours* to take at most *limit* seconds."""
    is_met = ours.wall <= limit
    return judged(what, ours, seconds(ours.wall), f"≤ {seconds(limit)}", is_met, floor)


def at_least(what: str, ours: Figure, limit: float, floor: Figure | None = None) -> Line:
    """Return a line whose goal is for *ours* to do at least *limit* per second."""
    is_met = 1 / ours.wall >= limit
    return judged(what, ours, rate(ours), f"≥ {limit:,.0f} a second", is_met, floor)


def at_least_part(what: str, ours: Figure, floor: Figure, least: float) -> Line:
    """Return a line whose goal is for *ours* to have at least this part of the rate of *floor*."""
    part = floor.wall / ours.wall
    found = f"{rate(ours)}, {ratio(part)} the rate"
    return judged(what, ours, found, f"≥ {least:g} × the rate", part >= least, floor)


def rate(figure: Figure) -> str:
    """Return the rate per second."""
    return f"{float(f'{1 / figure.wall:.2g}'):,.0f} a second"


def ratio(value: float) -> str:
    """Return a ratio as text."""
    return f"{value:.3g} ×" if value < 10 else f"{value:,.0f} ×"


def seconds(value: float) -> str:
    """Return a time in a suitable unit."""
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    if value < 1:
        return f"{value * 1e3:.{1 if value < 0.1 else 0}f} ms"
    return f"{value:.{1 if value < 10 else 0}f} s"
