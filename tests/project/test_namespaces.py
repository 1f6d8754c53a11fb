"""Packages that share a folder with what another distribution installs under their names.

`opensearch-py` needs the distribution `Events`, whose package is called `events` as well.
"""

import csv
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from rooms import ROOT
from running import skip_without

THEIRS = ("opensearch-py", "Events")
CALL = "from events import Events; print(Events())"


class Environment:
    """A Python environment of its own, which finds what both need in the one the tests run in."""

    def __init__(self, folder: Path, database: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        (self.site,) = folder.glob("lib/python*/site-packages")
        (self.site / "needed.pth").write_text(sysconfig.get_path("purelib"))
        self.python = str(folder / "bin" / "python")
        self.question = ["as-of", "2026-02-27", "--db", str(database)]

    def install(self, *wheels: Path) -> None:
        """Unpack these wheels, which is how one of pure Python is installed."""
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as opened:
                opened.extractall(self.site)

    def uninstall(self, *wheels: Path) -> None:
        """Remove the files of these wheels, as listed in the RECORD that each brings along."""
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as opened:
                (record,) = (name for name in opened.namelist() if name.endswith("/RECORD"))
                listed = csv.reader(opened.read(record).decode().splitlines())
            for name, *_ in listed:
                (self.site / name).unlink()

    def has_ours(self) -> bool:
        """Whether `timeline` answers."""
        program = f"from cli.main import main; main({self.question})"
        return "through 2032" in self.run(program)

    def has_theirs(self) -> bool:
        """Whether the other `events` can be used."""
        return "Events" in self.run(CALL)

    def run(self, program: str) -> str:
        """Return what *program* prints, away from the checkout."""
        return _run(self.python, "-P", "-c", program)


def _run(*words: str, path: str = "") -> str:
    known = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    variables = known | ({"PYTHONPATH": path} if path else {})
    done = subprocess.run(words, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the wheels of the others, or skip where no package index is reached."""
    folder = tmp_path_factory.mktemp("theirs")
    fetch = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), *THEIRS]
    if subprocess.run(fetch, capture_output=True, check=False).returncode:
        skip_without("pip that reaches a package index")
    return [*folder.iterdir()]


def test_another_events_may_come_before_or_after_and_go(
    wheel: Path, theirs: list[Path], bundled_database: Path, tmp_path: Path
) -> None:
    """A package with an `__init__` of its own would lose it to the other one, without a word."""
    here = Environment(tmp_path, bundled_database)
    here.install(wheel)
    here.install(*theirs)
    assert here.has_ours()
    assert "opensearchpy" in here.run("import opensearchpy; print(opensearchpy.__name__)")

    here.uninstall(wheel)
    assert here.has_theirs()

    here.install(wheel)
    assert here.has_ours()
    assert here.has_theirs()

    here.uninstall(*theirs)
    assert here.has_ours()


def test_an_editable_install_needs_an_environment_without_another_events(tmp_path: Path) -> None:
    """Python takes a package with an `__init__` before the parts of one without."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "__init__.py").touch()
    path = os.pathsep.join([str(ROOT), str(tmp_path)])
    program = "import events; print(events.__file__)"

    assert str(tmp_path) in _run(sys.executable, "-P", "-S", "-c", program, path=path)


def test_no_file_of_ours_has_a_name_of_theirs() -> None:
    """Two distributions may share a folder and no file."""
    taken = {"__init__.py", "events.py", "tests"}

    assert set() == taken & {path.name for path in (ROOT / "events").iterdir()}
