"""The machine: on what, with which versions and of which commit something was measured."""

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

PACKAGES = (
    "partnership-timeline", "click", "sqlalchemy", "sqlmodel", "pydantic", "psycopg",
    "eventsourcing", "eventsource-py", "py-event-sourcing", "duckdb", "polars", "pyarrow",
    "beancount", "beanquery",
)  # fmt: skip
PROGRAMS = ("git", "hledger")
ROOT = Path(__file__).parent.parent


def described() -> dict[str, str]:
    """Return what is worth knowing of the machine."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "load at the start": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: found for name in PACKAGES if (found := _version(name))},
        **{name: found for name in PROGRAMS if (found := _said(name, "--version"))},
        "commit": _commit(),
    }


def has_package(name: str) -> bool:
    """Whether the package *name* can be imported."""
    return find_spec(name) is not None


def program(name: str) -> str | None:
    """Return where the program *name* is: beside this Python, or on the path."""
    beside = str(Path(sys.executable).parent)
    return shutil.which(name, path=beside) or shutil.which(name)


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _said(name: str, *words: str) -> str | None:
    found = program(name)
    if found is None:
        return None
    done = subprocess.run([found, *words], capture_output=True, text=True, check=False)
    return (
        done.stdout.splitlines()[0]
        .removeprefix(name)
        .removeprefix(" version")
        .partition(",")[0]
        .strip()
    )


def _commit() -> str:
    """Return the commit, with a plus sign where files differ from it."""
    if program("git") is None or not (ROOT / ".git").exists():
        return "none"
    changed = _git("status", "--porcelain", "--untracked-files=no")
    return _git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
