"""Find what each correction and retraction of a log changed in its rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from events.log.log import Log
from events.model.kinds import Correct, Event, Redefine, Retract
from timeline.answers.dependencies import bearing, gathered
from timeline.answers.table import Table
from timeline.boxes.boxes import Box, Change, Row
from timeline.boxes.items import ANSWER, versions_of
from timeline.boxes.rows import all_rows
from timeline.record.record import Kept

Effects = Mapping[int, Sequence[Change]]
"""The changes made to boxes by the act of each version.

An answer that stays the same but refers to the corrected event is among both the closed and the
opened boxes, because the event may now say something else.
"""


def effects(log: Log, slug: str, acts: Sequence[Kept], after: int = 0) -> Effects:
    """Return the changes that corrections and retractions made to boxes, by version.

    Only corrections and retractions after version *after* count. *acts* are all acts of *slug* in
    *log* up to some version. Acts recorded at one instant share rows, so if the instant of a
    correction has several acts, those that bear on its terms are replayed one by one.
    """
    mended = _mended(acts, after)
    if not mended:
        return {}
    table, of_instant = Table(log.database, slug), Counter(one.recorded for one in acts)
    is_alone = all(of_instant[one.recorded] == 1 for one in acts if one.version in mended)
    if is_alone and table.reached() >= max(mended):
        return _of(table.ever(), mended)
    terms = bearing(log, slug, [one.act for one in acts if one.version in mended])
    if terms is None or any(isinstance(one.act, Redefine) and one.act.renamed for one in acts):
        return effects_of(acts, after)  # A row has the name that its term had at the time.
    read = {entry.version for entry in gathered(log, slug, terms)}
    near = all_rows((one for one in acts if one.version in read), apart=True)
    return _of((row for row in near if row.term in terms), mended)


def effects_of(acts: Sequence[Kept], after: int = 0) -> Effects:
    """Return the changes that corrections and retractions made to boxes, without a database.

    *acts* are all acts of a log; only corrections and retractions after version *after* count.
    """
    return _of(all_rows(acts, apart=True), _mended(acts, after))


def _mended(acts: Iterable[Kept], after: int) -> dict[int, int]:
    """Return the version of the event for each correction and retraction, both by version."""
    found: dict[int, int] = {}
    versions: dict[str, int] = {}
    for one in acts:
        match one.act:
            case Event(id=id):
                versions[id] = one.version
            case Correct(id=id, event=event) | Retract(id=id, event=event):
                found[one.version] = versions[id] = versions[event]
            case _:
                pass
    return {version: event for version, event in found.items() if version > after}


def _of(rows: Iterable[Row], mended: Mapping[int, int]) -> Effects:
    found: dict[int, dict[str, tuple[set[Box], set[Box]]]] = {version: {} for version in mended}
    of_event: dict[int, list[int]] = {}
    for version, event in mended.items():
        of_event.setdefault(event, []).append(version)
    for term, box, since, until in rows:
        told = versions_of(box.item) & of_event.keys() if box.item.kind == ANSWER else ()
        going_on = [one for event in told for one in of_event[event] if since < one < until]
        for at, versions in enumerate(((until, *going_on), (since, *going_on))):
            for version in found.keys() & versions:
                found[version].setdefault(term, (set(), set()))[at].add(box)
    return {
        version: [Change(term, frozenset(was), frozenset(now)) for term, (was, now) in own.items()]
        for version, own in found.items()
    }
