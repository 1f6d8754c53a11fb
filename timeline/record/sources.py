"""Who says something and since when it is public, as stated or as derived from the sources."""

from collections.abc import Iterable
from datetime import date, datetime

from events.dates.dates import Date, day
from events.model.kinds import Authority, Event, Source, When
from timeline.record.record import Record, Standing

FAR = 10_000_000
"""An ordinal beyond every calendar day: the end of a span with no stated end."""


def announced(standing: Standing, record: Record) -> Date:
    """Return the date on which an event was announced, as stated or derived (§1).

    The section is that of docs/meaning.md.
    """
    event = standing.event
    return event.announced or announced_by(event.sources, event.when, standing, record)


def announced_by(
    sources: Iterable[str], when: When | None, standing: Standing, record: Record
) -> Date:
    """Return the earliest publication date of *sources*; one with an open end does not count.

    Without any, return *when*, the effective day, if it was over when *standing* was recorded, or
    else the day of that recording. A day counted from an event says nothing about an announcement.
    """
    published = [record.sources[key].published for key in sources if key in record.sources]
    dated = [one for one in published if one and one.latest]
    if dated:
        return min(dated, key=lambda one: one.latest or date.max)
    recorded = datetime.fromisoformat(standing.recorded).date()
    if isinstance(when, Date) and when.latest and when.latest <= recorded:
        return when
    return day(recorded)


def public_since(standing: Standing, record: Record) -> int:
    """Return the ordinal of the day by which an event was surely public, or `FAR` if none."""
    return last_day(announced(standing, record))


def last_day(when: Date | None) -> int:
    """Return the last possible day of *when* as an ordinal, or `FAR` if it has none."""
    return when.latest.toordinal() if when and when.latest else FAR


def authority_of(event: Event, record: Record) -> Authority:
    """Return the authority of *event*, stated or derived from its speakers (docs/meaning.md §3)."""
    return event.authority or authority_by(event.by, event.sources, record)


def authority_by(by: tuple[str, ...], sources: Iterable[str], record: Record) -> Authority:
    """Return `official` if *by* and *sources* are the parties' own, or else `reported`.

    See docs/meaning.md §9 (m).
    """
    parties, named = set(record.partnership.parties), publishers(sources, record)
    own = parties.issuperset(by or named) and not parties.isdisjoint(named)
    return Authority.OFFICIAL if own else Authority.REPORTED


def speakers_of(event: Event, record: Record) -> tuple[str, ...]:
    """Return the speakers of *event*: its `by`, or else the publishers of its sources."""
    return event.by or publishers(event.sources, record)


def publishers(sources: Iterable[str], record: Record) -> tuple[str, ...]:
    """Return the distinct publishers of *sources*, in order."""
    found = (record.sources[key].publisher for key in sources if key in record.sources)
    return tuple(dict.fromkeys(name for name in found if name))


def is_later(source: Source, known: int) -> bool:
    """Return whether a view known by the day *known*, an ordinal, leaves *source* out.

    It does until the latest day on which the source can have been published. A publication date
    with an open end counts from its first day (docs/meaning.md §6).
    """
    return _published(source) > known


def citable(key: str, record: Record) -> int:
    """Return the ordinal of the first day on which the source *key* may be cited, or `FAR`."""
    return _published(record.sources[key]) if key in record.sources else -FAR


def _published(source: Source) -> int:
    # A source without a date is taken to have come with the statement.
    if source.published is None:
        return -FAR
    latest = source.published.latest or source.published.earliest
    return latest.toordinal() if latest else FAR


def cited(keys: Iterable[str], record: Record, known: int) -> tuple[str, ...]:
    """Return those of the sources *keys* that a view known by the day *known* may cite."""
    return tuple(key for key in keys if citable(key, record) <= known)
