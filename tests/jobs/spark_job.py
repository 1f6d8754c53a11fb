"""Ask ten thousand partnerships by DuckDB and Spark, and hold every answer against the log's.

Run it with `.ci/job spark_job --partnerships 10000`. The histories are random ones, each under many
names. `as-of --all` reads the log; `portfolio` reads Parquet, by DuckDB and by a Spark Connect
server with one worker and with three. Then the server is killed while it works, and asked again.
It fails if a letter differs, or if a killed server leaves an answer.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from running import as_in_parquet, beside_known
from varied_logs import acts_of, taken_in

from migrations.run import upgrade

KINDS = 20
"""The number of different histories."""


POINTS: tuple[tuple[str, ...], ...] = (
    ("2026-01-15",),
    ("2026-01-15", "--known", "2026-01-09"),
    ("2026-01-20", "--recorded", "2026-01-12"),
    ("2026-01-11", "--known", "2026-01-20", "--recorded", "2026-01-25"),
)
"""Questions on each clock, amid the histories."""


def timed(what: str, begun: float) -> None:
    print(f"{what:58}{time.perf_counter() - begun:8.1f} s", flush=True)


def command(*words: str, db: str) -> subprocess.CompletedProcess[str]:
    """Run the command with *words* on the database *db*."""
    env = os.environ | {"TIMELINE_DB": db}
    run = [*program(db), *words]
    return subprocess.run(run, env=env, capture_output=True, text=True, check=False)


def program(db: str) -> list[str]:
    """Return how the command is run: from a file, without which pyspark takes it for a test."""
    file = Path(db).with_name("program.py")
    file.write_text("from cli.main import main\n\nmain()\n", encoding="utf-8")
    return [sys.executable, str(file)]


@contextmanager
def server(workers: int, port: int = 0) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Yield a Spark Connect server with so many *workers*, and its address."""
    port = port or _free()
    env = os.environ | {
        "SAIL_MODE": "local-cluster",
        "SAIL_CLUSTER__WORKER_INITIAL_COUNT": str(workers),
        "SAIL_CLUSTER__WORKER_MAX_COUNT": str(workers),
    }
    run = [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)]
    started = subprocess.Popen(run, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port)
        yield started, f"sc://127.0.0.1:{port}"
    finally:
        started.kill()
        started.wait()


def _free() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _await(port: int) -> None:
    for _ in range(600):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"No server listens at {port}.")


class WrongError(Exception):
    """Raised when an engine answers something else than the log does."""


def asked(words: Sequence[str], folder: str, engine: str, db: str) -> dict[str, Any]:
    """Return what *engine* answers."""
    found = command("portfolio", *words, "--from", folder, "--engine", engine, "-o", "json", db=db)
    if found.returncode:
        raise WrongError(found.stderr)
    return beside_known(json.loads(found.stdout))


def held_against(expected: Sequence[dict[str, Any]], folder: str, engine: str, db: str) -> None:
    """Ask all points of *engine*. Raises WrongError if an answer is not as *expected*."""
    for words, one in zip(POINTS, expected, strict=True):
        if asked(words, folder, engine, db) != one:
            raise WrongError(f"{engine} answers {' '.join(words)} otherwise.")


def killed(expected: dict[str, Any], folder: str, db: str, took: float) -> int:
    """Kill a server at several moments of its work, ask again, and return how often it mattered."""
    refused = 0
    for part in (0.3, 0.5, 0.7):
        with server(3) as (process, address):
            run = [*program(db), "portfolio", *POINTS[0], "--from", folder, "--engine", address]
            run, pipe = [*run, "-o", "json"], subprocess.PIPE
            client = subprocess.Popen(run, stdout=pipe, stderr=pipe, text=True)
            time.sleep(took * part)
            process.send_signal(signal.SIGKILL)
            printed, said = client.communicate(timeout=120)
        if client.returncode == 0:
            if beside_known(json.loads(printed)) != expected:
                raise WrongError("A killed server left an answer that is not the log's.")
        elif printed or not said.startswith(f"Error: {address}"):
            raise WrongError(f"A killed server was not told of in a sentence: {said}")
        refused += client.returncode != 0
        port = int(address.rpartition(":")[2])
        with server(3, port) as (_, again):
            if asked(POINTS[0], folder, again, db) != expected:
                raise WrongError("Asked again, the server answers otherwise.")
    return refused


def main() -> int:
    """Make the histories, publish and ask them, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--partnerships", type=int, default=10_000)
    many = parser.parse_args().partnerships
    with TemporaryDirectory() as place:
        db, folder = f"{place}/timeline.db", f"{place}/answers"
        begun = time.perf_counter()
        upgrade(db)
        several = [acts_of(seed) for seed in range(min(KINDS, many))]
        taken_in(db, {f"p{number:05}": several[number % len(several)] for number in range(many)})
        timed(f"{many:,} partnerships recorded", begun)
        begun = time.perf_counter()
        told = command("publish", "--parquet", folder, db=db)
        size = sum(file.stat().st_size for file in Path(folder).glob("*/*.parquet"))
        timed(f"published, {size / 1e6:.1f} MB: {told.stdout.partition(': ')[2].strip()}", begun)
        begun = time.perf_counter()
        logs = [json.loads(command("as-of", *words, "--all", "-o", "json", db=db).stdout)
                for words in POINTS]  # fmt: skip
        expected = [as_in_parquet(one) for one in logs]
        answers = sum(len(one["terms"]) for one in chain(*(each["partnerships"] for each in logs)))
        timed(f"as-of --all at {len(POINTS)} points, {answers:,} answers", begun)
        begun = time.perf_counter()
        held_against(expected, folder, "duckdb", db)
        timed("DuckDB: the same to the letter", begun)
        for workers in (1, 3):
            with server(workers) as (_, address):
                begun = time.perf_counter()
                held_against(expected, folder, address, db)
                took = (time.perf_counter() - begun) / len(POINTS)
                timed(f"Spark Connect, workers: {workers}; the same to the letter", begun)
        refused = killed(expected[0], folder, db, took)
        print(f"Killed three times while it worked, {refused} refusals; asked again: the same.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
