"""Measure the program on this machine, beside the least that any program would have to do."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from itertools import islice
from shutil import copyfile
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cli.reading.partnership import chosen_in
from cli.reading.session import asked_in, viewed
from cli.reading.snapshot import snapshot_of
from events.dates.dates import day
from events.log import subject_index
from events.log.importer import Offer, take_in
from events.log.log import Entry, Log, open_log
from events.proof.verification import verify
from events.storage.baseline import Baseline, open_baseline
from events.storage.engines import is_server
from events.storage.sqlite import path_of
from migrations.run import upgrade
from timeline.record.steps import steps_of
from timeline.rule.line import turns

BATCH = 500
"""How many entries of one partnership are appended in one commit at most."""

PARTNERSHIPS = 20
"""How many partnerships are asked about at most."""


class Measured(NamedTuple):
    """A measurement called *name*: the program takes *ours* nanoseconds for *one*, say a question.

    *theirs* are the nanoseconds of the baseline *beside*; *number* says how many were timed.
    """

    name: str
    one: str
    number: int
    ours: int
    beside: str
    theirs: int

    @property
    def ratio(self) -> float:
        """The time of the program as a multiple of the baseline's."""
        return self.ours / max(self.theirs, 1)


Work = Callable[[], object]


def measured(db: str, seconds: float) -> Iterator[Measured]:
    """Yield measurements on the log *db*, which take about *seconds* in all."""
    with open_log(db) as log:
        slugs = _some(log)
        yield from _asked(log, slugs, seconds * 0.2)
        yield from _started(db, slugs[0], seconds * 0.3)
        with _folder(db) as folder:
            empty = os.path.join(folder, "empty.db")
            upgrade(empty)
            yield from _appended(log, slugs, folder, 1, seconds * 0.15)
            yield from _appended(log, slugs, folder, BATCH, seconds * 0.15)
            yield from _looked_after(folder, seconds * 0.2)


def _some(log: Log) -> list[str]:
    """Return a sample of the partnerships, evenly spaced."""
    chosen_in(log, log.slugs(1)[0] if log.slugs(1) else None)
    heads = log.partnerships()
    return [head.slug for head in heads[:: -(-len(heads) // PARTNERSHIPS) or 1]]


def _asked(log: Log, slugs: list[str], seconds: float) -> Iterator[Measured]:
    """Time questions about all terms of a partnership on random days."""
    spans = {slug: _span(log, slug) for slug in slugs}
    drawn = random.Random(1)
    ours: list[int] = []
    theirs: list[int] = []
    for slug in slugs * 3:  # Warm up: import and read from disk before timing.
        _ask(log, slug, drawn.randint(*spans[slug]))
    for _ in _while(seconds):
        slug = drawn.choice(slugs)
        on = drawn.randint(*spans[slug])
        theirs.append(_timed(partial(log.entries, slug)))
        ours.append(_timed(partial(_ask, log, slug, on)))
    for name, of in (("as-of in process, median", median), ("as-of in process, p99", _p99)):
        yield Measured(
            name, "question", len(ours), round(of(ours)), "a plain SELECT", round(of(theirs))
        )


def _span(log: Log, slug: str) -> tuple[int, int]:
    """Return the first and the last day, as ordinals, on which an answer may change."""
    several = steps_of(viewed(log, slug).record).values()
    dated = ([step for step in steps if step.days] for steps in several)
    days = [on for steps in dated for on, _ in turns(steps) if 1 < on <= _LAST]
    return min(days, default=1), max(days, default=1)


_LAST = date.max.toordinal()


def _ask(log: Log, slug: str, on: int) -> None:
    seen = asked_in(log, slug, lambda record: [*record.terms], is_list=True)
    snapshot_of(seen, day(date.fromordinal(on)))


def _p99(several: Sequence[int]) -> float:
    return quantiles(several, n=100, method="inclusive")[-1] if len(several) > 1 else several[0]


def _started(db: str, slug: str, seconds: float) -> Iterator[Measured]:
    """Time `as-of`, each run in a new process."""
    left_out = ("PYTHONDONTWRITEBYTECODE",)
    environment = {name: os.environ[name] for name in os.environ if name not in left_out}

    def run(*words: str) -> Work:
        line = [sys.executable, *words]
        return lambda: subprocess.run(line, env=environment, capture_output=True, check=True)

    command = run("-c", "from cli.main import main; main()", "as-of", "-p", slug, "--db", db)
    nothing = run("-c", "pass")
    command()  # Warm up: Python writes missing bytecode caches here.
    pairs = [(_timed(command), _timed(nothing)) for _ in _while(seconds)]
    ours, theirs = (round(median(several)) for several in zip(*pairs, strict=True))
    yield Measured("as-of, a whole process", "run", len(pairs), ours, "python -c pass", theirs)


def _appended(
    log: Log, slugs: Sequence[str], folder: str, size: int, seconds: float
) -> Iterator[Measured]:
    """Time appending the log's entries to an empty log, *size* a commit, each flushed to disk."""
    db = os.path.join(folder, f"{size}.db")
    copyfile(os.path.join(folder, "empty.db"), db)
    times: list[tuple[int, int, int]] = []
    with ExitStack() as stack:
        copy = stack.enter_context(open_log(db, writing=True))
        beside = stack.enter_context(open_baseline(f"{db}.floor"))
        for several, _ in zip(_portions(log, slugs, size), _while(seconds), strict=False):
            times.append((len(several), *_taken_in(copy, beside, several)))
    count = sum(number for number, _, _ in times)
    if size == 1:
        ours, theirs = (round(median(one[at] for one in times)) for at in (1, 2))
        name = "append, one a commit"
    else:
        ours, theirs = (sum(one[at] for one in times) // count for at in (1, 2))
        name = "append, in batches"
    yield Measured(name, "entry", count, ours, "raw sqlite3", theirs)


def _taken_in(copy: Log, beside: Baseline, several: Sequence[Entry]) -> tuple[int, int]:
    slug = several[0].partnership
    offers = [Offer(act=one.act(), file=slug, payload=one.payload) for one in several]
    ours = _timed(lambda: take_in(copy, slug, offers))
    return ours, _timed(lambda: beside.append(several))


def _portions(log: Log, slugs: Sequence[str], size: int) -> Iterator[list[Entry]]:
    for slug in slugs:
        entries = log.stream(slug)
        while several := list(islice(entries, size)):
            yield several


def _looked_after(folder: str, seconds: float) -> Iterator[Measured]:
    """Time the verification and the rebuilding of the logs that were appended in *folder*."""
    db = os.path.join(folder, f"{BATCH}.db")
    with open_log(db, writing=True) as log, open_baseline(f"{db}.floor") as beside:
        count = beside.read()
        works: tuple[tuple[str, Work, str, Work], ...] = (
            ("verify", lambda: verify(log), "read, hash", beside.hash),
            ("rebuild", lambda: subject_index.rebuild(log), "read", beside.read),
        )
        for name, ours, other, theirs in works:
            pairs = [(_timed(ours), _timed(theirs)) for _ in _while(seconds / 2, least=1)]
            first, second = (median(several) for several in zip(*pairs, strict=True))
            yield Measured(name, "entry", count, round(first / count), other, round(second / count))


def _timed(work: Work) -> int:
    started = time.perf_counter_ns()
    work()
    return time.perf_counter_ns() - started


def _while(seconds: float, *, least: int = 3) -> Iterator[int]:
    """Count up until *seconds* have passed, but never less than *least* times."""
    end, number = time.perf_counter() + seconds, 0
    while number < least or time.perf_counter() < end:
        yield number
        number += 1


@contextmanager
def _folder(db: str) -> Iterator[str]:
    """Make a temporary folder beside the file *db*, or in the system's if that is impossible."""
    beside = None if is_server(db) else os.path.dirname(os.path.abspath(path_of(db)))
    if beside is not None and not os.access(beside, os.W_OK):
        beside = None
    with TemporaryDirectory(prefix="timeline-bench-", dir=beside) as folder:
        yield folder
