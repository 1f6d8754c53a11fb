"""A folder of Parquet: written where a head has moved, never seen half, the same bytes again."""

import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from pyarrow import parquet
from running import Run
from second_ledger import SECOND
from shell import ROOT

from cli.publish import folder as folders

MOVED = """
partnership: {slug}
terms:
  fee: {{title: Fee, unit: USD}}
sources:
  letter: {{title: Letter, published: 2024-01-05}}
events:
  - id: agreed
    when: 2024-01-01
    title: A fee is agreed
    authority: official
    sources: [letter]
    changes:
      - {{set: fee, value: "{value}"}}
"""
KILLED = """
import os, signal, sys
from cli.publish.folder import write_folder

replace, left = os.replace, iter(range(int(sys.argv[2])))

def kill(*names):
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*names)

os.replace = kill
write_folder(sys.argv[1], os.environ["TIMELINE_DB"])
"""


def alike(slug: str) -> str:
    """Return the name of another partnership that shares a file with *slug*."""
    part = sha256(slug.encode()).digest()[0] % folders.PARTS
    names = (f"deal-{number}" for number in range(10_000))
    return next(name for name in names if sha256(name.encode()).digest()[0] % folders.PARTS == part)


def append(run: Run, slug: str, value: str = "5 a year") -> None:
    done = run("import", "-", input=MOVED.format(slug=slug, value=value))
    assert done.exit_code == 0, done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file in *folder* that an engine would read."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.glob("*/*.parquet")}


@pytest.fixture
def folder(timeline: Run, tmp_path: Path) -> Path:
    """Publish four partnerships, two of which share a file."""
    for slug in ("zeta", alike("zeta")):
        append(timeline, slug)
    assert 0 == timeline("import", "-", input=SECOND).exit_code
    done = timeline("publish", "--parquet", tmp_path / "answers")

    assert done.stdout == (
        f"{tmp_path / 'answers'}: 4 partnerships, 4 with news; 3 files written.\n"
    )
    return tmp_path / "answers"


def test_only_what_has_moved_is_written(timeline: Run, folder: Path, tmp_path: Path) -> None:
    """What shares its file is taken over: the folder is as one that was written at once."""
    before = files(folder)
    timeline("cover", "2024", "-p", "zeta")
    first = timeline("publish", "--parquet", folder)
    after = files(folder)
    again = timeline("publish", "--parquet", folder)
    timeline("publish", "--parquet", tmp_path / "anew")

    assert "4 partnerships, 1 with news; 1 file written." in first.stdout
    assert "4 partnerships, 0 with news; 0 files written." in again.stdout
    assert 1 == sum(before[name] != after[name] for name in before)
    assert after == files(folder) == files(tmp_path / "anew")


def test_every_row_has_the_head_of_its_log(timeline: Run, folder: Path) -> None:
    """Rows of a log at an instant have the head that it had then."""
    rows = parquet.read_table(folder, partitioning=None).to_pylist()
    told = timeline("partnerships", "-o", "json").stdout
    heads = {(one["partnership"], one["head"]) for one in rows if one["kind"] != "log"}

    assert 4 == len(heads)
    assert all(head in told for _, head in heads)
    assert heads <= {(one["partnership"], one["head"]) for one in rows if one["kind"] == "log"}


@pytest.mark.parametrize("written", [0, 2])
def test_killed_in_the_middle_no_file_is_half(
    timeline: Run, folder: Path, tmp_path: Path, written: int
) -> None:
    """Each has a partnership as it was or as it is; the next run makes the rest."""
    for slug in ("zeta", "acme-globex", "openai-microsoft"):
        assert 0 == timeline("cover", "2026-11-20", "-p", slug).exit_code
    before = files(folder)
    run = [sys.executable, "-c", KILLED, str(folder), str(written)]
    killed = subprocess.run(run, cwd=ROOT, check=False)
    after = files(folder)
    timeline("publish", "--parquet", folder)
    timeline("publish", "--parquet", tmp_path / "anew")

    assert killed.returncode == -signal.SIGKILL
    assert before.keys() == after.keys()
    anew = files(tmp_path / "anew")
    assert written == sum(before[name] != after[name] for name in before)
    assert all(after[name] in (before[name], anew[name]) for name in before)
    assert files(folder) == anew


def test_the_folder_of_another_database_is_refused(
    timeline: Run, folder: Path, tmp_path: Path
) -> None:
    """Rows of two databases side by side would be one answer."""
    timeline("init", "--db", tmp_path / "other.db")
    done = timeline("import", "-", "--db", tmp_path / "other.db", input=SECOND)
    refused = timeline("publish", "--parquet", folder, "--db", tmp_path / "other.db")

    assert done.exit_code == 0
    assert refused.exit_code == 1
    assert "which this database has not" in refused.stderr


def test_a_file_of_something_else_is_refused(timeline: Run, folder: Path) -> None:
    """Nothing of others is overwritten."""
    [first, *_] = sorted(folder.glob("*/*.parquet"))
    first.write_bytes(b"something else")
    refused = timeline("publish", "--parquet", folder)

    assert refused.exit_code == 1
    assert f"{first} is no Parquet file" in refused.stderr
    assert first.read_bytes() == b"something else"


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["out.csv"], "FILE"),
        (["-o", "csv"], "--output"),
        (["-p", "zeta"], "--partnership"),
        (["--term", "fee"], "--term"),
        (["--known", "2025"], "--known"),
    ],
)
def test_it_keeps_all_that_there_is(timeline: Run, more: list[str], named: str) -> None:
    """An option that does nothing would be taken for one that does."""
    refused = timeline("publish", "--parquet", "answers", *more)

    assert refused.exit_code == 2
    assert f"{named} is not for --parquet" in refused.stderr
