"""What is installed has all it needs, and nothing that is in the way of others."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

from rooms import PACKAGES, ROOT


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    """A ledger, a template or a migration left behind shows only on somebody else's machine."""
    sources = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert {
        "events/ledger/data/epic-apple.yaml",
        "events/ledger/data/fiat-chrysler.yaml",
        "events/ledger/data/openai-microsoft.yaml",
        "events/ledger/data/template.yaml",
    } <= sources
    assert {"migrations/script.py.mako", "migrations/versions/m001_log.py"} <= sources
    assert sources <= names(wheel)
    assert {f"cli/schemas/{path.name}" for path in (ROOT / "docs/schemas").iterdir()} <= names(
        wheel
    )


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    """A top-level `tests` or `docs` would land in everybody's site-packages."""
    tops = {name.split("/")[0] for name in names(wheel)}

    assert {*PACKAGES, "partnership_timeline-0.1.0.dist-info"} == tops
    assert set() == {name for name in names(wheel) if name.endswith((".pyc", ".db"))}


def test_the_same_sources_make_the_same_wheel(tmp_path: Path) -> None:
    """Whoever doubts a wheel builds it again and compares the digests."""
    left_out = shutil.ignore_patterns(".*", "__pycache__", "tests", "*.db*")
    copies = [shutil.copytree(ROOT, tmp_path / name, ignore=left_out) for name in ("a", "b/c")]
    for file in copies[1].rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
        file.chmod(0o700 if file.is_dir() else 0o600)
    built = []
    for copy in copies:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
        subprocess.run(build, cwd=copy, check=True, capture_output=True)
        built += [file.read_bytes() for file in copy.glob("dist/*.whl")]

    assert 2 == len(built)
    assert built[0] == built[1]


def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """The checkout must not be what finds the migrations and the ledger."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "site")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site"), "TIMELINE_DB": "my.db"}
    script = (
        "import cli.main, sys; from cli.main import main;"
        "print(cli.main.__file__);"
        "main(['init', '--bundled'], standalone_mode=False);"
        "main(['as-of', '2026-02-27', '--term', 'ip-license.end', '-p', 'openai-microsoft'],"
        "standalone_mode=False)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=elsewhere,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    first, *rest = done.stdout.splitlines()

    assert str(tmp_path / "site") in first
    assert "Through 2032." in "\n".join(rest)
    assert ["my.db"] == sorted(path.name for path in elsewhere.iterdir())


def test_the_wheel_describes_its_answers(wheel: Path, tmp_path: Path) -> None:
    """To an assistant and in the document of the API, where there is no folder of docs."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-P", "-c", "from cli.forms import schemas as d; print(d.whole('as-of'))"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        check=True,
        capture_output=True,
        text=True,
    )

    assert "covered_through" in done.stdout


def test_nobody_else_ships_our_names() -> None:
    """The tests run on an editable install, and there another `events` would be found instead."""
    shipped = packages_distributions()

    assert {name: {"partnership-timeline"} for name in PACKAGES} == {
        name: set(shipped.get(name, ["partnership-timeline"])) for name in PACKAGES
    }


def test_it_cannot_be_published_by_accident() -> None:
    """Names as plain as `cli` belong to nobody: on an index it would be in other people's way."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert "Private :: Do Not Upload" in project["classifiers"]


def test_the_lock_names_public_places_only() -> None:
    """A lock made on one machine has to install on all others."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    sources = [package["source"] for package in lock["package"]]
    files = [
        file["url"]
        for package in lock["package"]
        for file in [*package.get("wheels", []), package.get("sdist")]
        if file
    ]

    assert [{"editable": "."}] == [one for one in sources if "registry" not in one]
    assert {"https://pypi.org/simple"} == {one["registry"] for one in sources if "registry" in one}
    assert all(url.startswith("https://files.pythonhosted.org/") for url in files)
