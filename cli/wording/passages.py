"""Say what a passage that was found is: of which term, whose claim, and on which days it held."""

from collections.abc import Iterator, Sequence
from datetime import date

from cli.fast.speakers import speakers
from cli.fast.words import joined
from cli.wording.dates import day_in_words, plainly
from timeline.record.steps import Step
from timeline.views.periods import Period

_ENDS = date.max.toordinal()


def about(
    kind: str,
    title: str,
    step: Step | None,
    periods: Sequence[Period],
    today: date,
    known: str = "",
) -> str:
    """Return what a passage of the term *title* is; *periods* are all of that term.

    *step* is what said a value or a claim, and *known* is how the record was cut, in words.
    """
    what = f"{kind} of {title}" if kind != "claim" else title
    if step is None or kind not in ("value", "claim"):
        return what
    own = [one for one in periods if _gives(one, step)]
    if kind == "value":
        answer = f"the answer {known[0].lower()}{known[1:]}" if known else "today's answer"
        how = answer if is_answer(step, own, today) else f"not {answer}"
        return f"{what}: {how}, {_held(own)}"
    day = plainly(step.when or step.announced)
    rejected = "" if own else "; not the answer"
    return f"{what}: claimed by {speakers(step.by, step.authority)}, {day}{rejected}"


def is_answer(step: Step | None, periods: Sequence[Period], today: date) -> bool:
    """Return whether *step* gives the answer, or one that is possible, on the day *today*."""
    on = today.toordinal()
    return step is not None and any(
        one.first <= on <= one.last and _gives(one, step) for one in periods
    )


def _gives(period: Period, step: Step) -> bool:
    return any(
        one.status == "in-force" and one.value == step.value for one in period.possible
    )  # fmt: skip


def _held(periods: Sequence[Period]) -> str:
    """Return the days of *periods* in words, after `perhaps` where another answer is possible."""
    return joined([*_spans(periods)]) or "never in force"


def _spans(periods: Sequence[Period]) -> Iterator[str]:
    for one in periods:
        perhaps = "" if one.decided else "perhaps "
        first = f"from {day_in_words(date.fromordinal(max(one.first, 1)))}"
        is_open = one.last >= _ENDS
        last = "on" if is_open else f"through {day_in_words(date.fromordinal(one.last))}"
        yield f"{perhaps}{first} {last}"
