"""Describe answers, changes and dates in the few words that tables and lists have room for."""

from collections.abc import Iterable
from typing import Any

from cli.fast.spoken import length
from cli.fast.words import UNDETERMINED, VARIED, day_of, joined, readable
from cli.forms.json_text import conditions
from events.dates.dates import Date
from events.model.kinds import Note
from timeline.record.steps import Step
from timeline.rule.answer import Answer, Claimed
from timeline.rule.said import Outcome
from timeline.rule.terms import PossibleAnswer, possible_answer

__all__ = [
    "STATUS", "aside", "beside", "change", "claim", "claimed", "dated", "days", "dispute",
    "flagged", "given", "joined", "last_day", "limited", "limits", "pending", "period", "readable",
    "readable_cut", "replaced", "said", "speakers", "standing", "when", "whole",
]  # fmt: skip

STATUS = {
    "in-force": "in force",
    "ended": "ended",
    "expired": "expired",
    "not-set": "not set",
    "not-covered": "not covered",
    UNDETERMINED: "undetermined",
    VARIED: "varied",
}


def said(one: Answer | PossibleAnswer) -> str:
    """Return the answer *one* in a few words: its value, or its status if it has none."""
    decided: Any = getattr(one, "decided", one)
    if decided is None or one.status == "not-covered":
        return STATUS[one.status]
    if decided.status == "expired":
        return f"expired (was: {decided.value})"
    text: str = decided.value or STATUS[decided.status]
    return text


def limited(one: PossibleAnswer) -> str:
    """Return the possible answer *one* with its limits, by which it may differ from another."""
    through = f", through {readable(one.until)}" if one.until else ""
    through += f", renews {one.renews}" if one.renews else ""
    unless = f", unless {', '.join(conditions(one))}" if one.unless else ""
    return said(one) + through + unless


def given(one: PossibleAnswer) -> str:
    """Return the possible answer *one* with its limits and the event that gives it."""
    return f"{limited(one)} [{one.deciding.event}]" if one.deciding else limited(one)


def whole(one: Answer) -> str:
    """Return the answer *one*: its value, all that it may be, or each stretch of days."""
    if one.status == UNDETERMINED:
        return "undetermined: " + " | ".join(map(limited, one.possible))
    if one.status == VARIED:
        stretches = (f"{days(each.first, each.last)}: {whole(each)}" for each in one.periods)
        return "varied: " + " | ".join(stretches)
    return said(one)


def period(one: Answer) -> str:
    """Return the answer *one* with its status and the days on which it held."""
    if one.decided is None:
        return f"{days(one.first, one.last)}: {whole(one)}"
    text = f"{said(one)}; {standing(one)}" if one.decided.value else standing(one)
    return f"{days(one.first, one.last)}: {text}"


def days(first: int, last: int) -> str:
    """Return the days from *first* through *last*, both ordinals; an open end is left out."""
    if first == last:
        return day_of(first) or ""
    return f"{day_of(first) or ''} .. {day_of(last) or ''}".strip()


def standing(one: Answer) -> str:
    """Return the status of the answer *one*, with its day, its event, its limits and authority."""
    decided = one.decided
    if decided is None:
        return STATUS[one.status]
    deciding = decided.deciding
    parts = [STATUS[one.status]]
    if one.status == "expired" and decided.until:
        parts = [f"expired after {last_day(decided.until)}"]
    elif deciding and deciding.when:
        parts[0] += f" {when(deciding.when)}"
    if deciding:
        parts[0] += f" [{deciding.event}]"
    parts += _limits(one, decided)
    parts += _restated(one)
    if decided.authority:
        parts.append(decided.authority)
    return "; ".join(parts)


def _limits(one: Answer, decided: PossibleAnswer) -> list[str]:
    """Return the limits of an answer: its last day, its conditions, the term it depends on."""
    hinge = decided.outcome.given.hinge if decided.outcome.given else None
    parts = []
    if decided.until is not None and one.status != "expired":
        parts.append(f"through {readable(decided.until)}")
    if decided.renews:
        parts.append(f"renews {decided.renews}")
    if decided.unless:
        parts.append(f"unless {', '.join(conditions(decided))}")
    if hinge and decided.status != decided.outcome.status:
        parts.append(f"with {hinge}, on which it hung")
    elif hinge and decided.status == "in-force":
        parts.append(f"while {hinge} is in force")
    return parts


def _restated(one: Answer) -> list[str]:
    parts = []
    if one.confirmed and one.confirmed.when:
        perhaps = "" if one.surely else "perhaps "
        parts.append(f"{perhaps}confirmed {readable(one.confirmed.when)}")
    if one.unchanged:
        step = one.unchanged
        parts.append(f"said only to be unchanged ({step.authority}) [{step.event}]")
    return parts


def beside(one: Answer) -> list[str]:
    """Return the lines about what stands beside the answer *one*, such as claims and disputes.

    First come the lines on the answers of higher rank that *one* replaced.
    """
    return [
        *map(replaced, one.replaced),
        *map(claim, one.claims),
        *(line for step in one.disputes for line in dispute(step)),
        *map(pending, one.pending),
    ]


def replaced(one: Outcome) -> str:
    """Return the line about *one*, an answer of higher rank that another one replaced."""
    higher = possible_answer(one)
    return f"in place of {higher.authority}: {given(higher)}"


def claim(one: Claimed) -> str:
    """Return the line about the claim *one*: its value, speakers, day, and whether it differs."""
    step = one.step
    how = "claimed otherwise" if one.differs else "claimed"
    since = f", {when(step.when)}" if step.when else ""
    text = f"{how} by {speakers(step)}: {claimed(step)} ({step.authority}{since}) [{step.event}]"
    denied = (one.event for one in getattr(step, "acted", ()) if one.done == "denies")
    text += "".join(f"; denied by [{event}]" for event in denied)
    return f"detail, {text}" if step.adds else text


def claimed(step: Step) -> str:
    """Return the value and the last day stated by the claim *step*."""
    value = STATUS["ended"] if step.value is None else step.value
    through = f"through {readable(step.until)}" if step.until else ""
    return value if through in value else f"{value}, {through}"


def speakers(step: Step) -> str:
    """Return the names of those who made the statement *step*."""
    return joined(step.by) or "somebody unnamed"


def dispute(step: Step) -> list[str]:
    """Return a line for each position in the dispute *step*, or one line if none is public."""
    if not step.positions:
        return [f"disputed {when(step.when)} [{step.event}]" if step.when else "disputed"]
    return [f"{one.party}: {one.says}" for one in step.positions]


def pending(step: Step) -> str:
    """Describe the announced change *step*, which is still ahead."""
    once = getattr(step.change, "once", None)
    undated = f"once {once}" if once else "without a date"
    ahead = f"from {dated(step.when)}" if step.when else undated
    return f"pending: {step.verb} {ahead} [{step.event}]"


def flagged(flags: Iterable[str]) -> str:
    """Return the *flags* of an answer in words: claimed otherwise, disputed."""
    return ", ".join(flag.replace("-", " ") for flag in flags)


def when(date: Date) -> str:
    """Return the *date* on which something took effect: `since` a day, or `since some day of`."""
    return f"since {dated(date)}"


def dated(date: Date) -> str:
    """Return *date* in words no more precise than it is: some day of 2025-10."""
    if date.is_day:
        return date.edtf
    if date.earliest is None and date.latest is not None:
        return f"{date.latest} or before"
    if date.latest is None and date.earliest is not None:
        return f"{date.earliest} or later"
    inner = readable(date).removeprefix("[").removesuffix("]")
    if inner.count("..") == 1 and "," not in inner:
        return f"some day from {inner.replace('..', ' through ')}"
    return f"some day of {inner.replace(',', ' or ')}"


def readable_cut(known: Date) -> str:
    """Return the day at which *known* cuts: the earliest day of that date."""
    cut = known.earliest.isoformat() if known.earliest else known.edtf
    return cut if known.is_day else f"{cut}, the first day of {readable(known)}"


def last_day(through: Date) -> str:
    """Return the last day that *through* includes."""
    return through.latest.isoformat() if through.latest else through.edtf


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
