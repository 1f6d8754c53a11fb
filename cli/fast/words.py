"""Describe an answer, and what stands beside it, in words.

The functions only read attributes, so they serve the answers of `timeline.rule.answer` as well as
those that `cli.fast.answers` assembles.
"""

from __future__ import annotations

from datetime import date

from events.model.vocabulary import STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from events.dates.dates import Date
    from timeline.record.steps import Step
    from timeline.rule.answer import Answer, Claimed
    from timeline.rule.terms import Possibility

*_, UNDETERMINED, VARIED = STATUSES

STATUS = {
    "in-force": "in force",
    "ended": "ended",
    "expired": "expired",
    "not-set": "not set",
    "not-covered": "not covered",
    UNDETERMINED: "undetermined",
    VARIED: "varied",
}


def said(one: Answer | Possibility) -> str:
    """Return the answer *one* in a few words: its value, or its status if it has none."""
    decided: Any = getattr(one, "decided", one)
    if decided is None or one.status == "not-covered":
        return STATUS[one.status]
    if decided.status == "expired":
        return f"expired (was: {decided.value})"
    text: str = decided.value or STATUS[decided.status]
    return text


def limited(one: Possibility) -> str:
    """Return the possible answer *one* with its limits, by which it may differ from another."""
    through = f", through {readable(one.until)}" if one.until else ""
    through += f", renews {one.renews}" if one.renews else ""
    unless = f", unless {', '.join(conditions(one))}" if one.unless else ""
    return said(one) + through + unless


def given(one: Possibility) -> str:
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


def _limits(one: Answer, decided: Possibility) -> list[str]:
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


def beside(one: Answer, higher: Iterable[Possibility]) -> list[str]:
    """Return the lines about what stands beside the answer *one*, such as claims and disputes.

    First come the lines on *higher*, the answers of higher rank that *one* replaced.
    """
    return [
        *map(replaced, higher),
        *map(claim, one.claims),
        *(line for step in one.disputes for line in dispute(step)),
        *map(pending, one.pending),
    ]


def replaced(one: Possibility) -> str:
    """Return the line about *one*, an answer of higher rank that another one replaced."""
    return f"in place of {one.authority}: {given(one)}"


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


def joined(names: Iterable[str]) -> str:
    """Return *names* joined as in a sentence: `A, B and C`."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


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


def readable(date: Date | str) -> str:
    """Return *date* as EDTF, but with quarters as people write them: 2025-Q3."""
    first, *parts = str(date).split("-3")
    return first + "".join(map(_part, parts))


def _part(rest: str) -> str:
    is_quarter = rest[:1] in ("3", "4", "5", "6") and not "0" <= rest[1:2] <= "9"
    return f"-Q{int(rest[0]) - 2}{rest[1:]}" if is_quarter else f"-3{rest}"


def readable_cut(known: Date) -> str:
    """Return the day at which *known* cuts: the earliest day of that date."""
    cut = known.earliest.isoformat() if known.earliest else known.edtf
    return cut if known.is_day else f"{cut}, the first day of {readable(known)}"


def last_day(through: Date) -> str:
    """Return the last day that *through* includes."""
    return through.latest.isoformat() if through.latest else through.edtf


def day_of(ordinal: int) -> str | None:
    """Return *ordinal* as an ISO date, or None if it lies outside the calendar (an open end)."""
    is_day = 1 <= ordinal <= _LAST_DAY
    return date.fromordinal(ordinal).isoformat() if is_day else None


_LAST_DAY = date.max.toordinal()


def conditions(one: Possibility) -> list[str]:
    """Return the conditions that would end the answer *one*, in the order they were given."""
    given = one.outcome.given
    written = getattr(given.change, "unless", ()) if given else ()
    return [condition for condition in written if condition in one.unless]


def cited(one: Answer) -> tuple[str, ...]:
    """Return the keys of the sources for what gave, or may have given, the answer *one*."""
    parts = (each for whole in (one, *one.periods) for each in (whole.decided, *whole.possible))
    steps = (each.deciding for each in parts if each)
    return tuple(dict.fromkeys(key for step in steps if step for key in step.sources))
