"""The machine: the hardware, load and commit on which something was measured."""

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parent.parent


def stamp() -> str:
    """Return what every row says about its run: minute, commit, load and machine."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC at {_commit()}, load {os.getloadavg()[0]:.1f}, "
        f"{os.cpu_count()} × {_processor()}, {gigabytes:.0f} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def named(package: str) -> str | None:
    """Return the name of a *package* with its version, or None if it is not installed."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return None


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _commit() -> str:
    """Return the commit, with a plus sign if files being measured differ from it."""
    changed = _git("status", "--porcelain", "--", "cli", "events", "timeline", "migrations")
    return f"`{_git('rev-parse', '--short', 'HEAD') or 'no commit'}{'+' if changed else ''}`"


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
