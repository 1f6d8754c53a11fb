"""Print an explanation: the rule that decided, the candidates and their sources."""

from collections.abc import Iterator
from typing import Any

from cli.forms import json_text
from cli.forms.markdown import escaped
from cli.render.answers import Question, answer_lines, source_lines
from cli.terminal import deliver, echo, heading, wrapped
from cli.wording.answers import (
    beside,
    change,
    flagged,
    last_day,
    limits,
    readable,
    speakers,
    standing,
    whole,
)
from cli.wording.dates import length
from cli.wording.deeds import because
from events.dates.dates import Date
from events.dates.durations import Duration
from events.model.kinds import Claim, Correct, Retract
from timeline.record.record import Record
from timeline.record.steps import Step
from timeline.rule.answer import NOT_COVERED, UNDETERMINED, VARIED
from timeline.views.diff import acts_about
from timeline.views.explain import Candidate, Explanation

EFFECTS = {
    "answer": "It is the answer.",
    "alike": "It may be what gave the answer, which is the same as that of {by}.",
    "possible": "It may be the answer: whether it had happened by then, or which came last, "
    "its date does not tell.",
    "expired": "It is the last answer, and its last day is over.",
    "hung": "It hung on another term, and ended with that: {by}.",
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
    "reaffirmed": "It restates {by}: last confirmed moves, the answer does not.",
    "perhaps-reaffirmed": "It may restate {by}, if that came before it; the answer does not move.",
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


def show(asked: Question, why: Explanation, form: str) -> None:
    """Print the explanation *why* of what was *asked*, in this *form*."""
    if form == "json":
        deliver(json_text.dump(_json(asked, why)))
    elif form == "md":
        deliver("\n".join(_markdown(asked, why)))
    else:
        echo("\n".join(_text(asked, why)))


def rule(why: Explanation) -> str:
    """Return the sentence of docs/meaning.md that decided the answer explained by *why*."""
    answer, effects = why.answer, {one.effect for one in why.candidates}
    if answer.status == VARIED:
        return "It is not the same on all days asked about; each has its own (meaning, section 4)."
    if answer.status == UNDETERMINED:
        return (
            "No rule decides: an event happened on some one of its possible days, and the answer "
            "is not the same for all of them (meaning, section 4)."
        )
    if answer.status == NOT_COVERED:
        return (
            "Nothing had set it by then, and the log does not go back so far (meaning, section 4)."
        )
    if answer.status == "not-set":
        return "Nothing had set it by then, or nothing that was known (meaning, section 6)."
    if "hung" in effects:
        return "It was in force only as long as the term on which it hung (meaning, section 5)."
    if answer.status == "expired":
        return "It ran through its last day, and nothing was set since (meaning, section 5)."
    one = answer.decided
    if one and one.renews and one.until and "renewed" in answer.flags:
        return _renewed(one.renews, one.until)
    if "text-ended-it" in effects:
        return "The text was restated without it, so it ended (meaning, section 3)."
    if any(is_denied(one.step) for one in why.candidates):
        return (
            "What was denied is read as a claim, and what it had replaced stands again (meaning, "
            "section 3)."
        )
    if answer.claims:
        return (
            "The last thing that happened is the answer. A claim is something that was said: it "
            "stands beside the answer and never becomes it (meaning, section 5)."
        )
    return (
        "The last to take effect on or before that day is the answer, whatever its rank: rank "
        "says how far it is to be trusted (meaning, section 5)."
    )


def _renewed(renews: Duration, until: Date) -> str:
    """Say that an answer was renewed, and through which day its run lasts."""
    return (
        f"Nothing has ended it, so it went on after its last day, {length(renews)} at a time: the "
        f"day lies in the run through {last_day(until)} (meaning, section 3)."
    )


def is_denied(step: Step) -> bool:
    """Return whether *step*, a `set` or `end`, was denied and is therefore read as a claim."""
    return step.verb == "claim" and not isinstance(step.change, Claim)


def _text(asked: Question, why: Explanation) -> Iterator[str]:
    term = why.answer.term
    yield from heading(f"{term.key}: {term.title}")
    if term.asks:
        yield from wrapped(term.asks)
    yield from asked.lines()
    yield ""
    first = "Answer:  "
    for line in [*answer_lines(why.answer), *beside(why.answer)]:
        yield from wrapped(line, first=first, rest=" " * 9)
        first = " " * 9
    if why.answer.flags:
        yield from wrapped(flagged(why.answer.flags), first="Flags:   ")
    yield from wrapped(rule(why), first="Rule:    ")
    yield ""
    yield "What was weighed, in order of days:" if why.candidates else "Nothing was weighed."
    for number, one in enumerate(why.candidates, 1):
        yield from _candidate(asked, number, one)
    yield from _left_out(asked, "Not yet by then:", why.ahead)
    yield from _left_out(asked, "Counting for nothing:", why.void)
    if why.unknown:
        yield ""
        yield from wrapped(_unknown(why))
    yield from _acts(asked, why)


def _unknown(why: Explanation) -> str:
    several = f"{why.unknown} statement{'s' if why.unknown > 1 else ''}"
    return f"Left out: {several} not public by then; without --known they are weighed."


def _acts(asked: Question, why: Explanation) -> Iterator[str]:
    acts = list(_on_record(asked, why))
    if acts:
        yield ""
        yield "Corrected or retracted in the record, as is weighed here:"
    for one in acts:
        text = f"{one['event']} {one['what']} by {one['id']}, recorded {one['recorded']}: "
        yield from wrapped(text + one["reason"], first="  ", rest="    ")


def _on_record(asked: Question, why: Explanation) -> Iterator[dict[str, str]]:
    """Yield the corrections and retractions that bear on the term."""
    record = asked.view.record
    for one in acts_about(record.acts, why.answer.term.key, record.acts, record.renamed):
        if isinstance(one.act, Correct | Retract):
            yield {
                "id": one.act.id,
                "event": one.act.event,
                "what": "corrected" if isinstance(one.act, Correct) else "retracted",
                "recorded": one.recorded,
                "reason": one.act.reason,
            }


def _candidate(asked: Question, number: int, one: Candidate) -> Iterator[str]:
    step, record = one.step, asked.view.record
    yield ""
    first = f"{number:>3}. "
    yield from wrapped(f"{_day(step)}  {change(step)}{limits(step)}", first=first)
    yield from wrapped(f"[{step.event}] {titled(record, step.event)}", first="     ")
    yield from wrapped(f"{_said_by(step)}; public from {readable(step.announced)}", first="     ")
    for more in because(step, asked.relations):
        yield from wrapped(more, first="     ")
    yield from wrapped(effect(one), first="     => ", rest="        ")
    for key in step.sources:
        yield from source_lines(record.sources[key], "     - ")


def titled(record: Record, event: str) -> str:
    """Return the title that *event* has in *record*, or an empty text if it was retracted."""
    standing = record.standing(event)
    return standing.event.title if standing else ""


def _said_by(step: Step) -> str:
    return f"{step.authority}, {speakers(step)}" if step.by else str(step.authority)


def effect(one: Candidate) -> str:
    """Return a sentence on what became of the candidate *one*."""
    told = EFFECTS[one.effect].format(by=one.by.event if one.by else "something else")
    return f"{told} {PERHAPS}" if one.perhaps else told


PERHAPS = "(It need not have happened by then.)"


def _day(step: Step) -> str:
    return readable(step.when) if step.when else "undated"


def _left_out(asked: Question, title: str, steps: tuple[Step, ...]) -> Iterator[str]:
    if steps:
        yield ""
        yield title
    for step in steps:
        yield from wrapped(_left(step), first="  ", rest="    ")
        for more in because(step, asked.relations):
            yield from wrapped(more, first="    ")


def _left(step: Step) -> str:
    said = f"{_day(step)} {change(step)}{limits(step)} [{step.event}]"
    return f"{said}, public from {readable(step.announced)}"


def _json(asked: Question, why: Explanation) -> dict[str, Any]:
    record = asked.view.record
    return asked.meta() | {
        "term": why.answer.term.key,
        "asks": why.answer.term.asks,
        "answer": json_text.answer_json(why.answer, record),
        "rule": rule(why),
        "candidates": [
            _step(asked, one.step)
            | {
                "effect": one.effect,
                "by": one.by.event if one.by else None,
                "perhaps": one.perhaps,
                "reason": effect(one),
            }
            for one in why.candidates
        ],
        "ahead": [_step(asked, step) for step in why.ahead],
        "void": [_step(asked, step) for step in why.void],
        "unknown": why.unknown,
        "acts": list(_on_record(asked, why)),
    }


def _step(asked: Question, step: Step) -> dict[str, Any]:
    record = asked.view.record
    return {
        "event": step.event,
        "title": titled(record, step.event),
        "verb": step.verb,
        "value": step.value,
        "through": json_text.text_of(step.until),
        "renews": json_text.written(step.renews),
        "notice": json_text.written(step.notice),
        "unless": sorted(step.unless),
        "once": json_text.once(step),
        "while": step.hinge,
        "condition": step.condition,
        "when": json_text.text_of(step.when),
        "announced": json_text.text_of(step.announced),
        "authority": step.authority,
        "speakers": list(step.by),
        "acted": [one._asdict() for one in step.acted],
        "because": because(step, asked.relations),
        "sources": json_text.sources(step.sources, record),
    }


def _markdown(asked: Question, why: Explanation) -> Iterator[str]:
    yield f"# {escaped(why.answer.term.key)} as of {escaped(readable(asked.on))}"
    yield ""
    yield f"**{escaped(whole(why.answer))}** ({escaped(standing(why.answer))})"
    yield ""
    yield escaped(rule(why))
    yield ""
    yield "| When | Statement | Event | Authority | What became of it |"
    yield "|---|---|---|---|---|"
    for one in why.candidates:
        step = one.step
        says = change(step) + limits(step)
        became = " ".join([*because(step, asked.relations), effect(one)])
        cells = (_day(step), says, step.event, _said_by(step), became)
        yield f"| {' | '.join(escaped(cell) for cell in cells)} |"
    for title, steps in (("Not yet by then", why.ahead), ("Counting for nothing", why.void)):
        if steps:
            yield from ["", f"## {title}", ""]
        for step in steps:
            said = " ".join([f"{_left(step)}.", *because(step, asked.relations)])
            yield f"- {escaped(said)}"
    if why.unknown:
        yield from ["", escaped(_unknown(why))]
    acts = list(_acts(asked, why))
    if acts:
        yield from ["", escaped(acts[1]), "", escaped(" ".join(line.strip() for line in acts[2:]))]
