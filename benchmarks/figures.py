"""Figures: what was measured of whom, how it stands to another, and whether a goal is met."""

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured of one contestant: seconds, or KiB where *is_memory*.

    With a *count* each sample is the time for that many events, and the figure is a rate. *note*
    says what it could not do, or what is easier for it. Where it *is_broken* off, as it took too
    long, it was still at it then, and meets no goal.
    """

    who: str
    samples: tuple[float, ...]
    count: int = 0
    is_memory: bool = False
    is_broken: bool = False
    note: str = ""

    @property
    def middle(self) -> float:
        """The median: seconds, KiB, or events a second."""
        found = median(self.samples)
        return self.count / found if self.count else found

    @property
    def p99(self) -> float:
        """What one in a hundred samples exceeds; the worst of fewer than that."""
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]

    def __str__(self) -> str:
        if self.is_memory:
            return f"{self.middle / 1024:.0f} MB"
        if self.count:
            return f"{_rounded(self.middle)} a second"
        if len(self.samples) < 20:
            return _seconds(self.middle)
        return f"{_seconds(self.middle)} (p99 {_seconds(self.p99)})"


def _seconds(value: float) -> str:
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    if value < 1:
        return f"{value * 1e3:.{1 if value < 0.1 else 0}f} ms"
    return f"{value:.{1 if value < 10 else 0}f} s"


def _rounded(value: float) -> str:
    digits = 2 - len(str(int(value)))
    return f"{round(value, min(0, digits)):,.0f}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """Ours beside another, with what the ratio or the figure itself is to be.

    *limit* is of the ratio, or of our own median or 99th percentile; *is_least* where more is
    better. Without a limit there is no goal, only something to see.
    """

    goal: str
    ours: Figure
    beside: Figure | None = None
    limit: float | None = None
    of: str = "ratio"
    is_least: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the other our figure is."""
        return self.ours.middle / self.beside.middle if self.beside else None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met, None where there is none."""
        if self.limit is None:
            return None
        if self.ours.is_broken:
            return False
        found = self._limited
        return found >= self.limit if self.is_least else found <= self.limit

    @property
    def _limited(self) -> float:
        match self.of:
            case "ratio":
                assert self.ratio is not None
                return self.ratio
            case "p99":
                return self.ours.p99
            case _:
                return self.ours.middle

    @property
    def wanted(self) -> str:
        """The limit in words."""
        if self.limit is None:
            return ""
        sign = "≥" if self.is_least else "≤"
        if self.of == "ratio":
            return f"{sign} {self.limit:g} ×"
        text = f"{self.limit / 1024:.0f} MB" if self.ours.is_memory else _seconds(self.limit)
        return f"{'p99 ' if self.of == 'p99' else ''}{sign} {text}"


@dataclass
class Section:
    """All that was measured for one row of the goals.

    *others* are measured beside it without a goal; *sentences* say what somebody cannot do.
    """

    row: str
    title: str
    lines: list[Line] = field(default_factory=list)
    others: list[tuple[str, Figure]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return it for a JSON file, with every sample."""
        return {
            "row": self.row,
            "title": self.title,
            "lines": [
                asdict(line) | {"ratio": line.ratio, "met": line.is_met} for line in self.lines
            ],
            "others": [{"what": what, **asdict(figure)} for what, figure in self.others],
            "sentences": self.sentences,
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Section":
        """Return what `plain` has given."""
        lines = [
            Line(
                goal=one["goal"],
                ours=_figure(one["ours"]),
                beside=None if one["beside"] is None else _figure(one["beside"]),
                limit=one["limit"],
                of=one["of"],
                is_least=one["is_least"],
            )
            for one in plain["lines"]
        ]
        others = [
            (one["what"], _figure({key: one[key] for key in one if key != "what"}))
            for one in plain["others"]
        ]
        return cls(plain["row"], plain["title"], lines, others, plain["sentences"])


def _figure(plain: dict[str, Any]) -> Figure:
    return Figure(**plain | {"samples": tuple(plain["samples"])})
