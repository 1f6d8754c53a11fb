"""The value of an answer or a statement, in the words of a changelog."""

from collections.abc import Iterator

from cli.fast.sentences import limits
from cli.fast.spoken import spoken
from cli.wording.telling import words
from cli.wording.titles import Name
from timeline.record.steps import Step
from timeline.rule.answer import UNDETERMINED, Answer
from timeline.rule.terms import PossibleAnswer

NOTHING = "nothing on record"
"""What is said of a term without an answer."""


def shown(answer: Answer) -> str:
    """Return *answer*, without the title of its term where its value begins with that."""
    return untitled(inline(answer), answer.term.title)


def untitled(value: str, title: str) -> str:
    """Return *value* without *title* at its beginning, unless nothing to say would be left."""
    rest = value[len(title) :]
    if value[: len(title)].casefold() != title.casefold() or rest[:1] not in tuple(",;:"):
        return value
    return rest[1:].lstrip() or value


def inline(answer: Answer) -> str:
    """Return *answer* in a few words: its value, or what has become of it."""
    if answer.status == UNDETERMINED:
        found = [one for one in answer.possible if one.status != "not-set"]
        perhaps = "perhaps " if len(found) < len(answer.possible) else ""
        return perhaps + "; or ".join(map(stated, found))
    return stated(answer.decided) if answer.decided else NOTHING


def bounds(one: PossibleAnswer | Step, name: Name) -> Iterator[str]:
    """Yield a sentence for the last day and each condition of *one*, unless its value tells it.

    *name* gives titles to keys.
    """
    value = one.value or ""
    is_open = not {"until", "unless"} & set(value.casefold().split())
    for text in limits(one, None, name):
        condition = text.removeprefix("It ends once this is met: ")
        if condition == text or is_open or not words(condition) & words(value):
            yield text


def stated(one: PossibleAnswer) -> str:
    """Return the value of the possible answer *one*, or what has become of it."""
    if one.status in ("in-force", "expired") and one.value:
        return one.value
    if one.status == "ended" and one.deciding and one.deciding.when:
        return f"it had ended {spoken(one.deciding.when)}"
    return {"ended": "it had ended", "not-set": NOTHING}.get(one.status, one.status)
