"""Findings: what is to be settled, and the words of the command that settles it."""

from dataclasses import dataclass
from datetime import date

from timeline.steps import Met, Step

FINDING, REMARK = "finding", "remark"
CODES = (
    "assertion", "contradiction", "overlap", "undetermined", "gap", "expired", "stale",
    "no-source", "duplicate", "unreachable",
)  # fmt: skip
"""What can be found, in the order in which it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to settle: what it is in a sentence, and the words of the command that settles it.

    A *remark* asks for nothing by itself. *on* is the first day that it concerns.
    """

    code: str
    says: str
    command: tuple[str, ...]
    level: str = FINDING
    terms: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    on: date | None = None


def append_words(when: str, *change: str) -> tuple[str, ...]:
    """Return the command that adds an event of the day *when* that says *change*."""
    said = ("--title", "TITLE", "--authority", "official", "--source", "URL")
    return ("append", "--when", when, *said, *change)


def dating_words(step: Step) -> tuple[str, ...]:
    """Return the command that states the day of *step*; one of its own stands in the changes."""
    own = not isinstance(step.change, Met) and step.change.when is not None
    dated = ("--edit",) if own else ("--when", "DATE")
    return ("correct", dated_by(step), *dated, "--reason", "WHY")


def dated_by(step: Step) -> str:
    """Name the event that has the date of *step*."""
    of = None if isinstance(step.change, Met) else step.change.of
    return of or step.event.id


def named(*events: str | None) -> tuple[str, ...]:
    """Return the events that are named, each once."""
    return tuple(dict.fromkeys(event for event in events if event is not None))
