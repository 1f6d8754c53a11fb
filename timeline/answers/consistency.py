"""Check that the stored rows are the ones that a replay of the log gives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import blake2b

from events.errors import StorageError
from events.log.log import Entry, Head, Log
from events.proof.verification import Fault
from timeline.answers.dependencies import kept
from timeline.answers.parallel import in_parallel
from timeline.answers.table import EDITION, Stored, Table, is_askable, partnerships, stored
from timeline.answers.update import MOST, Job, Progress, jobs, no_progress, total
from timeline.boxes.rows import all_rows

REBUILD = "`timeline rebuild` makes them anew."


def verify(log: Log, progress: Progress = no_progress) -> Iterator[Fault]:
    """Yield a fault wherever the stored rows of *log* lag behind it or differ from a replay.

    Rows of a partnership that the log does not have are a fault too.

    The log itself must be intact. It is read one partnership at a time, and no rows are held in
    memory. *progress* is called with the number of entries just finished.
    """
    heads = log.partnerships()
    found = {head.slug: [*_told(_lagging(log, head))] for head in heads}
    ready = [head for head in heads if not found[head.slug]]
    for slug, count, expected in _replayed(log, ready):
        found[slug] += _told(_departures(log, slug, expected))
        progress(count)
    for head in heads:
        yield from (_fault(head.slug, sentence) for sentence in found[head.slug])
    yield from (_fault(None, one) for one in _told(_orphans(log, found.keys())))


def _fault(slug: str | None, sentence: str) -> Fault:
    return Fault(slug, None, f"{sentence}; {REBUILD}", beside=True)


def _told(sentences: Iterator[str]) -> Iterator[str]:
    try:
        yield from sentences
    except StorageError as error:
        yield f"stored answers cannot be read: {error}"


def _orphans(log: Log, slugs: Set[object]) -> Iterator[str]:
    for slug in sorted(partnerships(log.database) - slugs, key=repr):
        yield f"Answers are stored of {slug!r}, of which the log has nothing"


def _lagging(log: Log, head: Head) -> Iterator[str]:
    version, edition = Table(log.database, head.slug).state()
    if edition != EDITION:
        yield f"its stored answers are of another edition ({edition!r}, here {EDITION})"
    elif version != head.version:
        yield f"its answers are stored up to version {version!r}, and not {head.version}"


def _departures(log: Log, slug: str, expected: "_Sums") -> Iterator[str]:
    if terms := _differing(expected, _sums(Table(log.database, slug).stored())):
        yield f"the stored answers of {_listed(terms)} are not those that a replay gives"


def _replayed(log: Log, heads: Sequence[Head]) -> Iterator[tuple[str, int, "_Sums"]]:
    """Yield the partnership, the number of entries and the expected sums for each of *heads*."""
    few = [head for head in heads if head.version <= MOST]
    for (slug, entries), sums in in_parallel(_of_job, jobs(log, few), total(few)):
        yield slug, len(entries), sums
    for head in heads:
        if head.version > MOST:
            yield head.slug, head.version, _expected(log.stream(head.slug))


def _of_job(job: Job) -> "_Sums":
    return _expected(job[1])


def _expected(entries: Iterable[Entry]) -> "_Sums":
    """Return the sums of all rows that a replay of *entries* gives, in their stored form."""
    return _sums(stored(row) for row in all_rows(kept(entries)) if is_askable(row.box))


_Sums = Counter[object]
"""For each term, the sum of the digests of its rows, which does not depend on their order."""


def _sums(rows: Iterable[Stored]) -> _Sums:
    sums: _Sums = Counter()
    for row in rows:
        sums[row[0]] += int.from_bytes(blake2b(repr(row).encode(), digest_size=32).digest())
    return sums


def _differing(expected: _Sums, found: _Sums) -> list[object]:
    terms = {*expected, *found}
    return sorted((term for term in terms if expected[term] != found[term]), key=repr)


def _listed(terms: list[object]) -> str:
    named = ", ".join(term if isinstance(term, str) else repr(term) for term in terms[:3])
    more = len(terms) - 3
    return f"{named} and {more} more {'term' if more == 1 else 'terms'}" if more > 0 else named
