"""Say in sentences what a statement says of its term, whatever has become of it."""

from collections.abc import Iterator

from cli.fast.sentences import claimed, dispute, limits, quoted, remark, sentence
from cli.wording.titles import Name
from events.model.kinds import Note, Set
from timeline.record.steps import Step
from timeline.rule.answer import Claimed


def of_several(text: str) -> str:
    """Return what a statement says, as said of several terms: `They are restated as they were.`"""
    for one, several in _PLURAL.items():
        text = text.replace(one, several)
    return text


_PLURAL = {
    "It ends.": "They end.",
    "It is restated as it was.": "They are restated as they were.",
    "It is not mentioned, which does not end it.": "They are not mentioned, which ends none.",
    "It is disputed no longer.": "They are disputed no longer.",
    "This right was made use of.": "These rights were made use of.",
    ": that it has ended": ": that they have ended",
}


def weighed(step: Step, name: Name) -> str:
    """Return what *step* says, without what is told where it is weighed; *name* gives titles."""
    note = getattr(step.change, "note", None)
    return " ".join([*_stated(step, name, is_weighed=True), *([remark(note)] if note else [])])


def stated(step: Step, name: Name) -> str:
    """Return in sentences what *step* says of its term; *name* gives titles to keys."""
    note = getattr(step.change, "note", None)
    denied = [one.event for one in step.acted if one.done == "denies"]
    if denied:
        because = [f"Denied by {quoted(name(event))}." for event in denied]
    else:
        because = [remark(note)] if note else [_ASIDE] if step.verb == "claim" else []
    return " ".join([*_stated(step, name), *because])


_ASIDE = "A claim changes nothing."


def _stated(step: Step, name: Name, *, is_weighed: bool = False) -> Iterator[str]:
    match step.verb:
        case "set":
            yield sentence(step.value or "")
            yield from limits(step, step.hinge, name)
            if isinstance(step.change, Set) and step.change.once and not is_weighed:
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
