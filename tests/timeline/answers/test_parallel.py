"""Partnerships worked out side by side have the rows that they have one after another."""

import os
import signal
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest
from errands import done_here_only, done_in_there, process_of, sigint_of
from running import BOTH
from servers import Make
from shell import ROOT
from stored_answers import expected, redefined, rows

from events.log.log import open_log
from timeline.answers import parallel as room
from timeline.answers.consistency import verify
from timeline.answers.parallel import cores, in_parallel
from timeline.answers.update import bring_up

ENGINES = BOTH

SCRIPT = """
from errands import process_of
from timeline.answers import parallel

print("started", flush=True)
parallel.MANY, parallel.cores = 0, lambda: 2
print(sorted(made for _, (made, _) in parallel.in_parallel(process_of, range(3), 1)))
"""


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let any work be enough to start processes for it, two at least."""
    monkeypatch.setattr(room, "MANY", 0)
    monkeypatch.setattr(room, "cores", lambda: 2)


@pytest.mark.usefixtures("at_once")
def test_other_processes_do_the_jobs() -> None:
    """Each job once, whichever process is idle."""
    found = dict(in_parallel(process_of, range(8), 1))

    assert {job: job * job for job in range(8)} == {job: made for job, (made, _) in found.items()}
    assert os.getpid() not in {process for _, process in found.values()}


def test_little_work_starts_no_process() -> None:
    found = dict(in_parallel(process_of, range(3), room.MANY - 1))

    assert {os.getpid()} == {process for _, process in found.values()}


@pytest.mark.usefixtures("at_once")
def test_what_a_process_leaves_behind_when_it_dies_is_done_here() -> None:
    """Also when all of them do, as where the system kills them for want of memory."""
    assert {job: job * job for job in range(9)} == dict(in_parallel(done_here_only, range(9), 1))


def test_where_no_process_may_be_started_the_work_is_done_all_the_same() -> None:
    """A process that is ended with another may start none."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=done_in_there, args=(theirs,), daemon=True)
    process.start()
    pid, found = ours.recv()
    process.join()

    assert [(job, (job * job, pid)) for job in range(3)] == found


@pytest.mark.usefixtures("at_once")
def test_ctrl_c_is_for_the_program_alone() -> None:
    """Its workers are in its process group, and would each print a traceback."""
    handler = signal.getsignal(signal.SIGINT)

    found = [made for _, made in in_parallel(sigint_of, range(4), 1)]

    assert os.getpid() not in {process for process, _ in found}
    assert all(ignores for _, ignores in found)
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_script_without_a_guard_is_run_once(tmp_path: Path) -> None:
    """Otherwise every worker would import again what its parent imports."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support" / "programs")])

    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ("started\n[0, 1, 4]\n", "") == (done.stdout, done.stderr)


def test_there_is_a_core() -> None:
    assert cores() >= 1


@pytest.mark.usefixtures("at_once")
def test_rows_are_the_same_as_of_one_process(new: Make) -> None:
    """And what was altered is noticed."""
    slugs = [f"h{seed}" for seed in range(4)]
    with open_log(new("migrated"), writing=True) as log, log.together(None, keep=False):
        for seed, slug in enumerate(slugs):
            told = redefined(Random(seed))
            instants = [instant for instant, _ in told]
            log.append(slug, [act for _, act in told], recorded=instants)
        done: list[int] = []
        bring_up(log, *slugs, progress=done.append)

        assert {slug: expected(log.entries(slug)) for slug in slugs} == {
            slug: rows(log, slug) for slug in slugs
        }
        assert sum(done) == sum(head.version for head in log.partnerships())
        assert [] == list(verify(log))
        for slug in ("h1", "h2"):
            log.database.run("UPDATE answers SET since = since + 1 WHERE partnership = ?", slug)
        assert ["h1", "h2"] == [fault.partnership for fault in verify(log)]
