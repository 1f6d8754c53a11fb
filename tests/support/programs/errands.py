"""Jobs for other processes, in a module that is quick to import there."""

import os
import signal
from multiprocessing import parent_process
from multiprocessing.connection import Connection

from timeline.answers import parallel as room


def process_of(job: int) -> tuple[int, int]:
    """Do a *job*; return its result and the id of the process that did it."""
    return job * job, os.getpid()


def sigint_of(_: int) -> tuple[int, bool]:
    """Return the process that does a job, and whether it ignores Ctrl-C."""
    return os.getpid(), signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def done_here_only(job: int) -> int:
    """Do a *job* in the main process; exit at once in a process started for it."""
    if parent_process() is not None:
        os._exit(1)
    return job * job


def done_in_there(pipe: Connection) -> None:
    """Do some jobs in a process that may start no others; send its id and the results."""
    room.MANY = 0
    pipe.send((os.getpid(), [*room.in_parallel(process_of, range(3), 1)]))
