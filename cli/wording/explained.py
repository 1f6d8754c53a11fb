"""Explain an answer: what decided it, what was said otherwise, and what it depends on."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cli.fast.sentences import claimed, dispute, plan, sentence
from cli.wording.answers import speakers
from cli.wording.dates import spoken
from cli.wording.deeds import because, news, titled
from cli.wording.reasons import outweighed, rule
from cli.wording.titles import titles
from timeline.record.record import Record
from timeline.record.relations import Relations
from timeline.record.steps import Step
from timeline.rule.answer import Answer, Claimed
from timeline.rule.terms import PossibleAnswer, possible_answer
from timeline.views.explain import Explanation


class Item(NamedTuple):
    """A paragraph of an explanation, and the source that it rests on, if any."""

    text: str
    source: str | None = None


Block = tuple[str, Sequence[Item]]
"""A heading and what stands under it."""


def blocks(why: Explanation, record: Record, events: Relations) -> list[Block]:
    """Return the parts of the explanation *why* below the answer, without the empty ones.

    *record* has the terms and their titles, *events* what the events do to one another.
    """
    answer, name = why.answer, titles(record)
    found = [
        ("What decided it", [Item(rule(why)), *_deciding(answer, events)]),
        ("What was said otherwise", [*_otherwise(why, events)]),
        ("What the parties disagree on", [_resting(dispute(one), one) for one in answer.disputes]),
        ("Who has spoken of it since", [*_spoken(answer, events)]),
        ("What is announced", [_resting(plan(one, name), one) for one in answer.pending]),
        ("What came to nothing", [_resting(" ".join(_news(one, events)), one) for one in why.void]),
    ]
    return [one for one in found if one[1]]


def _deciding(answer: Answer, events: Relations) -> Iterator[Item]:
    """Yield who brought the news that gave *answer*, or may have given it, or ended it."""
    for step in dict.fromkeys(one.deciding for one in _possible(answer)):
        if step:
            yield _resting(" ".join(_news(step, events)), step)


def _possible(answer: Answer) -> Iterator[PossibleAnswer]:
    for one in (answer, *answer.periods):
        yield from (each for each in (one.decided, *one.possible) if each)


def _news(step: Step, events: Relations) -> Iterator[str]:
    """Yield who said when, under which title, what *step* says, and what else gave it its day."""
    yield news(step, events.events[step.event].event.title)
    if step.when and step.when != step.announced:
        yield f"It took effect {spoken(step.when)}."
    yield from because(step, events, titled)


def _resting(text: str, step: Step) -> Item:
    return Item(text, next(iter(step.sources), None))


def _otherwise(why: Explanation, events: Relations) -> Iterator[Item]:
    """Yield each statement that differs from the answer, and why it does not stand."""
    for outcome in why.answer.replaced:
        one = possible_answer(outcome)
        if one.deciding:
            yield _resting(" ".join(_higher(one, one.deciding, why.answer, events)), one.deciding)
    for each in reversed(why.candidates):
        if each.effect in ("claim-differs", "claim-refuted"):
            said = claimed(Claimed(step=each.step, differs=True))
            yield _resting(f"{said} {outweighed(each, events)}", each.step)


def _higher(one: PossibleAnswer, step: Step, answer: Answer, events: Relations) -> Iterator[str]:
    """Yield what an answer of higher rank was, and what replaced it."""
    yield from _news(step, events)
    yield sentence(f"it said: {one.value}") if one.value else "It had ended by that."
    after = answer.decided.deciding if answer.decided else None
    yield "What replaced it came later" + (f", by the word of {speakers(after)}." if after else ".")


def _spoken(answer: Answer, events: Relations) -> Iterator[Item]:
    """Yield who confirmed *answer*, who said that it is unchanged, and what left it unsaid."""
    if one := answer.confirmed:
        how = "This confirms it." if answer.surely else "This confirms it if it came later."
        yield _resting(" ".join([*_news(one, events), how]), one)
    if one := answer.unchanged:
        how = "It says that nothing changed, and not what the answer is."
        yield _resting(" ".join([*_news(one, events), how]), one)
    for one in answer.silences:
        how = "It does not mention what it should have restated, which ends nothing."
        yield _resting(" ".join([*_news(one, events), how]), one)
