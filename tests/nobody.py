"""Somebody without rights: root may write everywhere, so a test has a child become someone else."""

import os
from collections.abc import Callable


def as_nobody(do: Callable[[], None]) -> int:
    """Return the exit code of a child without rights that does *do*."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        if os.geteuid() == 0:
            os.setuid(65534)
        do()
        code = 0
    finally:
        os._exit(code)
