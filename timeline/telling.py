"""Telling: the steps that a record tells, of every term, each with what its event lends it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from events.dates import Date, day
from events.kinds import Change, Dispute, Set, Source, verb
from timeline.merged import Record, Standing
from timeline.steps import MET, Met, Step, Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object


class Told(Protocol):
    """What must be known of a record for its steps to be told: the record itself knows it."""

    @property
    def events(self) -> Sequence[Standing]:
        """The events that stand."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources, by key."""

    @property
    def renamed(self) -> Mapping[str, str]:
        """The names that terms have now, by those that they had."""


def steps_of(record: Record, *, known: date | None = None) -> dict[str, Steps]:
    """Return the steps of every term in log order: those public by the end of *known*.

    A condition that was met is a step of each term that has ever named it. Steps that were public
    cite only what was published by then.
    """
    steps: dict[str, list[Step]] = {term: [] for term in record.terms}
    for term, step in own_steps(record):
        steps.setdefault(term, []).append(step)
    met = list(mets(record))
    ordered = {
        term: Steps(sorted([*own, *_ending(own, met)], key=lambda step: step.place))
        for term, own in steps.items()
    }
    if known is None:
        return ordered
    return {term: Steps(_public(own, known, record)) for term, own in ordered.items()}


def own_steps(record: Told, events: Container[str] | None = None) -> Iterator[tuple[str, Step]]:
    """Yield each change as a step of its term, by the name that the term has now.

    Those of *events* only, where these are named.
    """
    places = {one.event.id: one for one in record.events}
    for standing in record.events:
        if events is not None and standing.event.id not in events:
            continue
        for index, change in enumerate(standing.event.changes):
            step = _step(standing, index, change, places, record)
            yield record.renamed.get(change.term, change.term), step


def mets(record: Told) -> Iterator[Step]:
    """Yield each condition met as a step; those of an event precede its changes."""
    for standing in record.events:
        event, count = standing.event, len(standing.event.met)
        for index, condition in enumerate(event.met):
            yield Step(
                verb=MET,
                id=event.id,
                place=(standing.place, standing.place, index - count),
                moment=(standing.place, -1),
                when=event.when,
                announced=announced_of(standing, record),
                authority=event.authority,
                rank=event.authority.rank,
                sources=event.sources,
                condition=condition,
                change=Met(condition),
                standing=standing,
            )


def _public(steps: Iterable[Step], known: date, record: Record) -> Iterator[Step]:
    """Yield what was public by *known*, citing nothing that was published later."""
    for step in steps:
        if step.announced_by(known.toordinal()):
            cited = (key for key in step.sources if not published_after(known, record.sources[key]))
            yield step.citing(tuple(cited))


def published_after(known: date, source: Source) -> bool:
    """Say whether it may have been published later; one without a date came with the statement."""
    if source.published is None:
        return False
    latest = source.published.latest or source.published.earliest
    return latest is None or latest > known


def _ending(steps: list[Step], mets: list[Step]) -> Iterator[Step]:
    return (met for met in mets if any(met.meets(step) for step in steps))


def _step(
    standing: Standing, index: int, change: Change, events: dict[str, Standing], record: Told
) -> Step:
    event = standing.event
    told = events[change.of] if change.of else standing
    when = change.when or told.event.when
    sources = change.sources or event.sources
    authority = change.authority or event.authority
    said = change if isinstance(change, Set) else None
    return Step(
        verb=verb(change),
        id=event.id,
        place=(told.place, standing.place, index),
        moment=(standing.place, index) if change.when else (told.place, -1),
        when=when,
        announced=_announced(change.announced or event.announced, sources, when, standing, record),
        authority=authority,
        rank=authority.rank,
        sources=sources,
        value=said.value if said else None,
        until=said.through if said else None,
        unless=said.unless if said else (),
        adds=said.adds if said else False,
        positions=change.positions if isinstance(change, Dispute) else (),
        change=change,
        standing=standing,
    )


def announced_of(standing: Standing, record: Told) -> Date:
    """Return when an event became public; a change of it may have done so on a day of its own."""
    event = standing.event
    return _announced(event.announced, event.sources, event.when, standing, record)


def _announced(
    given: Date | None,
    sources: tuple[str, ...],
    when: Date | None,
    standing: Standing,
    record: Told,
) -> Date:
    """Fall back to the first published source, then to the effective day, then to *recorded*."""
    if given is not None:
        return given
    published = _first_published(record.sources[key] for key in sources if key in record.sources)
    if published is not None:
        return published
    recorded = datetime.fromisoformat(standing.recorded).date()
    if when is None or when.latest is None or when.latest > recorded:
        return day(recorded)
    return when


def _first_published(sources: Iterable[Source]) -> Date | None:
    dated = [one.published for one in sources if one.published and one.published.latest]
    return min(dated, key=lambda one: one.latest or date.max, default=None)
