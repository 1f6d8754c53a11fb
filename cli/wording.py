"""Wording: answers and changes in the words that a person reads."""

from timeline.answers import UNDETERMINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from events.dates import Date
    from timeline.answers import Answer, Claim, Possible
    from timeline.steps import Step

STATUS = {
    "in-force": "in force",
    "ended": "ended",
    "expired": "expired",
    "not-set": "not set",
    UNDETERMINED: "undetermined",
}


def said(one: "Answer | Possible | Claim") -> str:
    """Say an answer in a few words: its value, or that there is none and why."""
    if one.status == "expired":
        return f"expired (was: {one.value})"
    return one.value or STATUS[one.status]


def limited(one: "Possible") -> str:
    """Say a possible answer with what limits it, which may be all that tells it from another."""
    through = f", through {readable(one.through)}" if one.through else ""
    unless = f", unless {', '.join(one.unless)}" if one.unless else ""
    return said(one) + through + unless


def whole(one: "Answer") -> str:
    """Say an answer with all that may be the case."""
    if one.status == UNDETERMINED:
        return "undetermined: " + " | ".join(limited(each) for each in one.possible)
    return said(one)


def standing(one: "Answer") -> str:
    """Say since when an answer stands, by which event, how long, and on whose word."""
    parts = [STATUS[one.status]]
    if one.status == "expired" and one.through:
        parts = [f"expired after {last_day(one.through)}"]
    elif one.since is not None:
        parts[0] += f" {when(one.since)}"
    if one.event:
        parts[0] += f" [{one.event}]"
    if one.through is not None and one.status != "expired":
        parts.append(f"through {readable(one.through)}")
    if one.unless:
        parts.append(f"unless {', '.join(one.unless)}")
    if one.last_confirmed and one.since and one.last_confirmed != one.since:
        parts.append(f"confirmed {readable(one.last_confirmed)}")
    if one.authority:
        parts.append(one.authority)
    return "; ".join(parts)


def when(date: "Date") -> str:
    """Say on which days something took effect: since a day, or on some day of several."""
    return f"since {dated(date)}"


def dated(date: "Date") -> str:
    """Say a date no more exactly than it is known: some day of 2025-10."""
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


def readable(date: "Date | str") -> str:
    """Write a date as EDTF, but its quarters as people do: 2025-Q3."""
    first, *parts = str(date).split("-3")
    return first + "".join(map(_part, parts))


def _part(rest: str) -> str:
    is_quarter = rest[:1] in ("3", "4", "5", "6") and not "0" <= rest[1:2] <= "9"
    return f"-Q{int(rest[0]) - 2}{rest[1:]}" if is_quarter else f"-3{rest}"


def readable_cut(known: "Date") -> str:
    """Write the day at which *known* cuts: its earliest."""
    cut = known.earliest.isoformat() if known.earliest else known.edtf
    return cut if known.is_day else f"{cut}, the first day of {readable(known)}"


def last_day(through: "Date") -> str:
    """Return the last day that *through* includes."""
    return through.latest.isoformat() if through.latest else through.edtf


def change(step: "Step") -> str:
    """Say what a step does: `set: through 2032`."""
    if step.verb == "set":
        return f"set: {step.value}"
    if step.verb == "note":
        return f"note: {getattr(step.change, 'text', '')}"
    if step.verb == "dispute":
        return "dispute: " + "; ".join(f"{one.party}: {one.says}" for one in step.positions)
    note = getattr(step.change, "note", None)
    return f"{step.verb}: {note}" if note else step.verb
