"""Subjects: what an act on the record, or on the vocabulary, is about."""

from events.model.kinds import (
    Act,
    Assert,
    Correct,
    Cover,
    Define,
    Event,
    Issue,
    Redefine,
    Retract,
    key_of,
)

COVERED = "cover"
"""The subject of every claim of completeness."""


def subject_of(act: Act) -> str | None:
    """Return the name under which *act* is found again, None for one that is found by its id.

    `term:KEY`, `source:KEY`, `condition:KEY` or `partnership:KEY` of a definition, `act:ID` of a
    correction or retraction, `assert:TERM@DAY` of an assertion.
    """
    match act:
        case Event() | Issue():
            return None
        case Define() | Redefine():
            return key_of(act.thing)
        case Correct() | Retract():
            return corrected(act.event)
        case Assert():
            return f"assert:{act.term}@{act.on}"
        case Cover():
            return COVERED


def corrected(id: str) -> str:
    """Return the subject of the corrections and the retraction of the act *id*."""
    return f"act:{id}"
