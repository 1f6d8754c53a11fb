"""What a chart says in words, whatever its form: titles, answers, and what its signs mean."""

from cli.wording import STATUS
from timeline.answers import UNDETERMINED, Answer
from timeline.drawing import Edge, Mark, Name

MARKS = {
    "set": "an answer is set",
    "end": "an answer is ended",
    "claim": "said, but outranked",
    "met": "a condition is met",
    "reaffirm": "reaffirmed",
    "leave-unsaid": "left unsaid",
    "dispute": "a dispute begins",
    "settle": "a dispute is settled",
    "use": "made use of",
    "note": "noted",
}
"""What each kind of mark stands for."""


def called(name: Name) -> str:
    """Say an answer in as few words as there are: its value, or that there is none and why."""
    status, value = name
    return value if value and status != "expired" else STATUS[status]


def either(edge: Edge) -> str:
    """Say what the answer may be on the days of *edge*."""
    return " or ".join(map(called, edge.names))


def answered(answer: Answer) -> str:
    """Say the answer of the chosen day."""
    if answer.status == UNDETERMINED:
        names = dict.fromkeys((one.status, one.value) for one in answer.possible)
        return f"undetermined: {' or '.join(map(called, names))}"
    if answer.status == "expired":
        return f"expired (was: {answer.value})"
    return called((answer.status, answer.value))


def happened(mark: Mark) -> str:
    """Say what a mark stands for, and when it happened."""
    said = f": {mark.said}" if mark.said else ""
    return f"{mark.when}, {mark.title} [{mark.event}]. {MARKS[mark.kind].capitalize()}{said}"
