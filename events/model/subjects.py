"""Subjects: the names by which the log finds an act without reading the others."""

from collections.abc import Container

from events.model.kinds import (
    EVENT_FIELDS,
    Act,
    Assert,
    Change,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Issue,
    Redefine,
    Retract,
    Set,
    key_of,
)

COVERED = "cover"
"""The subject of every claim of completeness."""


def subjects_of(act: Act) -> tuple[str, ...]:
    """Return every name by which *act* is found, each once, in the order of their bytes.

    `term:KEY`, `source:KEY`, `condition:KEY` or `partnership` of a definition, and `term:NEW` where
    it gives a term the name NEW; `act:ID` of a correction or retraction; `assert:TERM@DAY` of an
    assertion. What an event says, or a correction in its place, is found by the terms that it
    changes (`on:TERM`), by what may end them (`while:TERM`, `unless:CONDITION`), by the conditions
    `met:CONDITION`, by the events it is told `of:EVENT` or comes `after:EVENT`, and by each
    `cites:SOURCE`.
    """
    match act:
        case Event():
            return tuple(sorted(_subjects_in(act, EVENT_FIELDS)))
        case Correct():
            return tuple(
                sorted({corrected(act.event), *_subjects_in(act.fields, act.fields.given)})
            )
        case Retract():
            return (corrected(act.event),)
        case Redefine(renamed=str() as name):
            return tuple(sorted({key_of(act.thing), f"term:{name}"}))
        case Define() | Redefine():
            return (key_of(act.thing),)
        case Assert():
            return (asserted(act),)
        case Cover():
            return (COVERED,)
        case Issue():
            return ()


def corrected(id: str) -> str:
    """Return the subject of the corrections and the retraction of the act *id*."""
    return f"act:{id}"


def asserted(act: Assert) -> str:
    """Return the subject of the assertions about the same term and day as *act*."""
    return f"assert:{act.term}@{act.on}"


def _subjects_in(said: Event | Correction, given: Container[str]) -> set[str]:
    """Return the subjects in the fields *given* of what was *said*."""
    names: set[str] = set()
    if "changes" in given:
        for change in said.changes:
            _add(names, change)
    if "sources" in given:
        names.update([f"cites:{key}" for key in said.sources])
    if said.met and "met" in given:
        names.update([f"met:{key}" for key in said.met])
    if said.after and "after" in given:
        names.add(f"after:{said.after}")
    return names


def _add(names: set[str], change: Change) -> None:
    names.add(f"on:{change.term}")
    if change.sources:
        names.update([f"cites:{key}" for key in change.sources])
    if change.of:
        names.add(f"of:{change.of}")
    if isinstance(change, Set):
        if change.unless:
            names.update([f"unless:{key}" for key in change.unless])
        if change.hinge:
            names.add(f"while:{change.hinge}")
