"""Say what events do to one another: one dates another, calls it off, confirms or denies it."""

from collections.abc import Callable, Iterator

from cli.fast.sentences import quoted
from cli.fast.speakers import credit
from cli.wording.dates import length, spoken
from events.dates.reckoned import Reckoned
from events.model.kinds import Claim, Set, When
from timeline.record.relations import Acted, Relations, acts_on
from timeline.record.sources import announced
from timeline.record.steps import ENDING, Step

Call = Callable[[str, Relations], str]
"""Returns the name by which an event is told of, given its id."""

DONE = {
    "dates": "dated", "calls-off": "called off", "confirms": "confirmed", "denies": "denied",
    "met": "started",
}  # fmt: skip
"""The participle for each deed done to an event."""

_DOES = {"dates": "dates", "calls-off": "calls off", "confirms": "confirms", "denies": "denies"}


def is_word(event: str, relations: Relations) -> bool:
    """Return whether *event* has no day to tell: it was called off, or only says something.

    *relations* has what events do to one another.
    """
    one = relations.events[event].event
    apart = [(isinstance(each, Set) and each.once) or each.when for each in one.changes]
    speaks = any(acts_on(one)) or relations.is_off(event) or (apart and all(apart))
    return relations.when(event) is None and bool(speaks)


def counted(when: When | None, relations: Relations, call: Call | None = None) -> str | None:
    """Return in words the counted day *when*: `60 days after The sale closes`, or None.

    A day that is not counted gives None. *relations* has the event counted from; *call* names it.
    """
    if not isinstance(when, Reckoned):
        return None
    how = "from" if when.is_last else "after"
    return f"{length(when.length)} {how} {_counted_from(when.event, relations, call or called)}"


def _counted_from(event: str, relations: Relations, call: Call) -> str:
    """Return *event* by its title, or by its id if it was retracted, or not public by then."""
    if event not in relations.events:
        return event
    is_public = relations.public(event) <= relations.known
    return call(event, relations) if is_public else f"{event}, which was not public by then"


def because(step: Step, relations: Relations, call: Call | None = None) -> list[str]:
    """Return sentences on what other events did to *step*: to its day, authority or verb.

    *relations* has what events do to one another; *call* names an event, by default as `called`.
    """
    call = call or called
    found = [*_counting(step, relations, call), *_waiting(step, relations, call)]
    void = relations.denying(step.event, step.rank) if step.verb in ENDING else None
    acted = [*step.acted, *([Acted("denies", void)] if void else [])]
    found += [_sentence(one, step, relations, call) for one in acted if one.done != "met"]
    if step.renews:
        notice = step.notice or relations.record.terms[_term(step, relations)].notice
        given = f"; notice has to be given {length(notice)} before" if notice else ""
        found.append(f"It renews for {length(step.renews)} at a time{given}.")
    return found


def _sentence(one: Acted, step: Step, relations: Relations, call: Call) -> str:
    by = call(one.event, relations)
    match one.done:
        case "dates":
            return f"A plan, dated by {by}."
        case "calls-off":
            known = announced(relations.events[one.event], relations.record)
            return f"A plan, called off by {by}, announced {spoken(known)}."
        case "confirms":
            return f"Confirmed by {by}; it counts as {step.authority}."
        case _ if step.verb == "claim" and not isinstance(step.change, Claim):
            return f"Denied by {by}; so it is read as a claim."
        case _ if step.verb in ENDING:
            return f"Denied by {by}; so it counts for nothing."
        case _:
            return f"Denied by {by}."


def _counting(step: Step, relations: Relations, call: Call) -> Iterator[str]:
    """Yield how the day and the last day of *step* are counted, if they are."""
    own = step.change.when if step.change else None
    event = relations.events[(step.change.of if step.change else None) or step.event].event
    is_moved = any(one.done in ("dates", "met") for one in step.acted)
    if how := counted(own or (None if is_moved else event.when), relations, call):
        yield f"Its day is counted: {how}."
    last = step.change.through if isinstance(step.change, Set | Claim) else None
    if how := counted(last, relations, call):
        yield f"Its last day is counted: {how}."


def _waiting(step: Step, relations: Relations, call: Call) -> Iterator[str]:
    """Yield what *step* waits for or waited for: a condition, or a day."""
    off = any(one.done == "calls-off" for one in step.acted)
    once = step.change.once if isinstance(step.change, Set) else None
    if once and not off:
        yield f"It takes effect once this is met: {relations.record.conditions[once].title}."
        met = [call(one.event, relations) for one in step.acted if one.done == "met"]
        yield f"It is met by {met[0]}." if met else "Nobody has said so yet."
    elif not (step.days or off or step.verb in ENDING or [*_counting(step, relations, call)]):
        yield "A plan: nothing has dated it yet."


def _term(step: Step, relations: Relations) -> str:
    key = step.change.term if step.change else ""
    return relations.record.renamed.get(key, key)


def acted_on(event: str, relations: Relations) -> list[Acted]:
    """Return the deeds of other events on *event* in *relations*, as far as they count."""
    fate, rank = relations.fate(event), relations.authority(event).rank
    denied = relations.denying(event, rank)
    found = [fate] if fate else []
    found += [Acted("confirms", one) for one in relations.confirming(event)]
    return [*found, *([Acted("denies", denied)] if denied else [])]


def deed(one: Acted, relations: Relations) -> str:
    """Return the deed *one* in words, with its doer: `dated by The sale closes [closing]`.

    The doer is an event, whose title is in *relations*.
    """
    return f"{DONE[one.done]} by {called(one.event, relations)}"


def deeds(event: str, relations: Relations) -> Iterator[tuple[str, str]]:
    """Yield what *event* did to others and what others did to *event*: `denied by` and an id.

    *relations* has what events do to one another.
    """
    for done, target in acts_on(relations.events[event].event):
        if target in relations.events:
            yield _DOES[done], target
    for one in acted_on(event, relations):
        yield f"{DONE[one.done]} by", one.event


def called(event: str, relations: Relations) -> str:
    """Return the title of *event* in *relations*, with its id: `The sale closes [closing]`."""
    return f"{relations.events[event].event.title} [{event}]"


def titled(event: str, relations: Relations) -> str:
    """Return the title of *event* in *relations*, in quotation marks: `“The sale closes”`."""
    return quoted(relations.events[event].event.title)


def news(step: Step, title: str) -> str:
    """Return a sentence on who said when what *step* says; *title* is that of its event."""
    said = credit(step.by, step.authority, step.party, spoken(step.announced))
    return f"{said}: {quoted(title)}."
