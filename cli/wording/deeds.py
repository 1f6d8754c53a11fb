"""Say what events do to one another: one dates another, calls it off, confirms or denies it."""

from collections.abc import Iterator

from cli.wording.durations import length
from events.dates.reckoned import Reckoned
from events.model.kinds import When
from timeline.record.relations import Acted, Relations, acts_on

DONE = {
    "dates": "dated", "calls-off": "called off", "confirms": "confirmed", "denies": "denied",
}  # fmt: skip
"""What was done to an event, as a participle."""

_DOES = {"dates": "dates", "calls-off": "calls off", "confirms": "confirms", "denies": "denies"}


def is_word(event: str, relations: Relations) -> bool:
    """Return whether *event* has no day of its own to tell: it was called off, or only speaks."""
    one = relations.events[event].event
    return relations.when(event) is None and (any(acts_on(one)) or relations.is_off(event))


def counted(when: When | None, relations: Relations) -> str | None:
    """Return how a day is counted: `60 days after The sale closes`, or None if it is not."""
    if not isinstance(when, Reckoned):
        return None
    found = relations.events.get(when.event)
    how = "from" if when.is_last else "after"
    return f"{length(when.length)} {how} {found.event.title if found else when.event}"


def acted_on(event: str, relations: Relations) -> list[Acted]:
    """Return what dates *event* or calls it off, confirms it and denies it, as far as it counts."""
    fate, rank = relations.fate(event), relations.authority(event).rank
    denied = relations.denying(event, rank)
    found = [fate] if fate else []
    found += [Acted("confirms", one) for one in relations.confirming(event)]
    return [*found, *([Acted("denies", denied)] if denied else [])]


def deed(one: Acted, relations: Relations) -> str:
    """Return what was done, and by which event: `dated by The sale closes [closing]`."""
    return f"{DONE[one.done]} by {called(one.event, relations)}"


def deeds(event: str, relations: Relations) -> Iterator[tuple[str, str]]:
    """Yield what *event* does to others and they to it, as `denied by` and the other's id."""
    for done, target in acts_on(relations.events[event].event):
        if target in relations.events:
            yield _DOES[done], target
    for one in acted_on(event, relations):
        yield f"{DONE[one.done]} by", one.event


def called(event: str, relations: Relations) -> str:
    """Return the title of *event*, with its id: `The sale closes [closing]`."""
    return f"{relations.events[event].event.title} [{event}]"
