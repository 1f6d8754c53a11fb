"""The record as it stood: what a log holds once its corrections and retractions are merged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from events.dates import Date
from events.model.kinds import (
    Act,
    Assert,
    Condition,
    Correct,
    Cover,
    Define,
    Event,
    Partnership,
    Redefine,
    Retract,
    Source,
    Term,
)
from events.renaming import renamed


@dataclass(frozen=True, slots=True)
class Kept:
    """An act as a log keeps it: *version* counts from 1, *recorded* is a UTC instant."""

    version: int
    recorded: str
    act: Act
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An event as the record has it now; *version* is that of its first recording."""

    version: int
    recorded: str
    event: Event


@dataclass(frozen=True)
class Record:
    """All that a log says, up to an instant: the events that stand, and the vocabulary.

    *terms* are those there are now, by name. *renamed* leads from a name that a term had to the one
    it has; *retired* are those that were split or merged, which keep the answers they had.
    *covered* is from when and through when the log claims to be complete.
    """

    partnership: Partnership
    terms: Mapping[str, Term]
    conditions: Mapping[str, Condition]
    sources: Mapping[str, Source]
    events: tuple[Standing, ...]
    covered: tuple[Date | None, Date | None]
    renamed: Mapping[str, str]
    retired: Mapping[str, Redefine]
    assertions: tuple[Assert, ...]
    acts: tuple[Kept, ...] = field(repr=False)

    def standing(self, event: str) -> Standing | None:
        """Return the event called *event*, unless it was retracted or never recorded."""
        return next((one for one in self.events if one.event.id == event), None)


def record_of(kept: Iterable[Kept], *, by: str | None = None) -> Record:
    """Merge the acts *kept* in order of version, leaving out those recorded after *by*."""
    acts = tuple(one for one in kept if by is None or one.recorded <= by)
    words = _vocabulary(acts)
    names = _names(acts)
    return Record(
        partnership=words.partnership,
        terms=_by_name(words.terms, names),
        conditions=words.conditions,
        sources=words.sources,
        events=_standing(acts),
        covered=_covered(acts),
        renamed=names,
        retired=_retired(acts),
        assertions=tuple(one.act for one in acts if isinstance(one.act, Assert)),
        acts=acts,
    )


def _covered(acts: Iterable[Kept]) -> tuple[Date | None, Date | None]:
    """Let the last word on each end count."""
    since = through = None
    for one in acts:
        if isinstance(one.act, Cover):
            since, through = one.act.since or since, one.act.through or through
    return since, through


def _names(acts: Iterable[Kept]) -> dict[str, str]:
    """Follow every renaming to the name that the term has now."""
    names: dict[str, str] = {}
    for one in acts:
        if isinstance(one.act, Redefine) and one.act.renamed and isinstance(one.act.thing, Term):
            names = renamed(names, one.act.thing.key, one.act.renamed)
    return names


def _by_name(terms: Mapping[str, Term], renamed: Mapping[str, str]) -> dict[str, Term]:
    """Let a term that was renamed keep its place among the others."""
    names = (renamed.get(key, key) for key in terms)
    return {name: terms[name] for name in names if name in terms}


def _retired(acts: Iterable[Kept]) -> dict[str, Redefine]:
    """Return the last word on each term that was split or merged."""
    found = {
        one.act.thing.key: one.act
        for one in acts
        if isinstance(one.act, Redefine) and isinstance(one.act.thing, Term)
    }
    return {key: act for key, act in found.items() if act.split or act.merged}


@dataclass
class _Words:
    partnership: Partnership = field(default_factory=lambda: Partnership(title=""))
    terms: dict[str, Term] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)


def _vocabulary(acts: Iterable[Kept]) -> _Words:
    words = _Words()
    for one in acts:
        if not isinstance(one.act, Define | Redefine):
            continue
        match one.act.thing:
            case Partnership() as partnership:
                words.partnership = partnership
            case Term() as term:
                words.terms[term.key] = term
            case Condition() as condition:
                words.conditions[condition.key] = condition
            case Source() as source:
                words.sources[source.key] = source
    return words


def _standing(acts: tuple[Kept, ...]) -> tuple[Standing, ...]:
    retracted = {one.act.event for one in acts if isinstance(one.act, Retract)}
    corrections: dict[str, list[Correct]] = {}
    for one in acts:
        if isinstance(one.act, Correct) and one.act.id not in retracted:
            corrections.setdefault(one.act.event, []).append(one.act)
    return tuple(
        Standing(one.version, one.recorded, _corrected(one.act, corrections.get(one.act.id, ())))
        for one in acts
        if isinstance(one.act, Event) and one.act.id not in retracted
    )


def _corrected(event: Event, corrections: Iterable[Correct]) -> Event:
    """Let the last recorded correction of each field win."""
    given = {
        name: getattr(one.fields, name) for one in corrections for name in sorted(one.fields.given)
    }
    return replace(event, **given) if given else event
