"""What to read of a log: the entries on which terms hang, and the terms on which entries bear."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from events.log.log import Entry, Log
from events.model.kinds import (
    Act,
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
from events.model.subjects import COVERED, corrected


def gathered(
    log: Log,
    slug: str,
    terms: Iterable[str],
    *,
    recorded_by: str | None = None,
    more: Iterable[Act] = (),
) -> list[Entry]:
    """Return the entries of the partnership *slug* on which the answers of *terms* can hang.

    In version order, and only those recorded by the instant *recorded_by*. A record of them has the
    same steps of these terms, and of all on which they hang, as one of the whole log. So whatever
    an event says or ever said of them counts, and with it what was done to the event, those that it
    is told of or comes after, and what it cites. That holds also if *more* acts follow.
    """
    reading, needs = _Reading(log, slug, recorded_by), _Needs(terms)
    for act in more:
        needs.take(act)
    while needs.subjects or needs.ids:
        acts = reading.about(needs.subjects.taken()), reading.called(needs.ids.taken())
        for act in chain(*acts):
            needs.take(act)
    return reading.entries()


def bearing(log: Log, slug: str, acts: Sequence[Act]) -> list[str] | None:
    """Return the terms whose answers may be others once *acts* are appended; None for all.

    The terms go by the names that they have now; of one that was renamed, the old name is there
    too.
    """
    things = [act.thing for act in acts if isinstance(act, Define | Redefine)]
    if any(isinstance(thing, Partnership) for thing in things):
        return None  # An authority that is left out depends on who the parties are.
    reading = _Reading(log, slug)
    cites = [f"cites:{thing.key}" for thing in things if isinstance(thing, Source)]
    moved = _touched(reading, _events(reading, acts))
    told = _forms(reading, moved | _events(reading, reading.about(cites)))
    said = [*told, *_said(acts)]
    found = {change.term for one in said for change in one.changes}
    found |= _ended(reading, {condition for one in said for condition in one.met})
    found |= {thing.key for thing in things if isinstance(thing, Term)}
    gone = {act.thing.key for act in acts if isinstance(act, Redefine) and act.renamed
            and isinstance(act.thing, Term)}  # fmt: skip
    return sorted(_hanging(reading, found) | gone)


class _Reading:
    """What was read of one partnership, each subject and each id once."""

    def __init__(self, log: Log, slug: str, recorded_by: str | None = None) -> None:
        self._log, self._slug, self._by = log, slug, recorded_by
        self._read: dict[int, tuple[Entry, Act]] = {}

    def entries(self) -> list[Entry]:
        """Return the entries that were read, in version order."""
        return [self._read[version][0] for version in sorted(self._read)]

    def acts(self) -> list[Act]:
        """Return the acts that were read, in version order."""
        return [self._read[version][1] for version in sorted(self._read)]

    def about(self, subjects: Iterable[str]) -> list[Act]:
        """Return the acts with any of *subjects*, each as often as it has one."""
        keys = [(self._slug, subject) for subject in subjects]
        return [*self._kept(entry for _, entry in self._log.about_all(keys))]

    def called(self, ids: Iterable[str]) -> list[Act]:
        """Return the acts with any of *ids*."""
        return [*self._kept(self._log.find_all([(self._slug, id) for id in ids]))]

    def _kept(self, entries: Iterable[Entry]) -> Iterator[Act]:
        for entry in entries:
            if self._by is None or entry.recorded <= self._by:
                if entry.version not in self._read:
                    self._read[entry.version] = entry, entry.act()
                yield self._read[entry.version][1]


class _Wanted:
    """What is still to be asked for: whatever was taken from here once is not wanted again."""

    def __init__(self) -> None:
        self._ever: set[str] = set()
        self._left: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._left)

    def add(self, *names: str) -> None:
        """Want *names*."""
        self._left += (fresh := [name for name in names if name not in self._ever])
        self._ever.update(fresh)

    def taken(self) -> list[str]:
        """Take all that is wanted."""
        left, self._left = self._left, []
        return left


class _Needs:
    """The subjects and the ids under which all stands on which the answers of *terms* can hang."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.subjects, self.ids = _Wanted(), _Wanted()
        self.subjects.add("partnership", COVERED)
        self._terms: set[str] = set()
        self._follow(*terms)

    def take(self, act: Act) -> None:
        """Want what *act* leads to.

        Whoever names a term that is wanted is found under it again, however late that came out.
        """
        match act:
            case Event():
                self.subjects.add(corrected(act.id), *_cited(act))
                self._tell(act)
            case Correct():
                self.ids.add(act.event)
                self.subjects.add(corrected(act.id), corrected(act.event), *_cited(act))
                self._tell(act.fields)
            case Redefine(thing=Term(key=was), renamed=str() as name):
                self._follow(was, name)
            case _:
                pass

    def _follow(self, *terms: str) -> None:
        self._terms.update(terms)
        for term in terms:
            self.subjects.add(f"term:{term}", f"on:{term}")

    def _tell(self, said: Event | Correction) -> None:
        if said.after:
            self.ids.add(said.after)
        for change in said.changes:
            if change.term not in self._terms:
                continue
            if change.of:
                self.ids.add(change.of)
            if isinstance(change, Set):
                self._follow(*([change.hinge] if change.hinge else ()))
                for condition in change.unless:
                    self.subjects.add(f"condition:{condition}", f"met:{condition}")


def _cited(act: Event | Correct) -> Iterator[str]:
    return (f"source:{key}" for key in sources_of(act))


def _events(reading: _Reading, acts: Iterable[Act]) -> set[str]:
    """Return the events that *acts* tell or are about, also where one takes a correction back."""
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


def _touched(reading: _Reading, events: set[str]) -> set[str]:
    """Return *events*, those that tell more about them, those that come after them, and so on."""
    found, left = set(events), events
    while left:
        names = [f"{how}:{event}" for event in left for how in ("of", "after")]
        left = _events(reading, reading.about(names)) - found
        found |= left
    return found


def _forms(reading: _Reading, events: set[str]) -> list[Event | Correction]:
    """Return what *events* said and what corrections have put in its place, in force or not."""
    return _said(chain(reading.called(events), reading.about(map(corrected, events))))


def _said(acts: Iterable[Act]) -> list[Event | Correction]:
    said = (act.fields if isinstance(act, Correct) else act for act in acts)
    return [one for one in said if isinstance(one, Event | Correction)]


def _ended(reading: _Reading, conditions: set[str]) -> set[str]:
    """Return the terms that have ever had a `set` that names one of *conditions*."""
    acts = reading.about(f"unless:{condition}" for condition in conditions)
    return {one.term for one in _sets(acts) if not conditions.isdisjoint(one.unless)}


def _hanging(reading: _Reading, terms: set[str]) -> set[str]:
    """Return *terms* and all that have ever hung on them, by the names that they have now."""
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
    """Yield every `set` that events and corrections tell."""
    for act in acts:
        if isinstance(act, Event | Correct):
            said = act.fields if isinstance(act, Correct) else act
            yield from (change for change in said.changes if isinstance(change, Set))


def _renaming(act: Act) -> tuple[str, str] | tuple[()]:
    """Return the name that a term had and the one that *act* gives it, if it does."""
    match act:
        case Redefine(thing=Term(key=was), renamed=str() as name):
            return was, name
        case _:
            return ()
