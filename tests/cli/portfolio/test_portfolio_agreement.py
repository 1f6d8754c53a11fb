"""From Parquet alone, both engines answer what `as-of --all` answers from the log."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from depth import scaled
from rule_histories import question
from running import Run, as_in_parquet, beside_known, said
from varied_logs import acts_of, taken_in

from cli.publish.folder import write_folder

PARTNERSHIPS, QUESTIONS = 6, scaled(12)
GLOBS: tuple[list[str], ...] = ([], [], ["*"], ["alpha"], ["new-*", "beta"], ["rofr"])


@pytest.fixture(scope="module")
def published(bundled_database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Publish random histories, and a ledger in the words of people; return both places."""
    folder = tmp_path_factory.mktemp("published")
    path = str(folder / "timeline.db")
    shutil.copy(bundled_database, path)
    taken_in(path, {f"p{seed:03}": acts_of(seed) for seed in range(PARTNERSHIPS)})
    write_folder(str(folder / "answers"), path)
    return path, folder / "answers"


@pytest.fixture
def folder(published: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that was published from the database of the command."""
    monkeypatch.setenv("TIMELINE_DB", published[0])
    return published[1]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Yield the address of a Spark Connect server in this process."""
    from pysail.spark import SparkConnectServer

    started = SparkConnectServer(ip="127.0.0.1", port=0)
    started.start(background=True)
    host, port = started.listening_address
    yield f"sc://{host}:{port}"
    started.stop()


def points() -> Iterator[list[str]]:
    """Yield the words of questions, at points of all three clocks."""
    random = Random(1)
    for _ in range(QUESTIONS):
        kept = acts_of(random.randrange(PARTNERSHIPS))
        several = [(one.version, one.recorded, one.act) for one in kept]
        on, known, recorded = question(random, several)
        cuts = [*(["--known", str(known)] if known else ())]
        cuts += ["--recorded", recorded] if recorded else []
        yield [str(on), *cuts, *(word for one in random.choice(GLOBS) for word in ("--term", one))]
    for seed in range(PARTNERSHIPS):
        kept = acts_of(seed)
        for one in random.sample(kept[len(kept) // 2 :], 2):
            yield ["2026-01-31", "--recorded", one.recorded]
    yield ["2026-02-27"]
    yield ["2026-02-27", "--known", "2025-11", "--recorded", "2026-11-21"]
    yield ["1990-01-01"]


def agree(command: Run, words: list[str], *engine: object) -> None:
    """Assert that a question is answered to the letter as `as-of --all` answers it."""
    asked = command("as-of", *words, "--all", "-o", "json")
    found = command("portfolio", *words, *engine, "-o", "json")
    if asked.exit_code:
        assert (asked.exit_code, asked.stderr) == (found.exit_code, found.stderr)
        return

    assert as_in_parquet(json.loads(asked.stdout)) == beside_known(said(found)), words


def test_duckdb_answers_as_the_log_does(command: Run, folder: Path) -> None:
    """On every clock, of all terms or some; refusals too."""
    for words in points():
        agree(command, words, "--from", folder)


def test_spark_answers_as_the_log_does(
    command: Run, folder: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the same statement, on a real server."""
    # The workers of xdist are started by `python -c`, which the client takes for its own doctests.
    monkeypatch.setattr(sys.modules["__main__"], "__file__", __file__, raising=False)
    for words in [*points()][-5:]:
        agree(command, words, "--from", folder, "--engine", server)
