"""Effects: what each correction and retraction of a log closed and opened in its rows."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from events.log import Log
from events.model.kinds import Correct, Retract
from timeline.answers.boxes import Box, Change
from timeline.answers.replay import Replay
from timeline.answers.table import Table
from timeline.record.record import Kept

Effects = Mapping[int, Sequence[Change]]
"""What became of the boxes with the act of a version."""


def effects(log: Log, slug: str, acts: Sequence[Kept], after: int = 0) -> Effects:
    """Return the effects of what was put right after the version *after* by *acts*.

    These are all acts of *slug* up to a version. What came at one instant has rows in common: where
    that is more than a correction by itself, the acts are replayed one by one.
    """
    of_instant = Counter(one.recorded for one in acts)
    mending = [one for one in acts if one.version > after and is_mending(one)]
    if not mending:
        return {}
    table = Table(log.database, slug)
    is_alone = all(of_instant[one.recorded] == 1 for one in mending)
    if is_alone and table.reached() >= mending[-1].version:
        return _stored(table, {one.version for one in mending})
    return effects_of(acts, after)


def effects_of(acts: Iterable[Kept], after: int = 0) -> Effects:
    """Return what `effects` does by the *acts* of a whole log, without a database."""
    return dict(_replayed(acts, after))


def is_mending(one: Kept) -> bool:
    """Say whether an act is one that puts something right."""
    return isinstance(one.act, Correct | Retract)


def _replayed(acts: Iterable[Kept], after: int) -> Iterator[tuple[int, Sequence[Change]]]:
    replay, before = Replay(), list[Kept]()
    for one in acts:
        if one.version <= after or not is_mending(one):
            before.append(one)
            continue
        replay.take(*before)
        before.clear()
        for _ in replay.changes():
            pass  # What the others changed is not asked about.
        replay.take(one)
        yield one.version, list(replay.changes())


def _stored(table: Table, versions: Container[int]) -> Effects:
    found: dict[int, dict[str, tuple[set[Box], set[Box]]]] = {}
    for row in table.ever():
        for version, at in ((row.until, 0), (row.since, 1)):
            if version in versions:
                both = found.setdefault(version, {}).setdefault(row.term, (set(), set()))
                both[at].add(row.box)
    return {
        version: [Change(term, *map(frozenset, both)) for term, both in terms.items()]
        for version, terms in found.items()
    }
