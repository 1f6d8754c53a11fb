"""Say answers, changes and dates in words; those of the fast door are passed on."""

from cli.fast import words
from cli.fast.words import (
    STATUS,
    claim,
    claimed,
    dated,
    days,
    dispute,
    flagged,
    given,
    joined,
    last_day,
    limited,
    pending,
    period,
    readable,
    readable_cut,
    said,
    speakers,
    standing,
    when,
    whole,
)
from events.model.kinds import Note
from timeline.record.steps import Step
from timeline.rule.answer import Answer
from timeline.rule.said import Outcome
from timeline.rule.terms import possibility

__all__ = [
    "STATUS", "aside", "beside", "change", "claim", "claimed", "dated", "days", "dispute",
    "flagged", "given", "joined", "last_day", "limited", "limits", "pending", "period", "readable",
    "readable_cut", "replaced", "said", "speakers", "standing", "when", "whole",
]  # fmt: skip


def beside(one: Answer) -> list[str]:
    """Say what stands beside an answer, each in a line: claims, disputes, what is announced."""
    return words.beside(one, map(possibility, one.replaced))


def replaced(one: Outcome) -> str:
    """Say in place of which answer of higher rank another stands."""
    return words.replaced(possibility(one))


def change(step: Step) -> str:
    """Say what a step does: `set: through 2032`."""
    match step.verb:
        case "set":
            return f"set: {step.value}"
        case "claim":
            return f"claim: {STATUS['ended'] if step.value is None else step.value}"
        case "met":
            return f"met: {step.condition}"
        case "dispute" if step.positions:
            return "dispute: " + "; ".join(f"{one.party}: {one.says}" for one in step.positions)
    if isinstance(step.change, Note):
        return f"note: {step.change.text}"
    note = step.change.note if step.change else None
    return f"{step.verb}: {note}" if note else step.verb


def aside(step: Step) -> str:
    """Say what a step that decided nothing says: when, what, on whose word, by which event."""
    day = readable(step.when) if step.when else "undated"
    if step.verb == "claim":
        told = f"claimed by {speakers(step)} ({step.authority}): {claimed(step)}"
        return f"{day} {told}; it changed nothing [{step.event}]"
    return f"{day} {change(step)} [{step.event}]"


def limits(step: Step) -> str:
    """Say how long what a step says lasts: `, through 2032, unless agi-verified`."""
    through = f", through {readable(step.until)}" if step.until else ""
    unless = f", unless {', '.join(sorted(step.unless))}" if step.unless else ""
    hinge = f", while {step.hinge} is in force" if step.hinge else ""
    return through + unless + hinge
