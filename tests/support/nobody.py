"""Somebody without rights: root may write everywhere, so a test has a child become someone else."""

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import rooms

LATE = ("sqlmodel", "platformdirs.unix", "encodings.idna", "cryptography", "secrets")
"""What a command may load when it runs, besides our own."""


def folders_of(path: Path) -> list[Path]:
    """Return the folder of a test and those it is in, up to pytest's own: nobody may enter none."""
    return [path, *(above for above in path.parents if "pytest-of-" in str(above))]


def as_nobody(do: Callable[[], None]) -> int:
    """Return the exit code of a child without rights that does *do*.

    What it may need is loaded before: where it is, nobody may not be able to read.
    """
    ours = (name for name in rooms.modules() if not name.startswith("migrations."))
    for name in (*ours, *LATE):
        import_module(name)
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
