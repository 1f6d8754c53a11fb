"""The findings about terms that an event left behind when it dropped their condition elsewhere."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from events.dates.dates import day
from timeline.boxes.lines import Lines
from timeline.findings.finding import REMARK, Finding, is_vague
from timeline.record.steps import ANSWERS, Step


def left_behind(lines: Lines) -> Iterator[Finding]:
    """Yield each term that still ends by a condition which an event dropped from another term.

    The event gives the other term an answer without the condition, and does not mention this one.
    """
    for key, own in lines.steps.items():
        given = (step for step in own if step.verb in ANSWERS and step.days and not is_vague(step))
        for before, after in pairwise(sorted(given, key=lambda one: (one.days[0][0], one.place))):
            dropped = before.unless - after.unless if after.verb == "set" else frozenset[str]()
            for condition in sorted(dropped):
                yield from _still_ending(lines, key, condition, after)


def _still_ending(lines: Lines, term: str, condition: str, after: Step) -> Iterator[Finding]:
    on = date.fromordinal(after.days[0][0])
    for key, own in lines.steps.items():
        if any(step.event == after.event for step in own):
            continue
        answer = lines.answer(key, day(on)).decided
        given = answer.deciding if answer and answer.status == "in-force" else None
        if given and condition in given.unless:
            yield Finding(
                code="left-behind",
                level=REMARK,
                terms=(key,),
                events=(after.event, given.event),
                on=on,
                steps=(after, given),
                names=(condition, term),
            )
