"""Replaying: whether the index that is stored beside a log is what a replay of the log gives."""

from collections.abc import Iterator
from itertools import zip_longest

from cli.keeping import Past, kept_of
from events.errors import StorageError
from events.index import Shelf, beside, scratch
from events.log import Log
from events.rows import is_met
from events.verification import Fault
from timeline.indexing import Indexer
from timeline.settling import settled

BATCH = 1000
"""After how many entries what was looked up is forgotten."""


def faults(log: Log) -> Iterator[Fault]:
    """Yield a fault for each partnership whose index is not what its entries give.

    In memory that does not grow with the entries. What was never indexed is no fault.
    """
    slugs = [head.slug for head in log.partnerships()]
    try:
        for slug in slugs:
            # What says that there is no index must not have one either.
            if log.index(slug).version() or any(log.indexed(slug)):
                yield from _fault(log, slug)
        for name in log.strangers(slugs):
            yield _wrong(None, f"The index has {name!r}, which the log does not have.")
    except StorageError as error:
        yield _wrong(None, f"The index cannot be read: {error}")


def _fault(log: Log, slug: str) -> Iterator[Fault]:
    with scratch() as database:
        shelf = Shelf(database, slug)
        indexer = Indexer(shelf, Past(log, slug))
        version = 0
        for entry in log.stream(slug):
            indexer.take(kept_of(entry))
            version = entry.version
            if version % BATCH == 0:
                indexer.forget()
        shelf.settle(version)
        expected = beside(database, slug)
        for stored, replayed in zip_longest(log.indexed(slug), expected):
            if stored != replayed:
                yield _wrong(
                    slug,
                    f"the index has {_short(stored)}, where a replay gives {_short(replayed)};",
                )
                return
        yield from _answer_faults(log, shelf)


def _answer_faults(log: Log, replayed: Shelf) -> Iterator[Fault]:
    """Yield a fault if some answer that is stored is not what the steps *replayed* give."""
    index = log.index(replayed.partnership)
    for term, track in index.tracks().items():
        stored, again = index.answers(track), replayed.track(term)
        expected: list[tuple[int, str]] = []
        if track.holds and again and not is_met(term):
            rows = settled(replayed, again._replace(holds=0), replayed.track)
            expected = [row for row in rows if row[0] < track.holds]
        if stored != expected:
            found = next(pair for pair in zip_longest(stored, expected) if pair[0] != pair[1])
            had, gives = map(_short, found)
            sentence = f"the index has the answer {had} of {term}, where a replay gives {gives};"
            yield _wrong(replayed.partnership, sentence)
            return


def _wrong(slug: str | None, sentence: str) -> Fault:
    return Fault(slug, None, f"{sentence} run `timeline rebuild`.", beside=True)


def _short(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 100 else f"{text[:99]}…"
