"""Say in sentences what a statement says of its term, whatever has become of it."""

from collections.abc import Iterator

from cli.fast.sentences import claimed, dispute, limits, quoted, sentence
from cli.wording.titles import Name
from events.model.kinds import Note, Set
from timeline.record.steps import Step
from timeline.rule.answer import Claimed


def stated(step: Step, name: Name) -> str:
    """Return in sentences what *step* says of its term; *name* gives titles to keys."""
    note = getattr(step.change, "note", None)
    denied = [one.event for one in step.acted if one.done == "denies"]
    if denied:
        because = [f"Denied by {quoted(name(event))}." for event in denied]
    else:
        because = [sentence(note)] if note else [_ASIDE] if step.verb == "claim" else []
    return " ".join([*_stated(step, name), *because])


_ASIDE = "A claim changes nothing."


def _stated(step: Step, name: Name) -> Iterator[str]:
    match step.verb:
        case "set":
            yield sentence(quoted(step.value or ""))
            yield from limits(step, step.hinge, name)
            if isinstance(step.change, Set) and step.change.once:
                yield f"It takes effect once this is met: {name(step.change.once)}."
        case "claim":
            yield claimed(Claimed(step=step, differs=False))
        case "dispute":
            yield dispute(step)
        case "met":
            yield f"This was met: {name(step.condition or '')}."
        case "note" if isinstance(step.change, Note):
            yield sentence(step.change.text)
        case verb:
            yield _SAYS[verb]


_SAYS = {
    "end": "It ends.",
    "reaffirm": "It is restated as it was.",
    "leave-unsaid": "It is not mentioned, which does not end it.",
    "settle": "It is disputed no longer.",
    "use": "This right was made use of.",
    "restates": "The text was restated without it, which ends it.",
}
"""What a statement without a value says."""
