"""What boxes refer to, read from the log: the events behind them, and the vocabulary."""

from collections.abc import Iterable, Iterator

from events.log.log import Log
from events.model.kinds import Act, Correct, Event, Set, sources_of
from events.model.subjects import COVERED, corrected
from timeline.answers.entries import kept
from timeline.record.record import Kept


def vocabulary(log: Log, slug: str) -> dict[int, Kept]:
    """Return what defines the partnership *slug* and its terms, and says how complete it is."""
    keys = [(slug, "partnership"), (slug, COVERED)]
    about = [entry for _, entry in log.about_all(keys)]
    return {one.version: one for one in kept([*about, *log.under(slug, "term:")])}


def referred(log: Log, slug: str, versions: Iterable[int]) -> dict[int, Kept]:
    """Return what was kept as these *versions*, what was done to it, and what all that names.

    That are the events they are told of or come after, the sources cited, the conditions named. A
    record of it, with the vocabulary, has the same steps of these versions as the whole log.
    """
    found: dict[int, Kept] = {}
    asked: set[str] = set()
    fresh = log.at(slug, sorted(versions))
    while fresh:
        acts = {one.version: one for one in kept(fresh)}
        found |= acts
        subjects = {name for one in acts.values() for name in _subjects(one.act)} - asked
        ids = {name for one in acts.values() for name in _events(one.act)} - asked
        asked |= subjects | ids
        about = log.about_all([(slug, name) for name in sorted(subjects)])
        called = log.find_all([(slug, name) for name in sorted(ids)])
        entries = (*(entry for _, entry in about), *called)
        fresh = [one for one in entries if one.version not in found]
    return found


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
