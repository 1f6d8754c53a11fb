"""Say why an answer is what it is, and what became of every statement about the term."""

from cli.fast.sentences import remark
from cli.fast.words import UNDETERMINED, VARIED
from cli.wording.dates import day_in_words, length, spoken
from cli.wording.deeds import Call, called, titled
from events.dates.dates import Date
from events.dates.durations import Duration
from events.model.kinds import Claim
from timeline.record.relations import Relations
from timeline.record.steps import Step
from timeline.rule.answer import NOT_COVERED
from timeline.views.explain import Candidate, Explanation

EFFECTS = {
    "answer": "It is the answer.",
    "alike": "It may be what gave the answer, which is the same as that of {by}.",
    "possible": "It may be the answer: whether it had happened by then, or which came last, "
    "its date does not tell.",
    "expired": "It is the last answer, and its last day is over.",
    "hung": "It depended on another term, and ended with that: {by}.",
    "ended-early": "Ended early by {by}: the condition it names was met.",
    "ended-it": "It met the condition on which the answer of {by} ended.",
    "ended-earlier": "It met the condition on which the answer of {by} ended; another came since.",
    "nothing-to-end": "Nothing in force depended on this condition.",
    "ended-by-text": "Ended by {by}: the text was restated without it.",
    "text-ended-it": "It restated the text without the answer of {by}, which ended.",
    "text-ended-earlier": "It restated the text without the answer of {by}, which ended; another "
    "came since.",
    "text-ended-nothing": "It restated the text without the term, of which nothing was in force.",
    "replaced": "Replaced by {by}, which took effect later.",
    "replaced-higher": "Replaced by {by}, which took effect later and is of lower rank: it is "
    "told beside the answer.",
    "answered-in-room": "It had expired; {by} then took its place.",
    "claim": "A claim is never the answer: it stands beside it.",
    "claim-differs": "A claim is never the answer: it stands beside it, and says otherwise.",
    "claim-over": "A claim, and its own last day is over.",
    "claim-again": "A claim; the same speaker claimed anew in {by}.",
    "claim-refuted": "A claim; it fell when {by} restated the term.",
    "claim-fallen": "A claim; it fell when {by} gave a new answer.",
    "reaffirmed": "It restates {by}, which is confirmed by it; the answer stays.",
    "perhaps-reaffirmed": "It may restate {by}, if that came before it; the answer stays.",
    "unchanged": "It says that nothing changed since {by}, which is of lower rank: it does not "
    "confirm that.",
    "moved-nothing": "Of lower rank than {by}, which it restates: it confirms nothing.",
    "reaffirmed-earlier": "It restated {by}, which is the answer no more.",
    "nothing-to-reaffirm": "There was nothing for it to restate.",
    "left-unsaid": "It should have restated {by} and did not; silence is not repeal.",
    "no-longer-carried": "It did not restate what it should have; {by} has spoken since.",
    "silence-over": "It did not restate what it should have, which has run out since.",
    "nothing-to-leave-unsaid": "Nothing was in force for it to leave unsaid.",
    "disputed": "From this day the parties disagree.",
    "dispute-settled": "From this day the parties disagreed, until {by}.",
    "settled": "From this day the dispute is over.",
    "nothing-to-settle": "There was no dispute to settle.",
    "used": "A party made use of the term; the answer is the same.",
    "noted": "Worth knowing; the answer is the same.",
}


def effect(one: Candidate, relations: Relations, call: Call = called) -> str:
    """Return a sentence on what became of the candidate *one*.

    *relations* has the events, and *call* names one of them.
    """
    told = EFFECTS[one.effect].format(by=call(one.by.event, relations) if one.by else "nothing")
    return f"{told} {_PERHAPS}" if one.perhaps else told


_PERHAPS = "(It need not have happened by then.)"


def rule(why: Explanation) -> str:
    """Return the rule of docs/meaning.md that decided the answer explained by *why*."""
    answer, effects = why.answer, {one.effect for one in why.candidates}
    one = answer.decided
    if one is None or answer.status in _UNDECIDED:
        return _UNDECIDED[answer.status]
    if "hung" in effects:
        return "It was in force only as long as what it depends on."
    if answer.status == "expired":
        return "It ran through its last day, and nothing has been set since."
    if one.renews and one.until and "renewed" in answer.flags:
        return _renewed(one.renews, one.until)
    if "text-ended-it" in effects:
        return "The text was restated without it, so it ended."
    if any(is_denied(each.step) for each in why.candidates):
        return "What was denied is read as a claim, and what it had replaced stands again."
    if answer.claims:
        return (
            "What happened last is the answer. A claim is something that was said: it stands "
            "beside the answer and never becomes it."
        )
    return "What took effect last is the answer, whoever says so."


_UNDECIDED = {
    VARIED: "It is not the same on all days asked about; each has its own answer.",
    UNDETERMINED: "No rule decides: something happened on a day that is not known exactly, and the "
    "answer is not the same on all the days that it may have been.",
    NOT_COVERED: "Nothing had set it by then, and the record does not go back that far.",
    "not-set": "Nothing had set it by then, or nothing that was known.",
}


def _renewed(renews: Duration, until: Date) -> str:
    """Say that an answer was renewed, and through which day its run lasts."""
    run = day_in_words(until.latest) if until.latest else spoken(until)
    return (
        f"Nothing has ended it, so it went on after its last day, {length(renews)} at a time: the "
        f"day lies in the run through {run}."
    )


def is_denied(step: Step) -> bool:
    """Return whether *step*, a `set` or `end`, was denied and is therefore read as a claim."""
    return step.verb == "claim" and not isinstance(step.change, Claim)


def outweighed(one: Candidate, relations: Relations) -> str:
    """Return why the claim *one*, which says otherwise, does not stand: its note, or the rule.

    *relations* has what the events do to one another.
    """
    step = one.step
    denials = [each for each in step.acted if each.done == "denies"]
    note = step.change.note if isinstance(step.change, Claim) else None
    if denials:
        return " ".join(f"Denied by {titled(each.event, relations)}." for each in denials)
    told = [remark(note)] if note else []
    if one.effect == "claim-refuted" and one.by:
        return " ".join([*told, f"{titled(one.by.event, relations)} has restated the term since."])
    return told[0] if told else "It tells of no new happening, and a claim alone changes nothing."
