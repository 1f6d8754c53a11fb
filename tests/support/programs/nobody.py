"""A child process without rights, since root, as whom tests may run, can write everywhere."""

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import rooms

LATE = ("sqlmodel", "platformdirs.unix", "encodings.idna", "cryptography", "secrets")
"""Modules of others that a command may import while it runs."""


def folders_of(path: Path) -> list[Path]:
    """Return the test's folder and pytest's folders above it, which only their owner may enter."""
    return [path, *(above for above in path.parents if "pytest-of-" in str(above))]


def as_nobody(do: Callable[[], None]) -> int:
    """Run *do* in a child process without rights, and return its exit code.

    The modules it may need are imported first, since the child may not be able to read their files.
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
