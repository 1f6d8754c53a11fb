"""Find which entries an answer depends on, and which answers depend on a given entry."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import chain

from events.log.log import Entry, Log
from events.model.kinds import (
    Act,
    Change,
    Correct,
    Correction,
    Define,
    Event,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    sources_of,
)
from events.model.renaming import renamed
from events.model.subjects import COVERED, RESTATING, corrected, counted_from
from timeline.record.record import Kept, said_in
from timeline.record.relations import acts_on


def kept(entries: Iterable[Entry]) -> Iterator[Kept]:
    """Return the acts of *entries* in the form that `timeline.record` takes."""
    for entry in entries:
        yield Kept(entry.version, entry.recorded, entry.act(), entry.actor)


def vocabulary(log: Log, slug: str) -> dict[int, Kept]:
    """Return by version the acts in *log* that define *slug* and its terms, or state coverage."""
    keys = [(slug, "partnership"), (slug, COVERED)]
    about = [entry for _, entry in log.about_all(keys)]
    return {one.version: one for one in kept([*about, *log.under(slug, "term:")])}


def referred(log: Log, slug: str, versions: Iterable[int]) -> dict[int, Kept]:
    """Return the acts of *slug* at *versions* in *log*, and all acts that they refer to.

    Acts refer to the events they are told of or come after, the sources they cite, and conditions.
    An act that meets a condition also refers to what the condition would end. The acts that correct
    or retract any of these are returned too. Together with the vocabulary, the acts returned give
    the same steps for *versions* as the whole log does.
    """
    reading = _Reading(log, slug)
    reading.follow(reading.at(versions), _links)
    return reading.kept()


def gathered(
    log: Log,
    slug: str,
    terms: Iterable[str],
    *,
    recorded_by: str | None = None,
    more: Iterable[Act] = (),
) -> list[Entry]:
    """Return the entries of *slug* in *log* on which the answers of *terms* can depend.

    The entries are in version order, without those recorded after the instant *recorded_by*. For
    *terms* and all terms they depend on, a record of these entries gives the same steps as a record
    of the whole log. The entries therefore include every event that says or ever said something
    about those terms, with its corrections and retraction, the events it is told of or comes after,
    and what it cites. All this still holds once the acts *more* are appended.
    """
    reading, wanted = _Reading(log, slug, recorded_by), _Wanted()
    first = reading.about(["partnership", COVERED, RESTATING, *wanted.add(*terms)])
    reading.follow([*more, *first], wanted.links)
    return reading.entries()


def bearing(log: Log, slug: str, acts: Sequence[Act]) -> list[str] | None:
    """Return the terms whose answers may change once *acts* are appended to *slug* in *log*.

    None means all terms. The terms have their current names; the old name of a term that *acts*
    rename is included too.
    """
    things = [act.thing for act in acts if isinstance(act, Define | Redefine)]
    if any(isinstance(thing, Partnership) for thing in things):
        return None  # An authority that was left out depends on who the parties are.
    reading = _Reading(log, slug)
    cites = [f"cites:{thing.key}" for thing in things if isinstance(thing, Source)]
    moved = _touched(reading, _events(reading, acts), _said(acts))
    told = _forms(reading, moved | _events(reading, reading.about(cites)))
    said = [*told, *_said(acts)]
    found = {change.term for one in said for change in one.changes}
    found |= _ended(reading, {condition for one in said for condition in one.met})
    found |= reading.terms({glob for one in said for glob in one.restates})
    found |= {thing.key for thing in things if isinstance(thing, Term)}
    gone = {act.thing.key for act in acts if isinstance(act, Redefine) and act.renamed
            and isinstance(act.thing, Term)}  # fmt: skip
    return sorted(_hanging(reading, found) | gone)


_ID = "id:"
"""Marks the id of an act among the names by which acts are looked up; others are subjects."""


class _Reading:
    """The entries read so far of one partnership."""

    def __init__(self, log: Log, slug: str, recorded_by: str | None = None) -> None:
        self._log, self._slug, self._by = log, slug, recorded_by
        self._read: dict[int, tuple[Entry, Act]] = {}

    def entries(self) -> list[Entry]:
        """Return the entries read so far, in version order."""
        return [self._read[version][0] for version in sorted(self._read)]

    def acts(self) -> list[Act]:
        """Return the acts read so far, in version order."""
        return [self._read[version][1] for version in sorted(self._read)]

    def kept(self) -> dict[int, Kept]:
        """Return the acts read so far, by version, in the form that `timeline.record` takes."""
        return {n: Kept(n, one.recorded, act, one.actor) for n, (one, act) in self._read.items()}

    def follow(self, acts: Iterable[Act], links: Callable[[Act], Iterator[str]]) -> None:
        """Read everything that *links* names for *acts*, and for the acts so read, and so on."""
        asked: set[str] = set()
        while names := {name for act in acts for name in links(act)} - asked:
            asked |= names
            ids = [name.removeprefix(_ID) for name in names if name.startswith(_ID)]
            others = [name for name in names if not name.startswith(_ID)]
            acts = [*self.about(others), *self.called(ids)]

    def at(self, versions: Iterable[int]) -> list[Act]:
        """Return the acts that have one of *versions*."""
        return [*self._kept(self._log.at(self._slug, sorted(versions)))]

    def about(self, subjects: Iterable[str]) -> list[Act]:
        """Return the acts with any of *subjects*, repeated for each subject they have."""
        keys = [(self._slug, subject) for subject in subjects]
        return [*self._kept(entry for _, entry in self._log.about_all(keys))]

    def called(self, ids: Iterable[str]) -> list[Act]:
        """Return the acts with any of *ids*."""
        return [*self._kept(self._log.find_all([(self._slug, id) for id in ids]))]

    def terms(self, globs: Collection[str]) -> set[str]:
        """Return the terms ever defined that one of *globs* matches, by that name."""
        entries = self._log.under(self._slug, "term:") if globs else ()
        names = {name for act in self._kept(entries) for name in _names(act)}
        return {name for name in names if any(fnmatchcase(name, glob) for glob in globs)}

    def _kept(self, entries: Iterable[Entry]) -> Iterator[Act]:
        for entry in entries:
            if self._by is None or entry.recorded <= self._by:
                if entry.version not in self._read:
                    self._read[entry.version] = entry, entry.act()
                yield self._read[entry.version][1]


class _Wanted:
    """The terms whose answers are wanted, and all terms that those turn out to depend on."""

    def __init__(self) -> None:
        self._terms: set[str] = set()

    def add(self, *terms: str) -> Iterator[str]:
        """Add *terms* to the wanted ones; return the subjects under which they are found."""
        self._terms.update(terms)
        return (f"{how}:{term}" for term in terms for how in ("term", "on"))

    def links(self, act: Act) -> Iterator[str]:
        """Yield the names of everything on which the wanted terms depend because of *act*.

        An act read before a term that it names was wanted is read again with that term.
        """
        if isinstance(act, Event | Correct):
            yield from _beside(act)
            for change in said_in(act).changes:
                if change.term in self._terms:
                    yield from self._behind(change)
        yield from self.add(*_renaming(act))

    def _behind(self, change: Change) -> Iterator[str]:
        if change.of:
            yield _ID + change.of
        if isinstance(change, Set):
            yield from self.add(change.hinge) if change.hinge else ()
            named = (*change.unless, *([change.once] if change.once else ()))
            yield from (f"{how}:{name}" for name in named for how in ("condition", "met"))


def _links(act: Act) -> Iterator[str]:
    """Yield the names under which the corrections of *act* and all it names but terms are found."""
    if isinstance(act, Event | Correct):
        yield from _beside(act)
        said = said_in(act)
        yield from (_ID + one.of for one in said.changes if one.of)
        sets = [one for one in said.changes if isinstance(one, Set)]
        waiting = {one.once for one in sets if one.once}
        conditions = (*said.met, *waiting, *(name for one in sets for name in one.unless))
        yield from (f"condition:{name}" for name in conditions)
        yield from (f"met:{name}" for name in waiting)
        # What meets a condition is a step only of the terms that have a `set` naming it.
        yield from (f"unless:{name}" for name in said.met)


def _beside(act: Event | Correct) -> Iterator[str]:
    """Yield the names of what corrects or retracts *act*, and of what it follows and cites."""
    yield corrected(act.id)
    yield from (_ID + one for one in counted_from(said_in(act)))
    yield from (f"source:{key}" for key in sources_of(act))
    if isinstance(act, Correct):
        yield from (_ID + act.event, corrected(act.event))
    if after := said_in(act).after:
        yield _ID + after


def _events(reading: _Reading, acts: Iterable[Act]) -> set[str]:
    """Return the events that *acts* tell or are about, even if an act retracts a correction."""
    found: set[str] = set()
    retracted: list[str] = []
    for act in acts:
        match act:
            case Event():
                found.add(act.id)
            case Correct():
                found.add(act.event)
            case Retract():
                retracted.append(act.event)
            case _:
                pass
    targets = reading.called(retracted)
    return found | {one.event if isinstance(one, Correct) else one.id for one in targets}


def _touched(reading: _Reading, events: set[str], said: Iterable[Event | Correction]) -> set[str]:
    """Return *events* and all events whose steps depend on them, directly or through others.

    Such an event tells more about another one, comes after it, counts days from it, waits for a
    condition that it met, or is dated, called off, confirmed or denied by it. What the corrections
    in *said* would add counts too.
    """
    found, left, forms = set(events), events, [*said]
    while left:
        forms += _forms(reading, left)
        names = {f"{how}:{event}" for event in left for how in ("of", "after", "counts")}
        names |= {f"once:{condition}" for one in forms for condition in one.met}
        targets = {target for one in forms for _, target in acts_on(one)}
        left = (_events(reading, reading.about(names)) | targets) - found
        found |= left
        forms = []
    return found


def _forms(reading: _Reading, events: set[str]) -> list[Event | Correction]:
    """Return what *events* said and every correction of it, whether or not it stands."""
    return _said(chain(reading.called(events), reading.about(map(corrected, events))))


def _said(acts: Iterable[Act]) -> list[Event | Correction]:
    return [said_in(act) for act in acts]


def _ended(reading: _Reading, conditions: set[str]) -> set[str]:
    """Return the terms that have ever had a `set` naming one of *conditions*."""
    acts = reading.about(f"unless:{condition}" for condition in conditions)
    return {one.term for one in _sets(acts) if not conditions.isdisjoint(one.unless)}


def _hanging(reading: _Reading, terms: set[str]) -> set[str]:
    """Return *terms* and all terms that ever depended on them, by current name."""
    found, left = set(terms), terms
    while left:
        acts = reading.about(f"{how}:{term}" for term in left for how in ("term", "while"))
        names = {name for act in acts for name in _renaming(act)}
        left = (names | {one.term for one in _sets(acts) if one.hinge in left}) - found
        found |= left
    now: dict[str, str] = {}
    for act in reading.acts():
        if change := _renaming(act):
            now = renamed(now, *change)
    return {now.get(term, term) for term in found}


def _sets(acts: Iterable[Act]) -> Iterator[Set]:
    """Yield every `set` in events and corrections."""
    for act in acts:
        yield from (change for change in said_in(act).changes if isinstance(change, Set))


def _names(act: Act) -> Iterator[str]:
    """Yield the names that *act* gives to a term."""
    if isinstance(act, Define | Redefine) and isinstance(act.thing, Term):
        yield act.thing.key
        yield from _renaming(act)


def _renaming(act: Act) -> tuple[str, str] | tuple[()]:
    """Return the old and the new name of the term that *act* renames, or () if it renames none."""
    match act:
        case Redefine(thing=Term(key=was), renamed=str() as name):
            return was, name
        case _:
            return ()
