"""Stored answers: logs appended in pieces, and the rows that they should produce."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from itertools import groupby
from random import Random

from varied_logs import stored, varied

from events.dates.dates import parse
from events.log.log import Entry, Log, open_log
from events.model.kinds import Act, Condition, Cover, Define, Redefine, Term
from timeline.answers import table
from timeline.answers.dependencies import kept
from timeline.answers.table import Table, is_askable
from timeline.answers.update import bring_up
from timeline.boxes.rows import all_rows

Told = Sequence[tuple[str, Act]]
"""Acts, each with its instant of recording."""


@contextmanager
def undone(path: str) -> Iterator[tuple[Log, Log]]:
    """Open a log twice in a transaction that is rolled back: with stored answers, and without."""
    with open_log(path, writing=True, follow=bring_up) as log, log.together(None, keep=False):
        yield log, Log(log.database)


def redefined(random: Random) -> list[tuple[str, Act]]:
    """Return a random history in which terms are also split, merged and redefined."""
    told = in_order(random)
    defined, renamed = names(told)
    own = "beta" if "beta" in defined else "alpha"
    acts: list[list[Act]] = [
        [Redefine(id="cond", thing=Condition(key="x", title="When x comes about"))],
        [Cover(id="cover", since=parse("2026-01-03"))],
    ]
    if own not in renamed:
        delta = Define(id="new-delta", thing=Term(key="delta", title="Delta"))
        acts += [
            [Redefine(id="said", thing=Term(key=own, title="As we call it now", unit="%"))],
            [delta, Redefine(id="split", thing=Term(key=own, title="T"), split=("delta", "beta"))],
            [Redefine(id="merge", thing=Term(key=own, title="T"), merged="gamma")],
        ]
    for more in random.sample(acts, random.choice((0, 1, 2))):
        at = random.randrange(14, len(told) + 1)
        told[at:at] = [(told[at - 1][0], stored(act)) for act in more]
    return told


def in_order(random: Random) -> list[tuple[str, Act]]:
    """Return a random history that defines each name once and renames in order of definition."""
    while True:
        told = varied(random)
        defined, renamed = names(told)
        began = {name: at for at, name in reversed([*enumerate(defined)])}
        is_once = len(began) == len(defined)
        if is_once and renamed == sorted(renamed, key=lambda name: began[name]):
            return told


def names(told: Told) -> tuple[list[str], list[str]]:
    """Return the terms that are defined, in order, and those of them that are renamed."""
    acts = [act for _, act in told if isinstance(act, Define | Redefine)]
    terms = [(act, act.thing.key) for act in acts if isinstance(act.thing, Term)]
    renamed = [key for act, key in terms if isinstance(act, Redefine) and act.renamed]
    return [key for act, key in terms if isinstance(act, Define)], renamed


def appended(log: Log, slug: str, told: Told, clock: list[str], pieces: Iterable[int]) -> None:
    """Append *told* in *pieces*, each with acts of a single instant."""
    sizes = iter(pieces)
    for instant, group in groupby(told, key=lambda one: one[0]):
        left = [act for _, act in group]
        clock.append(instant)
        while left:
            size = next(sizes)
            log.append(slug, left[:size])
            left = left[size:]


def rows(log: Log, slug: str) -> Counter[object]:
    """Return all stored rows, with how often each occurs."""
    return Counter(Table(log.database, slug).stored())


def expected(entries: Iterable[Entry]) -> Counter[object]:
    """Return all rows that a single replay in memory gives."""
    found = (row for row in all_rows(kept(entries)) if is_askable(row.box))
    return Counter(table.stored(row) for row in found)


def sizes(random: Random) -> Iterator[int]:
    while True:
        yield random.choice((1, 1, 2, 3, 7, 30))


def plain(value: object) -> object:
    """Return *value* as plain tuples and lists, equal if everything in them is equal."""
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, [plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(map(plain, value), key=repr)
    return value
