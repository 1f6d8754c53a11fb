"""Tell the lines of a changelog: answers that changed, in sentences to follow a title."""

from collections.abc import Iterator
from datetime import date

from cli.changelog.above import Above
from cli.changelog.statements import happened, noted, said
from cli.changelog.values import bounds, inline, shown
from cli.fast.sentences import sentence as full
from cli.fast.speakers import according_to, speakers
from cli.fast.spoken import day_in_words, since
from cli.wording.titles import Name
from events.dates.dates import day
from timeline.rule.answer import UNDETERMINED, Answer
from timeline.views.changelog import UNSAID, Line


def sentence(line: Line, name: Name, above: Above | None = None) -> str:
    """Return what *line* says of its term or event, in sentences to follow the title.

    *name* gives titles to keys; *above* is what the reader has been told before the line: by
    default, the day on which it stands.
    """
    above = above or Above(date=day(line.on))
    if line.before is None or line.after is None:
        return " ".join(happened(line))
    if line.before is line.after:
        return " ".join(said(line, line.steps[-1], line.after, name, above))
    first, *more = _changed(line, line.before, line.after, name)
    text = " ".join([_suffixed(first, line, above), *more])
    steps = [*(one for one in line.steps[:-1] if one.verb == "reaffirm"), line.steps[-1]]
    return " ".join(
        [text, *(note for one in steps for note in noted(one, text, line.after, above))]
    )


def _changed(line: Line, before: Answer, after: Answer, name: Name) -> Iterator[str]:
    """Yield what the answer is now and what it was, a sentence at a time."""
    match line.group:
        case "Denied" if line.deed:
            denied = speakers(line.deed.by, line.deed.authority)
            yield full(f"{inline(after)}{_days(line)}")
            yield full(f"what was reported is denied by {denied}: {inline(before)}")
            return
        case "Learned about the past":
            yield full(f"{shown(after)}{_days(line)}")
            yield _until_now(before)
            return
        case _ if after.status == UNDETERMINED:
            yield f"Perhaps changed, as the day is not known exactly: it is {inline(after)}."
            return
        case "Ended" | "Expired":
            yield full(f"until then: {inline(before)}" if before.decided else "it may have begun")
        case _:
            yield full(shown(after))
            yield from _limits(after, name)
            yield from _before(line, before, after, name)
    yield from _because(line, name)


def _limits(answer: Answer, name: Name) -> Iterator[str]:
    """Yield the limits of an answer in force, a sentence for each."""
    decided = answer.decided
    if decided and decided.status == "in-force":
        yield from bounds(decided, name)


def _before(line: Line, before: Answer, after: Answer, name: Name) -> Iterator[str]:
    """Yield what the answer was; nothing is said of one that only begins."""
    if line.group in ("Added", "Returned"):
        return
    if inline(before) != inline(after):
        how = "As known until then" if line.group == "Clarified" else "Before"
        if before.status != "not-set":
            yield full(f"{how}: {inline(before)}")
        return
    bounds = [one.removeprefix("It ").rstrip(".") for one in _limits(before, name)]
    yield full(f"before, it {' and '.join(bounds)}" if bounds else "before, it had no end")


def _until_now(before: Answer) -> str:
    match before.status:
        case "not-set":
            return "Nothing was known of it before."
        case "undetermined":
            return "That had not been certain before."
        case _:
            return full(f"as known until then: {inline(before)}")


def _because(line: Line, name: Name) -> Iterator[str]:
    """Yield why it happened now, if it had been waiting for that or depended on it."""
    decided = line.after.decided if line.after else None
    ended = decided.outcome.ended if decided else None
    if line.deed and line.deed.done == "dates":
        yield "It had been announced before."
    elif line.deed and line.deed.done == "met":
        yield f"It had been waiting for this: {line.deed.title}."
    elif decided and decided.status == "ended" and ended and ended.condition:
        yield f"This was met: {name(ended.condition)}."
    elif decided and decided.status != decided.outcome.status:
        hinge = decided.outcome.given.hinge if decided.outcome.given else None
        yield from [f"It depended on this: {name(hinge)}."] if hinge else []


def _suffixed(text: str, line: Line, above: Above) -> str:
    """Return the first sentence of a line with its date and speaker, if not told *above*."""
    step, when = line.steps[-1], line.when
    dated = ""
    if line.group not in (*UNSAID, "Denied") and when and when not in (above.date, above.when):
        dated = "" if _is_dated(line) else f" ({since(when)})"
    who = line.deed or step
    is_told = above.names(who.by, who.authority) or (above.authority is None and who.rank == 3)
    by = (
        ""
        if is_told or line.group in UNSAID
        else f", {according_to(who.by, who.authority, who.party)}"
    )
    vague = above.vague(line)
    return f"{text.removesuffix('.')}{dated}{by}{vague}." if dated or by or vague else text


def _is_dated(line: Line) -> bool:
    """Return whether what *line* tells of the past has its days in it."""
    if line.group == "Learned about the past":
        return bool(_days(line)) or line.after is None or line.after.status == "ended"
    return line.group in ("Ended", "Expired") and line.days is not None


def _days(line: Line) -> str:
    """Return the days the line is about if they ended before its own day, else an empty text."""
    if line.days is None or line.days[1] >= line.on.toordinal() - 1:
        return ""
    first, last = (date.fromordinal(one) if one > 0 else None for one in line.days)
    through = f"through {day_in_words(last)}" if last else "without an end"
    return f" (from {day_in_words(first)} {through})" if first else f" ({through})"
