"""The reading commands, with the arguments that a row runs them with."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.data import Shape, slug, term

TEMPLATED = ("changelog of a month", "changelog of all")
"""The commands that fill in a template."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What to ask of a database; *month* and *all* are periods."""

    partnership: str
    term: str
    event: str
    day: str
    earlier: str
    month: str
    all: str

    def commands(self) -> dict[str, Sequence[str]]:
        """Return the arguments of every reading command, by its name in the rows."""
        whom = ("-p", self.partnership)
        return {
            "as-of": ("as-of", self.day, *whom),
            "matrix of a term": ("matrix", self.day, "--term", self.term),
            "history": ("history", self.term, *whom),
            "explain": ("explain", self.term, self.day, *whom),
            "when": ("when", self.term, *whom),
            "diff": ("diff", self.earlier, self.day, *whom),
            "next": ("next", self.day, *whom),
            "check": ("check", self.day, *whom),
            "log": ("log", *whom),
            "show": ("show", self.event, *whom),
            "corrections": ("corrections", *whom),
            "terms": ("terms", *whom),
            "partnerships": ("partnerships",),
            "chart": ("chart", self.month, *whom),
            "feed": ("feed", *whom),
            "publish": ("publish", *whom),
            "receipt": ("receipt", self.event, *whom),
            "export": ("export", "-o", "jsonl", *whom),
            "changelog of a month": ("changelog", self.month, *whom),
            "changelog of all": ("changelog", self.all, *whom),
        }


BUNDLED = Asked(
    partnership="openai-microsoft",
    term="ip-license.end",
    event="2025-10-28-definitive",
    day="2026-02-27",
    earlier="2025-02-27",
    month="2025-10-01..2025-10-31",
    all="2015-01-01..2026-12-31",
)


def of(shape: Shape) -> Asked:
    """Return what to ask of generated data."""
    return Asked(
        partnership=slug(shape.partnerships // 2),
        term=term(min(3, shape.terms - 1)),
        event="e0000001",
        day="2015-06-01",
        earlier="2014-06-01",
        month="2015-05-01..2015-05-31",
        all="1990-01-01..2027-12-31",
    )
