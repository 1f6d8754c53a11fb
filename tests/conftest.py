"""Shared fixtures: databases of both engines, the bundled log, a stopped clock and a home.

A module with `ENGINES = BOTH` runs its tests on a file and on a server.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import depth  # Sets the number of histories before any test module is imported.
import pytest
import servers
from click.testing import CliRunner, Result
from hypothesis import settings
from running import Run, skip_without
from servers import NOW, Databases, Make, NoServerError
from shell import AS_TYPED, ROOT

from cli.reading.bundled import bundled, load_bundled
from events.log import log
from migrations.run import upgrade
from timeline.record.record import Kept, Record, record_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A deadline in wall-clock time fails on a loaded machine, and on one where Hypothesis builds its
# tables for the first time.
settings.register_profile("untimed", deadline=None, max_examples=depth.scaled(200))
settings.load_profile("untimed")

WHOLE = 2000
"""The number of tests from which on a run is taken to be of the whole suite."""

EVERYTHING = "TIMELINE_TEST_EVERYTHING"
"""The variable that is set where everything the tests need is installed: a skip fails there."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder for this run's PostgreSQL server, which all workers share."""
    if not hasattr(config, "workerinput"):
        config.stash[_FOLDER] = servers.folder_for_sockets(), os.getpid()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Pass an xdist worker the server's folder, and the process that ends last."""
    folder, pid = node.config.stash[_FOLDER]
    node.workerinput["server"] = str(folder), pid


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the PostgreSQL server of this run."""
    if _FOLDER in config.stash:
        servers.ended(config.stash[_FOLDER][0])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each of its module's `ENGINES`, unless it is about a database file."""
    engines = getattr(metafunc.module, "ENGINES", ())
    if engines and "engine" in metafunc.fixturenames:
        is_file = "database" in metafunc.fixturenames
        metafunc.parametrize("engine", engines[:1] if is_file else engines)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect some of the tests marked as drawn, as the random seed decides.

    Whoever runs a few modules gets all of their tests.
    """
    if len(items) < WHOLE:
        return
    seed = config.getoption("randomly_seed", 0)
    left = {
        one
        for one in items
        if one.get_closest_marker("drawn")
        and Random(f"{seed} {one.nodeid}").random() > depth.scaled(1600) / 1000
    }
    if left:
        config.hook.pytest_deselected(items=[*left])
        items[:] = [one for one in items if one not in left]


_FOLDER = pytest.StashKey[tuple[Path, int]]()


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> tuple[Path, int]:
    """Return the folder of this run, and the process that ends last."""
    worker = getattr(request.config, "workerinput", None)
    if worker is None:
        return request.config.stash[_FOLDER]
    folder, pid = worker["server"]
    return Path(folder), pid


@pytest.fixture(scope="session")
def databases(run_folder: tuple[Path, int]) -> Iterator[Databases]:
    """Yield the databases of a PostgreSQL server, or skip the test and say why there is none."""
    try:
        reached = servers.reached(*run_folder)
    except NoServerError as error:
        advice = f"install the extra dev, or set {servers.GIVEN}"
        skip_without(f"PostgreSQL: {error}; {advice}")
    yield reached
    reached.close()


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Open a browser for the tests of a module, or skip them if there is none."""
    import browsers  # Its imports are slow.

    path = browsers.found()
    if path is None:
        names = ", ".join(browsers.NAMES)
        skip_without(f"browser: none of {names}")
    with browsers.opened(path) as opened:
        yield opened


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test where everything is installed, since nobody notices a skip."""
    report = yield
    if report.skipped and os.environ.get(EVERYTHING):
        report.outcome = "failed"
        report.longrepr = f"{EVERYTHING} is set, and this was skipped: {report.longrepr}"
    return report


@pytest.fixture
def engine() -> str:
    """Return the database engine; in a module with `ENGINES`, each test gets them in turn."""
    return "sqlite"


@pytest.fixture
def new(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Make]:
    """Return a function that makes a new database from one of the TEMPLATES of `servers`."""
    numbers = count(1)
    with ExitStack() as stack:

        def make(holding: str) -> str:
            if engine == "postgresql":
                databases: Databases = request.getfixturevalue("databases")
                return stack.enter_context(databases.new(holding))
            path = tmp_path / f"{holding}{next(numbers)}.db"
            if holding != "empty":
                shutil.copy(request.getfixturevalue(f"{holding}_database"), path)
            return str(path)

        yield make


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated database, for the tests to copy."""
    path = tmp_path_factory.mktemp("migrated") / "timeline.db"
    upgrade(str(path))
    return path


@pytest.fixture(scope="session")
def bundled_database(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Path:
    """Make one database with the bundled ledger, for the tests to copy."""
    path = tmp_path_factory.mktemp("bundled") / "timeline.db"
    shutil.copy(migrated_database, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "clock", lambda: NOW)
        load_bundled(str(path))
    return path


@pytest.fixture(scope="session")
def record() -> Record:
    """Return the record of the bundled ledger, read straight from its file."""
    items = enumerate(bundled().items, 1)
    return record_of(Kept(version, item.recorded or "", item.act) for version, item in items)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty home folder and a stopped clock."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("TIMELINE_DB", "TIMELINE_ACTOR", "TIMELINE_EVIDENCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(log, "clock", lambda: NOW)
    return folder


@pytest.fixture
def command(home: Path) -> Run:
    """Return a function that runs the command with no database named."""
    assert home.is_dir()

    def run(*args: object, **given: Any) -> Result:
        texts = [str(one) for one in args]
        return CliRunner().invoke(AS_TYPED, texts, catch_exceptions=False, **given)

    return run


@pytest.fixture
def log_url(engine: str, new: Make, tmp_path: Path) -> str:
    """Return the URL of the test's own database, which holds the bundled ledger."""
    made = new("bundled")
    return made if engine == "postgresql" else str(Path(made).rename(tmp_path / "timeline.db"))


@pytest.fixture
def database(engine: str, log_url: str) -> Path:
    """Return the database of `log_url` as a file, for tests that are about files."""
    assert engine == "sqlite"
    return Path(log_url)


@pytest.fixture
def timeline(command: Run, log_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command on the database of `log_url`."""
    monkeypatch.setenv("TIMELINE_DB", log_url)
    return command


@pytest.fixture
def ticking(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Advance the clock by a second each time it is read."""
    assert home.is_dir()
    seconds = count()
    monkeypatch.setattr(log, "clock", lambda: NOW + timedelta(seconds=next(seconds)))


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return what there is on the network, by address; all other pages are not found."""
    from cli.inbox import network
    from cli.inbox.network import Fetched, FetchError

    pages: dict[str, bytes] = {}

    def fetched(address: str) -> Fetched:
        if address not in pages:
            raise FetchError(address, "the server answers 404")
        return Fetched(pages[address], address)

    monkeypatch.setattr(network, "network", fetched)
    return pages
