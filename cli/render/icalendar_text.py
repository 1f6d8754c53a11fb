"""Write what is coming as an iCalendar file, with one all-day entry for each item."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cli.reading.session import View
from cli.render.answers import cited
from cli.render.withdrawn import Name, Withdrawn, name_of
from cli.terminal import is_harmful
from cli.wording.dates import plainly
from cli.wording.deeds import news
from cli.wording.outlook import coming, counted, details
from cli.wording.titles import titles
from timeline.views.upcoming import Coming

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//partnership-timeline//timeline next//EN"


def agenda(seen: View, found: Sequence[Coming], gone: Sequence[Withdrawn]) -> bytes:
    """Return a calendar of the things *found*; those without a date are counted in a note.

    *seen* is the partnership. The same head and the same question give the same bytes. While the
    log grows, an entry keeps its UID and gets a higher SEQUENCE, so that calendars update it. The
    entries that are *gone* are cancelled.
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
    for name, one in _named(seen, found).items():
        calendar.add_component(_entry(seen, name, one))
    for each in gone:
        calendar.add_component(_cancelled(seen, each))
    text: bytes = calendar.to_ical()
    return text


def harmless(text: str) -> str:
    """Return *text* without the characters that could break a line or change its direction."""
    return "".join(" " * one.isspace() if is_harmful(one) else one for one in text)


def _description(seen: View, found: Sequence[Coming]) -> str:
    undated = [one for one in found if one.on is None]
    head = f"Partnership timeline of {seen.slug}, head {seen.head[:12]}."
    return f"{head} Left out because no day is known: {counted(undated)}." if undated else head


def _named(seen: View, found: Sequence[Coming]) -> dict[Name, Coming]:
    """Return each item that has a day by its name; of several days of one, the first counts."""
    named: dict[Name, Coming] = {}
    for one in found:
        if one.on:
            named.setdefault(name_of(one, seen.record), one)
    return named


def _uid(slug: str, name: Name) -> str:
    number = f"/{name.number}" if name.number != "1" else ""
    run = f"/run-{name.run}" if name.run else ""
    return f"{slug}/{name.kind}/{name.term}/{name.event}{number}{run}@partnership-timeline"


def _entry(seen: View, name: Name, one: Coming) -> "Event":
    first, until = _days(one)
    entry = _stamped(seen, name, first)
    if until < date.max:
        entry.add("dtend", until + timedelta(1))
    entry.add("summary", harmless(_summary(seen, one)))
    entry.add("description", "\n".join(map(harmless, _lines(seen, one))))
    entry.add("categories", [harmless(text) for text in (one.kind, one.term.topic) if text])
    entry.add("status", "CONFIRMED" if one.certain and first == until else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _cancelled(seen: View, one: Withdrawn) -> "Event":
    """Return the entry that takes what will not come out of a calendar that has it."""
    entry = _stamped(seen, one.name, one.on)
    entry.add("dtend", one.on + timedelta(1))
    entry.add("summary", harmless(f"{one.term.title}: {one.says} (no longer expected)"))
    entry.add("description", harmless(one.title))
    entry.add("status", "CANCELLED")
    entry.add("transp", "TRANSPARENT")
    return entry


def _stamped(seen: View, name: Name, first: date) -> "Event":
    from icalendar import Event

    last = seen.last
    stamp = datetime.fromisoformat(last.recorded).replace(microsecond=0)
    entry = Event()
    entry.add("uid", harmless(_uid(seen.slug, name)))
    entry.add("sequence", last.version)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("dtstart", first)
    return entry


def _days(one: Coming) -> tuple[date, date]:
    """Return the first and the last possible day; without a last one, the first day twice."""
    first = one.on or date.min
    latest = one.when.latest if one.when else None
    return first, latest or first


def _summary(seen: View, one: Coming) -> str:
    says = coming(one, titles(seen.record))
    if one.kind == "expiry" and one.ends:  # The entry is on the day after.
        return f"{one.term.title}, {plainly(one.ends)}: {says}"
    vague = f" ({plainly(one.when)})" if one.when and not one.when.is_day else ""
    return f"{one.term.title}: {says}{vague}"


def _lines(seen: View, one: Coming) -> Iterator[str]:
    name = titles(seen.record)
    yield from [one.term.asks] if one.term.asks else []
    yield " ".join([*details(one, name), news(one.basis, name(one.basis.event))])
    for key in one.basis.sources:
        yield cited(seen.record.sources[key])
