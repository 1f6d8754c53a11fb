"""Tell an event in sentences: who said it when, what it says, and what others did to it."""

from collections.abc import Iterable, Iterator

from cli.fast.speakers import credit
from cli.fast.words import joined
from cli.wording.dates import plainly, spoken
from cli.wording.deeds import counted, deeds, is_word, titled
from cli.wording.statements import of_several, stated
from cli.wording.titles import titles
from events.model.kinds import Event
from timeline.record.record import Standing
from timeline.record.relations import Relations
from timeline.record.sources import announced, has_party, speakers_of
from timeline.record.steps import Step


def facts(standing: Standing, relations: Relations) -> Iterator[str]:
    """Yield who said it when, of which day it is, and what other events have to do with it.

    *standing* is the event, and *relations* has what events do to one another.
    """
    event, record = standing.event, relations.record
    public, when = announced(standing, record), relations.when(event.id)
    by = speakers_of(event, record, relations.known)
    party = has_party(by, record)
    yield f"{credit(by, relations.authority(event.id), party, spoken(public))}."
    if when and when != public:
        yield f"It is dated {plainly(when)}."
    elif when is None and not is_word(event.id, relations):
        yield "It has no day yet."
    if how := counted(event.when, relations, titled):
        yield f"That day is counted: {how}."
    if event.after in relations.events:
        yield f"It comes directly after {titled(str(event.after), relations)} on that day."
    for done, other in deeds(event.id, relations):
        yield f"{done[0].upper()}{done[1:]} {titled(other, relations)}."


def sayings(steps: Iterable[Step], event: Event, relations: Relations) -> Iterator[str]:
    """Yield what *steps* say of their terms, once for all terms of which the same is said.

    What a step has for itself beside its *event* is told, too. *relations* has what events do to
    one another.
    """
    name, found = titles(relations.record), dict[str, list[str]]()
    for step in steps:
        text = " ".join([stated(step, name), *_apart(step, event, relations)])
        found.setdefault(text, []).extend([name(step.change.term)] if step.change else [])
    for text, several in found.items():
        said = of_several(text) if len(several) > 1 else text
        yield f"{joined(several)}: {said}" if several else said


def _apart(step: Step, event: Event, relations: Relations) -> Iterator[str]:
    """Yield the day of a change, and who says so, where its event has others."""
    change = step.change
    is_told = step.verb == "claim"  # A claim says of which day it is.
    if step.when and step.when != relations.when(event.id) and not is_told:
        yield f"This is dated {plainly(step.when)}."
    if change and change.of in relations.events:
        yield f"It tells more about {titled(str(change.of), relations)}."
    is_own = change and (change.by or change.authority or change.announced)
    if is_own and step.verb != "claim":
        yield f"{credit(step.by, step.authority, step.party, spoken(step.announced))}."
