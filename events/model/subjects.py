"""Subjects: the names by which the log finds an act without reading the others."""

from collections.abc import Container

from events.dates.reckoned import Reckoned
from events.model.kinds import (
    EVENT_FIELDS,
    Act,
    Assert,
    Change,
    Claim,
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
"""The subject of every statement of coverage."""

RESTATING = "restates"
"""The subject of every event that restates terms."""

RELATIONS = {
    "after": "after", "dates": "dates", "calls_off": "calls-off", "confirms": "confirms",
    "denies": "denies",
}  # fmt: skip
"""The fields by which an event names another one, and the words for them."""


def subjects_of(act: Act) -> tuple[str, ...]:
    """Return the distinct subjects of *act*, sorted by their bytes.

    A definition has `term:KEY`, `source:KEY`, `condition:KEY` or `partnership`, and also `term:NEW`
    if it renames a term to NEW. A correction or retraction has `act:ID`, an assertion
    `assert:TERM@DAY`, and a statement of coverage `cover`. An event, like the fields of a
    correction, has

    - `on:TERM` for each term it changes, and `restates` if it restates any;
    - `while:TERM` and `unless:CONDITION` for whatever may end an answer early, `once:CONDITION`
      for what an answer waits for, and `met:CONDITION` for each condition met;
    - `of:EVENT` and `after:EVENT` for the events it tells more of or comes after, `counts:EVENT`
      for those from which it counts a day, and `dates:EVENT`, `calls-off:EVENT`, `confirms:EVENT`
      and `denies:EVENT` for what it does to others;
    - `cites:SOURCE`.
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
    """Return the subject shared by all acts that concern the act *id*.

    Such acts correct or retract it, or are events that date, call off, confirm or deny it.
    """
    return f"act:{id}"


def asserted(act: Assert) -> str:
    """Return the subject shared by all assertions about the term and day of *act*."""
    return f"assert:{act.term}@{act.on}"


def names_another(event: Event) -> bool:
    """Return whether *event* names another one, or counts a day from one."""
    return type(event.when) is Reckoned or any(getattr(event, field) for field in RELATIONS)


def _subjects_in(said: Event | Correction, given: Container[str]) -> set[str]:
    """Return the subjects of the *given* fields of *said*."""
    names: set[str] = set()
    if "changes" in given:
        for change in said.changes:
            _add(names, change)
    if "sources" in given:
        names.update([f"cites:{key}" for key in said.sources])
    if said.met and "met" in given:
        names.update([f"met:{key}" for key in said.met])
    if said.restates and "restates" in given:
        names.add(RESTATING)
    for event in counted_from(said, given):
        names.add(f"counts:{event}")
    for field, relation in RELATIONS.items():
        other = getattr(said, field)
        if other and field in given:
            names.add(f"{relation}:{other}")
            if field != "after":
                names.add(corrected(other))
    return names


def counted_from(said: Event | Correction, given: Container[str] = EVENT_FIELDS) -> list[str]:
    """Return the ids of the events from which the *given* fields of *said* count a day."""
    days = [said.when] if "when" in given else []
    for change in said.changes if "changes" in given else ():
        days.append(change.when)
        if type(change) is Set or type(change) is Claim:
            days.append(change.through)
    return [day.event for day in days if type(day) is Reckoned]


def _add(names: set[str], change: Change) -> None:
    names.add(f"on:{change.term}")
    if change.sources:
        names.update([f"cites:{key}" for key in change.sources])
    if change.of:
        names.add(f"of:{change.of}")
    if isinstance(change, Set):
        if change.unless:
            names.update([f"unless:{key}" for key in change.unless])
        if change.once:
            names.add(f"once:{change.once}")
        if change.hinge:
            names.add(f"while:{change.hinge}")
