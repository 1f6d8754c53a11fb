"""Write what is coming as an iCalendar file, with one all-day entry for each item."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cli.reading.session import View
from cli.render.answers import cited
from cli.terminal import is_harmful
from cli.wording.answers import change, dated
from timeline.views.upcoming import KINDS, Coming

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//partnership-timeline//timeline next//EN"


def agenda(seen: View, found: Sequence[Coming]) -> bytes:
    """Return a calendar of what was *found*; items without a date are counted in its description.

    The same head and the same question give the same bytes. An entry keeps its UID while the log
    grows, and its SEQUENCE grows with the log, so that a calendar that has the entry updates it.
    """
    from icalendar import Calendar

    title = seen.record.partnership.title or seen.slug
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", harmless(title))
    calendar.add("x-wr-caldesc", harmless(_description(seen, found)))
    for uid, one in _named(seen.slug, found):
        calendar.add_component(_entry(seen, uid, one))
    text: bytes = calendar.to_ical()
    return text


def harmless(text: str) -> str:
    """Return *text* without the characters that could break a line or change its direction."""
    return "".join(" " * one.isspace() if is_harmful(one) else one for one in text)


def _description(seen: View, found: Sequence[Coming]) -> str:
    undated = [one for one in found if one.on is None]
    head = f"Partnership timeline of {seen.slug}, head {seen.head[:12]}."
    return f"{head} Left out because no day is known: {counted(undated)}." if undated else head


NAMES = {
    "notice": ("notice day", "notice days"),
    "expiry": ("expiry", "expiries"),
    "announced": ("announced change", "announced changes"),
    "condition": ("condition", "conditions"),
}
"""The name of each kind, in the singular and the plural."""


def counted(found: Sequence[Coming]) -> str:
    """Count what is coming by kind; a condition counts once, however many terms it would end."""
    counts = {kind: len({_counted(one) for one in found if one.kind == kind}) for kind in KINDS}
    return ", ".join(f"{count} {NAMES[kind][count > 1]}" for kind, count in counts.items() if count)


def _counted(one: Coming) -> object:
    return one.condition or id(one)


def _named(slug: str, found: Sequence[Coming]) -> Iterator[tuple[str, Coming]]:
    """Yield each item that has a day, with a UID that stays the same when the day moves."""
    seen: Counter[str] = Counter()
    for one in found:
        if one.on is None:
            continue
        name = f"{slug}/{one.kind}/{one.term.key}"
        if one.kind == "announced":
            name += f"/{one.step.event}"
        seen[name] += 1
        again = f"/{seen[name]}" if seen[name] > 1 else ""
        yield f"{name}{again}@partnership-timeline", one


def _entry(seen: View, uid: str, one: Coming) -> "Event":
    from icalendar import Event

    last = seen.last
    first, until = _days(one)
    stamp = datetime.fromisoformat(last.recorded).replace(microsecond=0)
    entry = Event()
    entry.add("uid", harmless(uid))
    entry.add("sequence", last.version)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("dtstart", first)
    if until < date.max:
        entry.add("dtend", until + timedelta(1))
    entry.add("summary", harmless(_summary(one)))
    entry.add("description", "\n".join(map(harmless, _lines(seen, one))))
    entry.add("categories", [harmless(text) for text in (one.kind, one.term.topic) if text])
    entry.add("status", "CONFIRMED" if one.certain and first == until else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _days(one: Coming) -> tuple[date, date]:
    """Return the first and the last possible day; without a last one, the first day twice."""
    first = one.on or date.min
    latest = one.when.latest if one.when else None
    return first, latest or first


def _summary(one: Coming) -> str:
    when = f" ({dated(one.when)})" if one.when and not one.when.is_day else ""
    return f"{one.term.title}: {meaning(one)}{when}"


def meaning(one: Coming) -> str:
    """Return a line that says what is coming."""
    perhaps = "" if one.certain else " (if that is the answer by then)"
    match one.kind:
        case "announced":
            return change(one.step)
        case "notice":
            return f"last day to give notice before {one.last}{perhaps}: {one.value}"
        case "condition":
            return f"{one.condition} would end{perhaps}: {one.value}"
        case _:
            return f"first day without{perhaps}: {one.value}"


def _lines(seen: View, one: Coming) -> Iterator[str]:
    yield f"{one.term.key}: {one.term.asks}" if one.term.asks else one.term.key
    standing = seen.record.standing(one.step.event)
    yield f"{standing.event.title if standing else one.step.event} [{one.step.event}]"
    for key in one.step.sources:
        yield cited(seen.record.sources[key])
