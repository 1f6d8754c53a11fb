"""What docs/reliability.md says is shown by a test or a job has that test or that job."""

import re
import shlex
import subprocess
import sys

import pytest
from shell import ROOT

JOB = ".ci/job "
TEXT = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", TEXT)))
FILES = sorted(set(re.findall(r"\b((?:tests|docs|benchmarks)/[\w./-]+\.\w+)", TEXT)))
COMMANDS = sorted(set(re.findall(r"`((?:pytest|\.ci/job) [^`]+)`", TEXT)))


def collected(*asked: str) -> tuple[int, list[str]]:
    """Return how pytest ends when it collects what is *asked* for, and what it finds."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *asked],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, [line for line in done.stdout.splitlines() if "::" in line]


def test_the_page_names_tests_jobs_and_commands() -> None:
    """Else there would be nothing below to fail."""
    assert 60 < len(TESTS)
    assert 3 < len([one for one in COMMANDS if one.startswith(JOB)])


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_is_named_is_there(name: str) -> None:
    """A figure is worth as much as what it can be had from again."""
    assert (ROOT / name).is_file()


def test_every_test_that_is_named_is_collected() -> None:
    """A test that was renamed, or that is no longer run, shows nothing."""
    code, found = collected(*TESTS)
    names = {line.partition("[")[0] for line in found}

    assert 0 == code
    assert [] == [name for name in TESTS if name not in names]


@pytest.mark.parametrize("row", [line for line in TEXT.splitlines() if "`pytest " in line])
def test_the_command_of_a_row_runs_the_tests_of_the_row(row: str) -> None:
    """Whoever types it should see what the row says."""
    [command] = re.findall(r"`(pytest [^`]+)`", row)
    files, _, chosen = command.removeprefix("pytest ").partition(" -k ")
    named = [one.split("::") for one in TESTS if f"`{one}`" in row]
    parts = shlex.split(chosen)[0].split(" or ") if chosen else [""]

    assert {*files.split()} <= {file for file, _ in named}
    for file, test in named:
        assert file not in files or any(part in test for part in parts), test


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.startswith(JOB)])
def test_the_options_of_a_job_are_its_own(command: str) -> None:
    """What is printed on the page can be typed."""
    name, *options = shlex.split(command.removeprefix(JOB))
    text = (ROOT / "tests" / "jobs" / f"{name}.py").read_text(encoding="utf-8")

    assert [] == [one for one in options if one.startswith("--") and f'"{one}"' not in text]
