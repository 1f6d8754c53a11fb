"""An explanation as text, JSON or Markdown: the candidates, the rule that decided, the sources."""

from collections.abc import Iterator
from typing import Any

import click

from cli import json_form
from cli.answers_shown import Question, source_lines
from cli.markdown import escaped
from cli.terminal import heading, wrapped
from cli.wording import change, readable, standing, whole
from events.model.kinds import Correct, Retract, Set
from timeline.answers import UNDETERMINED
from timeline.differences import acts_on
from timeline.explanation import Candidate, Explanation
from timeline.steps import Step

EFFECTS = {
    "answer": "It is the answer.",
    "possible": "It may be the answer: whether it had happened by then, or which came last, "
    "its date does not tell.",
    "claim": "Outranked by {by}, it stands beside as a claim.",
    "claim-fallen": "Outranked by {by}, it was a claim; it fell when that was restated or "
    "replaced.",
    "replaced": "Replaced by {by}, which took effect later and has the same rank or a higher one.",
    "answered-in-room": "It had expired; {by} then took its place.",
    "ended-early": "Ended early by {by}: the condition it names was met.",
    "reaffirmed": "It restates {by}: last confirmed moves, the answer does not.",
    "moved-nothing": "Of lower rank than what it restates, or nothing was there: it moves nothing.",
    "left-unsaid": "It should have restated {by} and did not; silence is not repeal.",
    "nothing-to-leave-unsaid": "Nothing was in force for it to leave unsaid.",
    "disputed": "From this day the parties disagree.",
    "settled": "From this day the dispute is over.",
    "nothing-to-settle": "There was no dispute to settle.",
    "used": "A party made use of the term; the answer is the same.",
    "noted": "Worth knowing; the answer is the same.",
    "nothing-to-end": "Nothing in force depended on this condition.",
}


def show(asked: Question, why: Explanation, form: str) -> None:
    """Print the explanation in the *form* asked for."""
    if form == "json":
        click.echo(json_form.dump(_json(asked, why)))
    elif form == "md":
        click.echo("\n".join(_markdown(asked, why)))
    else:
        click.echo("\n".join(_text(asked, why)))


def rule(why: Explanation) -> str:
    """Say which rule of docs/meaning.md decided."""
    answer = why.answer
    if answer.status == UNDETERMINED:
        return (
            "No rule decides: an event happened on some one of its possible days, and the answer "
            "is not the same for all of them (meaning, section 4)."
        )
    if answer.status == "not-set":
        return "Nothing had set it by then, or nothing that was known (meaning, section 6)."
    if answer.status == "expired":
        return "It ran through its last day, and nothing was set since (meaning, section 5)."
    if any(one.effect == "claim" for one in why.candidates):
        return (
            "A standing answer is defended: what has a lower rank and comes later is a claim "
            "beside it (meaning, section 5). Official and filing rank above press, press above "
            "reported."
        )
    return (
        "The last to take effect on or before that day is the answer, among those that nothing of "
        "higher rank stands above (meaning, section 5)."
    )


def _text(asked: Question, why: Explanation) -> Iterator[str]:
    term = why.answer.term
    yield from heading(f"{term.key}: {term.title}")
    if term.asks:
        yield from wrapped(term.asks)
    yield from asked.lines()
    yield ""
    yield from wrapped(whole(why.answer), first="Answer:  ")
    yield from wrapped(standing(why.answer), first="         ")
    if why.answer.flags:
        yield from wrapped(", ".join(why.answer.flags), first="Flags:   ")
    yield from wrapped(rule(why), first="Rule:    ")
    yield ""
    yield "What was weighed, in order of days:" if why.candidates else "Nothing was weighed."
    for number, one in enumerate(why.candidates, 1):
        yield from _candidate(asked, number, one)
    yield from _left_out("Not yet by then:", why.ahead)
    if why.unknown:
        several = f"{len(why.unknown)} statement{'s' if len(why.unknown) > 1 else ''}"
        yield ""
        yield f"Left out: {several} not public by then; without --known they are weighed."
    yield from _acts(asked, why)


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
    for one in acts_on(record.acts, why.answer.term.key, record.acts, record.renamed):
        if isinstance(one.act, Correct | Retract):
            yield {
                "id": one.act.id,
                "event": one.act.event,
                "what": "corrected" if isinstance(one.act, Correct) else "retracted",
                "recorded": one.recorded,
                "reason": one.act.reason,
            }


def _candidate(asked: Question, number: int, one: Candidate) -> Iterator[str]:
    step = one.step
    yield ""
    first = f"{number:>3}. "
    yield from wrapped(f"{_day(step)}  {change(step)}{_limits(step)}", first=first)
    yield from wrapped(f"[{step.event.id}] {step.event.title}", first="     ")
    yield from wrapped(f"{step.authority}; public from {readable(step.announced)}", first="     ")
    yield from wrapped(effect(one) + _vague(step), first="     => ", rest="        ")
    for key in step.sources:
        yield from source_lines(asked.view.record.sources[key], "     - ")


def effect(one: Candidate) -> str:
    """Say in a sentence what became of a candidate."""
    return EFFECTS[one.effect].format(by=one.by.event.id if one.by else "nothing")


def _limits(step: Step) -> str:
    if not isinstance(step.change, Set):
        return ""
    through = f", through {readable(step.change.through)}" if step.change.through else ""
    unless = f", unless {', '.join(step.change.unless)}" if step.change.unless else ""
    return through + unless


def _vague(step: Step) -> str:
    if step.when is None or step.when.is_day:
        return ""
    return " (Its day is not known; this is told as if it fell on the last one possible.)"


def _day(step: Step) -> str:
    return readable(step.when) if step.when else "undated"


def _left_out(title: str, steps: tuple[Step, ...]) -> Iterator[str]:
    if steps:
        yield ""
        yield title
    for step in steps:
        text = (
            f"{_day(step)} {change(step)} [{step.event.id}], public from {readable(step.announced)}"
        )
        yield from wrapped(text, first="  ", rest="    ")


def _json(asked: Question, why: Explanation) -> dict[str, Any]:
    record = asked.view.record
    return asked.meta() | {
        "term": why.answer.term.key,
        "asks": why.answer.term.asks,
        "answer": json_form.answer(why.answer, record),
        "rule": rule(why),
        "candidates": [
            _step(asked, one.step)
            | {
                "effect": one.effect,
                "by": one.by.event.id if one.by else None,
                "reason": effect(one),
            }
            for one in why.candidates
        ],
        "ahead": [_step(asked, step) for step in why.ahead],
        "unknown": len(why.unknown),
        "acts": list(_on_record(asked, why)),
    }


def _step(asked: Question, step: Step) -> dict[str, Any]:
    is_set = isinstance(step.change, Set)
    return {
        "event": step.event.id,
        "title": step.event.title,
        "verb": step.verb,
        "value": step.change.value if isinstance(step.change, Set) else None,
        "through": json_form.text_of(step.change.through) if is_set else None,  # type: ignore[union-attr]
        "unless": list(step.unless),
        "when": json_form.text_of(step.when),
        "announced": json_form.text_of(step.announced),
        "authority": step.authority,
        "sources": [json_form.source(asked.view.record.sources[key]) for key in step.sources],
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
        cells = (_day(step), change(step), step.event.id, str(step.authority), effect(one))
        yield f"| {' | '.join(escaped(cell) for cell in cells)} |"
    acts = list(_acts(asked, why))
    if acts:
        yield from ["", escaped(acts[1]), "", escaped(" ".join(line.strip() for line in acts[2:]))]
