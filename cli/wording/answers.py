"""Describe answers, changes and dates in words, partly with the functions of `cli.fast.words`."""

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
from cli.wording.dates import length
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
    """Return the lines about what stands beside the answer *one*, such as claims and disputes."""
    return words.beside(one, map(possibility, one.replaced))


def replaced(one: Outcome) -> str:
    """Return the line about *one*, an answer of higher rank that another one replaced."""
    return words.replaced(possibility(one))


def change(step: Step) -> str:
    """Return in words the change that *step* makes: `set: through 2032`."""
    match step.verb:
        case "set":
            return f"set: {step.value}"
        case "claim":
            return f"claim: {STATUS['ended'] if step.value is None else step.value}"
        case "met":
            return f"met: {step.condition}"
        case "restates":
            return "restated without it"
        case "dispute" if step.positions:
            return "dispute: " + "; ".join(f"{one.party}: {one.says}" for one in step.positions)
    if isinstance(step.change, Note):
        return f"note: {step.change.text}"
    note = step.change.note if step.change else None
    return f"{step.verb}: {note}" if note else step.verb


def aside(step: Step) -> str:
    """Describe *step*, which decided nothing: its day, verb, event and, for a claim, speaker."""
    day = readable(step.when) if step.when else "undated"
    if step.verb == "claim":
        told = f"claimed by {speakers(step)} ({step.authority}): {claimed(step)}"
        denied = next((one.event for one in step.acted if one.done == "denies"), None)
        then = f"denied by {denied}" if denied else "it changed nothing"
        return f"{day} {told}; {then} [{step.event}]"
    return f"{day} {change(step)} [{step.event}]"


def limits(step: Step) -> str:
    """Return in words the limits of the statement *step*: `, through 2032, unless agi-verified`."""
    through = f", through {readable(step.until)}" if step.until else ""
    again = f", and then renews for {length(step.renews)} at a time" if step.renews else ""
    notice = f", with notice of {length(step.notice)}" if step.notice else ""
    unless = f", unless {', '.join(sorted(step.unless))}" if step.unless else ""
    hinge = f", while {step.hinge} is in force" if step.hinge else ""
    return through + again + notice + unless + hinge
