"""Work on several partnerships at once, in as many processes as there are cores."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from signal import SIG_IGN, SIGINT, signal
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from events.errors import TimelineError

# It takes 50 ms to import, and most appends start no process.
if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Job = TypeVar("Job")
Done = TypeVar("Done")

MANY = 5_000
"""The number of entries from which it pays to start more processes."""

COLLECT = 100_000
"""The number of new objects after which a process looks for cycles; there are none to find."""


def in_parallel(
    do: Callable[[Job], Done], jobs: Iterable[Job], entries: int
) -> Iterator[tuple[Job, Done]]:
    """Yield each of *jobs* with the result of *do*, in any order.

    *entries* is the total number of entries in the jobs. Each process takes one job at a time; jobs
    and results are pickled through pipes. A job that another process does not finish is done in
    this one.
    """
    at_work: dict[Connection, Job] = {}
    with ExitStack() as stack:
        idle = _started(do, stack) if entries >= MANY else []
        for job in jobs:
            if not idle and at_work:
                yield from _finished(do, at_work, idle)
            if not idle or not _is_sent(job, pipe := idle.pop()):
                yield job, do(job)
            else:
                at_work[pipe] = job
        while at_work:
            yield from _finished(do, at_work, idle)


def _is_sent(job: object, pipe: Connection) -> bool:
    try:
        pipe.send(job)
    except OSError:
        return False
    return True


def _finished(
    do: Callable[[Job], Done], at_work: dict[Connection, Job], idle: list[Connection]
) -> Iterator[tuple[Job, Done]]:
    """Wait for the first finished jobs; a job whose process died is done here."""
    from multiprocessing.connection import wait

    ready = wait([*at_work])
    for pipe in [one for one in at_work if one in ready]:
        job = at_work.pop(pipe)
        try:
            done = pipe.recv()
        except (EOFError, OSError):
            done = do(job)
        else:
            idle.append(pipe)
        yield job, done


def _started(do: Callable[[Job], Done], stack: ExitStack) -> list[Connection]:
    """Return a pipe to each process that could be started."""
    from multiprocessing import current_process, get_context

    pipes: list[Connection] = []
    if (count := cores()) == 1 or current_process().daemon:
        return pipes
    context = get_context("spawn")  # A forked process would share our connection to the database.
    with suppress(OSError), _detached():
        for _ in range(count):
            ours, theirs = context.Pipe()
            stack.callback(ours.close)
            with theirs:
                context.Process(target=_serve, args=(theirs, do), daemon=True).start()
            pipes.append(ours)
    return pipes


@contextmanager
def _detached() -> Iterator[None]:
    """Start processes that ignore Ctrl-C from their first moment and do not run our main script.

    A spawned process imports the main module of its parent, which without a guard would run the
    whole program again.
    """
    main = sys.modules["__main__"]
    handler = None
    with suppress(ValueError):  # Only the main thread may set handlers.
        handler = signal(SIGINT, SIG_IGN)
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if handler is not None:
            signal(SIGINT, handler)


def _serve(pipe: Connection, do: Callable[[Job], Done]) -> None:
    """Run the jobs received on *pipe* until its other end is closed or its owner dies."""
    gc.set_threshold(COLLECT)
    # A job that fails here is repeated by the parent, which reports the error.
    with suppress(EOFError, OSError, TimelineError):
        while True:
            pipe.send(do(pipe.recv()))


def cores() -> int:
    """Return the number of cores on which this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
