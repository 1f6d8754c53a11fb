"""Who says something and since when it is public, as stated or as derived from the sources."""

from collections.abc import Iterable
from datetime import date, datetime

from events.dates.dates import Date, day
from events.model.kinds import Authority, Correct, Event, Retract, When
from timeline.record.days import FAR, last_day
from timeline.record.record import Record, Standing, standing


def announced(standing: Standing, record: Record) -> Date:
    """Return the date on which an event was announced, stated or derived from *record*.

    *standing* is the event. The rule is that of docs/meaning.md §1.
    """
    event = standing.event
    return event.announced or announced_by(event.sources, event.when, standing, record)


def announced_by(
    sources: Iterable[str], when: When | None, standing: Standing, record: Record
) -> Date:
    """Return the earliest date in *record* on which one of *sources* was published.

    A date with an open end does not count. If no date is left, return *when*, the effective day, if
    that day was over when the event *standing* was recorded, or else the day of that
    recording. A day counted from an event says nothing about an announcement.
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
    """Return the ordinal of the day by which an event was surely public, or `FAR` if none.

    The event is *standing*, and its sources are looked up in *record*.
    """
    return last_day(announced(standing, record))


def public_acts(record: Record, known: int) -> set[str]:
    """Return the ids of the acts of *record* that are about events public by the day *known*.

    They are the events, those that were retracted since included, with the corrections and
    retractions of them. *known* is an ordinal.
    """
    acts = [one.act for one in record.acts]
    about = {act.id: act.id for act in acts if isinstance(act, Event)}
    left = [o for o in record.acts if not isinstance(o.act, Retract) or o.act.event not in about]
    public = {one.event.id for one in standing(left) if public_since(one, record) <= known}
    for act in acts:
        if isinstance(act, Correct | Retract):  # What is retracted may be a correction.
            about[act.id] = about[act.event]
    return {id for id, event in about.items() if event in public}


def authority_of(event: Event, record: Record) -> Authority:
    """Return the authority of *event*, stated or derived (docs/meaning.md §3).

    A derived authority follows from the speakers, and the parties and sources of *record*.
    """
    return event.authority or authority_by(event.by, event.sources, record)


def authority_by(by: tuple[str, ...], sources: Iterable[str], record: Record) -> Authority:
    """Return `official` if *record* shows that a text is the parties' own, or else `reported`.

    *by* are the speakers of the text, and *sources* its sources (docs/meaning.md §9 m).
    """
    parties, named = set(record.partnership.parties), publishers(sources, record)
    own = parties.issuperset(by or named) and not parties.isdisjoint(named)
    return Authority.OFFICIAL if own else Authority.REPORTED


def speakers_of(event: Event, record: Record, known: int = FAR) -> tuple[str, ...]:
    """Return the speakers of *event*: its `by`, or the publishers *record* has for its sources.

    A view known by the day *known*, an ordinal, cites only some of the sources.
    """
    return event.by or publishers(cited(event.sources, record, known), record)


def has_party(by: Iterable[str], record: Record) -> bool:
    """Return whether one of the speakers *by* is a party of *record*."""
    return not set(record.partnership.parties).isdisjoint(by)


def publishers(sources: Iterable[str], record: Record) -> tuple[str, ...]:
    """Return the distinct publishers that *record* has for *sources*, in order."""
    found = (record.sources[key].publisher for key in sources if key in record.sources)
    return tuple(dict.fromkeys(name for name in found if name))


def citable(key: str, record: Record) -> int:
    """Return the ordinal of the first day on which a source may be cited, or `FAR`.

    The source has the name *key* in *record*. A view leaves it out until the latest day on which it
    can have been published; a date with an open end counts from its first day (docs/meaning.md §6).
    """
    source = record.sources.get(key)
    if source is None or source.published is None:
        return -FAR  # A source without a date is taken to have come with the statement.
    latest = source.published.latest or source.published.earliest
    return latest.toordinal() if latest else FAR


def cited(keys: Iterable[str], record: Record, known: int) -> tuple[str, ...]:
    """Return those of the sources *keys* that a view known by the day *known* may cite.

    The sources are looked up in *record*; *known* is an ordinal.
    """
    return tuple(key for key in keys if citable(key, record) <= known)
