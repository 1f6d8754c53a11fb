"""Say what is coming: what begins, ends, renews or has to be decided, and on what that rests."""

from collections.abc import Iterable, Iterator

from cli.fast.sentences import limits, quoted
from cli.wording.dates import day_in_words, length, spoken
from cli.wording.telling import tells
from cli.wording.titles import Name
from timeline.record.steps import Step
from timeline.views.upcoming import KINDS, Coming

_NAMES = {
    "notice": ("notice day", "notice days"),
    "renewal": ("renewal", "renewals"),
    "expiry": ("expiry", "expiries"),
    "announced": ("announced change", "announced changes"),
    "overdue": ("overdue plan", "overdue plans"),
    "condition": ("condition", "conditions"),
}
"""The name of each kind, in the singular and the plural."""


def counted(found: Iterable[Coming]) -> str:
    """Count the things *found* by kind; a condition counts once, whatever terms it would end."""
    kinds: dict[str, set[object]] = {}
    for one in found:
        kinds.setdefault(one.kind, set()).add(one.condition or id(one))
    counts = {kind: len(kinds[kind]) for kind in KINDS if kind in kinds}
    return ", ".join(f"{count} {_NAMES[kind][count > 1]}" for kind, count in counts.items())


def coming(one: Coming, name: Name) -> str:
    """Return what is coming to the term of *one*, in a few words that follow its title.

    *name* gives titles to keys.
    """
    perhaps = "" if one.certain else ", if that is the answer by then"
    does, before = _coming(one, name)
    return f"{does}{perhaps}{before}{one.value}" if before and one.value else f"{does}{perhaps}"


def _coming(one: Coming, name: Name) -> tuple[str, str]:
    """Return what comes about, and the words between that and its value, if it has one."""
    above = quoted(name(one.above.term)) if one.above else ""
    match one.kind:
        case "announced" if one.step.verb == "set":
            return "takes effect", ". Then: "
        case "announced":
            return takes_effect(one.step), ""
        case "overdue":
            return (
                f"announced {spoken(one.step.when)}, and nobody has said that it happened",
                ". Announced: ",
            )
        case "renewal" if one.step.renews:
            return f"renews for {length(one.step.renews)}", ". In force: "
        case "notice" if one.long and one.last:
            last = day_in_words(one.last)
            ends = f"{last}, when {above} ends" if above else last
            return f"last day to give notice, {length(one.long)} before {ends}", ". In force: "
        case "condition" if one.condition:
            verb, then = ("begins", "Then") if one.starts else ("ends", "Until then")
            beside = f" with {above}" if above else ""
            before = f". {then}: " if one.starts or tells(one.value) else ""
            return f"{verb}{beside} once this is met: {name(one.condition)}", before
        case _:
            because = f", because {above} ends then" if above else ""
            return f"last day{because}", ". Until then: " if tells(one.value, one.ends) else ""


def takes_effect(step: Step) -> str:
    """Return in a few words what *step* does to its term: `ends`, or `takes effect: 10 %`."""
    if step.verb in ("set", "claim") and step.value:
        does = "takes effect" if step.verb == "set" else "is claimed"
        return f"{does}: {step.value}"
    return DOES[step.verb]


DOES = {
    "end": "ends", "claim": "is claimed to end", "reaffirm": "is restated",
    "leave-unsaid": "is not restated", "dispute": "is disputed", "settle": "is disputed no longer",
    "use": "is made use of", "note": "is spoken of", "restates": "ends with a restated text",
    "met": "ends with a condition that is met",
}  # fmt: skip
"""What a statement without a value does to its term."""


def details(one: Coming, name: Name) -> Iterator[str]:
    """Yield sentences on the limits of what is coming, and on when to give notice.

    *name* gives titles to keys.
    """
    if one.kind == "announced":
        yield from limits(one.step, one.step.hinge, name)
    if one.kind in ("renewal", "expiry") and one.long:
        by = day_in_words(one.notice) if one.notice else "not known"
        yield f"The last day to give notice is {by}."
