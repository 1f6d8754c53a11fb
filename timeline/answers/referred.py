"""What boxes refer to, read from the log: the events behind them, and the vocabulary."""

from collections.abc import Iterable, Iterator

from events.log import Entry, Log
from events.model.kinds import Act, Correct, Event, Set, sources_of
from events.subjects import COVERED, corrected


def vocabulary(log: Log, slug: str) -> list[Entry]:
    """Return what defines the partnership *slug* and its terms, and says how complete it is."""
    keys = [(slug, "partnership"), (slug, COVERED)]
    found = {entry.version: entry for _, entry in log.about_all(keys)}
    found |= {entry.version: entry for entry in log.under(slug, "term:")}
    return [found[version] for version in sorted(found)]


def referred(log: Log, slug: str, versions: Iterable[int]) -> list[Entry]:
    """Return the entries of these *versions*, what was done to them, and what they name.

    That are the events they are told of or come after, the sources cited, the conditions named. A
    record of them, with the vocabulary, has the same steps of these versions as the whole log.
    """
    found: dict[int, Entry] = {}
    asked: set[str] = set()
    fresh = log.at(slug, sorted(versions))
    while fresh:
        found |= {entry.version: entry for entry in fresh}
        acts = [entry.act() for entry in fresh]
        subjects = {name for act in acts for name in _subjects(act)} - asked
        ids = {name for act in acts for name in _events(act)} - asked
        asked |= subjects | ids
        about = log.about_all([(slug, name) for name in sorted(subjects)])
        called = log.find_all([(slug, name) for name in sorted(ids)])
        fresh = [
            one for one in (*(entry for _, entry in about), *called) if one.version not in found
        ]
    return [found[version] for version in sorted(found)]


def _subjects(act: Act) -> Iterator[str]:
    """Yield the subjects of what was done to *act*, and of what it names."""
    yield corrected(act.id)
    if isinstance(act, Event | Correct):
        yield from (f"source:{key}" for key in sources_of(act))
        said = act.fields if isinstance(act, Correct) else act
        sets = (one for one in said.changes if isinstance(one, Set))
        yield from (f"condition:{name}" for one in sets for name in one.unless)
        yield from (f"condition:{name}" for name in said.met)


def _events(act: Act) -> Iterator[str]:
    """Yield the events without which the steps of *act* cannot be told."""
    if isinstance(act, Event | Correct):
        said = act.fields if isinstance(act, Correct) else act
        yield from (one.of for one in said.changes if one.of)
        if said.after:
            yield said.after
